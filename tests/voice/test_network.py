"""HTTP with limits, against servers on this machine that keep to none."""

import pickle
import socket
import ssl
import time
from email.message import Message
from urllib.error import HTTPError

import pytest

from audiocoach.voice.engines.deadline import begin, within
from audiocoach.voice.engines.network import HttpRequest, NetworkError
from support import TESTS
from support.servers import Talk, answering, dripping, dripping_head, endless, moved, silent, tcp_server


def test_an_answer_comes_whole() -> None:
    with tcp_server(answering("200 OK\r\nContent-Length: 5", b"hello")) as url:
        assert HttpRequest(f"{url}/x").read(5) == b"hello"
    with tcp_server(answering("200 OK\r\nTransfer-Encoding: chunked", b"2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n")) as url:
        assert HttpRequest(f"{url}/x").read(5) == b"hello"


@pytest.mark.parametrize(
    ("talk", "message"),
    [
        (answering("200 OK\r\nContent-Length: 9", b"hello"), "broke off"),
        (answering("200 OK\r\nTransfer-Encoding: chunked", b"2\r\nhe\r\n3\r\nl"), "connection"),
        (answering("200 OK\r\nTransfer-Encoding: chunked", b"-5\r\nhello"), "connection"),
        (answering("200 OK\r\nContent-Length: 20", b"x" * 20), "longer than 10 bytes"),
        (endless, "longer than 10 bytes"),
        (answering("404 \x1b[31mred"), "the server answered 404 Not Found"),
        (answering("999 odd"), "the server answered 999"),
        (answering("abc"), "connection"),
        (answering("200 OK\r\n" + "x: y\r\n" * 200), "connection"),
        (answering("200 OK\r\nx: " + "y" * 100_000), "connection"),
    ],
)
def test_what_is_wrong_with_an_answer_is_told(talk: Talk, message: str) -> None:
    with tcp_server(talk) as url, pytest.raises(NetworkError, match=message) as caught:
        HttpRequest(f"{url}/x").read(10)
    assert "\x1b" not in str(caught.value)


def test_nobody_there_is_told() -> None:
    with pytest.raises(NetworkError, match=r"there is no connection \(connection refused\)"):
        HttpRequest("http://127.0.0.1:9/").read(10)
    for url in ("ftp://127.0.0.1/x", "file:///etc/passwd", "http:///x", "http://[::1"):
        with pytest.raises(NetworkError):
            HttpRequest(url).read(10_000)


def test_a_server_that_says_nothing_is_left() -> None:
    with tcp_server(silent) as url, pytest.raises(NetworkError, match="timed out"):
        HttpRequest(url, silence_s=0.1).read(10)


@pytest.mark.parametrize("talk", [silent, dripping, dripping_head])
def test_a_request_can_be_broken_off_and_leaves_no_thread(talk: Talk) -> None:
    with tcp_server(talk) as url:
        request = HttpRequest(url)
        future = begin(lambda: request.read(1 << 20))
        time.sleep(0.1)
        request.abandon()
        with pytest.raises(NetworkError):
            future.result(60)


def test_one_that_was_broken_off_before_is_not_sent() -> None:
    with tcp_server(silent) as url:
        request = HttpRequest(url)
        request.abandon()
        with pytest.raises(NetworkError, match="given up"):
            request.read(10)


def test_a_request_that_takes_too_long_is_left_behind() -> None:
    with tcp_server(dripping) as url:
        request = HttpRequest(url)
        with pytest.raises(TimeoutError, match="no answer within 0 s"):
            within(0.1, lambda: request.read(1 << 20), request.abandon)
    assert within(5, lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 // 0)
    with pytest.raises(TimeoutError, match="of its own"):
        within(5, _late)


def _late() -> None:
    raise TimeoutError("of its own")


@pytest.mark.parametrize("data", [None, b"text"])
def test_a_redirection_to_another_host_is_not_followed(data: bytes | None) -> None:
    with tcp_server(answering("200 OK", b"hello")) as other:
        for target in (other, "file:///etc/passwd", "//127.0.0.1:1/x", "ftp://127.0.0.1/x", ""):
            with tcp_server(moved(target)) as url, pytest.raises(NetworkError, match="another address"):
                HttpRequest(url, data).read(10) if data or target else HttpRequest(url, b"x").read(10)


def test_a_redirection_on_the_same_host_is_followed_but_not_for_ever() -> None:
    def talk(connection: object) -> None:
        seen.append(connection)
        (moved("/there") if len(seen) == 1 else answering("200 OK", b"hello"))(connection)  # type: ignore[arg-type]

    seen: list[object] = []
    with tcp_server(talk) as url:
        assert HttpRequest(f"{url}/here").read(10) == b"hello"
    with tcp_server(moved("/again")) as url, pytest.raises(NetworkError, match="from one address to the next"):
        HttpRequest(f"{url}/here").read(10)


@pytest.mark.parametrize(
    ("here", "there", "may_move", "goes"),
    [
        ("https://a.example/x", "https://b.example/y", True, True),
        ("https://a.example/x", "https://b.example/y", False, False),
        ("https://a.example/x", "http://a.example/x", True, False),
        ("https://a.example/x", "http://b.example/x", True, False),
        ("http://a.example/x", "https://a.example/x", True, True),
        ("https://a.example/x", "https://a.example:444/x", False, False),
        ("https://a.example/x", "y", False, True),
    ],
)
def test_where_an_answer_may_lie(here: str, there: str, may_move: bool, goes: bool) -> None:
    headers = Message()
    headers["Location"] = there
    answer = HTTPError(here, 302, "Found", headers, None)
    request = HttpRequest(here, may_move=may_move)
    if goes:
        assert request._moved(here, answer).startswith("https://")
    else:
        with pytest.raises(NetworkError, match="another address"):
            request._moved(here, answer)


def test_an_error_survives_a_pickle() -> None:
    error = pickle.loads(pickle.dumps(NetworkError("busy", 429, "7")))
    assert (str(error), error.status, error.retry_after) == ("busy", 429, "7")


def test_a_certificate_that_nobody_signed_is_refused() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TESTS / "inputs" / "servers" / "localhost.pem")

    def talk(connection: socket.socket) -> None:
        raise AssertionError("no request comes")

    with tcp_server(talk, context) as url, pytest.raises(NetworkError, match="certificate"):
        HttpRequest(url.replace("http", "https")).read(10)


def test_a_proxy_is_asked_where_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with tcp_server(answering("200 OK", b"hello")) as url:
        monkeypatch.setenv("http_proxy", url)
        assert HttpRequest("http://nobody.invalid/x").read(10) == b"hello"
