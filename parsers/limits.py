"""How much of a mail is read at all, counted on the raw bytes before anything parses them."""

from __future__ import annotations

import re
from dataclasses import dataclass

BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_BOUNDARY = re.compile(rb"boundary\s{0,20}=\s{0,20}(?:\"([^\"\r\n]{1,200})\"|([^\s;\"]{1,200}))")
_DELIMITER = re.compile(rb"\n--([^\r\n]{1,200})")
_INNER_MESSAGE = re.compile(rb"\ncontent-type:\s{0,20}message/")
_ATTACHED = re.compile(rb"\ncontent-disposition:\s{0,20}attachment")


class CannotBeRead(Exception):
    """A mail is over a limit or is none; the text is one sentence that says which."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, the rest in pieces; the defaults let every mail of an ordinary mailbox through."""

    mail: int = 35 * 1024 * 1024
    header_block: int = 256 * 1024
    header: int = 64 * 1024
    headers: int = 1_000
    recipients: int = 500
    parts: int = 500
    depth: int = 20
    attachments: int = 100
    html: int = 4 * 1024 * 1024
    """Of one HTML part; what is beyond is not turned into text (the part itself is kept)."""
    archive_entries: int = 200
    archive_unpacked: int = 200 * 1024 * 1024
    archive_ratio: int = 100
    """Unpacked bytes for each packed one."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the process that reads a mail may use; bytes and seconds."""

    memory: int = 512 * 1024 * 1024
    """Of addresses, as the kernel counts them (RLIMIT_AS); the program itself needs about 100 MB of them."""
    cpu_seconds: int = 20
    wall_seconds: float = 60.0
    tries: int = 3
    """How often a mail may crash its reader before it is not read any more."""


def header_block(raw: bytes) -> bytes:
    """Everything before the first blank line."""
    if raw.startswith((b"\r\n", b"\n")):
        return b""
    blank = BLANK_LINE.search(raw)
    return raw[: blank.start()] if blank else raw


def check_raw(raw: bytes, limits: Limits) -> None:
    """Raise CannotBeRead if the mail is larger, longer or deeper than the limits allow."""
    if len(raw) > limits.mail:
        raise CannotBeRead(f"邮件过大 / The mail has {len(raw)} bytes; at most {limits.mail} are read.")
    _check_headers(header_block(raw), limits)
    _check_parts(raw, limits)


def _check_headers(block: bytes, limits: Limits) -> None:
    if len(block) > limits.header_block:
        raise CannotBeRead(
            f"信头过大 / The header block has {len(block)} bytes; at most {limits.header_block} are read."
        )
    count = size = 0
    for line in block.split(b"\n"):
        if line[:1] in (b" ", b"\t"):
            size += len(line)
        else:
            count, size = count + 1, len(line)
        if size > limits.header:
            raise CannotBeRead(f"信头过大 / One header has more than {limits.header} bytes.")
    if count > limits.headers:
        raise CannotBeRead(f"信头过多 / The mail has {count} headers; at most {limits.headers} are read.")


def _check_parts(raw: bytes, limits: Limits) -> None:
    """All patterns begin with plain bytes in lower case: they are found at the speed of `bytes.find`."""
    lower = raw.lower()
    inner = len(_INNER_MESSAGE.findall(lower))
    if inner > limits.parts:
        raise CannotBeRead(f"内含邮件过多 / The mail holds {inner} other mails; at most {limits.parts} parts are read.")
    if len(_ATTACHED.findall(lower)) > limits.attachments:
        raise CannotBeRead(f"附件过多 / The mail has more than {limits.attachments} attachments.")
    boundaries = {quoted or bare for quoted, bare in _BOUNDARY.findall(lower)}
    if boundaries:
        _check_delimiters(lower, boundaries, limits)


def _check_delimiters(lower: bytes, boundaries: set[bytes], limits: Limits) -> None:
    """Follow the delimiter lines (RFC 2046, 5.1.1) as a stack of open boundaries."""
    parts = 0
    open_boundaries: list[bytes] = []
    for line in _DELIMITER.finditer(lower):
        text = line.group(1).rstrip()
        closes = text not in boundaries and text.endswith(b"--")
        name = text[:-2] if closes else text
        if name not in boundaries:
            continue
        if name in open_boundaries:
            del open_boundaries[open_boundaries.index(name) + (0 if closes else 1) :]
        elif not closes:
            open_boundaries.append(name)
        parts += not closes
        if parts > limits.parts:
            raise CannotBeRead(f"邮件段落过多 / The mail has more than {limits.parts} parts.")
        if len(open_boundaries) > limits.depth:
            raise CannotBeRead(f"邮件嵌套过深 / The parts are nested more than {limits.depth} deep.")
