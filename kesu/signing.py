"""Whose words go out: the desk signs its mails itself, so a colleague's own signature stays behind."""

from __future__ import annotations

import re

LINES = 8
"""Lines at the end of a mail that may be its signature."""
_PROSE_ENDS = re.compile(r"[。！？；!?;.]\s*$")


def unsigned(text: str, name: str) -> str:
    """`text` without the signature of `name`, which begins with a line of that name among the last lines.

    `罗静 | 品质工程部` begins one, `罗静已到现场。` does not. A text that is nothing but a name stays.
    """
    lines = text.rstrip().split("\n")
    first = next((i for i in range(max(1, len(lines) - LINES), len(lines)) if _signs(lines[i], name)), len(lines))
    return "\n".join(lines[:first]).rstrip() or text


def _signs(line: str, name: str) -> bool:
    """Whether the line is the name, alone or with posts behind it."""
    rest = line.strip().removeprefix(name)
    if not name or rest == line.strip():
        return False
    return not rest or (not rest[0].isalnum() and not _PROSE_ENDS.search(rest))
