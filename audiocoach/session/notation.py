"""A whole session on one line: `5m walk, 8x(30s run, 90s walk), 5m walk`.

    line   = item { "," item }
    item   = count "x" ( "(" line ")" | item )
           | amount activity { text }     also `activity amount`, and `amount activity @ pace`
    text   = [ "say" | "name" ] '"' words '"'      `\\"` and `\\\\` for the signs themselves

A text that ends as a sentence does is said at the start, any other names the step, where no word before it says which:
`30s work "Push-ups" "Keep your back straight."`. A `"` right after a number is seconds.

The line is compiled to the same tree of nodes that a YAML file has, and read on from there: what one can say, and every
message about it, is the same in both.
"""

import re
from typing import Final, NoReturn

import yaml

from audiocoach.errors import Diagnostic, Place, SpecError, nearest, short
from audiocoach.session.activities import ACTIVITIES
from audiocoach.session.notation_hints import named, with_commas
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
_JUST_REPEATED: Final = re.compile(r"([0-9]+)\s*[xX×*]\s*$")
_ITEM: Final = re.compile(r'(?:[^,()"]|(?<=[0-9])")+')
_KIND: Final = re.compile(r"(?:^|(?<=\s))(say|name)\s*$")
_SAID: Final = re.compile(r"[.!?…。！？][\"'”’»)]*\s*$|\(\s*[0-9]")
"""What is said by itself: it ends as a sentence does, or has a silence."""
_TEXT: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
_NEXT_KIND: Final = re.compile(r'\s*(say|name)\s*(?=")')
_BARE: Final = re.compile(r"([0-9]+)\s*[xX×*]\s*([^(].*[^)])")
"""A repeat without brackets."""
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

_QUOTES: Final = dict.fromkeys(map(ord, "“”„‟«»"), '"')
"""What phones and word processors make of `"`."""

_STR: Final = "tag:yaml.org,2002:str"
_SEQ: Final = "tag:yaml.org,2002:seq"
_MAP: Final = "tag:yaml.org,2002:map"


def parse_notation(line: str) -> Document:
    """The document that `line` says; `SpecError` with the column where it cannot be read."""
    line = re.sub(r"\s", " ", line)
    line = line if '"' in line else line.translate(_QUOTES)
    parser = _Parser(line)
    if len(line) > LONGEST:
        parser.refuse(f"a line of {len(line):,} characters; {LONGEST:,} is the most", 0, "write a session file")
    steps = parser.items(0)
    if parser.at < len(line):
        parser.refuse(_UNEXPECTED.get(line[parser.at], "a comma is missing here"), parser.at)
    root = parser.mapping([("steps", steps)], 0, len(line))
    return Document(NAME, line, root, (line,), notes=tuple(parser.notes))


class _Parser:
    """Recursive descent over one line."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.at = 0
        self.notes: list[Diagnostic] = []
        """What may be meant otherwise."""

    def items(self, depth: int) -> yaml.Node:
        """A sequence of steps, up to the end or a closing bracket."""
        start, nodes, before = self.at, list[yaml.Node](), ""
        while True:
            self._skip_space()
            first = self.at
            nodes.append(self._item(depth))
            item = self.line[first : self.at].strip()
            if bare := _BARE.fullmatch(before):
                self._note_alone(bare, item, first)
            before = item
            if not self.line.startswith(",", self.at):
                return self._sequence(nodes, start)
            self.at += 1

    def _note_alone(self, repeat: re.Match[str], following: str, at: int) -> None:
        """A repeat without brackets before another step: only what stands right behind the number comes again."""
        if _REPEAT.match(following):
            return
        count, item = repeat.groups()
        hint = f"write `{count}x({short(item)}, {short(following)})` to repeat both"
        place = Place(NAME, 1, at + 1, self.line, max(len(following), 1))
        self.notes.append(Diagnostic.info(f"`{short(following)}` is not repeated with `{short(item)}`", place, hint))

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
        kind = _KIND.search(item[0]) if self.line.startswith('"', self.at) else None
        pairs = [self._activity((item[0][: kind.start()] if kind else item[0]).rstrip(), start)]
        while text := _TEXT.match(self.line, self.at):
            words = _ESCAPED.sub(r"\1", text[1])
            key = kind[1] if kind else kind_of(words)
            if key in dict(pairs):
                break
            pairs.append((key, self.scalar(words, text.start(), quoted=True)))
            kind = _NEXT_KIND.match(self.line, text.end())
            self.at = kind.end() if kind else text.end()
            if not kind:
                self._skip_space()
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
        if steps := with_commas(item):
            repeat = _JUST_REPEATED.search(self.line, max(start - 30, 0), start)
            meant = f"{repeat[1]}x({', '.join(steps)})" if repeat else ", ".join(steps)
            self.refuse("commas are missing here", start, f"write `{meant}`", len(item))
        form = next((form for form in forms if form["word"] in ACTIVITIES), forms[0] if forms else None)
        if self.line.startswith("(", start + len(item)) and (repeat := _JUST_REPEATED.search(item)):
            self.refuse(
                "a comma is missing here",
                start + repeat.start(),
                f"write `{item[: repeat.start()].strip()}, {repeat[0]}(...)`",
            )
        if form is None or _is_duration(item):
            hint = (
                f"write e.g. `{item} walk`" if _is_duration(item) else "a step is an amount and an activity: `5m walk`"
            )
            self.refuse(f"`{item}` is not a step", start, hint, len(item))
        word, at = form["word"], start + form.start("word")
        if word not in ACTIVITIES:
            hint = named(item) or nearest(word, ACTIVITIES) or f"known: {', '.join(ACTIVITIES)}"
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


def kind_of(text: str) -> str:
    """What a text does without a word before it: `say`, or `name`."""
    return "say" if _SAID.search(text) else "name"


def _is_duration(text: str) -> bool:
    try:
        return bool(parse_duration(text))
    except InvalidValue:
        return False
