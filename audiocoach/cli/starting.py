"""Files to start from: the starter's and those of the library, written for somebody to change."""

from pathlib import Path

from audiocoach.cli.console import put_path
from audiocoach.cli.program import say_next
from audiocoach.conventions import YAML
from audiocoach.errors import InputError, UnknownName


def shipped(name: str) -> Path:
    """The file of a session, a program or a collection of the library; `UnknownName` where there is none."""
    from audiocoach.build import library

    path = library.shipped_as_anything(name)
    if path is None:
        raise UnknownName("library session", name, library.all_names())
    return path


def write_session(file: Path, source: Path) -> None:
    """Write what `source` says to `file`, for editors that know our schema; `InputError` where that is there."""
    from audiocoach.assets import asset
    from audiocoach.storage.files import write_file

    if file.exists():
        raise InputError(f"{file} is there already", "name another file")
    if file.suffix not in YAML:
        raise InputError(f"{file}: a session is a YAML file", f"name it {file.with_suffix('.yaml').name}")
    file.parent.mkdir(parents=True, exist_ok=True)
    kinds = {asset("programs"): "program.json", asset("collections"): "collection.json"}
    kind = kinds.get(source.parent, "session.json")
    schema = f"# yaml-language-server: $schema={asset('schemas', kind).as_uri()}\n"
    write_file(file, (schema + source.read_text(encoding="utf-8")).encode())
    put_path(file)
    say_next("plan", str(file))
