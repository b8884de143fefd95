"""`On …, X wrote:` above what is quoted, in the many ways that programs write and break it."""

from __future__ import annotations

from parsers import quote_marks as marks

ATTRIBUTION_LINES = 4
"""Lines over which `On …, X wrote:` may be broken."""
ATTRIBUTION_LENGTH = 400


def attribution(lines: list[str], i: int) -> int:
    """How many lines from `i` on form `On …, X wrote:`; 0 if none do."""
    joined = ""
    for length in range(1, ATTRIBUTION_LINES + 1):
        if i + length > len(lines):
            break
        line = lines[i + length - 1].replace("\xa0", " ").strip()
        if not line or len(joined) + len(line) > ATTRIBUTION_LENGTH:
            break
        joined = f"{joined} {line}" if joined else line
        if length == 1 and not marks.ATTRIBUTION_START.match(joined) and not joined.startswith("--"):
            break
        if marks.ATTRIBUTION_END.search(line):
            return length if _is_attribution(joined) else 0
    return 1 if marks.DATE_AND_ADDRESS.match(lines[i]) else 0


def _is_attribution(text: str) -> bool:
    if marks.DATED_ADDRESS.match(text) or marks.IN_DASHES.match(text):
        return True
    start = marks.ATTRIBUTION_START.match(text)
    if start is None or marks.VERB.search(text) is None or marks.PROSE.search(text):
        return False
    if not start["dashes"] and not text.rstrip().endswith((":", "：")):
        return False
    return "@" in text or marks.DATED.search(text) is not None


def is_certain(lines: list[str], i: int, length: int) -> bool:
    """Whether what is below is quoted though no line of it is marked: sentences about a letter name no address."""
    if lines[i].strip().startswith("--"):
        return True
    has_address = any("@" in line for line in lines[i : i + length])
    return has_address and lines[i + length - 1].rstrip().endswith((":", "："))
