"""A finished mail to the byte: 7-bit, CRLF, the same bytes for the same inputs (RFC 5322, 2045 to 2047, 2231)."""

from __future__ import annotations

import base64
import hashlib
import quopri
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime

from cases.mail import Address
from generator import headers as h
from generator.plain import clean

_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}")
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_OURS = frozenset({"from", "to", "cc", "bcc", "sender", "subject", "date", "message-id", "in-reply-to", "references"})
_REFERENCES = 20
"""Ids kept in References: the first, which names the thread, and the latest (RFC 5322, 3.6.4 sets no limit)."""


@dataclass(frozen=True, slots=True)
class MailText:
    """What a mail says, twice: as plain text (LF line ends) and as the same in simple HTML."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a mail. A whole mail goes as `message/rfc822`."""

    filename: str
    content_type: str
    content: bytes = field(repr=False)


def compose(
    text: MailText,
    *,
    sender: Address,
    recipient: Address,
    message_id: str,
    date: datetime,
    in_reply_to: str = "",
    references: Sequence[str] = (),
    headers: Mapping[str, str] = {},
    attachments: Sequence[Enclosure] = (),
) -> bytes:
    """The mail as it is stored, hashed and sent.

    To holds the address only: a display name comes from outside and may look like another address.
    `date` is aware. `headers` are further ones (`Auto-Submitted` …). Malformed ids in `in_reply_to` and
    `references` are left out. Raises UnusableAddress, and ValueError for what only a programmer can get wrong.
    """
    if h.message_ids([message_id]) != [message_id]:
        raise ValueError(f"not a Message-ID: {message_id!r}")
    if date.tzinfo is None:
        raise ValueError("the date of a mail needs a time zone")
    boundary = "=_" + hashlib.sha256(message_id.encode("ascii")).hexdigest()[:32]
    body = _alternative(text, boundary + "a")
    if attachments:
        enclosed = [_enclosed(enclosure, boundary) for enclosure in attachments]
        body = _multipart("mixed", boundary, [body, *enclosed])
    head = [
        h.mailbox("From", sender.name, sender.address),
        h.folded("To", [h.address(recipient.address)]),
        h.unstructured("Subject", text.subject),
        f"Date: {format_datetime(date)}",
        f"Message-ID: {message_id}",
        *_thread(in_reply_to, references),
        *_further(headers),
        "MIME-Version: 1.0",
    ]
    return "\r\n".join(head).encode("ascii") + b"\r\n" + body


def _thread(in_reply_to: str, references: Iterable[str]) -> list[str]:
    parent = h.message_ids([in_reply_to])[:1]
    chain = [known for known in h.message_ids(references) if known not in parent] + parent
    if len(chain) > _REFERENCES:
        chain = [chain[0], *chain[1 - _REFERENCES :]]
    lines = [f"In-Reply-To: {known}" for known in parent]
    return [*lines, h.folded("References", chain)] if chain else lines


def _further(headers: Mapping[str, str]) -> list[str]:
    for name in headers:
        if not _HEADER_NAME.fullmatch(name):
            raise ValueError(f"not a header name: {name!r}")
        if name.lower() in _OURS or name.lower().startswith(("content-", "mime-")):
            raise ValueError(f"{name} is written from the mail itself and cannot be given")
    return [h.unstructured(name, value) for name, value in headers.items()]


def _alternative(text: MailText, boundary: str) -> bytes:
    parts = [_text_part("plain", text.text), _text_part("html", text.html)]
    return _multipart("alternative", boundary, parts)


def _text_part(subtype: str, text: str) -> bytes:
    lines = (clean(text).rstrip("\n") + "\n").encode("utf-8")
    readable = quopri.encodestring(lines).replace(b"\n", b"\r\n")
    compact = _base64(lines.replace(b"\n", b"\r\n"))
    encoding, body = min(("quoted-printable", readable), ("base64", compact), key=lambda way: len(way[1]))
    return _part(f"Content-Type: text/{subtype}; charset=utf-8", encoding, body)


def _enclosed(enclosure: Enclosure, boundary: str) -> bytes:
    media_type, body = enclosure.content_type.strip().lower(), enclosure.content
    name = h.file_name(enclosure.filename)
    if not _MEDIA_TYPE.fullmatch(media_type) or media_type.startswith("multipart/"):
        media_type = "application/octet-stream"
    if media_type == "message/rfc822" and not _can_stand_in(body, boundary):
        # RFC 2046 5.2.1 forbids base64 for message/rfc822, and changing a byte would spoil the evidence.
        media_type = "application/octet-stream"
    if media_type == "message/rfc822":
        encoding = "7bit"
    else:
        encoding, body = "base64", _base64(body)
    charset = "; charset=utf-8" if media_type.startswith("text/") and _is_utf8(enclosure.content) else ""
    content_type = h.named(f"Content-Type: {media_type}{charset}", "name", name, extended=False)
    disposition = h.named("Content-Disposition: attachment", "filename", name, extended=True)
    return _part(f"{content_type}\r\n{disposition}", encoding, body)


def _can_stand_in(raw: bytes, boundary: str) -> bool:
    """Whether a mail can stand in ours as it is: 7-bit, CRLF, no line over 998 (RFC 5321, 4.5.3.1.6)."""
    lines = raw.split(b"\r\n")
    return (
        raw.isascii()
        and boundary.encode("ascii") not in raw
        and not any(b"\n" in line or b"\r" in line or b"\0" in line or len(line) > 998 for line in lines)
    )


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _base64(content: bytes) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n")


def _part(head: str, encoding: str, body: bytes) -> bytes:
    return f"{head}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode("ascii") + body


def _multipart(subtype: str, boundary: str, parts: Iterable[bytes]) -> bytes:
    # `=_` can stand in no base64 and no quoted-printable text, so the boundary is never found inside a part.
    start = f'Content-Type: multipart/{subtype};\r\n boundary="{boundary}"\r\n\r\n'.encode("ascii")
    line = f"\r\n--{boundary}\r\n".encode("ascii")
    return start + line[2:] + line.join(parts) + f"\r\n--{boundary}--\r\n".encode("ascii")
