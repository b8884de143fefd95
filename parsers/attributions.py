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


def detached(lines: list[str]) -> list[str]:
    """The lines; an attribution above `>` lines that stands behind the writer's own words gets a line of its own."""
    result: list[str] = []
    for i, line in enumerate(lines):
        if line.rstrip().endswith((":", "：")) and _marks_below(lines, i + 1) and (cut := _glued(line)):
            result.append(line[:cut].rstrip())
            line = line[cut:]
        result.append(line)
    return result


def _glued(line: str) -> int:
    """Where in the line an attribution begins that is not all of it; 0 if none does."""
    if len(line) > ATTRIBUTION_LENGTH or marks.VERB.search(line) is None or marks.QUOTED.match(line):
        return 0
    for found in marks.GLUED_START.finditer(line):
        own, rest = line[: found.start()], line[found.start() :]
        if "@" in own or marks.DATED.search(own):
            return 0
        if "@" in rest and _is_attribution(rest):
            return found.start()
    return 0


def _marks_below(lines: list[str], i: int) -> bool:
    below = next((line for line in lines[i : i + 3] if line.strip()), "")
    return marks.QUOTED.match(below) is not None


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
