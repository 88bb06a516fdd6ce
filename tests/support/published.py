"""Folders to publish: a program and single sessions, built by a voice that speaks at once."""

import os
from pathlib import Path

from audiocoach.build.build import build
from audiocoach.build.load import load
from audiocoach.build.options import BuildOptions
from audiocoach.build.workspace import Workspace
from audiocoach.program.batch import Batch
from audiocoach.program.collection import OpenCollection
from audiocoach.program.inputs import file_digest
from audiocoach.program.manifest import PREVIEW, AboutProgram, FinishedFile, Manifest
from audiocoach.program.opening_spec import OpenProgram, open_spec
from audiocoach.program.program_build import ProgramBuild
from audiocoach.publish.publication import Publication, PublishedEpisode
from audiocoach.voice.engines.fake.fake_voice import fake_voice
from support.training import SESSION

PROGRAM = """title: Builder & Co <5k>
description: From a walk to a run.
author: Ann
language: en
session: short.yaml
weeks:
  - {name: Easy does it, days: 2, let: {run: 10s}}
  - name: Längere Läufe
    days: [{let: {run: 12s}, easier: {let: {run: 6s}}}, {rest: short.yaml}, {let: {run: 14s}, instead: short.yaml}]
"""
IDS = ["w01d1", "w01d2", "w02d1", "w02d1-easier", "w02d1-rest", "w02d2", "w02d2-instead"]
"""Of its episodes, in order."""


def workspace_in(folder: Path) -> Workspace:
    """One that speaks at once, by itself, with its cache in `folder`."""
    return Workspace(cache=folder / "cache", find_voice=fake_voice, jobs=1)


def build_program(folder: Path, to: Path, text: str = PROGRAM, *, preview: bool = False) -> None:
    """Build the program that `text` says, with its source in `folder`, into `to`."""
    folder.mkdir(exist_ok=True)
    (folder / "short.yaml").write_text(SESSION)
    (folder / "builder.yaml").write_text(text, encoding="utf-8")
    workspace, options = workspace_in(folder), BuildOptions(quality="voice", preview=preview)
    opened = open_spec(folder / "builder.yaml", options, workspace)
    assert isinstance(opened, OpenProgram)
    batch, suffix = Batch(workspace, lambda event: None), PREVIEW if preview else ""
    assert list(ProgramBuild(opened, to, batch, suffix=suffix).run())


def build_session(folder: Path, to: Path, text: str = SESSION) -> None:
    """Build one session, with the cache in `folder`, as the MP3 `to`."""
    build(load(text), to, BuildOptions(quality="voice"), workspace=workspace_in(folder))


def build_collection(folder: Path, to: Path) -> None:
    """Build a collection, `Small things`, into `to`: its order is not that of its files' names."""
    folder.mkdir(exist_ok=True)
    (folder / "short.yaml").write_text(SESSION)
    sessions = "".join(f"  - {{session: short.yaml, name: {name}}}\n" for name in ("Zebra", "Middle", "Ant"))
    (folder / "c.yaml").write_text(f"title: Small things\ndescription: A few.\nsessions:\n{sessions}")
    workspace, options = workspace_in(folder), BuildOptions(quality="voice")
    opened = open_spec(folder / "c.yaml", options, workspace)
    assert isinstance(opened, OpenCollection)
    for item, session in opened.all():
        build(session, to / f"{(item.name or item.id).lower()}.mp3", options, workspace=workspace)


def published_days(weeks: int, days: int) -> Publication:
    """A program of so many weeks of so many days, each with an easier one, that no file is there of."""
    episodes = [
        PublishedEpisode(
            id=f"w{week:02}d{day}" + ("" if role == "main" else f"-{role}"),
            title=f"Week {week}, day {day}: Run",
            role=role,  # type: ignore[arg-type]
            notes="",
            path=Path(f"w{week:02}d{day}-run.mp3"),
            sha256="0" * 64,
            bytes=1,
            language="en",
            duration_ms=1_800_000,
            week=week,
            day=day,
        )
        for week in range(1, weeks + 1)
        for day in range(1, days + 1)
        for role in ("main", "easier")
    ]
    return Publication(Path(), "Run", "", "", "en", "run", tuple(episodes))


def many_sessions(source: Path, folder: Path, *, weeks: int, days: int) -> None:
    """A program of many weeks in `folder`, all of it one file by other names."""
    digest, size = file_digest(source), source.stat().st_size
    files = {}
    for week in range(1, weeks + 1):
        for day in range(1, days + 1):
            name = f"w{week:03}d{day}-many.mp3"
            os.link(source, folder / name)
            title = f"Week {week}, day {day}: Two minutes of running"
            files[name] = FinishedFile(f"w{week:03}d{day}", title, "main", "", digest, size)
    about = AboutProgram("", "", "en", {str(week): "A little longer than before" for week in range(1, weeks + 1)})
    Manifest("many", "Many weeks", files, about).write(folder)
