"""The text of a body that Outlook keeps as rich text only: unpacked (MS-OXRTFCP), then without its formatting."""

from __future__ import annotations

import re
import struct

from parsers.charset_labels import charset_of
from parsers.charsets import decode

_COMPRESSED, _PLAIN = 0x75465A4C, 0x414C454D
_PRELOADED = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans "
    rb"SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    + b"\r\n"
    + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
"""What every packed text may refer to from its first byte on (MS-OXRTFCP 2.1.2.1)."""
WINDOW = 4096
MAX_TEXT = 4 * 2**20
_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.S
)
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet info pict object header footer themedata colorschememapping latentstyles datastore "
    b"generator listtable listoverridetable rsidtbl mmathPr xmlnstbl fldinst".split()
)
_BREAKS = {b"par": "\n", b"line": "\n", b"tab": "\t", b"row": "\n", b"cell": "\t", b"sect": "\n", b"page": "\n"}
_SIGNS = {b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"endash": "–"}
_SIGNS |= {b"emdash": "—", b"~": " ", b"-": "", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}


def rtf_text(packed: bytes) -> str:
    """The text of PR_RTF_COMPRESSED; "" if there is none to be had."""
    try:
        return unformatted(_unpacked(packed))
    except (struct.error, IndexError, ValueError):
        return ""


def unformatted(rtf: bytes) -> str:
    """The words of rich text, and its breaks."""
    return _text(rtf[:MAX_TEXT]).strip("\0 \t\r\n")


def _unpacked(packed: bytes) -> bytes:
    """LZ with a window of 4 KB, references of 12 bits place and 4 bits length."""
    _, size, kind, _ = struct.unpack_from("<IIII", packed)
    if kind == _PLAIN:
        return packed[16 : 16 + size]
    if kind != _COMPRESSED or size > MAX_TEXT:
        raise ValueError("not a packed text")
    out = bytearray(_PRELOADED)
    at = 16
    while at < len(packed):
        flags = packed[at]
        at += 1
        for bit in range(8):
            if at >= len(packed):
                break
            if not flags >> bit & 1:
                out.append(packed[at])
                at += 1
                continue
            reference = int.from_bytes(packed[at : at + 2], "big")
            at += 2
            place, length = reference >> 4, (reference & 15) + 2
            distance = (len(out) - place) % WINDOW
            if not distance or len(out) > size + WINDOW:
                return bytes(out[len(_PRELOADED) :])
            for _ in range(length):
                out.append(out[-distance])
    return bytes(out[len(_PRELOADED) :])


def _text(rtf: bytes) -> str:
    """Words and breaks; of encapsulated HTML (MS-OXRTFEX) what is not marked as a tag."""
    reader = _Reader()
    for token in _TOKEN.finditer(rtf):
        word, number, code, symbol, brace, plain = token.groups()
        if code is not None:
            reader.byte(int(code, 16))
        elif brace:
            reader.group(brace == b"{")
        elif word is not None:
            reader.word(word, int(number or 0))
        else:
            reader.plain(symbol or b"", plain or b"")
    return reader.text()


class _Reader:
    """What a reader of the page would see."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._raw = bytearray()
        self._charset = "cp1252"
        self._hidden = [False]
        self._skip = 0
        """Characters for readers without Unicode that still stand behind a Unicode one."""

    def byte(self, value: int) -> None:
        if not self._hidden[-1] and not self._skip:
            self._raw.append(value)
        self._skip = max(0, self._skip - 1)

    def group(self, opens: bool) -> None:
        if opens:
            self._hidden.append(self._hidden[-1])
        elif len(self._hidden) > 1:
            self._hidden.pop()

    def word(self, word: bytes, number: int) -> None:
        if word == b"ansicpg":
            self._charset = charset_of(number)
        elif word in _SKIPPED:
            self._hidden[-1] = True
        elif word == b"u":
            self._show(chr(number % 65536))
            self._skip = 1
        else:
            self._show(_BREAKS.get(word) or _SIGNS.get(word, ""))

    def plain(self, symbol: bytes, plain: bytes) -> None:
        if symbol == b"*":
            self._hidden[-1] = True
        self._show(_SIGNS.get(symbol, "") or plain.decode("latin-1")[self._skip :])
        self._skip = 0

    def text(self) -> str:
        self._show("")
        return "".join(self._pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _show(self, text: str) -> None:
        if self._raw:
            self._pieces.append(decode(bytes(self._raw), self._charset)[0])
            self._raw.clear()
        if not self._hidden[-1]:
            self._pieces.append(text)
