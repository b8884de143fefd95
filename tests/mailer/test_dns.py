"""Keys from the domain name system, asked of a real server on a loopback port."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from cases.ports import LookupUnavailable
from mailer.dns import DnsTxt

ZONE = {"s1._domainkey.works.example.": '"v=DKIM1; k=rsa; " "p=MIGf"'}
"""A record in two strings, as long keys come."""


@pytest.fixture
def server() -> Iterator[DnsTxt]:
    """A name server that knows ZONE, says that `broken` fails, and never answers about `silent`."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=_serve, args=(udp,), daemon=True)
        thread.start()
        yield DnsTxt(("127.0.0.1",), udp.getsockname()[1], seconds=0.5)
        udp.sendto(b"", udp.getsockname())
        thread.join(timeout=10)


def _serve(udp: socket.socket) -> None:
    while True:
        wire, client = udp.recvfrom(4096)
        if not wire:
            return
        asked = dns.message.from_wire(wire)
        name = asked.question[0].name.to_text()
        if name.startswith("silent"):
            continue
        answer = dns.message.make_response(asked)
        answer.flags |= dns.flags.RA
        if name in ZONE:
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", ZONE[name]))
        elif name.startswith("broken"):
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif not name.startswith("empty"):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        udp.sendto(answer.to_wire(), client)


def test_the_strings_of_a_record_are_joined(server: DnsTxt) -> None:
    assert server("s1._domainkey.works.example.") == b"v=DKIM1; k=rsa; p=MIGf"


@pytest.mark.parametrize("name", ["nobody.example.", "empty.example."])
def test_no_such_name_and_no_such_record_are_answers(server: DnsTxt, name: str) -> None:
    assert server(name) is None


@pytest.mark.parametrize("name", ["broken.example.", "silent.example."])
def test_no_answer_is_none_and_says_so(server: DnsTxt, name: str) -> None:
    with pytest.raises(LookupUnavailable, match=f"no answer about {name}"):
        server(name)


@pytest.mark.parametrize("name", ["a" * 64 + ".example.", "a..example."])
def test_what_is_no_name_gets_no_answer(server: DnsTxt, name: str) -> None:
    with pytest.raises(LookupUnavailable):
        server(name)
