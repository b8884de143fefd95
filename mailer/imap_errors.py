"""What an IMAP server says, as a sentence for the person who runs the desk (RFC 5530 response codes)."""

from __future__ import annotations

import re
from imaplib import IMAP4

from cases.ports import MailboxUnavailable
from mailer.network import Auth, is_hopeless, why_unreachable

TRANSIENT = ("[UNAVAILABLE]", "[THROTTLED]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "[CONTACTADMIN]")

AUTHORISATION_CODE = (
    "use the 16-character authorisation code (授权码) from the web mail's settings, not the mail password, "
    "and switch IMAP on there"
)
HINTS = {
    "imap.qq.com": AUTHORISATION_CODE + "; changing the QQ password voids every code",
    "imap.exmail.qq.com": "use the client password (授权码 / 客户端专用密码) of Tencent exmail, not the web password",
    "imap.163.com": AUTHORISATION_CODE,
    "imap.126.com": AUTHORISATION_CODE,
    "imap.yeah.net": AUTHORISATION_CODE,
    "outlook.office365.com": "Microsoft 365 takes no passwords over IMAP any more; it needs OAuth2: "
    "register an application, name it in [oauth] and set auth = 'xoauth2'",
    "imap-mail.outlook.com": "Outlook.com takes no passwords over IMAP any more; it needs OAuth2",
    "imap.gmail.com": "use an app password, which needs two-step verification, not the account's password",
}
CHECK_LOGIN = "check user and password in [mailbox]"
TOKEN_HINTS = {
    "outlook.office365.com": "IMAP must be switched on for the mailbox; an application that signs in by itself needs "
    "New-ServicePrincipal and Add-MailboxPermission in Exchange, a person needs full access to the mailbox",
    "imap.gmail.com": "the person who signed in, or whom the service account acts for, must be the mailbox's user",
}
CHECK_OAUTH = "check user in [mailbox] and what [oauth] may do"


def login_refused(host: str, user: str, answer: str, auth: Auth = "password") -> MailboxUnavailable:
    """The server does not let us in; permanent unless it says that it is only busy."""
    if any(code in answer.upper() for code in TRANSIENT):
        return MailboxUnavailable(f"{host} cannot log {user} in at the moment ({answer})")
    hints, usual = (TOKEN_HINTS, CHECK_OAUTH) if auth == "xoauth2" else (HINTS, CHECK_LOGIN)
    hint = hints.get(host.lower(), usual)
    return MailboxUnavailable(f"{host} refuses the login of {user} ({answer}); {hint}", permanent=True)


def folder_refused(host: str, folder: str, answer: str) -> MailboxUnavailable:
    """SELECT failed: no such folder, or NetEase's way of asking for an ID (RFC 2971) it has accepted."""
    if "unsafe login" in answer.lower():
        return MailboxUnavailable(
            f"{host} calls the login unsafe ({answer}); {HINTS.get(host.lower(), AUTHORISATION_CODE)}",
            permanent=True,
        )
    if any(code in answer.upper() for code in TRANSIENT):
        return MailboxUnavailable(f"{host} cannot open the folder {folder} at the moment ({answer})")
    return MailboxUnavailable(
        f"{host} does not open the folder {folder} ({answer}); check folder in [mailbox]", permanent=True
    )


def unavailable(host: str, port: int, error: Exception) -> MailboxUnavailable:
    """Any other failure: network, TLS, BYE in the middle, an answer that makes no sense."""
    if isinstance(error, OSError):
        return MailboxUnavailable(why_unreachable(host, port, error), permanent=is_hopeless(error))
    if isinstance(error, IMAP4.abort):
        return MailboxUnavailable(f"the connection to {host} was lost ({said(error)}); it will be tried again")
    return MailboxUnavailable(f"{host} could not do what was asked ({said(error)})")


def said(error: BaseException) -> str:
    """The server's own words out of an imaplib error, which wraps them in names, lists and bytes."""
    words = re.sub(r"^(\w+ failed: |command: \w+ => )", "", str(error))
    quoted = re.search(r"""b(['"])(.+)\1""", words)
    return quoted[2] if quoted else words
