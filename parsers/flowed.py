"""Paragraphs of text/plain; format=flowed, which was broken into lines for the way (RFC 3676)."""

from __future__ import annotations

import re

_MARKS = re.compile(r">*")
SIGNATURE = "-- "
"""The one line that ends in a blank and is not flowed (RFC 3676, 4.3)."""


def unflowed(text: str, delete_space: bool) -> str:
    """The text with its paragraphs whole; `delete_space` is DelSp=yes. Lines end with LF."""
    result: list[str] = []
    depth, collected, flows = 0, "", False
    for line in text.split("\n"):
        marks, content = _apart(line)
        if flows and (marks != depth or content == SIGNATURE):  # a sender's slip: quotations do not flow into others
            result.append(_quoted(depth, collected))
            collected, flows = "", False
        depth = marks
        flows = content.endswith(" ") and content != SIGNATURE
        collected += content[:-1] if flows and delete_space else content
        if not flows:
            result.append(_quoted(depth, collected))
            collected = ""
    if flows:
        result.append(_quoted(depth, collected))
    return "\n".join(result)


def _apart(line: str) -> tuple[int, str]:
    """How deep the line is quoted, and its text without the stuffed blank (RFC 3676, 4.4)."""
    marks = _MARKS.match(line)
    depth = marks.end() if marks else 0
    return depth, line[depth:].removeprefix(" ")


def _quoted(depth: int, text: str) -> str:
    return f"{'>' * depth} {text}" if depth else text
