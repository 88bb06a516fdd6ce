"""Whatever a file holds: a session (in the eyes of the schema too), or mistakes at places in it; no other error."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from audiocoach.errors import SpecError
from audiocoach.session.reader import Reader
from audiocoach.session.schema import session_schema
from audiocoach.session.session import Session
from audiocoach.syntax.document import lines_of
from audiocoach.syntax.plain_values import values_of
from audiocoach.syntax.yaml_text import decode, parse
from support import GOOD

SCHEMA = Draft202012Validator(session_schema())
SEEDS = [(GOOD / name).read_text("utf-8") for name in ("design.yaml", "everything.yaml")]
PIECES = [
    *(
        "null",
        "true",
        "[]",
        "{}",
        "''",
        "[a, b]",
        "{a: b}",
        "- ",
        ": ",
        "#",
        " #",
        "'",
        '"',
        "&a ",
        "*a",
        "!x ",
    ),
    *("|", ">", "$", "$$", "$run", "$name", "(4)", "(4s)", "@", "-", "0", "-1", "1e9", "100m", "5m", "25h"),
    *(
        "\t",
        "\n",
        "\r",
        "\u2028",
        "\x85",
        "\x07",
        "\ufeff",
        "\ud7ff",
        "é",
        "🏃",
        "---\n",
        "...\n",
        "%YAML 9\n",
    ),
    *(
        "? ",
        "<<: ",
        "walk: 5m",
        "run",
        "say: ",
        "steps: ",
        "repeat: 3",
        "include: x",
        "within: 1s",
        "for: 1m",
    ),
    *("let: {a: $a}", "let: {b: 2, a: {by: b, 1: 5m, to: 3}}", "repeat: 20m", "every 1s", "400 meters", "9" * 30),
]
HEAD_KEYS = ("title", "language", "voice", "soundscape", "coaching", "pace", "let")
KEYS = (
    *(
        "steps",
        "walk",
        "run",
        "say",
        "talk",
        "repeat",
        "between",
        "include",
        "check-in",
        "breathe",
        "pause",
        "within",
    ),
    *(
        "in",
        "out",
        "for",
        "name",
        "effort",
        "voice",
        "coaching",
        "soundscape",
        "let",
        "text",
        "file",
        "ask",
        "answer",
    ),
    *("start", "half", "30s"),
)


def check(data: bytes, folder: Path) -> None:
    """Read `data` as a session."""
    path = folder / "session.yaml"
    path.write_bytes(data)
    try:
        session = Reader(lambda name: None).read(path)
    except SpecError as error:
        assert error.exit_code == 2
        assert error.diagnostics
        lines = lines_of(data.decode("utf-8-sig", "replace"))
        for diagnostic in error.diagnostics:
            place = diagnostic.place
            assert place is not None
            assert diagnostic.message
            assert place.file == str(path)
            if not place.line:  # the file as a whole
                assert not place.text
                continue
            assert 1 <= place.line <= len(lines), diagnostic
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1, diagnostic
            assert place.text in ("", lines[place.line - 1]), diagnostic
            assert "\x1b" not in str(diagnostic)
    else:
        assert isinstance(session, Session)
        assert session.extent.excess is None
        values = values_of(parse(decode(data, path.name), path.name))
        assert [error.message for error in SCHEMA.iter_errors(values)] == []


def mutated(text: str, dice: random.Random) -> str:
    """`text` after a few accidents: pieces lost, doubled, moved, and others put in."""
    for _ in range(dice.randint(1, 4)):
        at, to = sorted(dice.choices(range(len(text) + 1), k=2))
        to = min(to, at + dice.randint(0, 30))
        kind = dice.randrange(5)
        if kind == 0:
            text = text[:at] + text[to:]
        elif kind == 1:
            text = text[:to] + text[at:]
        elif kind == 2:
            lines = text.split("\n")
            line = dice.randrange(len(lines))
            lines.insert(dice.randrange(len(lines)), " " * dice.randrange(8) + lines[line].strip())
            text = "\n".join(lines)
        else:
            text = text[:at] + dice.choice(PIECES) + text[at if kind == 3 else to :]
    return text


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


QUICK = settings(
    max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)


@QUICK
@given(st.sampled_from(SEEDS), st.integers(0, 2**32))
def test_files_with_accidents(folder: Path, seed: str, dice: int) -> None:
    check(mutated(seed, random.Random(dice)).encode("utf-8", "replace"), folder)


@QUICK
@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf")
@example(b"a\r\x85b: [")
def test_bytes(folder: Path, data: bytes) -> None:
    check(data, folder)


@QUICK
@given(st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_texts(folder: Path, text: str) -> None:
    check(text.encode("utf-8", "replace"), folder)


scalars = st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.sampled_from(PIECES)
values = st.recursive(
    scalars | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=15,
)


@QUICK
@given(st.dictionaries(st.sampled_from(HEAD_KEYS), values, max_size=3), values)
def test_values_of_any_shape(folder: Path, head: dict[str, object], steps: object) -> None:
    check(json.dumps({**head, "steps": [steps, {"repeat": 2, "steps": steps}]}).encode(), folder)
