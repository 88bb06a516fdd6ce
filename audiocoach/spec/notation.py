"""A whole session on one line: `5m walk, 8x(30s run, 90s walk), 5m walk`.

    line   = item { "," item }
    item   = count "x" ( "(" line ")" | item )
           | amount activity { text }
    text   = '"' words '"'            said at the start

The line is compiled to the same tree of nodes that a YAML file has, and read on from there: what one can say, and every
message about it, is the same in both.
"""

import re
from typing import Final, NoReturn

import yaml

from audiocoach.errors import Place, Problem, SpecError, nearest
from audiocoach.spec.activities import ACTIVITIES
from audiocoach.spec.amounts import format_duration
from audiocoach.spec.document import MAX_DEPTH, Document
from audiocoach.spec.session import Session
from audiocoach.spec.steps import ActivityStep, RepeatStep, Steps

NAME: Final = "<line>"
"""What stands for the file in messages."""

_REPEAT: Final = re.compile(r"\s*(-?\d+)\s*[x×*]\s*", re.IGNORECASE)
_ITEM: Final = re.compile(r"\s*([^,()\"]*[^,()\"\s])\s*")
_TEXT: Final = re.compile(r'\s*"((?:[^"\\]|\\.)*)"')
_WORD: Final = re.compile(r"(.*\S)?\s+([A-Za-z][A-Za-z-]*)|([A-Za-z][A-Za-z-]*)\s+(\S.*)", re.ASCII)
_PACED: Final = re.compile(r"(.+?)\s+([A-Za-z][A-Za-z-]*)\s*(@.+)", re.ASCII)


def parse_notation(line: str) -> Document:
    """The document that `line` says; `SpecError` with the column where it cannot be read."""
    from audiocoach.spec.reader import SYNONYMS

    parser = _Parser(line)
    steps = parser.items(0)
    if parser.at < len(line):
        parser.refuse("a `)` without its `(`" if line[parser.at] == ")" else "this cannot be read", parser.at)
    root = parser.mapping([("steps", steps)], 0, len(line))
    return Document(NAME, line, root, tuple(line.split("\n")), SYNONYMS)


class _Parser:
    """Recursive descent over one line."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.at = 0

    def items(self, depth: int) -> yaml.Node:
        """A sequence of steps, up to the end or a closing bracket."""
        start, nodes = self.at, []
        if depth > MAX_DEPTH:
            self.refuse("nested too deeply", self.at)
        while True:
            nodes.append(self._item(depth))
            self._skip_space()
            if not self.line.startswith(",", self.at):
                return yaml.SequenceNode(_SEQ, nodes, self._mark(start), self._mark(self.at), flow_style=True)
            self.at += 1

    def _item(self, depth: int) -> yaml.Node:
        self._skip_space()
        start = self.at
        if repeat := _REPEAT.match(self.line, start):
            self.at = repeat.end()
            count = self.scalar(repeat[1], repeat.start(1))
            return self.mapping([("repeat", count), ("steps", self._repeated(depth))], start, self.at)
        item = _ITEM.match(self.line, start)
        if item is None:
            self.refuse("a step is missing here", start)
        self.at = item.end()
        pairs = [self._activity(item[1], item.start(1))]
        while text := _TEXT.match(self.line, self.at):
            self.at = text.end()
            words = text[1].replace('\\"', '"').replace("\\\\", "\\")
            pairs.append(("say", self.scalar(words, text.start(1), quoted=True)))
        return self.mapping(pairs, start, self.at)

    def _repeated(self, depth: int) -> yaml.Node:
        start = self.at
        if not self.line.startswith("(", self.at):
            item = self._item(depth + 1)
            return yaml.SequenceNode(_SEQ, [item], self._mark(start), self._mark(self.at), flow_style=True)
        self.at += 1
        steps = self.items(depth + 1)
        self._skip_space()
        if not self.line.startswith(")", self.at):
            self.refuse("a `(` without its `)`", start)
        self.at += 1
        return steps

    def _activity(self, item: str, start: int) -> tuple[str, yaml.Node]:
        """`30s run`, `run 30s` or `400 meters run @ 5:00/km` as the pair of a word and an amount."""
        if paced := _PACED.fullmatch(item):
            return self._known(paced[2], start + paced.start(2)), self.scalar(f"{paced[1]} {paced[3]}", start)
        match = _WORD.fullmatch(item)
        if match and match[2] in ACTIVITIES and match[1]:
            return match[2], self.scalar(match[1], start)
        if match and match[3] in ACTIVITIES:
            return match[3], self.scalar(match[4], start + match.start(4))
        if match and match[1] and match[1][0].isdigit():
            return self._known(match[2], start + match.start(2)), self.scalar(match[1], start)
        if match and match[3]:
            return self._known(match[3], start + match.start(3)), self.scalar(match[4], start + match.start(4))
        return self.refuse(f"`{item}` is not a step", start, "a step is an amount and an activity: `5m walk`")

    def _known(self, word: str, start: int) -> str:
        if word not in ACTIVITIES:
            hint = nearest(word, ACTIVITIES) or f"known: {', '.join(ACTIVITIES)}"
            self.refuse(f"unknown activity `{word}`", start, hint, len(word))
        return word

    def scalar(self, text: str, start: int, *, quoted: bool = False) -> yaml.Node:
        """A node for `text`, which starts at column `start`."""
        end = self._mark(start + len(text))
        return yaml.ScalarNode(_STR, text, self._mark(start), end, style='"' if quoted else None)

    def mapping(self, pairs: list[tuple[str, yaml.Node]], start: int, end: int) -> yaml.Node:
        """A node for a mapping."""
        keyed = [(yaml.ScalarNode(_STR, key, node.start_mark, node.end_mark), node) for key, node in pairs]
        return yaml.MappingNode(_MAP, keyed, self._mark(start), self._mark(end), flow_style=True)

    def refuse(self, message: str, at: int, hint: str | None = None, width: int = 1) -> NoReturn:
        """Raise a `SpecError` at a column."""
        place = Place(NAME, 1, at + 1, self.line, width)
        raise SpecError([Problem(message, place, hint or "write e.g. `5m walk, 8x(30s run, 90s walk), 5m walk`")])

    def _skip_space(self) -> None:
        while self.at < len(self.line) and self.line[self.at].isspace():
            self.at += 1

    def _mark(self, column: int) -> yaml.Mark:
        return yaml.Mark(NAME, column, 0, column, None, None)


_STR: Final = "tag:yaml.org,2002:str"
_SEQ: Final = "tag:yaml.org,2002:seq"
_MAP: Final = "tag:yaml.org,2002:map"


def to_notation(session: Session) -> str | None:
    """The line that says the steps of `session`, or None where a line cannot say them."""
    return _line(session.steps)


def _line(steps: Steps) -> str | None:
    items = [_item(step) for step in steps]
    return None if None in items else ", ".join(item for item in items if item is not None)


def _item(step: object) -> str | None:
    if isinstance(step, RepeatStep) and step.repeat and step.between is None:
        inner = _line(step.steps)
        return None if inner is None else f"{step.repeat}x({inner})"
    plain = {"activity", "length", "say"}
    if not isinstance(step, ActivityStep) or step.model_fields_set - plain or isinstance(step.length, tuple):
        return None
    if step.length.metres is not None:
        return None
    text = _start_text(step)
    return None if text is None else f"{format_duration(step.length.ms)} {step.activity}{text}"


def _start_text(step: ActivityStep) -> str | None:
    """The step's only words as a quoted text; empty without words, None where they are more."""
    if step.say is None:
        return ""
    cues = [(str(anchor), spoken) for anchor, spoken in step.say.items()]
    match cues:
        case [("start", (words,))] if getattr(words, "text", None) and words.voice is None:
            escaped = words.text.replace("\\", "\\\\").replace('"', '\\"')
            return f' "{escaped}"'
    return None
