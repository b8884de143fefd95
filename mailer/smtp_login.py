"""From settings to an open SMTP session on a submission server (RFC 6409, 3207, 4954)."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import dataclass

from mailer.network import Auth, Security, check_security, is_hopeless, tls_context, tune, why_unreachable
from mailer.tokens import SignInRefused, renew
from mailer.xoauth2 import Xoauth2

AUTHORISATION_CODE = "use the authorisation code (授权码) from the web mail's settings, not the mail password"
HINTS = {
    "smtp.qq.com": AUTHORISATION_CODE,
    "smtp.exmail.qq.com": "use the client password (授权码 / 客户端专用密码) of Tencent exmail",
    "smtp.163.com": AUTHORISATION_CODE,
    "smtp.126.com": AUTHORISATION_CODE,
    "smtp.yeah.net": AUTHORISATION_CODE,
    "smtp.office365.com": "Microsoft 365 takes no passwords over SMTP any more; it needs OAuth2: "
    "register an application, name it in [oauth] and set auth = 'xoauth2'",
    "smtp.gmail.com": "use an app password, which needs two-step verification",
}

TOKEN_HINTS = {
    "smtp.office365.com": "authenticated SMTP must be switched on for the mailbox "
    "(Set-CASMailbox -SmtpClientAuthenticationDisabled $false), and the application needs SMTP.Send or SMTP.SendAsApp",
    "smtp.gmail.com": "the person who signed in, or whom the service account acts for, must be the mailbox's user",
}

CONFIGURATION = "configuration: "
"""How a sentence begins that no retry will cure, only a person."""

ASKS_FOR_LOGIN = frozenset({530, 534, 535, 538})
"""Reply codes that speak of us, not of the mail (RFC 4954)."""


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """Where mail goes out.

    Raises ValueError, one sentence, if the password would travel unprotected or `ca_file` is none.
    """

    host: str
    sender: str
    """The desk's address: MAIL FROM, where bounces come back to."""
    port: int = 465
    security: Security = "tls"
    auth: Auth = "password"
    user: str = ""
    """"" = the server asks for no login."""
    divert_to: str = ""
    """A rehearsal: every mail goes there instead."""
    timeout: float = 60.0
    """Seconds without a byte before a link counts as dead."""
    reply_timeout: float = 600.0
    """Seconds to wait for the answer to a whole mail: content filters are slow (RFC 5321 4.5.3.2.6)."""
    ca_file: str | None = None

    def __post_init__(self) -> None:
        check_security("[smtp]", self.security, self.host, self.ca_file)


class NoSession(Exception):
    """No session came about; the text is a sentence for a person. Nothing was handed over."""


def log_in(settings: SmtpSettings, secret: Callable[[], str]) -> smtplib.SMTP:
    """A session ready for MAIL FROM. Raises NoSession.

    `secret` gives the password or the access token; a token that the server no longer takes is renewed once.
    """
    try:
        try:
            return _logged_in(settings, secret)
        except smtplib.SMTPAuthenticationError:
            if not renew(secret):
                raise
            return _logged_in(settings, secret)
    except SignInRefused as error:
        raise NoSession(f"{CONFIGURATION if error.permanent else ''}{error}") from error
    except (OSError, UnicodeEncodeError) as error:
        raise _no_session(settings, error) from error


def _logged_in(settings: SmtpSettings, secret: Callable[[], str]) -> smtplib.SMTP:
    session = _connect(settings)
    try:
        assert session.sock
        tune(session.sock)
        if settings.security == "starttls":
            session.starttls(context=tls_context(settings.ca_file))
        session.ehlo_or_helo_if_needed()
        if settings.user and settings.auth == "xoauth2":
            session.auth("XOAUTH2", Xoauth2(settings.user, secret()).answer)
        elif settings.user:
            session.login(settings.user, secret())
    except BaseException:
        session.close()
        raise
    return session


def _connect(settings: SmtpSettings) -> smtplib.SMTP:
    # the sender's domain spares a slow look-up of our own name, which no submission server cares for
    ours = settings.sender.rpartition("@")[2]
    if settings.security != "tls":
        return smtplib.SMTP(settings.host, settings.port, ours, settings.timeout)
    context = tls_context(settings.ca_file)
    return smtplib.SMTP_SSL(settings.host, settings.port, ours, timeout=settings.timeout, context=context)


def _no_session(settings: SmtpSettings, error: Exception) -> NoSession:
    """smtplib's errors are OSErrors too, so the order matters."""
    host = settings.host
    if isinstance(error, smtplib.SMTPAuthenticationError):
        hints, usual = HINTS, "check user and password in [smtp]"
        if settings.auth == "xoauth2":
            hints, usual = TOKEN_HINTS, "check user in [smtp] and what [oauth] may do"
        hint = hints.get(host.lower(), usual)
        mark = CONFIGURATION if error.smtp_code >= 500 else ""
        return NoSession(f"{mark}{host} refuses the login of {settings.user} ({said(error)}); {hint}")
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return NoSession(f"{CONFIGURATION}{host} does not offer what [smtp] asks for: {error}")
    if isinstance(error, UnicodeEncodeError):
        return NoSession(f"{CONFIGURATION}the user name or password for {host} has characters outside ASCII")
    if isinstance(error, smtplib.SMTPResponseException):
        return NoSession(f"{host} does not take mail now ({said(error)})")
    if isinstance(error, smtplib.SMTPException):
        return NoSession(f"{host} ended the connection before taking mail ({error})")
    assert isinstance(error, OSError)
    mark = CONFIGURATION if is_hopeless(error) else ""
    return NoSession(mark + why_unreachable(host, settings.port, error))


def said(error: smtplib.SMTPResponseException) -> str:
    return reply(error.smtp_code, error.smtp_error)


def reply(code: int, text: bytes | str) -> str:
    """A server's answer on one line: `550 5.1.1 no such user`."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(f"{code} {words}".split())
