"""What was done with a mail: the word a route gives back."""

from __future__ import annotations

from dataclasses import dataclass

DONE, REVIEW, LOOP = "done", "review", "loop"
JUNK = "junk"
"""Where the mail is already: it stays there."""


@dataclass(frozen=True, slots=True)
class Handling:
    """`outcome` in one word, `note` in one sentence for a person."""

    outcome: str
    note: str
    case_id: str = ""
    folder: str = DONE
    set_aside: bool = False
    flags: tuple[str, ...] = ()
