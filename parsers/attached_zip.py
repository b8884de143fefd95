"""An Office file's parts, with a limit on everything (ECMA-376 part 2: a zip archive of XML)."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lxml import etree

MAX_ENTRIES = 1_000
MAX_PART = 16 * 2**20
MAX_UNPACKED = 32 * 2**20
_DOCTYPES = tuple("<!DOCTYPE".encode(charset) for charset in ("ascii", "utf-16-le", "utf-16-be"))
"""No Office file declares a document type; who does wants entities expanded."""
STRICT = (b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/")


class NotRead(Exception):
    """The file is over a limit, damaged, encrypted or something else; the text is the flag that says which."""


@contextmanager
def office_parts(content: bytes) -> Iterator[zipfile.ZipFile]:
    """The archive, if it is within the limits. Python never unpacks more of a part than the archive states of it, so
    what is stated bounds what is read. Raises NotRead, also for what goes wrong inside the block."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive)
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, OSError, NotImplementedError) as fault:
        raise NotRead("damaged") from fault
    except (KeyError, ValueError, RuntimeError, etree.XMLSyntaxError) as fault:
        raise NotRead("damaged") from fault


def _check(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise NotRead("encrypted")
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise NotRead("too-large")
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            with archive.open(entry) as part:
                start = part.read(4096)
            if any(mark in start for mark in _DOCTYPES):
                raise NotRead("doctype")


def tree(archive: zipfile.ZipFile, name: str) -> Any:
    """The root of a part; nothing is fetched, no entity expanded, 256 levels at most. Raises KeyError, NotRead."""
    with archive.open(name) as part:
        xml = part.read(MAX_PART + 1)
    if len(xml) > MAX_PART:
        raise NotRead("too-large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(xml.replace(*STRICT), parser)
    if root.getroottree().docinfo.doctype:
        raise NotRead("doctype")
    return root
