"""From a file, a text or Python's own values to a `Session`: every mistake at once, each at its place."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final, Self

from pydantic import ValidationError

from audiocoach.errors import Diagnostic, InputError, SpecError, UnknownName, short
from audiocoach.session.activities import ACTIVITIES
from audiocoach.session.context import Context
from audiocoach.session.includes import find_included, includes
from audiocoach.session.let import MOST_VARIABLES, in_force
from audiocoach.session.lookup import Library
from audiocoach.session.resolving import ResolverScope
from audiocoach.session.session import Session
from audiocoach.session.session_words import worded_session
from audiocoach.session.source_files import SourceFiles
from audiocoach.session.translation import read_words, translated
from audiocoach.session.validation import diagnostic_of, diagnostics_of
from audiocoach.syntax.amounts import Pace, parse_pace
from audiocoach.syntax.document import Document
from audiocoach.syntax.invalid import InvalidValue, Loc
from audiocoach.syntax.pitfalls import in_file_order, nothings_beside, pitfalls
from audiocoach.syntax.plain_values import MOST_DIAGNOSTICS, values_of
from audiocoach.syntax.variables import substitute, unknown_in
from audiocoach.syntax.yaml_text import parse

_USUAL_LANGUAGE: Final = "en"
_PACE: Final = "pace"
_OF_SESSIONS: Final = {"weeks": "program", "sessions": "collection"}
"""What is made of sessions, by the key that says so."""
UNTITLED: Final = "Session"
"""What a session is called that has neither a title nor a file."""


class Reader:
    """Reads sessions and what they include, with one set of replaced variables.

    Whatever it reads from, it raises `SpecError` with all mistakes, and `UnknownName` where a replaced variable is not
    there.
    """

    def __init__(
        self,
        library: Library,
        let: Mapping[str, str] | None = None,
        pace: Pace | None = None,
        scope: ResolverScope | None = None,
        languages: Sequence[str] = (),
    ) -> None:
        """`let` holds what `--set` gives: names and values as one would write them in a file.

        `scope` tells whether voices, soundscapes and files are there; its language stands for one under `language`.
        Of `languages` the first one is taken in which the words of a file lie beside it: `walk-run-20.de.yaml`.
        """
        self._library = library
        self._replaced = {name: _literal(name, text) for name, text in (let or {}).items()}
        self._pace = pace
        self._asked_pace: str | None = None
        self._scope = scope
        self._scope_inside: ResolverScope | None = None
        self._languages = languages
        self._written = _USUAL_LANGUAGE
        self._variables: set[str] = set()
        self._included: dict[Path, Session | None] = {}
        self._files = SourceFiles()

    def replacing(self, values: Mapping[str, Any]) -> Self:
        """The same with further variables replaced, by values as a file has them; `--set` counts before them.

        Files that were read stay as they were then.
        """
        reader = copy.copy(self)
        reader._replaced = {**values, **self._replaced}
        reader._variables, reader._included = set(), {}
        return reader

    def at_pace(self, pace: str) -> Self:
        """The same with this pace in place of a session's own, and of its variable `pace`. Raises `InvalidValue`."""
        parse_pace(pace)
        reader = self.replacing({})
        reader._asked_pace = pace
        return reader

    @property
    def variables(self) -> frozenset[str]:
        """Those of the session that was read last, with all that it includes."""
        return frozenset(self._variables)

    def read(self, path: Path, name: str | None = None) -> Session:
        """The session in the file at `path`, called `name` in messages."""
        return self.compile(self._files.document(path, name or str(path)), path.stem, path)

    def compile(self, document: Document, title: str = UNTITLED, file: Path | None = None) -> Session:
        """The session that a document says, in whatever notation, called `title` where it has no title itself.

        The words of another language lie beside its `file`, where it has one.
        """
        self._variables.clear()
        self._included.clear()
        session = self._session(document, title, (file.resolve() if file else Path(document.name),), file)
        for name in self._replaced:
            if name not in self._variables:
                raise _unknown_variable(name, self._variables)
        return session

    def _session(self, document: Document, title: str, stack: tuple[Path, ...], file: Path | None) -> Session:
        """The session that a document says, in the words beside its `file` where there are any."""
        document = replace(document, aliases={"length": ACTIVITIES})
        values = values_of(document)
        if not isinstance(values, dict):
            hint = "start with `steps:` and a list of steps such as `- walk: 5m`"
            raise SpecError([Diagnostic("a session is a mapping of keys", document.place(()), hint)])
        kind = next((one for one in _OF_SESSIONS.items() if one[0] in values and "steps" not in values), None)
        if kind:
            key, what = kind
            hint = f"name one of its sessions; `audiocoach plan` and `audiocoach build` take the whole {what}"
            place = document.place((key,), key=True)
            raise SpecError([Diagnostic(f"this is a {what}, not a session", place, hint)])
        # Without a language of its own an included file is written in that of the whole.
        own_language = values.get("language")
        written = own_language if isinstance(own_language, str) else self._written
        self._written = written if len(stack) == 1 else self._written
        found = read_words(file, document.name, self._languages, self._files.document) if file else None
        if found:
            written, words = found
            values = translated(worded_session(values), words)
        reading = _Reading(document, stack, list(islice(pitfalls(document), MOST_DIAGNOSTICS)))
        own = dict(islice(values["let"].items(), MOST_VARIABLES)) if isinstance(values.get("let"), dict) else {}
        self._variables |= own.keys()
        let = {name: self._replaced.get(name, value) for name, value in own.items()} | self._paced(own)
        paced = {**values, "let": let} | self._paced(values)
        scope = self._scope_of(values, reading)
        is_final = let == own and not self._paced(values)
        session = None
        if is_final or not self._files.is_right(file, document):
            # As the author wrote it: what lies outside its step there is a mistake, not a note. Names need not be there
            # until every variable has the value that is in force.
            as_written = Context(own, document=document, scope=scope if is_final else None)
            session = self._validate(values, as_written, reading)
            if session and not reading.diagnostics and next(includes(values, ()), None) is None:
                self._files.found_right(file, document)
        if not is_final and (session or self._files.is_right(file, document)):
            context = Context(let, document=document, lenient=True, scope=scope)
            session = self._validate(paced, context, reading)
        reading.diagnostics.extend(nothings_beside(reading.diagnostics, document))
        if reading.diagnostics or session is None:
            raise SpecError(in_file_order(reading.diagnostics, document))
        session = session if len(stack) == 1 and not found else session.with_words_in(written)
        return session if "title" in values else session.model_copy(update={"title": _text(title)})

    def _paced(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What a person's pace stands in place of, in a session or among its variables."""
        return {_PACE: self._asked_pace} if self._asked_pace is not None and _PACE in values else {}

    def _validate(self, values: dict[str, Any], context: Context, reading: "_Reading") -> Session | None:
        """The session that `values` are; None, and its diagnostics in `reading`, where they are none."""
        let, wrong = in_force(context.let)
        for invalid in wrong:
            reading.add(invalid, ("let", *invalid.loc))
        if isinstance(values.get("let"), dict):
            values = {**values, "let": {**values["let"], **let}}
        unknown = [diagnostic_of(invalid, loc, reading.document) for loc, invalid in unknown_in(values, let)]
        try:
            values = substitute(values, let)
            context = replace(context, let=let)
            included = dict(self._sessions_in(values, reading))
            context = replace(context, pace=self._pace_of(values), included=included)
            session = Session.model_validate(values, context=context, by_alias=True, by_name=False)
            return None if wrong else session
        except InvalidValue as invalid:
            reading.add(invalid, invalid.loc)
        except ValidationError as error:
            reading.diagnostics.extend(diagnostics_of(error, reading.document))
        finally:
            reading.tell_instead(unknown[:MOST_DIAGNOSTICS])
        return None

    def _scope_of(self, values: dict[str, Any], reading: "_Reading") -> ResolverScope | None:
        """Who is asked about the names in a file; an included one is spoken and sounds as the whole session does."""
        if self._scope is None or len(reading.stack) > 1:
            return self._scope_inside
        own = values.get("language")
        language = own if isinstance(own, str) and self._scope.counts("language") else self._scope.language
        scope = replace(self._scope, language=language)
        self._scope_inside = replace(scope, is_whole=False)
        return scope

    def _pace_of(self, values: dict[str, Any]) -> Pace | None:
        let = values.get("let")
        is_variable = isinstance(let, dict) and _PACE in let
        usual = parse_pace(self._asked_pace) if self._asked_pace is not None and not is_variable else self._pace
        try:
            return parse_pace(values[_PACE]) if _PACE in values else usual and replace(usual, is_usual=True)
        except InvalidValue:
            # The field `pace` tells of it; distances need not complain as well.
            return self._pace or parse_pace("6:00/km")

    def _sessions_in(self, values: dict[str, Any], reading: "_Reading") -> Iterator[tuple[str, Session | None]]:
        """Each included session by what `include:` says; None, and its diagnostics, where it has mistakes."""
        done: set[str] = set()
        for loc, name in includes(values, ()):
            if name in done:
                continue
            done.add(name)
            session, document = None, reading.document
            if len(reading.diagnostics) >= MOST_DIAGNOSTICS:
                yield name, None
                continue
            try:
                path, title = find_included(name, document, self._library, reading.stack)
                session = self._once(path, title, reading.stack)
            except InvalidValue as invalid:
                reading.add(invalid, loc)
            except SpecError as error:
                reading.diagnostics.extend(error.diagnostics)
            except InputError as error:
                reading.diagnostics.append(Diagnostic(error.message, document.place(loc), error.hint))
            yield name, session

    def _once(self, path: Path, name: str, stack: tuple[Path, ...]) -> Session | None:
        """The session at `path`, read (and its mistakes told) once, however many files include it."""
        key = path.resolve()
        if key not in self._included:
            self._included[key] = None
            self._included[key] = self._session(self._files.document(path, name), path.stem, (*stack, key), path)
        return self._included[key]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One file that is being read."""

    document: Document
    stack: tuple[Path, ...]
    """It and the files that include it, the outermost first."""
    diagnostics: list[Diagnostic]

    def tell_instead(self, diagnostics: list[Diagnostic]) -> None:
        """Tell these in the place of whatever else was found there, which follows from them."""
        places = {diagnostic.place for diagnostic in diagnostics}
        self.diagnostics[:] = [*(one for one in self.diagnostics if one.place not in places), *diagnostics]

    def add(self, invalid: InvalidValue, loc: Loc) -> None:
        self.diagnostics.append(diagnostic_of(invalid, loc, self.document))


def _literal(name: str, text: str) -> Any:
    """The value of `--set name=text`: as it would be read from a file."""
    try:
        return values_of(parse(text, f"--set {name}"))
    except SpecError as error:
        raise InputError(f"`--set {name}={short(text)}` cannot be read", "write e.g. `--set run=45s`") from error


def _unknown_variable(name: str, known: set[str]) -> InputError:
    """`--set` of a variable that is not there."""
    if known:
        return UnknownName("variable", name, known)
    hint = f"this session has none; `let: {{{short(name)}: 30s}}` in it would make it one"
    return InputError(f"unknown variable `{short(name)}`", hint)


def _text(stem: str) -> str:
    """A file's stem as a text; bytes that are none come as `?`."""
    return stem.encode(errors="replace").decode()
