"""`cache`: finished speech and encoded chunks."""

from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli import options
from audiocoach.cli.console import put, put_json

if TYPE_CHECKING:
    from audiocoach.deliver.chunks import ChunkCache
    from audiocoach.voice.cache import TakeCache

app = typer.Typer(help="Finished speech and encoded sound, kept for the next build.")


@app.callback(invoke_without_command=True)
def root(context: typer.Context) -> None:
    """Finished speech and encoded sound, kept for the next build."""
    if context.invoked_subcommand is None:
        info()


@app.command("info")
def info(json: options.Json = False) -> None:
    """Tell where the cache is and how large."""
    takes, chunks = _caches()
    kinds = {f"{kind} takes": (usage.number, usage.bytes) for kind, usage in takes.info().items()}
    kinds["chunks"] = chunks.usage()
    if json:
        sizes = {kind.replace(" ", "_"): {"number": number, "bytes": size} for kind, (number, size) in kinds.items()}
        put_json({"path": str(takes.root), **sizes})
        return
    put(str(takes.root))
    for kind, (number, size) in kinds.items():
        put(f"  {kind}: {number:,}, {size / 1e6:.1f} MB")


@app.command("clear")
def clear(
    takes: Annotated[bool, typer.Option("--takes", help="Finished speech.")] = False,
    chunks: Annotated[bool, typer.Option("--chunks", help="Encoded sound.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Empty the cache, or a part of it: what is needed again is made again."""
    take_cache, chunk_cache = _caches()
    both = takes == chunks
    what = "everything" if both else "finished speech" if takes else "encoded sound"
    if not yes:
        typer.confirm(f"Remove {what} from {take_cache.root}?", abort=True, err=True)
    number = size = 0
    if takes or both:
        removed = take_cache.clear()
        number, size = number + removed.number, size + removed.bytes
    if chunks or both:
        removed_number, removed_bytes = chunk_cache.clear()
        number, size = number + removed_number, size + removed_bytes
    put(f"removed {number:,} files, {size / 1e6:.1f} MB")


def _caches() -> "tuple[TakeCache, ChunkCache]":
    from audiocoach.deliver.chunks import ChunkCache
    from audiocoach.voice.cache import TakeCache, default_cache_root

    return TakeCache(default_cache_root()), ChunkCache(default_cache_root())
