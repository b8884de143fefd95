"""Label and value apart: in lines, several on a line, in rows of pasted tables, over two lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.label_places import COLON, labels_in
from parsers.labels import Label, dictionary, is_label, label_of
from parsers.tables import row_lines, tabbed_tables

_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_CELLS = re.compile(r"\t+|\s*\|\s*|\s{3,}")
_COLUMN = re.compile(r"(\S{2,24}?) {2,}(?=\S)")
"""A name with blanks up to the column of the values, at least two of them."""
_HEADINGS = frozenset("detail details value content description remark remarks 内容 说明 详情 备注".split())
"""What stands above a column of values."""
_ITEM = re.compile(r"[(（]?(?:\d{1,2}|[一二三四五六七八九十])[)）.、．]|[-•·●*]")
_IDENT = re.compile(r"\s*(?:[-•·*]\s*)?(?=[A-Za-z0-9-]*\d)[A-Z0-9][A-Za-z0-9-]{4,30}[,，;；]?\s*")
"""A line that holds a serial number alone."""
_NAMED = re.compile(r"[\u3400-\u9fff]{2,6}[:：]\s*\S|[A-Z][A-Za-z]*(?: [A-Za-z]+){0,2}:\s+\S")
"""A line of a form, whose name we do not know."""
_OTHER = re.compile(rf"(?:{_ITEM.pattern})\s*(?:{_NAMED.pattern})")
"""The next item of a form with a name that we do not know: `16. 备注：…` is no owner's name."""
_UNKNOWN = re.compile(r"(?<=\S)\s+(?=[\u3400-\u9fff]{2,6}[:：])")
"""Where a name that we do not know begins, behind a value."""
_ENDS = " \t,，;；|。*"
MAX_LINE = 4_000


@dataclass(frozen=True, slots=True)
class Pair:
    """A known label with the text that stands after it."""

    label: Label
    text: str
    raw: str
    confidence: float = 1.0


def pairs_of(text: str) -> Iterator[Pair]:
    """Every label of the text with its value, in order. A long value goes on until a blank line or a label."""
    lines = [line.strip().strip("*") for line in _laid_out(text.replace("\xa0", " ").split("\n"))]
    i = 0
    while i < len(lines):
        found = list(_in_line(lines[i]))
        i += 1
        if not found:
            alone, used = _label_alone(lines, i - 1)
            i += used
            if alone is not None:
                yield alone
            continue
        yield from found[:-1]
        last = found[-1]
        more = _more_lines(lines, i, last)
        i += len(more)
        value = "\n".join(filter(None, [last.text, *(line.strip() for line in more)]))
        yield Pair(last.label, value, "\n".join([last.raw, *more]), last.confidence)


_TWO = re.compile(r"\s*([^:：/]{2,20})/([^:：/]{2,20})[:：]\s*([^/\n]{1,60})/([^/\n]{1,60})")


def _laid_out(lines: list[str]) -> list[str]:
    lines = [each for line in lines for each in (_apart(line) if "/" in line else [line])]
    return tabbed_tables(lines, is_label) if any("\t" in line for line in lines) else lines


def _apart(line: str) -> list[str]:
    """`Product/Model: UPS 3 kVA / U3000-R`: two facts on one line, each with its value."""
    two = _TWO.fullmatch(line)
    labels = [label_of(name) for name in two.groups()[:2]] if two else []
    if two is None or not any(labels) or len({label and label.field for label in labels}) < 2:
        return [line]
    return [f"{two[at]}: {two[at + 2].strip()}" for at in (1, 2) if labels[at - 1]]


def _in_line(line: str) -> Iterator[Pair]:
    """`label: value`, several times on one line if commas or blanks stand between."""
    if len(line) > MAX_LINE:
        return
    if ":" not in line and "：" not in line:
        yield from _assigned(line) if "=" in line or "＝" in line else _in_cells(line)
        return
    starts = list(labels_in(line))
    if not starts:
        yield from _in_cells(line)
        return
    following = [start for start, _, _ in starts[1:]] + [len(line)]
    for (start, value_start, label), end in zip(starts, following, strict=True):
        end = _bracket_end(line, start, value_start, end)
        if label.type != "long" and (other := _UNKNOWN.search(line, value_start, end)):
            end = other.start()
        ends = _ENDS if label.type != "long" or end < len(line) else " \t|*"
        yield Pair(label, line[value_start:end].strip(ends), line[start:end].strip(ends))


def _assigned(line: str) -> Iterator[Pair]:
    """`qty_mw = 0.35`: a fact by its id, in the unit of the id, or by its name."""
    name, _, value = (part.strip() for part in line.replace("＝", "=").partition("="))
    if not value:
        return
    label = dictionary().labels.get(name) or label_of(name)
    if label is not None:
        yield Pair(label, f"{value} MW" if label.type == "power" and _PLAIN.fullmatch(value) else value, line)


def _bracket_end(line: str, start: int, value_start: int, end: int) -> int:
    """Where a value ends that stands with its label inside brackets: `(D/C: 2551), 3 pcs`."""
    opened = sum(line.count(bracket, 0, start) for bracket in "(（") > sum(
        line.count(bracket, 0, start) for bracket in ")）"
    )
    depth = 0
    for at in range(value_start, end) if opened else ():
        depth += (line[at] in "(（") - (line[at] in ")）")
        if depth < 0:
            return at
    return end


def _in_cells(line: str) -> Iterator[Pair]:
    """A row of a table pasted as text: tabs, bars or wide gaps between the cells."""
    cells = tuple(cell.strip() for cell in _CELLS.split(line))
    if len(cells) == 1 and (column := _COLUMN.match(line)) and label_of(column[1]):
        cells = (column[1], line[column.end() :].strip())
    if len(cells) == 2 and cells[1].lower() in _HEADINGS:
        return
    if len(cells) < 2 or not is_label(cells[0] or (cells[1] if len(cells) > 1 else "")):
        return
    for row in row_lines(tuple(cell for cell in cells if cell), is_label):
        name, colon, value = row.partition(": ")
        label = label_of(name)
        if colon and label and value:
            yield Pair(label, value, line)


def _more_lines(lines: list[str], i: int, last: Pair) -> list[str]:
    """The lines from `i` on that still belong to the value: for a long one all up to a blank line or a label,
    for items the numbered ones, for any other that is still empty the next line."""
    more: list[str] = []
    empty = not last.text
    if empty and i + 1 < len(lines) and not lines[i]:
        return more if not lines[i + 1] or _starts_label(lines[i + 1]) else ["", lines[i + 1]]
    while i < len(lines) and lines[i] and not _starts_label(lines[i]):
        long = last.label.type == "long"
        wanted = (long and not (more and _NAMED.match(lines[i]))) or (empty and not more)
        if wanted and not long and last.label.type not in ("items", "list") and _OTHER.match(lines[i]):
            break
        listed = last.label.type in ("items", "list") and _ITEM.match(lines[i])
        if not wanted and not listed and not (last.label.type == "idents" and _IDENT.fullmatch(lines[i])):
            break
        more.append(lines[i])
        i += 1
    return more


def _starts_label(line: str) -> bool:
    first = next(labels_in(line[:100]), None) if COLON.search(line[:100]) else None
    return (first is not None and first[0] <= 4) or is_label(line.strip()) or next(_assigned(line), None) is not None


def _label_alone(lines: list[str], i: int) -> tuple[Pair | None, int]:
    """A table flattened cell by cell: a line that is a label, then a line that is its value."""
    label = label_of(lines[i]) if len(lines[i]) > 1 else None
    if label is None:
        return None, 0
    for used, line in enumerate(lines[i + 1 : i + 3], 1):
        if line:
            if _starts_label(line):
                return None, 0
            return Pair(label, line, f"{lines[i]} {line}", 0.85), used
    return None, 0
