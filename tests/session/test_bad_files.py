"""Every file in tests/bad is refused: with its place, in words that teach, by the reader and (by form) by the schema.

The head of each file says what is expected:

    # expect 5: part of the message       the line in this file, or `other.yaml:5`
    # hint: part of the hint
    # form: ok                            only meaning or the outer world refuses it, the JSON Schema cannot
    # problems: 3                         where one mistake is told more than once
"""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from audiocoach.errors import InputError, SpecError
from audiocoach.session.reader import Reader
from audiocoach.session.schema import session_schema
from audiocoach.syntax.plain_values import values_of
from audiocoach.syntax.yaml_text import decode, parse
from support import BAD

SLOWNESS = 10
"""A slow machine with other work on it may take so much longer than the 2 s of processor time that are promised."""


@dataclass(frozen=True)
class Expected:
    file: Path
    line: int
    message: str
    place: str = ""
    hint: str = ""
    form_ok: bool = True
    diagnostics: int = 1


WITHOUT_HEAD = {
    "file-empty.yaml": (1, "the file is empty"),
    "file-only-comments.yaml": (1, "the file is empty"),
    "file-utf-16-le.yaml": (1, "the file is UTF-16"),
    "file-utf-16-be.yaml": (1, "the file is UTF-16"),
    "file-latin-1.yaml": (2, "the file is not UTF-8 text"),
    "file-nul.yaml": (3, "the control character U+0000"),
    "file-control-character.yaml": (3, "the control character U+0007"),
    "file-picture.yaml": (1, "this is not a text file"),
}
"""Files that cannot hold a comment of ours."""


def expected() -> Iterator[Expected]:
    for file in sorted(BAD.glob("*.yaml")):
        if file.name in WITHOUT_HEAD:
            yield Expected(file, *WITHOUT_HEAD[file.name], place=file.name)
            continue
        head = dict(re.findall(r"^# (\w+)(?: \S+)?: (.+)$", file.read_text("utf-8"), re.MULTILINE))
        where = re.match(r"# expect (?:(\S+):)?(\d+): ", file.read_text("utf-8"))
        assert where, f"{file.name} does not say what is expected"
        yield Expected(
            file,
            int(where[2]),
            head["expect"],
            where[1] or file.name,
            head.get("hint", ""),
            head.get("form") == "ok",
            int(head.get("problems", 1)),
        )


EXPECTED = list(expected())


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    Draft202012Validator.check_schema(session_schema())
    return Draft202012Validator(session_schema())


def refusal(path: Path, name: str | None = None) -> SpecError:
    with pytest.raises(InputError) as caught:
        Reader(lambda name: None).read(path, name)
    assert isinstance(caught.value, SpecError)
    assert caught.value.exit_code == 2
    return caught.value


def test_there_are_many() -> None:
    assert len(EXPECTED) >= 62


@pytest.mark.parametrize("case", EXPECTED, ids=lambda case: case.file.stem)
def test_is_refused_at_its_place(case: Expected) -> None:
    started = time.process_time()
    error = refusal(case.file)
    assert time.process_time() - started < 2 * SLOWNESS
    found = "\n".join(f"{one.place}: {one.message} [{one.hint}]" for one in error.diagnostics)
    assert len(error.diagnostics) == case.diagnostics, found
    fitting = [
        diagnostic
        for diagnostic in error.diagnostics
        if diagnostic.place
        and max(diagnostic.place.line, 1) == case.line  # 0 is the file as a whole
        and diagnostic.place.file == str(BAD / case.place)
        and case.message in diagnostic.message
        and case.hint in (diagnostic.hint or "")
    ]
    assert fitting, found
    assert f"{BAD / case.place}:{case.line}:" in str(error)


@pytest.mark.parametrize("case", EXPECTED, ids=lambda case: case.file.stem)
def test_the_schema_refuses_what_is_wrong_by_form(case: Expected, schema: Draft202012Validator) -> None:
    try:
        values = values_of(parse(decode(case.file.read_bytes(), case.file.name), case.file.name))
    except SpecError:
        assert case.form_ok, "this is no YAML of ours, so a schema is never asked"
        return
    assert schema.is_valid(values) == case.form_ok


GENERATED = {
    "more than a mebibyte": (b"steps:\n  - walk: 5m\n" + b"# padding\n" * 110_000, "larger than 1 MiB"),
    "a mebibyte of sequences": (b"- " * 500_000, "nested too deeply"),
    "a mebibyte of mappings": (b"{a: " * 250_000, "nested too deeply"),
    "a mebibyte of keys": (b"? " * 500_000, "nested too deeply"),
    "a mebibyte of brackets": (b"[" * 1_000_000, "nested too deeply"),
    "too many values": (b"steps:\n- say: [" + b"a,\n" * 300_000 + b"]\n", "more than a session can hold"),
    "lists multiplied by a variable": (
        b"let:\n  a: [" + b"5m," * 20_000 + b"]\nsteps:\n" + b"- run: $a\n" * 10_000,
        "with `$a` this is more than a session can hold",
    ),
    "24,000 unknown steps": (
        b"steps:\n" + b"".join(b"- wlk%d: 5m\n" % i for i in range(24_000)),
        "and 23,900 more mistakes",
    ),
    "24,000 unknown keys": (
        b"steps:\n- walk: 5m\n" + b"".join(b"  wk%d: 5m\n" % i for i in range(24_000)),
        "and 23,900 more mistakes",
    ),
    "24,000 wrong durations": (
        b"steps:\n- repeat:\n  steps:\n  - run: [" + b"5q, " * 24_000 + b"]\n",
        "not a unit",
    ),
    "a text of many dollars": (b"steps:\n- say: '" + b"$a-" * 300_000 + b"'\n", "10,000 is the most"),
    "a text of many brackets": (b"steps:\n- say: '" + b"(1 " * 3_300 + b" $'\n", "a lone `$`"),
    "a key of half a megabyte": (b"steps:\n- ? " + b"w" * 500_000 + b"\n  : 5m\n", "unknown step"),
    "a duration of half a megabyte": (b"steps:\n- walk: '5" + b" " * 500_000 + b"x'\n", "is not a duration"),
    "a number of half a megabyte": (
        b"steps:\n- repeat: " + b"9" * 500_000 + b"\n  steps: [walk: 5m]\n",
        "not `999",
    ),
}


SLOW = ("24,000 unknown steps", "24,000 wrong durations")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.long) if name in SLOW else name for name in GENERATED]
)
def test_what_is_too_much_is_refused_quickly_in_little_memory(name: str, tmp_path: Path) -> None:
    data, message = GENERATED[name]
    path = tmp_path / "session.yaml"
    path.write_bytes(data)
    started = time.process_time()
    error = refusal(path)
    assert time.process_time() - started < 2 * SLOWNESS
    assert message in str(error)
    assert len(error.diagnostics) <= 202
    assert len(str(error)) < 100_000


MEASURE = """
import sys
from pathlib import Path
from audiocoach.errors import SpecError
from audiocoach.session.reader import Reader
try:
    Reader(lambda name: None).read(Path(sys.argv[1]))
except SpecError:
    # Not ru_maxrss: that begins with what the parent had.
    print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")
@pytest.mark.parametrize(
    "name",
    [
        *(pytest.param(name, marks=pytest.mark.long) for name in SLOW),
        "too many values",
    ],
)
def test_what_is_too_much_takes_bounded_memory(name: str, tmp_path: Path) -> None:
    """Python with pydantic alone takes about 50 MB."""
    path = tmp_path / "session.yaml"
    path.write_bytes(GENERATED[name][0])
    run = subprocess.run([sys.executable, "-c", MEASURE, str(path)], check=True, capture_output=True, text=True)
    assert int(run.stdout) < 250_000


def test_a_chain_of_includes_that_multiplies_is_read_once(tmp_path: Path) -> None:
    """Each of 11 levels includes the next one 40 times: 40 to the 11th steps, refused where they are too many."""
    for level in range(11):
        steps = "".join(f"  - include: level{level + 1}.yaml\n" for _ in range(40))
        (tmp_path / f"level{level}.yaml").write_text(f"steps:\n{steps}")
    (tmp_path / "level11.yaml").write_text("steps: [{walk: 1s}]\n")
    assert "steps and cues; 20,000 is the most" in str(refusal(tmp_path / "level0.yaml"))


def test_more_than_twelve_files_in_a_row_are_refused(tmp_path: Path) -> None:
    for level in range(13):
        (tmp_path / f"{level}.yaml").write_text(f"steps:\n  - include: {level + 1}.yaml\n")
    assert "more than 12 files include one another" in str(refusal(tmp_path / "0.yaml"))


def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to("b.yaml")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    (tmp_path / "session.yaml").write_text("steps:\n  - include: a.yaml\n")
    refusal(tmp_path / "session.yaml")


@pytest.mark.parametrize("where", ["folder", "missing"])
def test_what_cannot_be_read_says_why(where: str, tmp_path: Path) -> None:
    path = tmp_path if where == "folder" else tmp_path / "missing.yaml"
    with pytest.raises(InputError, match="cannot be read"):
        Reader(lambda name: None).read(path)


def test_terminal_codes_in_a_file_do_not_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "session.yaml"
    path.write_text('steps:\n  - "wa\\e[31mlk": 5m\n    say: "\\e]0;x\\a"\n')
    assert "\x1b" not in str(refusal(path))
