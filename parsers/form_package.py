"""A returned .docx as the few parts that are read; opened with a limit on everything, nothing is fetched."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from lxml import etree

from parsers.form_refusals import FormRefused

MAX_ENTRIES = 1000
MAX_PART = 24 * 2**20
MAX_TOTAL = 64 * 2**20
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
TYPES, ROOT_RELATIONS = "[Content_Types].xml", "_rels/.rels"
CORE, STYLES = "docProps/core.xml", "word/styles.xml"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)
"""Word can save "Strict Open XML" (ISO/IEC 29500-1): the same words under other addresses."""
ON_DISK = re.compile("file:///[a-z]:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word file that a reader needs, parsed."""

    document: Any
    styles: Any | None
    core: Any | None
    pictures: dict[str, str]
    """Relationship id -> picture-1a2b3c4d, by its checksum: editors name the parts anew, and leave the bytes."""
    fetches: bool
    """Whether an editor would go and get a template, a picture or an object from elsewhere."""


def open_package(docx: bytes) -> Package:
    """Raises FormRefused: damaged, encrypted, macros, too-large, too-deep, doctype, not-a-form."""
    if not docx:
        raise FormRefused("empty")
    if docx.startswith(OLE2):
        raise FormRefused("encrypted" if ENCRYPTED in docx else "not-a-form")
    if not docx.startswith(b"PK"):
        raise FormRefused("not-a-form")
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            return _read(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, OSError) as fault:
        raise FormRefused("damaged") from fault
    except (ValueError, KeyError, RuntimeError) as fault:
        raise FormRefused("damaged") from fault


def _read(archive: zipfile.ZipFile) -> Package:
    names = _checked(archive)
    main = _main_part(archive, names)
    own = "{}/_rels/{}.rels".format(*posixpath.split(main))
    relations = {name: list(parse(part(archive, name))) for name in names if name.endswith(".rels")}
    return Package(
        document=parse(part(archive, main)),
        styles=parse(part(archive, STYLES)) if STYLES in names else None,
        core=parse(part(archive, CORE)) if CORE in names else None,
        pictures={
            each.get("Id", ""): _picture(archive, posixpath.join(posixpath.dirname(main), each.get("Target", "")))
            for each in relations.get(own, ())
            if each.get("Type", "").endswith("/image")
        },
        fetches=any(_fetches(each) for listed in relations.values() for each in listed),
    )


def _checked(archive: zipfile.ZipFile) -> frozenset[str]:
    """The names of the parts. The sizes they state are a first look; what is read is counted (zip bombs lie)."""
    entries = archive.infolist()
    names = frozenset(each.filename for each in entries)
    if any(each.flag_bits & 1 for each in entries):
        raise FormRefused("encrypted")
    if len(entries) > MAX_ENTRIES or sum(each.file_size for each in entries) > MAX_TOTAL:
        raise FormRefused("too-large")
    if len(names) < len(entries) or TYPES not in names:
        raise FormRefused("damaged" if len(names) < len(entries) else "not-a-form")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FormRefused("macros")
    return names


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        content = stream.read(MAX_PART + 1)
    if len(content) > MAX_PART:
        raise FormRefused("too-large")
    return content


def _main_part(archive: zipfile.ZipFile, names: frozenset[str]) -> str:
    """The document's own part, found by its content type: its name is up to the editor."""
    types = list(parse(part(archive, TYPES)))
    if any("macroenabled" in each.get("ContentType", "").lower() for each in types):
        raise FormRefused("macros")
    for each in types:
        name = each.get("PartName", "").lstrip("/")
        if each.get("ContentType") == DOCUMENT and name in names:
            return str(name)
    raise FormRefused("not-a-form")


def _picture(archive: zipfile.ZipFile, path: str) -> str:
    """The name that a picture keeps; of one that is not in the file, the path it should have."""
    try:
        found = archive.getinfo(posixpath.normpath(path).lstrip("/"))
    except KeyError:
        return path
    return f"picture-{found.CRC:08x}"


def _fetches(relation: Any) -> bool:
    """Whether an editor would go and get something. A link waits for a click; a template on a disk is the sender's."""
    if relation.get("TargetMode") != "External":
        return False
    kind, target = relation.get("Type", "").rpartition("/")[2], relation.get("Target", "")
    return kind != "hyperlink" and not (kind == "attachedTemplate" and ON_DISK.match(target))


def parse(xml: bytes) -> Any:
    """The root of a part. No entity is expanded, no DTD accepted (XXE, billion laughs), 256 levels at most."""
    for strict, usual in STRICT:
        xml = xml.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as fault:
        raise FormRefused(_fault(str(fault), xml)) from fault
    if root.getroottree().docinfo.doctype:
        raise FormRefused("doctype")
    return root


def _fault(said: str, xml: bytes) -> str:
    if b"<!DOCTYPE" in xml[:4096]:
        return "doctype"
    if "depth" in said:
        return "too-deep"
    return "too-large" if "huge" in said.lower() else "damaged"
