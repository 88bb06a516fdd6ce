"""The caret stands under what is to blame, and nothing else."""

import pytest

from audiocoach.errors import SpecError
from audiocoach.session.reader import Reader
from audiocoach.syntax.yaml_text import parse

MEANT = [
    ("steps: [{talk: [{joe: Hello $x.}]}]", ["Hello $x."]),
    ("steps: [{talk: [{text: Hello., voice: {name: joe, rate: 9.2}}]}]", ["9.2"]),
    ("steps: [{talk: [{text: Hello., voice: {name: joe, engine: command}}]}]", ["command"]),
    ('steps: [{talk: [{joe: Hello.}, {}, {a: "b", c: "d"}]}]', ["{}", '{a: "b", c: "d"}']),
    ("steps: [{talk: [{joe: [Hello.]}]}]", ["[Hello.]"]),
    ("steps: [{talk: [{joe: {text: Hello.}}]}]", ["{text: Hello.}"]),
    ("steps: [{talk: Hello.}]", ["Hello."]),
    ("steps: [{say: {talk: [{voice: joe, text: $x}]}}]", ["$x"]),
    ("steps: [{walk: 1m, say: {half: [Easy., {text: Now., vioce: joe}]}}]", ["vioce"]),
    ("steps: [{walk: 1m, say: {2m: Late.}}]", ["2m"]),
    ("steps: [{walk: 1m, say: {30s: Once., 0:30: Twice.}}]", ["0:30"]),
    ("steps: [{wlak: 1m, say: Go.}]", ["wlak"]),
    ("steps: [{runn: 30s, say: {half: Half.}, check-in: before}]", ["runn"]),
    ("steps: [{zz: 30s, say: {half: Half.}}]", ["zz"]),
    ("steps: [{say: {zz: 1, yy: 2}}]", ["{zz: 1, yy: 2}"]),
    ("steps: [{say: {half: Now.}}]", ["say"]),
    ("steps: [{say: Hello., voic: joe}]", ["voic"]),
    ("steps: [{repeat: 2, steps: [{run: 1m, effort: [3, 11]}]}]", ["11"]),
    ("voice: {name: joe, rat: 1}\nsteps: [{walk: 1m}]", ["rat"]),
    ("let: {run: {a: b}}\nsteps: [{walk: 1m}]", ["{a: b}"]),
    ("steps: [{breathe: {in: 4s, out: 5}, for: 1m}]", ["5"]),
    ("steps:\n  - walk: |\n      five\n", ["|"]),
]


@pytest.mark.parametrize(("text", "meant"), MEANT, ids=[text for text, _ in MEANT])
def test_what_is_to_blame_is_underlined(text: str, meant: list[str]) -> None:
    with pytest.raises(SpecError) as caught:
        Reader(lambda name: None).compile(parse(text, "<text>"))
    places = [diagnostic.place for diagnostic in caught.value.diagnostics]
    assert [place.text[place.column - 1 :][: place.width] for place in places if place] == meant
