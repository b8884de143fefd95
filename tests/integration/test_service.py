"""`kesu run` as a process on real servers: news by IDLE, broken links, signals, and what it says when it cannot."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.integration.desk_process import DeskFolder, RunningDesk, as_bytes, wait_for
from tests.integration.servers import CuttingProxy, Dovecot, SmtpSink, free_port
from tests.kesu.letters import OWNER
from tests.office import CUSTOMER

pytestmark = pytest.mark.needs("dovecot")

SOON = 5.0
"""Seconds from a mail's arrival to its acknowledgement, with a poll interval of an hour."""


@pytest.fixture(scope="module")
def one_dovecot() -> Iterator[Dovecot]:
    with Dovecot() as server:
        yield server


@pytest.fixture
def link(one_dovecot: Dovecot) -> Iterator[CuttingProxy]:
    with CuttingProxy(one_dovecot.port) as link:
        yield link


@pytest.fixture
def desk(one_dovecot: Dovecot, link: CuttingProxy, tmp_path: Path) -> Iterator[DeskFolder]:
    one_dovecot.fresh_mailbox()
    with SmtpSink() as sink:
        yield DeskFolder(tmp_path, one_dovecot, sink, {"mailbox": {"port": link.port}})


def acknowledged(desk: DeskFolder, running: RunningDesk, customer: str = CUSTOMER) -> float:
    """Deliver a complaint; seconds until its acknowledgement is at the submission server."""
    begun = time.monotonic()
    desk.arrives(desk.complaint(customer))
    wait_for(lambda: desk.sent(customer), f"answer to {customer}", running.said)
    return time.monotonic() - begun


def test_mail_is_handled_within_seconds_and_the_desk_ends_cleanly_when_told(
    desk: DeskFolder, link: CuttingProxy
) -> None:
    with desk.running() as running:
        running.wait_until_idle(link)
        assert acknowledged(desk, running) < SOON
        running.wait_until_idle(link)
        begun = time.monotonic()
        assert running.stop() == 0
        assert time.monotonic() - begun < SOON
        assert "Traceback" not in running.said()
    assert [case["customer"]["address"] for case in desk.cases()] == [CUSTOMER]


def test_after_a_link_cut_in_idle_the_next_mail_is_still_handled_within_seconds(
    desk: DeskFolder, link: CuttingProxy
) -> None:
    with desk.running() as running:
        running.wait_until_idle(link)
        accepted = link.accepted
        link.cut()
        wait_for(lambda: link.accepted > accepted, "new connection", running.said)
        running.wait_until_idle(link)
        assert acknowledged(desk, running) < SOON
        assert running.stop() == 0


def test_a_mail_that_comes_in_the_moment_of_the_cut_is_not_missed(desk: DeskFolder, link: CuttingProxy) -> None:
    with desk.running() as running:
        running.wait_until_idle(link)
        link.cut()
        assert acknowledged(desk, running) < SOON


def test_a_server_that_is_restarted_is_waited_for(desk: DeskFolder, link: CuttingProxy) -> None:
    with desk.running() as running:
        running.wait_until_idle(link)
        desk.dovecot.stop()
        running.wait_until_said("mailbox.unavailable")
        desk.dovecot.start()
        desk.arrives(desk.complaint())
        wait_for(lambda: desk.sent(CUSTOMER), "answer", running.said, seconds=30)
        told = [json.loads(line) for line in running.said().splitlines() if "mailbox.unavailable" in line]
        assert all("127.0.0.1" in line["reason"] for line in told)
        assert running.stop() == 0


def test_a_second_desk_on_the_same_folder_refuses_and_says_whom_it_met(desk: DeskFolder, link: CuttingProxy) -> None:
    with desk.running() as running:
        running.wait_until_idle(link)
        second = desk.kesu("run")
        assert second.returncode == 1
        assert second.stderr.splitlines() == [
            f"another kesu is running on this folder (pid {running.process.pid}): {desk.data}; stop it first"
        ]
        assert acknowledged(desk, running) < SOON


def test_a_server_that_cannot_be_reached_is_one_sentence_and_no_end(desk: DeskFolder) -> None:
    port = free_port()
    desk.configure(mailbox={"port": port})
    reason = f"127.0.0.1:{port} refuses the connection; check host, port and firewall"
    once = desk.kesu("once")
    assert (once.returncode, once.stderr.splitlines()) == (1, [reason])
    with desk.running() as running:
        running.wait_until_said("mailbox.unavailable")
        (told,) = [json.loads(line) for line in running.said().splitlines() if "mailbox.unavailable" in line]
        assert told["reason"] == reason
        time.sleep(1)
        assert running.process.poll() is None
        assert running.stop() == 0


def test_a_refused_password_is_one_sentence_and_told_to_the_owner_of_the_desk_once(desk: DeskFolder) -> None:
    (desk.folder / "password").write_text("web password")
    once = [desk.kesu("once") for _ in range(2)]
    assert [each.returncode for each in once] == [2, 2]
    (_, sentence), (again,) = (each.stderr.splitlines() for each in once)
    assert sentence == again
    assert sentence.startswith(f"127.0.0.1 refuses the login of {desk.dovecot.user} ")
    assert sentence.endswith("check user and password in [mailbox]")
    (told,) = desk.sent(OWNER)
    assert "cannot sign in to its mailbox" in str(told["Subject"])


def test_a_submission_server_that_is_away_costs_nothing_but_time(desk: DeskFolder) -> None:
    there = desk.sink.port
    desk.configure(smtp={"port": free_port()}, mailbox={"port": desk.dovecot.port})
    desk.arrives(desk.complaint())
    assert desk.kesu("once").returncode == 0
    (case,) = desk.cases()
    assert sorted(mail["state"] for mail in case["mails"]) == ["deferred", "pending", "pending"]
    desk.configure(smtp={"port": there}, mailbox={"port": desk.dovecot.port})
    desk.once(datetime.now(UTC) + timedelta(minutes=1, seconds=1))
    assert len(desk.sent()) == 3


def test_a_desk_that_was_away_finds_everything_that_came_meanwhile(desk: DeskFolder, link: CuttingProxy) -> None:
    with desk.running() as running:
        running.wait_until_idle(link)
        running.process.kill()
        running.process.wait()
        raws = [as_bytes(desk.complaint(f"qc@customer{number}.example")) for number in range(3)]
        desk.arrives(*raws)
    with desk.running() as running:
        wait_for(lambda: len(desk.sent()) >= 9, "answers, notices, papers", running.said)
        assert running.stop() == 0
    assert desk.dovecot.mails("Kesu/Done") == raws


def test_told_to_stop_amid_much_mail_the_desk_stops_and_the_next_one_goes_on(desk: DeskFolder) -> None:
    desk.configure(mailbox={"port": desk.dovecot.port}, limits={"batch": 2})
    mails = [
        desk.letter(f"away{number}@a.example", "自动回复", "休假", Auto_Submitted="auto-replied")
        for number in range(300)
    ]
    desk.arrives(*mails)
    with desk.running() as running:
        running.wait_until_said("mail.handled")
        begun = time.monotonic()
        assert running.stop() == 0
        assert time.monotonic() - begun < SOON
    taken = len(desk.dovecot.mails("Kesu/Done"))
    assert 0 < taken < len(mails)
    assert desk.kesu("once").returncode == 0
    assert len(desk.dovecot.mails("Kesu/Done")) == len(mails)
