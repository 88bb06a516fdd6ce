"""From a document to plain values: YAML 1.1's traps are closed.

Only `true`, `false`, `null` and decimal numbers are more than text, keys are text, a key stands once, tags are refused,
and aliases cannot blow a small file up.
"""

import re
from collections.abc import Iterator
from typing import Any, Final, Self

import yaml

from audiocoach.errors import Diagnostic, SpecError
from audiocoach.syntax.document import Document
from audiocoach.syntax.invalid import shown
from audiocoach.syntax.variables import MOST_VALUES
from audiocoach.syntax.yaml_text import MAX_DEPTH, too_much

MOST_DIAGNOSTICS: Final = 100
"""How many mistakes are told at once; nobody reads more."""

_INT: Final = re.compile(r"0|-?[1-9][0-9]{0,17}")
_FLOAT: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}")
_WORDS: Final = {"": None, "~": None, "null": None, "true": True, "false": False}
_TEXT_TAG: Final = "tag:yaml.org,2002:str"
_PLAIN_TAGS: Final = {_TEXT_TAG, "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq", "!"}


def values_of(document: Document) -> Any:
    """The plain values of a document; `SpecError` where its nodes are not those of a session."""
    builder = _Builder(document)
    values = builder.build(document.root, 0)
    if builder.diagnostics:
        raise SpecError(builder.diagnostics[:MOST_DIAGNOSTICS])
    return values


class Number(float):
    """A decimal number that a text gets as it was written: `1.10`."""

    written: str

    def __new__(cls, written: str) -> Self:
        """The number that `written` says."""
        number = super().__new__(cls, written)
        number.written = written
        return number

    def __str__(self) -> str:
        return self.written


class _Builder:
    """Turns nodes into plain values, with bounds on what aliases can make of them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.diagnostics: list[Diagnostic] = []
        self._values = 0

    def build(self, node: yaml.Node, depth: int) -> Any:
        self._values += 1
        if self._values > MOST_VALUES or depth > MAX_DEPTH:
            raise SpecError([too_much(self.document.place_of(node), is_deep=depth > MAX_DEPTH)])
        self._check_tag(node)
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, depth))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, depth + 1) for item in node.value]
        return scalar(node) if isinstance(node, yaml.ScalarNode) else None

    def _pairs(self, node: yaml.MappingNode, depth: int) -> Iterator[tuple[str, Any]]:
        seen: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._problem(
                    "a key must be a word", key, "write `key: value`; what starts with `[` or `{` goes in quotes"
                )
                continue
            self._check_tag(key)
            if key.value in seen:
                first = f"first on line {seen[key.value]}"
                self._problem(f"the key {shown(key.value)} stands here a second time", key, first)
                continue
            seen[key.value] = key.start_mark.line + 1
            yield key.value, self.build(value, depth + 1)

    def _check_tag(self, node: yaml.Node) -> None:
        if node.tag not in _PLAIN_TAGS:
            tag = node.tag.replace("tag:yaml.org,2002:", "!!")
            self._problem(f"the tag {shown(tag)} is not used in sessions", node, "leave it out")

    def _problem(self, message: str, node: yaml.Node, hint: str) -> None:
        self.diagnostics.append(Diagnostic(message, self.document.place_of(node), hint))


def scalar(node: yaml.ScalarNode) -> str | int | float | bool | None:
    """The value of a scalar: quoted is text; plain is text unless it is a decimal number or true, false or null."""
    text: str = node.value
    if is_quoted(node):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    return Number(text) if _FLOAT.fullmatch(text) else text


def is_quoted(node: yaml.ScalarNode) -> bool:
    """Whether a scalar is in quotes, or a block after `|` or `>`."""
    return node.style in ("'", '"', "|", ">")
