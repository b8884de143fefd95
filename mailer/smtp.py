"""Mail out through a submission server (RFC 5321): one recipient per transaction, the outcome told exactly."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable
from contextlib import suppress

from cases.faults import hit
from cases.outgoing import OutgoingMail, Sending
from cases.ports import Delivery
from mailer.smtp_login import ASKS_FOR_LOGIN, CONFIGURATION, NoSession, SmtpSettings, log_in, reply

__all__ = ["SmtpSender", "SmtpSettings"]

_ADDRESS = re.compile(r"[\x21-\x7e]+@[\x21-\x7e]+")
_LINE_DOT = re.compile(rb"^\.", re.MULTILINE)


class _Refused(Exception):
    """The server answered no, or there is no use in asking; what that means for the mail."""

    def __init__(self, delivery: Delivery) -> None:
        super().__init__(delivery.detail)
        self.delivery = delivery


class SmtpSender:
    """A `Sender` that keeps its session between mails and opens a new one when it has died."""

    def __init__(self, settings: SmtpSettings, password: Callable[[], str]) -> None:
        self._settings = settings
        self._password = password
        self._session: smtplib.SMTP | None = None

    def send(self, mail: OutgoingMail) -> Delivery:
        hit("P7")
        recipient, raw = self._addressed(mail)
        if not _ADDRESS.fullmatch(recipient) or set("<>") & set(recipient):
            return Delivery(Sending.FAILED, f"{recipient!r} is not an address that mail can be sent to")
        try:
            session = self._ready()
            self._announce(session, recipient, len(raw))
            self._hand_over(session, raw)
            return self._verdict(session)
        except NoSession as error:
            return Delivery(Sending.DEFERRED, str(error), server_away=True)
        except _Refused as refusal:
            return refusal.delivery
        except OSError as error:  # smtplib's own errors are OSErrors too
            self._drop()
            host = self._settings.host
            return Delivery(Sending.DEFERRED, f"the link to {host} broke before the mail was over ({error})")

    def close(self) -> None:
        if self._session is not None:
            with suppress(OSError):
                self._session.quit()
        self._drop()

    def capabilities(self) -> list[str]:
        """What the server says it can do after login; for `kesu check --online`. Raises NoSession."""
        return sorted(self._ready().esmtp_features)

    def _addressed(self, mail: OutgoingMail) -> tuple[str, bytes]:
        """Recipient and bytes; in a rehearsal ours, with the real one in a header of the copy."""
        if not self._settings.divert_to:
            return mail.recipient, mail.raw
        meant = mail.recipient.encode("ascii", "backslashreplace")
        header = b"X-Kesu-Original-To: " + b" ".join(meant.split()) + b"\r\n"
        return self._settings.divert_to, header + mail.raw

    def _ready(self) -> smtplib.SMTP:
        """The session of the last mail if it still answers, or else a new one."""
        if self._session is not None:
            with suppress(OSError):
                if self._session.rset()[0] == 250:
                    return self._session
            self._drop()
        self._session = log_in(self._settings, self._password)
        return self._session

    def _announce(self, session: smtplib.SMTP, recipient: str, size: int) -> None:
        """MAIL, RCPT, DATA. Raises _Refused."""
        limit = session.esmtp_features.get("size", "")
        if limit.isdigit() and 0 < int(limit) < size:
            raise _Refused(
                Delivery(
                    Sending.FAILED,
                    f"the mail has {size:,} bytes and {self._settings.host} takes {int(limit):,} at most; "
                    "send its documents in another way",
                )
            )
        options = [f"SIZE={size}"] if "size" in session.esmtp_features else []
        self._expect(session.mail(self._settings.sender, options), 250)
        self._expect(session.rcpt(recipient), 250, 251)
        self._expect(session.docmd("DATA"), 354)

    def _hand_over(self, session: smtplib.SMTP, raw: bytes) -> None:
        """Body and final dot. An error here comes before the dot: the kernel did not take the last piece."""
        data = _LINE_DOT.sub(b"..", raw)
        data += b".\r\n" if data.endswith(b"\r\n") else b"\r\n.\r\n"
        half = len(data) // 2
        session.send(data[:half])
        hit("P8")
        session.send(data[half:])

    def _verdict(self, session: smtplib.SMTP) -> Delivery:
        """The answer to the final dot; without one that makes sense nobody knows."""
        host = self._settings.host
        assert session.sock
        session.sock.settimeout(self._settings.reply_timeout)
        try:
            code, text = session.getreply()
        except OSError as error:
            self._drop()
            return Delivery(Sending.UNKNOWN, f"{host} had the whole mail and did not say whether it took it ({error})")
        session.sock.settimeout(self._settings.timeout)
        if 200 <= code < 300:
            hit("P9")
            return Delivery(Sending.SENT, reply(code, text))
        if 400 <= code < 600:
            self._expect((code, text))
        self._drop()
        return Delivery(Sending.UNKNOWN, f"{host} gave no clear answer to the whole mail: {reply(code, text)}")

    def _expect(self, answer: tuple[int, bytes], *good: int) -> None:
        """Raise _Refused unless the code is a good one: 4xx may be tried again, 5xx not (RFC 5321 4.2.1)."""
        code, text = answer
        if code in good:
            return
        detail = f"{self._settings.host} says: {reply(code, text)}"
        if code == 421:
            self._drop()
        if code in ASKS_FOR_LOGIN:
            raise _Refused(Delivery(Sending.DEFERRED, f"{CONFIGURATION}{detail}; check user and auth in [smtp]"))
        failed = 500 <= code < 600
        raise _Refused(Delivery(Sending.FAILED if failed else Sending.DEFERRED, detail))

    def _drop(self) -> None:
        if self._session is not None:
            self._session.close()
        self._session = None
