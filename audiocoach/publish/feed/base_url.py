"""`--base-url`: where a folder is published, as addresses in its feed begin."""

import re
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit

import idna

from audiocoach.errors import InputError, short

SCHEMES: Final = ("https", "http")
FOLDER: Final = "{folder}"
"""In the address of a `config.toml`, which is one for all folders: the slug of the folder's name."""
_LONGEST: Final = 1_000
"""Characters: with a file's name behind it, an address still has less than the 2,083 that every client takes."""
_HINT: Final = "write e.g. `--base-url https://example.org/runs`"
_LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBERS: Final = re.compile(r"[0-9.]+")
_IN_PATH: Final = "/:@!$&'()*+,;=-._~%"
_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")


def checked_base_url(text: str) -> str:
    """The address in ASCII, without a `/` at its end. Raises `InputError`, whose hint says what would be right."""
    url = text.strip()
    if not url:
        raise InputError("the base URL is empty", _HINT)
    if len(url) > _LONGEST:
        raise _wrong(url, f"has more than {_LONGEST:,} characters")
    if any(char.isspace() or not char.isprintable() for char in url):
        raise _wrong(url, "has a space or a control character in it", "write a space as `%20`")
    if "\\" in url:
        raise _wrong(url, "has a `\\` in it", "write `/`")
    parts = _split(url)
    if parts.scheme not in SCHEMES:
        raise _wrong(url, f"{_its_scheme(url, parts)}; podcast apps know `https` and `http`", _with_scheme(url))
    if "@" in parts.netloc:
        raise _wrong(
            url, "has a user or a password in it, which everybody who has the feed would read", "use `--private`"
        )
    if "?" in url or "#" in url:
        raise _wrong(url, "has a `?` or a `#`, and files cannot follow on that", "name the folder alone")
    host = f"{_host(url, parts)}{_port(url, parts)}"
    return f"{parts.scheme}://{host}{_path(url, parts.path)}"


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError as error:  # brackets around what is no IPv6 address
        raise _wrong(url, "is no address") from error


def _its_scheme(url: str, parts: SplitResult) -> str:
    if "://" in url and parts.scheme:
        return f"is of the scheme `{short(parts.scheme)}`"
    return "begins with neither `https://` nor `http://`" if parts.scheme else "has no scheme"


def _with_scheme(url: str) -> str:
    return _HINT if ":" in url.partition("/")[0] else f"did you mean `https://{short(url)}`?"


def _host(url: str, parts: SplitResult) -> str:
    """In ASCII: letters of other alphabets as domains are registered by (IDNA 2008)."""
    host = parts.hostname or ""
    if not host:
        raise _wrong(url, "names no host")
    if ":" in host:
        return f"[{host}]"
    try:
        plain = host if host.isascii() else idna.encode(host, uts46=True).decode()
    except (idna.IDNAError, UnicodeError) as error:
        raise _wrong(url, f"has a host that cannot be registered, `{short(host)}`") from error
    labels = plain.removesuffix(".").split(".")
    is_address = _NUMBERS.fullmatch(plain) is not None
    is_right = all(map(_LABEL.fullmatch, labels)) and len(plain) <= 253
    if not is_right or (is_address and not _is_ipv4(labels)):
        raise _wrong(url, f"has a host that cannot be, `{short(host)}`")
    return plain


def _is_ipv4(labels: list[str]) -> bool:
    return len(labels) == 4 and all(label.isdecimal() and int(label) < 256 for label in labels)


def _port(url: str, parts: SplitResult) -> str:
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0:
        raise _wrong(url, "has a port that cannot be", "a port is a number from 1 to 65535")
    return "" if port is None or (parts.scheme, port) in (("https", 443), ("http", 80)) else f":{port}"


def _path(url: str, path: str) -> str:
    """In ASCII, without a `/` at its end."""
    folders = path.rstrip("/").split("/")
    if folders[-1].endswith(".xml"):
        raise _wrong(url, f"names a file, `{short(folders[-1])}`", "name the folder: the feed in it is `feed.xml`")
    if any(folder in ("", ".", "..") for folder in folders[1:]):
        raise _wrong(url, "has an empty folder, a `.` or a `..` in its path")
    if _ESCAPE.search(path):
        raise _wrong(url, "has a `%` without two hexadecimal digits behind it", "write a `%` as `%25`")
    return quote(path.rstrip("/"), safe=_IN_PATH)


def _wrong(url: str, what: str, hint: str = _HINT) -> InputError:
    return InputError(f"the base URL `{short(url)}` {what}", hint)
