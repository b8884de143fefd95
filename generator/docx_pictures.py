"""Photos of a complaint in a form: two beside each other, scaled to their cells, with figure number and caption."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, TypedDict

from docx.oxml.ns import qn

from cases.photos import Unshown
from generator.docx_clean import one_line
from generator.docx_drawing import MM, Picture, drawing, embed, picture
from generator.docx_finish import BODY
from generator.docx_package import pack, parse, serialise, unpack
from generator.docx_release import styles_of
from generator.docx_show import Words, cut

SLOT = "kesu Picture"
"""The paragraph style of a photo's place; its text is the photo's number."""
BESIDE = 2
HIGHEST = 62 * MM
EMU_PER_TWIP = 635
CELL_EDGES = 2 * 40 + 20
"""Twips of a cell that stay free beside its picture."""
CAPTION, UNSHOWN = 90, 400
"""Columns of a caption, and of the list of what is not shown."""


class Shown(TypedDict, total=False):
    """A photo to print, or to name with the reason why it is not."""

    image: bytes
    caption: str
    why: str
    """One of cases.photos.Unshown, where there is no image."""


def photo_rows(facts: Mapping[str, object], words: Words) -> list[list[SimpleNamespace]]:
    """Rows of two for a template: number, figure, caption. After them the names of what is not shown; the last place
    of an odd number is empty."""
    cells = [
        SimpleNamespace(no=str(no), figure=words["figure"].replace("{no}", str(no)), caption=_caption(photo))
        for no, (photo, _) in enumerate(_usable(facts), 1)
    ]
    if unshown := [_reason(photo, words) for photo in _given(facts) if picture(photo.get("image", b"")) is None]:
        named = cut(words["join"].join(unshown), UNSHOWN, "…")
        cells.append(SimpleNamespace(no="", figure=words["unshown"], caption=named))
    cells += [SimpleNamespace(no="", figure="", caption="")] * (-len(cells) % BESIDE)
    return [cells[start : start + BESIDE] for start in range(0, len(cells), BESIDE)]


def with_photos(docx: bytes, facts: Mapping[str, object]) -> bytes:
    """The document with its photos in their places; as it is where it has none."""
    photos = list(_usable(facts))
    if not photos:
        return docx
    parts = unpack(docx)
    root = parse(parts[BODY])
    styles = styles_of(parse(parts["word/styles.xml"]))
    for slot in [each for each in root.iter(qn("w:p")) if SLOT in styles(each)]:
        number = "".join(text.text or "" for text in slot.iter(qn("w:t"))).strip()
        if number:
            _place(parts, slot, int(number), *photos[int(number) - 1])
    parts[BODY] = serialise(root)
    return pack(parts)


def _place(parts: dict[str, bytes], slot: Any, number: int, photo: Shown, shown: Picture) -> None:
    width = (int(slot.getparent().find(f"{qn('w:tcPr')}/{qn('w:tcW')}").get(qn("w:w"))) - CELL_EDGES) * EMU_PER_TWIP
    relation = embed(parts, BODY, shown, f"photo-{number}")
    run = slot.find(qn("w:r"))
    run[:] = [
        *(child for child in run if child.tag == qn("w:rPr")),
        drawing(relation, number, f"photo {number}", _caption(photo), shown.fitted(width, HIGHEST)),
    ]


def _usable(facts: Mapping[str, object]) -> Iterator[tuple[Shown, Picture]]:
    for photo in _given(facts):
        found = picture(photo.get("image", b""))
        if found is not None:
            yield photo, found


def _given(facts: Mapping[str, object]) -> Sequence[Shown]:
    listed = facts.get("photos")
    return listed if isinstance(listed, Sequence) and not isinstance(listed, str) else ()


def _reason(photo: Shown, words: Words) -> str:
    why = words[f"unshown.{photo.get('why') or Unshown.DAMAGED}"]
    return why.replace("{name}", _caption(photo))


def _caption(photo: Shown) -> str:
    return cut(one_line(photo.get("caption", "")), CAPTION, "…")
