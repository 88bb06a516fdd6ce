"""From a file to a `Session`: every mistake at once, each at its place."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from audiocoach.errors import InputError, Place, Problem, SpecError, UnknownName, nearest
from audiocoach.spec import document as documents
from audiocoach.spec.activities import ACTIVITIES
from audiocoach.spec.amounts import Pace, parse_pace
from audiocoach.spec.complaints import problems_of
from audiocoach.spec.context import Context
from audiocoach.spec.document import Document
from audiocoach.spec.mistake import Loc, Mistake
from audiocoach.spec.session import Session
from audiocoach.spec.template import substitute
from audiocoach.spec.traps import traps

DEEPEST_INCLUDE: Final = 12
"""How many files may include one another in a row."""

SYNONYMS: Final = {"length": ACTIVITIES}

Library = Callable[[str], Path | None]
"""Finds a session that ships, by its name."""


class Reader:
    """Reads sessions and what they include, with one set of replaced variables."""

    def __init__(self, library: Library, let: Mapping[str, str] | None = None, pace: Pace | None = None) -> None:
        self._library = library
        self._replaced = {name: _literal(name, text) for name, text in (let or {}).items()}
        self._pace = pace
        self._variables: set[str] = set()

    def read(self, path: Path, name: str | None = None) -> Session:
        """The session in the file at `path`, called `name` in messages."""
        session = self._file(path, name or str(path), ())
        self._all_replaced_exist()
        return session

    def compile(self, document: Document, stem: str) -> Session:
        """The session that a document of another language's notation says."""
        session = self._session(document, documents.values_of(document), stem, Path.cwd(), ())
        self._all_replaced_exist()
        return session

    def _all_replaced_exist(self) -> None:
        for name in self._replaced:
            if name not in self._variables:
                raise UnknownName("variable", name, self._variables)

    def _file(self, path: Path, name: str, stack: tuple[Path, ...]) -> Session:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise InputError(f"{name} cannot be read: {error.strerror or error}") from error
        document, values = documents.parse(documents.decode(data, name), name, SYNONYMS)
        return self._session(document, values, path.stem, path.parent, (*stack, path.resolve()))

    def _session(self, document: Document, values: Any, stem: str, folder: Path, stack: tuple[Path, ...]) -> Session:
        if not isinstance(values, dict):
            hint = "start with `steps:` and a list of steps such as `- walk: 5m`"
            raise SpecError([Problem("a session is a mapping of keys", document.place(()), hint)])
        problems = list(traps(document))
        included = dict(self._included(values, document, folder, stack, problems))
        own = values["let"] if isinstance(values.get("let"), dict) else {}
        self._variables |= own.keys()
        replaced = {name: value for name, value in self._replaced.items() if name in own}
        values = {"title": stem, **{key: value for key, value in values.items() if key != "source"}}
        pace = self._pace_of(values)
        # First as the author wrote it: what lies outside its step there is a mistake, not a note.
        session = _validate(values, document, Context(own, pace, included), problems)
        if session and replaced:
            let = {**own, **replaced}
            session = _validate({**values, "let": let}, document, Context(let, pace, included, lenient=True), problems)
        if problems or session is None:
            raise SpecError(sorted(problems, key=lambda problem: _order(problem, document)))
        return session

    def _pace_of(self, values: dict[str, Any]) -> Pace | None:
        try:
            return parse_pace(values["pace"]) if "pace" in values else self._pace
        except Mistake:
            # The field `pace` tells of it; distances need not complain as well.
            return self._pace or parse_pace("6:00/km")

    def _included(
        self, values: Any, document: Document, folder: Path, stack: tuple[Path, ...], problems: list[Problem]
    ) -> Iterator[tuple[str, Session | None]]:
        """Each included session by what `include:` says; None, and its problems, where it has mistakes."""
        done: set[str] = set()
        for loc, name in _includes(values, ()):
            if name in done:
                continue
            done.add(name)
            try:
                yield name, self._file(*self._find(name, folder, document, stack), stack)
            except Mistake as mistake:
                problems.append(Problem(mistake.message, document.place(loc), mistake.hint))
                yield name, None
            except SpecError as error:
                problems.extend(error.problems)
                yield name, None

    def _find(self, name: str, folder: Path, document: Document, stack: tuple[Path, ...]) -> tuple[Path, str]:
        """Path and shown name of an included session, below `folder` or in the library; else `Mistake`."""
        shipped = self._library(name)
        path = shipped or _below(name, folder)
        if not path.is_file():
            raise Mistake(f"there is no file `{name}` beside this one, and no such session in the library")
        if path.resolve() in stack:
            raise Mistake(f"`{name}` includes itself, by way of {len(stack)} file(s)")
        if len(stack) >= DEEPEST_INCLUDE:
            raise Mistake(f"more than {DEEPEST_INCLUDE} files include one another")
        return path, name if shipped else str(Path(document.name).parent / name)


def _below(name: str, folder: Path) -> Path:
    if Path(name).is_absolute() or name.startswith(("/", "\\", "~")) or name[1:2] == ":":
        raise Mistake(f"`{name}` is an absolute path", "include files below this one's folder, or a library name")
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise Mistake(f"`{name}` lies outside this file's folder", "include files below it, or a library name")
    return path


def _includes(values: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Where a step includes a file, and what it says."""
    steps = values if isinstance(values, list) else []
    if isinstance(values, dict):
        if isinstance(values.get("include"), str):
            yield (*loc, "include"), values["include"]
        for key in ("steps", "between"):
            if key in values:
                yield from _includes(values[key], (*loc, key))
    for index, step in enumerate(steps):
        yield from _includes(step, (*loc, index))


def _validate(values: dict[str, Any], document: Document, context: Context, problems: list[Problem]) -> Session | None:
    try:
        values = {**substitute(values, context.let), "source": document}
        return Session.model_validate(values, context=context)
    except ValidationError as error:
        problems.extend(problems_of(error, document))
        return None


def _literal(name: str, text: str) -> Any:
    """The value of `--set name=text`: as it would be read from a file."""
    try:
        _, value = documents.parse(text, f"--set {name}", {})
    except SpecError as error:
        raise InputError(f"`--set {name}={text}` cannot be read", "write e.g. `--set run=45s`") from error
    return value


def _order(problem: Problem, document: Document) -> tuple[bool, int, int]:
    place = problem.place or Place("", 0, 0)
    return place.file != document.name, place.line, place.column


def find(spec: str, library: Library, names: Iterator[str] | tuple[str, ...] = ()) -> tuple[Path, str]:
    """The path that a SPEC on the command line means, and the name to show for it."""
    path = Path(spec)
    if path.is_file():
        return path, spec
    if shipped := library(spec):
        return shipped, spec
    if path.is_dir():
        raise InputError(f"{spec} is a folder, not a session file")
    if path.suffix or len(path.parts) > 1:
        raise InputError(f"there is no file {spec}", "`audiocoach library` lists the sessions that ship")
    hint = nearest(spec, tuple(names)) or "`audiocoach library` lists the sessions that ship"
    raise InputError(f"there is no file `{spec}`, and no session of that name in the library", hint)
