"""`cache`: finished speech, encoded chunks, rendered soundscapes and measured music."""

from dataclasses import asdict
from typing import Annotated

import typer

from audiocoach.cli import options
from audiocoach.cli.console import one_line, put, put_json, put_path

cache = typer.Typer(help="Speech, soundscapes and encoded sound, kept for the next build.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(cache, name="cache")


@cache.callback(invoke_without_command=True)
def root(context: typer.Context) -> None:
    """Speech, soundscapes and encoded sound, kept for the next build."""
    if context.invoked_subcommand is None:
        info()


@cache.command("info")
def info(json: options.Json = False) -> None:
    """Tell where the cache is and how large."""
    from audiocoach.storage.kinds import KINDS
    from audiocoach.storage.store import Store, default_cache_root

    root = default_cache_root()
    usages = {kind.name: Store(root, kind).usage() for kind in KINDS}
    if json:
        sizes = {name.replace(" ", "_"): asdict(usage) for name, usage in usages.items()}
        put_json({"path": str(root), **sizes})
        return
    put_path(root)
    for name, usage in usages.items():
        put(f"  {name}: {usage.number:,}, {usage.bytes / 1e6:.1f} MB")


@cache.command("clear")
def clear(  # noqa: PLR0913, PLR0917 - each is a flag
    takes: Annotated[bool, typer.Option("--takes", help="Finished speech.")] = False,
    chunks: Annotated[bool, typer.Option("--chunks", help="Encoded sound, and what was measured of it.")] = False,
    soundscapes: Annotated[
        bool, typer.Option("--soundscapes", help="Rendered soundscapes, and measured music.")
    ] = False,
    models: Annotated[bool, typer.Option("--models", help="Models of voices, joined from their parts.")] = False,
    written: Annotated[bool, typer.Option("--written", help="Which subtitles (.srt) audiocoach wrote.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Empty the cache, or a part of it: what is needed again is made again."""
    from audiocoach.storage.housekeeping import Usage
    from audiocoach.storage.kinds import KINDS
    from audiocoach.storage.store import Store, default_cache_root

    root = default_cache_root()
    flags = {"takes": takes, "chunks": chunks, "soundscapes": soundscapes, "models": models, "written": written}
    chosen = [kind for kind in KINDS if flags[kind.part] or not any(flags.values())]
    if not yes:
        what = ", ".join(kind.name for kind in chosen) if len(chosen) < len(KINDS) else "everything"
        typer.confirm(f"Remove {what} from {one_line(str(root))}?", abort=True, err=True)
    removed = sum((Store(root, kind).clear() for kind in chosen), Usage())
    put(f"removed {removed.number:,} files, {removed.bytes / 1e6:.1f} MB")
