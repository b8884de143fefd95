"""Header values for people: encoded words (RFC 2047), in every shape that programs give them."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from parsers.charset_labels import codec_of
from parsers.charsets import decode, decode_header_bytes

_WORD = re.compile(r"=\?([^?\s]{1,64})\?([BbQq])\?((?:[^?=]|=(?!\?(?!=))|\?(?!=))*+)\?=")
"""RFC 2047, 2; some senders leave a question mark as it is."""
_CUT_OFF = re.compile(r"(=\?[^?\s]{1,64}\?)([BbQq])\?([^?\s]*+)\?*+")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]+")


def decode_value(value: bytes | str) -> str:
    """A header value for people: encoded words decoded (adjacent ones joined first, so that a character
    split between two survives), control characters to spaces."""
    text = value if isinstance(value, str) else decode_header_bytes(value)
    decoded = "".join(_pieces(text)) if "=?" in text else text
    return _CONTROL.sub(_visible, decoded).strip()


def _visible(control: re.Match[str]) -> str:
    return "\ufffd" if "\0" in control.group() else " "


def _pieces(text: str) -> Iterator[str]:
    """Text and decoded runs of encoded words; white space between two words is not text (RFC 2047, 6.2)."""
    position = 0
    charset, collected = "", b""
    text = _closed(text)
    for word in _WORD.finditer(text):
        between = text[position : word.start()]
        position = word.end()
        if collected and (between.strip() or _charset(word) != charset):
            yield decode(collected, charset)[0]
            collected = b""
            yield between if between.strip() else ""
        elif not collected:
            yield between
        charset = _charset(word)
        collected += _word_bytes(word.group(2), word.group(3))
    if collected:
        yield decode(collected, charset)[0]
    yield text[position:]


def _closed(text: str) -> str:
    """With an end for the last word, if that was lost with the end of a header too long for somebody."""
    at = max(text.rfind("=?"), 0)
    word = _CUT_OFF.fullmatch(text, at)
    if word is None:
        return text
    head, encoding, payload = word.groups()
    whole = payload if encoding in "Qq" else payload[: len(payload) - len(payload) % 4]
    return f"{text[:at]}{head}{encoding}?{whole}?="


def _charset(word: re.Match[str]) -> str:
    label = word.group(1).split("*", 1)[0].lower()
    return codec_of(label) or label


def _word_bytes(encoding: str, payload: str) -> bytes:
    data = payload.encode("utf-8")
    if encoding in "Qq":
        return _HEX.sub(lambda code: bytes([int(code.group(1), 16)]), data.replace(b"_", b" "))
    try:
        return b"".join(_base64(piece) for piece in data.replace(b" ", b"").split(b"=") if piece)
    except (binascii.Error, ValueError):
        return data


def _base64(piece: bytes) -> bytes:
    return base64.b64decode(piece + b"=" * (-len(piece) % 4))
