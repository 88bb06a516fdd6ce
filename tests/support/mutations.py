"""Sessions with accidents in them: every kind of mistake that a hand, an editor or a disk can make, by a seed.

Some accidents are such that the session must be refused, and where: those say the token that is to blame.
"""

import random
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Final

import yaml

from support import GOOD, ROOT

PLACES: Final = (GOOD, ROOT / "assets" / "sessions", ROOT / "assets" / "starter.yaml", ROOT / "examples")
"""Where sessions lie that are right, but for names that this machine may not know."""

PIECES: Final = (
    *("null", "true", "~", "[]", "{}", "''", "[a, b]", "{a: b}", "- ", ": ", "#", " #", "'", '"', "&a ", "*a", "!x "),
    *("|", ">", "$", "$$", "$run", "$name", "(4)", "(4s)", "@", "-", "0", "-1", "1e9", "1e999999", "100m", "5m", "25h"),
    *("\t", "\n", "\r", "\r\n", "\u2028", "\x85", "\x07", "\x00", "\ufeff", "\ud7ff", "---\n", "...\n", "%YAML 9\n"),
    *("? ", "<<: ", "walk: 5m", "run", "say: ", "steps: ", "repeat: 3", "include: x", "within: 1s", "for: 1m"),
    *("let: {a: $a}", "every 1s", "400 meters", "9" * 30, "&x [*x]", "!!python/object:os.system ", "\\", "%", "`"),
    *("é", "e\u0301", "🏃", "走", "\u202e", "\u200b", "\u200f", "\xa0", "\ufffd", "ﬀ", "K", "٣", "０"),
)
"""What gets into files, or is mistaken for something else in them."""

WRONG: Final = ("5 q", "{zz: 1}", "[[]]", "25h9", "$nobody")
"""No session has one of these as a value, whatever its key; texts may."""
TEXTS: Final = frozenset(
    ("title", "description", "author", "name", "text", "start", "half", "end", "say", "talk", "ask")
)
"""Keys of values that are read by people: a text is right there whatever it says."""
ANCHOR: Final = re.compile(r"-?[0-9]|every ")
"""So are cues by anchors."""


@dataclass(frozen=True)
class Accident:
    """A session file after something happened to it."""

    kind: str
    text: str
    token: tuple[int, int] | None = None
    """From where to where in `text` the token stands that is certainly to blame."""
    ending: str = "\n"
    start: str = ""
    """A byte order mark, or nothing."""

    @property
    def data(self) -> bytes:
        return (self.start + self.text).replace("\n", self.ending).encode("utf-8", "surrogatepass")

    @property
    def place(self) -> tuple[int, int, str] | None:
        """The token's line and column, from 1, and what it says."""
        if self.token is None:
            return None
        at, to = self.token
        return self.text.count("\n", 0, at) + 1, at - self.text.rfind("\n", 0, at), self.text[at:to]


@dataclass(frozen=True)
class Seed:
    """A session that is right."""

    path: Path
    text: str

    @cached_property
    def scalars(self) -> list[tuple[bool, str, int, int]]:
        """Whether it is a key, the key that it is or stands under, and from where to where it stands."""
        lines = list(accumulate((len(line) + 1 for line in self.text.split("\n")), initial=0))
        found = _scalars(yaml.compose(self.text, yaml.CSafeLoader), "")
        # A mark's own index is another one in each of PyYAML's parsers.
        return [(is_key, key, lines[at.line] + at.column, lines[to.line] + to.column) for is_key, key, at, to in found]


def seeds() -> list[Seed]:
    """Every session that is right; files that only other files are in lie where they are."""
    found = [
        path
        for place in PLACES
        for path in ([place] if place.is_file() else sorted(place.glob("*.yaml")))
        if "." not in path.stem
    ]
    return [Seed(path, path.read_text("utf-8")) for path in found]


def copied(seeds_: list[Seed], folder: Path) -> None:
    """Put into `folder` what the sessions of `seeds_` include."""
    for path in {seed.path.parent for seed in seeds_}:
        for part in (part for part in path.iterdir() if part.is_dir()):
            shutil.copytree(part, folder / part.name, dirs_exist_ok=True)


def accidents(seed: int, count: int) -> Iterator[Accident]:
    """`count` accidents, all kinds in turn; the same ones for the same `seed`."""
    good = seeds()
    kinds = sorted(KINDS)
    for number in range(count):
        dice = random.Random(f"{seed}-{number}")
        kind = kinds[number % len(kinds)]
        accident = KINDS[kind](dice.choice(good), dice)
        if dice.random() < 0.2:
            accident = replace(accident, ending=dice.choice(("\r\n", "\r")))
        if dice.random() < 0.1:
            accident = replace(accident, start="\ufeff")
        yield replace(accident, kind=f"{number}-{kind}")


def _scalars(node: yaml.Node, key: str) -> Iterator[tuple[bool, str, yaml.Mark, yaml.Mark]]:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if key != "let":
                yield True, name.value, name.start_mark, name.end_mark
            is_cue = key in TEXTS and ANCHOR.match(name.value)
            is_turn = key == "talk" and len(node.value) == 1  # `{joe: Hello.}`: a text under the name of a voice
            yield from _scalars(value, key if key == "let" or is_cue or is_turn else name.value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item, key)
    elif node.value and node.start_mark.line == node.end_mark.line:
        yield False, key, node.start_mark, node.end_mark


def _with(seed: Seed, at: int, to: int, new: str, *, certain: bool = True) -> Accident:
    text = seed.text[:at] + new + seed.text[to:]
    return Accident("", text, (at, at + len(new)) if certain else None)


def _wrong_key(seed: Seed, dice: random.Random) -> Accident:
    """A key that no mapping has; `talk` names voices, which nobody has either.

    The name of an engine's voice is left whole: which endings an engine passes over is its own affair.
    """
    at, to = dice.choice([(at, to) for is_key, _, at, to in seed.scalars if is_key])
    word = seed.text[at:to].strip("\"'")
    wrong = ("zz", "Steps1", "走る")
    return _with(seed, at, to, dice.choice(wrong if ":" in word else (f"{word}q", *wrong)))


def _wrong_value(seed: Seed, dice: random.Random) -> Accident:
    values = [(at, to) for is_key, key, at, to in seed.scalars if not is_key and key not in TEXTS and key != "let"]
    at, to = dice.choice(values)
    return _with(seed, at, to, dice.choice(WRONG))


def _wrong_text(seed: Seed, dice: random.Random) -> Accident:
    values = [(at, to) for is_key, key, at, to in seed.scalars if not is_key and key in TEXTS]
    if not values:
        return _wrong_value(seed, dice)
    at, to = dice.choice(values)
    return _with(seed, at, to, dice.choice(("{zz: 1, yy: 2}", "true", '"$nobody"', '"a $ b"', '"bell \\a"', '""')))


def _wrong_type(seed: Seed, dice: random.Random) -> Accident:
    at, to = dice.choice([(at, to) for is_key, _, at, to in seed.scalars if not is_key])
    return _with(seed, at, to, dice.choice(("[]", "{}", "true", "7", "-0.5", "~", "[7, {a: b}]")), certain=False)


def _token(seed: Seed, dice: random.Random) -> Accident:
    """A word lost, doubled, changed or with something beside it."""
    word = dice.choice(list(re.finditer(r"[^\s,:{}\[\]]+", seed.text)))
    piece = dice.choice(PIECES)
    new = dice.choice(("", word[0] * 2, word[0][:-1], word[0].upper(), piece, piece + word[0], word[0] + piece))
    return _with(seed, *word.span(), new, certain=False)


def _piece(seed: Seed, dice: random.Random) -> Accident:
    """A few pieces lost, doubled, moved, or others put in."""
    text = seed.text
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(text) + 1)
        to = min(at + dice.randint(0, 30), len(text))
        lost, doubled = text[:at] + text[to:], text[:to] + text[at:]
        text = dice.choice((lost, doubled, text[:at] + dice.choice(PIECES) + text[dice.choice((at, to)) :]))
    return Accident("", text)


def _bytes(seed: Seed, dice: random.Random) -> Accident:
    """A bit turned over, bytes lost; what is left is read as Latin-1, and so is written as other UTF-8."""
    data = bytearray(seed.text.encode())
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(len(data))
        if dice.random() < 0.5:
            data[at] ^= 1 << dice.randrange(8)
        else:
            del data[at : at + dice.randint(1, 8)]
    return Accident("", data.decode("utf-8", "replace" if dice.random() < 0.5 else "surrogateescape"))


def _indent(seed: Seed, dice: random.Random) -> Accident:
    lines = seed.text.split("\n")
    line = dice.randrange(len(lines))
    lines[line] = dice.choice((" ", "  ", "\t", "      ", "\u3000")) + lines[line]
    if dice.random() < 0.5:
        lines[line] = lines[line].strip()
    return Accident("", "\n".join(lines))


def _lines(seed: Seed, dice: random.Random) -> Accident:
    """Two lines swapped, or one that stands twice."""
    lines = seed.text.split("\n")
    first, second = dice.randrange(len(lines)), dice.randrange(len(lines))
    if dice.random() < 0.5:
        lines[first], lines[second] = lines[second], lines[first]
    else:
        lines.insert(second, lines[first])
    return Accident("", "\n".join(lines))


KINDS: Final[dict[str, Callable[[Seed, random.Random], Accident]]] = {
    "key": _wrong_key,
    "value": _wrong_value,
    "text": _wrong_text,
    "type": _wrong_type,
    "token": _token,
    "piece": _piece,
    "bytes": _bytes,
    "indent": _indent,
    "lines": _lines,
}
