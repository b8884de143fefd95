"""Signed data of S/MIME written byte by byte (RFC 5652), for tests."""

from __future__ import annotations


def der(tag: int, *contents: bytes) -> bytes:
    body = b"".join(contents)
    size = len(body).to_bytes(4, "big").lstrip(b"\0") or b"\0"
    return bytes([tag]) + (size if len(body) < 128 else bytes([0x80 | len(size)]) + size) + body


def ber(tag: int, *contents: bytes) -> bytes:
    return bytes([tag, 0x80]) + b"".join(contents) + b"\0\0"


SIGNED, DATA = bytes.fromhex("06092a864886f70d010702"), bytes.fromhex("06092a864886f70d010701")
VERSION, ALGORITHMS = bytes.fromhex("020101"), bytes.fromhex("310b300906052b0e03021a0500")


def signed(content: bytes) -> bytes:
    """Signed data as DER has it, with the signature itself left out."""
    return der(
        0x30,
        SIGNED,
        der(0xA0, der(0x30, VERSION, ALGORITHMS, der(0x30, DATA, der(0xA0, der(0x04, content))), der(0x31))),
    )


def streamed(content: bytes) -> bytes:
    """The same as OpenSSL streams it: lengths left open, the content in pieces."""
    pieces = [der(0x04, content[at : at + 100]) for at in range(0, len(content), 100)]
    return ber(
        0x30,
        SIGNED,
        ber(0xA0, ber(0x30, VERSION, ALGORITHMS, ber(0x30, DATA, ber(0xA0, ber(0x24, *pieces))), der(0x31))),
    )
