"""What a user sets up in config.toml: programs that speak, and folders of recordings."""

import os
import sys
import time
import tracemalloc
from pathlib import Path

import pytest

from audiocoach.config import read_config
from audiocoach.errors import InputError, UnknownName, VoiceError
from audiocoach.script.script import Line, Recording, VoiceChoice
from audiocoach.voice.engines.fake.fake_voice import RATE, FakeVoice
from audiocoach.voice.engines.recording import recording_engine
from audiocoach.voice.engines.recording.recording_engine import RecordingEngine, recording_name
from audiocoach.voice.registry import Registry, find_voice, installed, resolve
from audiocoach.voice.studio import Counts, Studio
from audiocoach.voice.take_store import TakeStore
from support.sounds import write_wav

SPEAKER = """
import sys, wave, array, math
text, out, rate = sys.argv[1:4]
if "fail" in text: print("first"); print("no such", "phoneme", file=sys.stderr); sys.exit(3)
if "sleep" in text: import time; time.sleep(30)
if "nothing" in text: sys.exit()
if "holds" in text:
    import subprocess
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(40)"])
if "chatter" in text:
    while True: print("x" * 999, file=sys.stdout if "out" in text else sys.stderr)
if "colour" in text: print("\x1b[31mred", file=sys.stderr); sys.exit(3)
if "pipe" in text: import os; os.mkfifo(out); sys.exit()
if "broken" in text: open(out, "w").write("no sound"); sys.exit()
assert sys.stdin.buffer.read().decode() == text
with wave.open(out, "wb") as file:
    file.setparams((1, 2, 16000, 0, "NONE", ""))
    n = int(len(text) * 1000 / float(rate))
    file.writeframes(array.array("h", [int(9000 * math.sin(i / 9) * math.sin(i / 800)) for i in range(n)]).tobytes())
"""
MINE = VoiceChoice("en", name="mine")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A config with a program `mine`."""
    (tmp_path / "speaker.py").write_text(SPEAKER)
    path = tmp_path / "config.toml"
    program = [sys.executable, str(tmp_path / "speaker.py"), "{text}", "{out}", "{rate}"]
    path.write_text(f"[engines.mine]\ncommand = {program}\ntimeout = 60\n".replace("'", '"'))
    monkeypatch.setenv("AUDIOCOACH_CONFIG", str(path))
    return path


@pytest.mark.usefixtures("config")
def test_a_program_is_a_voice_by_its_name() -> None:
    for choice in (MINE, VoiceChoice("en", engine="mine"), VoiceChoice("de", name="mine")):
        found = resolve(choice)
        assert (found.engine, found.name) == ("mine", "mine")
    raw = find_voice(MINE).speak("Run now.")
    assert (raw.rate, len(raw.samples)) == (16_000, 8000)
    assert len(find_voice(VoiceChoice("en", name="mine", rate=2.0)).speak("Run now.").samples) == 4000
    assert "mine" in [plugin.name for plugin in installed().plugins()]
    assert resolve(VoiceChoice("en")).name == "heart", "nobody asked for it"


@pytest.mark.usefixtures("config")
@pytest.mark.parametrize("text", ["{out}", "$(touch x); `ls` | cat", "a 'b' \"c\"", "-rf --help", "größer\u2028走"])
def test_a_text_is_one_argument_whatever_is_in_it(text: str) -> None:
    assert len(find_voice(MINE).speak(text).samples) == len(text) * 1000


@pytest.mark.usefixtures("config")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fail", "failed with 3: no such phoneme"),
        ("nothing", "wrote no file"),
        ("broken", "wrote no sound"),
        ("null \x00", "cannot be run"),
        ("colour", "failed with 3: \ufffd\\[31mred"),
        ("pipe", "wrote no file"),
    ],
)
def test_a_program_that_fails_is_told(text: str, message: str) -> None:
    with pytest.raises(VoiceError, match=message) as caught:
        find_voice(MINE).speak(text)
    assert caught.value.exit_code == 1
    assert "[engines.mine]" in str(caught.value)


def test_a_program_that_hangs_is_ended(config: Path) -> None:
    config.write_text(config.read_text().replace("timeout = 60", "timeout = 0.3"))
    with pytest.raises(VoiceError, match=r"did not end within 0\.3 s"):
        find_voice(MINE).speak("sleep")


def test_a_program_that_says_too_much_is_ended(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audiocoach.voice.engines.program.MOST_OUTPUT", 1 << 20)
    with pytest.raises(VoiceError, match="wrote more than 1 MiB"):
        find_voice(MINE).speak("chatter out")
    config.write_text(config.read_text().replace("timeout = 60", "timeout = 0.5"))
    tracemalloc.start()
    with pytest.raises(VoiceError, match=r"did not end within 0\.5 s"):
        find_voice(MINE).speak("chatter")
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


@pytest.mark.usefixtures("config")
def test_a_program_that_leaves_another_running_has_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    """As one that starts its server at the first line."""
    monkeypatch.setattr("audiocoach.voice.engines.program._LINGER_S", 0.1)
    start = time.monotonic()
    assert len(find_voice(MINE).speak("holds").samples) == 5000
    assert time.monotonic() - start < 30


def test_a_program_that_is_not_there(config: Path) -> None:
    config.write_text('[engines.mine]\ncommand = ["no-such-tts", "{out}"]\n')
    with pytest.raises(VoiceError, match="no-such-tts"):
        find_voice(MINE)
    assert {plugin.name: plugin.engine and plugin.engine.missing() for plugin in installed().plugins()}["mine"]
    with pytest.raises(InputError, match="one speed"):
        find_voice(VoiceChoice("en", name="mine", rate=1.2))


def test_the_fingerprint_follows_the_config(config: Path) -> None:
    plain = config.read_text()
    prints = [find_voice(choice).fingerprint for choice in (MINE, VoiceChoice("en", name="mine", rate=1.1))]
    for change in ("fingerprint = '2'\n", "fingerprint = '3'\n", "timeout = 9\n"):
        config.write_text(plain.replace("timeout = 60\n", change))
        prints.append(find_voice(MINE).fingerprint)
    assert len(set(prints)) == 4
    assert prints[4] == prints[0], "patience has no sound"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[engines.mine]\ncommand = ["x"]', r"`engines\.mine`.*`\{out\}`"),
        ("[engines.mine]", "either a `command` or a `folder`"),
        ('[engines.mine]\ncommand = ["x", "{out}"]\nfolder = "y"', "either"),
        ('[engines.mine]\ncommand = "say {out}"', r"`engines\.mine\.command`"),
        ('[engines.mine]\ncomand = ["x", "{out}"]', r"did you mean `command`"),
        ('[engines.mine]\ncommand = ["x", "{out}"]\nfallback = "joe"', "recordings"),
        ('[engines.mine]\ncommand = ["x", "{out}"]\ntimeout = 0', r"timeout"),
        ('voise = "joe"', "did you mean `voice`"),
    ],
)
def test_mistakes_in_the_config_are_told(config: Path, text: str, message: str) -> None:
    config.write_text(text)
    with pytest.raises(InputError, match=message) as caught:
        read_config()
    assert caught.value.exit_code == 2


def test_an_own_engine_does_not_take_the_name_of_another(config: Path) -> None:
    config.write_text('[engines.espeak]\ncommand = ["x", "{out}"]')
    with pytest.raises(InputError, match="name of an engine"):
        find_voice(VoiceChoice("en", name="nobody"))


def test_own_engines_are_read_only_when_they_are_asked_for() -> None:
    def never() -> dict[str, object]:
        raise AssertionError

    points = [point for point in installed()._points.values() if point.name == "piper"]
    assert Registry(points, None, never).resolve(VoiceChoice("en", name="joe")).name == "joe"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Walk briskly, arms loose.", "walk-briskly-arms-loose"),
        ("Don't stop!", "dont-stop"),
        ("10:30 to go", "10-30-to-go"),
        ("Größer, schöner.", "grösser-schöner"),
        ("走吧。", "走吧"),
        ("...", ""),
    ],
)
def test_files_are_called_by_what_is_said(text: str, name: str) -> None:
    assert recording_name(text) == name


def test_long_names_are_cut_and_stay_apart() -> None:
    names = [recording_name("breathe " * 30 + end) for end in ("in", "out")]
    assert len(set(names)) == 2
    assert all(len(name) <= 80 and name.startswith("breathe-breathe-") for name in names)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two recordings, and a text file."""
    folder = tmp_path / "anna"
    folder.mkdir()
    voice = FakeVoice("anna")
    write_wav(folder / "walk-briskly.wav", voice.speak("Walk briskly").samples)
    write_wav(folder / "Run.flac", voice.speak("Run").samples, RATE, "flac")
    (folder / "notes.txt").write_text("mine")
    return folder


def _anna(folder: Path, fallback: str = "joe") -> Studio:
    other = FakeVoice(fallback)
    voice = RecordingEngine().voice(VoiceChoice("en", name=str(folder)))
    return Studio(TakeStore(folder.parent / "cache"), lambda choice: voice if choice.name == "anna" else other, 1)


def test_what_is_recorded_is_played_and_the_rest_another_voice_says(folder: Path) -> None:
    studio = _anna(folder)
    lines = [Line(VoiceChoice("en", name="anna"), text) for text in ("Walk briskly!", "Run.", "Shoulders down.")]
    takes = studio.record(lines)
    assert [take.text for take in takes.values()] == [line.text for line in lines]
    recorded = studio.record([Recording(folder / "walk-briskly.wav")])
    assert takes[lines[0]].digest == next(iter(recorded.values())).digest
    fallback = studio.record([Line(VoiceChoice("en"), "Shoulders down.")])
    assert takes[lines[2]].digest == next(iter(fallback.values())).digest
    (notice,) = studio.notices_of(lines)
    assert '"Shoulders down." (shoulders-down)' in notice
    assert len(studio.load(takes[lines[0]].digest)) == takes[lines[0]].length


def test_a_new_recording_changes_its_line_alone(folder: Path) -> None:
    lines = [Line(VoiceChoice("en", name="anna"), text) for text in ("Walk briskly!", "Run.", "Shoulders down.")]
    before = _anna(folder).record(lines)
    write_wav(folder / "walk-briskly.wav", FakeVoice("other").speak("Walk briskly").samples)
    studio = _anna(folder)
    after = studio.record(lines)
    assert [before[line] == after[line] for line in lines] == [False, True, True]
    assert studio.counts == Counts(0, 3)


def test_a_folder_in_the_config_is_a_voice_with_its_fallback(config: Path, folder: Path) -> None:
    config.write_text(config.read_text() + f'[engines.anna]\nfolder = "{folder}"\nfallback = "mine"\n')
    voice = find_voice(VoiceChoice("en", name="anna"))
    assert voice.name == "anna"
    assert len(voice.speak("Walk briskly").samples) == len(FakeVoice("anna").speak("Walk briskly").samples)
    assert voice.speak("Slow.").rate == 16_000
    config.write_text(f'[engines.anna]\nfolder = "{folder}"\nfallback = "anna"\n')
    with pytest.raises(InputError, match="itself"):
        find_voice(VoiceChoice("en", name="anna"))


def test_two_recordings_of_one_line_are_an_error(folder: Path) -> None:
    write_wav(folder / "run.wav", FakeVoice().speak("Run").samples)
    with pytest.raises(InputError, match="two recordings of one line"):
        RecordingEngine().voice(VoiceChoice("en", name=str(folder))).part("Run.")


def test_a_folder_that_is_not_there_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        resolve(VoiceChoice("en", engine="recording", name=str(tmp_path / "none")))
    with pytest.raises(InputError, match="needs a folder"):
        find_voice(VoiceChoice("en", engine="recording"))
    with pytest.raises(InputError, match="its own speed"):
        find_voice(VoiceChoice("en", engine="recording", name=str(tmp_path), rate=1.1))


def test_a_folder_of_too_many_files_is_told_and_not_read_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording_engine, "MOST_FILES", 100)
    for number in range(200):
        (folder / f"{number}.txt").touch()
    with pytest.raises(InputError, match="holds more than 100 files"):
        RecordingEngine().voice(VoiceChoice("en", name=str(folder))).part("Run.")


def test_what_is_no_file_is_no_recording(folder: Path) -> None:
    os.mkfifo(folder / "slow.wav")
    (folder / "fast.wav").symlink_to("/dev/zero")
    (folder / "on.wav").mkdir()
    voice = RecordingEngine().voice(VoiceChoice("en", name=str(folder)))
    assert sorted(voice._files) == ["run", "walk-briskly"]


def test_a_folder_with_an_odd_name_steers_no_terminal(tmp_path: Path, config: Path) -> None:
    (tmp_path / "\x1b[31mred").mkdir()
    config.write_text(f'[engines.anna]\nfolder = "{tmp_path}/\\u001b[31mred"\n')
    plugins = {plugin.name: plugin.engine for plugin in installed().plugins()}
    anna = plugins["anna"]
    assert anna is not None
    (info,) = anna.voices()
    assert info.description.isprintable()
    config.write_text(f'[engines.anna]\nfolder = "{tmp_path}/\\u001b[32mgone"\n')
    gone = {plugin.name: plugin.engine for plugin in installed().plugins()}["anna"]
    assert gone is not None
    assert "gone" in (gone.missing() or "")
    assert (gone.missing() or "").isprintable()


@pytest.mark.parametrize("name", [".", "/", "~nouser/x", "a\0b", "x" * 5000, ""])
def test_any_name_of_a_folder_is_one_or_unknown(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    choice = VoiceChoice("en", engine="recording", name=name)
    if name in (".", "/", ""):
        assert find_voice(choice).name
    else:
        with pytest.raises(UnknownName):
            find_voice(choice)


def test_recordings_that_fall_back_on_recordings_leave_a_line_to_the_last(config: Path, folder: Path) -> None:
    (folder.parent / "eva").mkdir()
    voices = f'[engines.eva]\nfolder = "{folder.parent}/eva"\nfallback = "anna"\n[engines.anna]\nfolder = "{folder}"\n'
    config.write_text(config.read_text() + voices + 'fallback = "mine"\n')
    studio = Studio(TakeStore(folder.parent / "cache"))
    recorded, spoken = (Line(VoiceChoice("en", name="eva"), text) for text in ("Walk briskly!", "Shoulders down."))
    takes = studio.record([recorded, spoken])
    assert takes[recorded].digest == next(iter(studio.record([Recording(folder / "walk-briskly.wav")]).values())).digest
    mine = Line(VoiceChoice("en", name="mine"), "Shoulders down.")
    assert takes[spoken].digest == studio.record([mine])[mine].digest
    assert [notice.split(":")[0] for notice in studio.notices_of([spoken])] == [
        f"not recorded in {folder}",
        f"not recorded in {folder.parent}/eva",
    ]
