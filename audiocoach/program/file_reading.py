"""What files that name sessions have in common: a program's and a collection's are read by the same steps."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from audiocoach.build import library
from audiocoach.errors import SpecError
from audiocoach.program.episode_contents import EpisodeContents, WordsBeside
from audiocoach.program.episode_sessions import EpisodeSessions
from audiocoach.program.session_source import Naming
from audiocoach.session.translation import Worded, translated
from audiocoach.session.validation import Vocabulary, diagnostics_of
from audiocoach.session.values import Model
from audiocoach.syntax.document import Document
from audiocoach.syntax.pitfalls import in_file_order, nothings_beside, pitfalls
from audiocoach.syntax.plain_values import MOST_DIAGNOSTICS, values_of

F = TypeVar("F", bound=Model)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class FileKind(Generic[F]):
    """A kind of file that names sessions."""

    model: type[F]
    key: str
    """That makes a file one of this kind."""
    vocabulary: Vocabulary
    worded: Callable[[dict[str, Any]], Worded]
    """Where in its plain values words are."""

    def is_said_by(self, document: Document) -> bool:
        """Whether a document is of this kind."""
        return document.node((self.key,))[0] is not None

    def read(
        self,
        document: Document,
        sessions: EpisodeSessions,
        words: tuple[str, Document] | None,
        compiled: Callable[[F, EpisodeContents], R],
    ) -> R:
        """What `compiled` makes of a document; `words` are its own in another language, and in which.

        Raises `SpecError` with all mistakes of the file and of the sessions that it names, each at its place.
        """
        found = list(islice(pitfalls(document), MOST_DIAGNOSTICS))
        try:
            values = values_of(document)
        except SpecError as error:
            raise SpecError(in_file_order([*found, *error.diagnostics], document)) from error
        beside = None
        if words:
            worded = self.worded(values)
            values = {**translated(worded, words[1]), "language": words[0]}
            beside = WordsBeside.of(worded, words[1])
        naming = Naming(document, library.shipped, library.names(), sessions.as_written)
        try:
            file = self.model.model_validate(values, context=naming, by_alias=True, by_name=False)
        except ValidationError as error:
            found += diagnostics_of(error, document, self.vocabulary)
            raise SpecError(in_file_order([*found, *nothings_beside(found, document)], document)) from error
        found += nothings_beside(found, document)
        contents = EpisodeContents(document, sessions, beside)
        result = compiled(file, contents)
        found += islice(contents.found, MOST_DIAGNOSTICS)
        if found:
            raise SpecError(in_file_order(found, document))
        return result
