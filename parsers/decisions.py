"""Commands and decisions by mail: the first line of the new text, or nothing.

The grammar is narrow on purpose: a line that is not wholly a command has no effect and is answered with
what was understood, because a wrong approval costs more than a second mail."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from cases.chinese import to_simplified
from cases.mail import Decision
from parsers.grammar import CODE, read_command
from parsers.said import CASE, ONLY, UNCLEAR, Said, starting
from parsers.verbs import VERBS, WITH_ARGUMENT

LONG = 200
"""A first line longer than this is prose."""
SHORT = 40
"""A line up to this long that speaks of a decision was probably meant as one."""
_MENTION = re.compile("同意|批准|核准|驳回|approv|reject", re.I)
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)
_LOOKALIKES = str.maketrans("аАеЕоОрРсСхХуіІјѕвВкКмМнНтТαΑοΟρΡεΕνιΙκΚτΤ", "aAeEoOpPcCxXyiIjsBBkKMMHHTTaAoOpPeEviIkKtT")
"""Cyrillic and Greek letters that look like Latin ones."""


def read_decision(lead: str, arrived: datetime) -> Decision | None:
    """The command at the top of the new text, None if its first line is none. Whatever is refused says why."""
    first, _, below = lead.lstrip().partition("\n")
    line = _plain(first)
    if not line or (len(line) > LONG and not _takes_text(line)):
        return None
    if _disguised(line):
        why = f"这一行混用了两种字母 / The line mixes letters of two alphabets. {ONLY}"
        return Decision(UNCLEAR, "", "", line[:LONG], why)
    case, command = _without_case(line)
    shown = _paragraphs(below)
    reading = read_command(Said(command, [_plain(text) for text in shown if text], shown, arrived))
    if reading is None:
        return _maybe_meant(line, case)
    reason = reading.reason if reading.verb == CODE else _as_written(reading.reason, line, first.strip())
    return Decision(reading.verb, reason, case, line[:LONG], reading.refused)


def _paragraphs(text: str) -> list[str]:
    """The lines as written, with at most one empty line in front and between two of them, none at the end."""
    return re.sub(r"\n\s*\n\s*", "\n\n", f"\n{text.rstrip()}").split("\n")[1:] if text.strip() else []


def _as_written(reason: str, line: str, first: str) -> str:
    """The reason with its first line as the sender typed it: the folding of `line` was for looking, not for keeping."""
    head, newline, more = reason.partition("\n")
    if head and len(first) == len(line) and line.endswith(head):
        return first[-len(head) :] + newline + more
    return reason


def _maybe_meant(line: str, case: str) -> Decision | None:
    """A short line that speaks of a decision without being one (`请勿批准`)."""
    if len(line) <= SHORT and _MENTION.search(to_simplified(line)):
        why = f"这一行不是约定的用语 / The line is not one of the words I know. {ONLY}"
        return Decision(UNCLEAR, "", case, line, why)
    return None


def _takes_text(line: str) -> bool:
    found = starting(line, WITH_ARGUMENT)
    return found is not None and (found[1].text or found[1].lines)


def _disguised(line: str) -> bool:
    """Whether the line is a command only for the eye."""
    shown = line.translate(_LOOKALIKES)
    return shown != line and any(starting(shown, table) for table in (VERBS, WITH_ARGUMENT))


def _without_case(line: str) -> tuple[str, str]:
    """The case number at the front, the end or behind the verb, and the line without it."""
    found = CASE.search(line)
    if found is None or _wants_number(line):
        return "", line
    rest = f"{line[: found.start()]} {line[found.end() :]}"
    return found.group().upper(), re.sub(r"^[\s:：,，#\[\]]+|[\s\[\]#]+$", "", rest)


def _wants_number(line: str) -> bool:
    found = starting(line, WITH_ARGUMENT)
    return found is not None and found[1].number


def _plain(line: str) -> str:
    """NFKC, without invisible characters, blanks to one."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFKC", line)).split())
