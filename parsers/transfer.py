"""Content-Transfer-Encoding (RFC 2045, 6): bytes as they were before they were made fit for the way."""

from __future__ import annotations

import binascii
import re
from collections import Counter

from parsers.files_in_text import uu_block

_TOKEN = re.compile(rb"[a-z0-9-]+")
_COMMENT = re.compile(rb"\([^()]{0,100}\)")
_PLAIN = frozenset([b"", b"7bit", b"8bit", b"binary", b"8-bit", b"7-bit"])
_SOFT_BREAK = re.compile(rb"=[ \t]+(\r?\n)")
"""Blanks at the end of a line were added on the way (RFC 2045, 6.7 (3))."""
_UUENCODE = frozenset([b"x-uuencode", b"uuencode", b"x-uue", b"uue"])
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_FOREIGN = bytes(set(range(256)) - set(_ALPHABET))
"""Every byte that base64 has no use for."""
_BLANK_OR_PAD = b" \t\r\n="
_AT_MOST = 10
"""One byte in this many may be damaged; with more it never was base64."""
MENDED_AT_MOST = 6
"""Bytes of a line that may have been lost or gained."""
MENDING = 60_000
"""How much is mended in one part: for each line the square of its length, as the work grows. Ten lines of 76 bytes, or
one of 240."""
_CLEAN = re.compile(rb"(?:[A-Za-z0-9+/]+[ \t]*\r?\n)*+(?:[A-Za-z0-9+/]*+={1,2}[ \t]*\r?\n)?")
"""Lines of base64 up to its end or the first that holds anything else."""
LONG_WORD = 25
FEW = 2
FILE = 200
"""Bytes of base64 that are a file, if they are no text: shorter ones may be words under a wrong label."""
_ONLY_BASE64 = re.compile(rb"\s*+(?:[A-Za-z0-9+/]{60,76}\r?\n)++[A-Za-z0-9+/]{0,76}={0,2}\s*+")
_QUOTED = re.compile(rb"=[0-9A-F]{2}")
_NOT_QUOTED = re.compile(rb"=(?![0-9A-F]{2}|\r?\n)")
QUOTED_LEAST = 3
_WORDS = re.compile(rb"(?:^|[ \n])[A-Za-z]{1,20}(?=[ .,;:!?\r\n]|$)")


def decoded(body: bytes, encoding: bytes) -> tuple[bytes, str]:
    """The decoded bytes and what was wrong: `broken-base64`, `not-base64`, `unknown-encoding` or ""."""
    if b"(" in encoding:
        encoding = _COMMENT.sub(b"", encoding)
    found = _TOKEN.match(encoding.strip().strip(b'"').lower())
    name = found.group() if found else b""
    if name in _PLAIN:
        return body, ""
    if name.startswith((b"quoted", b"qp")):
        return binascii.a2b_qp(_SOFT_BREAK.sub(rb"=\1", body)), ""
    if name.startswith((b"base", b"x-base")):
        return _base64(body)
    if name in _UUENCODE:
        return uu_block(body)
    return body, "unknown-encoding"


def undeclared(body: bytes, encoding: bytes) -> bytes:
    """A text that is plainly encoded although nothing says so, decoded; any other as it is."""
    if encoding.strip().lower() not in _PLAIN:
        return body
    if _ONLY_BASE64.fullmatch(body):
        text = _base64(body)[0]
        return text if _sense(text) * 10 >= len(text) * 9 else body
    if (b"=\n" in body or b"=\r\n" in body) and body.isascii() and not _NOT_QUOTED.search(body):
        return binascii.a2b_qp(body) if len(_QUOTED.findall(body)) >= QUOTED_LEAST else body
    return body


def _words_behind(body: bytes) -> tuple[bytes, str] | None:
    """Base64 below which a list or a gateway has written words, with them if it is a text; None if it is not such."""
    clean = _CLEAN.match(body)
    head, tail = (clean.group(), body[clean.end() :].strip()) if clean else (b"", b"")
    core = head.translate(None, b" \t\r\n")
    if not core or len(core) % 4 or len(tail.split()) * LONG_WORD < len(tail) or len(_WORDS.findall(tail)) < FEW:
        return None
    content = binascii.a2b_base64(core)
    if _sense(content) * 10 >= len(content) * 9:
        return content.rstrip(b"\r\n") + b"\r\n" + tail, ""
    return (content, "broken-base64") if len(core) > FILE else None


def _base64(body: bytes) -> tuple[bytes, str]:
    """Strictly if it can be; else line by line, so that one damaged byte costs one line at most."""
    text = body.translate(None, b" \t\r\n")
    if b" " in body and (above := _words_behind(body)) is not None:
        return above
    if b" " in body and _reads_as_it_is(body, text):
        return body, "not-base64"
    if len(text) % 4 == 0:
        try:
            return binascii.a2b_base64(text, strict_mode=True), ""
        except binascii.Error:
            pass
    core = body.translate(None, _BLANK_OR_PAD)
    words = sum(line.strip().count(b" ") for line in body.split(b"\n"))
    foreign = len(core) - len(core.translate(None, _FOREIGN)) + words
    if foreign * _AT_MOST > len(core):
        return body, "not-base64"
    lines = body.split()
    usual = Counter(map(len, lines)).most_common(1)[0][0]
    if not foreign and b"=" not in text and len(lines) > 1 and usual % 4:
        return _loose(text), ""  # merely without its padding, in lines of any length
    pieces = []
    budget = MENDING
    for number, line in enumerate(lines, 1):
        cut_short = number == len(lines) > 1 and len(line) % 4 > 1 and not line.translate(None, _ALPHABET)
        out_of_step = len(line) % 4 != 0 and not cut_short
        budget -= len(line) ** 2 if out_of_step else 0
        pieces.append(_base64_line(line, usual if number < len(lines) else 0, out_of_step and budget >= 0))
    content = b"".join(pieces)
    unpadded = text.rstrip(b"=")
    only_unpadded = len(lines) == 1 and not foreign and b"=" not in unpadded and content == _loose(unpadded)
    return content, "" if only_unpadded else "broken-base64"


def _reads_as_it_is(body: bytes, text: bytes) -> bool:
    """Whether it is plain writing under a wrong label: words, which decoded would make no sense."""
    whole = _loose(text.translate(None, _FOREIGN))
    return len(_WORDS.findall(body)) * 16 > len(text) and _sense(whole) * 10 < len(whole) * 8


def _base64_line(line: bytes, usual: int, mend: bool) -> bytes:
    """A foreign byte stands for one of the alphabet (a bit fell over) if the line then has whole groups of four.

    A line that lost or gained bytes is mended where that makes most sense of it: behind that place every group of
    four would be out of step. Without a usual length, of a last or only line, either may have happened, or neither."""
    core = line.rstrip(b"=")
    if len(line) % 4 == 0:
        return _loose(core.translate(_MENDED))
    core = core.translate(None, _FOREIGN)
    if not mend:
        return _loose(core)
    changes = [usual - len(core)] if usual else [-len(core) % 4, -(len(core) % 4)]
    ways = [core, *(way for change in changes if abs(change) <= MENDED_AT_MOST for way in _ways(core, change))]
    return max(map(_loose, ways), key=_sense)


def _ways(core: bytes, change: int) -> list[bytes]:
    """The line with so many bytes more, or less, at each place."""
    if change >= 0:
        return [core[:at] + b"A" * change + core[at:] for at in range(len(core) + 1)]
    return [core[:at] + core[at - change :] for at in range(len(core) + change + 1)]


def _loose(text: bytes) -> bytes:
    """Decoded without its padding."""
    whole = text[: len(text) - (len(text) % 4 == 1)]
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def _sense(content: bytes) -> int:
    """How many bytes read as ASCII text with UTF-8 or with GB 2312 characters."""
    return max(sum(map(len, pattern.findall(content))) for pattern in _SENSIBLE)


_SENSIBLE = (
    re.compile(rb"[\t\r\n -~]+|[\xe2-\xe9\xef][\x80-\xbf]{2}|[\xc3-\xcf][\x80-\xbf]"),
    re.compile(rb"[\t\r\n -~]+|[\xa1-\xa3\xb0-\xf7][\xa1-\xfe]"),
)


_MENDED = bytes(byte if byte in _ALPHABET else ord("A") for byte in range(256))
