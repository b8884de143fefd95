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


JUNK = frozenset(
    [
        "junk",
        "junk e-mail",
        "junk email",
        "junk mail",
        "spam",
        "bulk",
        "bulk mail",
        "spamverdacht",
        "垃圾邮件",
        "垃圾邮件夹",
        "垃圾箱",
        "垃圾信",
        "广告邮件",
        "垃圾郵件",
        "垃圾郵件匣",
    ]
)
"""What servers and mail programs call the folder for spam, where they do not mark it (RFC 6154)."""


def junk(client: Client) -> str:
    """The folder for spam, by its mark or else by its name; "" if there is none."""
    folders = [(flags, delimiter, name) for flags, delimiter, name in client.list_folders() if isinstance(name, str)]
    marked = (name for flags, _, name in folders if b"\\junk" in {bytes(flag).lower() for flag in flags})
    named = (name for _, delimiter, name in folders if _last(name, delimiter).casefold() in JUNK)
    return next(marked, None) or next(named, "")


def _last(name: str, delimiter: bytes | None) -> str:
    return name.rpartition(delimiter.decode())[2] if delimiter else name


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
