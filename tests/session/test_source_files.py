"""A file is parsed once for all the sessions that are read from it, and each is what it would be if read by itself."""

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from audiocoach.errors import Diagnostic, InputError, SpecError
from audiocoach.session import source_files
from audiocoach.session.reader import Reader
from audiocoach.session.session import Session

INNER = "title: Inner\nlet: {rest: 20s}\nsteps: [{walk: $rest, say: {15s: Soon.}}]\n"
SESSIONS = {
    "plain": "let: {run: 30s, walk: 20s}\nsteps: [{run: $run, say: {25s: Soon.}}, {walk: $walk}]\n",
    "including": "let: {run: 30s}\nsteps: [{run: $run}, {include: inner.yaml}]\n",
    "wrong as it stands": "let: {run: soon}\nsteps: [{run: $run}]\n",
    "wrong in its words": "let: {run: 30s}\nsteps: [{run: $run, say: $who}]\n",
    "a cue outside its step": "let: {run: 30s}\nsteps: [{run: $run, say: {40s: Too late.}}]\n",
}
VALUES: tuple[dict[str, Any], ...] = ({}, {"run": "1m"}, {"run": "10s"}, {"run": "soon"}, {"rest": "10s"}, {"fly": 1})


def told(reader: Reader, path: Path) -> tuple[Session | None, tuple[Diagnostic, ...] | str]:
    try:
        return reader.read(path, path.name), ()
    except SpecError as error:
        return None, error.diagnostics
    except InputError as error:
        return None, error.message


def orders() -> Iterator[tuple[dict[str, Any], ...]]:
    return permutations(VALUES, 3)


@pytest.mark.parametrize("name", SESSIONS)
def test_a_session_is_what_it_is_by_itself_whatever_was_read_before(tmp_path: Path, name: str) -> None:
    (tmp_path / "inner.yaml").write_text(INNER)
    path = tmp_path / "session.yaml"
    path.write_text(SESSIONS[name])
    alone = [(values, told(Reader(lambda _: None).replacing(values), path)) for values in VALUES]
    for order in orders():
        reader = Reader(lambda _: None)
        for values in order:
            found = told(reader.replacing(values), path)
            assert found == next(one for known, one in alone if known == values), (order, values)


def test_a_file_is_parsed_once_and_what_it_says_then_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    read = source_files.read_document
    monkeypatch.setattr(source_files, "read_document", lambda path, name: parsed.append(path.name) or read(path, name))
    (tmp_path / "inner.yaml").write_text(INNER)
    path = tmp_path / "session.yaml"
    path.write_text(SESSIONS["including"])
    reader = Reader(lambda _: None)
    first = reader.read(path)
    path.write_text("steps: [{walk: 1m}]\n")
    again = reader.replacing({"run": "1m"}).read(path)
    assert parsed == ["session.yaml", "inner.yaml"]
    assert [step.activity for step in (first.steps[0], again.steps[0])] == ["run", "run"]
    assert [step.length.ms for step in (first.steps[0], again.steps[0])] == [30_000, 60_000]
    assert Reader(lambda _: None).read(path).steps[0].activity == "walk"
