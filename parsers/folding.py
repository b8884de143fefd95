"""Header values on one line (RFC 5322, 2.2.3)."""

from __future__ import annotations

import re

_FOLD = re.compile(rb"\r?\n[ \t]+")
_FOLD_IN_CHARACTER = re.compile(rb"(?<=[\x80-\xff])\r?\n[ \t](?=[\x80-\xbf])")


def unfold(value: bytes) -> bytes:
    """On one line; where a program broke a line between the bytes of a character, nothing stands between them."""
    if b"\n" not in value:
        return value
    unfolded = _FOLD.sub(b" ", value)
    if unfolded.isascii() or _is_utf8(unfolded):
        return unfolded
    joined = _FOLD.sub(b" ", _FOLD_IN_CHARACTER.sub(b"", value))
    return joined if _is_utf8(joined) else unfolded


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
