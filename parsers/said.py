"""What stands at the top of a mail, and what the readers of commands have in common."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from cases.chinese import to_simplified
from parsers.verbs import Verb

CASE = re.compile(r"(?<![A-Z0-9])K\d{4}-\d{5,9}(?!\d)", re.I)
UNCLEAR = "unclear"
ONLY = (
    "请在第一行只写：同意，或 不同意 加原因。"
    " Please answer with exactly one word in the first line: approve, or reject with a reason."
)
TAIL = re.compile(
    r"[\s,，。.!！~～;；、]*"
    r"(?:(?:非常)?(?:谢谢|多谢|感谢)(?:您|你|大家)?|many thanks|thanks(?: a lot)?|thank you|thx)?"
    r"[\s,，。.!！~～]*$",
    re.I,
)
"""Punctuation and thanks up to the end of a line."""
BUT = re.compile(r"^(?:但|不过|前提|如果|除非|条件|but|if|however|provided|unless|only if|except)", re.I)


@dataclass(frozen=True, slots=True)
class Said:
    """The first line without the case number, the non-empty lines below it, and when the mail came."""

    line: str
    rest: list[str]
    """Normalised like the first line, to look for commands in."""
    shown: list[str]
    """The lines below as they were written, to hand on; an empty one stands between paragraphs."""
    arrived: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader understood; `refused` says in a sentence why it has no effect."""

    verb: str
    reason: str = ""
    refused: str = ""


def starting(line: str, verbs: tuple[tuple[str, Verb], ...]) -> tuple[str, Verb] | None:
    """The longest verb that the line begins with; an English one must end where its word ends."""
    lower = to_simplified(line[:40].lower())
    for word, verb in verbs:
        if lower.startswith(word) and not (word[-1].isascii() and lower[len(word) : len(word) + 1].isalnum()):
            return word, verb
    return None
