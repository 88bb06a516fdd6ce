"""What a session names is looked for while it is read: told with all else that is wrong, unless a flag replaces it."""

from pathlib import Path

import pytest

from audiocoach.sound.tones import tones
from audiocoach.voice import registry
from support.commands import Cli

MANY = """\
title: Many
voice: jo
soundscape: mountain-lak
music: nowhere/
lnguage: en
steps:
  - wlak: 5m
  - walk: 5
    voice: piper:jo
    soundscape: ocean-shor
  - say: {file: lost.wav}
  - run: 1m
    say:
      10s: {voice: jeo, text: Hello.}
      30s: {talk: [{jooe: Hello.}, {joe: And hello.}]}
"""


def places(cli: Cli, *args: object) -> dict[int, str]:
    """The line of each mistake, and what is told of it."""
    (told,) = cli("check", *args, "--json", code=2).json
    return {one["place"]["line"]: f"{one['message']} ({one['hint']})" for one in told["diagnostics"]}


def test_wrong_names_are_told_with_all_other_mistakes(cli: Cli, here: Path) -> None:
    (here / "many.yaml").write_text(MANY)
    told = places(cli, "many.yaml")
    assert sorted(told) == [2, 3, 4, 5, 7, 8, 9, 10, 11, 14, 15]
    assert told[2] == "unknown voice `jo` (did you mean `joe`?)"
    assert told[3] == "unknown soundscape `mountain-lak` (did you mean `mountain-lake`?)"
    assert "there is no music at `nowhere`" in told[4]
    assert told[9] == "unknown piper voice `jo` (did you mean `joe`?)"
    assert told[10] == "unknown soundscape `ocean-shor` (did you mean `ocean-shore`?)"
    assert "lost.wav" in told[11]
    assert told[14] == "unknown voice `jeo` (did you mean `joe`?)"
    assert told[15] == "unknown voice `jooe` (did you mean `joe`?)"


@pytest.mark.parametrize(
    ("says", "flags"),
    [
        ("voice: a-friends-voice", ("--voice", "joe")),
        ("soundscape: a-friends.wav", ("--soundscape", "none")),
        ("music: /home/friend/songs", ("--music", "none")),
        ("language: tlh", ("--language", "en")),
    ],
)
def test_what_a_flag_replaces_need_not_be_there(cli: Cli, here: Path, says: str, flags: tuple[str, ...]) -> None:
    (here / "gift.yaml").write_text(f"{says}\nsteps: [{{walk: 1m}}]\n")
    assert places(cli, "gift.yaml").keys() == {1}
    cli("plan", "gift.yaml", "--estimate", *flags)


def test_only_the_steps_of_an_included_session_need_their_names(cli: Cli, here: Path) -> None:
    (here / "parts").mkdir()
    part = here / "parts" / "part.yaml"
    part.write_text("voice: nobody\nsoundscape: nowhere\nlanguage: tlh\nsteps: [{say: {file: hello.wav}}]\n")
    tones.write_tone("bell", here / "parts" / "hello.wav")
    (here / "whole.yaml").write_text("steps: [{include: parts/part.yaml}]\n")
    cli("check", "whole.yaml")
    part.write_text("steps: [{walk: 1m, voice: jo}, {say: {file: helo.wav}}]\n")
    said = cli("check", "whole.yaml", code=2).err
    assert "parts/part.yaml:1:27: unknown voice `jo`" in said
    assert "did you mean `hello.wav`?" in said


def test_a_voice_may_be_named_with_its_engine(cli: Cli, here: Path) -> None:
    (here / "two.yaml").write_text('steps: [{say: {talk: [{"piper:joe": Hello.}, {"espeak:en": Hello.}]}}]\n')
    cli("check", "two.yaml")
    (here / "two.yaml").write_text('voice: "command:rm"\nsteps: [{walk: 1m}]\n')
    assert "a session cannot run commands" in places(cli, "two.yaml")[1]


def test_a_wrong_flag_is_not_the_files_fault(cli: Cli, here: Path) -> None:
    assert cli("check", "short.yaml").err == ""
    for flag, told in (("--voice", "unknown voice"), ("--soundscape", "unknown soundscape"), ("--music", "no music")):
        err = cli("plan", "short.yaml", flag, "nowhere-at-all", code=2).err
        assert told in err
        assert "short.yaml:" not in err


def test_a_wrong_name_in_the_config_is_told_as_its_own(cli: Cli, here: Path, tmp_path: Path) -> None:
    (here / "plain.yaml").write_text("steps: [{walk: 1m}]\n")
    for line, told in (('voice = "jo"', "unknown voice `jo`"), ('soundscape = "x.wav"', "no soundscape file")):
        (tmp_path / "config.toml").write_text(line)
        err = cli("check", "plain.yaml", code=2).err
        assert f"`{line.split()[0]}` in config.toml: " in err
        assert told in err


def test_all_values_of_the_config_that_are_wrong_are_told_at_once(cli: Cli, here: Path, tmp_path: Path) -> None:
    wrong = ("`voice` in config.toml: unknown voice `jo`", "`soundscape` in config.toml: ", "`pace` in config.toml: ")
    (here / "plain.yaml").write_text("steps: [{walk: 1m}]\n")
    (tmp_path / "config.toml").write_text('voice = "jo"\nsoundscape = "x.wav"\npace = "5"\nqualty = "high"\n')
    for session in ("plain.yaml", "short.yaml"):
        err = cli("check", session, code=2).err
        assert [words in err for words in wrong] == [True] * 3
        assert "`qualty`: unknown key" in err
        assert err.count("hint: ") == 4
    (tmp_path / "config.toml").write_text('voice = "jo"\nsoundscape = "x.wav"\n')
    err = cli("check", "plain.yaml", code=2).err
    assert [words in err for words in wrong] == [True, True, False]
    (here / "own.yaml").write_text("voice: fake\nsoundscape: none\nsteps: [{walk: 1m}]\n")
    cli("check", "own.yaml")
    (tmp_path / "config.toml").write_text('voice = "mine"\n[engines.mine]\n')
    err = cli("check", "own.yaml", code=2).err
    assert err.count("hint: ") == 1, "an engine with mistakes is no unknown voice as well"


def test_every_mistake_in_the_config_is_told(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('voice = 5\nqualty = "high"\n[engines.mine]\ncommand = "say"\ncomand = []\n')
    err = cli("check", "short.yaml", code=2).err
    assert "`voice`: a text is needed here" in err
    assert "`qualty`: unknown key\n  hint: did you mean `quality`?" in err
    assert "`engines.mine.command`: a list of texts is needed here" in err
    assert "`engines.mine.comand`: unknown key\n  hint: did you mean `command`?" in err


def test_values_in_force_decide(cli: Cli, here: Path) -> None:
    tones.write_tone("bell", here / "real.wav")
    (here / "let.yaml").write_text(
        "let: {who: my-own-voice, f: lost.wav}\nvoice: $who\n"
        "steps:\n  - walk: 30s\n    say: {voice: $who, text: Hi.}\n  - say: {file: $f}\n"
    )
    assert sorted(places(cli, "let.yaml")) == [2, 5, 6]
    cli("check", "let.yaml", "--set", "who=joe", "--set", "f=real.wav")
    assert sorted(places(cli, "let.yaml", "--set", "who=joe")) == [6]


@pytest.mark.parametrize("flag", ["voice", "language", "soundscape", "music"])
def test_an_empty_flag_is_refused(cli: Cli, flag: str) -> None:
    assert f"--{flag} is empty" in cli("plan", "short.yaml", "--estimate", f"--{flag}=", code=2).err


def test_a_recipe_of_ones_own_is_checked_too(cli: Cli, here: Path) -> None:
    (here / "mine.yaml").write_text("layers: [{texture: watter, level: 99}]\n")
    (here / "s.yaml").write_text("soundscape: mine.yaml\nsteps: [{walk: 5}]\n")
    err = cli("check", "s.yaml", code=2).err
    assert "s.yaml:2:16: `5` has no unit" in err
    assert "mine.yaml:1:20: unknown texture `watter`" in err
    assert "`99` is out of range" in err


def test_files_of_an_included_session_lie_beside_it(cli: Cli, here: Path) -> None:
    (here / "sub").mkdir()
    (here / "sub" / "mine.yaml").write_text("layers: [{texture: wind}]\n")
    (here / "sub" / "part.yaml").write_text("steps: [{walk: 1m, soundscape: mine.yaml}]\n")
    (here / "whole.yaml").write_text("steps: [{include: sub/part.yaml}]\n")
    cli("check", "whole.yaml", "sub/part.yaml")


def test_recordings_lie_beside_the_session_that_names_their_folder(
    cli: Cli, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "takes").mkdir()
    tones.write_tone("bell", here / "takes" / "hello.wav")
    (here / "s.yaml").write_text("voice: recording:takes\nsteps: [{say: Hello.}]\n")
    monkeypatch.chdir("/")
    cli("check", here / "s.yaml")


def test_odd_paths_are_mistakes_like_others(cli: Cli, here: Path) -> None:
    long = "a" * 300
    (here / "inc").mkdir()
    (here / "loopy").symlink_to("loopy")
    (here / "odd.yaml").write_text(
        f"music: {long}\nsteps:\n  - say: {{file: {long}.wav}}\n  - say: {{file: inc}}\n  - say: {{file: loopy}}\n"
    )
    told = {row["spec"]: row for row in cli("check", "odd.yaml", "short.yaml", "--json", code=2).json}
    assert [diagnostic["place"]["line"] for diagnostic in told["odd.yaml"]["diagnostics"]] == [1, 3, 4, 5]
    assert "is a folder" in told["odd.yaml"]["diagnostics"][2]["message"]
    assert all("did you mean" not in (diagnostic["hint"] or "") for diagnostic in told["odd.yaml"]["diagnostics"])
    assert all(len(diagnostic["message"]) < 200 for diagnostic in told["odd.yaml"]["diagnostics"])
    assert told["short.yaml"]["ok"]


def test_nothing_in_a_file_steers_the_terminal(cli: Cli, here: Path) -> None:
    (here / "red.yaml").write_text('voice: "\\e[2Jx"\nsoundscape: "\\e[31mred"\nsteps: [{walk: "\\e[1m5"}]\n')
    err = cli("check", "red.yaml", code=2).err
    assert "\x1b" not in err
    assert "unknown voice" in err


def test_a_voice_of_the_config_speaks_its_own_language_only(cli: Cli, here: Path, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('voice = "joe"\n')
    for language, voice in (("en", "joe"), ("de", "de")):
        (here / "s.yaml").write_text(f"language: {language}\nsteps: [{{walk: 1m}}]\n")
        plan = cli("plan", "s.yaml", "--estimate", "--json").json
        assert {cue["voice"] for cue in plan["cues"]} == {voice}


def test_who_speaks_is_told_by_engine_where_no_name_is_given(cli: Cli, here: Path) -> None:
    (here / "s.yaml").write_text("voice: joe\nsteps: [{say: {voice: {engine: espeak}, text: Hello.}}]\n")
    plan = cli("plan", "s.yaml", "--estimate", "--json").json
    assert [cue["voice"] for cue in plan["cues"] if cue["kind"] == "say"] == ["espeak"]


@pytest.mark.parametrize("settings", ['command = ["echo", "hi"]', "", 'command = ["a", "{out}"]\nfallback = "joe"'])
def test_an_engine_that_is_set_up_wrongly_is_told(cli: Cli, tmp_path: Path, settings: str) -> None:
    (tmp_path / "config.toml").write_text(f"[engines.mine]\n{settings}\n")
    assert "`engines.mine`: " in cli("check", "short.yaml", code=2).err


def test_a_broken_engine_is_no_mistake_of_a_session(
    cli: Cli, here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    (site / "broken-1.0.dist-info").mkdir(parents=True)
    (site / "broken-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n")
    (site / "broken-1.0.dist-info" / "entry_points.txt").write_text("[audiocoach.engines]\nbrk = nowhere:Engine\n")
    monkeypatch.syspath_prepend(site)
    registry.installed.cache_clear()
    (here / "s.yaml").write_text("voice: brk\nsoundscape: nosuch\nsteps: [{walk: 5}]\n")
    assert sorted(places(cli, "s.yaml")) == [2, 3]
    (here / "s.yaml").write_text("voice: brk\nsteps: [{walk: 5m}]\n")
    cli("plan", "s.yaml", "--estimate")
    assert "the voice engine `brk` cannot be used" in cli("plan", "s.yaml", code=1).err


def test_of_thousands_of_wrong_names_the_first_are_told(cli: Cli, here: Path) -> None:
    steps = "".join(f"  - {{walk: 4s, voice: somebody-{number}}}\n" for number in range(5_000))
    (here / "crowd.yaml").write_text(f"steps:\n{steps}")
    assert len(places(cli, "crowd.yaml")) >= 100
