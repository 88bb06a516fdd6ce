"""`sounds`: the tones."""

from pathlib import Path
from typing import Annotated

import typer

from audiocoach.cli import options
from audiocoach.cli.console import put, put_json, results

app = typer.Typer(help="The tones, and what each says.")


@app.callback(invoke_without_command=True)
def root(context: typer.Context) -> None:
    """The tones, and what each says."""
    if context.invoked_subcommand is None:
        list_sounds()


@app.command("list")
def list_sounds(json: options.Json = False) -> None:
    """List the tones."""
    from rich.table import Table

    from audiocoach.sound.table import TONES

    if json:
        put_json(
            [
                {"name": tone.name, "kind": "tone", "length_ms": tone.length_ms, "purpose": tone.purpose}
                for tone in TONES.values()
            ]
        )
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("Name", "ms", "What it says"):
        table.add_column(heading, justify="right" if heading == "ms" else "left")
    for tone in TONES.values():
        table.add_row(tone.name, str(tone.length_ms), tone.purpose)
    results().print(table)


@app.command("render")
def render(
    name: Annotated[str, typer.Argument(metavar="NAME", help="One of `sounds list`.", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The WAV to write.")],
) -> None:
    """Write a tone exactly as it is mixed, without leading silence."""
    from audiocoach.sound.tones import write_wav

    options.must_end(output, ".wav")
    write_wav(name, output)
    put(str(output))
