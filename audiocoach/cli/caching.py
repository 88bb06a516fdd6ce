"""`cache`: finished speech, encoded chunks and rendered soundscapes."""

from dataclasses import asdict
from typing import Annotated

import typer

from audiocoach.cli import options
from audiocoach.cli.console import put, put_json

app = typer.Typer(help="Speech, soundscapes and encoded sound, kept for the next build.")


@app.callback(invoke_without_command=True)
def root(context: typer.Context) -> None:
    """Speech, soundscapes and encoded sound, kept for the next build."""
    if context.invoked_subcommand is None:
        info()


@app.command("info")
def info(json: options.Json = False) -> None:
    """Tell where the cache is and how large."""
    caches = _Caches()
    takes = {f"{kind} takes": usage for kind, usage in caches.takes.info().items()}
    kinds = takes | {
        "chunks": caches.chunks.usage(),
        "receipts": caches.receipts.usage(),
        "soundscapes": caches.loops.usage(),
        "music": caches.songs.usage(),
    }
    if json:
        put_json({"path": str(caches.root), **{kind.replace(" ", "_"): asdict(usage) for kind, usage in kinds.items()}})
        return
    put(str(caches.root))
    for kind, usage in kinds.items():
        put(f"  {kind}: {usage.number:,}, {usage.bytes / 1e6:.1f} MB")


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
    from audiocoach.cache import Usage

    caches = _Caches()
    chosen = {"finished speech": takes, "encoded sound": chunks, "what lies beneath": soundscapes}
    if not any(chosen.values()):
        chosen = dict.fromkeys(chosen, True)
    if not yes:
        what = " and ".join(name for name, wanted in chosen.items() if wanted)
        typer.confirm(f"Remove {what} from {caches.root}?", abort=True, err=True)
    removed = Usage()
    if chosen["finished speech"]:
        removed += caches.takes.clear()
    if chosen["encoded sound"]:
        removed += caches.chunks.clear() + caches.receipts.clear()
    if chosen["what lies beneath"]:
        removed += caches.loops.clear() + caches.songs.clear()
    put(f"removed {removed.number:,} files, {removed.bytes / 1e6:.1f} MB")


class _Caches:
    """Everything that is kept."""

    def __init__(self) -> None:
        from audiocoach import receipt
        from audiocoach.cache import default_cache_root
        from audiocoach.deliver.chunks import ChunkCache
        from audiocoach.sound import songs
        from audiocoach.sound.loops import LoopCache
        from audiocoach.voice.cache import TakeCache

        self.root = default_cache_root()
        self.takes = TakeCache(self.root)
        self.chunks = ChunkCache(self.root)
        self.receipts = receipt.shelf(self.root)
        self.loops = LoopCache(self.root)
        self.songs = songs.shelf(self.root)
