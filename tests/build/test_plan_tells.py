"""What a plan says: who speaks and why, what each voice is given, which phrase, silences, soundscapes, dialogues."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from audiocoach.build.build import build
from audiocoach.build.load import load
from audiocoach.build.options import AS_IT_STANDS, BuildOptions
from audiocoach.build.planning import outline, plan
from audiocoach.build.workspace import Workspace
from audiocoach.cli.plan_rows import rows_of
from audiocoach.config import Config
from audiocoach.errors import InputError, SpecError
from audiocoach.script.script import Silence
from audiocoach.units import Millis, to_ms
from audiocoach.voice.engines.fake.fake_voice import fake_voice
from support.plan_contract import CONTRACT
from support.programs import tool

TALK = """
voice: joe
soundscape: mountain-lake
steps:
  - say: Stand still. (10s) Feel both feet. (800ms)
  - walk: 2m
    say:
      start: {talk: [{joe: What made you laugh today? (2s)}, {"espeak:en": Slowest first. Go.}, {joe: Fine.}]}
      1m: {voice: "espeak:en", text: "At 5:30/km, 400 m takes $half."}
  - {run: 90s, soundscape: none}
  - {cool-down: 2m, soundscape: ocean-shore}
let: {half: 132s}
"""


def told(source: Any, options: BuildOptions = AS_IT_STANDS, **config: Any) -> dict[str, Any]:
    """`plan --estimate --json` with these flags and this config."""
    workspace = Workspace(Config(**config))
    found = plan(load(source, options=options, workspace=workspace), options, estimate=True, workspace=workspace)
    shown = found.as_json()
    CONTRACT.validate(shown)
    return shown


def said(shown: dict[str, Any]) -> list[dict[str, Any]]:
    return [cue for cue in shown["cues"] if cue["kind"] == "say"]


def test_each_turn_of_a_dialogue_is_a_cue_of_its_own() -> None:
    turns = said(told(TALK))[1:4]
    assert [(cue["voice"], cue["text"]) for cue in turns] == [
        ("joe", "What made you laugh today? (2s)"),
        ("en", "Slowest first. Go."),
        ("joe", "Fine."),
    ]
    assert len({cue["id"] for cue in turns}) == 3
    times = [time for cue in turns for time in (cue["start_ms"], cue["end_ms"])]
    assert times == sorted(times)
    assert turns[1]["start_ms"] == turns[0]["end_ms"]  # the silence is the question's, and no breath is left after it


def test_a_dropped_dialogue_is_listed_turn_by_turn_too() -> None:
    text = TALK.replace("walk: 2m", "walk: 61s").replace("joe: Fine.", "joe: " + "Fine and more words. " * 90)
    turns = said(told(text))[1:4]
    assert {cue["status"] for cue in turns} == {"dropped"}
    assert [cue["voice"] for cue in turns] == ["joe", "en", "joe"]


def test_text_is_what_is_written_and_spoken_what_the_voice_is_given() -> None:
    first, *_, last = said(told(TALK))
    assert first["text"] == "Stand still. (10s) Feel both feet. (800ms)"
    assert first["spoken"] == "Stand still. Feel both feet."
    assert last["text"] == "At 5:30/km, 400 m takes two minutes twelve."
    assert last["spoken"] == "At five minutes thirty per kilometer, four hundred meters takes two minutes twelve."


NUMBERS = ("5m", "1m30s", "1:30", "(4 seconds) 7/10", "5:00/km", "90'", "RPE 7 → 8", "a@b.com", "<150")


@pytest.mark.parametrize("number", NUMBERS)
def test_no_voice_is_given_a_digit_or_a_sign(number: str) -> None:
    (cue, *_) = said(told(f'steps: [{{say: "Now {number} easy."}}, {{walk: 1m}}]\n'))
    assert all(char.isalpha() or char in " .,'-" for char in cue["spoken"])


def test_a_plan_for_people_shows_what_is_said_otherwise_than_written() -> None:
    session = load("steps: [{walk: 1m, say: {start: Run 5m., half: Go!}}]\n")
    rows = {row.heard: row.spoken for row in rows_of(plan(session, estimate=True))}
    assert rows["Run 5m."] == "Run five minutes."
    assert rows["Go!"] == ""


@pytest.mark.parametrize("word", ["...", "\U0001f600", "\u2014", "!?", "\u2192"])
def test_a_text_without_a_word_is_found_by_its_place(word: str) -> None:
    with pytest.raises(SpecError) as raised:
        load(f'steps:\n  - walk: 1m\n    say: {{half: [Go., "{word}"]}}\n')
    (diagnostic,) = raised.value.diagnostics
    assert diagnostic.message == f"there is no word to say in `{word}`"
    assert (diagnostic.place.line, diagnostic.place.column) == (3, 23)
    assert diagnostic.hint == "write words, or a silence such as `(4s)`"


def test_a_text_that_is_empty_with_its_variables_is_told() -> None:
    session = load('let: {x: "\u2192"}\nsteps: [{say: "$x !"}, {walk: 1m}]\n')
    with pytest.raises(InputError, match=r"there is no word to say in `\$x !`"):
        plan(session, estimate=True)


@pytest.mark.parametrize(("ms", "text"), [(4000, "(4s)"), (800, "(800ms)"), (1500, "(1.5s)"), (90_000, "(1m30s)")])
def test_a_silence_is_shown_as_one_writes_it(ms: int, text: str) -> None:
    assert Silence(Millis(ms)).text == text


def test_what_the_coach_says_names_its_phrase() -> None:
    cues = told("steps: [{walk: 5m}, {check-in: before}, {run: 12m, cadence: 165}, {breathe: box, for: 32s}]")["cues"]
    phrases = {cue["kind"]: cue["phrase"] for cue in reversed(cues)}
    assert phrases["check-in"] == "check-in-before 1"
    assert phrases["announce"] == "announce 1"
    assert phrases["breathe"].startswith("breathe-in ")
    assert phrases["finish"].startswith("finish ")
    assert any(str(cue["phrase"]).startswith("cadence ") for cue in cues)
    short = told("steps: [{repeat: 5, steps: [{run: 30s}, {walk: 30s}]}]")["cues"]
    assert "announce-round short 1" in {cue["phrase"] for cue in short}
    assert all(cue["phrase"] is None for cue in said(told(TALK)))


def test_voices_say_their_engine_and_who_named_them(tmp_path: Path) -> None:
    named = [{"name": "joe", "engine": "piper", "reason": "the session names it"}]
    assert told(TALK)["voices"] == [*named, {"name": "en", "engine": "espeak", "reason": "the session names it"}]
    plain = "steps: [{walk: 1m}]\n"
    reasons = {
        "`--voice` names it": told(plain, BuildOptions(voice="joe")),
        "config.toml names it": told(plain, voice="joe"),
        "no voice is named, and the language is `en`": told(plain),
    }
    for reason, shown in reasons.items():
        assert [voice["reason"] for voice in shown["voices"]] == [reason]
        assert {cue["voice"] for cue in shown["cues"]} == {shown["voices"][0]["name"]}
    (german,) = told(f"language: de\n{plain}")["voices"]
    assert german["engine"] in german["reason"]
    assert german["reason"].startswith("no voice is named, and no natural voice of `de`")
    (nobody,) = told(f"voice: nobody\n{plain}", BuildOptions(voice="espeak:en"))["voices"]
    assert nobody == {"name": "en", "engine": "espeak", "reason": "`--voice` names it"}


def test_a_plan_without_its_engine_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    session = load("language: de\nsteps: [{walk: 1m}]\n", workspace=Workspace())
    monkeypatch.setattr(Workspace, "identity", lambda *_: ("", ""))
    (voice,) = plan(session, estimate=True, workspace=Workspace()).voices
    assert (voice.name, voice.reason) == ("", "no voice is named, and nobody here speaks `de`")


def test_recordings_are_given_to_no_voice(tmp_path: Path) -> None:
    from audiocoach.sound.tones.tones import write_tone

    write_tone("bell", tmp_path / "hello.wav")
    (tmp_path / "s.yaml").write_text("steps: [{say: {file: hello.wav}}, {walk: 1m}]\n")
    (cue,) = said(told(tmp_path / "s.yaml"))
    assert (cue["text"], cue["spoken"], cue["voice"]) == ("[hello]", "", "recording")


def test_a_voice_made_of_recordings_says_who_speaks_each_line(tmp_path: Path) -> None:
    from audiocoach.sound.tones.tones import write_tone

    (tmp_path / "takes").mkdir()
    write_tone("bell", tmp_path / "takes" / "hello.wav")
    (tmp_path / "s.yaml").write_text("voice: recording:takes\nsteps: [{say: Hello. It is 5 km.}]\n")
    parts = plan(load(tmp_path / "s.yaml"), estimate=True).cues[0].parts
    assert [part.spoken for part in parts] == ["", "It is five kilometers."]
    assert parts[1].voice == "heart"


def test_soundscapes_are_told_by_name_from_start_to_end(tmp_path: Path) -> None:
    shown = told(TALK)
    beds = {bed["name"]: (bed["start_ms"], bed["end_ms"]) for bed in shown["beds"]}
    steps = {step["activity"]: step for step in shown["steps"]}
    assert list(beds) == ["mountain-lake", "ocean-shore"]
    assert beds["mountain-lake"] == (0, steps["run"]["start_ms"] + 4000)
    assert beds["ocean-shore"] == (steps["cool-down"]["start_ms"], shown["duration_ms"])
    (tmp_path / "mine.yaml").write_text("layers: [{texture: wind}]\n")
    (tmp_path / "s.yaml").write_text("soundscape: mine.yaml\nsteps: [{walk: 1m}]\n")
    assert [bed["name"] for bed in told(tmp_path / "s.yaml")["beds"]] == ["mine.yaml"]


@pytest.mark.parametrize("name", ["walk-run-20", "five-minutes"])
def test_the_length_and_the_voices_that_check_tells_are_the_plans(name: str) -> None:
    length, voices, _ = outline(load(name), Workspace())
    assert to_ms(length) == told(name)["duration_ms"]
    assert [voice.as_json() for voice in voices] == told(name)["voices"]


@pytest.fixture
def songs(tmp_path: Path) -> Path:
    """Two songs of 20 s, one of them with a title, and something that is none."""
    folder = tmp_path / "songs"
    folder.mkdir()
    tone = ["-f", "lavfi", "-i", "sine=d=20"]
    tool("ffmpeg", "-v", "error", *tone, "-metadata", "title=First of all", folder / "1.mp3")
    tool("ffmpeg", "-v", "error", *tone, folder / "2 second.flac")
    (folder / "3.mp3").write_bytes(b"no sound")
    return folder


def test_music_is_told_by_its_times(songs: Path) -> None:
    text = f"music: {songs}\nsteps: [{{walk: 50s}}]\n"
    guess = told(text)
    assert [song["title"] for song in guess["music"]] == ["First of all", "2 second", "First of all", "2 second"]
    times = [(song["start_ms"], song["end_ms"]) for song in guess["music"]]
    assert times[0][0] == 0
    assert times[-1][1] == guess["duration_ms"]
    assert all(before[1] - after[0] == pytest.approx(4000, abs=60) for before, after in pairwise(times))
    assert any("3.mp3" in note["message"] for note in guess["notes"])
    assert told(text, BuildOptions(music="none"))["music"] == []


def test_the_songs_of_a_plan_are_those_of_the_build(songs: Path, tmp_path: Path) -> None:
    workspace = Workspace(cache=tmp_path / "cache", find_voice=fake_voice)
    session = load(f"music: {songs}\nsteps: [{{walk: 50s}}]\n", workspace=workspace)
    options = BuildOptions(preview=True)
    built = build(session, tmp_path / "x.mp3", options, workspace=workspace)
    assert plan(session, options, workspace=workspace) == built.plan
    assert built.plan.music[-1].end == built.plan.length
    exact, guess = (plan(session, estimate=each, workspace=workspace).music for each in (False, True))
    assert [song.title for song in exact] == [song.title for song in guess]
    assert all(abs(one.start - other.start) < 4_410 for one, other in zip(exact, guess, strict=True))
    CONTRACT.validate(built.plan.as_json())


def test_a_guess_keeps_nothing(songs: Path, tmp_path: Path) -> None:
    workspace = Workspace(cache=tmp_path / "cache")
    plan(load(f"music: {songs}\nsteps: [{{walk: 50s}}]\n"), estimate=True, workspace=workspace)
    assert not (tmp_path / "cache").exists()


def test_notes_of_voices_are_told_before_the_build(tmp_path: Path) -> None:
    notes = told("voice: gtts\nsteps: [{walk: 1m}]\n")["notes"]
    assert any("Google" in note["message"] for note in notes)
