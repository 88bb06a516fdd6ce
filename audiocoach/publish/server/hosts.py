"""Which hosts the server answers for.

A page somewhere else may have its own name point at this computer (DNS rebinding), and its scripts would then read what
is served here as if it were theirs. Their browser says that name in `Host`, so we answer for names and addresses of
this computer only.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final, Self

_AUTHORITY: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z_](?:[0-9A-Za-z_.-]*[0-9A-Za-z_])?)(?::([0-9]{0,5}))?")
_LONGEST: Final = 255
"""Characters of a name (RFC 1035) and some for a port."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A host and a port, as in an address."""

    host: str
    """In lower case; an IPv6 address without its brackets."""
    port: str
    """Empty where none is named."""

    @classmethod
    def read(cls, text: str) -> Self | None:
        """What a `Host` says; None where that is no host."""
        found = _AUTHORITY.fullmatch(text) if len(text) <= _LONGEST else None
        return cls(found[1].strip("[]").lower(), found[2] or "") if found else None

    @property
    def base_url(self) -> str:
        """The address of all that is served for it, ending in `/`."""
        return base_url(self.host, self.port)


def base_url(host: str, port: str | int) -> str:
    """The address of a server, ending in `/`; the port of HTTP itself is left out."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}/" if str(port) in ("", "80") else f"http://{shown}:{port}/"


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names that the server answers for, beside its addresses."""

    names: frozenset[str] = frozenset()
    """In lower case. `localhost` is always one: nobody else can own it."""

    def answer(self, authority: Authority, own: str) -> bool:
        """Whether to answer a request for `authority` that came in at our address `own`.

        An address in `Host` is safe where it is ours: no page has it as its name. That of the loopback always is,
        also where a container or a tunnel leads to another address of ours.
        """
        address = address_of(authority.host)
        if address is None:
            return authority.host == "localhost" or authority.host in self.names
        return address.is_loopback or address == address_of(own)


def address_of(host: str) -> IPv4Address | IPv6Address | None:
    """The IP address that `host` spells out; None for a name. An IPv4 address in IPv6 is that IPv4 address."""
    try:
        address = ip_address(host)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address
