"""The sign-off block of an internal form: a column for each who signs, and none for nobody."""

from __future__ import annotations

from typing import Any

import pytest
from docx.oxml.ns import qn

from tests.generator.docx_reading import US, WRITER, root, text_of

AUTHOR = {"author": True, "role": "品管部", "name": "许言", "at": "2026-03-17T10:12:00+08:00"}
APPROVERS = [
    {"role": role, "name": name, "opinion": "approve", "at": "2026-03-18T09:03:00+08:00"}
    for role, name in (("品管部经理", "陈立群"), ("副总经理", "林致远"), ("总经理", "江海川"), ("董事", "温亦"))
]


def block(*signoff: dict[str, Any], form: str = "contact-sheet") -> list[list[tuple[str, int]]]:
    """The rows of the block: text and width in columns of the table of each cell, without the label at the left."""
    rows = [row.findall(qn("w:tc")) for row in root(_written(form, signoff)).iter(qn("w:tr"))]
    start = next(at for at, cells in enumerate(rows) if text_of(cells[0]).startswith("意见")) - 1
    return [[(text_of(cell).strip(), _columns(cell)) for cell in cells[1:]] for cells in rows[start : start + 4]]


def _written(form: str, signoff: tuple[dict[str, Any], ...]) -> bytes:
    return WRITER.write(form, "zh", {**US, "signoff": list(signoff)})


def _columns(cell: Any) -> int:
    return int(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}").get(qn("w:val")))


@pytest.mark.parametrize(("count", "widths"), [(1, [10, 11]), (2, [7, 7, 7]), (3, [5, 5, 5, 6])])
def test_who_signs_shares_the_room_of_columns_that_nobody_needs(count: int, widths: list[int]) -> None:
    for row in block(AUTHOR, *APPROVERS[:count]):
        assert [width for _, width in row] == widths
    assert [text for text, _ in block(AUTHOR, *APPROVERS[:count])[0]] == ["品管部", *_roles(count)]


def _roles(count: int) -> list[str]:
    return [str(each["role"]) for each in APPROVERS[:count]]


def test_the_cells_stay_as_wide_as_their_columns_of_the_table() -> None:
    table = next(
        each for each in root(_written("contact-sheet", (AUTHOR,))).iter(qn("w:tbl")) if "意见" in text_of(each)
    )
    grid = [int(each.get(qn("w:w"))) for each in table.iter(qn("w:gridCol"))]
    for row in table.iter(qn("w:tr")):
        assert sum(int(each.get(qn("w:w"))) for each in row.iter(qn("w:tcW"))) == sum(grid)


def test_an_author_submits_and_has_no_vote() -> None:
    opinions = [text for text, _ in block(AUTHOR, APPROVERS[0])[1]]
    assert opinions == ["提交", "☑\u00a0同意   ☐\u00a0退回"]


def test_before_anybody_signs_each_head_of_the_form_has_its_column() -> None:
    heads = WRITER.forms()["contact-sheet"].signoff["zh"]
    assert [text for text, _ in block()[0]] == list(heads)
    assert [text for text, _ in block()[1]] == ["☐\u00a0同意   ☐\u00a0退回"] * len(heads)


def test_a_form_with_heads_of_its_own_keeps_them_also_for_who_is_missing() -> None:
    assert [text for text, _ in block(AUTHOR, APPROVERS[0], form="F07a")[0]] == [
        "承办\nHandled by",
        "品管主管\nHead of quality",
        "总经理\nGeneral manager",
    ]
    assert [text for text, _ in block(AUTHOR, APPROVERS[0], form="F07a")[1]] == [
        "提交",
        "",
        "☑\u00a0同意   ☐\u00a0退回",
    ]
