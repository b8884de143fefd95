"""Signing in with an access token, at Dovecot and at a submission server that ask whoever gave it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cases.outgoing import Sending
from cases.ports import MailboxUnavailable
from mailer.imap import ImapInbox
from mailer.imap_login import ImapSettings
from mailer.smtp import SmtpSender, SmtpSettings
from mailer.token_file import Token, TokenFile
from mailer.tokens import AccessTokens, SignInRefused
from tests.integration.scripted import ScriptedImap
from tests.integration.servers import Dovecot, SmtpSink
from tests.integration.test_smtp_sender import MAIL
from tests.integration.token_server import TokenServer
from tests.mailer.test_imap_troubles import server as scripted

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Desk:
    """A provider that the token server stands for; the clock is a test's."""

    account = "app/desk"

    def __init__(self, server: TokenServer) -> None:
        self.server = server

    def renew(self, refresh: str, now: datetime) -> Token:
        _, answer = self.server.granted("/token", {"grant_type": "refresh_token", "refresh_token": self.server.refresh})
        return Token(answer["access_token"], now, now + timedelta(hours=1), answer["refresh_token"])


@pytest.fixture(scope="module")
def provider() -> Iterator[TokenServer]:
    with TokenServer() as server:
        yield server


@pytest.fixture(scope="module")
def dovecot(provider: TokenServer) -> Iterator[Dovecot]:
    with Dovecot(tokens=f"{provider.url}/tokeninfo?access_token=") as server:
        yield server


@pytest.fixture
def clock() -> list[datetime]:
    return [NOON]


@pytest.fixture
def tokens(provider: TokenServer, tmp_path: Path, clock: list[datetime]) -> AccessTokens:
    return AccessTokens(Desk(provider), TokenFile(tmp_path / "token.json"), lambda: clock[0])


@pytest.fixture
def inbox_on() -> Iterator[Callable[[int, Callable[[], str]], ImapInbox]]:
    with ExitStack() as stack:

        def opened(port: int, secret: Callable[[], str]) -> ImapInbox:
            settings = ImapSettings("127.0.0.1", "desk", port, "none", timeout=5.0, auth="xoauth2")
            inbox = ImapInbox(settings, secret)
            stack.callback(inbox.close)
            return inbox

        yield opened


Opens = Callable[[int, Callable[[], str]], ImapInbox]


@pytest.mark.needs("dovecot")
def test_dovecot_lets_us_in_with_a_token_and_says_why_not_with_another(
    dovecot: Dovecot, tokens: AccessTokens, inbox_on: Opens
) -> None:
    assert inbox_on(dovecot.port, tokens).uids() == []
    with pytest.raises(MailboxUnavailable) as refusal:
        inbox_on(dovecot.port, lambda: "stolen").uids()
    assert str(refusal.value).startswith("127.0.0.1 refuses the login of desk ([AUTHENTICATIONFAILED]")
    assert "status 401, schemes bearer" in str(refusal.value)
    assert str(refusal.value).endswith("check user in [mailbox] and what [oauth] may do")
    assert refusal.value.permanent


@pytest.mark.needs("dovecot")
def test_a_token_that_was_withdrawn_is_replaced_without_a_word(
    dovecot: Dovecot, provider: TokenServer, tokens: AccessTokens, clock: list[datetime], inbox_on: Opens
) -> None:
    assert inbox_on(dovecot.port, tokens).uids() == []
    provider.good.clear()
    clock[0] += timedelta(minutes=10)
    assert inbox_on(dovecot.port, tokens).uids() == []


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_submission_server_takes_mail_after_a_token(
    provider: TokenServer, tokens: AccessTokens, clock: list[datetime], withdrawn: bool
) -> None:
    with SmtpSink(login=("desk", "unused"), tokens=provider.good) as sink:
        settings = SmtpSettings(
            "localhost", "desk@works.example", sink.port, "none", "xoauth2", "desk", timeout=2.0, reply_timeout=2.0
        )
        tokens()
        if withdrawn:
            provider.good.clear()
            clock[0] += timedelta(minutes=10)
        sender = SmtpSender(settings, tokens)
        assert sender.send(MAIL).state is Sending.SENT
        sender.close()
        stranger = SmtpSender(settings, lambda: "stolen").send(MAIL)
        assert (stranger.state, stranger.detail) == (
            Sending.DEFERRED,
            "configuration: localhost refuses the login of desk (535 5.7.8 authentication failed); "
            "check user in [smtp] and what [oauth] may do",
        )


def test_without_a_token_neither_server_is_bothered_and_the_reason_is_told(inbox_on: Opens) -> None:
    def refused() -> str:
        raise SignInRefused('the client secret has expired; run "kesu login"')

    with ScriptedImap(scripted()) as server, SmtpSink(login=("desk", "unused")) as sink:
        with pytest.raises(MailboxUnavailable, match="the client secret has expired") as refusal:
            inbox_on(server.port, refused).uids()
        assert (refusal.value.permanent, server.commands) == (True, [])
        settings = SmtpSettings("localhost", "desk@works.example", sink.port, "none", "xoauth2", "desk", timeout=2.0)
        outcome = SmtpSender(settings, refused).send(MAIL)
        assert outcome.detail == 'configuration: the client secret has expired; run "kesu login"'
        assert outcome.server_away
