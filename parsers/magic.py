"""What a file is, by its first bytes."""

from __future__ import annotations

from pathlib import PurePath

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
    (rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR", "application/x-eicar"),
)
DANGEROUS = frozenset(
    "application/x-eicar application/x-dosexec application/x-executable text/x-script application/x-ms-shortcut "
    "text/html image/svg+xml".split()
)
DANGEROUS_ENDINGS = frozenset(
    ".exe .com .scr .pif .bat .cmd .ps1 .vbs .vbe .js .jse .wsf .hta .lnk .msi .iso .img .jar .reg .cpl .chm "
    ".html .htm .svg .xht .xhtml .mht .docm .xlsm .pptm .dotm .url".split()
)
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
    if content[4:8] == b"ftyp":
        return "image/heic" if content[8:11] in (b"hei", b"mif") else "video/mp4"
    return _text(content)


def flags_of(filename: str, detected: str, content: bytes) -> tuple[str, ...]:
    """What a person should know: `empty`, `type-mismatch`, `dangerous`, `macros`, `encrypted`, `tnef`."""
    ending = PurePath(filename.lower()).suffix
    expected = BY_ENDING.get(ending)
    findings = {
        "empty": not content,
        "type-mismatch": bool(content) and expected is not None and detected not in expected,
        "dangerous": detected in DANGEROUS or ending in DANGEROUS_ENDINGS,
        "macros": detected.startswith(OFFICE) and b"vbaProject.bin" in content,
        "encrypted": (detected == OLE and ENCRYPTED_PACKAGE in content) or (detected == PDF and b"/Encrypt" in content),
        "tnef": detected == "application/ms-tnef",
    }
    return tuple(name for name, found in findings.items() if found)


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
