"""YAML's traps for texts: what YAML reads in silence, but no author meant.

say: Run to tree #3           everything from ` #` on is a comment
say: [Easy, you can talk.]    two items
say: {start: Easy, now go.}   two entries
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

import yaml

from audiocoach.errors import Diagnostic, Place, short
from audiocoach.syntax.document import Document
from audiocoach.syntax.invalid import shown
from audiocoach.syntax.plain_values import MOST_DIAGNOSTICS, is_quoted, scalar
from audiocoach.syntax.text_keys import TEXTS, holds_none
from audiocoach.syntax.variables import variable

_SENTENCES: Final = frozenset(("say", "talk", "ask"))
_COMMENT: Final = re.compile(r"([ \t]+)#(.?)")
_ENDS: Final = (".", "!", "?", "…", "。", "！", "？", '"', "'", ")", "”", "»")
_QUOTE: Final = "put texts with a comma in quotes, and end each text with `.`, `!` or `?`"


def pitfalls(document: Document) -> Iterator[Diagnostic]:
    """A diagnostic for each text that was cut or split in silence."""
    yield from _walk(document, document.root, None, set())


def nothings_beside(found: Iterable[Diagnostic], document: Document) -> list[Diagnostic]:
    """A diagnostic for each key with nothing after it, which validation takes for a key that is not there.

    Of those places at which nothing was `found`; the first ones, where there are very many.
    """
    known = {diagnostic.place for diagnostic in found}
    return list(islice((one for one in _nothings(document) if one.place not in known), MOST_DIAGNOSTICS))


def in_file_order(found: Iterable[Diagnostic], document: Document) -> list[Diagnostic]:
    """A document's diagnostics first, then those of each file that it names, in the order of the file."""

    def order(diagnostic: Diagnostic) -> tuple[bool, str, int, int]:
        place = diagnostic.place or Place("", 0, 0)
        return place.file != document.name, place.file, place.line, place.column

    return sorted(found, key=order)


def _nothings(document: Document) -> Iterator[Diagnostic]:
    seen: set[int] = set()
    nodes = [document.root]
    while nodes:
        node = nodes.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            nodes += node.value
        elif isinstance(node, yaml.MappingNode):
            nodes += (value for _, value in node.value)
            for key, value in node.value:
                if isinstance(value, yaml.ScalarNode) and scalar(value) is None and key.value != "repeat":
                    message = f"nothing stands after {shown(key.value)}"
                    yield Diagnostic(message, document.place_of(value), "write a value, or leave the key out")


def _walk(document: Document, node: yaml.Node, text: str | None, seen: set[int]) -> Iterator[Diagnostic]:
    """Visit each node once; `text` is the key that makes it a text, or None."""
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        if text and node.flow_style:
            yield from _split_entries(document, node)
        for key, value in node.value:
            word = key.value if isinstance(key, yaml.ScalarNode) else ""
            if not holds_none(word):
                yield from _walk(document, value, word if word in TEXTS else text, seen)
    elif isinstance(node, yaml.SequenceNode):
        if text in _SENTENCES and node.flow_style:
            yield from _split_items(document, node)
        for item in node.value:
            yield from _walk(document, item, text, seen)
    elif isinstance(node, yaml.ScalarNode) and text and not is_quoted(node):
        yield from _cut(document, node)


def _cut(document: Document, node: yaml.ScalarNode) -> Iterator[Diagnostic]:
    """A ` #` that looks like a part of the text: after one space, or with no space after it."""
    line = document.lines[node.end_mark.line] if node.end_mark.line < len(document.lines) else ""
    rest = line[len(line[: node.end_mark.column].rstrip()) :]
    comment = _COMMENT.match(rest)
    if node.value and comment and (len(comment[1]) == 1 or comment[2] not in ("", " ", "#", "-", "=")):
        yield Diagnostic(
            "the text ends at ` #`: YAML reads the rest as a comment",
            document.place_of(node),
            "put the text in quotes; or, if it is a comment, leave two spaces before `# `",
        )


def _split_items(document: Document, node: yaml.SequenceNode) -> Iterator[Diagnostic]:
    """An unquoted item of `[a, b]` that does not end as a sentence does."""
    for item in node.value:
        plain = isinstance(item, yaml.ScalarNode) and not is_quoted(item) and variable(item.value) is None
        if plain and not item.value.endswith(_ENDS):
            message = f"in `[...]` a comma starts another item: is `{short(item.value)}` a whole text?"
            yield Diagnostic(message, document.place_of(item), _QUOTE)
            return


def _split_entries(document: Document, node: yaml.MappingNode) -> Iterator[Diagnostic]:
    """An entry of `{a: b, c}` that is a key alone: the rest of the text before it."""
    for index, (key, value) in enumerate(node.value):
        alone = isinstance(value, yaml.ScalarNode) and not value.value and not is_quoted(value)
        if index and alone and isinstance(key, yaml.ScalarNode) and not is_quoted(key):
            message = f"in `{{...}}` a comma starts another entry: does `{short(key.value)}` belong to the text before?"
            yield Diagnostic(message, document.place_of(key), _QUOTE)
            return
