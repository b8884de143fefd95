"""Whose mail a colleague forwards: the inner sender and the inner text."""

from __future__ import annotations

from dataclasses import dataclass

from cases.mail import NOBODY, Address
from parsers import quote_marks as marks
from parsers.addresses import ADDRESS_IN_TEXT, parse_addresses
from parsers.headers import read_headers
from parsers.quote_headers import Heads
from parsers.quotes import split_quotes

LINES = 400
"""How far down the header block of a forwarded mail is looked for."""


@dataclass(frozen=True, slots=True)
class Forward:
    """The inner sender with the inner mail's own new text."""

    sender: Address
    text: str


def forward_in_text(quoted: str) -> Forward | None:
    """From the header block that mail programs write above a forwarded text; None if there is none."""
    lines = _unmarked(quoted.split("\n"))
    heads = Heads(lines)
    for i in range(min(len(lines), LINES)):
        block, end = heads.block(i)
        if not block:
            continue
        return Forward(_sender(block["from"]), split_quotes("\n".join(lines[end:])).new)
    return None


def _unmarked(lines: list[str]) -> list[str]:
    """The lines without the `>` before every one of them: quoted HTML is marked so."""
    if not all(marks.QUOTED.match(line) for line in lines if line.strip()):
        return lines
    return [line.lstrip().removeprefix(">").removeprefix(" ") for line in lines]


def forward_in_part(enclosed: bytes) -> Address | None:
    """The From of an enclosed mail (message/rfc822)."""
    found = parse_addresses(read_headers(enclosed).all("from"))
    return found[0] if found else None


def opens_a_forward(quoted: str) -> bool:
    """Whether the quotation begins with a forward's own separator, whatever the subject says."""
    first = next((line for line in quoted.split("\n") if line.strip()), "")
    if marks.FORWARD_OPENING.match(first):
        return True
    return marks.SEPARATOR.match(first) is not None and marks.FORWARDED.search(first) is not None


def _sender(text: str) -> Address:
    """`X <x@y>`, `X<mailto:x@y>`, `X [mailto:x@y]`, `x@y`; a name alone has no address."""
    found = ADDRESS_IN_TEXT.search(text)
    if found is None:
        return Address(text.strip().strip('"')[:200], "") if text.strip() else NOBODY
    name = text[: found.start()].replace("mailto:", "").strip(" <[(\"'“”*")
    return Address(name[:200], found.group().lower())
