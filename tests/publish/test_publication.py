"""What is found in a folder: each MP3 of ours with the plan that it carries, and nothing of anybody else."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import mutagen.id3
import pytest

from audiocoach.build.build import build
from audiocoach.build.load import load
from audiocoach.build.options import BuildOptions
from audiocoach.build.planning import decide
from audiocoach.deliver.embedded_plan import read_embedded
from audiocoach.deliver.own_tags import read_own_tags
from audiocoach.errors import InputError
from audiocoach.program.manifest import MANIFEST, read_manifest
from audiocoach.publish import publication as module
from audiocoach.publish.publication import read_publication
from support.published import IDS, build_collection, build_program, build_session, workspace_in


def test_a_program_is_read_in_the_order_of_its_days(program: Path) -> None:
    found = read_publication(program)
    assert (found.title, found.description, found.author) == ("Builder & Co <5k>", "From a walk to a run.", "Ann")
    assert (found.language, found.program, found.is_program) == ("en", "builder", True)
    assert found.weeks == {1: "Easy does it", 2: "Längere Läufe"}
    assert [episode.id for episode in found.episodes] == IDS
    assert [episode.role for episode in found.episodes] == ["main"] * 3 + ["easier", "rest", "main", "instead"]
    assert [(episode.week, episode.day) for episode in found.episodes] == [(1, 1), (1, 2)] + [(2, 1)] * 3 + [(2, 2)] * 2
    assert found.episodes[0].title == "Week 1, day 1: Easy does it"
    assert [episode.name for episode in found.episodes[:4]] == ["Easy does it"] * 2 + ["Längere Läufe", "Short"]
    assert not found.notes
    for episode in found.episodes:
        assert episode.bytes == episode.path.stat().st_size
        assert episode.duration_ms == episode.plan().duration_ms


def test_single_sessions_are_read_in_the_order_of_their_files(singles: Path) -> None:
    found = read_publication(singles)
    assert [(one.id, one.title, one.role) for one in found.episodes] == [
        ("a-läufe", "Läufe", "main"), ("b walk", "Walk", "main"), ("c", "Last", "main"),
    ]  # fmt: skip
    assert (found.title, found.program, found.is_program, found.language) == ("singles", "", False, "de")
    assert [one.notes for one in found.episodes] == ["", "Out.", ""]
    assert [one.week for one in found.episodes] == [None] * 3


def test_a_collection_has_its_title_and_its_order_of_the_mp3s_themselves(once: Path, tmp_path: Path) -> None:
    folder = tmp_path / "my folder"
    build_collection(tmp_path / "source", folder)
    found = read_publication(folder)
    assert (found.title, found.is_program, [one.title for one in found.episodes]) == (
        "Small things", False, ["Zebra", "Middle", "Ant"],
    )  # fmt: skip
    shutil.copyfile(once / "singles" / "a-läufe.mp3", folder / "0.mp3")
    found = read_publication(folder)
    assert (found.title, [one.title for one in found.episodes]) == ("Small things", ["Zebra", "Middle", "Ant", "Läufe"])
    for name in ("a-läufe", "b walk"):
        shutil.copyfile(once / "singles" / f"{name}.mp3", folder / f"1 {name}.mp3")
    found = read_publication(folder)
    assert found.title == "my folder"
    assert [one.path.name for one in found.episodes] == sorted(path.name for path in folder.glob("*.mp3"))


def test_the_embedded_plan_says_what_plan_json_says_and_when_each_sentence_sounds(tmp_path: Path) -> None:
    text = "title: Two 😀\nsteps:\n  - walk: 40s\n    say: One thing. (2s) Another one.\n  - run: 20s\n"
    build_session(tmp_path, tmp_path / "x.mp3", text)
    tags = read_own_tags(tmp_path / "x.mp3")
    assert tags is not None
    assert tags.plan is not None
    workspace = workspace_in(tmp_path)
    plan = decide(load(text), BuildOptions(), workspace).plan
    told, found = plan.as_json(), tags.plan.model_dump(exclude_none=False)
    for key in ("title", "language", "variety", "duration_ms", "tones", "beds", "music", "chapters", "cues"):
        assert json.loads(json.dumps(found[key])) == told[key]
    steps = [{key: value for key, value in step.items() if key != "colour"} for step in found["steps"]]
    assert steps == told["steps"]
    assert [step.colour for step in tags.plan.steps] == [step.colour for step in plan.steps]
    parts = [part for cue in plan.cues for part in cue.parts if part.clip and cue.is_heard]
    assert {one.start_ms for one in tags.plan.captions} <= {part.start * 1000 / 44_100 for part in parts} | {
        round(part.start * 1000 / 44_100, 3) for part in parts
    }
    said = [one.text for one in tags.plan.captions]
    assert "One thing." in " ".join(said)
    assert not any("(2s)" in one for one in said)


def test_a_plan_in_an_mp3_names_no_place_of_the_machine_that_built_it(tmp_path: Path) -> None:
    (tmp_path / "secret-place").mkdir()
    file = tmp_path / "secret-place" / "s.yaml"
    file.write_text(
        "title: T\nsteps: [{repeat: 3, steps: [{run: 3s, say: 'Many words that will not fit at all here.'}]}]\n"
    )
    built = build(load(file), tmp_path / "x.mp3", BuildOptions(quality="voice"), workspace=workspace_in(tmp_path))
    assert built.plan.notes
    assert b"secret-place" not in (tmp_path / "x.mp3").read_bytes()


def test_a_folder_that_was_moved_is_read_as_before(program: Path, tmp_path: Path) -> None:
    before = read_publication(program)
    moved = Path(shutil.move(program, tmp_path / "elsewhere"))
    after = read_publication(moved)
    assert [(one.id, one.sha256, one.title) for one in after.episodes] == [
        (one.id, one.sha256, one.title) for one in before.episodes
    ]


def test_the_digests_are_those_of_the_files(program: Path, singles: Path) -> None:
    for folder in (program, singles):
        for episode in read_publication(folder).episodes:
            assert episode.sha256 == hashlib.sha256(episode.path.read_bytes()).hexdigest()


def test_finished_files_of_a_program_are_not_read_again(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> str:
        raise AssertionError(f"{path} was read")

    monkeypatch.setattr(module, "file_digest", refuse)
    assert len(read_publication(program).episodes) == len(IDS)


def test_a_file_that_was_changed_since_is_read_again(program: Path) -> None:
    path = program / "w01d1-builder.mp3"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    later = (program / MANIFEST).stat().st_mtime_ns + 10**9
    os.utime(path, ns=(later, later))
    assert read_publication(program).episodes[0].sha256 == hashlib.sha256(content).hexdigest()


def test_files_of_others_are_left_alone_and_said(singles: Path, program: Path) -> None:
    (singles / "song.mp3").write_bytes(b"\xff\xfb\x90\x00" * 100)
    (singles / ".hidden.mp3").write_bytes(b"")
    (singles / "folder.mp3").mkdir()
    notes = [(note.severity, note.message) for note in read_publication(singles).notes]
    assert notes == [("info", "`folder.mp3`, `song.mp3` are not built by audiocoach, and left alone")]
    (program / "song.mp3").write_bytes(b"x")
    notes = [(note.severity, note.message) for note in read_publication(program).notes]
    assert notes == [("info", "`song.mp3` is no part of the program, and left alone")]


def test_previews_lie_beside_the_whole_files_and_are_not_published(once: Path, program: Path, tmp_path: Path) -> None:
    source = Path(shutil.copytree(once / "source", tmp_path / "source"))
    build_program(source, program, preview=True)
    manifest = read_manifest(program)
    assert manifest is not None
    assert len(manifest.files) == 2 * len(IDS)
    found = read_publication(program)
    assert [episode.path.name for episode in found.episodes] == [f"{one}-builder.mp3" for one in IDS]
    assert found.notes[0].message.endswith(" and 2 more are for listening into, and left alone")


def test_a_day_that_is_missing_is_said(program: Path) -> None:
    (program / "w01d2-builder.mp3").unlink()
    found = read_publication(program)
    assert [episode.id for episode in found.episodes] == ["w01d1", *IDS[2:]]
    assert str(found.notes[0]) == (
        "`w01d2-builder.mp3` is not there, or no MP3 of ours any more\n  hint: build the program again"
    )


def test_an_mp3_that_carries_no_plan_is_said(singles: Path) -> None:
    tag = mutagen.id3.ID3(singles / "c.mp3")
    tag.delall("PRIV")
    tag.save(singles / "c.mp3")
    found = read_publication(singles)
    assert [episode.id for episode in found.episodes] == ["a-läufe", "b walk"]
    assert str(found.notes[0]) == "`c.mp3` is built without a plan in it\n  hint: build it again"


def _removed(folder: Path) -> None:
    shutil.rmtree(folder)


def _emptied(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def _of_somebody_else(folder: Path) -> None:
    (folder / MANIFEST).write_text("{}")


def _nested(folder: Path) -> None:
    (folder / MANIFEST).write_text("[" * 99_999)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_removed, "there is no folder {folder}\n  hint: `audiocoach build walk-run-20 -d {folder}` builds"),
        (
            _emptied,
            "there is nothing to publish in {folder}\n  hint: `audiocoach build walk-run-20 -d {folder}` builds",
        ),
        (_of_somebody_else, "{folder}/program.json cannot be read, or audiocoach did not write it\n  hint: move it"),
        (_nested, "{folder}/program.json cannot be read, or audiocoach did not write it\n  hint: move it"),
    ],
)
def test_a_folder_that_is_none_of_ours_is_refused(program: Path, spoil: Callable[[Path], None], message: str) -> None:
    spoil(program)
    with pytest.raises(InputError) as raised:
        read_publication(program)
    assert str(raised.value).startswith(message.format(folder=program))


def test_a_file_is_no_folder(program: Path) -> None:
    with pytest.raises(InputError, match="is a file, not a folder"):
        read_publication(program / MANIFEST)


def test_only_mp3s_of_others_are_nothing_to_publish(tmp_path: Path) -> None:
    (tmp_path / "song.mp3").write_bytes(b"x")
    with pytest.raises(InputError) as raised:
        read_publication(tmp_path)
    expected = f"there is nothing to publish in {tmp_path}: `song.mp3` is not built by audiocoach, and left alone"
    assert raised.value.message == expected


def test_a_manifest_names_no_file_elsewhere(program: Path) -> None:
    text = (program / MANIFEST).read_text().replace('"w01d1-builder.mp3"', '"../w01d1-builder.mp3"')
    (program / MANIFEST).write_text(text)
    with pytest.raises(InputError, match=r"names a file elsewhere: `\.\./w01d1-builder\.mp3`"):
        read_publication(program)


@pytest.mark.parametrize(
    "spoiled",
    [
        b"", b"{", b"[]", b"null", b"\xff", b"[" * 99_999, b"{}",
        b'{"title":"x","language":"en","duration_ms":-1,"steps":[],"cues":[],"tones":[],"chapters":[],"captions":[]}',
        b'{"title":"x","language":"en","duration_ms":NaN,"steps":[],"cues":[],"tones":[],"chapters":[],"captions":[]}',
        b'{"title":"x","language":"en","duration_ms":1e300,"steps":[],"cues":[],"tones":[],"chapters":[],"captions":[]}',
    ],
)  # fmt: skip
def test_what_is_no_plan_is_none(spoiled: bytes) -> None:
    assert read_embedded(spoiled) is None


def test_every_build_keeps_what_was_published(once: Path, program: Path, tmp_path: Path) -> None:
    manifest = read_manifest(program)
    assert manifest is not None
    replace(manifest, published={"guid": "x"}).write(program)
    source = shutil.copytree(once / "source", tmp_path / "source")
    build_program(source, program, (source / "builder.yaml").read_text().replace("run: 14s", "run: 16s"))
    after = read_manifest(program)
    assert after is not None
    assert after.published == {"guid": "x"}
    assert after.files["w02d2-builder.mp3"] != manifest.files["w02d2-builder.mp3"]
