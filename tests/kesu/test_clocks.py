"""Silence at the desk: reminders climb their ladder once per step, also across restarts and outages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cases.deadlines import Deadline
from cases.state import State
from kesu import clockwork
from kesu.calendar_cn import ChinaCalendar
from kesu.desk import Desk
from kesu.present import deadline_line
from tests.kesu.letters import APPROVER, ENGINEER, HARMLESS, LINE_STOP, MODULES, MONDAY, opened, returns, says
from tests.office import CUSTOMER, Office, at, settings, text_of


@pytest.fixture
def office() -> Office:
    return Office()


def reminders(office: Office, what: str = "final_report") -> list[tuple[str, str, str]]:
    """Step, recipient and time of every reminder of one clock that went out."""
    return [
        (out.effect_key.split("/")[1].split("-", 4)[-1], out.recipient, f"{out.not_before:%m-%d %H:%M}")
        for out in office.sender.sent
        if f".{what}-" in out.effect_key
    ]


def every_hour(office: Office, start: str, end: str) -> None:
    now = at(start)
    while now <= at(end):
        office.works(now)
        now += timedelta(hours=1)


def test_the_owner_is_reminded_before_and_on_the_day_and_with_the_superior_once_overdue(office: Office) -> None:
    opened(office)
    every_hour(office, "2026-03-11 00:00", "2026-03-13 12:00")
    assert [(who, when) for _, who, when in reminders(office)] == [
        (ENGINEER, "03-11 09:00"),
        (ENGINEER, "03-12 09:00"),
        (ENGINEER, "03-13 09:00"),
        (APPROVER, "03-13 09:00"),
    ]
    subjects = [str(mail["Subject"]) for mail in office.sent(ENGINEER) if "最终报告" in str(mail["Subject"])]
    assert [subject.partition("：")[0] for subject in subjects] == ["临期提醒", "今日到期", "已逾期"]
    assert "逾期上报" in str(office.last(APPROVER)["Subject"])


def test_the_same_moment_twice_reminds_once(office: Office) -> None:
    opened(office)
    for _ in range(2):
        office.works(at("2026-03-11 09:00"))
    assert len(reminders(office)) == 1


def test_a_desk_that_starts_again_on_the_same_store_does_not_remind_again(office: Office) -> None:
    opened(office)
    office.works(at("2026-03-11 09:00"))
    again = Office(store=office.store)
    again.desk.spool.__dict__.update(office.desk.spool.__dict__)
    again.works(at("2026-03-11 09:05"))
    again.works(at("2026-03-12 09:00"))
    assert len(reminders(office)) == 1
    assert [who for _, who, _ in reminders(again)] == [ENGINEER]


def test_after_an_outage_of_a_month_each_deadline_sends_one_mail_to_each_of_its_people(office: Office) -> None:
    opened(office)
    sent = len(office.sender.sent)
    office.works(MONDAY + timedelta(days=30))
    late = [(out.recipient, out.effect_key.split(".")[1].split("-")[0]) for out in office.sender.sent[sent:]]
    assert sorted(late) == [
        (APPROVER, "final_report"),
        (ENGINEER, "final_report"),
        (ENGINEER, "preliminary_report"),
    ]


def test_a_weekend_brings_no_reminder_and_no_heap_of_them_on_monday(office: Office) -> None:
    opened(office)
    every_hour(office, "2026-03-13 09:00", "2026-03-16 10:00")
    assert [(who, when) for _, who, when in reminders(office) if who == ENGINEER] == [
        (ENGINEER, "03-13 09:00"),
        (ENGINEER, "03-16 09:00"),
    ]


def test_hour_clocks_remind_at_half_and_nine_tenths_whatever_the_hour(office: Office) -> None:
    opened(office, when=at("2026-03-02 20:00"))
    for minute in range(0, 300, 6):
        office.works(at("2026-03-02 20:00") + timedelta(minutes=minute))
    assert [(step, when) for step, _, when in reminders(office, "onsite_verification")] == [
        ("50%", "03-02 22:00"),
        ("90%", "03-02 23:36"),
    ]


def test_a_clock_that_waits_for_its_sample_asks_for_it_every_third_day(office: Office) -> None:
    opened(office, HARMLESS)
    office.works(at("2026-03-05 09:00"))
    office.works(at("2026-03-08 09:00"))
    office.works(at("2026-03-09 09:00"))
    assert [when for _, _, when in reminders(office)] == ["03-05 09:00", "03-09 09:00"]


def test_due_on_a_day_off_the_last_reminder_goes_out_on_the_workday_before(office: Office) -> None:
    opened(office, when=at("2026-03-05 10:00"))
    assert at("2026-03-15 23:59:59") in [clock.deadline.due for clock in office.case().clocks]
    every_hour(office, "2026-03-12 00:00", "2026-03-16 08:00")
    assert [when for _, _, when in reminders(office)] == ["03-13 09:00"]
    grading = office.case().grading
    assert grading is not None
    assert grading.flags == ("due-on-holiday",)


def test_the_sample_s_arrival_told_by_mail_starts_its_clock(office: Office) -> None:
    opened(office, HARMLESS)
    says(office, ENGINEER, "收到样品 2026-03-04", at("2026-03-04 15:00"))
    (clock,) = [c for c in office.case().clocks if c.deadline.what == "final_report"]
    assert (clock.deadline.due, clock.deadline.waiting_for) == (at("2026-03-14 23:59:59"), "")


def test_arrival_on_site_stops_the_visit_s_clock_at_the_time_it_happened(office: Office) -> None:
    opened(office)
    says(office, ENGINEER, "事件 onsite_arrival_at 2026-03-02 11:40", at("2026-03-02 12:00"))
    (clock,) = [c for c in office.case().clocks if c.deadline.what == "onsite_verification"]
    assert clock.met_at == at("2026-03-02 11:40")
    office.works(at("2026-03-02 13:45"))
    assert reminders(office, "onsite_verification")[1:] == []


def test_an_event_that_lies_ahead_is_refused(office: Office) -> None:
    opened(office, HARMLESS)
    says(office, ENGINEER, "事件 sample_received_at 2027-03-04 15:00", at("2026-03-04 15:00"))
    assert "sample_received_at" not in office.case().facts
    assert any("还没有到" in text_of(mail) for mail in office.sent(ENGINEER))


def test_the_answer_stops_the_clocks_of_the_answer(office: Office) -> None:
    opened(office)
    returns(office, at("2026-03-04 10:00"))
    says(office, APPROVER, "同意", at("2026-03-04 11:00"))
    office.works(at("2026-03-04 11:30"))
    assert office.case().state is State.REPLIED
    sent = len(office.sender.sent)
    office.works(at("2026-04-04 10:00"))
    assert len(office.sender.sent) == sent


def test_a_closed_case_reminds_nobody_and_what_was_waiting_to_go_is_held_back(office: Office) -> None:
    opened(office, HARMLESS)
    office.works(at("2026-03-07 09:00"))
    says(office, ENGINEER, "关闭 客户确认有效", at("2026-03-07 10:00"))
    sent = len(office.sent(ENGINEER))
    office.works(at("2026-03-09 09:00"))
    office.works(at("2026-05-09 09:00"))
    assert len(office.sent(ENGINEER)) == sent


def test_the_escalation_of_an_owner_without_superior_reaches_the_quality_manager(office: Office) -> None:
    opened(office, HARMLESS)
    says(office, ENGINEER, "指派 傅明", at("2026-03-02 11:00"))
    office.works(at("2026-03-06 09:00"))
    assert "逾期上报" in str(office.last("wen@works.example")["Subject"])


def test_where_no_calendar_is_known_the_customer_gets_a_date_and_the_clock_begins_when_one_is() -> None:
    office = Office(settings(desk={"default_pack": "pv-module"}))
    opened(office, MODULES, when=at("2027-03-01 10:00"))
    (clock,) = office.case().clocks
    assert (clock.deadline.due, clock.deadline.waiting_for) == (None, "calendar-missing:2027")
    assert len(office.sent(CUSTOMER)) == 1

    class Known(ChinaCalendar):
        def is_workday(self, day: date) -> bool:
            return day.weekday() < 5

    later = Office(office.config, store=office.store)
    later.desk = replace(later.desk, calendar=Known())
    later.works(at("2027-03-04 09:00"))
    (clock,) = office.case().clocks
    assert (clock.deadline.due, clock.deadline.waiting_for) == (at("2027-03-04 23:59:59"), "")


def test_one_case_that_cannot_be_reminded_does_not_keep_the_others_waiting(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(office)
    opened(office, LINE_STOP, sender="second@other.example")
    first = office.cases()[0]

    def fails_once(desk: Desk, deadline: Deadline, lang: str) -> object:
        if not failed:
            failed.append(deadline)
            raise TypeError("a slip of ours")
        return deadline_line(desk, deadline, lang)

    failed: list[object] = []
    monkeypatch.setattr(clockwork, "deadline_line", fails_once)
    office.works(at("2026-03-11 09:00"))
    assert {out.case_id for out in office.sender.sent if "remind" in out.effect_key} >= {office.cases()[1].id}
    office.works(at("2026-03-11 09:01"))
    assert any(out.case_id == first.id for out in office.sender.sent if "remind" in out.effect_key)
