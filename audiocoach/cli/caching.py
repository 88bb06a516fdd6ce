"""`cache`: finished speech, encoded chunks and rendered soundscapes."""

from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli import options
from audiocoach.cli.console import put, put_json

if TYPE_CHECKING:
    from audiocoach.deliver.chunks import ChunkCache
    from audiocoach.sound.loops import LoopCache
    from audiocoach.voice.cache import TakeCache

app = typer.Typer(help="Speech, soundscapes and encoded sound, kept for the next build.")


@app.callback(invoke_without_command=True)
def root(context: typer.Context) -> None:
    """Speech, soundscapes and encoded sound, kept for the next build."""
    if context.invoked_subcommand is None:
        info()


@app.command("info")
def info(json: options.Json = False) -> None:
    """Tell where the cache is and how large."""
    from audiocoach.sound import songs

    takes, chunks, loops = _caches()
    kinds = {f"{kind} takes": (usage.number, usage.bytes) for kind, usage in takes.info().items()}
    kinds["chunks"] = chunks.usage()
    kinds["soundscapes"] = loops.usage()
    kinds["music"] = songs.usage(takes.root)
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
    soundscapes: Annotated[
        bool, typer.Option("--soundscapes", help="Rendered soundscapes, and measured music.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Empty the cache, or a part of it: what is needed again is made again."""
    from audiocoach.sound import songs

    take_cache, chunk_cache, loop_cache = _caches()
    chosen = {"finished speech": takes, "encoded sound": chunks, "what lies beneath": soundscapes}
    if not any(chosen.values()):
        chosen = dict.fromkeys(chosen, True)
    if not yes:
        what = " and ".join(name for name, wanted in chosen.items() if wanted)
        typer.confirm(f"Remove {what} from {take_cache.root}?", abort=True, err=True)
    removed = []
    if chosen["finished speech"]:
        usage = take_cache.clear()
        removed.append((usage.number, usage.bytes))
    if chosen["encoded sound"]:
        removed.append(chunk_cache.clear())
    if chosen["what lies beneath"]:
        removed += [loop_cache.clear(), songs.clear(take_cache.root)]
    put(f"removed {sum(number for number, _ in removed):,} files, {sum(size for _, size in removed) / 1e6:.1f} MB")


def _caches() -> "tuple[TakeCache, ChunkCache, LoopCache]":
    from audiocoach.deliver.chunks import ChunkCache
    from audiocoach.sound.loops import LoopCache
    from audiocoach.voice.cache import TakeCache, default_cache_root

    root = default_cache_root()
    return TakeCache(root), ChunkCache(root), LoopCache(root)
