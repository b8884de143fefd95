"""What every mailbox promises: the fake, pymap, and Dovecot with and without its extensions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache, partial

import pytest
from imapclient import IMAPClient

from cases import faults
from cases.ports import Fetched, Inbox
from kesu.demo.servers import Servers
from mailer.imap import ImapInbox
from mailer.imap_login import ImapSettings
from mailer.network import tune
from tests.fakes_mail import FakeInbox
from tests.integration.servers import Dovecot

SHANGHAI = timezone(timedelta(hours=8))
MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)
GBK = "From: li@kehu.example\r\nSubject: 屏幕\r\n\r\n第2批\t闪烁。 \r\n\r\n".encode("gbk")

DOVECOTS: Mapping[str, Callable[[], Dovecot]] = {
    "dovecot": Dovecot,
    "dovecot with dots": partial(Dovecot, delimiter="."),
    "dovecot under INBOX": partial(Dovecot, delimiter=".", prefix="INBOX."),
    "dovecot without MOVE": partial(Dovecot, capability="IMAP4rev1 NAMESPACE IDLE UIDPLUS"),
    "dovecot without anything": partial(Dovecot, capability="IMAP4rev1"),
}
"""Made when they are started: a port that is free now may be taken minutes later."""


@dataclass
class Mailbox:
    """A mailbox with both its ends."""

    inbox: Inbox
    deliver: Callable[[Sequence[bytes]], object]
    """Put mails into the inbox; they arrive on Monday."""
    mails: Callable[[str], list[bytes]]
    """By role; `inbox` for what waits."""


@pytest.fixture(scope="module")
def running() -> Iterator[Callable[[str], Dovecot]]:
    """Each server started once, when it is first needed."""
    with ExitStack() as stack:
        yield cache(lambda name: stack.enter_context(DOVECOTS[name]()))


@pytest.fixture(
    params=["fake", "pymap", *(pytest.param(name, marks=pytest.mark.needs("dovecot")) for name in DOVECOTS)]
)
def mailbox(request: pytest.FixtureRequest, running: Callable[[str], Dovecot]) -> Iterator[Mailbox]:
    with ExitStack() as stack:
        if request.param == "fake":
            yield _fake()
        elif request.param == "pymap":
            yield _real(stack.enter_context(Servers("desk", "secret")), stack, "{}")
        else:
            server = running(request.param)
            server.fresh_mailbox()
            yield _real(server, stack, server.prefix + "{}", server.delimiter)


def _fake() -> Mailbox:
    fake = FakeInbox()

    def mails(role: str) -> list[bytes]:
        return [raw for _, raw in fake.waiting.values()] if role == "inbox" else fake.folders[role]

    return Mailbox(fake, lambda raws: [fake.deliver(raw, MONDAY) for raw in raws], mails)


def _real(server: Servers | Dovecot, stack: ExitStack, name: str, delimiter: str = "/") -> Mailbox:
    settings = ImapSettings("127.0.0.1", server.user, _port(server), "none")
    inbox = ImapInbox(settings, lambda: server.password)
    stack.callback(inbox.close)
    folders = {role: name.format(f"Kesu{delimiter}{role.title()}") for role in ("done", "review", "loop")}

    def deliver(raws: Sequence[bytes]) -> None:
        with _client(server) as client:
            for raw in raws:
                client.append("INBOX", raw, msg_time=MONDAY)

    def mails(role: str) -> list[bytes]:
        folder = folders.get(role, "INBOX")
        with _client(server) as client:
            if not client.folder_exists(folder):
                return []
            client.select_folder(folder, readonly=True)
            found = client.fetch(client.search(["UNDELETED"]), ["BODY.PEEK[]"])
            return [found[uid][b"BODY[]"] for uid in sorted(found)]

    return Mailbox(inbox, deliver, mails)


def _port(server: Servers | Dovecot) -> int:
    return server.port if isinstance(server, Dovecot) else server.imap_port


def _client(server: Servers | Dovecot) -> IMAPClient:
    client = IMAPClient("127.0.0.1", _port(server), ssl=False, timeout=20)
    tune(client.socket())
    client.login(server.user, server.password)
    return client


def numbered(count: int) -> list[bytes]:
    return [b"Subject: mail %d\r\n\r\nbody\r\n" % number for number in range(count)]


def fill(mailbox: Mailbox, count: int) -> list[int]:
    mailbox.deliver(numbered(count))
    return mailbox.inbox.uids()


def test_an_empty_mailbox_has_no_mail(mailbox: Mailbox) -> None:
    assert mailbox.inbox.uids() == []
    assert mailbox.inbox.uids(above=7) == []
    assert list(mailbox.inbox.fetch([], 1000)) == []
    mailbox.inbox.move([], "done")


def test_a_mail_comes_with_its_bytes_and_the_servers_arrival_time(mailbox: Mailbox) -> None:
    mailbox.deliver([GBK])
    validity = mailbox.inbox.uidvalidity()
    [uid] = mailbox.inbox.uids()
    [mail] = mailbox.inbox.fetch([uid], 1000)
    assert mail == Fetched(mail.account, "INBOX", validity, uid, MONDAY, len(GBK), GBK)
    assert mail.arrived_at.tzinfo is UTC


def test_uids_ascend_and_stop_above_the_one_given(mailbox: Mailbox) -> None:
    first, second, third = fill(mailbox, 3)
    assert first < second < third
    assert mailbox.inbox.uids(above=first) == [second, third]
    assert mailbox.inbox.uids(above=third) == []
    assert mailbox.inbox.uids(above=third + 1000) == []


def test_a_mail_over_the_limit_comes_without_its_bytes_and_in_its_place(mailbox: Mailbox) -> None:
    small, large = numbered(1)[0], b"Subject: large\r\n\r\n" + b"x" * 500 + b"\r\n"
    mailbox.deliver([small, large, small])
    uids = mailbox.inbox.uids()
    found = [(mail.uid, mail.size, mail.raw) for mail in mailbox.inbox.fetch(uids, 100)]
    assert found == [
        (uids[0], len(small), small),
        (uids[1], len(large), b""),
        (uids[2], len(small), small),
    ]


def test_more_mails_than_one_batch_come_in_order(mailbox: Mailbox) -> None:
    uids = fill(mailbox, 53)
    found = list(mailbox.inbox.fetch(list(reversed(uids)), 1000))
    assert [mail.uid for mail in found] == uids
    assert [mail.raw for mail in found] == numbered(53)


def test_moved_mails_are_in_their_folder_and_no_longer_listed(mailbox: Mailbox) -> None:
    one, two, three, four = fill(mailbox, 4)
    mailbox.inbox.move([one, three], "done")
    mailbox.inbox.move([two], "review")
    assert mailbox.inbox.uids() == [four]
    raws = numbered(4)
    assert {role: mailbox.mails(role) for role in ("inbox", "done", "review", "loop")} == {
        "inbox": [raws[3]],
        "done": [raws[0], raws[2]],
        "review": [raws[1]],
        "loop": [],
    }


def test_moving_twice_is_moving_once(mailbox: Mailbox) -> None:
    one, two = fill(mailbox, 2)
    mailbox.inbox.move([one], "done")
    mailbox.inbox.move([one, one + 1000], "done")
    mailbox.inbox.move([one, two], "done")
    assert mailbox.mails("done") == numbered(2)
    assert mailbox.inbox.uids() == []


def test_vanished_mails_are_left_out(mailbox: Mailbox) -> None:
    one, two = fill(mailbox, 2)
    mailbox.inbox.move([one], "done")
    assert [mail.uid for mail in mailbox.inbox.fetch([two, two + 1000], 1000)] == [two]


def test_new_mail_ends_the_wait(mailbox: Mailbox) -> None:
    assert mailbox.inbox.uids() == []
    mailbox.deliver([GBK])
    assert mailbox.inbox.wait(2.0)
    assert len(mailbox.inbox.uids()) == 1


def test_the_fault_points_are_passed_in_order(mailbox: Mailbox) -> None:
    mailbox.deliver([GBK])
    seen: list[str] = []
    faults.arm(seen.append)
    try:
        uids = mailbox.inbox.uids()
        list(mailbox.inbox.fetch(uids, 1000))
        mailbox.inbox.move(uids, "done")
    finally:
        faults.arm(None)
    assert [point for point in seen if point != "P12"] == ["P0", "P1", "P11", "P13"]
