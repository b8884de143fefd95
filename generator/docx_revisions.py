"""A text as its last author meant it: tracked changes accepted, comments and foreign objects gone."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

from generator.docx_relations import remove, unwrap

INSERTED = tuple(map(qn, ("w:ins", "w:moveTo")))
DELETED = tuple(map(qn, ("w:del", "w:moveFrom")))
FORMER_LOOK = tuple(
    qn(f"w:{name}")
    for name in (
        "rPrChange", "pPrChange", "tblPrChange", "tblPrExChange", "tblGridChange", "trPrChange", "tcPrChange",
        "sectPrChange", "numberingChange", "cellIns", "cellMerge",
        "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
        "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd",
        "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd",
        "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd",
    )
)  # fmt: skip
COMMENTS = tuple(map(qn, ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference", "w:annotationRef")))
OBJECTS = (
    *map(qn, ("w:control", "w:altChunk", "w:subDoc")),
    "{urn:schemas-microsoft-com:office:office}OLEObject",
)
FIELDS = frozenset("PAGE NUMPAGES SECTIONPAGES SEQ REF PAGEREF STYLEREF FORMTEXT FORMCHECKBOX".split())
"""Fields that only look inside the document. DDE, INCLUDETEXT and their like fetch or start something."""


def accept_changes(root: Any) -> None:
    """Insertions stay, deletions go, also of whole rows and of paragraph ends (ECMA-376 part 1, 17.13.5)."""
    for row in list(root.iter(qn("w:tr"))):
        if _marked(row.find(qn("w:trPr")), DELETED):
            remove(row)
    for cell in [mark.getparent().getparent() for mark in root.iter(qn("w:cellDel"))]:
        remove(cell)
    for paragraph in list(root.iter(qn("w:p"))):
        _join_with_next(paragraph)
    for element in list(root.iter(*DELETED, *FORMER_LOOK)):
        remove(element)
    for element in list(root.iter(*INSERTED)):
        unwrap(element)
    _repair(root)


def drop_comments(root: Any) -> None:
    for mark in list(root.iter(*COMMENTS)):
        remove(mark)


def drop_objects(root: Any) -> None:
    """Embedded programs and their files; a picture that stands for one stays. Fields that reach out are text."""
    for element in list(root.iter(*OBJECTS)):
        remove(element)
    for shape in root.iter("{urn:schemas-microsoft-com:vml}*"):
        shape.attrib.pop("href", None)
    for simple in list(root.iter(qn("w:fldSimple"))):
        if _command(simple.get(qn("w:instr"), "")) not in FIELDS:
            unwrap(simple)
    _disarm(root)


def _marked(properties: Any, marks: tuple[str, ...]) -> bool:
    return properties is not None and any(child.tag in marks for child in properties)


def _join_with_next(paragraph: Any) -> None:
    """A paragraph whose end was deleted continues in the next one."""
    properties = paragraph.find(qn("w:pPr"))
    own = properties.find(qn("w:rPr")) if properties is not None else None
    following = paragraph.getnext()
    if not _marked(own, DELETED) or following is None or following.tag != qn("w:p"):
        return
    rest = following.find(qn("w:pPr"))
    place = 0 if rest is None else 1
    for child in reversed([child for child in paragraph if child is not properties]):
        following.insert(place, child)
    remove(paragraph)


def _repair(root: Any) -> None:
    """A table without rows goes; a cell without a paragraph gets one."""
    for table in [table for table in root.iter(qn("w:tbl")) if table.find(qn("w:tr")) is None]:
        remove(table)
    for cell in root.iter(qn("w:tc")):
        if cell.find(qn("w:p")) is None:
            cell.append(cell.makeelement(qn("w:p")))


def _disarm(root: Any) -> None:
    """Take the instruction out of fields that are not known to be harmless; their last result stays."""
    fields: list[list[Any]] = []
    for element in list(root.iter(qn("w:fldChar"), qn("w:instrText"))):
        kind = element.get(qn("w:fldCharType"))
        if kind == "begin":
            fields.append([])
        if fields:
            fields[-1].append(element)
        if kind == "end" and fields:
            _disarm_one(fields.pop())
    for unfinished in fields:
        _disarm_one(unfinished)


def _disarm_one(field: list[Any]) -> None:
    if _command("".join(each.text or "" for each in field)) not in FIELDS:
        for element in field:
            remove(element)


def _command(instruction: str) -> str:
    return instruction.strip().partition(" ")[0].upper()
