"""From the working copy to what a customer sees: the helps for the engineer go, what was written stays."""

from __future__ import annotations

from functools import cache
from typing import Any

from docx.oxml.ns import qn

from generator.docx_relations import remove
from generator.docx_release_gaps import (
    FIELD,
    Styles,
    content,
    dash_unknown,
    drop_block,
    keep_what_is_done,
    leave_one_number,
    runs_of,
)

WORKING_TABLES = ("kesu Banner",)
SCORE = "kesu Score"
"""Marks the points of our own review, which a customer sees only if the company wants it."""
WORKING_ROWS = ("kesu Guide",)
ROW_MARK = "kesu Row Mark"
"""Cells of this style number or name a row; they alone do not fill it."""
FILLS = frozenset(("FFF7D6", "FFFDF2"))
ROW = 400
"""Twips: the least height of a row of label and value."""
EMPTY_BOX, TICKED, TICKS = "☐", "☑", "☑☒■√✓✔"
STAGES = {
    "工作稿 Draft": ("初报 Initial", "中间 Interim", "最终 Final"),
    "Draft": ("Initial", "Interim", "Final"),
}


def styles_of(styles: Any | None) -> Styles:
    """Names by the part `word/styles.xml` (None: no style has a name)."""
    known = {} if styles is None else {each.get(qn("w:styleId")): each for each in styles.iter(qn("w:style"))}

    @cache
    def names(style_id: str | None) -> tuple[str, ...]:
        found: list[str] = []
        style = known.get(style_id)
        while style is not None and len(found) < len(known):
            found.append(_value(style, "w:name"))
            style = known.get(_value(style, "w:basedOn"))
        return tuple(found)

    return lambda element: names(_style_id(element))


def release(root: Any, styles: Styles, *, scored: bool = False) -> None:
    """Remove banner, guidance, hints, due dates, empty rows and yellow from a body, header or footer; the points of our
    review stay if `scored`. What we do not know gets a dash."""
    _drop_hints(root, styles)
    keep_what_is_done(root, styles)
    ours = WORKING_TABLES if scored else (*WORKING_TABLES, SCORE)
    for table in list(root.iter(qn("w:tbl"))):
        if any(name in ours for p in table.iter(qn("w:p")) for name in styles(p)):
            drop_block(table, styles)
    for table in list(root.iter(qn("w:tbl"))):
        _drop_rows(table, styles)
    for run in runs_of(root, styles, "kesu Due"):
        remove(run)
    for shade in list(root.iter(qn("w:shd"))):
        if shade.get(qn("w:fill"), "").upper() in FILLS:
            _close_up(shade)
            remove(shade)
    leave_one_number(root)
    dash_unknown(root, styles)


def _close_up(shade: Any) -> None:
    """The row of a cell to fill no longer needs room to write in."""
    for height in [height for row in shade.iterancestors(qn("w:tr")) for height in row.iter(qn("w:trHeight"))]:
        if int(height.get(qn("w:val"), "0")) > ROW:
            height.set(qn("w:val"), str(ROW))


def stage(body: Any, styles: Styles) -> int:
    """The stage ticked in the title block, 0 initial, 1 interim, 2 final; ticks "final" if none is."""
    for paragraph in body.iter(qn("w:p")):
        if "kesu stage" not in styles(paragraph):
            continue
        boxes = [(node, char) for node in paragraph.iter(qn("w:t")) for char in node.text or "" if char in BOXES]
        ticked = [number for number, (_, char) in enumerate(boxes) if char in TICKS]
        if ticked:
            return min(ticked[-1], FINAL)
        if boxes:
            node = boxes[-1][0]
            node.text = TICKED.join(node.text.rsplit(EMPTY_BOX, 1))
    return FINAL


BOXES = EMPTY_BOX + TICKS
FINAL = 2


def name_stage(root: Any, styles: Styles, reached: int) -> None:
    """In the page header: the stage instead of "draft"."""
    for paragraph in root.iter(qn("w:p")):
        runs = list(runs_of(paragraph, styles, "kesu Stage"))
        nodes = [node for run in runs for node in run.iter(qn("w:t"))]
        words = STAGES.get("".join(node.text or "" for node in nodes).strip())
        for number, node in enumerate(nodes if words else ()):
            node.text = words[reached] if words and number == 0 else ""


def _drop_hints(root: Any, styles: Styles) -> None:
    """What stands between 〔 and 〕 in hint style; anything typed beside it loses the hint's look and stays."""
    for paragraph in root.iter(qn("w:p")):
        inside = False
        runs = list(runs_of(paragraph, styles, "kesu Hint"))
        hint = "".join(node.text or "" for run in runs for node in run.iter(qn("w:t")))
        for run in runs if hint.count("〔") == hint.count("〕") else ():
            for node in list(run.iter(qn("w:t"))):
                node.text, inside = _outside(node.text or "", inside)
            if not content(run):
                remove(run)
            else:
                remove(run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}"))


def _outside(text: str, inside: bool) -> tuple[str, bool]:
    kept = []
    for char in text:
        inside = inside or char == "〔"
        if not inside:
            kept.append(char)
        inside = inside and char != "〕"
    return "".join(kept), inside


def _drop_rows(table: Any, styles: Styles) -> None:
    """Guidance, and rows nobody filled; of a table that has then only its heads left, nothing stays."""
    for row in table.findall(qn("w:tr")):
        paragraphs = list(row.iter(qn("w:p")))
        if all(set(styles(p)) & set(WORKING_ROWS) for p in paragraphs):
            remove(row)
        elif _spare(paragraphs, styles):
            remove(row)
            heads = [each.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") for each in table.findall(qn("w:tr"))]
            if None not in heads:
                drop_block(table, styles)


def _spare(paragraphs: list[Any], styles: Styles) -> bool:
    """A row of ours in which nobody wrote."""
    ours = any(FIELD.match(name) for p in paragraphs for name in styles(p))
    return ours and not any(content(p) for p in paragraphs if ROW_MARK not in styles(p))


def _style_id(element: Any) -> str | None:
    properties = element.find(qn("w:pPr") if element.tag == qn("w:p") else qn("w:rPr"))
    found = None if properties is None else properties.find(qn("w:pStyle"))
    found = found if found is not None or properties is None else properties.find(qn("w:rStyle"))
    return None if found is None else found.get(qn("w:val"))


def _value(style: Any, tag: str) -> str:
    child = style.find(qn(tag))
    return "" if child is None else child.get(qn("w:val"), "")
