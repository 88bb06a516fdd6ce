"""The house: rooms without circles, names that say one thing, functions that a caller can survey."""

import ast
import io
import re
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path, PurePath

import pytest

from support import ROOT

PACKAGE = ROOT / "audiocoach"
FILES = sorted(PACKAGE.rglob("*.py"))
RETIRED = {
    *("shelf", "shelves", "desk", "told", "asking", "complaint", "complaints", "mistake", "mistakes"),
    *("trap", "traps", "floor", "floors", "hang", "hangs", "wish", "wishes", "receipt", "receipts"),
}
"""Words that a stranger would have to learn, as parts of identifiers."""
MOST_PARAMETERS = 6
COMMANDS = PACKAGE / "cli"
"""A command's function has a parameter for each of its flags."""


def words(identifier: str) -> frozenset[str]:
    """The words of `snake_case` and `CamelCase`, in lower case."""
    return frozenset(word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", identifier))


def module(path: Path) -> str:
    """Its dotted name."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports when it is itself imported."""
    names = {module(other) for other in FILES}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("audiocoach"):
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in names else node.module for name in inner)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("audiocoach"))


def circle(graph: dict[str, set[str]]) -> list[str]:
    """A circle in a graph; empty where there is none."""
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> list[str]:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return []
        for target in sorted(graph.get(name, ())):
            if found := walk(target, [*way, name]):
                return found
        done.add(name)
        return []

    return next((found for name in sorted(graph) if (found := walk(name, []))), [])


@pytest.mark.parametrize("path", FILES, ids=module)
def test_no_retired_word_is_an_identifier(path: Path) -> None:
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    assert not [t.string for t in tokens if t.type == tokenize.NAME and RETIRED & words(t.string)]


def test_no_module_imports_itself_by_way_of_others() -> None:
    assert not circle({module(path): set(imported(path)) for path in FILES})


def test_the_parts_of_a_room_lie_in_an_order_too() -> None:
    """No two sub-folders of a room import each other, and no sub-folder and a file beside it."""
    graph: dict[str, set[str]] = defaultdict(set)
    for path in FILES:
        own = module(path).split(".")
        for name in imported(path):
            other = name.split(".")
            shared = next((i for i, pair in enumerate(zip(own, other, strict=False)) if pair[0] != pair[1]), None)
            if shared is not None and shared >= 1:
                graph[".".join(own[: shared + 1])].add(".".join(other[: shared + 1]))
    assert not circle(graph)


def test_a_files_name_is_its_own() -> None:
    """A command's file is called by its command."""
    names = Counter(path.name for path in FILES if path.name != "__init__.py" and COMMANDS not in path.parents)
    assert not [name for name, count in names.items() if count > 1]


def test_a_classs_name_is_its_own() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(module(path))
    assert not {name: places for name, places in found.items() if len(places) > 1}


@pytest.mark.parametrize("path", FILES, ids=module)
def test_no_function_takes_more_than_six_parameters(path: Path) -> None:
    many = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            names = [argument.arg for argument in arguments if argument.arg not in ("self", "cls")]
            is_command = COMMANDS in path.parents and not node.name.startswith("_")
            if len(names) > MOST_PARAMETERS and not is_command:
                many[node.name] = len(names)
    assert not many


EFFECTS = {
    *("os", "io", "shutil", "subprocess", "tempfile", "glob", "socket", "time", "random", "importlib"),
    *("audiocoach.assets", "audiocoach.config", "audiocoach.paths", "audiocoach.storage"),
}
"""What a pure room imports nothing of."""
OF_FILES = {
    name
    for name in dir(Path)
    if not name.startswith("_") and name not in dir(PurePath) and callable(getattr(Path, name))
}
"""Methods of `Path` that ask the file system."""


@pytest.mark.parametrize("room", ["verbalize", "script", "timeline"])
def test_a_pure_room_reads_no_file(room: str) -> None:
    for path in (PACKAGE / room).rglob("*.py"):
        tree = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        names = {alias.name for node in tree if isinstance(node, ast.Import) for alias in node.names}
        for node in tree:
            if isinstance(node, ast.ImportFrom):
                names |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
        assert not {name for name in names for effect in EFFECTS if f"{name}.".startswith(f"{effect}.")}, path
        called = [node.func for node in tree if isinstance(node, ast.Call)]
        assert not [func.id for func in called if isinstance(func, ast.Name) and func.id in ("open", "print")], path
        methods = {func.attr for func in called if isinstance(func, ast.Attribute)}
        assert not methods & (OF_FILES - {"replace"}), path  # texts have a `replace` too


HINTED = {"Diagnostic": 3, "warning": 3, "InputError": 2, "InvalidValue": 2}
"""With how many arguments each says what would be right."""


@pytest.mark.parametrize("room", ["syntax", "session", "script", "timeline", "build"])
def test_whatever_is_told_of_a_session_says_what_would_be_right(room: str) -> None:
    bare = []
    for path in (PACKAGE / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                given = len(node.args) + len(node.keywords)
                if given < HINTED.get(name, 0) and not any(word.arg == "hint" for word in node.keywords):
                    bare.append(f"{module(path)}:{node.lineno}: {name}")
    assert not bare


def test_no_file_is_long() -> None:
    """About 200 lines, so that a file is one thing."""
    assert not {module(path): n for path in FILES if (n := len(path.read_text(encoding="utf-8").splitlines())) > 320}
