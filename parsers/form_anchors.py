"""Where each field of a form stands: three anchors point at a cell, and are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cases.forms import Form, bookmark, style
from cases.returned import BOOKMARK, LABEL, STYLE
from parsers.form_labels import Labels, Places
from parsers.form_page import Cell, Page

ANCHORS = (BOOKMARK, STYLE, LABEL)


@dataclass(frozen=True, slots=True)
class Home:
    """The cell of a field and who found it; without a cell, where each anchor points."""

    cell: Cell | None
    by: tuple[str, ...]
    pointed: Mapping[str, tuple[Cell, ...]]


def homes(form: Form, page: Page, lists: set[int], labels: Labels) -> dict[str, Home]:
    """The fields that any anchor points at. `lists`: ids of the Word rows that belong to lists."""
    found = _anchored(form, page) | {LABEL: labels.places(page, lists)}
    return {
        field.id: _agreed({anchor: tuple(found[anchor].get(field.id, ())) for anchor in ANCHORS})
        for field in form.fields
        if any(field.id in found[anchor] for anchor in ANCHORS)
    }


def _anchored(form: Form, page: Page) -> dict[str, Places]:
    """The cells in which a field's bookmark begins, and those with a paragraph in its style."""
    names = {bookmark(field.id): field.id for field in form.fields}
    styles = {style(field.id): field.id for field in form.fields}
    found: dict[str, Places] = {BOOKMARK: {}, STYLE: {}}
    for cell in page.cells():
        for line in cell.lines:
            for name, _, _ in line.bookmarks:
                _add(found[BOOKMARK], names.get(name, ""), cell)
            _add(found[STYLE], styles.get(line.style, ""), cell)
    return found


def _add(places: Places, field: str, cell: Cell) -> None:
    if field and cell not in places.setdefault(field, []):
        places[field].append(cell)


def _agreed(pointed: Mapping[str, tuple[Cell, ...]]) -> Home:
    """The one cell that every anchor points at which points anywhere: a copied style alone moves nothing."""
    asked = {anchor: cells for anchor, cells in pointed.items() if cells}
    common = [cell for cell in next(iter(asked.values())) if all(cell in cells for cells in asked.values())]
    if len(common) == 1:
        return Home(common[0], tuple(asked), asked)
    return Home(None, tuple(asked), asked)
