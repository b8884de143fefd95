"""Names of attachments: decoded from what senders write (RFC 2231, 2047, neither), and made safe to show."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

from parsers.charsets import decode, decode_header_bytes
from parsers.encoded_words import decode_value
from parsers.folding import unfold

_PARAMETER = re.compile(rb";\s*+([^\s=;]++)\s*+=\s*+(\"(?:[^\"\\]|\\.)*+\"|[^;]*+)", re.DOTALL)
_SECTION = re.compile(r"(filename|name)\*(\d{1,3})?(\*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_REFERENCE = re.compile(r"&#\d{3,6};")
_MISPLACED = re.compile(rb"[;\s](?:file)?name\s*+=\s*+(?:\"([^\"]*+)\"|([^;\s]*+))", re.I)
"""A name under the other header's word, or without the semicolon before it."""
_FILE = re.compile(r"[^\x00-\x1f<>]{1,200}\.[A-Za-z][A-Za-z0-9]{1,4}")
_PERCENT = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f]){2}")
MAX_BYTES = 120
BLANKS = "\u2800\u3164\u115f\u1160\uffa0"
"""Letters that show nothing."""


def parameters(header: bytes) -> dict[str, bytes]:
    """Parameters of Content-Type or Content-Disposition by lower-case name, quotes removed; the first wins."""
    found: dict[str, bytes] = {}
    for name, value in _PARAMETER.findall(unfold(header)):
        if value.startswith(b'"'):
            value = re.sub(rb"\\([\"\\])", rb"\1", value[1:].removesuffix(b'"'))
        found.setdefault(name.lower().decode("ascii", "replace"), value.strip())
    return found


def file_name(disposition: bytes, content_type: bytes, declared_with: Mapping[str, bytes]) -> str:
    """The name as the sender meant it: `filename` before `name`, extended forms before plain ones; "" if none.

    `declared_with` are the parameters of Content-Type."""
    for header, wanted in ((disposition, "filename"), (content_type, "name")):
        if wanted.encode() not in header.lower():
            continue
        values = declared_with if wanted == "name" else parameters(header)
        extended = _extended(values, wanted) if b"*" in header else ""
        if name := extended or _plain(values.get(wanted, b"")):
            return name
    for header in (disposition, content_type):
        if b"name" in header.lower() and (misplaced := _MISPLACED.search(unfold(header))):
            return _plain(b"".join(misplaced.groups(b"")))
    return ""


def named_elsewhere(description: bytes, location: bytes) -> str:
    """The name that a part without one gives in Content-Description or Content-Location, if it looks like a file's."""
    for value in (description, location):
        if value and _FILE.fullmatch(name := _plain(value).strip()):
            return name
    return ""


def _plain(value: bytes) -> str:
    """A name in encoded words or raw bytes; some programs write it as an address or a page of the web would have it."""
    name = decode_value(decode_header_bytes(value))
    if _REFERENCE.search(name):
        name = html.unescape(name)
    if _PERCENT.search(name):
        name = decode(unquote_to_bytes(name))[0]
    return name[1:-1] if name[:1] == name[-1:] == "'" and len(name) > 2 else name


def safe_name(raw: str, number: int) -> tuple[str, tuple[str, ...]]:
    """A base name fit to show and to save, at most 120 bytes, and `deceptive-name` if it hid something.

    Invisible and direction-changing characters go first, before any check could be fooled by them."""
    visible = "".join(c for c in raw if unicodedata.category(c) != "Cf" and c not in BLANKS)
    flags = ("deceptive-name",) if visible != raw else ()
    base = re.split(r"[\\/]", unicodedata.normalize("NFC", visible))[-1]
    base = re.sub(r"\s{3,}", " ", _FORBIDDEN.sub("_", base)).strip(" .\u3000")
    if not base:
        return f"attachment-{number}", flags
    if RESERVED.match(base):
        base = "_" + base
    return _shorten(base), flags


def numbered(names: list[str]) -> list[str]:
    """The same names, repeated ones made distinct: `a.jpg`, `a (2).jpg`."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        count = seen[name.lower()] = seen.get(name.lower(), 0) + 1
        stem, dot, ending = name.rpartition(".")
        again = f"{stem} ({count}).{ending}" if dot else f"{name} ({count})"
        result.append(name if count == 1 else again)
    return result


def _extended(values: Mapping[str, bytes], wanted: str) -> str:
    """RFC 2231: `name*=charset'lang'%xx`, or numbered sections in any order."""
    sections: dict[int, tuple[bytes, bool]] = {}
    for key, value in values.items():
        match = _SECTION.fullmatch(key)
        if match and match.group(1).lower() == wanted:
            extended = match.group(3) is not None or match.group(2) is None
            sections[int(match.group(2) or 0)] = (value, extended)
    if not sections:
        return ""
    charset, data = "", b""
    for number in sorted(sections):
        value, extended = sections[number]
        if extended and not charset and value.count(b"'") >= 2:
            label, _, value = value.split(b"'", 2)
            charset = label.decode("ascii", "replace")
        data += unquote_to_bytes(value) if extended else value
    return decode_value(decode(data, charset)[0])


def _shorten(name: str) -> str:
    if len(name.encode()) <= MAX_BYTES:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending.encode()) > 10:
        stem, dot, ending = name, "", ""
    room = MAX_BYTES - len((dot + ending).encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + dot + ending
