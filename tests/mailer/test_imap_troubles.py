"""What can go wrong with a mailbox is said in one sentence that tells a person what to do."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from cases.ports import MailboxUnavailable
from mailer.imap import ImapInbox
from mailer.imap_errors import login_refused
from mailer.imap_login import ImapSettings
from tests.integration.scripted import Script, ScriptedImap
from tests.integration.servers import free_port

OK = "{tag} OK done"
SELECTED = "* 0 EXISTS\n* OK [UIDVALIDITY 7] valid\n{tag} OK [READ-WRITE] done"


def server(**answers: str | None) -> Script:
    """A server with the given answers and usual ones for the rest."""
    usual: dict[str, str | None] = {"CAPABILITY": "* CAPABILITY IMAP4rev1 ID\n" + OK, "SELECT": SELECTED}
    return lambda command, _: (usual | answers).get(command, OK)


@contextmanager
def inbox_on(script: Script, greeting: str = "* OK ready") -> Iterator[tuple[ImapInbox, ScriptedImap]]:
    with ScriptedImap(script, greeting) as scripted, ExitStack() as stack:
        inbox = ImapInbox(ImapSettings("127.0.0.1", "desk", scripted.port, "none", timeout=1.0), lambda: "secret")
        stack.callback(inbox.close)
        yield inbox, scripted


class NetEase:
    """Refuses to open a folder on a connection that has not said who it is, as 163.com and 126.com do."""

    def __init__(self) -> None:
        self.introduced = False

    def __call__(self, command: str, arguments: str) -> str | None:
        if command == "LOGIN":
            self.introduced = False
        if command == "ID":
            self.introduced = all(word in arguments for word in ('"name"', '"version"', '"vendor"'))
        if command == "SELECT" and not self.introduced:
            return "{tag} NO SELECT Unsafe Login. Please contact kefu@188.com for help"
        if command == "NOOP":
            return None
        return server()(command, arguments)


def test_the_desk_says_who_it_is_before_it_opens_a_folder_and_again_after_each_reconnect() -> None:
    with inbox_on(NetEase()) as (inbox, scripted):
        assert inbox.uidvalidity() == 7
        opened = scripted.commands.index('SELECT "INBOX"')
        assert scripted.commands[opened - 1].startswith("ID (")

    refusing = server(CAPABILITY="* CAPABILITY IMAP4rev1\n" + OK)
    netease = NetEase()

    def without_id(command: str, arguments: str) -> str | None:
        return refusing(command, arguments) if command == "CAPABILITY" else netease(command, arguments)

    with inbox_on(without_id) as (inbox, _), pytest.raises(MailboxUnavailable) as refusal:
        inbox.uidvalidity()
    assert str(refusal.value) == (
        "127.0.0.1 calls the login unsafe (SELECT Unsafe Login. Please contact kefu@188.com for help); "
        "use the 16-character authorisation code (授权码) from the web mail's settings, not the mail password, "
        "and switch IMAP on there"
    )
    assert refusal.value.permanent


def test_a_server_that_forgets_to_offer_id_gets_one_where_the_provider_is_known_to_want_it() -> None:
    silent = server(CAPABILITY="* CAPABILITY IMAP4rev1\n" + OK)
    netease = NetEase()
    with ScriptedImap(lambda c, a: silent(c, a) if c == "CAPABILITY" else netease(c, a)) as scripted:
        settings = ImapSettings("127.0.0.1", "desk", scripted.port, "none", timeout=1.0, always_identify=True)
        inbox = ImapInbox(settings, lambda: "secret")
        assert inbox.uidvalidity() == 7
        inbox.close()


def test_a_link_that_died_between_two_calls_is_replaced_and_introduced_again() -> None:
    lost: list[str] = []
    netease = NetEase()

    def dying_once(command: str, arguments: str) -> str | None:
        if command == "SELECT" and len(lost) == 0 and netease.introduced:
            lost.append("first SELECT answered")
            return SELECTED
        if command == "SELECT" and len(lost) == 1:
            lost.append("second SELECT: hang up")
            return None
        return netease(command, arguments)

    with inbox_on(dying_once) as (inbox, scripted):
        assert inbox.uidvalidity() == 7
        assert inbox.uids() == []
        introductions = [command for command in scripted.commands if command.startswith("ID ")]
        assert len(introductions) == 2


@pytest.mark.parametrize(
    ("script", "sentence", "permanent"),
    [
        (
            server(LOGIN="{tag} NO [AUTHENTICATIONFAILED] Invalid credentials"),
            "127.0.0.1 refuses the login of desk ([AUTHENTICATIONFAILED] Invalid credentials); "
            "check user and password in [mailbox]",
            True,
        ),
        (
            server(LOGIN="{tag} NO [UNAVAILABLE] try later"),
            "127.0.0.1 cannot log desk in at the moment ([UNAVAILABLE] try later)",
            False,
        ),
        (
            server(LOGIN="* BYE too many connections"),
            "the connection to 127.0.0.1 was lost (too many connections); it will be tried again",
            False,
        ),
        (
            server(LOGIN=None),
            "the connection to 127.0.0.1 was lost (socket error: EOF); it will be tried again",
            False,
        ),
        (
            server(SELECT="{tag} NO [NONEXISTENT] Mailbox doesn't exist: INBOX"),
            "127.0.0.1 does not open the folder INBOX ([NONEXISTENT] Mailbox doesn't exist: INBOX); "
            "check folder in [mailbox]",
            True,
        ),
        (
            server(SELECT="{tag} NO [THROTTLED] slow down"),
            "127.0.0.1 cannot open the folder INBOX at the moment ([THROTTLED] slow down)",
            False,
        ),
    ],
)
def test_a_refusal_is_told_in_the_servers_words_with_what_to_do(script: Script, sentence: str, permanent: bool) -> None:
    with inbox_on(script) as (inbox, _), pytest.raises(MailboxUnavailable) as refusal:
        inbox.uids()
    assert (str(refusal.value), refusal.value.permanent) == (sentence, permanent)


def test_the_large_providers_password_habits_are_known() -> None:
    refusal = login_refused("imap.qq.com", "desk@qq.com", "Login fail.")
    assert "authorisation code (授权码)" in str(refusal)
    assert refusal.permanent
    assert "OAuth2" in str(login_refused("outlook.office365.com", "desk@works.example", "LOGIN failed."))


def test_a_server_that_is_not_there_is_named_with_its_port() -> None:
    port = free_port()
    inbox = ImapInbox(ImapSettings("127.0.0.1", "desk", port, "none"), lambda: "secret")
    with pytest.raises(MailboxUnavailable) as refusal:
        inbox.uids()
    assert str(refusal.value) == f"127.0.0.1:{port} refuses the connection; check host, port and firewall"
    assert not refusal.value.permanent
    inbox.close()


def test_a_name_that_cannot_be_resolved_is_a_matter_of_spelling_or_dns(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> object:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    inbox = ImapInbox(ImapSettings("imap.wroks.example", "desk"), lambda: "secret")
    with pytest.raises(MailboxUnavailable) as refusal:
        inbox.uids()
    assert str(refusal.value) == (
        "the host name imap.wroks.example cannot be resolved; check the spelling and this machine's DNS"
    )
    inbox.close()


def test_a_server_that_falls_silent_does_not_hold_the_desk() -> None:
    with inbox_on(lambda command, arguments: "* OK busy") as (inbox, scripted):
        with pytest.raises(MailboxUnavailable) as refusal:
            inbox.uids()
        assert str(refusal.value) == (f"127.0.0.1:{scripted.port} does not answer in time; check network and firewall")


def test_a_password_with_chinese_characters_is_refused_with_the_reason() -> None:
    with ScriptedImap(server()) as scripted:
        inbox = ImapInbox(ImapSettings("127.0.0.1", "desk", scripted.port, "none"), lambda: "密码")
        with pytest.raises(MailboxUnavailable, match="characters outside ASCII") as refusal:
            inbox.uids()
        assert refusal.value.permanent
        inbox.close()


def test_a_server_that_cannot_tell_its_mails_apart_is_refused() -> None:
    with (
        inbox_on(server(SELECT="* 0 EXISTS\n" + OK)) as (inbox, _),
        pytest.raises(MailboxUnavailable, match="gives no UIDVALIDITY for INBOX") as refusal,
    ):
        inbox.uids()
    assert refusal.value.permanent


def test_a_ca_file_that_is_not_one_is_found_when_the_settings_are_read(tmp_path: Path) -> None:
    missing, empty = tmp_path / "missing.pem", tmp_path / "empty.pem"
    empty.touch()
    for file in (missing, empty):
        with pytest.raises(ValueError, match=rf"^\[mailbox\]: ca_file {file} is not a readable file of PEM"):
            ImapSettings("imap.works.example", "desk", ca_file=str(file))


def test_a_security_of_ones_own_making_is_refused() -> None:
    with pytest.raises(ValueError, match="security is 'ssl'; it can be 'tls', 'starttls' or 'none'"):
        ImapSettings("imap.works.example", "desk", security="ssl")  # type: ignore[arg-type]


def test_without_tls_only_this_machine_is_spoken_to() -> None:
    with pytest.raises(ValueError, match=r"^\[mailbox\]: security = 'none' is allowed for this machine only"):
        ImapSettings("imap.works.example", "desk", 143, "none")


IDLING = {"CAPABILITY": "* CAPABILITY IMAP4rev1 IDLE\n" + OK}


@pytest.mark.parametrize(
    ("idling", "news"),
    [
        ("+ idling\n* 1 EXISTS", True),
        ("+ idling\n* OK Still here", False),
        ("+ idling", False),
    ],
)
def test_news_that_comes_with_the_start_of_idle_is_heard_and_a_sign_of_life_is_no_news(idling: str, news: bool) -> None:
    with inbox_on(server(**IDLING, IDLE=idling)) as (inbox, scripted):
        inbox.uids()
        assert inbox.wait(0.5) is news
        inbox.uids()
        assert sum(command.startswith("LOGIN") for command in scripted.commands) == 1


def test_news_that_came_before_idle_is_heard() -> None:
    with inbox_on(server(**IDLING, NOOP="* 1 EXISTS\n" + OK)) as (inbox, _):
        inbox.uids()
        assert inbox.wait(60.0)


@pytest.mark.parametrize(
    "broken", ["+ idling\n* 1 EXI…", "+ idling\nrubbish", "* BYE I am tired", "{tag} BAD no", "+ idling\n* (((", None]
)
def test_whatever_breaks_in_idle_is_news_and_the_desk_reconnects(broken: str | None) -> None:
    with inbox_on(server(**IDLING, IDLE=broken)) as (inbox, scripted):
        inbox.uids()
        assert inbox.wait(0.5)
        assert inbox.uids() == []
        assert sum(command.startswith("LOGIN") for command in scripted.commands) == 2


def test_a_server_that_cannot_idle_is_polled() -> None:
    with inbox_on(server()) as (inbox, scripted):
        inbox.uids()
        assert inbox.wait(0.1)
        assert "IDLE" not in scripted.commands


def test_a_mail_that_the_server_cannot_deliver_does_not_hold_up_its_neighbours(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def corrupt(command: str, arguments: str) -> str | None:
        if command == "SELECT":
            return SELECTED.replace("0 EXISTS", "2 EXISTS")
        if command == "UID" and "RFC822.SIZE" in arguments:
            item = '(UID {0} RFC822.SIZE 3 INTERNALDATE "02-Mar-2026 09:30:00 +0800")'
            return "\n".join(f"* {n} FETCH {item.format(n)}" for n in (1, 2)) + "\n" + OK
        if command == "UID" and "BODY" in arguments:
            good = "* 2 FETCH (UID 2 BODY[] {3}\nabc)\n" + OK
            return good if arguments.startswith("FETCH 2 ") else "{tag} NO [SERVERBUG] corrupted cache"
        return server()(command, arguments)

    with inbox_on(corrupt) as (inbox, _):
        assert [(mail.uid, mail.raw) for mail in inbox.fetch([1, 2], 1000)] == [(2, b"abc")]
    assert "cannot deliver mail 1 of the inbox" in caplog.text


def test_a_folder_that_cannot_be_made_is_named_with_a_way_out() -> None:
    def no_folder(command: str, arguments: str) -> str | None:
        if command == "LIST":
            return '* LIST () "/" ""\n' + OK if arguments == '"" ""' else OK
        return server(CREATE="{tag} NO not here")(command, arguments)

    with inbox_on(no_folder) as (inbox, _), pytest.raises(MailboxUnavailable) as refusal:
        inbox.move([1], "done")
    assert str(refusal.value) == (
        "the folder Kesu/Done cannot be made on the server (not here); "
        "make it by hand in the web mail or name another one in [mailbox]"
    )
    assert refusal.value.permanent
