"""Whom the desk answers by itself, and how often: no loops, no echo for forgers, no flood (RFC 3834)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.outgoing import MailClass
from cases.state import State
from tests.kesu.letters import HARMLESS, LINE_STOP, MONDAY, QUALITY, complaint, opened
from tests.office import CUSTOMER, Office, at, text_of


@pytest.fixture
def office() -> Office:
    return Office()


def not_acknowledged(office: Office) -> str:
    """Why the one case was not acknowledged; there is no automatic mail to anybody outside."""
    assert [mail for mail in office.sender.sent if not mail.recipient.endswith("@works.example")] == []
    return next(event.text for event in office.case().timeline if event.what == "not acknowledged")


def test_a_person_who_wants_no_automatic_answers_gets_a_case_and_no_acknowledgement(office: Office) -> None:
    opened(office, X_Auto_Response_Suppress="All")
    assert office.case().state is State.ASSIGNED
    assert not_acknowledged(office) == "its sender asked for no automatic answers"


@pytest.mark.parametrize("local", ["no-reply", "noreply", "no_reply", "donotreply", "Postmaster", "bounces+12"])
def test_an_address_that_nobody_reads_is_not_answered(office: Office, local: str) -> None:
    opened(office, sender=f"{local}@farridge.example")
    assert not_acknowledged(office) == "nobody reads the address it came from"


def test_no_answer_goes_where_reply_to_points_to_another_domain(office: Office) -> None:
    opened(office, Reply_To="victim@elsewhere.example")
    assert not_acknowledged(office) == "answers would go to another domain than the one that wrote"


def test_reply_to_within_the_domain_of_the_sender_is_no_reason_for_silence(office: Office) -> None:
    opened(office, Reply_To="team@farridge.example")
    assert len(office.sent(CUSTOMER)) == 1


def test_mail_that_was_old_when_the_desk_began_opens_a_case_without_an_answer(office: Office) -> None:
    office.arrives(complaint(office), at("2026-02-26 10:00"))
    office.works(MONDAY)
    assert office.case().received_at == at("2026-02-26 10:00")
    assert not_acknowledged(office) == "it is older than 2 days"


def test_a_mailing_list_that_reads_like_a_complaint_is_shown_to_a_person_and_not_answered(office: Office) -> None:
    opened(office, List_Id="<quality.farridge.example>")
    assert office.case().state is State.TRIAGE
    assert office.sent(CUSTOMER) == []


def test_an_automatic_answer_without_a_case_opens_none_and_is_not_answered(office: Office) -> None:
    office.arrives(complaint(office, "我正在休假，4月1日回来。", subject="自动回复：您好"), MONDAY)
    office.works(MONDAY)
    assert office.cases() == []
    assert office.sender.sent == []


def test_the_same_mail_is_acknowledged_once_however_often_it_is_delivered(office: Office) -> None:
    mail = complaint(office)
    for minute in range(3):
        office.arrives(mail, MONDAY + timedelta(minutes=minute))
        office.works(MONDAY + timedelta(minutes=minute))
    assert len(office.sent(CUSTOMER)) == 1
    assert len(office.cases()) == 1


def test_beyond_two_a_day_a_sender_is_acknowledged_later_and_somebody_is_told(office: Office) -> None:
    for number in range(5):
        office.arrives(complaint(office, HARMLESS, subject=f"Complaint {number}"), MONDAY)
    office.works(MONDAY)
    acks = [office.store.outgoing(f"{case.id}/ack/customer/1") for case in office.cases()]
    waits = [ack.not_before - MONDAY for ack in acks if ack is not None]
    day = timedelta(days=1)
    assert waits == [0 * day, 0 * day, day, day, 2 * day]
    alerts = [mail for mail in office.sent(QUALITY) if "/alert/" in str(mail["X-Kesu-Id"])]
    assert len(alerts) == 1
    assert CUSTOMER in text_of(alerts[0])
    office.works(MONDAY + 3 * day)
    assert len([mail for mail in office.sender.sent if mail.mail_class is MailClass.ACK]) == 5


def test_beyond_ten_an_hour_a_domain_is_acknowledged_later(office: Office) -> None:
    for number in range(12):
        office.arrives(complaint(office, HARMLESS, sender=f"qc{number}@farridge.example"), MONDAY)
    office.works(MONDAY)
    assert len([mail for mail in office.sender.sent if mail.mail_class is MailClass.ACK]) == 10
    office.works(MONDAY + timedelta(hours=1))
    assert len([mail for mail in office.sender.sent if mail.mail_class is MailClass.ACK]) == 12


def test_strangers_who_share_a_public_domain_are_not_counted_together(office: Office) -> None:
    for number in range(12):
        office.arrives(complaint(office, LINE_STOP, sender=f"{number}@qq.com"), MONDAY)
    office.works(MONDAY)
    assert len([mail for mail in office.sender.sent if mail.mail_class is MailClass.ACK]) == 12
