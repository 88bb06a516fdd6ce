"""A YAML document whose every value knows its place.

YAML 1.1's traps are closed: only `true`, `false`, `null` and decimal numbers are more than text, keys are text,
a key stands once, tags are refused, and aliases cannot blow a small file up.
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from audiocoach.errors import Place, Problem, SpecError
from audiocoach.spec.mistake import Loc

MAX_BYTES: Final = 1 << 20
"""The largest file that is read: far beyond any session within the limits, and parsed within 2 s."""
MAX_VALUES: Final = 100_000
"""Values after aliases are followed."""
MAX_DEPTH: Final = 60

_INT: Final = re.compile(r"[-+]?(?:0|[1-9]\d{0,17})", re.ASCII)
_FLOAT: Final = re.compile(r"[-+]?(?:0|[1-9]\d{0,17})\.\d{1,17}", re.ASCII)
_WORDS: Final = {"": None, "~": None, "null": None, "true": True, "false": False}
_TEXT_TAG: Final = "tag:yaml.org,2002:str"
_PLAIN_TAGS: Final = {_TEXT_TAG, "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq", "!"}


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Composes nodes only; every plain scalar stays text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML reads it from the class


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file, and its tree of nodes."""

    name: str
    """The path as the user gave it."""
    text: str
    root: yaml.Node
    lines: tuple[str, ...] = field(repr=False)
    synonyms: Mapping[str, Container[str]] = field(default_factory=dict, repr=False)
    """Keys that validation knows by one name and files by several: `length` is any activity."""

    def node(self, loc: Loc) -> tuple[yaml.Node | None, yaml.Node]:
        """The key and the value at `loc`, or those of the nearest value around it.

        Parts of `loc` that the document does not have are skipped: they are names that validation adds.
        """
        key, node = None, self.root
        for part in loc:
            if found := _child(node, part, self.synonyms):
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
        same_line = start.line == end.line
        text = self.lines[start.line] if start.line < len(self.lines) else ""
        width = (end.column if same_line else len(text.rstrip())) - start.column
        return Place(self.name, start.line + 1, start.column + 1, text, max(width, 1))


def _child(
    node: yaml.Node, part: str | int, synonyms: Mapping[str, Container[str]]
) -> tuple[yaml.Node | None, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    if isinstance(node, yaml.MappingNode):
        exact = ((key, value) for key, value in node.value if key.value == part)
        meant = ((key, value) for key, value in node.value if key.value in synonyms.get(str(part), ()))
        return next(exact, None) or next(meant, None)
    return None


def decode(data: bytes, name: str) -> str:
    """The text of a session file; `SpecError` for what is not UTF-8 text, or too large."""

    def refuse(message: str, hint: str | None = None) -> SpecError:
        return SpecError([Problem(message, Place(name, 1, 1), hint)])

    if len(data) > MAX_BYTES:
        raise refuse(f"the file has {len(data):,} bytes; {MAX_BYTES:,} is the most that a session may have")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refuse("the file is UTF-16", "save it as UTF-8")
    if b"\0" in data:
        raise refuse("this is not a text file", "a session is a YAML file in UTF-8; see `audiocoach new`")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SpecError([Problem("the file is not UTF-8 text", Place(name, line, 1), "save it as UTF-8")]) from error


def parse(text: str, name: str, synonyms: Mapping[str, Container[str]]) -> tuple[Document, Any]:
    """The document and its plain values; `SpecError` for what is not one YAML document."""
    lines = tuple(text.split("\n"))
    try:
        root = yaml.compose(text, _Loader)
    except yaml.MarkedYAMLError as error:
        raise SpecError([_syntax_problem(error, name, lines)]) from error
    except yaml.YAMLError as error:
        raise SpecError([_character_problem(error, text, name, lines)]) from error
    except RecursionError as error:
        raise SpecError([Problem("the file is nested too deeply", Place(name, 1, 1))]) from error
    if root is None:
        raise SpecError([Problem("the file is empty", Place(name, 1, 1), "`audiocoach new` writes a starter")])
    document = Document(name, text, root, lines, synonyms)
    return document, values_of(document)


def values_of(document: Document) -> Any:
    """The plain values of a document; `SpecError` where its nodes are not those of a session."""
    builder = _Builder(document)
    values = builder.build(document.root, 0)
    if builder.problems:
        raise SpecError(builder.problems)
    return values


class _Builder:
    """Turns nodes into plain values, with bounds on what aliases can make of them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self._values = 0

    def build(self, node: yaml.Node, depth: int) -> Any:
        self._values += 1
        if self._values > MAX_VALUES or depth > MAX_DEPTH:
            what = "nested too deeply" if depth > MAX_DEPTH else "more than a session can hold"
            raise SpecError([Problem(f"this is {what}", self.document.place_of(node), "are its aliases meant?")])
        if node.tag not in _PLAIN_TAGS:
            self._problem(f"the tag `{node.tag}` is not used in sessions", node, "leave it out")
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, depth))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, depth + 1) for item in node.value]
        return scalar(node) if isinstance(node, yaml.ScalarNode) else None

    def _pairs(self, node: yaml.MappingNode, depth: int) -> Iterator[tuple[str, Any]]:
        seen: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._problem("a key must be a word", key)
                continue
            if key.value in seen:
                first = seen[key.value]
                self._problem(f"the key `{key.value}` stands here a second time", key, f"first on line {first}")
                continue
            seen[key.value] = key.start_mark.line + 1
            yield key.value, self.build(value, depth + 1)

    def _problem(self, message: str, node: yaml.Node, hint: str | None = None) -> None:
        self.problems.append(Problem(message, self.document.place_of(node), hint))


def scalar(node: yaml.ScalarNode) -> str | int | float | bool | None:
    """The value of a scalar: quoted is text; plain is text unless it is a decimal number or true, false or null."""
    text: str = node.value
    if is_quoted(node):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def is_quoted(node: yaml.ScalarNode) -> bool:
    """Whether a scalar is in quotes, or a block after `|` or `>`."""
    return node.style in ("'", '"', "|", ">")


def _syntax_problem(error: yaml.MarkedYAMLError, name: str, lines: tuple[str, ...]) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    text = lines[line] if line < len(lines) else ""
    place = Place(name, line + 1, column + 1, text)
    what = error.problem or "this cannot be read"
    if "mapping values are not allowed" in what:
        return Problem("a `: ` inside a text that is not quoted", place, "put the text in double quotes")
    if "\t" in text and "token" in what:
        return Problem("a tab where YAML wants spaces", place, "indent with spaces")
    if "expected a single document" in what or "expected a single document" in (error.context or ""):
        return Problem("a second document; a file holds one session", place, "remove the `---`")
    if "undefined alias" in what:
        return Problem(f"{what}", place, "a text that starts with `*` must be in quotes")
    context = f" ({error.context})" if error.context else ""
    return Problem(f"this is not YAML: {what}{context}", place, "is an indent, a quote or a bracket wrong here?")


def _character_problem(error: yaml.YAMLError, text: str, name: str, lines: tuple[str, ...]) -> Problem:
    position = getattr(error, "position", 0)
    line = text.count("\n", 0, position)
    column = position - (text.rfind("\n", 0, position) + 1)
    place = Place(name, line + 1, column + 1, lines[line] if line < len(lines) else "")
    return Problem("a character that YAML does not allow", place, "remove control characters")
