"""Pictures that people have pasted into the cells of a form, in the same cells of the form written anew."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from docx.oxml.ns import qn

from generator.docx_drawing import Picture, embed, picture
from generator.docx_finish import BODY
from generator.docx_package import pack, parse, serialise, unpack
from generator.docx_relations import RELATIONS, R
from generator.docx_release import styles_of
from generator.docx_release_gaps import FIELD, Styles

RELATIONS_OF_BODY = "word/_rels/document.xml.rels"
STYLES = "word/styles.xml"
POINTING = tuple(qn(f"a:{name}") for name in ("hlinkClick", "hlinkHover", "extLst"))
"""Parts of a drawing that refer to something beside the picture, and that nobody sees on paper."""
SMALL = 300_000
"""Bytes of a picture that nobody need reduce."""
TELLING = (b"Exif\0\0", b"eXIf", b"http://ns.adobe.com/xap/", b"Photoshop 3.0")
"""Beginnings of metadata in JPEG and PNG: EXIF, XMP, IPTC."""
CARRIED = "word/media/pasted-"
FIRST_ID = 10_000
"""Numbers of drawings from here on are nobody else's."""


def with_pasted(form: bytes, returned: bytes, reduced: Callable[[bytes], bytes] = bytes) -> bytes:
    """`form` with the pictures that stand in the cells of `returned`, cut and turned as they are there.

    Both are of one kind, in whichever language. `returned` has gone through customer_copy. A picture that stands in no
    cell of its own field alone, or is of a format that we do not write, stays behind; a cell of `form` that has one
    already is left as it is. `reduced` makes a picture small and upright, without its metadata; empty if it cannot.
    """
    there, here = unpack(returned), unpack(form)
    if b"<a:blip" not in there[BODY]:
        return form
    body = parse(here[BODY])
    places = {field: cell for field, cell in _cells(body, here).items() if cell.find(f".//{qn('w:drawing')}") is None}
    first = number = sum(name.startswith(CARRIED) for name in here)
    for field, cell in _cells(parse(there[BODY]), there).items():
        for drawing in list(cell.iter(qn("w:drawing"))) if field in places else ():
            shown, file = deepcopy(drawing), _file(drawing, there, reduced)
            if file is not None and _is_picture_alone(shown):
                _point(shown, embed(here, BODY, file, f"pasted-{number}"), FIRST_ID + number)
                number += 1
                run = body.makeelement(qn("w:r"))
                run.append(shown)
                list(places[field].iter(qn("w:p")))[-1].append(run)
    if number == first:
        return form
    here[BODY] = serialise(body)
    return pack(here)


def _cells(body: Any, parts: dict[str, bytes]) -> dict[str, Any]:
    """The cell of each field that has one of its own, by the name of its bookmark: `kesu_d2_photo_ng`."""
    styles = styles_of(parse(parts[STYLES]) if STYLES in parts else None)
    found: dict[str, list[Any]] = {}
    for cell in body.iter(qn("w:tc")):
        fields = set(_fields(cell, styles))
        if len(fields) == 1:
            found.setdefault(fields.pop(), []).append(cell)
    return {field: cells[0] for field, cells in found.items() if len(cells) == 1}


def _fields(cell: Any, styles: Styles) -> Iterator[str]:
    for mark in cell.iter(qn("w:bookmarkStart")):
        if (name := mark.get(qn("w:name"), "")).startswith("kesu_"):
            yield name
    for paragraph in cell.iter(qn("w:p")):
        yield from (name.replace(" ", "_").replace(".", "_") for name in styles(paragraph) if FIELD.match(name))


def _is_picture_alone(drawing: Any) -> bool:
    """Whether it shows one file and refers to nothing else, once what nobody sees on paper is taken out of it."""
    for element in list(drawing.iter(*POINTING)):
        element.getparent().remove(element)
    return [name for element in drawing.iter() for name in element.attrib if str(name).startswith(R)] == [qn("r:embed")]


def _point(drawing: Any, relation: str, number: int) -> None:
    for blip in drawing.iter(qn("a:blip")):
        blip.set(qn("r:embed"), relation)
    for element in drawing.iter(qn("wp:docPr"), qn("pic:cNvPr")):
        element.set("id", str(number))


def _file(drawing: Any, parts: dict[str, bytes], reduced: Callable[[bytes], bytes]) -> Picture | None:
    """The picture of a drawing, reduced; as it is where the drawing itself turns it, or seems to. One that is small and
    tells nothing stays the same however often a form goes to and fro."""
    blip = next(drawing.iter(qn("a:blip")), None)
    content = b"" if blip is None else _part(parts, blip.get(qn("r:embed"), ""))
    found = picture(content)
    fits = len(content) <= SMALL and not any(mark in content for mark in TELLING)
    if found is None or fits or any(frame.get("rot", "0") != "0" for frame in drawing.iter(qn("a:xfrm"))):
        return found
    small = picture(reduced(content))
    return small if small and (small.width > small.height) == (found.width > found.height) else found


def _part(parts: dict[str, bytes], relation: str) -> bytes:
    """The file that a relationship of the body leads to; empty if there is none."""
    for each in parse(parts[RELATIONS_OF_BODY]).iter(RELATIONS) if RELATIONS_OF_BODY in parts else ():
        if each.get("Id") == relation:
            name = posixpath.normpath(posixpath.join("/word", each.get("Target", ""))).lstrip("/")
            return parts.get(name, b"")
    return b""
