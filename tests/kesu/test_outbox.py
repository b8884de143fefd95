"""The outbox: what the server says decides; nothing fails in silence, nothing is sent twice without being known."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.outgoing import MailClass, OutgoingMail, Sending
from cases.ports import Delivery
from kesu.outbox import retry, send_due
from tests.kesu.letters import APPROVER, HARMLESS, MONDAY, QUALITY, opened, returns, says
from tests.office import CUSTOMER, Office, at, text_of

ACK = "K2026-00001/ack/customer/1"


@pytest.fixture
def office() -> Office:
    return Office()


def ack(office: Office) -> OutgoingMail:
    mail = office.store.outgoing(ACK)
    assert mail is not None
    return mail


def answered_with(office: Office, *states: Sending) -> None:
    """A complaint whose acknowledgement meets these answers of the server, each a moment after the one before."""
    office.sender.answers = [Delivery(states[0], "451 later")]
    opened(office, HARMLESS)
    for state in states[1:]:
        office.sender.answers = [Delivery(state, "451 later")]
        office.works(ack(office).next_at or MONDAY)


def alerts(office: Office) -> list[str]:
    return [text_of(mail) for mail in office.sent(QUALITY) if "告警" in str(mail["Subject"])]


def test_what_the_server_takes_is_sent_once(office: Office) -> None:
    opened(office, HARMLESS)
    office.works(MONDAY + timedelta(hours=1))
    assert (ack(office).state, ack(office).attempts, ack(office).sent_at) == (Sending.SENT, 1, MONDAY)
    assert len(office.sent(CUSTOMER)) == 1


def test_put_off_by_the_server_it_is_tried_again_after_1_5_15_30_and_then_60_minutes(office: Office) -> None:
    waits = []
    office.sender.answers = [Delivery(Sending.DEFERRED, "451 later")]
    opened(office, HARMLESS)
    now = MONDAY
    for _ in range(6):
        after = ack(office)
        assert (after.state, after.last_error) == (Sending.DEFERRED, "451 later")
        assert after.next_at is not None
        waits.append((after.next_at - now).total_seconds() / 60)
        now = after.next_at
        send_due(office.desk, OneAnswer(ACK, Delivery(Sending.DEFERRED, "451 later")), now)
    assert waits == [1, 5, 15, 30, 60, 60]


class OneAnswer:
    """A server that has one answer for one mail, and takes the others."""

    def __init__(self, effect: str, answer: Delivery) -> None:
        self.effect, self.answer = effect, answer
        self.seen: list[bytes] = []

    def send(self, mail: OutgoingMail) -> Delivery:
        if mail.effect_key != self.effect:
            return Delivery(Sending.SENT)
        self.seen.append(mail.raw)
        return self.answer

    def close(self) -> None:
        """Nothing to close."""


def test_after_an_hour_of_waiting_somebody_is_told_and_told_again_when_it_is_given_up(office: Office) -> None:
    opened_with = OneAnswer(ACK, Delivery(Sending.DEFERRED, "451 later"))
    office.sender.answers = [Delivery(Sending.DEFERRED, "451 later")]
    opened(office, HARMLESS)
    now = MONDAY
    while ack(office).state is Sending.DEFERRED:
        now = ack(office).next_at or now
        send_due(office.desk, opened_with, now)
    assert now - MONDAY >= timedelta(hours=48)
    told = [m for m in office.store.outgoing_of("K2026-00001") if "/alert/" in m.effect_key]
    assert [m.subject.partition(f"a mail to {CUSTOMER} is ")[2].split()[0] for m in told] == ["deferred", "failed"]


def test_refused_for_good_it_is_not_tried_again_and_somebody_is_told_at_once(office: Office) -> None:
    office.sender.answers = [Delivery(Sending.FAILED, "550 no such user")]
    opened(office, HARMLESS)
    office.works(MONDAY + timedelta(days=1))
    assert (ack(office).state, ack(office).attempts) == (Sending.FAILED, 1)
    assert "550 no such user" in alerts(office)[0]


def test_of_unknown_outcome_it_is_sent_once_more_the_same_to_the_byte_then_a_person_decides(office: Office) -> None:
    office.sender.answers = [Delivery(Sending.UNKNOWN, "lost after the final dot")]
    opened(office, HARMLESS)
    assert (ack(office).state, ack(office).ambiguous, ack(office).next_at) == (
        Sending.UNKNOWN,
        1,
        MONDAY + timedelta(minutes=10),
    )
    office.works(MONDAY + timedelta(minutes=9))
    assert ack(office).attempts == 1
    server = OneAnswer(ACK, Delivery(Sending.UNKNOWN, "lost again"))
    send_due(office.desk, server, MONDAY + timedelta(minutes=10))
    assert server.seen == [office.sender.sent[0].raw]
    assert (ack(office).state, ack(office).ambiguous) == (Sending.FAILED, 2)
    office.works(MONDAY + timedelta(days=3))
    assert ack(office).attempts == 2
    assert any("outcome unknown twice" in alert for alert in alerts(office))


def test_a_person_can_have_a_failed_mail_sent_again(office: Office) -> None:
    office.sender.answers = [Delivery(Sending.FAILED, "550 no such user")]
    opened(office, HARMLESS)
    retry(office.desk, ACK, MONDAY + timedelta(hours=1))
    office.works(MONDAY + timedelta(hours=1))
    assert ack(office).state is Sending.SENT


def test_what_is_sent_or_still_waiting_is_not_sent_again_by_a_wish(office: Office) -> None:
    opened(office)
    returns(office, at("2026-03-03 10:00"))
    says(office, APPROVER, "同意", at("2026-03-03 11:00"))
    (answer,) = [m for m in office.store.outgoing_of("K2026-00001") if m.mail_class is MailClass.ANSWER]
    with pytest.raises(LookupError, match="that mail is pending"):
        retry(office.desk, answer.effect_key, at("2026-03-03 11:01"))
    with pytest.raises(LookupError, match="that mail is sent"):
        retry(office.desk, ACK, at("2026-03-03 11:01"))
    with pytest.raises(LookupError, match="the outbox has no mail 'x'"):
        retry(office.desk, "x", at("2026-03-03 11:01"))


def test_a_delayed_acknowledgement_is_not_given_up_for_having_waited(office: Office) -> None:
    for number in range(7):
        mail = office.letter(f"<{CUSTOMER}>", f"Complaint {number}", HARMLESS)
        office.arrives(mail, MONDAY)
    office.works(MONDAY)
    last = office.store.outgoing("K2026-00007/ack/customer/1")
    assert last is not None
    assert last.not_before == MONDAY + timedelta(days=3)
    send_due(office.desk, OneAnswer(last.effect_key, Delivery(Sending.DEFERRED, "451")), last.not_before)
    after = office.store.outgoing(last.effect_key)
    assert after is not None
    assert after.state is Sending.DEFERRED


def test_an_alert_that_fails_brings_no_other_alert(office: Office) -> None:
    failed, sent = Delivery(Sending.FAILED, "550"), Delivery(Sending.SENT)
    office.sender.answers = [failed, sent, sent, failed]  # acknowledgement, notice, papers, the alert
    opened(office, HARMLESS)
    office.works(MONDAY + timedelta(minutes=5))
    assert len([m for m in office.store.outgoing_of("K2026-00001") if "/alert/" in m.effect_key]) == 1


def test_each_mail_has_one_recipient_and_says_that_a_machine_wrote_it(office: Office) -> None:
    opened(office)
    for mail in office.sent():
        assert str(mail["To"]).count("@") == 1
        assert (mail["Cc"], mail["Bcc"]) == (None, None)
        assert mail["Auto-Submitted"] in ("auto-replied", "auto-generated")
        assert str(mail["X-Kesu-Id"]).startswith("K2026-00001; K2026-00001/")


def test_mails_inside_and_mails_to_the_customer_never_share_a_thread(office: Office) -> None:
    opened(office)
    inside = [mail for mail in office.sent() if str(mail["To"]) != CUSTOMER]
    theirs = {str(mail["Message-ID"]) for mail in office.sent(CUSTOMER)} | {"<m1@farridge.example>"}
    for mail in inside:
        assert not theirs & set(str(mail["References"]).split())


def test_when_the_server_is_away_one_mail_finds_out_and_the_others_keep_their_turn() -> None:
    office = Office()
    office.sender.answers = [Delivery(Sending.DEFERRED, "nobody there", server_away=True)]
    office.arrives(office.letter(CUSTOMER, "投诉", "不良现象：上电不开机\n产线停线：是"), at("2026-03-02 10:00"))
    office.works(at("2026-03-02 10:05"))
    states = sorted((mail.state, mail.attempts) for mail in office.store.outgoing_of(office.case().id))
    assert states == [(Sending.DEFERRED, 1), (Sending.PENDING, 0), (Sending.PENDING, 0)]
