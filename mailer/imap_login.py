"""From settings to a logged-in IMAP connection."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from imaplib import IMAP4

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import LoginError

from cases.ports import MailboxUnavailable
from mailer.imap_errors import login_refused, said, unavailable
from mailer.network import Auth, Security, check_security, tls_context, tune
from mailer.tokens import SignInRefused, renew
from mailer.xoauth2 import Xoauth2

WHO_WE_ARE = {"name": "kesu", "version": "1.0", "vendor": "kesu"}
"""NetEase wants all three keys (RFC 2971), or it refuses every SELECT as an unsafe login."""


@dataclass(frozen=True, slots=True)
class ImapSettings:
    """Where the mailbox is. Folder names use `/`, whatever the server's delimiter.

    Raises ValueError, one sentence, if the password would travel unprotected or `ca_file` is none.
    """

    host: str
    user: str
    port: int = 993
    security: Security = "tls"
    auth: Auth = "password"
    folder: str = "INBOX"
    done: str = "Kesu/Done"
    review: str = "Kesu/Review"
    loop: str = "Kesu/Loop"
    timeout: float = 60.0
    """Seconds without a byte before a link counts as dead; a connection attempt gets 15 at most."""
    ca_file: str | None = None
    always_identify: bool = False
    """Whether to say who we are (RFC 2971) even to a server that does not list ID among its capabilities."""

    def __post_init__(self) -> None:
        check_security("[mailbox]", self.security, self.host, self.ca_file)

    @property
    def account(self) -> str:
        return f"{self.user}@{self.host}"

    def name_of(self, role: str) -> str:
        """The folder for `done`, `review` or `loop`."""
        return {"done": self.done, "review": self.review, "loop": self.loop}[role]


class Client(IMAPClient):  # type: ignore[misc]  # imapclient ships no types
    """IMAPClient with three habits changed."""

    def __init__(self, settings: ImapSettings) -> None:
        super().__init__(
            settings.host,
            settings.port,
            ssl=settings.security == "tls",
            ssl_context=tls_context(settings.ca_file) if settings.security == "tls" else None,
            timeout=SocketTimeout(connect=min(15.0, settings.timeout), read=settings.timeout),
        )
        self._imap.debug = 0  # 5 formats every chunk for a log nobody reads: two thirds of our cpu
        self.normalise_times = False  # aware datetimes

    def identify(self) -> None:
        """ID (RFC 2971), which imapclient keeps from a server that does not list it."""
        IMAPClient.id_.__wrapped__(self, WHO_WE_ARE)

    def _poll_socket(self, sock: object, *_: object) -> list[object]:
        """Let idle_check read at once: news may already be in the buffer, where poll(2) does not see it."""
        return [sock]


class _Refused(Exception):
    """The server's no to user and secret, in its words."""


def log_in(settings: ImapSettings, secret: Callable[[], str]) -> Client:
    """A connection in the authenticated state, with our ID sent. Raises MailboxUnavailable.

    `secret` gives the password or the access token; a token that the server no longer takes is renewed once.
    """
    try:
        try:
            return _logged_in(settings, secret())
        except _Refused:
            if not renew(secret):
                raise
            return _logged_in(settings, secret())
    except SignInRefused as error:
        raise MailboxUnavailable(str(error), permanent=error.permanent) from error
    except _Refused as error:
        raise login_refused(settings.host, settings.user, str(error), settings.auth) from error


def _logged_in(settings: ImapSettings, secret: str) -> Client:
    """Raises _Refused, MailboxUnavailable."""
    try:
        client = Client(settings)
    except (OSError, IMAP4.error) as error:
        raise unavailable(settings.host, settings.port, error) from error
    try:
        _authenticate(client, settings, secret)
    except BaseException as error:
        hang_up(client)
        if isinstance(error, (OSError, IMAP4.error)):
            raise unavailable(settings.host, settings.port, error) from error
        raise
    return client


def _authenticate(client: Client, settings: ImapSettings, secret: str) -> None:
    tune(client.socket())
    if settings.security == "starttls":
        client.starttls(tls_context(settings.ca_file))
    with_token = Xoauth2(settings.user, secret) if settings.auth == "xoauth2" else None
    try:
        if with_token:
            client.sasl_login("XOAUTH2", with_token.answer)
        else:
            client.login(settings.user, secret)
    except UnicodeEncodeError as error:
        raise MailboxUnavailable(
            f"the user name or password for {settings.host} has characters outside ASCII", permanent=True
        ) from error
    except LoginError as error:
        if isinstance(error.__context__, (IMAP4.abort, OSError)):
            raise error.__context__ from error
        why = f"; {with_token.why}" if with_token and with_token.why else ""
        raise _Refused(said(error) + why) from error
    if settings.always_identify or client.has_capability("ID"):
        with suppress(IMAP4.error):  # a courtesy: a server that dislikes it says so at SELECT
            client.identify()


def hang_up(client: Client) -> None:
    """Close without a word, whatever state the link is in."""
    with suppress(OSError, IMAP4.error):
        client.shutdown()
