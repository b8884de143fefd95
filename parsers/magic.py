"""What a file is, by its first bytes."""

from __future__ import annotations

import re
from pathlib import PurePath

from parsers.pictures import too_many_pixels

OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = OFFICE + "wordprocessingml.document"
XLSX = OFFICE + "spreadsheetml.sheet"
PPTX = OFFICE + "presentationml.presentation"
OLE = "application/x-ole-storage"
PDF = "application/pdf"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
UNKNOWN = "application/octet-stream"
TEXT = "text/plain"

BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"MZ", "application/x-dosexec"),
    (b"\x7fELF", "application/x-executable"),
    (b"#!", "text/x-script"),
    (b"L\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut"),
    (b"{\\rtf", "application/rtf"),
    (b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (b"(This file must be converted with BinHex", "application/mac-binhex40"),
    (b"BEGIN:VCALENDAR", "text/calendar"),
    (b"BEGIN:VCARD", "text/vcard"),
    (b"conectix", "application/x-disk-image"),
    (b"vhdxfile", "application/x-disk-image"),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "application/onenote"),
    (b"MSCF", "application/vnd.ms-cab-compressed"),
    (b"ITSF", "application/vnd.ms-htmlhelp"),
    (b"\xca\xfe\xba\xbe", "application/java-vm"),
    (b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (b"\xce\xfa\xed\xfe", "application/x-mach-binary"),
    (b"\0asm", "application/wasm"),
    (b"dex\n", "application/vnd.android.dex"),
    (rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR", "application/x-eicar"),
)
DANGEROUS = frozenset(
    "application/x-eicar application/x-dosexec application/x-executable text/x-script application/x-ms-shortcut "
    "application/x-disk-image application/onenote application/vnd.ms-cab-compressed application/vnd.ms-htmlhelp "
    "application/java-vm application/x-mach-binary application/wasm application/vnd.android.dex "
    "text/html image/svg+xml".split()
)
DANGEROUS_ENDINGS = frozenset(
    ".exe .com .scr .pif .bat .cmd .ps1 .psm1 .psd1 .vbs .vbe .vb .js .jse .mjs .ws .wsf .wsc .wsh .sct .hta .lnk "
    ".msi .msp .mst .msix .appx .appref-ms .application .gadget .inf .ins .isp .dll .ocx .sys .drv .xll .wll .cpl .chm "
    ".hlp .reg .jar .jnlp .class .apk .app .dmg .pkg .deb .rpm .sh .bash .csh .command .py .pyc .pyw .pl .rb .php .asp "
    ".aspx .jsp .iso .img .vhd .vhdx .vmdk .udf .cab .one .onepkg .html .htm .shtml .svg .svgz .xht .xhtml .xsl .mht "
    ".mhtml .docm .dotm .xlsm .xltm .xlam .xla .pptm .potm .ppam .ppsm .sldm .ppa .slk .iqy .url .website .webloc "
    ".search-ms .library-ms .settingcontent-ms .theme .themepack .diagcab .scf .job .desktop .accdb .accde .mdb .mde "
    ".ade .adp".split()
)
"""Endings that a system runs, opens with a program that runs what is inside, or mounts."""
ARCHIVES = frozenset(["application/zip", "application/vnd.rar", "application/x-7z-compressed"])
_ISO, _ISO_AT = b"CD001", 32_769
_OLE_MACROS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "VBA"))
_7Z_AES = b"\x06\xf1\x07\x01"
"""The codec of 7-Zip's encryption, in the directory at the end."""
_RAR5_FIRST = re.compile(rb"Rar!\x1a\x07\x01\0.{4}[\x80-\xff]*[\0-\x7f](.)", re.S)
"""The type of the first header behind its checksum and size: 4 is that of the encryption."""
_PDF_ACTIONS = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile)\b")
_RTF_OBJECT = re.compile(rb"\\obj(?:data|ocx|emb|upd)")

BY_ENDING: dict[str, frozenset[str]] = {
    ".pdf": frozenset(["application/pdf"]),
    ".png": frozenset(["image/png"]),
    ".jpg": frozenset(["image/jpeg"]),
    ".jpeg": frozenset(["image/jpeg"]),
    ".gif": frozenset(["image/gif"]),
    ".bmp": frozenset(["image/bmp"]),
    ".docx": frozenset([DOCX, "application/x-ole-storage"]),
    ".xlsx": frozenset([XLSX, "application/x-ole-storage"]),
    ".pptx": frozenset([PPTX, "application/x-ole-storage"]),
    ".zip": frozenset(["application/zip", DOCX, XLSX, PPTX]),
    ".rar": frozenset(["application/vnd.rar"]),
    ".7z": frozenset(["application/x-7z-compressed"]),
}


def detect(content: bytes) -> str:
    """A MIME type by magic; text/plain for text, application/octet-stream for what is not known."""
    for beginning, name in BEGINNINGS:
        if content.startswith(beginning):
            return name
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[_ISO_AT : _ISO_AT + 5] == _ISO:
        return "application/x-disk-image"
    if content[4:8] == b"ftyp":
        return "image/heic" if content[8:11] in (b"hei", b"mif") else "video/mp4"
    return _text(content)


def flags_of(filename: str, detected: str, content: bytes) -> tuple[str, ...]:
    """What a person should know: `empty`, `type-mismatch`, `dangerous`, `macros`, `encrypted`, `encrypted-archive`,
    `active-content`, `too-many-pixels`, `tnef`."""
    ending = PurePath(filename.lower()).suffix
    expected = BY_ENDING.get(ending)
    findings = {
        "empty": not content,
        "type-mismatch": bool(content) and expected is not None and detected not in expected,
        "dangerous": detected in DANGEROUS or ending in DANGEROUS_ENDINGS,
        "macros": _has_macros(detected, content),
        "encrypted": (detected == OLE and ENCRYPTED_PACKAGE in content) or (detected == PDF and b"/Encrypt" in content),
        "encrypted-archive": _encrypted_archive(detected, content),
        "active-content": _acts(detected, content),
        "too-many-pixels": too_many_pixels(detected, content),
        "tnef": detected == "application/ms-tnef",
    }
    return tuple(name for name, found in findings.items() if found)


def _has_macros(detected: str, content: bytes) -> bool:
    if detected.startswith(OFFICE):
        return b"vbaProject.bin" in content
    return detected == OLE and all(name in content for name in _OLE_MACROS)


def _encrypted_archive(detected: str, content: bytes) -> bool:
    """Whether nobody can look into an archive without its password (a zip says so in its list)."""
    if detected == "application/x-7z-compressed":
        return _7Z_AES in content[-4096:]
    if rar5 := _RAR5_FIRST.match(content):
        return rar5.group(1) == b"\x04"
    if content.startswith(b"Rar!\x1a\x07\0"):  # version 4: a bit of the archive's header, or of the first file's
        size = int.from_bytes(content[12:14], "little")
        first = content[7 + size : 7 + size + 5]
        return bool(content[10:11] and content[10] & 0x80) or (first[2:3] == b"\x74" and first[3] & 0x04 != 0)
    return False


def _acts(detected: str, content: bytes) -> bool:
    """Whether opening a document may do more than show it: scripts, started programs, embedded objects."""
    if detected == PDF:
        return _PDF_ACTIONS.search(content) is not None
    return detected == "application/rtf" and _RTF_OBJECT.search(content) is not None


def _zipped(content: bytes) -> str:
    """Office files are zip archives; the names stand in plain text in the directory at the end."""
    directory = content[-65536:]
    for mark, name in ((b"word/", DOCX), (b"xl/", XLSX), (b"ppt/", PPTX)):
        if mark in directory or mark in content[:65536]:
            return name
    return "application/zip"


def _text(content: bytes) -> str:
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start:
        return "image/svg+xml"
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script")):
        return "text/html"
    if start.startswith(b"<?xml"):
        return "text/xml"
    if content and not any(byte < 9 or 13 < byte < 27 for byte in content[:1024]):
        return TEXT
    return UNKNOWN
