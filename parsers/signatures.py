"""Signatures, and what gateways and phones put into a text, apart from what the sender wrote."""

from __future__ import annotations

from parsers import quote_marks as marks

CLOSING_LINES = 8
"""Lines below `Best regards` that may still be a name and its posts."""
SIGNATURE_LINES = 15
"""Lines below `-- ` that may still be a signature."""
MAX_LINES = 20_000
"""Lines that are looked at for what phones and gateways add; what is below stays."""


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
    for k in range(start, end):
        if marks.SIGNATURE.match(lines[k]) and end - k <= SIGNATURE_LINES:
            return k
        if marks.CLOSING.match(lines[k]) and _only_a_name_follows(lines[k + 1 : end]):
            return k
    return end


def _only_a_name_follows(lines: list[str]) -> bool:
    rest = [line for line in lines if line.strip()]
    return len(rest) <= CLOSING_LINES and all(len(line) <= 80 and not marks.SENTENCE_END.search(line) for line in rest)
