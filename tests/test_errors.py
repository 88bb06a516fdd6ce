"""Errors: each survives a pickle, so that a worker's is told as any other."""

import importlib
import inspect
import pickle
from pathlib import Path
from typing import Any

import pytest

from audiocoach.errors import Diagnostic, Place, Portable
from audiocoach.syntax.invalid import InvalidValue
from support import ROOT

SAMPLES = {
    "message": "it is wrong",
    "hint": "make it right",
    "diagnostics": [Diagnostic("`100m`: `m` is minutes", Place("a.yaml", 5, 10, "    - run: 100m", 4), "`1h40m`?")],
    "invalids": [InvalidValue("`100m`: `m` is minutes", "write `100 meters`")],
    "kind": "voice",
    "name": "jo",
    "known": ["joe", "amy"],
    "remedy": "`audiocoach voices get jo` fetches it",
    "path": Path("a.yaml"),
    "reason": "it is a folder",
    "loc": ("steps", 3),
    "near": ("jo", ("joe",)),
    "missing": True,
    "wait_s": 2.0,
    "status": 503,
    "retry_after": "5",
}
"""What an error may be made from, by the name of the parameter."""


def all_errors() -> list[type[BaseException]]:
    """Every class of errors that is defined anywhere in the package."""
    found = {}
    for path in sorted((ROOT / "audiocoach").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if name.endswith(("__init__", "__main__", "espeak_child")):
            continue
        module = importlib.import_module(name)
        for each in vars(module).values():
            if inspect.isclass(each) and issubclass(each, BaseException) and each.__module__ == name:
                found[each.__qualname__] = each
    return list(found.values())


def made(kind: type[BaseException]) -> Any:
    """One of them, with every parameter given."""
    if kind.__init__ is BaseException.__init__ or kind.__init__ is Exception.__init__:
        return kind("it is wrong")
    parameters = list(inspect.signature(kind.__init__).parameters.values())[1:]
    given = [each for each in parameters if each.kind is each.POSITIONAL_OR_KEYWORD]
    named = [each for each in parameters if each.kind is each.KEYWORD_ONLY]
    if any(each.kind is each.VAR_POSITIONAL for each in parameters):
        return kind("it is wrong")
    return kind(*(SAMPLES[each.name] for each in given), **{each.name: SAMPLES[each.name] for each in named})


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.__name__)
def test_every_error_comes_out_of_a_pickle_as_it_went_in(kind: type[BaseException]) -> None:
    error = made(kind)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert str(again) == str(error)
    assert again.args == error.args
    assert {name: str(value) for name, value in vars(again).items()} == {
        name: str(value) for name, value in vars(error).items()
    }
    for name in ("hint", "exit_code", "otherwise"):
        assert getattr(again, name, None) == getattr(error, name, None)


def test_the_tree_is_portable() -> None:
    private = [kind.__name__ for kind in all_errors() if not issubclass(kind, Portable)]
    assert all(name.startswith("_") or name == "NetworkError" for name in private), private
