"""A week of sessions, a little longer each day:   python examples/week.py FOLDER"""

import sys
from pathlib import Path

import audiocoach
from audiocoach.build.events import Event, Noted


def show(event: Event) -> None:
    """What a coach should know, as it comes."""
    if isinstance(event, Noted):
        print(f"{event.session}: {event.diagnostic.message}")


def main(folder: Path) -> None:
    """Three files, from one session and three lengths."""
    workspace = audiocoach.Workspace.of_user(events=show)
    options = audiocoach.BuildOptions(quality="voice", extras=("vtt",))
    for day, run in (("monday", "45s"), ("wednesday", "60s"), ("saturday", "75s")):
        session = audiocoach.load("walk-run-20", let={"run": run}, workspace=workspace)
        built = audiocoach.build(session, folder / f"{day}.mp3", options, workspace=workspace)
        print(f"{built.path}: {built.bytes / 1e6:.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
