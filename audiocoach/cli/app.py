"""The application: its commands, and what becomes of errors."""

import errno
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from audiocoach import __version__
from audiocoach.cli import INTERRUPTED
from audiocoach.cli import build as building
from audiocoach.cli import cache as caching
from audiocoach.cli import new as writing
from audiocoach.cli import plan as planning
from audiocoach.cli import sounds as sounding
from audiocoach.cli import voices as speaking
from audiocoach.cli.console import in_our_words, say
from audiocoach.errors import AudiocoachError


class Commands(TyperGroup):
    """Every error that audiocoach raises on purpose ends here, as a message and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except (AudiocoachError, OSError) as error:
            if isinstance(error, OSError) and error.errno == errno.EPIPE:
                raise  # whoever read has had enough: Typer ends quietly
            what = in_our_words(error)
            say(str(what), style="red")
            raise typer.Exit(what.exit_code) from error
        except KeyboardInterrupt as error:
            say("interrupted; finished speech is kept", style="yellow")
            raise typer.Exit(INTERRUPTED) from error


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (building, planning, writing):
    module.register(app)
app.add_typer(speaking.app, name="voices")
app.add_typer(sounding.app, name="sounds")
app.add_typer(writing.library_app, name="library")
app.add_typer(caching.app, name="cache")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"audiocoach {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Turn a few lines of YAML into one MP3 to run to: a coach's voice, exact interval tones, chapters."""
