"""From whatever names or says a session to the session, with flags and config applied and every name looked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from audiocoach.build import library
from audiocoach.build.options import AS_IT_STANDS, BuildOptions, pairs
from audiocoach.build.overrides import overridden, sounds_of
from audiocoach.build.phrasebooks import book_of
from audiocoach.build.workspace import Workspace
from audiocoach.errors import InputError
from audiocoach.paths import at_home, is_file
from audiocoach.script.easing import eased
from audiocoach.script.phrasebook import books_for
from audiocoach.session.lookup import Library, find
from audiocoach.session.notation import parse_notation
from audiocoach.session.reader import UNTITLED, Reader
from audiocoach.session.resolving import ResolverScope
from audiocoach.session.session import Session
from audiocoach.syntax.amounts import Pace, parse_pace
from audiocoach.syntax.document import Document
from audiocoach.syntax.invalid import InvalidValue
from audiocoach.syntax.python_values import document_of
from audiocoach.syntax.template import check_characters
from audiocoach.syntax.yaml_text import decode, parse, read_document


@dataclass(frozen=True, slots=True)
class NamedText:
    """The text of a session file that came from elsewhere."""

    content: bytes
    name: str
    """What messages call it: `<stdin>`."""


@dataclass(frozen=True, slots=True)
class SpecDocument:
    """A session or a program as it was written."""

    document: Document
    file: Path | None = None
    """Where it lies; None for a text or Python's own values."""


Source = str | Path | Mapping[str, Any] | NamedText
"""A path, a name in the library, the text of a session file, or what such a text says as Python's own values."""


def load(
    source: Source,
    let: Mapping[str, str] | None = None,
    options: BuildOptions = AS_IT_STANDS,
    workspace: Workspace | None = None,
) -> Session:
    """The session in a file or in the library, in a text, or in a mapping.

    A text is a `str` with a line end in it, or with `: ` where there is no such file. `let` replaces variables as
    `--set` does. The `options` stand in place of what the session says, and the config where it says nothing. Raises
    `SpecError` with all mistakes at once, wrong names of voices, sounds and files among them, and `InputError` where
    there is no such file.
    """
    workspace = workspace or Workspace.of_user()
    options = replace(options, let=(*options.let, *pairs(let)))
    reader = reader_for(options, workspace)
    return _whole(reader, spec_document(source), options, workspace)


def load_document(found: SpecDocument, options: BuildOptions, workspace: Workspace) -> Session:
    """The session that something written says, with the options as `load` applies them. Raises `SpecError`."""
    return _whole(reader_for(options, workspace), found, options, workspace)


def spec_document(
    source: Source, shipped: Library = library.shipped, names: Iterable[str] | None = None
) -> SpecDocument:
    """What a source names or says, before anybody knows what it means.

    `names` are those that `shipped` finds. Raises `SpecError` where it cannot be read, and `InputError` where there is
    no such file.
    """
    if isinstance(source, Mapping):
        return SpecDocument(document_of(source, "<mapping>"))
    if isinstance(source, NamedText):
        return SpecDocument(parse(decode(source.content, source.name), source.name))
    if isinstance(source, str) and _is_text(source):
        return SpecDocument(parse(source, "<text>"))
    path, name = find(str(source), shipped, library.names() if names is None else names)
    return SpecDocument(read_document(path, name), path)


def _whole(reader: Reader, found: SpecDocument, options: BuildOptions, workspace: Workspace) -> Session:
    title = found.file.stem if found.file else UNTITLED
    session = reader.compile(found.document, title, found.file)
    return shaped(eased(session, options.ease or 1), options, workspace)


def quick(
    line: str,
    title: str = "Quick session",
    options: BuildOptions = AS_IT_STANDS,
    workspace: Workspace | None = None,
) -> Session:
    """The session that one line of notation says: `5m walk, 8x(30s run, 90s walk), 5m walk`."""
    workspace = workspace or Workspace.of_user()
    try:
        check_characters(title)
    except InvalidValue as invalid:
        raise InputError(f"the title: {invalid.message}", invalid.hint) from invalid
    if not title.strip():
        raise InputError("the title is empty", "write e.g. `--title Tuesday`")
    session = reader_for(options, workspace).compile(parse_notation(line), title)
    return shaped(eased(session, options.ease or 1), options, workspace)


def shaped(session: Session, options: BuildOptions, workspace: Workspace) -> Session:
    """A session with the options in place of what it says, and the config where it says nothing.

    Raises `InputError` for a name that is not there. What was shaped may be shaped again: nothing changes.
    """
    session = overridden(session, options, workspace.config, workspace.resolver)
    known = book_of(session).pronounce  # mistakes of a phrasebook are told before anything is done
    names = {name: sound for name, sound in sounds_of(workspace.config).items() if name not in known}
    return session.model_copy(update={"pronounce": {**names, **session.pronounce}})


def reader_for(options: BuildOptions, workspace: Workspace) -> Reader:
    """What reads sessions with these options: their variables, their language's words, and names looked for."""
    scope = ResolverScope(workspace.resolver, options.replaced_keys, options.language or "en")
    languages = books_for(options.language or "")
    reader = Reader(library.shipped, dict(options.let), _pace(workspace), scope, languages)
    return reader if options.pace is None else reader.at_pace(options.pace)


def _pace(workspace: Workspace) -> Pace | None:
    """The config's pace, for distances that have none."""
    try:
        return parse_pace(workspace.config.pace) if workspace.config.pace else None
    except InvalidValue as invalid:
        raise InputError(f"the config's `pace`: {invalid.message}", invalid.hint) from invalid


def _is_text(source: str) -> bool:
    """Whether a text says a session, and names none."""
    return "\n" in source or (": " in source and not is_file(at_home(source)))
