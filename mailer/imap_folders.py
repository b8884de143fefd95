"""Folders on the server, by the server's own rules for names (RFC 3501 5.1, RFC 2342)."""

from __future__ import annotations

from imaplib import IMAP4

from cases.ports import MailboxUnavailable
from mailer.imap_errors import said
from mailer.imap_login import Client


def server_name(client: Client, name: str) -> str:
    """`Kesu/Done` as this server spells it: `Kesu.Done`, `INBOX.Kesu.Done` …"""
    prefix, delimiter = _personal_namespace(client)
    return prefix + name.replace("/", delimiter or "-")


def _personal_namespace(client: Client) -> tuple[str, str]:
    """Prefix and delimiter ("" = the server knows no hierarchy) of the user's own folders."""
    if client.has_capability("NAMESPACE"):
        personal = client.namespace().personal
        if personal:
            prefix, delimiter = personal[0]
            return prefix or "", delimiter or ""
    roots = client.list_folders("", "")
    delimiter = roots[0][1] if roots else b"/"
    return "", (delimiter or b"").decode()


def make(client: Client, name: str) -> None:
    """Create and subscribe the folder if it is not there. Raises MailboxUnavailable with what to do."""
    if client.folder_exists(name):
        return
    try:
        client.create_folder(name)
    except IMAP4.abort:
        raise
    except IMAP4.error as error:
        if not client.folder_exists(name):
            raise MailboxUnavailable(
                f"the folder {name} cannot be made on the server ({said(error)}); "
                "make it by hand in the web mail or name another one in [mailbox]",
                permanent=True,
            ) from error
    _subscribe(client, name)


def _subscribe(client: Client, name: str) -> None:
    """So that mail programs show the folder; a server without subscriptions may refuse."""
    try:
        client.subscribe_folder(name)
    except IMAP4.abort:
        raise
    except IMAP4.error:
        return
