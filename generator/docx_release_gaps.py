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
    """A dash in each empty cell of a fact of ours that has its label on the left."""
    for row in root.iter(qn("w:tr")):
        for label, value in pairwise(row.findall(qn("w:tc"))):
            paragraphs = value.findall(qn("w:p"))
            if content(value) or not paragraphs or not _is(label, styles, "kesu Label"):
                continue
            names = styles(paragraphs[0])
            if len(names) > 1 and FIELD.match(names[0]) and names[1] in PREFILLED:
                _dash(paragraphs[0])


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
