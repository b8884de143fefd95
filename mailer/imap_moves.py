"""Moving mails out of the open folder, on servers with MOVE and without, and again where something was in the way."""

from __future__ import annotations

from collections.abc import Sequence
from imaplib import IMAP4

from cases.faults import hit
from mailer import imap_folders
from mailer.imap_login import Client
from mailer.imap_mails import message_set, undeleted

AT_ONCE = 200


def move(client: Client, uids: Sequence[int], folder: str) -> None:
    """Try again what is left, if some were gone already or somebody has removed the folder."""
    try:
        _move(client, uids, folder)
    except IMAP4.abort:
        raise
    except IMAP4.error:
        left = undeleted(client, message_set(uids))
        if left:
            imap_folders.make(client, folder)
            _move(client, left, folder)


def _move(client: Client, uids: Sequence[int], folder: str) -> None:
    """Move by MOVE (RFC 6851); else copy, flag, and expunge exactly these (RFC 4315).

    A server without UIDPLUS keeps them, flagged \\Deleted: a plain EXPUNGE would take other people's mails.
    """
    if client.has_capability("MOVE"):
        client.move(uids, folder)
        return
    fresh = undeleted(client, message_set(uids))
    if fresh:
        client.copy(fresh, folder)
    hit("P12")
    if fresh:
        client.add_flags(fresh, [b"\\Deleted"], silent=True)
    if client.has_capability("UIDPLUS"):
        client.uid_expunge(uids)
