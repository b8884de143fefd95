"""Signatures, and what gateways and phones put into a text, apart from what the sender wrote.

Only what is surely one is cut, and never a block that states facts of the complaint."""

from __future__ import annotations

from collections.abc import Sequence

from parsers import quote_marks as marks
from parsers.labels import label_of

CLOSING_LINES = 8
"""Lines below `Best regards` that may still be a name and its posts."""
SIGNATURE_LINES = 15
"""Lines below `-- ` that may still be a signature."""
MAX_LINES = 20_000
"""Lines that are looked at for what phones and gateways add; what is below stays."""
NAME = 20
"""Characters of a lone name below Foxmail's rule."""
LINE = 80
"""Characters of a line of a signature."""
CONTACTS = frozenset(
    "customer_name complainant contact_name contact_phone contact_email address customer_code party channel".split()
)
"""Facts that a signature may state."""


def without_signatures(lines: list[str], quoted: list[bool]) -> tuple[list[int], list[int]]:
    """The lines of new text that stay, and those of signatures. Each stretch between quotations has its own."""
    kept: list[int] = []
    signature: list[int] = []
    i = 0
    while i < len(lines):
        if quoted[i]:
            i += 1
            continue
        end = i
        while end < len(lines) and not quoted[end]:
            end += 1
        cut = _signature_start(lines, i, end)
        for k in range(i, cut):
            (signature if k < MAX_LINES and _is_furniture(lines, k, cut) else kept).append(k)
        signature.extend(range(cut, end))
        i = end
    return kept, signature


def _is_furniture(lines: list[str], k: int, end: int) -> bool:
    """Mobile signatures, gateway banners, and Foxmail's rule with the own address below it."""
    line = lines[k]
    if marks.MOBILE.match(line) or marks.BANNER.match(line):
        return True
    if marks.RULE.match(line):
        below = next((x for x in lines[k + 1 : min(k + 3, end)] if x.strip()), "")
        return bool(marks.LONE_ADDRESS.match(below) or marks.MOBILE.match(below))
    if "@" in line and marks.LONE_ADDRESS.match(line):
        above = next((x for x in reversed(lines[max(0, k - 2) : k]) if x.strip()), "")
        return bool(marks.RULE.match(above))
    return False


def _signature_start(lines: list[str], start: int, end: int) -> int:
    for k in range(max(start, end - 4 * SIGNATURE_LINES), end):
        if _opens_a_signature(lines[k]) and _is_signature(lines[k], lines[k + 1 : end]):
            return k
        if marks.FOXMAIL.match(lines[k]) and start < k and end < len(lines) and _is_name(lines[k + 1 : end]):
            return k
    return end


def _opens_a_signature(line: str) -> bool:
    return any(mark.match(line) for mark in (marks.SIGNATURE, marks.CLOSING, marks.RULE, marks.CARD))


def _is_signature(mark: str, block: list[str]) -> bool:
    """Whether the lines below the mark, to the end, are one: by the mark, by their length, or by what they hold."""
    rest = [line for line in block if line.strip() and not marks.CARD.match(line)]
    if any(map(_states_a_fact, rest)):
        return False
    if mark == "-- ":
        return len(block) <= SIGNATURE_LINES
    if len(rest) > CLOSING_LINES or any(len(line) > LINE or marks.SENTENCE_END.search(line) for line in rest):
        return False
    return not (marks.RULE.match(mark) or marks.CARD.match(mark)) or _has_contact(rest)


def _is_name(block: list[str]) -> bool:
    rest = [line for line in block if line.strip()]
    return len(rest) <= 1 and all(len(line) <= NAME and not any(map(str.isdigit, line)) for line in rest)


def _states_a_fact(line: str) -> bool:
    label, colon, _ = line.replace("：", ":").partition(":")
    known = label_of(label.strip(" |*")) if colon else None
    return known is not None and known.field not in CONTACTS


def _has_contact(lines: Sequence[str]) -> bool:
    return any(marks.CONTACT.search(line) for line in lines)
