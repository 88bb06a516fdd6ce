"""What a real server answers to requests of every kind for parts of a file: what RFC 9110 says."""

import re
import time
from collections.abc import Iterator
from email.utils import formatdate
from os import utime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.publish.server.byte_ranges import byte_ranges
from audiocoach.publish.server.served import OneFile
from support.web import Site, serving

SIZE = 1000
CONTENT = bytes(number % 251 for number in range(SIZE))
MODIFIED = 1_700_000_000
DATE, EARLIER, LATER = (formatdate(MODIFIED + seconds, usegmt=True) for seconds in (0, -3600, 3600))
OTHER = f'"{"0" * 64}"'
ALL = range(SIZE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("ranges")
    (folder / "run.mp3").write_bytes(CONTENT)
    utime(folder / "run.mp3", (MODIFIED, MODIFIED))
    with serving(OneFile(folder / "run.mp3")) as found:
        yield found


@pytest.fixture(scope="module")
def etag(site: Site) -> str:
    return site.ask("/run.mp3", "HEAD").headers["etag"]


def part(spec: str) -> dict[str, str]:
    return {"Range": spec}


PARTS = [
    # One range, of every form (14.1.2).
    (part("bytes=0-1"), 206, range(2)),  # what Safari asks first
    (part("bytes=0-0"), 206, range(1)),
    (part("bytes=0-"), 206, ALL),
    (part("bytes=0-999"), 206, ALL),
    (part("bytes=500-"), 206, range(500, SIZE)),
    (part("bytes=999-"), 206, range(999, SIZE)),
    (part("bytes=200-299"), 206, range(200, 300)),
    (part("bytes=990-5000"), 206, range(990, SIZE)),
    (part(f"bytes=0-{'9' * 400}"), 206, ALL),
    (part("bytes=00000-00001"), 206, range(2)),
    (part("bytes=-1"), 206, range(999, SIZE)),
    (part("bytes=-300"), 206, range(700, SIZE)),
    (part("bytes=-1000"), 206, ALL),
    (part("bytes=-99999"), 206, ALL),
    (part("BYTES=0-1"), 206, range(2)),  # units are of any case (14.1)
    (part("bytes= 0-1\t"), 206, range(2)),  # lists have white space, and empty elements (5.6.1)
    (part("bytes=,0-1,,"), 206, range(2)),
    # Behind the end (15.5.17).
    (part("bytes=1000-"), 416, None),
    (part("bytes=1000-1001"), 416, None),
    (part(f"bytes={'9' * 400}-"), 416, None),
    (part("bytes=-0"), 416, None),
    (part("bytes=2000-,-0"), 416, None),
    # What is malformed, and units that nobody knows (14.2), count as not asked.
    (part("bytes=5-2"), 200, ALL),
    (part("bytes=a-b"), 200, ALL),
    (part("bytes=-"), 200, ALL),
    (part("bytes="), 200, ALL),
    (part("bytes"), 200, ALL),
    (part("bytes=0-1-2"), 200, ALL),
    (part("bytes=--5"), 200, ALL),
    (part("bytes=+1-2"), 200, ALL),
    (part("bytes=0_0-1_0"), 200, ALL),
    (part("bytes=0x1-0x2"), 200, ALL),
    (part("bytes=\u00b2-\u00b3"), 200, ALL),  # digits, for Python
    (part("bytes =0-1"), 200, ALL),
    (part("bytes=0 - 1"), 200, ALL),
    (part("bytes=0-1,x"), 200, ALL),
    (part("items=0-1"), 200, ALL),
    (part("seconds=1-2"), 200, ALL),
    (part("0-1"), 200, ALL),
    # Several: all, as a server may (14.2), but for those that lie behind the end.
    (part("bytes=0-1,5-6"), 200, ALL),
    (part("bytes=0-,0-,0-"), 200, ALL),
    (part("bytes=" + ",".join(["0-"] * 500)), 200, ALL),
    (part("bytes=0-1,2000-"), 206, range(2)),
    (part("bytes=2000-2001,-5"), 206, range(995, SIZE)),
    # If-Range (13.1.5): the content that the client has the rest of, or all of it.
    (part("bytes=0-1") | {"If-Range": "ETAG"}, 206, range(2)),
    (part("bytes=0-1") | {"If-Range": "W/ETAG"}, 200, ALL),
    (part("bytes=0-1") | {"If-Range": OTHER}, 200, ALL),
    (part("bytes=2000-") | {"If-Range": OTHER}, 200, ALL),
    (part("bytes=0-1") | {"If-Range": DATE}, 206, range(2)),
    (part("bytes=0-1") | {"If-Range": EARLIER}, 200, ALL),
    (part("bytes=0-1") | {"If-Range": LATER}, 200, ALL),
    (part("bytes=0-1") | {"If-Range": "yesterday"}, 200, ALL),
    ({"If-Range": "ETAG"}, 200, ALL),
    # Preconditions come first (13.2.2).
    (part("bytes=0-1") | {"If-None-Match": "ETAG"}, 304, None),
    (part("bytes=0-1") | {"If-None-Match": OTHER}, 206, range(2)),
    (part("bytes=0-1") | {"If-Match": OTHER}, 412, None),
    (part("bytes=0-1") | {"If-Match": "ETAG"}, 206, range(2)),
    (part("bytes=0-1") | {"If-Unmodified-Since": EARLIER}, 412, None),
]
CONDITIONS = [
    ({"If-None-Match": "*"}, 304),
    ({"If-None-Match": "W/ETAG"}, 304),  # compared weakly
    ({"If-None-Match": f"{OTHER}, ETAG"}, 304),
    ({"If-None-Match": f'"a,b",{OTHER}'}, 200),
    ({"If-None-Match": ""}, 200),
    ({"If-None-Match": OTHER, "If-Modified-Since": LATER}, 200),  # the date is not looked at
    ({"If-Modified-Since": DATE}, 304),
    ({"If-Modified-Since": LATER}, 304),
    ({"If-Modified-Since": EARLIER}, 200),
    ({"If-Modified-Since": "Tuesday, 14-Nov-23 22:13:20 GMT"}, 304),  # the older forms (5.6.7)
    ({"If-Modified-Since": "Tue Nov 14 22:13:20 2023"}, 304),
    ({"If-Modified-Since": "soon"}, 200),
    ({"If-Modified-Since": "Tue, 99 Nov 2023 99:99:99 GMT"}, 200),
    ({"If-Match": "*"}, 200),
    ({"If-Match": "W/ETAG"}, 412),  # compared strongly
    ({"If-Match": f"{OTHER}, ETAG", "If-Unmodified-Since": EARLIER}, 200),
    ({"If-Unmodified-Since": DATE}, 200),
    ({"If-Unmodified-Since": "soon"}, 200),
]


def filled(headers: dict[str, str], etag: str) -> dict[str, str]:
    return {name: value.replace("ETAG", etag) for name, value in headers.items()}


@pytest.mark.parametrize(("headers", "status", "expected"), PARTS, ids=lambda value: str(value)[:60])
def test_a_part(site: Site, etag: str, headers: dict[str, str], status: int, expected: range | None) -> None:
    answer = site.ask("/run.mp3", **filled(headers, etag))
    assert answer.status == status
    assert "date" in answer.headers
    if expected is None:
        assert answer.headers.get("content-range") == (f"bytes */{SIZE}" if status == 416 else None)
        assert CONTENT not in answer.body
        return
    assert answer.body == CONTENT[expected.start : expected.stop]
    assert answer.headers["content-length"] == str(len(expected))
    assert answer.headers["etag"] == etag
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-type"] == "audio/mpeg"
    shown = f"bytes {expected.start}-{expected.stop - 1}/{SIZE}"
    assert answer.headers.get("content-range") == (shown if status == 206 else None)


@pytest.mark.parametrize(("headers", "status", "expected"), PARTS, ids=lambda value: str(value)[:60])
def test_a_head_is_that_of_the_whole(
    site: Site, etag: str, headers: dict[str, str], status: int, expected: range | None
) -> None:
    """Ranges are for GET alone (14.2)."""
    answer = site.ask("/run.mp3", "HEAD", **filled(headers, etag))
    assert answer.status == (status if status in (304, 412) else 200)
    assert answer.body == b""
    assert "content-range" not in answer.headers
    if answer.status == 200:
        assert answer.headers["content-length"] == str(SIZE)
        assert answer.headers["last-modified"] == DATE


@pytest.mark.parametrize(("headers", "status"), CONDITIONS, ids=str)
def test_a_precondition(site: Site, etag: str, headers: dict[str, str], status: int) -> None:
    answer = site.ask("/run.mp3", **filled(headers, etag))
    assert answer.status == status
    assert answer.body == (CONTENT if status == 200 else b"")
    if status == 304:
        assert answer.headers["etag"] == etag
        assert "content-length" not in answer.headers


def test_the_date_of_a_file_that_has_just_been_written_names_no_content(tmp_path: Path) -> None:
    """It may change once more within the second."""
    (tmp_path / "run.mp3").write_bytes(CONTENT)
    now = time.time() // 1 + 1  # in the whole second that comes, which is shown as the one that is
    utime(tmp_path / "run.mp3", (now, now))
    with serving(OneFile(tmp_path / "run.mp3")) as site:
        date = site.ask("/run.mp3", "HEAD").headers["last-modified"]
        answer = site.ask("/run.mp3", Range="bytes=0-1", If_Range=date)
        assert (answer.status, answer.body) == (200, CONTENT)


def test_two_lines_of_range_are_none_that_can_be_read(site: Site) -> None:
    answer = site.send(
        b"GET /run.mp3 HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-1\r\nRange: bytes=5-6\r\nConnection: close\r\n\r\n"
    )
    assert (answer.status, answer.body) == (200, CONTENT)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "get"])
def test_other_methods_are_told_which_there_are(site: Site, method: str) -> None:
    answer = site.ask("/run.mp3", method, Range="bytes=0-1")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_one_connection_serves_one_request_after_the_other(site: Site) -> None:
    """Also pipelined, after a request with a body, and after one that was refused."""
    requests = (
        b"GET /run.mp3 HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-3\r\nContent-Length: 5\r\n\r\nhello"
        b"GET /run.mp3 HTTP/1.1\r\nHost: evil.example\r\n\r\n"
        b"HEAD /run.mp3 HTTP/1.1\r\nHost: localhost\r\n\r\n"
        b"GET /run.mp3 HTTP/1.1\r\nHost: localhost\r\nRange: bytes=4-7\r\nConnection: close\r\n\r\n"
    )
    answers = site.read(requests)
    assert re.findall(rb"HTTP/1\.1 (\d+)", answers) == [b"206", b"421", b"200", b"206"]
    assert answers.endswith(b"\r\n\r\n" + CONTENT[4:8])


@given(st.integers(0, 30), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=4))
def test_what_is_found_is_what_a_slice_would_give(size: int, asked: list[tuple[int, int]]) -> None:
    content = bytes(range(size))
    specs = [f"{min(pair)}-{max(pair)}" for pair in asked]
    expected = [content[min(pair) : max(pair) + 1] for pair in asked]
    found = byte_ranges(f"bytes={','.join(specs)}", size)
    assert found is not None
    assert [content[part.start : part.stop] for part in found] == [piece for piece in expected if piece]


@given(st.text(max_size=40), st.integers(0, 30))
def test_whatever_is_asked_is_within_the_content(text: str, size: int) -> None:
    for spec in (text, f"bytes={text}"):
        for part in byte_ranges(spec, size) or ():
            assert 0 <= part.start < part.stop <= size


@pytest.mark.parametrize("spec", ["bytes=-5", "bytes=-1"])
def test_the_end_of_nothing_is_nothing(spec: str) -> None:
    """It can be had (14.1.2), but there is no `Content-Range` of it."""
    assert byte_ranges(spec, 0) is None
    assert byte_ranges("bytes=0-", 0) == ()
