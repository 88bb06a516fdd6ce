"""A tree of YAML nodes in which every value knows its place, whatever language it was written in."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

import yaml

from audiocoach.errors import Diagnostic, Place
from audiocoach.syntax.invalid import Loc

_BREAK: Final = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")


class _Mark(Protocol):
    """A mark of PyYAML, or of the C library under it."""

    line: int
    column: int


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of `text`, as YAML 1.1 counts them, without their ends; at least one."""
    return tuple(_BREAK.split(text))


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file, and its tree of nodes."""

    name: str
    """The path as the user gave it."""
    text: str
    root: yaml.Node = field(repr=False, compare=False)
    lines: tuple[str, ...] = field(repr=False, compare=False)
    folder: Path = field(default=Path(), compare=False)
    """Where files that it names are looked for."""
    notes: tuple[Diagnostic, ...] = field(default=(), compare=False)
    """What may be meant otherwise than it is read."""
    aliases: Mapping[str, Collection[str]] = field(default_factory=dict, repr=False, compare=False)
    """Names that validation gives to the value of any of these keys: `length` for that of `run`, `walk`, ..."""

    def node(self, loc: Loc) -> tuple[yaml.Node | None, yaml.Node]:
        """The key and the value at `loc`, or those of the nearest value around it.

        Parts of `loc` that the document does not have are skipped: they are names that validation adds.
        """
        key, node = None, self.root
        for part in loc:
            if found := _child(node, part, self.aliases.get(str(part), ())):
                key, node = found
        return key, node

    def place(self, loc: Loc, *, key: bool = False) -> Place:
        """Where the value at `loc` stands (its key, with `key`)."""
        key_node, node = self.node(loc)
        return self.place_of(key_node if key and key_node is not None else node)

    def place_of(self, node: yaml.Node) -> Place:
        """Where `node` starts, underlined to its end on that line."""
        start, end = node.start_mark, node.end_mark
        if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
            first = node.value[0]
            start, end = (part := first[0] if isinstance(first, tuple) else first).start_mark, part.end_mark
        return place_at(self.name, self.lines, start, end)


def place_at(name: str, lines: Sequence[str], start: _Mark | None, end: _Mark | None = None) -> Place:
    """The place of a mark, underlined to `end` or else by one character; one after the last line is moved to it."""
    line, column = (start.line, start.column) if start else (0, 0)
    while line and (line >= len(lines) or (line == len(lines) - 1 and not lines[line].strip())):
        line -= 1
        column = len(lines[line].rstrip())
    text = lines[line]
    width = 1
    if start and end:
        width = (end.column if end.line == start.line == line else len(text.rstrip())) - column
    return Place(name, line + 1, column + 1, text, max(width, 1))


def _child(node: yaml.Node, part: str | int, otherwise: Collection[str]) -> tuple[yaml.Node | None, yaml.Node] | None:
    """The key and the value of `part` in `node`, or else of a key that is one of `otherwise`."""
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    if isinstance(node, yaml.MappingNode):
        exact = ((key, value) for key, value in node.value if key.value == part)
        meant = ((key, value) for key, value in node.value if key.value in otherwise)
        return next(exact, None) or next(meant, None)
    return None
