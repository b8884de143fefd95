"""Large files in mails, decoded without a second copy of what was sent: a mail of 25 MB fits into small memory."""

from __future__ import annotations

import binascii

LARGE = 256 * 1024
"""Bytes of an encoded body from which on it matters."""
_PIECE = 64 * 1024
_BLANKS = b" \t\r\n"
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def large_base64(body: memoryview, encoding: bytes) -> bytes | None:
    """A file in base64 without any fault, decoded without a copy of its text; None for everything else.

    What `decoded` gives is the same, but it needs twice the memory of the text meanwhile."""
    if encoding.strip().lower() != b"base64":
        return None
    letters = 0
    for start in range(0, len(body), _PIECE):
        core = bytes(body[start : start + _PIECE]).translate(None, _BLANKS)
        letters += len(core)
        rest = core.translate(None, _ALPHABET)
        if rest and (start + _PIECE < len(body) or rest not in (b"=", b"==") or not core.endswith(rest)):
            return None
    return None if letters % 4 else binascii.a2b_base64(body)
