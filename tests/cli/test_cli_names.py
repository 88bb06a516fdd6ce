"""What a session names is looked for while it is read: told with all else that is wrong, unless a flag replaces it."""

from pathlib import Path

import pytest
from commands import Cli

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
    return {problem["line"]: f"{problem['message']} ({problem['hint']})" for problem in told["problems"]}


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
    (here / "parts" / "hello.wav").touch()
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


def test_every_mistake_in_the_config_is_told(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('voice = 5\nqualty = "high"\n[engines.mine]\ncommand = "say"\ncomand = []\n')
    err = cli("check", "short.yaml", code=2).err
    assert "`voice`: a text is needed here" in err
    assert "`qualty`: unknown key\n  hint: did you mean `quality`?" in err
    assert "`engines.mine.command`: a list of texts is needed here" in err
    assert "`engines.mine.comand`: unknown key\n  hint: did you mean `command`?" in err


def test_of_thousands_of_wrong_names_the_first_are_told(cli: Cli, here: Path) -> None:
    steps = "".join(f"  - {{walk: 4s, voice: somebody-{number}}}\n" for number in range(5_000))
    (here / "crowd.yaml").write_text(f"steps:\n{steps}")
    assert len(places(cli, "crowd.yaml")) >= 100
