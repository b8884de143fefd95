"""What Outlook keeps of a mail (MS-OXCMSG, MS-OXPROPS): the few properties that a reader needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from parsers.charset_labels import charset_of
from parsers.charsets import decode
from parsers.rtf import rtf_text

MESSAGE_CLASS, SUBJECT, BODY, RICH_TEXT, HTML = 0x001A, 0x0037, 0x1000, 0x1009, 0x1013
SENDER_NAME, SENDER_ADDRESS, SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
DISPLAY_NAME, ATTACH_DATA, SHORT_NAME, LONG_NAME = 0x3001, 0x3701, 0x3704, 0x3707
MIME_TAG, CONTENT_ID = 0x370E, 0x3712
INTERNET_CODEPAGE, MESSAGE_CODEPAGE = 0x3FDE, 0x3FFD
STRING8, UNICODE, BINARY, OBJECT = 0x001E, 0x001F, 0x0102, 0x000D
Value = str | bytes | int
Properties = Mapping[int, Value]
"""By property id, without its type: text, bytes or a number."""


@dataclass(frozen=True, slots=True)
class File:
    """A file inside; `kind` is the type its sender declared, "" if none."""

    name: str
    content: bytes = field(repr=False)
    kind: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Inside:
    """A mail that Outlook wrapped, as far as it could be read."""

    subject: str = ""
    sender: str = ""
    """`name <address>`, or what there is of it."""
    text: str = ""
    html: bytes = field(default=b"", repr=False)
    html_charset: str = ""
    files: tuple[File, ...] = ()
    whole: bool = True
    """Whether all of it could be read."""
    message_class: str = ""
    """What Outlook takes it for, in lower case: `ipm.note`, `ipm.schedule.meeting.request` …"""

    def as_mail(self) -> bytes:
        """The mail as one that any reader of mail understands."""
        lines = [b"Subject: " + _header(self.subject)]
        if self.sender:
            lines.append(b"From: " + _header(self.sender))
        if self.text or not self.html:
            return b"\r\n".join([*lines, b"Content-Type: text/plain; charset=utf-8", b"", self.text.encode()])
        kind = f"Content-Type: text/html; charset={self.html_charset or 'utf-8'}".encode()
        return b"\r\n".join([*lines, kind, b"", self.html])


def _header(text: str) -> bytes:
    """One line, raw UTF-8 (RFC 6532): it is read by ourselves only."""
    return " ".join(text.split()).encode("utf-8", "replace")


def text(properties: Properties, *ids: int) -> str:
    """The first of these properties that is text and not empty."""
    for id_ in ids:
        value = properties.get(id_)
        if isinstance(value, str) and value.strip("\0 "):
            return value.rstrip("\0 \n") if "\0" in value else value
    return ""


def inside(properties: Properties, files: tuple[File, ...], whole: bool) -> Inside:
    """The mail that these properties describe."""
    html = properties.get(HTML)
    address = text(properties, SENDER_SMTP, SENDER_ADDRESS)
    name = text(properties, SENDER_NAME)
    return Inside(
        subject=text(properties, SUBJECT),
        sender=f'"{name}" <{address}>' if name and "@" in address else address or name,
        text=text(properties, BODY) or ("" if html else _rich(properties)),
        html=html if isinstance(html, bytes) else str(html or "").encode(),
        html_charset=codepage(properties) if isinstance(html, bytes) else "utf-8",
        files=files,
        whole=whole,
        message_class=text(properties, MESSAGE_CLASS).lower(),
    )


def _rich(properties: Properties) -> str:
    packed = properties.get(RICH_TEXT)
    return rtf_text(packed) if isinstance(packed, bytes) else ""


def file_of(properties: Properties) -> File:
    """An attachment; its own name before the short one of old systems."""
    data = properties.get(ATTACH_DATA)
    return File(
        name=text(properties, LONG_NAME, SHORT_NAME, DISPLAY_NAME),
        content=data if isinstance(data, bytes) else b"",
        kind=text(properties, MIME_TAG),
        inline=bool(text(properties, CONTENT_ID)),
    )


def codepage(properties: Properties) -> str:
    """The charset of 8-bit text, as Python calls it; "" if it is not said."""
    for id_ in (INTERNET_CODEPAGE, MESSAGE_CODEPAGE):
        number = properties.get(id_)
        if isinstance(number, int) and number:
            return charset_of(number)
    return ""


def value_of(kind: int, data: bytes, charset: str) -> Value:
    """A property's value by its type."""
    if kind == UNICODE:
        return data.decode("utf-16-le", "replace").rstrip("\0")
    if kind == STRING8:
        return decode(data.rstrip(b"\0"), charset)[0]
    if kind in (BINARY, OBJECT):
        return data
    return int.from_bytes(data[:8], "little")
