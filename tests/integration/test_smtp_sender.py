"""The sender against a real SMTP dialogue: every outcome is told exactly."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cases import faults
from cases.outgoing import MailClass, OutgoingMail, Sending
from cases.ports import Delivery
from mailer.smtp import SmtpSender, SmtpSettings
from tests.integration.servers import Manners, SmtpSink, free_port, self_made_certificate

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

MAIL = OutgoingMail(
    effect_key="K2026-00012/ack/customer/1",
    message_id="<k.1@works.example>",
    case_id="K2026-00012",
    mail_class=MailClass.ACK,
    recipient="li@customer.example",
    subject="received",
    raw=b"Message-ID: <k.1@works.example>\r\nSubject: received\r\n\r\n.leading dot\r\n.\r\nend\r\n",
    queued_at=NOON,
    not_before=NOON,
)


def settings(sink: SmtpSink) -> SmtpSettings:
    return SmtpSettings("localhost", "desk@works.example", sink.port, "none", timeout=2.0, reply_timeout=2.0)


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as sink:
        yield sink


@pytest.fixture
def sender(sink: SmtpSink) -> Iterator[SmtpSender]:
    sender = SmtpSender(settings(sink), lambda: "secret")
    yield sender
    sender.close()


def test_a_mail_arrives_byte_for_byte_with_one_recipient_and_our_address_for_bounces(
    sink: SmtpSink, sender: SmtpSender
) -> None:
    assert sender.send(MAIL) == Delivery(Sending.SENT, "250 kept")
    [kept] = sink.wait_for(1)
    assert (kept.raw, kept.sender, kept.recipients) == (
        MAIL.raw,
        "desk@works.example",
        ("li@customer.example",),
    )


def test_many_mails_share_one_connection(sink: SmtpSink, sender: SmtpSender) -> None:
    outcomes = {sender.send(replace(MAIL, recipient=f"c{n}@customer.example")).state for n in range(20)}
    assert outcomes == {Sending.SENT}
    assert [kept.recipients for kept in sink.accepted] == [(f"c{n}@customer.example",) for n in range(20)]
    assert sink.connections == 1


def test_a_session_that_the_server_has_ended_is_replaced(sink: SmtpSink, sender: SmtpSender) -> None:
    sender.send(MAIL)
    sink.hang_up()
    assert sender.send(MAIL).state == Sending.SENT
    assert sink.connections == 2


@pytest.mark.parametrize(
    ("manners", "delivery"),
    [
        (
            Manners({"RCPT": "421 4.7.0 too many"}),
            Delivery(Sending.DEFERRED, "localhost says: 421 4.7.0 too many"),
        ),
        (
            Manners({"RCPT": "451 4.7.1 greylisted"}),
            Delivery(Sending.DEFERRED, "localhost says: 451 4.7.1 greylisted"),
        ),
        (
            Manners({"RCPT": "550 5.1.1 no such user"}),
            Delivery(Sending.FAILED, "localhost says: 550 5.1.1 no such user"),
        ),
        (Manners({"MAIL": "452 4.3.1 full"}), Delivery(Sending.DEFERRED, "localhost says: 452 4.3.1 full")),
        (
            Manners({"DATA": "451 4.3.0 later"}),
            Delivery(Sending.DEFERRED, "localhost says: 451 4.3.0 later"),
        ),
        (
            Manners({"DOT": "552 5.3.4 too big"}),
            Delivery(Sending.FAILED, "localhost says: 552 5.3.4 too big"),
        ),
        (
            Manners({"DOT": "451 4.3.0 later"}),
            Delivery(Sending.DEFERRED, "localhost says: 451 4.3.0 later"),
        ),
        (
            Manners({"DOT": "421 4.3.0 closing"}),
            Delivery(Sending.DEFERRED, "localhost says: 421 4.3.0 closing"),
        ),
        (
            Manners({"DOT": "pardon?"}),
            Delivery(Sending.UNKNOWN, "localhost gave no clear answer to the whole mail: -1 on?"),
        ),
        (
            Manners({"MAIL": "530 5.7.0 log in first"}),
            Delivery(
                Sending.DEFERRED,
                "configuration: localhost says: 530 5.7.0 log in first; check user and auth in [smtp]",
            ),
        ),
        (
            Manners({"CONNECT": "554 5.3.2 no service"}),
            Delivery(Sending.DEFERRED, "localhost does not take mail now (554 5.3.2 no service)", server_away=True),
        ),
    ],
)
def test_what_the_server_answers_decides(
    sink: SmtpSink, sender: SmtpSender, manners: Manners, delivery: Delivery
) -> None:
    sink.manners = manners
    assert sender.send(MAIL) == delivery
    assert sink.accepted == []
    sink.manners = Manners({})
    assert sender.send(MAIL).state == Sending.SENT


@pytest.mark.parametrize(
    ("manners", "state", "kept"),
    [
        (Manners({"CONNECT": None}), Sending.DEFERRED, 0),
        (Manners({"MAIL": None}), Sending.DEFERRED, 0),
        (Manners({"RCPT": None}), Sending.DEFERRED, 0),
        (Manners({"DATA": None}), Sending.DEFERRED, 0),
        (Manners({}, swallow=True), Sending.UNKNOWN, 1),
        (Manners({}, delay=3.0), Sending.UNKNOWN, 1),
        (Manners({}, hang_up_after="DOT"), Sending.SENT, 1),
    ],
)
def test_a_lost_link_means_deferred_before_the_final_dot_and_unknown_after_it(
    sink: SmtpSink, sender: SmtpSender, manners: Manners, state: Sending, kept: int
) -> None:
    sink.manners = manners
    assert sender.send(MAIL).state == state
    assert len(sink.wait_for(kept)) == kept


def test_a_link_that_breaks_in_the_middle_of_a_large_mail_means_deferred(sink: SmtpSink, sender: SmtpSender) -> None:
    sink.manners = Manners({}, cut_data_at=100_000)
    large = replace(MAIL, raw=MAIL.raw + b"x" * 70 + b"\r\n" + (b"y" * 76 + b"\r\n") * 400_000)
    assert sender.send(large).state == Sending.DEFERRED
    assert sink.accepted == []


def test_a_slow_answer_is_waited_for(sink: SmtpSink) -> None:
    patient = SmtpSender(replace(settings(sink), timeout=0.5, reply_timeout=10.0), lambda: "")
    sink.manners = Manners({}, delay=1.0)
    assert patient.send(MAIL).state == Sending.SENT
    patient.close()


def test_a_refused_connection_is_deferred_with_what_to_check() -> None:
    port = free_port()
    sender = SmtpSender(SmtpSettings("127.0.0.1", "desk@works.example", port, "none"), lambda: "")
    assert sender.send(MAIL) == Delivery(
        Sending.DEFERRED, f"127.0.0.1:{port} refuses the connection; check host, port and firewall", server_away=True
    )
    sender.close()


def test_a_mail_over_the_servers_limit_fails_before_it_is_sent() -> None:
    with SmtpSink(size=1000) as sink:
        sender = SmtpSender(settings(sink), lambda: "")
        large = replace(MAIL, raw=MAIL.raw + b"x" * 998 + b"\r\n")
        assert sender.send(large) == Delivery(
            Sending.FAILED,
            f"the mail has {len(large.raw):,} bytes and localhost takes 1,000 at most; "
            "send its documents in another way",
        )
        assert sender.send(MAIL).state == Sending.SENT
        sender.close()


@pytest.mark.parametrize("recipient", ["", "li", "李@customer.example", "li@x.example>\r\nRCPT TO:<spy@y.example"])
def test_what_is_not_an_address_never_reaches_the_server(sink: SmtpSink, sender: SmtpSender, recipient: str) -> None:
    assert sender.send(replace(MAIL, recipient=recipient)) == Delivery(
        Sending.FAILED, f"{recipient!r} is not an address that mail can be sent to"
    )
    assert sink.connections == 0


def test_in_a_rehearsal_every_mail_goes_to_one_address_and_says_whom_it_was_for(sink: SmtpSink) -> None:
    rehearsal = SmtpSender(replace(settings(sink), divert_to="me@works.example"), lambda: "")
    assert rehearsal.send(MAIL).state == Sending.SENT
    [kept] = sink.wait_for(1)
    assert kept.recipients == ("me@works.example",)
    assert kept.raw == b"X-Kesu-Original-To: li@customer.example\r\n" + MAIL.raw
    rehearsal.close()


@pytest.mark.needs("openssl")
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_login_and_mail_travel_under_tls_with_a_trusted_certificate(tmp_path: Path, security: str) -> None:
    pair = self_made_certificate(tmp_path)
    with SmtpSink(tls=pair, starttls=security == "starttls", login=("desk", "secret")) as sink:
        trusting = SmtpSettings(
            "localhost",
            "desk@works.example",
            sink.port,
            "tls" if security == "tls" else "starttls",
            user="desk",
            ca_file=str(pair[0]),
        )
        sender = SmtpSender(trusting, lambda: "secret")
        assert sender.send(MAIL).state == Sending.SENT
        sender.close()

        wary = SmtpSender(replace(trusting, ca_file=None), lambda: "secret")
        assert wary.send(MAIL) == Delivery(
            Sending.DEFERRED,
            "configuration: the certificate of localhost is not trusted (self-signed certificate); "
            "use the name in the certificate as host, or set ca_file to your company's CA",
            server_away=True,
        )

        mistaken = SmtpSender(trusting, lambda: "web password")
        assert mistaken.send(MAIL) == Delivery(
            Sending.DEFERRED,
            "configuration: localhost refuses the login of desk (535 5.7.8 authentication failed); "
            "check user and password in [smtp]",
            server_away=True,
        )


def test_a_server_without_starttls_gets_no_password(sink: SmtpSink) -> None:
    sender = SmtpSender(replace(settings(sink), security="starttls", user="desk"), lambda: "secret")
    assert sender.send(MAIL) == Delivery(
        Sending.DEFERRED,
        "configuration: localhost does not offer what [smtp] asks for: STARTTLS extension not supported by server.",
        server_away=True,
    )


def test_a_password_without_tls_is_refused_unless_it_stays_on_this_machine() -> None:
    with pytest.raises(ValueError, match=r"^\[smtp\]: security = 'none' is allowed for this machine only"):
        SmtpSettings("smtp.works.example", "desk@works.example", 25, "none")


def test_the_fault_points_stand_before_amid_and_after_the_hand_over(sink: SmtpSink, sender: SmtpSender) -> None:
    seen: list[tuple[str, int]] = []
    faults.arm(lambda point: seen.append((point, len(sink.accepted))))
    try:
        sender.send(MAIL)
    finally:
        faults.arm(None)
    assert seen == [("P7", 0), ("P8", 0), ("P9", 1)]


def test_a_short_mail_is_not_held_back_by_delayed_acknowledgements(sink: SmtpSink, sender: SmtpSender) -> None:
    sender.send(MAIL)
    begun = time.perf_counter()
    for _ in range(50):
        sender.send(MAIL)
    assert time.perf_counter() - begun < 1.5  # a delayed acknowledgement costs 0.04 s a mail
