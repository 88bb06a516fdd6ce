"""What PyYAML's parsers find wrong, the C library's and Python's, in our words and with what would be right."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import yaml

from audiocoach.errors import Diagnostic, Place
from audiocoach.syntax.document import place_at


@dataclass(frozen=True, slots=True)
class _Rule:
    """What is said where a parser's words match."""

    pattern: str
    """For `context; problem`."""
    message: str
    """`{line}` is that of the context."""
    hint: str
    """The same."""
    at_context: bool = False
    """Whether the context is to blame: where the thing began that went wrong."""


_QUOTES: Final = "put the text in quotes"
_RULES: Final = (
    _Rule(
        "mapping values are not allowed",
        "a `: ` inside a text that is not quoted",
        "put the text in double quotes; or, if this is a key, indent it as the keys around it",
    ),
    _Rule("another document", "a second document; a file holds one session", "remove the `---`"),
    _Rule("undefined alias", "a text that starts with `*`, which YAML reads as an alias", _QUOTES),
    _Rule("scanning an alias", "a text that starts with `*`, which YAML reads as an alias", _QUOTES, at_context=True),
    _Rule("scanning an anchor", "a text that starts with `&`, which YAML reads as an anchor", _QUOTES, at_context=True),
    _Rule("duplicate anchor", "an anchor of the same name as on line {line}", "call it otherwise"),
    _Rule("sequence entries are not allowed", "a `- ` where no list can start", "start the list on the next line"),
    _Rule(
        "could not find expected ':'",
        "a key without its `:`",
        "write `key: value`; a key and its `:` stand on one line",
        at_context=True,
    ),
    _Rule(
        "flow sequence; .*expected ','",
        "a `,` or a `]` is missing before this",
        "close the `[` of line {line}, or put a comma between its items",
    ),
    _Rule(
        "flow mapping; .*expected ','",
        "a `,` or a `}}` is missing before this",
        "close the `{{` of line {line}, or put a comma between its entries",
    ),
    _Rule("node content", "a value is missing before this", f"write one; or, if a text starts with it, {_QUOTES}"),
    _Rule(
        "block collection;",
        "this is no item of the list above it",
        "start it with `- `, indented as the items from line {line} on are",
    ),
    _Rule(
        "block mapping;",
        "this does not belong to the keys above it",
        f"indent it as those from line {{line}} on are; or, if it is part of a text, {_QUOTES}",
    ),
    _Rule(
        "document start",
        "this does not belong to the keys above it",
        "start all keys of the session in the same column",
    ),
    _Rule(
        "quoted scalar; .*(?:end of stream|document)",
        "a text in quotes without its end",
        "close it with the same quote",
        at_context=True,
    ),
    _Rule(
        "quoted scalar;",
        "a `\\` that says nothing to YAML",
        "write `\\\\` for the sign itself, or put the text in single quotes",
    ),
    _Rule("block scalar;", "a text on the line of its `|` or `>`", "start the text on the next line", at_context=True),
    _Rule("cannot start any token", "a text that starts with a sign which YAML reserves", _QUOTES),
    _Rule("scanning a plain scalar; .*':'", "a `:` inside a text in brackets", _QUOTES),
    _Rule("a tag;|tag handle", "a text that starts with `!`, which YAML reads as a tag", _QUOTES, at_context=True),
    _Rule("directive", "a line that starts with `%`, which YAML reads as a directive", "remove it", at_context=True),
)
"""The first that matches is taken."""


def syntax_diagnostic(error: yaml.MarkedYAMLError, name: str, lines: Sequence[str]) -> Diagnostic:
    """What is said of a text that is no YAML."""
    mark, context = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
    if mark is None or context is None:
        return Diagnostic(f"this is not YAML: {error}", Place(name, 0, 0), "see `audiocoach new` for how it looks")
    place = place_at(name, lines, mark)
    what = f"{error.context or ''}; {error.problem or ''}"
    if "tab character" in what or ("token" in what and place.text[place.column - 1 : place.column] == "\t"):
        return Diagnostic("a tab where YAML wants spaces", place, "indent with spaces")
    rule = next((rule for rule in _RULES if re.search(rule.pattern, what)), None)
    if rule is None:
        hint = "is an indent, a quote or a bracket wrong here?"
        return Diagnostic(f"this is not YAML: {what.strip('; ')}", place, hint)
    place = place_at(name, lines, context) if rule.at_context else place
    message, hint = (words.format(line=context.line + 1) for words in (rule.message, rule.hint))
    return Diagnostic(message, place, hint)
