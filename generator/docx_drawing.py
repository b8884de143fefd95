"""Pictures in a .docx: the file among its parts, and the drawing that shows it in a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.image.image import Image
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from lxml import etree

from generator.docx_package import parse, serialise

MM = 36_000
"""English Metric Units in a millimetre (ECMA-376 part 1, 20.1.2.1)."""
TYPES = "[Content_Types].xml"
_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_NO_RELATIONSHIPS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
_INLINE = """<wp:inline {names} distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{cx}" cy="{cy}"/>\
<wp:docPr id="{number}" name="{name}" descr=""/><a:graphic><a:graphicData uri="{uri}"><pic:pic><pic:nvPicPr>\
<pic:cNvPr id="{number}" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>\
<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/>\
</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture file: its bytes, ending and type, and its size in pixels."""

    content: bytes
    ending: str
    mime: str
    width: int
    height: int

    def fitted(self, width: int, height: int) -> tuple[int, int]:
        """The size at which it fills one side of a box and stays within the other."""
        scale = min(width / self.width, height / self.height)
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))


def picture(content: bytes) -> Picture | None:
    """None for what Word does not show as a picture (PNG, JPEG, GIF, BMP, TIFF are shown), or is damaged."""
    try:
        image = Image.from_blob(content)
    except (UnrecognizedImageError, InvalidImageStreamError, UnexpectedEndOfFileError, ValueError, KeyError, TypeError):
        return None
    if not image.px_width or not image.px_height:
        return None
    return Picture(content, image.ext, image.content_type, image.px_width, image.px_height)


def embed(parts: dict[str, bytes], page: str, shown: Picture, name: str) -> str:
    """Put the file among `parts`; the id by which `page` (word/header1.xml) can show it."""
    file = f"{name}.{shown.ending}"
    parts[f"word/media/{file}"] = shown.content
    types = parse(parts[TYPES])
    if shown.ending not in {each.get("Extension", "").lower() for each in types}:
        types.insert(
            0, types.makeelement(f"{{{types.nsmap[None]}}}Default", Extension=shown.ending, ContentType=shown.mime)
        )
        parts[TYPES] = serialise(types)
    folder, _, leaf = page.rpartition("/")
    path = f"{folder}/_rels/{leaf}.rels"
    relations = parse(parts.get(path, _NO_RELATIONSHIPS))
    relation = f"kesu{len(relations) + 1}"
    etree.SubElement(
        relations, f"{{{relations.nsmap[None]}}}Relationship", Id=relation, Type=_RELATIONSHIP, Target=f"media/{file}"
    )
    parts[path] = serialise(relations)
    return relation


def drawing(relation: str, number: int, name: str, alt: str, size: tuple[int, int]) -> Any:
    """The element that shows an embedded picture, `size` in EMU; `alt` is what it shows, in words."""
    inline = parse_xml(
        _INLINE.format(
            names=nsdecls("wp", "a", "pic", "r"),
            uri="http://schemas.openxmlformats.org/drawingml/2006/picture",
            cx=size[0],
            cy=size[1],
            number=number,
            name=name,
            relation=relation,
        )
    )
    inline.find(qn("wp:docPr")).set("descr", alt)
    found = inline.makeelement(qn("w:drawing"))
    found.append(inline)
    return found
