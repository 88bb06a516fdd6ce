"""`sounds`: tones and soundscapes."""

from pathlib import Path
from typing import Annotated

import typer

from audiocoach.cli import options
from audiocoach.cli.console import progress, put_json, put_path, results
from audiocoach.conventions import WAV
from audiocoach.errors import UnknownName
from audiocoach.memory import SOUND_MB, require

sounds = typer.Typer(help="The tones, and what each says; the soundscapes.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(sounds, name="sounds")


@sounds.callback(invoke_without_command=True)
def root(context: typer.Context) -> None:
    """The tones, and what each says; the soundscapes."""
    if context.invoked_subcommand is None:
        list_sounds()


@sounds.command("list")
def list_sounds(json: options.Json = False) -> None:
    """List tones and soundscapes."""
    from audiocoach.sound.soundscapes import recipe
    from audiocoach.sound.tones.tone_table import TONES

    scapes = {name: recipe.read(name) for name in recipe.names()}
    if json:
        tones = [
            {"name": t.name, "kind": "tone", "length_ms": t.length_ms, "purpose": t.purpose} for t in TONES.values()
        ]
        put_json([*tones, *({"name": n, "kind": "soundscape", "purpose": s.description} for n, s in scapes.items())])
        return
    _print(("Tone", "ms", "What it says"), [(t.name, str(t.length_ms), t.purpose) for t in TONES.values()])
    results().print()
    _print(("Soundscape", "What is heard"), [(name, scape.description or "") for name, scape in scapes.items()])


def _print(headings: tuple[str, ...], rows: "list[tuple[str, ...]]") -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, justify="right" if heading == "ms" else "left", no_wrap=heading == headings[0])
    for row in rows:
        table.add_row(*row)
    results().print(table)


@sounds.command("render")
def render(
    name: Annotated[str, typer.Argument(metavar="NAME", help="One of `sounds list`.", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The WAV to write.")],
) -> None:
    """Write a tone exactly as it is mixed, without leading silence; of a soundscape, its whole loop."""
    require(SOUND_MB)
    from audiocoach.sound.soundscapes import recipe
    from audiocoach.sound.tones.tone_table import TONES
    from audiocoach.sound.tones.tones import write_tone

    options.must_end(output, WAV)
    if name in TONES:
        write_tone(name, output)
    elif name in recipe.names() or Path(name).suffix:
        _write_loop(name, output)
    else:
        raise UnknownName("tone or soundscape", name, (*TONES, *recipe.names()))
    put_path(output)


def _write_loop(name: str, output: Path) -> None:
    from audiocoach.audio.wav import write_wav
    from audiocoach.build.workspace import Workspace
    from audiocoach.sound.soundscapes.soundscape import master_loop, source

    with progress(name) as update:
        update("rendering", 0, 1)
        loop = master_loop(source(name), Workspace().cache)
        update("rendering", 1, 1)
    block = 1 << 16
    starts = range(0, loop.frames, block)
    blocks = (loop.read(start, min(block, loop.frames - start)) for start in starts)
    write_wav(output, blocks, loop.frames)
