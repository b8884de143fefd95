"""A .docx as its parts: opened with a limit on everything, written so that the same parts give the same bytes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from lxml import etree

MAX_ENTRIES = 1000
MAX_PART = 24 * 2**20
MAX_TOTAL = 64 * 2**20
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold: the time of writing must not change the bytes."""
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class FormUnreadable(Exception):
    """A returned form cannot be used; the text tells the sender why, in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")


def unpack(docx: bytes) -> dict[str, bytes]:
    """Part name -> content, counting real bytes instead of trusting the sizes it states."""
    if docx.startswith(OLE2):
        raise FormUnreadable(
            "文件已加密或是旧的 .doc，请另存为不带密码的 .docx。",
            "The file is encrypted or an old .doc; please save it as .docx without a password.",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            return _entries(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, ValueError, OSError, NotImplementedError) as fault:
        raise FormUnreadable(
            "文件已损坏或不是 Word 文档（.docx）。", "The file is damaged or not a Word document (.docx)."
        ) from fault


def _entries(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [each for each in archive.infolist() if not each.is_dir()]
    if len(entries) > MAX_ENTRIES:
        raise FormUnreadable(
            f"文件部件超过 {MAX_ENTRIES} 个，未打开。",
            f"The file holds more than {MAX_ENTRIES} parts and was not opened.",
        )
    if any(each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for each in entries):
        raise zipfile.BadZipFile
    if any(each.flag_bits & 1 for each in entries):
        raise FormUnreadable(
            "文件已加密，请去掉密码后再发。", "The file is encrypted; please send it without a password."
        )
    parts: dict[str, bytes] = {}
    room = MAX_TOTAL
    for entry in entries:
        if entry.filename in parts:
            raise FormUnreadable(
                "文件里同一部件出现两次，未打开。", "The file holds the same part twice and was not opened."
            )
        with archive.open(entry) as stream:
            content = stream.read(min(MAX_PART, room) + 1)
        if len(content) > min(MAX_PART, room):
            raise FormUnreadable(
                "文件解开后过大，未打开。", "The file unpacks to more than a form can hold and was not opened."
            )
        room -= len(content)
        parts[entry.filename] = content
    return parts


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a .docx, the list of content types first (ECMA-376 part 2 expects it early)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts[name])
    return out.getvalue()


def parse(xml: bytes) -> Any:
    """The root element. Nothing is fetched, no entity is expanded, a DTD is refused (XXE, billion laughs)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as fault:
        raise FormUnreadable(
            "文件已损坏：其中的 XML 不完整。", "The file is damaged: a part of it is not well-formed XML."
        ) from fault
    if root.getroottree().docinfo.doctype:
        raise FormUnreadable(
            "文件带有 Word 文档不会有的类型声明，未打开。",
            "The file declares a document type, which no Word document does; it was not opened.",
        )
    return root


def serialise(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
