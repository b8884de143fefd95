"""Files that stand in the text of a mail, as they did before there were parts: uuencode and yEnc."""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable
from itertools import islice

_BEGIN = re.compile(rb"(?:\A|(?<=\n))begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n")
_END = re.compile(rb"\n(?:`|[ ]?)\r?\nend[ \t]*(?:\r?\n|\Z)|\nend[ \t]*(?:\r?\n|\Z)")
_YENC = re.compile(rb"(?:\A|(?<=\n))=ybegin [^\r\n]{0,200}?name=([^\r\n]{1,200})\r?\n(?:=ypart[^\r\n]*\r?\n)?")
_YENC_END = re.compile(rb"(?<=\n)=yend[^\r\n]*(?:\r?\n|\Z)")
_ESCAPED = re.compile(rb"=(.)", re.S)
_MINUS_42 = bytes((byte - 42) % 256 for byte in range(256))
FILES = 20
"""Beginnings of files inside one text that are followed."""


def files_in(text: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """The text without its files, and their names and contents."""
    rest, files = _cut_out(text, _BEGIN, _END, _uu_lines) if b"begin " in text else (text, [])
    if b"=ybegin " not in rest:
        return rest, files
    rest, more = _cut_out(rest, _YENC, _YENC_END, _yenc)
    return rest, [*files, *more]


def uu_block(body: bytes) -> tuple[bytes, str]:
    """The content of a part in uuencode; the part as it is and `broken-uuencode` if it is none."""
    begin = _BEGIN.search(body)
    if begin is None:
        return body, "broken-uuencode"
    end = _END.search(body, begin.end() - 1)
    content = _uu_lines(body[begin.end() : end.start() if end else len(body)])
    return (body, "broken-uuencode") if content is None else (content, "")


def _cut_out(
    text: bytes, opens: re.Pattern[bytes], closes: re.Pattern[bytes], read: Callable[[bytes], bytes | None]
) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Files between an opening and a closing line, as far as `read` makes sense of what stands there."""
    rest: list[bytes] = []
    files: list[tuple[bytes, bytes]] = []
    position = 0
    for begin in islice(opens.finditer(text), FILES):
        if begin.start() < position:
            continue
        end = closes.search(text, begin.end() - 1)
        content = read(text[begin.end() : end.start()]) if end else None
        if end is None or content is None:
            continue
        rest.append(text[position : begin.start()])
        files.append((begin.group(1).strip(), content))
        position = end.end()
    return b"".join([*rest, text[position:]]), files


def _uu_lines(block: bytes) -> bytes | None:
    """None if a line is no uuencode: then the word `begin` merely stood in a letter."""
    try:
        return b"".join(_uu_line(line) for line in block.splitlines() if line.strip(b"` "))
    except binascii.Error:
        return None


def _uu_line(line: bytes) -> bytes:
    """Some encoders write more than the length that the line states."""
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        stated = (((line[0] - 32) & 63) * 4 + 5) // 3
        return binascii.a2b_uu(line[:stated])


def _yenc(block: bytes) -> bytes:
    """Every byte is 42 more than it was; one behind `=` is 64 more besides."""
    plain = block.replace(b"\r", b"").replace(b"\n", b"")
    unescaped = _ESCAPED.sub(lambda found: bytes([(found.group(1)[0] - 64) % 256]), plain)
    return unescaped.translate(_MINUS_42)
