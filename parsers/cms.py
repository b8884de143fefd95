"""Mails inside a signature (S/MIME opaque-signed: RFC 8551, RFC 5652): taken out, never verified.

A signature proves nothing here, because nobody has said whose certificates to trust."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
"""The object identifier 1.2.840.113549.1.7.2, as it is written."""
_SEQUENCE, _OCTETS, _OCTETS_IN_PIECES, _EXPLICIT = 0x30, 0x04, 0x24, 0xA0
_INDEFINITE = 0x80
MAX_DEPTH = 32
MAX_ELEMENTS = 200_000


class _Broken(Exception):
    """The bytes are no BER, or not what was expected."""


@dataclass(frozen=True, slots=True)
class _Element:
    tag: int
    start: int
    end: int
    """Of the content."""
    next: int


def signed_content(data: bytes) -> bytes | None:
    """The bytes that were signed; None if these are no signed data, or the content is not in them."""
    try:
        outer = _only(data, _element(data, 0), _SEQUENCE)
        oid, content = outer[0], outer[1]
        if not data[: oid.next].endswith(SIGNED_DATA):
            return None
        signed = next(_children(data, content))
        encapsulated = list(_children(data, signed))[2]
        explicit = list(_children(data, encapsulated))[1]
        if explicit.tag != _EXPLICIT:
            return None
        return _octets(data, next(_children(data, explicit)))
    except (_Broken, IndexError, StopIteration, ValueError):
        return None


def _only(data: bytes, element: _Element, tag: int) -> list[_Element]:
    if element.tag != tag:
        raise _Broken
    return list(_children(data, element))


def _octets(data: bytes, element: _Element) -> bytes:
    """An octet string, whole or in pieces."""
    if element.tag == _OCTETS:
        return data[element.start : element.end]
    if element.tag != _OCTETS_IN_PIECES:
        raise _Broken
    return b"".join(data[piece.start : piece.end] for piece in _children(data, element) if piece.tag == _OCTETS)


def _children(data: bytes, element: _Element) -> Iterator[_Element]:
    at = element.start
    for _ in range(MAX_ELEMENTS):
        if at >= element.end:
            return
        child = _element(data, at)
        yield child
        at = child.next
    raise _Broken


def _element(data: bytes, at: int, depth: int = 0) -> _Element:
    """Tag, length, content (X.690); a length of 0x80 means: until two zero bytes."""
    if depth > MAX_DEPTH or data[at] & 0x1F == 0x1F:
        raise _Broken
    length, start = data[at + 1], at + 2
    if length == _INDEFINITE:
        end = start
        while data[end : end + 2] != b"\0\0":
            end = _element(data, end, depth + 1).next
        return _Element(data[at], start, end, end + 2)
    if length & 0x80:
        size = length & 0x7F
        if size > 8:
            raise _Broken
        length = int.from_bytes(data[start : start + size], "big")
        start += size
    if start + length > len(data):
        raise _Broken
    return _Element(data[at], start, start + length, start + length)
