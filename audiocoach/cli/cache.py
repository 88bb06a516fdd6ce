"""`cache`: finished speech, encoded chunks, rendered soundscapes and measured music."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli import options
from audiocoach.cli.console import one_line, put, put_json, put_path

if TYPE_CHECKING:
    from audiocoach.storage.store import Usage

app = typer.Typer(help="Speech, soundscapes and encoded sound, kept for the next build.")


@app.callback(invoke_without_command=True)
def root(context: typer.Context) -> None:
    """Speech, soundscapes and encoded sound, kept for the next build."""
    if context.invoked_subcommand is None:
        info()


@app.command("info")
def info(json: options.Json = False) -> None:
    """Tell where the cache is and how large."""
    from audiocoach.storage.store import default_cache_root

    usages = {kind.name: kind.usage() for kind in _kinds()}
    if json:
        sizes = {name.replace(" ", "_"): asdict(usage) for name, usage in usages.items()}
        put_json({"path": str(default_cache_root()), **sizes})
        return
    put_path(default_cache_root())
    for name, usage in usages.items():
        put(f"  {name}: {usage.number:,}, {usage.bytes / 1e6:.1f} MB")


@app.command("clear")
def clear(
    takes: Annotated[bool, typer.Option("--takes", help="Finished speech.")] = False,
    chunks: Annotated[bool, typer.Option("--chunks", help="Encoded sound.")] = False,
    soundscapes: Annotated[
        bool, typer.Option("--soundscapes", help="Rendered soundscapes, and measured music.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Empty the cache, or a part of it: what is needed again is made again."""
    from audiocoach.storage.store import Usage, default_cache_root

    asked = {"takes": takes, "chunks": chunks, "soundscapes": soundscapes}
    chosen = [kind for kind in _kinds() if asked[kind.flag] or not any(asked.values())]
    if not yes:
        what = ", ".join(kind.name for kind in chosen)
        typer.confirm(f"Remove {what} from {one_line(str(default_cache_root()))}?", abort=True, err=True)
    removed = sum((kind.clear() for kind in chosen), Usage())
    put(f"removed {removed.number:,} files, {removed.bytes / 1e6:.1f} MB")


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of thing that is kept."""

    name: str
    flag: str
    """Which flag of `clear` means it."""
    usage: "Callable[[], Usage]"
    clear: "Callable[[], Usage]"


def _kinds() -> tuple[_Kind, ...]:
    from audiocoach.build import loudness_report as report
    from audiocoach.deliver.chunk_store import ChunkStore
    from audiocoach.sound.music import songs
    from audiocoach.sound.soundscapes.loops import LoopStore
    from audiocoach.storage.store import default_cache_root
    from audiocoach.voice.take_store import TakeStore

    root = default_cache_root()
    takes, chunks, loops = TakeStore(root), ChunkStore(root), LoopStore(root)
    reports, figures = report.store(root), songs.store(root)
    return (
        _Kind("raw takes", "takes", lambda: takes.info()["raw"], lambda: takes.clear(["raw"])),
        _Kind("mastered takes", "takes", lambda: takes.info()["mastered"], lambda: takes.clear(["mastered"])),
        _Kind("chunks", "chunks", chunks.usage, chunks.clear),
        _Kind("receipts", "chunks", reports.usage, reports.clear),
        _Kind("soundscapes", "soundscapes", loops.usage, loops.clear),
        _Kind("music", "soundscapes", figures.usage, figures.clear),
    )
