"""Where a server listens, and how others reach it."""

import contextlib
import errno
import socket
from dataclasses import dataclass
from typing import Final

from audiocoach.errors import CannotError, InputError, short
from audiocoach.publish.server.hosts import Hosts, address_of, base_url

LOOPBACK: Final = "127.0.0.1"
EVERYWHERE: Final = "0.0.0.0"  # noqa: S104 - asked for by `--lan`
_ELSEWHERE: Final = ("192.0.2.1", "224.0.0.251")
"""Addresses that are not of this computer: one of those for examples (RFC 5737), and that of multicast DNS. Nothing is
sent to them: the system only says which of our addresses it would use."""
_DISCARD: Final = 9
_WAITING: Final = 512
"""Connections that wait to be taken, at most."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a server listens."""

    listening: socket.socket
    base_url: str
    """How it is best reached, ending in `/`."""
    hosts: Hosts
    """What it answers for."""
    is_open: bool
    """Whether other computers reach it."""


def endpoint(host: str, port: int) -> Endpoint:
    """Listen at an address of this computer, or one of its names, or `EVERYWHERE`; port 0 takes any that is free.

    Raises `InputError` for a host that is none of ours, and `CannotError` where the port cannot be had.
    """
    listening = listening_socket(host, port)
    address, own_port = listening.getsockname()[:2]
    bound = address_of(address)
    is_all = bound is not None and bound.is_unspecified
    reached = (lan_address() or LOOPBACK) if is_all else host.lower()
    names = machine_names() if is_all else frozenset({reached})
    is_open = bound is None or not bound.is_loopback
    return Endpoint(listening, base_url(reached, own_port), Hosts(names), is_open)


def listening_socket(host: str, port: int) -> socket.socket:
    """The socket of an endpoint. Raises as that."""
    family, address = _found(host, port)
    is_both = family == socket.AF_INET6 and address[0] == "::" and socket.has_dualstack_ipv6()
    try:
        return socket.create_server(address[:2], family=family, backlog=_WAITING, dualstack_ipv6=is_both)
    except OSError as error:
        raise _refused(error, host, port) from error


def _found(host: str, port: int) -> tuple[socket.AddressFamily, tuple[str, int]]:
    """The address of a host, that of IPv4 where there are several."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, ValueError) as error:
        raise InputError(
            f"there is no host `{short(host)}`", "name an address of this computer, or use `--lan`"
        ) from error
    family, *_, address = min(found, key=lambda each: each[0] != socket.AF_INET)
    return family, (str(address[0]), port)


def _refused(error: OSError, host: str, port: int) -> InputError | CannotError:
    if error.errno == errno.EADDRNOTAVAIL:
        return InputError(f"{host} is no address of this computer", "leave `--host` out, or use `--lan`")
    if error.errno == errno.EADDRINUSE:
        return CannotError(f"port {port} is in use", "name another: `--port 0` takes one that is free")
    if error.errno in (errno.EACCES, errno.EPERM):
        return CannotError(f"port {port} is not for everybody to listen at", "name one from 1024 on")
    return CannotError(f"cannot listen at {host}, port {port}: {(error.strerror or str(error)).lower()}")


def lan_address() -> str | None:
    """The address at which others in the network reach this computer; None where it is in none."""
    for elsewhere in _ELSEWHERE:
        with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect((elsewhere, _DISCARD))
            address = address_of(probe.getsockname()[0])
            if address and not address.is_loopback and not address.is_unspecified:
                return str(address)
    return None


def machine_names() -> frozenset[str]:
    """What this computer is called in its network, in lower case: its name, and that of multicast DNS."""
    name = socket.gethostname().lower()
    return frozenset({name, f"{name.split('.')[0]}.local"} if name else ())
