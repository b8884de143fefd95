"""Mails written byte by byte, for tests of what no well-behaved program would send."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from functools import cache

from cases.mail import Attachment, IncomingMail
from parsers.apart import Apart
from parsers.limits import Bounds, Limits

ARRIVED = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DESK = "complaints@desk.example"
SECONDS = 10
"""CPU a mail may cost at most; the desk allows 20 and a minute."""


def mail(body: bytes = b"hello\r\n", *headers: bytes, **changed: bytes) -> bytes:
    """A mail; `subject=b"…"` and the like replace what it says by default, an empty value leaves the header out."""
    usual = {
        "sender": b"a@x.example",
        "to": DESK.encode(),
        "subject": b"x",
        "message_id": b"<x@x.example>",
        "date": b"Mon, 2 Mar 2026 09:00:00 +0800",
    } | changed
    names = {name: name.replace("_", "-").encode() for name in usual} | {"sender": b"From"}
    written = [names[name] + b": " + value + b"\r\n" for name, value in usual.items() if value]
    return b"".join(written) + b"".join(header + b"\r\n" for header in headers) + b"\r\n" + body


def mixed(*parts: bytes, boundary: bytes = b"b", **changed: bytes) -> bytes:
    """A multipart/mixed of the given parts."""
    body = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + boundary + b"--\r\n"
    return mail(body, b"MIME-Version: 1.0", b"Content-Type: multipart/mixed; boundary=" + boundary, **changed)


def text(words: bytes = b"hello", kind: bytes = b"text/plain; charset=utf-8") -> bytes:
    return b"Content-Type: " + kind + b"\r\n\r\n" + words


def file(name: bytes, content: bytes = b"x", kind: bytes = b"application/octet-stream") -> bytes:
    """A part with a file; `name` is what follows `attachment; `, such as `filename="a.pdf"`."""
    head = b"Content-Type: " + kind + b"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; "
    return head + name + b"\r\n\r\n" + base64.encodebytes(content)


def read(raw: bytes, limits: Limits | None = None) -> IncomingMail:
    """As the desk reads it: in the process that bounds memory and time."""
    found = _apart(limits or Limits()).read_mail(raw, ARRIVED)
    assert not {"crashed", "over-memory", "over-cpu", "over-wall"} & set(found.defects), found.kind_reason
    return found


@cache
def _apart(limits: Limits) -> Apart:
    return Apart([DESK], limits, Bounds(cpu_seconds=SECONDS))


def attached(raw: bytes) -> Attachment:
    """The only attachment."""
    (found,) = read(raw).attachments
    return found
