"""`schema`: what editors check files by."""

from enum import StrEnum
from typing import Annotated

import typer

from audiocoach.cli.console import put_json


class SchemaKind(StrEnum):
    """What there is a schema for."""

    SESSION = "session"
    PROGRAM = "program"
    COLLECTION = "collection"
    SOUNDSCAPE = "soundscape"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("schema")(schema)


def schema(kind: Annotated[SchemaKind, typer.Argument(help="Of what.")] = SchemaKind.SESSION) -> None:
    """Print the JSON Schema of session, program, collection or soundscape files, for editors."""
    from audiocoach.program.collection_schema import collection_schema
    from audiocoach.program.program_schema import program_schema
    from audiocoach.session.schema import session_schema
    from audiocoach.sound.soundscapes.recipe import soundscape_schema

    makers = {
        SchemaKind.SESSION: session_schema,
        SchemaKind.PROGRAM: program_schema,
        SchemaKind.COLLECTION: collection_schema,
        SchemaKind.SOUNDSCAPE: soundscape_schema,
    }
    put_json(makers[kind]())
