"""From Python's own values to a `Document`, as if they had been read from a file.

Each value has a line of its own, which says the way to it: `steps[0].say.half: Halfway.`; its mistakes are told there.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

import yaml

from audiocoach.errors import Diagnostic, Place, SpecError, short
from audiocoach.syntax.document import Document
from audiocoach.syntax.variables import MOST_VALUES
from audiocoach.syntax.yaml_text import MAX_DEPTH, too_much

_STR: Final = "tag:yaml.org,2002:str"
_SEQ: Final = "tag:yaml.org,2002:seq"
_MAP: Final = "tag:yaml.org,2002:map"
_HINT: Final = "it is made of texts, numbers, True, False, None, lists and mappings"
_LARGEST: Final = 10**18
"""Whole numbers are read up to it, from files too; Python refuses to write those of thousands of digits."""


def document_of(values: object, name: str) -> Document:
    """The document that `values` are; `SpecError` for what no file could say."""
    tree = _Tree(name)
    root = tree.node(values, "", 0)
    return Document(name, "\n".join(tree.lines), root, tuple(tree.lines))


class _Tree:
    """Makes nodes, and a line for each of them that holds no others."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: list[str] = []
        self._values = 0

    def node(self, value: object, way: str, depth: int) -> yaml.Node:
        """The node of a value, which stands at `way`."""
        self._values += 1
        if self._values > MOST_VALUES or depth > MAX_DEPTH:
            raise SpecError([too_much(self._place(way, ""), is_deep=depth > MAX_DEPTH)])
        first = len(self.lines)
        if isinstance(value, Mapping):
            pairs = list(self._pairs(value, way, depth)) or self._nothing(way, "{}")
            return yaml.MappingNode(_MAP, pairs, *self._marks(first, way))
        if isinstance(value, (list, tuple)):
            items = [self.node(item, f"{way}[{index}]", depth + 1) for index, item in enumerate(value)]
            return yaml.SequenceNode(_SEQ, items or self._nothing(way, "[]"), *self._marks(first, way))
        written = self._written(value, way)
        self._line(way, written)
        return yaml.ScalarNode(_STR, written, *self._marks(first, way), style='"' if isinstance(value, str) else None)

    def _pairs(self, value: Mapping[Any, object], way: str, depth: int) -> Iterator[tuple[yaml.Node, yaml.Node]]:
        for key, item in value.items():
            word, line = self._written(key, way), len(self.lines)
            before = f"{way}." if way else ""
            here = before + short(word)
            node = self.node(item, here, depth + 1)
            yield yaml.ScalarNode(_STR, word, self._mark(line, len(before)), self._mark(line, len(here))), node

    def _written(self, value: object, way: str) -> str:
        """A scalar as one would write it in a file."""
        match value:
            case str():
                return value
            case None:
                return "null"
            case bool():
                return str(value).lower()
            case int() if abs(value) <= _LARGEST:
                return str(value)
            case float():
                return f"{Decimal(repr(value)):f}"
        what = "a whole number of this size" if isinstance(value, int) else f"a `{type(value).__name__}`"
        place = self._place(way, type(value).__name__)
        raise SpecError([Diagnostic(f"a session cannot hold {what}", place, _HINT)])

    def _nothing(self, way: str, written: str) -> list[Any]:
        """What an empty collection holds; it has a line as other values have."""
        self._line(way, written)
        return []

    def _line(self, way: str, written: str) -> None:
        self.lines.append(f"{way}: {short(written)}" if way else short(written))

    def _place(self, way: str, written: str) -> Place:
        return Place(self.name, len(self.lines) + 1, 1, f"{way}: {written}".strip(": "), max(len(way), 1))

    def _marks(self, first: int, way: str) -> tuple[yaml.Mark, yaml.Mark]:
        """From the value on the line `first` to the end of the last line."""
        last = len(self.lines) - 1
        return self._mark(first, len(way) + 2 if way else 0), self._mark(last, len(self.lines[last]))

    def _mark(self, line: int, column: int) -> yaml.Mark:
        return yaml.Mark(self.name, 0, line, column, None, 0)
