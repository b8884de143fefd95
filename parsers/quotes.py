"""New text apart from quoted history and signatures.

A quotation is cut only where a known beginning stands; text below or between `>` lines is kept, because
losing what a person wrote is worse than keeping what somebody quoted. Where the mails of the thread are known,
they decide: what stands in one of them is quoted, what stands in none below a copy of one is new."""

from __future__ import annotations

from dataclasses import dataclass

from parsers import quote_marks as marks
from parsers.attributions import attribution, detached, is_certain
from parsers.copies import Copies, Thread
from parsers.quote_headers import Heads, header_line
from parsers.signatures import without_signatures

MAX_LINES = 20_000
"""Lines that are looked at; those below are what the last one of them is."""
TITLE_LENGTH = 60

NOTHING_KNOWN = Thread(())


@dataclass(frozen=True, slots=True)
class Split:
    """A text taken apart. Lines are in order and unchanged, but that an attribution behind other words is one of its
    own; signatures and gateway banners are in neither."""

    new: str
    quoted: str
    lead: str
    """The new text that a command may stand in: above the quotation, or all below it if nothing is above."""
    signature: str = ""


def split_quotes(text: str, thread: Thread = NOTHING_KNOWN) -> Split:
    """Take a text with LF line ends apart; `thread` holds the mails that it may quote."""
    lines = text.split("\n")
    lines = [*detached(lines[:MAX_LINES]), *lines[MAX_LINES:]]
    looked_at = lines[:MAX_LINES]
    heads = Heads(looked_at)
    marked = _marked_lines(looked_at)
    by_marks = _quoted_lines(looked_at, marked, heads)
    copies = thread.copies_in(looked_at)
    quoted = by_marks
    surely = by_marks
    if copies.lines:
        surely = [mark or i in copies.lines for i, mark in enumerate(by_marks)]
        kept = _answers_inside(looked_at, marked, by_marks, copies, heads)
        quoted = [mark and i not in kept for i, mark in enumerate(surely)]
        after = copies.after_an_end(kept)
        surely = [mark and i not in after for i, mark in enumerate(surely)]
    more = [quoted[-1]] * (len(lines) - MAX_LINES)
    return _split(lines, [*quoted, *more], [*surely, *more])


def _split(lines: list[str], quoted: list[bool], surely: list[bool]) -> Split:
    kept, signature = without_signatures(lines, quoted)
    first = next((i for i, is_quote in enumerate(surely) if is_quote), len(lines))
    last = max((i for i, is_quote in enumerate(surely) if is_quote), default=-1)
    lead = _join(lines, [i for i in kept if i < first]) or _join(lines, [i for i in kept if i > last])
    history = _join(lines, [i for i, is_quote in enumerate(quoted) if is_quote])
    return Split(_join(lines, kept), history, lead, _join(lines, signature))


def _quoted_lines(lines: list[str], marked: list[bool], heads: Heads) -> list[bool]:
    """For each line whether it is quoted, by what mail programs write."""
    quoted = list(marked)
    i = 0
    while i < len(lines):
        if not marked[i] and (length := _beginning(lines, i, heads)):
            if not _marks_follow(marked, lines, i + length):
                start = _with_rules_above(lines, i)
                quoted[start:] = [True] * (len(lines) - start)
                break
            quoted[i : i + length] = [True] * length
            i += length - 1
        elif not marked[i] and (length := attribution(lines, i)):
            follows = _marks_follow(marked, lines, i + length)
            if not follows and is_certain(lines, i, length):
                quoted[i:] = [True] * (len(lines) - i)
                break
            if follows:
                quoted[i : i + length] = [True] * length
                i += length - 1
        i += 1
    return quoted


def _answers_inside(lines: list[str], marked: list[bool], quoted: list[bool], copies: Copies, heads: Heads) -> set[int]:
    """The unmarked lines below a copied one, in the same quoted mail, that stand in no mail of the thread."""
    kept: set[int] = set()
    copied = False
    for i, line in enumerate(lines):
        if i in copies.lines:
            copied = True
        elif quoted[i] and not marked[i] and line.strip():
            if _beginning(lines, i, heads) or attribution(lines, i) or marks.RULE.match(line):
                copied = False
            elif copied:
                kept.add(i)
    return kept


def _marked_lines(lines: list[str]) -> list[bool]:
    """`>` lines; a lone `>5%` without a neighbour is text, and so are rows of comparisons that nothing introduces."""
    bare = [marks.QUOTED.match(line) is not None for line in lines]
    if not any(bare) or any(line.rstrip().endswith((":", "：")) and marks.VERB.search(line) for line in lines):
        return bare
    result = [False] * len(lines)
    start = 0
    while start < len(lines):
        end = start + 1
        if bare[start]:
            while end < len(lines) and bare[end]:
                end += 1
            result[start:end] = [_is_quotation(lines[start:end])] * (end - start)
        start = end
    return result


def _is_quotation(run: list[str]) -> bool:
    if len(run) == 1 and run[0].lstrip()[1:2] not in ("", " ", ">"):
        return False
    return not all(marks.COMPARISON.match(line) or marks.FRAMED.match(line) for line in run)


def _beginning(lines: list[str], i: int, heads: Heads) -> int:
    """How many lines from `i` on are a separator or a header block; 0 if none are."""
    line = lines[i]
    titled = _is_separator(line) or marks.FORWARD_OPENING.match(line) is not None
    if titled or (len(line) < TITLE_LENGTH and marks.TITLE.match(line)):
        below = _next_filled(lines, i + 1)
        if below < len(lines) and (end := heads.block(below)[1]) > below:
            return end - i
        introduced = attribution(lines, below) if titled and below < len(lines) else 0
        return below - i + introduced if introduced else int(titled)
    return heads.block(i)[1] - i or 2 * _is_framed(lines, i)


def _is_framed(lines: list[str], i: int) -> bool:
    """Whether Lotus Notes' frame of the sender begins here."""
    if not marks.NOTES_FRAME.match(lines[i]) or i + 1 == len(lines):
        return False
    head = header_line(lines[i + 1])
    return head is not None and head[0] == "from"


def _is_separator(line: str) -> bool:
    if not any(row in line for row in ("--", "__", "==", "——", "––")):
        return False
    line = line.replace("\xa0", " ")
    return marks.OWN_LINE.search(line) is not None or marks.SEPARATOR.match(line) is not None


def _next_filled(lines: list[str], i: int) -> int:
    while i < len(lines) and not lines[i].strip():
        i += 1
    return i


def _with_rules_above(lines: list[str], i: int) -> int:
    """The start of the quotation including rules, blank lines and a broken attribution above it."""
    start = i
    while start and (not lines[start - 1].strip() or marks.RULE.match(lines[start - 1])):
        start -= 1
    if start and marks.OWN_LINE.search(lines[i]) and lines[start - 1].rstrip().endswith((":", "：")):
        start -= marks.DATED.search(lines[start - 1]) is not None
    return start


def _marks_follow(marked: list[bool], lines: list[str], i: int) -> bool:
    i = _next_filled(lines, i)
    return i < len(lines) and marked[i]


def _join(lines: list[str], kept: list[int]) -> str:
    """The kept lines without blank ones at the ends and with at most one between."""
    result: list[str] = []
    for k in kept:
        if lines[k].strip() or (result and result[-1].strip()):
            result.append(lines[k])
    return "\n".join(result).strip("\n")
