"""Other people's text made safe to stand in ours: no control characters, no tricks with the direction."""

from __future__ import annotations

import re

# C0 and C1 controls but tab and line feed, zero-width and bidirectional marks, non-characters, lone surrogates.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    """`text` with LF line ends and nothing invisible that could change what a reader or a parser sees."""
    return _UNSAFE.sub("", _LINE_END.sub("\n", text))


def one_line(text: str) -> str:
    """`text` on one line, runs of white space as one blank: safe for a header, a label, a table cell."""
    return " ".join(clean(text).split())


def short(text: str, length: int = 60) -> str:
    """`text` on one line of at most `length` characters, with an ellipsis where it was cut."""
    line = one_line(text)
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
