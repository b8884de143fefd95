"""Where the names of facts stand in a line: before colons, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.labels import Label, label_of

COLON = re.compile(r"[:：]")
MAX_COLONS = 40


def labels_in(line: str) -> Iterator[tuple[int, int, Label]]:
    """(start of the label, start of its value, label) for each known label before a colon."""
    position = 0
    for count, colon in enumerate(COLON.finditer(line)):
        if count >= MAX_COLONS:
            return
        before = line[position : colon.start()]
        for start in _label_starts(before):
            if (start and _ANOTHERS.search(before[:start])) or _ends_prose(line, start, before, colon.end()):
                continue
            label = label_of(before[start:].strip())
            if label is not None and not _of_theirs(label, before[:start]):
                yield position + start, colon.end(), label
                position = colon.end()
                break


_ANOTHERS = re.compile(
    r"\b(?:of|for|per|input|sampl\w+|inspected|checked|tested|sorted|stock|remaining|used|good|ok) $"
    r"|(?:抽检|抽样|检验|检查|测试|库存|剩余|在库|投入|使用|良品|合格|隔离)\s?$",
    re.I,
)
"""`Serial No. of NG: …` is no count of rejects, `Input qty` none of what was delivered."""


def _of_theirs(label: Label, before: str) -> bool:
    """`Delivery date` is not the date of the letter, `our customer` not the writer."""
    if label.field == "customer_name":
        return before.endswith(("our ", "Our ", "end ", "End "))
    return label.field == "report_date" and before.strip()[-1:].isalpha()


def _ends_prose(line: str, start: int, before: str, end: int) -> bool:
    """`We complain of the following delivery:` ends a sentence, and the delivery has no value."""
    return bool(start) and before[start - 1] == " " and before[:1].isascii() and not line[end:].strip()


def _label_starts(before: str) -> list[int]:
    """Where a label that ends at the colon may begin: the line's start, or after a break, the longest first."""
    breaks = [m.end() for m in re.finditer(r"[,，;；|。、\s)）】\]]", before)]
    return [start for start in [0, *breaks] if len(before) - start <= 48]
