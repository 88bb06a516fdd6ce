"""From the bytes of a file to a `Document`: UTF-8, one YAML document, within bounds."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from audiocoach.errors import Diagnostic, Place, SpecError, UnreadableFile
from audiocoach.storage.regular import read_bounded
from audiocoach.syntax.document import Document, lines_of, place_at
from audiocoach.syntax.variables import MOST_VALUES
from audiocoach.syntax.yaml_errors import syntax_diagnostic

MAX_BYTES: Final = 1 << 20
"""The largest file that is read: far beyond any session within the limits, and parsed within 2 s."""

MAX_DEPTH: Final = 60
"""Collections inside one another."""

_NAME_A_FILE: Final = f"name a YAML file in UTF-8, of {MAX_BYTES >> 20} MiB at most, that you may read"
_SAVE: Final = "save it as UTF-8"
_SPLIT: Final = "split it into several sessions"
_UNPRINTABLE: Final = yaml.reader.Reader.NON_PRINTABLE


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Composes nodes only; every plain scalar stays text."""

    yaml_implicit_resolvers: dict[str, Any] = {}


def read_document(path: Path, name: str) -> Document:
    """The document in the file at `path`, called `name` in messages; `SpecError` for anything else."""
    try:
        data = read_bounded(path, MAX_BYTES)
    except UnreadableFile as error:
        message = f"this cannot be read: {error.reason}"
        raise SpecError([Diagnostic(message, Place(name, 0, 0), error.hint or _NAME_A_FILE)]) from error
    return parse(decode(data, name), name, path.parent)


def decode(data: bytes, name: str) -> str:
    """The text of a session file; `SpecError` for what is not UTF-8 text, or too large."""

    def refuse(message: str, hint: str) -> SpecError:
        return SpecError([Diagnostic(message, Place(name, 0, 0), hint)])

    if len(data) > MAX_BYTES:
        raise refuse(f"the file has {len(data):,} bytes; {MAX_BYTES:,} is the most that a session may have", _SPLIT)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refuse("the file is UTF-16", _SAVE)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise refuse("this is not a text file", _NAME_A_FILE) from error
        lines = lines_of(data.decode("utf-8-sig", "replace"))
        before = lines_of(error.object[: error.start].decode())
        place = _place(name, lines, len(before), len(before[-1]) + 1)
        raise SpecError([Diagnostic("the file is not UTF-8 text", place, _SAVE)]) from error


def parse(text: str, name: str, folder: Path = Path()) -> Document:
    """The document in `text`, which names files in `folder`; `SpecError` for what is not one YAML document."""
    lines = lines_of(text)
    if control := _UNPRINTABLE.search(text):
        before = lines_of(text[: control.start()])
        place = _place(name, lines, len(before), len(before[-1]) + 1)
        message = f"the control character U+{ord(control[0]):04X}"
        raise SpecError([Diagnostic(message, place, "remove it: YAML allows none")])
    try:
        _check_size(text, name, lines)
        root = yaml.compose(text, _Loader)
    except yaml.MarkedYAMLError as error:
        raise SpecError([syntax_diagnostic(error, name, lines)]) from error
    except yaml.YAMLError as error:
        raise SpecError([Diagnostic(f"this is not YAML: {error}", Place(name, 1, 1), _NAME_A_FILE)]) from error
    if root is None:
        raise SpecError([Diagnostic("the file is empty", Place(name, 0, 0), "`audiocoach new` writes a starter")])
    return Document(name, text, root, lines, folder)


def _place(name: str, lines: Sequence[str], line: int, column: int) -> Place:
    return Place(name, line, column, lines[line - 1])


def _check_size(text: str, name: str, lines: Sequence[str]) -> None:
    """Refuse what is nested so deep that composing it would overflow the stack of the C library, or is too much."""
    depth = count = 0
    try:
        for event in yaml.parse(text, _Loader):
            if not isinstance(event, yaml.NodeEvent):
                depth -= isinstance(event, yaml.CollectionEndEvent)
                continue
            depth += isinstance(event, yaml.CollectionStartEvent)
            count += 1
            if depth > MAX_DEPTH or count > 2 * MOST_VALUES:
                raise SpecError([too_much(place_at(name, lines, event.start_mark), is_deep=depth > MAX_DEPTH)])
    except yaml.MarkedYAMLError as error:
        if "nesting depth" not in str(error.problem) or error.problem_mark is None:
            raise
        # libyaml 0.2.6 and later have a limit of their own, and meet it while they look ahead, before any event comes.
        # What stands before it is deep enough for ours.
        _check_size(text[: error.problem_mark.index - 1], name, lines)
        raise


def too_much(place: Place, *, is_deep: bool) -> Diagnostic:
    """What is said of a value that is nested too deeply, or is one value too many."""
    if is_deep:
        hint = f"{MAX_DEPTH} lists and mappings inside one another are the most: is a bracket or an indent meant?"
        return Diagnostic("this is nested too deeply", place, hint)
    hint = f"{MOST_VALUES:,} values are the most, aliases with all that they stand for: split the session"
    return Diagnostic("this is more than a session can hold", place, hint)
