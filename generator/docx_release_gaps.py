"""What a released form says of what is not there yet: of the progress only what is done, a dash for an unknown fact."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from docx.oxml.ns import qn

from generator.docx_relations import remove

Styles = Callable[[Any], tuple[str, ...]]
"""Of a paragraph or run: the name of its style and of those it is based on."""
FIELD = re.compile("kesu [a-z]")
PREFILLED = ("kesu Value", "kesu Number")
"""What the cell of a fact of ours is based on; cells that people write or sign in are of another style."""
WRITTEN = ("kesu Fill", "kesu Long", "kesu Quote")
LISTED = ("kesu Cell", "kesu Cell Centre", "kesu Cell Right", "kesu Cell Small", "kesu Cell Small Centre")
"""What the cells of our engineer are based on, and those of a list."""
USER = "kesu user_sign"
"""Where a customer signs, they fill the rest as well: on paper, in cells that are to be empty."""
OURS = "kesu_desk_id"
DONE = "✓"
AHEAD, WHITE = frozenset(("FFF1D6", "FBE9E7")), "FFFFFF"
UNKNOWN = "—"


def keep_what_is_done(root: Any, styles: Styles) -> None:
    """Of the progress strip: no due dates and their colours; without any step done, no strip."""
    for table in list(root.iter(qn("w:tbl"))):
        if not any("kesu Step" in styles(paragraph) for paragraph in table.iter(qn("w:p"))):
            continue
        if DONE not in "".join(node.text or "" for node in table.iter(qn("w:t"))):
            drop_block(table, styles)
        for run in runs_of(table, styles, "kesu Due"):
            remove(run)
        for paragraph in [each for each in table.iter(qn("w:p")) if "kesu Step" in styles(each) and not content(each)]:
            _dash(paragraph)
        for shade in table.iter(qn("w:shd")):
            if shade.get(qn("w:fill"), "").upper() in AHEAD:
                shade.set(qn("w:fill"), WHITE)


def dash_unknown(root: Any, styles: Styles) -> None:
    """A dash in each empty cell that has its label on the left, and in those of a list's row that says something; on a
    form that the customer fills only where a fact of ours would stand."""
    theirs = any(name.startswith(USER) for paragraph in root.iter(qn("w:p")) for name in styles(paragraph))
    labelled = PREFILLED if theirs else (*PREFILLED, *WRITTEN)
    for row in root.iter(qn("w:tr")):
        cells = row.findall(qn("w:tc"))
        for label, value in pairwise(cells):
            if _is(label, styles, "kesu Label"):
                _dash_if_empty(value, styles, labelled)
        if not theirs and any(content(cell) and _based_on(cell, styles) in LISTED for cell in cells):
            for cell in cells:
                _dash_if_empty(cell, styles, LISTED)


def leave_one_number(root: Any) -> None:
    """Behind the case's number our own one goes."""
    for mark in list(root.iter(qn("w:bookmarkStart"))):
        before = [each for each in mark.itersiblings(preceding=True) if each.tag == qn("w:r")]
        if mark.get(qn("w:name")) == OURS and any(content(run) for run in before):
            for run in [each for each in mark.itersiblings() if each.tag == qn("w:r")]:
                remove(run)


def _dash_if_empty(cell: Any, styles: Styles, bases: tuple[str, ...]) -> None:
    if not content(cell) and _based_on(cell, styles) in bases:
        _dash(cell.find(qn("w:p")))


def _based_on(cell: Any, styles: Styles) -> str:
    """What the style of the field in a cell is based on; "" where no field begins it."""
    paragraph = cell.find(qn("w:p"))
    names = () if paragraph is None else styles(paragraph)
    return names[1] if len(names) > 1 and FIELD.match(names[0]) else ""


def content(element: Any) -> bool:
    """Whether it shows anything: words or a picture."""
    if any(True for _ in element.iter(qn("w:drawing"), qn("w:pict"), qn("w:object"))):
        return True
    return any((node.text or "").strip() for node in element.iter(qn("w:t")))


def drop_block(table: Any, styles: Styles) -> None:
    """A table and the empty paragraph that kept it apart from the next one."""
    following = table.getnext()
    if following is not None and "kesu Spacer" in styles(following):
        remove(following)
    remove(table)


def runs_of(root: Any, styles: Styles, name: str) -> Iterator[Any]:
    return (run for run in list(root.iter(qn("w:r"))) if name in styles(run))


def _dash(paragraph: Any) -> None:
    run = paragraph.makeelement(qn("w:r"))
    run.append(run.makeelement(qn("w:t")))
    run[0].text = UNKNOWN
    paragraph.append(run)


def _is(cell: Any, styles: Styles, name: str) -> bool:
    return any(name in styles(paragraph) for paragraph in cell.findall(qn("w:p")))
