"""Mails of the open folder, by UID: which there are, and their bytes."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from imaplib import IMAP4

from mailer.imap_login import Client

log = logging.getLogger(__name__)

AT_ONCE = 50
BYTES_AT_ONCE = 16 * 1024 * 1024

_UID = re.compile(rb"\bUID (\d+)", re.IGNORECASE)
_DELETED = re.compile(rb"\\Deleted\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listed:
    """What the server knows of a mail without sending it."""

    uid: int
    size: int
    arrived_at: datetime


def message_set(uids: Sequence[int]) -> str:
    return ",".join(map(str, uids))


def in_groups(uids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """At most `size` of them at a time, in order."""
    return (uids[start : start + size] for start in range(0, len(uids), size))


def undeleted(client: Client, message_set: str) -> list[int]:
    """The UIDs of a set like `7:*` or `3,5`, ascending, without those flagged \\Deleted.

    FETCH, not SEARCH: one short line per mail (imaplib takes none over 1 MB), and right on every server.
    """
    answer, lines = client._imap.uid("FETCH", message_set, "(UID FLAGS)")
    if answer != "OK":
        raise IMAP4.error(f"UID FETCH {message_set}: {lines!r}")
    found: dict[int, bool] = {}
    for line in lines:
        if line and (uid := _UID.search(line)):
            found[int(uid[1])] = bool(_DELETED.search(line))
    return sorted(uid for uid, deleted in found.items() if not deleted)


def listing(client: Client, uids: Sequence[int]) -> list[Listed]:
    """Size and arrival time of those that are still there, in the order of their UIDs."""
    answer = client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"])
    return [
        Listed(uid, item[b"RFC822.SIZE"], item[b"INTERNALDATE"].astimezone(UTC))
        for uid, item in sorted(answer.items())
        if b"RFC822.SIZE" in item and b"INTERNALDATE" in item
    ]


def bodies(client: Client, uids: Sequence[int]) -> dict[int, bytes]:
    """The bytes by UID, \\Seen untouched. What the server cannot deliver is left out and logged."""
    if not uids:
        return {}
    try:
        answer = client.fetch(uids, ["BODY.PEEK[]"])
    except IMAP4.abort:
        raise
    except IMAP4.error as error:
        if len(uids) == 1:
            log.warning("the server cannot deliver mail %s of the inbox: %s", uids[0], error)
            return {}
        return {uid: raw for one in uids for uid, raw in bodies(client, [one]).items()}
    return {uid: item[b"BODY[]"] for uid, item in answer.items() if isinstance(item.get(b"BODY[]"), bytes)}


def portions(mails: Sequence[Listed], limit: int = BYTES_AT_ONCE) -> Iterator[list[Listed]]:
    """Neighbours together until they pass `limit` bytes; a mail over it goes alone."""
    portion: list[Listed] = []
    weight = 0
    for mail in mails:
        if portion and weight + mail.size > limit:
            yield portion
            portion, weight = [], 0
        portion.append(mail)
        weight += mail.size
    if portion:
        yield portion
