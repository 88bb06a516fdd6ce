"""The application: its commands, and what becomes of errors."""

import errno
import re
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from audiocoach import __version__
from audiocoach.cli import (
    INTERRUPTED,
    build,
    cache,
    check,
    feed,
    library,
    new,
    phrases,
    plan,
    quick,
    schema,
    serve,
    site,
    sounds,
    voices,
)
from audiocoach.cli.console import say
from audiocoach.cli.failures import in_our_words, show_diagnostic, show_error
from audiocoach.errors import Diagnostic

_UsageError: Final[Any] = typer.BadParameter.__base__
"""Typer's own, which lies elsewhere in each of its versions."""
_NUMBERS: Final = (
    (r".*\bvalid integer\b.*", "needs a whole number"),
    (r".*\bvalid (number|float)\b.*", "needs a number"),
    (r".*\bgreater than or equal to (\S+)", r"is at least \1"),
    (r".*\bless than or equal to (\S+)", r"is at most \1"),
)
"""What a flag's number has to be: in Typer's words, by its version those of Click or of Pydantic, and in ours."""


class Commands(TyperGroup):
    """Every error that is no fault of ours ends here, as a message and an exit code."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command line, and end the process with the command's exit code."""
        kwargs["standalone_mode"] = False  # else Typer prints in its own way, and names as they are
        try:
            code = super().main(*args, **kwargs)
        except _UsageError as error:
            _show_usage(error)
            code = error.exit_code
        except typer.Abort:  # a question was not answered
            say("nothing was done", style="yellow")
            code = 1
        raise SystemExit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            say("interrupted; finished speech is kept", style="yellow")
            raise typer.Exit(INTERRUPTED) from error
        except (Exception, MemoryError) as error:
            if isinstance(error, OSError) and error.errno == errno.EPIPE:
                raise typer.Exit(1) from error  # whoever read has had enough
            what = in_our_words(error)
            if what is None:
                raise
            show_error(what)
            raise typer.Exit(what.exit_code) from error


def _show_usage(error: Any) -> None:
    """A wrong option or argument, in one line and a hint."""
    message = error.format_message()
    if not message:  # nothing was asked for, and Typer has shown the help
        return
    message = message.replace("Value error, ", "")
    message = re.sub(r"'([^']*)'", r"`\1`", message[:1].lower() + message[1:].rstrip("."))
    flag = re.fullmatch(r"invalid value for (`[^`]*`): (.*)", message)
    if flag:
        ours = (found.expand(words) for said, words in _NUMBERS if (found := re.fullmatch(said, flag[2])))
        message = next((f"{flag[1]} {words}" for words in ours), message)
    words, context = ["--help"], error.ctx
    while context is not None and context.parent is not None:
        words.insert(0, context.info_name)
        context = context.parent
    show_diagnostic(Diagnostic(message, None, f"`audiocoach {' '.join(words)}` tells what it takes"))


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (build, quick, plan, check, new, library, voices, phrases, sounds, feed, site, serve, schema, cache):
    command.register(app)


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
