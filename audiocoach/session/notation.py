"""A whole session on one line: `5m walk, 8x(30s run, 90s walk), 5m walk`.

    line   = item { "," item }
    item   = count "x" ( "(" line ")" | item )
           | amount activity [ text ]     also `activity amount`, and `amount activity @ pace`
    text   = '"' words '"'                said at the start; `\\"` and `\\\\` for the signs themselves

The line is compiled to the same tree of nodes that a YAML file has, and read on from there: what one can say, and every
message about it, is the same in both.
"""

import re
from typing import Final, NoReturn

import yaml

from audiocoach.errors import Diagnostic, Place, SpecError, nearest, short
from audiocoach.session.activities import ACTIVITIES
from audiocoach.syntax.amounts import parse_duration
from audiocoach.syntax.document import Document
from audiocoach.syntax.invalid import InvalidValue
from audiocoach.syntax.yaml_text import MAX_DEPTH

NAME: Final = "<line>"
"""What stands for the file in messages."""

LONGEST: Final = 10_000
"""The longest line, in characters."""

_LONGEST_ITEM: Final = 120
_REPEAT: Final = re.compile(r"(-?[0-9]+)\s*[xX×*]\s*")
_ITEM: Final = re.compile(r'[^,()"]+')
_TEXT: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPED: Final = re.compile(r"\\(.)")
_WORD: Final = r"(?P<word>[A-Za-z][A-Za-z-]*)"
_FORMS: Final = (
    re.compile(rf"(?P<amount>[^@]*\S)\s+{_WORD}\s*(?P<pace>@.*)"),
    re.compile(rf"(?P<amount>.*\S)\s+{_WORD}(?P<pace>)"),
    re.compile(rf"{_WORD}\s+(?P<amount>\S.*)(?P<pace>)"),
)
"""The ways of writing an activity; the first one whose word is known is taken."""
_HINT: Final = "write e.g. `5m walk, 8x(30s run, 90s walk), 5m walk`"
_UNEXPECTED: Final = {
    ")": "a `)` without its `(`",
    '"': "a text without its end, or a second one on one step",
}

_STR: Final = "tag:yaml.org,2002:str"
_SEQ: Final = "tag:yaml.org,2002:seq"
_MAP: Final = "tag:yaml.org,2002:map"


def parse_notation(line: str) -> Document:
    """The document that `line` says; `SpecError` with the column where it cannot be read."""
    line = re.sub(r"\s", " ", line)
    parser = _Parser(line)
    if len(line) > LONGEST:
        parser.refuse(f"a line of {len(line):,} characters; {LONGEST:,} is the most", 0, "write a session file")
    steps = parser.items(0)
    if parser.at < len(line):
        parser.refuse(_UNEXPECTED.get(line[parser.at], "a comma is missing here"), parser.at)
    root = parser.mapping([("steps", steps)], 0, len(line))
    return Document(NAME, line, root, (line,))


class _Parser:
    """Recursive descent over one line."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.at = 0

    def items(self, depth: int) -> yaml.Node:
        """A sequence of steps, up to the end or a closing bracket."""
        start, nodes = self.at, []
        while True:
            nodes.append(self._item(depth))
            if not self.line.startswith(",", self.at):
                return self._sequence(nodes, start)
            self.at += 1

    def _item(self, depth: int) -> yaml.Node:
        self._skip_space()
        start = self.at
        if 2 * depth > MAX_DEPTH:
            self.refuse("nested too deeply", start)
        if repeat := _REPEAT.match(self.line, start):
            self.at = repeat.end()
            count = self.scalar(repeat[1], start)
            step = self.mapping([("repeat", count), ("steps", self._repeated(depth + 1))], start, self.at)
        else:
            step = self._activity_and_text(start)
        self._skip_space()
        return step

    def _activity_and_text(self, start: int) -> yaml.Node:
        item = _ITEM.match(self.line, start)
        if item is None:
            self.refuse("a step is missing here", start)
        self.at = item.end()
        pairs = [self._activity(item[0].rstrip(), start)]
        if text := _TEXT.match(self.line, self.at):
            self.at = text.end()
            pairs.append(("say", self.scalar(_ESCAPED.sub(r"\1", text[1]), text.start(), quoted=True)))
        return self.mapping(pairs, start, self.at)

    def _repeated(self, depth: int) -> yaml.Node:
        start = self.at
        if not self.line.startswith("(", self.at):
            return self._sequence([self._item(depth)], start)
        self.at += 1
        steps = self.items(depth)
        if not self.line.startswith(")", self.at):
            expected = self.at >= len(self.line)
            self.refuse(
                "a `(` without its `)`" if expected else "a comma is missing here",
                start if expected else self.at,
            )
        self.at += 1
        return steps

    def _activity(self, item: str, start: int) -> tuple[str, yaml.Node]:
        """`30s run`, `run 30s` or `400 meters run @ 5:00/km` as the pair of a word and an amount."""
        if len(item) > _LONGEST_ITEM:
            self.refuse(f"`{short(item)}` is not a step", start)
        forms = [form for pattern in _FORMS if (form := pattern.fullmatch(item))]
        form = next((form for form in forms if form["word"] in ACTIVITIES), forms[0] if forms else None)
        if form is None or _is_duration(item):
            hint = (
                f"write e.g. `{item} walk`" if _is_duration(item) else "a step is an amount and an activity: `5m walk`"
            )
            self.refuse(f"`{item}` is not a step", start, hint, len(item))
        word, at = form["word"], start + form.start("word")
        if word not in ACTIVITIES:
            hint = nearest(word, ACTIVITIES) or f"known: {', '.join(ACTIVITIES)}"
            self.refuse(f"unknown activity `{word}`", at, hint, len(word))
        amount = f"{form['amount']} {form['pace']}".strip()
        return word, self.scalar(amount, start + form.start("amount"))

    def scalar(self, text: str, start: int, *, quoted: bool = False) -> yaml.Node:
        """A node for `text`, which starts at column `start`."""
        end = self._mark(min(start + len(text), len(self.line)))
        return yaml.ScalarNode(_STR, text, self._mark(start), end, style='"' if quoted else None)

    def mapping(self, pairs: list[tuple[str, yaml.Node]], start: int, end: int) -> yaml.Node:
        """A node for a mapping."""
        keyed = [(yaml.ScalarNode(_STR, key, node.start_mark, node.end_mark), node) for key, node in pairs]
        return yaml.MappingNode(_MAP, keyed, self._mark(start), self._mark(end), flow_style=True)

    def _sequence(self, nodes: list[yaml.Node], start: int) -> yaml.Node:
        return yaml.SequenceNode(_SEQ, nodes, self._mark(start), self._mark(self.at), flow_style=True)

    def refuse(self, message: str, at: int, hint: str | None = None, width: int = 1) -> NoReturn:
        """Raise a `SpecError` at column `at`, counted from 0."""
        shown = self.line if len(self.line) <= LONGEST else ""
        raise SpecError([Diagnostic(message, Place(NAME, 1, at + 1, shown, width), hint or _HINT)])

    def _skip_space(self) -> None:
        while self.line.startswith(" ", self.at):
            self.at += 1

    def _mark(self, column: int) -> yaml.Mark:
        return yaml.Mark(NAME, column, 0, column, None, 0)


def _is_duration(text: str) -> bool:
    try:
        return bool(parse_duration(text))
    except InvalidValue:
        return False
