"""What `kesu check --online` finds out about the provider by two mails to itself, and what the desk makes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cases.origin import Provider
from cases.outgoing import OutgoingMail, Sending
from cases.ports import Delivery
from kesu.calibrating import NotCalibrated, Post, calibrate, findings, unknown_yet
from kesu.check import check
from kesu.config import Config
from kesu.config_file import load_config
from kesu.demo.servers import HOST, Servers, append
from kesu.wire import open_inbox, origin_check
from store.provider import read_provider, write_provider
from tests.fakes_mail import FakeInbox
from tests.office import DESK, settings

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
STAMP = b"Authentication-Results: mx.works.example; dmarc=pass header.from=works.example\r\n"


def stamps(raw: bytes) -> bytes:
    """A server that writes its results on top of every mail."""
    return (STAMP if b"DKIM-Signature" not in raw else STAMP.replace(b"=pass", b"=fail")) + raw


def stamps_good_signatures_only(raw: bytes) -> bytes:
    """A server that writes nothing where a signature does not fit."""
    return raw if b"DKIM-Signature" in raw else STAMP + raw


def stamps_nothing(raw: bytes) -> bytes:
    return raw


def says_no(raw: bytes) -> bytes:
    return STAMP.replace(b"pass", b"fail") + raw


@dataclass
class Loop:
    """A Sender whose mails arrive in the desk's own mailbox, handled by `server` on the way."""

    inbox: FakeInbox
    server: Callable[[bytes], bytes]
    state: Sending = Sending.SENT
    sent: list[OutgoingMail] = field(default_factory=list)

    def send(self, mail: OutgoingMail) -> Delivery:
        self.sent.append(mail)
        if self.state is Sending.SENT:
            self.inbox.deliver(b"From: a@b.example\r\nMessage-ID: <other@b.example>\r\n\r\nother\r\n")
            self.inbox.deliver(self.server(mail.raw))
        return Delivery(self.state, "550 not from you")

    def close(self) -> None:
        """Nothing to close."""


def found(server: Callable[[bytes], bytes], config: Config | None = None) -> Provider:
    inbox = FakeInbox()
    return calibrate(config or settings(), Post(inbox, Loop(inbox, server), patience=0), NOW)


@pytest.mark.parametrize(
    ("server", "provider", "trusted"),
    [
        (stamps, Provider("mx.works.example", genuine_passes=True), "mx.works.example"),
        (stamps_good_signatures_only, Provider("mx.works.example", True, forged_passes=True), ""),
        (stamps_nothing, Provider("", forged_passes=True), ""),
        (says_no, Provider("mx.works.example"), ""),
    ],
)
def test_what_a_server_does_with_a_true_and_a_forged_mail_is_found_out(
    server: Callable[[bytes], bytes], provider: Provider, trusted: str
) -> None:
    assert found(server) == provider
    assert found(server).trusted_id == trusted


def test_the_forged_results_name_the_server_that_is_configured_where_it_writes_nothing_on_our_own_mail() -> None:
    config = settings(approval={"strength": "origin-or-code", "authserv_id": "mx.works.example"})
    assert found(stamps_nothing, config).forged_passes


def test_both_mails_are_put_away_and_nothing_else_is_touched() -> None:
    inbox = FakeInbox()
    loop = Loop(inbox, stamps)
    calibrate(settings(), Post(inbox, loop, patience=0), NOW)
    assert [mail.recipient for mail in loop.sent] == [DESK, DESK]
    assert [raw.count(b"Message-ID: <probe.") for raw in inbox.folders["done"]] == [1, 1]
    assert [raw for _, raw in inbox.waiting.values() if b"<other@b.example>" not in raw] == []


@pytest.mark.parametrize(
    ("state", "server", "why"),
    [
        (Sending.FAILED, stamps, "was not accepted: 550 not from you"),
        (Sending.SENT, lambda raw: b"From: x@y.example\r\n\r\n", "did not arrive within 0 seconds"),
    ],
)
def test_what_does_not_come_back_is_said(state: Sending, server: Callable[[bytes], bytes], why: str) -> None:
    inbox = FakeInbox()
    with pytest.raises(NotCalibrated, match=why):
        calibrate(settings(), Post(inbox, Loop(inbox, server, state), patience=0), NOW)


@pytest.mark.parametrize(
    ("server", "sentence"),
    [
        (stamps, "the results of mx.works.example count"),
        (stamps_nothing, "forged results come out on top"),
        (says_no, "mx.works.example does not vouch"),
        (lambda raw: b"", "did not arrive"),
    ],
)
def test_the_finding_is_one_sentence_and_says_what_follows(
    tmp_path: Path, server: Callable[[bytes], bytes], sentence: str
) -> None:
    config = settings(store={"url": f"tinydb:{tmp_path}"})
    inbox = FakeInbox()
    notes, warnings = findings(config, Post(inbox, Loop(inbox, server), patience=0), NOW)
    (told,) = notes + warnings
    assert sentence in told
    assert notes or told.endswith("every decision without a signature of its domain is asked a code")


@pytest.mark.parametrize(
    ("approval", "known", "warned"),
    [
        ({}, False, False),
        ({"strength": "code"}, False, False),
        ({"strength": "origin-or-code"}, False, True),
        ({"strength": "origin-or-code"}, True, False),
        ({"strength": "origin-or-code", "authserv_id": "mx.a.example"}, False, False),
    ],
)
def test_whoever_goes_by_the_origin_is_told_to_find_out_first(
    tmp_path: Path, approval: dict[str, str], known: bool, warned: bool
) -> None:
    config = settings(store={"url": f"tinydb:{tmp_path}"}, approval=approval)
    if known:
        write_provider(tmp_path, Provider())
    assert ["kesu check --online" in warning for warning in unknown_yet(config)] == [True] * warned


# ---------------------------------------------------------------- what the desk makes of it


@pytest.mark.parametrize(
    ("named", "provider", "counts"),
    [
        ("", None, ""),
        ("mx.a.example", None, "mx.a.example"),
        ("", Provider("mx.b.example", genuine_passes=True), "mx.b.example"),
        ("mx.a.example", Provider("mx.b.example", genuine_passes=True), "mx.a.example"),
        ("mx.a.example", Provider("mx.a.example", genuine_passes=True, forged_passes=True), ""),
        ("", Provider("mx.b.example"), ""),
    ],
)
def test_whose_results_count_is_configured_or_learnt_and_nobody_s_where_forged_ones_pass(
    tmp_path: Path, named: str, provider: Provider | None, counts: str
) -> None:
    config = settings(store={"url": f"tinydb:{tmp_path}"}, approval={"authserv_id": named})
    if provider is not None:
        write_provider(tmp_path, provider)
    assert origin_check(config).authserv_id == counts


@pytest.mark.parametrize("strength", ["token", "code", "origin-or-code"])
def test_signatures_are_looked_up_only_where_they_can_decide(tmp_path: Path, strength: str) -> None:
    config = settings(store={"url": f"tinydb:{tmp_path}"}, approval={"strength": strength})
    assert (origin_check(config).txt is not None) == (strength == "origin-or-code")


def test_a_damaged_finding_counts_as_none(tmp_path: Path) -> None:
    write_provider(tmp_path, Provider("mx.b.example", genuine_passes=True))
    (tmp_path / "provider.json").write_text("{")
    assert read_provider(tmp_path) is None


# ---------------------------------------------------------------- on real servers


class Stamping(Servers):
    """The embedded servers, the one delivering to the other with its results on top."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        raw = stamps(envelope.content)
        await asyncio.to_thread(append, self.imap_port, self.user, self.password, raw, NOW)
        return answer


@pytest.fixture
def servers() -> Iterator[Servers]:
    with Stamping("desk", "secret") as running:
        yield running


def test_check_online_finds_it_out_on_real_servers_and_keeps_it(
    servers: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_PASSWORD", "secret")
    server = f'security = "none"\nhost = "{HOST}"\n'
    mailbox = f'user = "desk"\npassword_env = "DESK_PASSWORD"\nport = {servers.imap_port}\n'
    people = Path("config.toml").read_text(encoding="utf-8").partition("[people.desk-owner]")
    (tmp_path / "config.toml").write_text(
        '[desk]\naddress = "kesu@works.example"\n[approval]\nstrength = "origin-or-code"\n'
        + f"[mailbox]\n{server}{mailbox}[smtp]\n{server}port = {servers.smtp_port}\n"
        + "".join(people[1:]),
        encoding="utf-8",
    )
    told = check(tmp_path / "config.toml", NOW, online=True)
    assert told.faults == []
    assert [note for note in told.notes if note.startswith("origin")] == [
        "origin: the results of mx.works.example count; forged ones do not come out on top"
    ]
    config = load_config(tmp_path / "config.toml")
    assert read_provider(config.folder) == Provider("mx.works.example", genuine_passes=True)
    assert origin_check(config).authserv_id == "mx.works.example"
    inbox = open_inbox(config)
    assert inbox.uidvalidity() and inbox.uids() == []
    inbox.close()
