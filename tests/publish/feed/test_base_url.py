"""`--base-url`: an address in ASCII that files can follow on, or what is wrong with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.errors import InputError
from audiocoach.publish.feed.base_url import checked_base_url


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.org", "https://example.org"),
        ("  https://example.org/runs/  ", "https://example.org/runs"),
        ("HTTPS://Example.ORG/Runs", "https://example.org/Runs"),
        ("http://192.168.1.7:8000", "http://192.168.1.7:8000"),
        ("http://localhost:8000/", "http://localhost:8000"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x"),
        ("https://example.org:443/x", "https://example.org/x"),
        ("http://example.org:80", "http://example.org"),
        ("https://straße.de/läufe", "https://xn--strae-oqa.de/l%C3%A4ufe"),
        ("https://пример.испытание/x", "https://xn--e1afmkfd.xn--80akhbyknj4f/x"),
        ("https://BÜCHER.example", "https://xn--bcher-kva.example"),
        ("https://example.org/a%20b/~me", "https://example.org/a%20b/~me"),
        ("https://my_bucket.example.org/x", "https://my_bucket.example.org/x"),
    ],
)
def test_an_address_is_written_in_ascii(text: str, expected: str) -> None:
    assert checked_base_url(text) == expected
    assert checked_base_url(expected) == expected


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "the base URL is empty", "write e.g."),
        ("   ", "the base URL is empty", "write e.g."),
        (
            "example.org/runs",
            "has no scheme; podcast apps know `https` and `http`",
            "did you mean `https://example.org",
        ),
        ("/var/www", "has no scheme", "did you mean"),
        ("ftp://example.org", "is of the scheme `ftp`", "write e.g."),
        ("file:///tmp/x", "is of the scheme `file`", "write e.g."),
        ("javascript:alert(1)", "begins with neither `https://` nor `http://`", "write e.g."),
        ("localhost:8000", "begins with neither `https://` nor `http://`", "write e.g."),
        ("https://", "names no host", "write e.g."),
        ("https:///runs", "names no host", "write e.g."),
        ("https://ann:secret@example.org", "has a user or a password in it", "use `--private`"),
        ("https://ann@example.org", "has a user or a password in it", "use `--private`"),
        ("https://example.org/?x=1", "has a `?` or a `#`", "name the folder alone"),
        ("https://example.org/?", "has a `?` or a `#`", "name the folder alone"),
        ("https://example.org/#top", "has a `?` or a `#`", "name the folder alone"),
        ("https://example.org/my runs", "has a space", "write a space as `%20`"),
        ("https://exam\tple.org", "has a space or a control character", "write a space"),
        ("https://example.org/\x00", "has a space or a control character", "write a space"),
        ("https://example.org\\runs", "has a `\\` in it", "write `/`"),
        ("https://example.org/runs/feed.xml", "names a file, `feed.xml`", "name the folder"),
        ("https://example.org/a/../b", "has an empty folder, a `.` or a `..`", "write e.g."),
        ("https://example.org//b", "has an empty folder", "write e.g."),
        ("https://example.org/100%", "has a `%` without two hexadecimal digits", "write a `%` as `%25`"),
        ("https://example.org:0", "has a port that cannot be", "from 1 to 65535"),
        ("https://example.org:99999", "has a port that cannot be", "from 1 to 65535"),
        ("https://example.org:x", "has a port that cannot be", "from 1 to 65535"),
        ("https://exa mple.org", "has a space", "%20"),
        ("https://-example.org", "has a host that cannot be", "write e.g."),
        ("https://example..org", "has a host that cannot be", "write e.g."),
        ("https://999.1.1.1", "has a host that cannot be", "write e.g."),
        ("https://" + "a" * 64 + ".org", "has a host that cannot be", "write e.g."),
        ("https://[::1", "is no address", "write e.g."),
        ("https://☃.example", "has a host that cannot be registered", "write e.g."),
        ("https://example.org/" + "a" * 1000, "has more than 1,000 characters", "write e.g."),
    ],
)
def test_what_is_no_address_is_told_with_what_would_be_right(text: str, message: str, hint: str) -> None:
    with pytest.raises(InputError) as raised:
        checked_base_url(text)
    assert message in raised.value.message
    assert hint in (raised.value.hint or "")
    assert len(raised.value.message) < 300


@given(
    st.one_of(st.text(), st.text(alphabet="htps:/.@[]%?#ä1 -_", max_size=30), st.builds("https://{}".format, st.text()))
)
def test_whatever_is_written_is_an_ascii_address_or_an_error(text: str) -> None:
    try:
        url = checked_base_url(text)
    except InputError:
        return
    assert url.isascii()
    assert url.startswith(("https://", "http://"))
    assert not url.endswith("/")
    assert checked_base_url(url) == url
