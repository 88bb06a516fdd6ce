"""Whole files or none: mistakes, full disks, killed processes; and knowing our own files again."""

import errno
import os
import resource
import signal
import subprocess
import sys
import textwrap
import threading
import time
import tracemalloc
from dataclasses import replace

import mutagen.id3
import pytest

from audiocoach.deliver.mp3_file import is_ours, is_unchanged, write_mp3
from audiocoach.deliver.quality import QUALITIES, quality_of
from audiocoach.deliver.tags import FINGERPRINT, Tags, id3
from audiocoach.errors import DeliverError, InputError, UnknownName
from audiocoach.storage.files import replacing, write_file
from support.mp3 import request as asked

EARLIER = b"the earlier file"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "session.mp3"
    path.write_bytes(EARLIER)
    return path


def only(path):
    return [entry.name for entry in path.parent.iterdir()] == [path.name]


def run_python(code, *arguments, **options):
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)], **options)


def test_a_finished_file_takes_the_name(path):
    with replacing(path) as file:
        file.write(b"new")
        names = {entry.name for entry in path.parent.iterdir()}
        assert names == {"session.mp3", f".session.mp3.partial-{os.getpid()}"}
        assert path.read_bytes() == EARLIER
    assert path.read_bytes() == b"new" and only(path)


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, OSError])
def test_whatever_happens_the_earlier_file_stays(path, error):
    with pytest.raises(error), replacing(path) as file:
        file.write(b"half")
        raise error
    assert path.read_bytes() == EARLIER and only(path)


@pytest.mark.parametrize(("number", "hint"), [(errno.ENOSPC, "free some space"), (errno.EIO, "error")])
@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_a_disk_that_fails_is_told_and_leaves_the_earlier_file(path, monkeypatch, number, hint, call):
    def fail(*_):
        raise OSError(number, os.strerror(number))

    with pytest.raises(DeliverError, match=hint) as raised, replacing(path) as file:
        if call == "write":
            monkeypatch.setattr(file, "_file", type("Full", (), {"write": fail})())
        elif call == "fsync":
            monkeypatch.setattr(os, "fsync", fail)
        else:
            monkeypatch.setattr(type(path), "replace", fail)
        file.write(b"half")
    assert str(path) in str(raised.value)
    assert path.read_bytes() == EARLIER and only(path)


def test_a_real_limit_on_the_disk_is_told(path, sound, tags):
    """The system itself refuses at 100 kB, in the midst of the frames."""
    code = """
        import sys, resource, numpy as np
        from pathlib import Path
        from audiocoach.deliver.encoder import Encoder
        from audiocoach.deliver.mp3_file import Mp3Request, write_mp3
        from audiocoach.deliver.quality import QUALITIES
        from audiocoach.deliver.tags import Tags
        from audiocoach.errors import DeliverError
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        blocks = (np.zeros((44_100, 2), np.float32) for _ in range(60))
        try:
            tags, encoder = Tags("", "", "", "", "en", 0), Encoder(QUALITIES["standard"])
            write_mp3(Path(sys.argv[1]), blocks, Mp3Request(60 * 44_100, tags, encoder))
        except DeliverError as error:
            print(error)
    """
    process = run_python(code, path, stdout=subprocess.PIPE, text=True)
    assert "disk is full" in process.communicate(timeout=60)[0]
    assert path.read_bytes() == EARLIER and only(path)


@pytest.mark.parametrize("name", ["missing/session.mp3", "a" * 300])
def test_a_place_that_cannot_be_written_is_told_with_a_hint(tmp_path, name):
    with pytest.raises(DeliverError) as raised:
        write_file(tmp_path / name, b"")
    assert raised.value.hint
    assert not list(tmp_path.iterdir())


def test_nothing_but_a_file_is_ever_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    (tmp_path / "device").symlink_to("/dev/null")
    for name, what in {".": "a folder", "pipe": "a named pipe", "link": "a named pipe", "device": "a device"}.items():
        with pytest.raises(InputError, match=f"is {what}") as raised:
            write_file(tmp_path / name, b"")
        assert raised.value.hint == "name a file"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["device", "link", "pipe"]


def test_a_folder_without_leave_is_told(path):
    code = """
        import os, sys
        from pathlib import Path
        from audiocoach.storage.files import write_file
        from audiocoach.errors import DeliverError
        if os.getuid() == 0:
            os.setuid(65534)
        try:
            write_file(Path(sys.argv[1]), b"new")
        except DeliverError as error:
            print(error.hint)
    """
    folders = [folder for folder in path.parents if folder.stat().st_uid == os.getuid() and "pytest" in folder.name]
    modes = {folder: folder.stat().st_mode for folder in [path.parent, *folders]}
    try:
        for folder in modes:
            folder.chmod(0o755)
        path.parent.chmod(0o555)
        process = run_python(code, path, stdout=subprocess.PIPE, text=True)
        assert "may write to" in process.communicate(timeout=60)[0]
    finally:
        for folder, mode in modes.items():
            folder.chmod(mode)
    assert path.read_bytes() == EARLIER and only(path)


def test_a_link_stays_a_link(path):
    link = path.with_name("link.mp3")
    link.symlink_to(path.name)
    write_file(link, b"new")
    assert link.is_symlink() and path.read_bytes() == b"new"


def test_a_name_as_long_as_names_may_be_is_written(tmp_path):
    path = tmp_path / ("ä" * 125 + ".mp3")
    write_file(path, b"new")
    assert path.read_bytes() == b"new" and only(path)


KILLED = """
    import sys, numpy as np
    from pathlib import Path
    from audiocoach.deliver.encoder import Encoder
    from audiocoach.deliver.mp3_file import Mp3Request, write_mp3
    from audiocoach.deliver.quality import QUALITIES
    from audiocoach.deliver.tags import Tags
    def blocks():
        while True:
            yield np.zeros((441_000, 2), np.float32)
            print("block", flush=True)
    tags, encoder = Tags("", "", "", "", "en", 0), Encoder(QUALITIES["voice"])
    write_mp3(Path(sys.argv[1]), blocks(), Mp3Request(10**10, tags, encoder))
"""


def killed_while_writing(path):
    process = run_python(KILLED, path, stdout=subprocess.PIPE)
    for _ in range(3):
        assert process.stdout.readline()
    return process


def test_a_killed_process_leaves_the_earlier_file_and_the_next_write_sweeps(path):
    process = killed_while_writing(path)
    live = path.with_name(f".session.mp3.partial-{process.pid}")
    other = path.with_name(".other.mp3.partial-1")
    other.write_bytes(b"")
    assert live.exists()
    write_file(path, b"while it lives")
    assert live.exists(), "a partial file of a living process is not swept"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert path.read_bytes() == b"while it lives"
    assert live.exists()
    write_file(path, b"new")
    assert not live.exists() and other.exists()
    assert path.read_bytes() == b"new"


def test_an_interrupted_process_cleans_up_itself(path):
    process = killed_while_writing(path)
    process.send_signal(signal.SIGINT)
    process.wait(timeout=30)
    process.stdout.close()
    assert path.read_bytes() == EARLIER and only(path)


def test_many_writers_of_one_file_leave_one_of_theirs(path):
    contents = [bytes([n]) * 100_000 for n in range(12)]
    threads = [threading.Thread(target=write_file, args=(path, content)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() in contents and only(path)


def test_the_rights_of_a_file_are_those_of_any_new_file(tmp_path):
    write_file(tmp_path / "a", b"")
    (tmp_path / "b").touch()
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_the_same_input_gives_the_same_bytes(sound, tmp_path, tags):
    one, two = (tmp_path / name for name in ("one.mp3", "two.mp3"))
    mixed, told = sound(150_000), []
    request = asked(150_000, tags)
    write_mp3(one, [mixed[:100_000], mixed[100_000:]], request, told.append)
    time.sleep(0.01)
    write_mp3(two, [mixed], asked(150_000, tags, jobs=2))
    assert one.read_bytes() == two.read_bytes()
    assert told == [100_000, 150_000]


@pytest.mark.parametrize("length", [999, 1001, 0])
def test_a_length_that_was_not_promised_leaves_nothing(sound, path, tags, length):
    with pytest.raises(ValueError, match="promised"):
        write_mp3(path, [sound(1000)] if length else [], asked(length, tags, "voice"))
    assert path.read_bytes() == EARLIER and only(path)


def test_an_unknown_quality_is_told():
    with pytest.raises(UnknownName, match="standard"):
        quality_of("standart")


@pytest.fixture(params=QUALITIES)
def finished(request, sound, path, tags):
    """A finished MP3, and where its sound starts."""
    write_mp3(path, [sound(99_999)], asked(99_999, tags, request.param))
    return len(id3(tags))


def test_a_finished_file_is_known_as_it_is(finished, path, tags):
    assert is_ours(path) and is_unchanged(path, tags)
    assert not is_unchanged(path.with_name("none.mp3"), tags)
    assert not is_unchanged(path, replace(tags, title="Another"))
    assert not is_unchanged(path, replace(tags, extra={**tags.extra, FINGERPRINT: "of other sound"}))


def test_damage_anywhere_is_seen_and_the_file_is_still_ours(finished, path, tags):
    start = finished
    whole = path.read_bytes()
    middle = start + (len(whole) - start) // 2
    for data in (
        whole[:-1],
        whole + b"\0",
        whole[: start + 10],
        whole[:start],
        whole[: start + 700] + whole[start + 701 :],
        whole[: start + 50] + b"\1\2\3" + whole[start + 53 :],
        whole[:middle] + bytes(3000) + whole[middle + 3000 :],
        whole[:-1] + bytes([whole[-1] ^ 1]),
        whole[: middle + 1] + bytes([whole[middle + 1] ^ 128]) + whole[middle + 2 :],
    ):
        path.write_bytes(data)
        assert is_ours(path) and not is_unchanged(path, tags)
    for cut in (0, 5, 40):
        path.write_bytes(whole[:cut])
        assert not is_ours(path) and not is_unchanged(path, tags)


def test_a_tag_that_another_program_changed_is_ours_and_not_unchanged(finished, path, tags):
    """What somebody writes over a title is no work that would be lost: the next build may replace the file."""
    tag = mutagen.id3.ID3(path)
    tag.add(mutagen.id3.TIT2(encoding=3, text=["Monday"]))
    tag.save()
    assert is_ours(path) and not is_unchanged(path, tags)


def test_a_tag_without_end_is_not_read(path):
    with path.open("wb") as file:
        file.write(b"ID3\x03\x00\x00\x7f\x7f\x7f\x7f")
        file.truncate(300_000_000)  # sparse: takes no room
    tracemalloc.start()
    assert not is_ours(path)
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_nothing_that_waits_is_opened(tmp_path, tags):
    os.mkfifo(tmp_path / "pipe.mp3")
    assert not is_ours(tmp_path / "pipe.mp3")
    assert not is_unchanged(tmp_path / "pipe.mp3", tags)


def test_a_file_of_others_is_not_ours(sound, path):
    foreign = Tags("a", "b", "c", "d", "en", 22, extra={"other": "x"})
    write_mp3(path, [sound(1000)], asked(1000, foreign, "voice"))
    assert not is_ours(path)
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 100_000
