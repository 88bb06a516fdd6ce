"""Published files that cannot be served, and whoever runs the server: told of each once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from audiocoach.publish.server.served import ServedFile


@dataclass(frozen=True, slots=True)
class ServerFaults:
    """Tells of each file once, for as long as it is published with this content."""

    say: Callable[[ServedFile, bool], None] = lambda served, is_there: None
    """Is given a file, and whether it is there, with another content; called from the server's threads."""
    _said: set[ServedFile] = field(default_factory=set)
    _telling: Lock = field(default_factory=Lock)

    def tell(self, served: ServedFile, *, is_there: bool) -> None:
        """Say that a file cannot be served, if that was not said before."""
        with self._telling:
            if served not in self._said:
                self._said.add(served)
                self.say(served, is_there)
