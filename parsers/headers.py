"""The header block, read as bytes (RFC 5322)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from parsers.charset_labels import codec_of
from parsers.charsets import SEVEN_BIT, decode
from parsers.encoded_words import decode_value
from parsers.folding import unfold
from parsers.limits import BLANK_LINE
from parsers.sent_at import sent_at

_NAME = re.compile(rb"^([!-9;-~]+)[ \t]*:")
_FIELD = re.compile(rb"([!-9;-~]++)[ \t]*+:([^\r\n]*+(?:\r?\n[ \t][^\r\n]*+)*+)(?:\r?\n|\Z)")
_ID = re.compile(rb"<([^<>\s]{1,900})>")
_BARE_ID = re.compile(rb"^\s*([^<>\s@]{1,400}@[^<>\s@]{1,400})\s*$")
MAX_IDS = 200
_CHARSET = re.compile(rb"charset\s*+=\s*+\"?([\w.:+-]{1,40})", re.I)
UNTOLD = frozenset([None, "utf-8", "ascii", "latin_1", "cp1252", *SEVEN_BIT])
"""Codecs whose declaration tells nothing of raw bytes in headers."""
_BEFORE = (codecs.BOM_UTF8, b"\r\n", b"\n")
_BY_CHANCE = 3


@dataclass(frozen=True, slots=True)
class Headers:
    """Header fields in order: lower-case name, raw value unfolded to one line."""

    fields: tuple[tuple[str, bytes], ...]
    defects: tuple[str, ...] = ()
    _index: dict[str, list[bytes]] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        for name, value in self.fields:
            self._index.setdefault(name, []).append(value)

    def all(self, name: str) -> list[bytes]:
        return self._index.get(name, [])

    def raw(self, name: str) -> bytes:
        """The first value as it came, unfolded; b"" if there is none."""
        values = self._index.get(name)
        return values[0] if values else b""

    def has(self, name: str) -> bool:
        return name in self._index

    def text(self, name: str) -> str:
        """The first value, decoded for people; "" if there is none."""
        values = self._index.get(name)
        return decode_value(values[0]) if values else ""

    def token(self, name: str) -> str:
        """The first value in lower case without its parameters: `auto-replied`, `bulk`."""
        return self.text(name).split(";", 1)[0].strip().lower()

    def ids(self, name: str) -> tuple[str, ...]:
        """Message ids with their <>, read with a pattern because real ones break every grammar."""
        return tuple(i for value in self.all(name) for i in _ids(value))[:MAX_IDS]

    def date(self) -> datetime | None:
        """What the sender says; None if it is no date."""
        return sent_at(self.text("date"))


def read_headers(raw: bytes) -> Headers:
    """The fields of the top header block. Lines end with LF or CRLF; a bare CR is data, never a new header."""
    return split_head(raw, 0, len(raw))[0]


def mended_ends(raw: bytes) -> bytes:
    """A mail without what some programs put before it, and with line ends that can be told: they write a bare CR for
    each, or two before an LF."""
    if raw.startswith(_BEFORE):
        raw = raw.removeprefix(codecs.BOM_UTF8)
        raw = raw.lstrip(b"\r\n") if _NAME.match(raw.lstrip(b"\r\n")) else raw
    if b"\r" in raw and b"\n" not in raw:
        return raw.replace(b"\r", b"\n")
    return raw.replace(b"\r\r\n", b"\r\n") if raw.count(b"\r\r\n", 0, 4_000) > _BY_CHANCE else raw


def split_head(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The headers between `start` and `end`, and where the body begins: after the blank line, or at the first line
    that is no header and has none below it."""
    if raw.startswith((b"\r\n", b"\n"), start, end):
        return Headers(()), raw.index(b"\n", start) + 1
    blank = BLANK_LINE.search(raw, start, end)
    block = raw[start : blank.start() if blank else end]
    body = blank.end() if blank else end
    if (fields := _well_formed(block)) is not None:
        return Headers(_in_utf8(fields), ("nul-byte",) if b"\0" in block else ()), body
    lines, rest, defects = _field_lines(block)
    if b"\0" in block:
        defects.append("nul-byte")
    if not lines:
        return Headers((), tuple(defects)), start
    if rest:
        body = start + len(block.rsplit(b"\n", len(rest))[0]) + 1
    return Headers(_in_utf8(list(_fields(lines))), tuple(defects)), body


def _well_formed(block: bytes) -> list[tuple[str, bytes]] | None:
    """The fields of a block in which every line is a header or goes on with one; None for any other."""
    found: list[tuple[str, bytes]] = []
    position = 0
    while position < len(block):
        line = _FIELD.match(block, position)
        if line is None:
            return None
        position = line.end()
        name, value = line.groups()
        found.append((name.decode("ascii").lower(), (unfold(value) if b"\n" in value else value).strip()))
    return found


def _in_utf8(fields: list[tuple[str, bytes]]) -> tuple[tuple[str, bytes], ...]:
    """The fields; a value in raw bytes of the charset that they declare for the text, in UTF-8.
    Where it tells nothing, as the Western presets of many programs, there will be a guess."""
    declared = next((value for name, value in fields if name == "content-type"), b"")
    if not (label := _CHARSET.search(declared)) or all(value.isascii() for _, value in fields):
        return tuple(fields)
    charset = label[1].decode("ascii", "replace")
    if codec_of(charset) in UNTOLD:
        return tuple(fields)
    return tuple((name, value if value.isascii() else _recoded(value, charset)) for name, value in fields)


def _recoded(value: bytes, charset: str) -> bytes:
    text, doubts = decode(value, charset)
    return value if doubts else text.encode()


def _fields(lines: list[bytes]) -> Iterator[tuple[str, bytes]]:
    found: list[tuple[str, bytearray]] = []
    for line in lines:
        if name := _NAME.match(line):
            found.append((name.group(1).decode("ascii").lower(), bytearray(line[name.end() :])))
        elif found:
            found[-1][1].extend(b" " + line.lstrip())
    for name_, value in found:
        yield name_, bytes(value).strip()


def _field_lines(block: bytes) -> tuple[list[bytes], list[bytes], list[str]]:
    """Lines of header fields and their continuations, the lines that are text already, and the defects.

    A line that is no header is left out if headers follow it; else the text begins there."""
    lines = [line.removesuffix(b"\r") for line in block.split(b"\n")]
    if lines[0].startswith((b"From ", b">From ")):
        del lines[0]
    lines, below = _before_a_delimiter(lines)
    is_name = [_NAME.match(line) is not None for line in lines]
    end = len(lines) - is_name[::-1].index(True) if any(is_name) else 0
    while end < len(lines) and lines[end][:1] in (b" ", b"\t"):
        end += 1
    kept = [line for line, named in zip(lines[:end], is_name, strict=False) if named or line[:1] in (b" ", b"\t")]
    rest = [*lines[end:], *below] if end and any([*lines[end:], *below]) else []
    defects = ["malformed-header"] if len(kept) < end or rest else []
    if any(b"\r" in line for line in kept):
        kept = [line.replace(b"\r", b" ") for line in kept]
        defects.append("bare-cr-in-header")
    return kept, rest, defects


def _before_a_delimiter(lines: list[bytes]) -> tuple[list[bytes], list[bytes]]:
    """Headers end at a delimiter of parts, although the blank line before it has blanks in it or is missing."""
    for number, line in enumerate(lines):
        if number and line.startswith(b"--") and any(b"boundary" in above.lower() for above in lines[:number]):
            return lines[:number], lines[number:]
    return lines, []


def _ids(value: bytes) -> list[str]:
    found = [f"<{name.decode('ascii', 'replace')}>" for name in _ID.findall(value)]
    if not found and (bare := _BARE_ID.match(value)):
        found = [f"<{bare.group(1).decode('ascii', 'replace')}>"]
    return found
