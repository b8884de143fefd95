"""New text apart from quoted history and signatures.

A quotation is cut only where a known beginning stands; text below or between `>` lines is kept, because
losing what a person wrote is worse than keeping what somebody quoted."""

from __future__ import annotations

from dataclasses import dataclass

from parsers import quote_marks as marks
from parsers.signatures import without_signatures

HEADER_LINES = 12
"""How far below `From:` the other lines of a quoted header block may stand (long recipient lists fold)."""
MAX_LINES = 20_000
"""Lines that are looked at; those below are what the last one of them is."""


@dataclass(frozen=True, slots=True)
class Split:
    """A text taken apart. Lines are unchanged and in order; signatures and gateway banners are in neither."""

    new: str
    quoted: str
    lead: str
    """The new text that a command may stand in: above the quotation, or all below it if nothing is above."""
    signature: str = ""


def split_quotes(text: str) -> Split:
    """Take a text with LF line ends apart."""
    lines = text.split("\n")
    quoted = _quoted_lines(lines[:MAX_LINES])
    quoted += [quoted[-1]] * (len(lines) - MAX_LINES)
    kept, signature = without_signatures(lines, quoted)
    new = _join(lines, kept)
    first = next((i for i, is_quote in enumerate(quoted) if is_quote), len(lines))
    last = max((i for i, is_quote in enumerate(quoted) if is_quote), default=-1)
    lead = _join(lines, [i for i in kept if i < first]) or _join(lines, [i for i in kept if i > last])
    return Split(new, _join(lines, [i for i, q in enumerate(quoted) if q]), lead, _join(lines, signature))


def header_block(lines: list[str], start: int) -> dict[str, str]:
    """The quoted header lines from `start` on (`发件人: …`, `Sent: …`) by label in lower case; {} if none."""
    first = _header_line(lines[start])
    if first is None or first[0] not in marks.FROM_LABELS:
        return {}
    found = {"from": first[1]}
    for line in lines[start + 1 : start + HEADER_LINES]:
        header = _header_line(line)
        if header is not None and header[0] in marks.OTHER_LABELS:
            found.setdefault(*header)
        elif not line.strip() and len(found) > 2:
            break
    return found if len(found) > 2 or (len(found) == 2 and "@" in first[1]) else {}


def _header_line(line: str) -> tuple[str, str] | None:
    if ":" not in line and "：" not in line and "|" not in line:
        return None
    found = marks.HEADER_LINE.match(line.replace("\xa0", " "))
    if found is None:
        return None
    label = "".join(found.group(1).split()).lower()
    return label, found.group(2).strip(" |")


def _quoted_lines(lines: list[str]) -> list[bool]:
    """For each line whether it is quoted."""
    quoted = [False] * len(lines)
    marked = _marked_lines(lines)
    i = 0
    while i < len(lines):
        if marked[i]:
            quoted[i] = True
        elif _hard_start(lines, i):
            for k in range(_with_rules_above(lines, i), len(lines)):
                quoted[k] = True
            break
        elif length := _attribution(lines, i):
            if not _marks_follow(marked, lines, i + length):
                for k in range(i, len(lines)):
                    quoted[k] = True
                break
            for k in range(i, i + length):
                quoted[k] = True
            i += length - 1
        i += 1
    return quoted


def _marked_lines(lines: list[str]) -> list[bool]:
    """`>` lines; a lone `>5%` without a neighbour is text."""
    bare = [marks.QUOTED.match(line) is not None for line in lines]
    if not any(bare):
        return bare
    attributed = any(marks.ATTRIBUTION_END.search(line) for line in lines)
    return [
        is_marked and (attributed or line.lstrip()[1:2] in ("", " ", ">") or _neighbour(bare, i))
        for i, (is_marked, line) in enumerate(zip(bare, lines, strict=True))
    ]


def _neighbour(bare: list[bool], i: int) -> bool:
    return (i > 0 and bare[i - 1]) or (i + 1 < len(bare) and bare[i + 1])


def _hard_start(lines: list[str], i: int) -> bool:
    line = lines[i]
    if header_block(lines, i) or marks.FORWARD_OPENING.match(line):
        return True
    if "--" not in line and "__" not in line and "==" not in line:
        return False
    line = line.replace("\xa0", " ")
    return marks.OWN_LINE.search(line) is not None or marks.SEPARATOR.match(line) is not None


def _with_rules_above(lines: list[str], i: int) -> int:
    """The start of the quotation including rules, blank lines and a broken attribution above it."""
    start = i
    while start and (not lines[start - 1].strip() or marks.RULE.match(lines[start - 1])):
        start -= 1
    if start and marks.OWN_LINE.search(lines[i]) and lines[start - 1].rstrip().endswith((":", "：")):
        start -= marks.WHO_AND_WHEN.search(lines[start - 1]) is not None
    return start


def _attribution(lines: list[str], i: int) -> int:
    """How many lines from `i` on form `On …, X wrote:`; 0 if none do. They break over up to three."""
    joined = ""
    for length in (1, 2, 3):
        if i + length > len(lines):
            break
        line = lines[i + length - 1].replace("\xa0", " ").strip()
        if not line or len(line) > 400:
            break
        joined = f"{joined} {line}" if joined else line
        if marks.ATTRIBUTION_END.search(line) or (length > 1 and marks.ATTRIBUTION_END.search(joined)):
            is_one = marks.ATTRIBUTION.match(joined) and marks.WHO_AND_WHEN.search(joined)
            return length if is_one else 0
    return 0


def _marks_follow(marked: list[bool], lines: list[str], i: int) -> bool:
    while i < len(lines) and not lines[i].strip():
        i += 1
    return i < len(lines) and marked[i]


def _join(lines: list[str], kept: list[int]) -> str:
    """The kept lines without blank ones at the ends and with at most one between."""
    result: list[str] = []
    for k in kept:
        if lines[k].strip() or (result and result[-1].strip()):
            result.append(lines[k])
    return "\n".join(result).strip("\n")
