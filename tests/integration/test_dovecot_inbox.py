"""The mailbox on a real server, with real links that break."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from cases import faults
from cases.ports import MailboxUnavailable
from mailer.imap import ImapInbox
from mailer.imap_login import ImapSettings
from tests.integration.servers import CuttingProxy, Dovecot

HOUR = 3600.0
MAIL = b"Subject: mail\r\n\r\nbody\r\n"

pytestmark = pytest.mark.needs("dovecot")


@pytest.fixture(scope="module")
def one_dovecot() -> Iterator[Dovecot]:
    with Dovecot() as server:
        yield server


@pytest.fixture
def dovecot(one_dovecot: Dovecot) -> Dovecot:
    one_dovecot.fresh_mailbox()
    return one_dovecot


@pytest.fixture
def link(dovecot: Dovecot) -> Iterator[CuttingProxy]:
    with CuttingProxy(dovecot.port) as link:
        yield link


@pytest.fixture
def inbox(dovecot: Dovecot, link: CuttingProxy) -> Iterator[ImapInbox]:
    settings = ImapSettings("127.0.0.1", dovecot.user, link.port, "none", timeout=5.0)
    inbox = ImapInbox(settings, lambda: dovecot.password)
    yield inbox
    inbox.close()


def soon(act: object, *arguments: object) -> threading.Timer:
    """Do it in half a second, while the test waits."""
    assert callable(act)
    timer = threading.Timer(0.5, act, arguments)
    timer.start()
    return timer


def flags(dovecot: Dovecot) -> list[tuple[bytes, ...]]:
    with dovecot.client() as client:
        client.select_folder("INBOX", readonly=True)
        return [flags for _, flags in sorted(client.get_flags(client.search()).items())]


def test_a_mail_ends_the_wait_within_five_seconds_however_rarely_the_desk_polls(
    dovecot: Dovecot, inbox: ImapInbox
) -> None:
    assert inbox.uids() == []
    begun = time.monotonic()
    delivery = soon(dovecot.deliver, MAIL)
    assert inbox.wait(HOUR)
    assert time.monotonic() - begun < 5.0
    assert [mail.raw for mail in inbox.fetch(inbox.uids(), 1000)] == [MAIL]
    delivery.join()


def test_a_wait_without_news_ends_in_time_and_says_so(inbox: ImapInbox) -> None:
    inbox.uids()
    begun = time.monotonic()
    assert not inbox.wait(1.0)
    assert 1.0 <= time.monotonic() - begun < 3.0


@pytest.mark.parametrize("capability", ["", "IMAP4rev1"])
def test_a_wake_up_call_ends_the_wait_at_once_with_and_without_idle(capability: str) -> None:
    with Dovecot(capability=capability) as server:
        inbox = ImapInbox(ImapSettings("127.0.0.1", server.user, server.port, "none"), lambda: server.password)
        inbox.uids()
        begun = time.monotonic()
        call = soon(inbox.wake)
        assert not inbox.wait(HOUR)
        assert time.monotonic() - begun < 2.0
        call.join()
        inbox.wake()
        assert not inbox.wait(HOUR)
        assert inbox.uids() == []
        inbox.close()
        inbox.wake()


def test_a_link_cut_while_waiting_is_news_and_the_next_mail_is_read(
    dovecot: Dovecot, link: CuttingProxy, inbox: ImapInbox
) -> None:
    inbox.uids()
    cut = soon(link.cut)
    assert inbox.wait(HOUR)
    cut.join()
    dovecot.deliver(MAIL)
    assert [mail.raw for mail in inbox.fetch(inbox.uids(), 1000)] == [MAIL]
    assert link.accepted == 2


def test_a_link_that_is_dead_but_open_does_not_hold_the_wait(
    dovecot: Dovecot, link: CuttingProxy, inbox: ImapInbox
) -> None:
    inbox.uids()
    link.silence()
    begun = time.monotonic()
    assert inbox.wait(1.0)
    assert time.monotonic() - begun < 8.0


def test_a_server_that_goes_away_is_told_and_its_return_is_noticed() -> None:
    with Dovecot() as server:
        inbox = ImapInbox(
            ImapSettings("127.0.0.1", server.user, server.port, "none", timeout=5.0), lambda: server.password
        )
        inbox.uids()
        server.stop()
        assert inbox.wait(HOUR)
        with pytest.raises(MailboxUnavailable, match="refuses the connection; check host, port and firewall"):
            inbox.uids()
        assert inbox.wait(HOUR)
        server.start()
        server.deliver(MAIL)
        assert inbox.uids() == [1]
        inbox.close()


@pytest.mark.timeout(120)
def test_wherever_the_link_is_cut_every_mail_is_moved_exactly_once(dovecot: Dovecot, link: CuttingProxy) -> None:
    raws = [b"Subject: mail %d\r\n\r\n%s\r\n" % (number, b"x" * 60) for number in range(3)]
    for cut_after in range(40, 2000, 140):
        dovecot.fresh_mailbox()
        dovecot.deliver(*raws)
        settings = ImapSettings("127.0.0.1", dovecot.user, link.port, "none", timeout=5.0)
        inbox = ImapInbox(settings, lambda: dovecot.password)
        read: dict[int, bytes] = {}
        link.cut_after = cut_after
        for _ in range(4):
            try:
                inbox.uidvalidity()
                read |= {mail.uid: mail.raw for mail in inbox.fetch(inbox.uids(), 1000)}
                inbox.move(sorted(read), "done")
            except MailboxUnavailable:
                link.cut_after = None
        assert list(read.values()) == raws
        assert (dovecot.mails("INBOX"), dovecot.mails("Kesu/Done")) == ([], raws)
        inbox.close()


def test_reading_leaves_no_trace_on_the_mails(dovecot: Dovecot, inbox: ImapInbox) -> None:
    dovecot.deliver(MAIL, MAIL)
    list(inbox.fetch(inbox.uids(), 1000))
    assert [set(flags) & {b"\\Seen", b"\\Deleted"} for flags in flags(dovecot)] == [set(), set()]


def test_a_mail_that_a_colleague_has_read_is_still_ours_and_one_flagged_deleted_is_not(
    dovecot: Dovecot, inbox: ImapInbox
) -> None:
    dovecot.deliver(MAIL, MAIL)
    with dovecot.client() as client:
        client.select_folder("INBOX")
        client.add_flags([1], [b"\\Seen"])
        client.add_flags([2], [b"\\Deleted"])
    assert inbox.uids() == [1]


def test_a_mailbox_numbered_anew_is_refused_until_it_has_been_listed_again(
    dovecot: Dovecot, inbox: ImapInbox, link: CuttingProxy
) -> None:
    dovecot.deliver(MAIL, MAIL)
    before = inbox.uidvalidity()
    first, _ = inbox.uids()
    inbox.move([first], "done")
    link.cut()
    dovecot.forget_numbering()
    with pytest.raises(MailboxUnavailable, match="numbered the mails of INBOX anew") as refusal:
        inbox.move([first], "done")
    assert not refusal.value.permanent
    assert len(dovecot.mails("INBOX")) == 1
    assert inbox.uidvalidity() != before
    assert [mail.raw for mail in inbox.fetch(inbox.uids(), 1000)] == [MAIL]


def test_a_folder_that_somebody_has_removed_is_made_again(dovecot: Dovecot, inbox: ImapInbox) -> None:
    dovecot.deliver(MAIL, MAIL)
    one, two = inbox.uids()
    inbox.move([one], "done")
    with dovecot.client() as client:
        client.delete_folder("Kesu/Done")
    inbox.move([two], "done")
    assert dovecot.mails("Kesu/Done") == [MAIL]


def test_new_folders_are_subscribed_so_that_mail_programs_show_them(dovecot: Dovecot, inbox: ImapInbox) -> None:
    dovecot.deliver(MAIL)
    inbox.move(inbox.uids(), "review")
    with dovecot.client() as client:
        assert [name for _, _, name in client.list_sub_folders()] == ["Kesu/Review"]


def test_folders_may_have_chinese_names(dovecot: Dovecot) -> None:
    settings = ImapSettings("127.0.0.1", dovecot.user, dovecot.port, "none", done="客诉/已处理")
    inbox = ImapInbox(settings, lambda: dovecot.password)
    dovecot.deliver(MAIL)
    inbox.move(inbox.uids(), "done")
    assert dovecot.mails("客诉/已处理") == [MAIL]
    inbox.close()


@pytest.mark.parametrize(
    ("capability", "left_in_inbox"),
    [("IMAP4rev1 UIDPLUS", 1), ("IMAP4rev1", 2)],
)
def test_without_move_only_our_own_mail_is_ever_expunged(capability: str, left_in_inbox: int) -> None:
    with Dovecot(capability=capability) as server:
        server.deliver(MAIL, MAIL)
        with server.client() as client:
            client.select_folder("INBOX")
            client.add_flags([1], [b"\\Deleted"])
        inbox = ImapInbox(ImapSettings("127.0.0.1", server.user, server.port, "none"), lambda: server.password)
        inbox.move([2], "done")
        assert server.mails("Kesu/Done") == [MAIL]
        assert len(flags(server)) == left_in_inbox
        assert inbox.uids() == []
        inbox.close()


def test_a_crash_between_copy_and_expunge_leaves_the_mail_listed_for_another_try() -> None:
    class Crash(Exception):
        pass

    def crash(point: str) -> None:
        if point == "P12":
            raise Crash

    with Dovecot(capability="IMAP4rev1 UIDPLUS") as server:
        server.deliver(MAIL)
        inbox = ImapInbox(ImapSettings("127.0.0.1", server.user, server.port, "none"), lambda: server.password)
        faults.arm(crash)
        try:
            with pytest.raises(Crash):
                inbox.move(inbox.uids(), "done")
        finally:
            faults.arm(None)
        assert inbox.uids() == [1]
        inbox.move([1], "done")
        assert inbox.uids() == []
        assert set(server.mails("Kesu/Done")) == {MAIL}
        inbox.close()


def test_large_mails_come_in_portions_and_are_complete(dovecot: Dovecot, inbox: ImapInbox) -> None:
    raws = [b"Subject: %d\r\n\r\n" % number + (b"y" * 76 + b"\r\n") * 90_000 for number in range(3)]
    dovecot.deliver(*raws)
    assert [mail.raw for mail in inbox.fetch(inbox.uids(), 10_000_000)] == raws


def test_tls_is_verified_whether_from_the_start_or_by_starttls() -> None:
    with Dovecot(tls=True) as server:
        direct = ImapSettings(
            "localhost", server.user, server.tls_port, "tls", ca_file=str(server.certificate), timeout=5.0
        )
        server.deliver(MAIL)
        for settings in (direct, replace(direct, port=server.port, security="starttls")):
            inbox = ImapInbox(settings, lambda: server.password)
            assert inbox.uids() == [1]
            assert not inbox.wait(1.0)
            inbox.close()

            wary = ImapInbox(replace(settings, ca_file=None), lambda: server.password)
            with pytest.raises(MailboxUnavailable) as refusal:
                wary.uids()
            assert str(refusal.value) == (
                "the certificate of localhost is not trusted (self-signed certificate); "
                "use the name in the certificate as host, or set ca_file to your company's CA"
            )
            assert refusal.value.permanent
            wary.close()


def test_news_arrives_under_tls_too() -> None:
    with Dovecot(tls=True) as server:
        settings = ImapSettings("localhost", server.user, server.tls_port, "tls", ca_file=str(server.certificate))
        inbox = ImapInbox(settings, lambda: server.password)
        inbox.uids()
        delivery = soon(server.deliver, MAIL)
        begun = time.monotonic()
        assert inbox.wait(HOUR)
        assert time.monotonic() - begun < 5.0
        assert inbox.uids() == [1]
        delivery.join()
        inbox.close()


def test_speaking_tls_to_a_port_without_it_says_what_to_change(dovecot: Dovecot) -> None:
    inbox = ImapInbox(ImapSettings("localhost", dovecot.user, dovecot.port, "tls"), lambda: dovecot.password)
    with pytest.raises(MailboxUnavailable, match="does not complete a TLS handshake") as refusal:
        inbox.uids()
    assert refusal.value.permanent
    inbox.close()


def test_a_wrong_password_is_a_matter_for_a_person(dovecot: Dovecot) -> None:
    inbox = ImapInbox(ImapSettings("127.0.0.1", dovecot.user, dovecot.port, "none"), lambda: "wrong")
    with pytest.raises(MailboxUnavailable) as refusal:
        inbox.uids()
    assert str(refusal.value) == (
        f"127.0.0.1 refuses the login of {dovecot.user} ([AUTHENTICATIONFAILED] Authentication failed.); "
        "check user and password in [mailbox]"
    )
    assert refusal.value.permanent
    inbox.close()
