"""Events that arrive later, by mail or from the command line: each starts what waited, and nothing is asked again."""

from __future__ import annotations

import pytest

from kesu.by_hand import step
from tests.kesu.letters import HARMLESS, LINE_STOP, MONDAY, opened, says
from tests.office import CUSTOMER, Office, at, settings

SUPPLY = "您好：\n客户名称：远岭\n产品名称：电源\n型号：PS-500\n不良现象：输出不稳\n问题类别：产品质量\n请处理。\n"
DEBTOR = "您好：\n客户名称：张三\n投诉催收人员态度恶劣，请处理。\n"
METER = "您好：\n客户名称：华光\n产品名称：电能表\n不良现象：不走字\n请派人处理投诉。\n"
NOON = at("2026-03-02 12:00")
AFTER_SALES, SUPERVISOR, ENGINEER = (
    *("after-sales-dept@works.example", "collection-supervisor@works.example", "luo@works.example"),
)


def works_under(pack: str, text: str) -> Office:
    office = Office(settings(desk={"packs": [pack, "memory-device"], "default_pack": pack}))
    opened(office, text, MONDAY, subject="投诉")
    return office


def clock(office: Office, what: str) -> tuple[str, str]:
    """(due, waiting for) of a clock of the one case."""
    (deadline,) = [c.deadline for c in office.case().clocks if c.deadline.what == what]
    return (f"{deadline.due:%Y-%m-%d %H:%M}" if deadline.due else "", deadline.waiting_for)


def questions(office: Office) -> int:
    return sum(out.mail_class == "question" for out in office.sender.sent)


STARTS = [
    ("memory-device", HARMLESS, ENGINEER, "收到样品 2026-03-02 11:00", "final_report", "sample_received_at"),
    ("memory-device", LINE_STOP, ENGINEER, "sample received 2026-03-02", "preliminary_report", "sample_received_at"),
    *[
        ("power-supply-ccr005", SUPPLY, AFTER_SALES, line, "cause_and_countermeasure", "notice_issued_at")
        for line in (
            "发出通知单 2026-03-02 11:00",
            "通知单发出：2026-03-02 11:00",
            "notice issued",
            "事件 notice_issued_at 2026-03-02 11:00",
        )
    ],
    *[
        ("bank-collections", DEBTOR, SUPERVISOR, line, "resolve", "dept_notified_at")
        for line in ("部门收到通知 2026-03-02 11:00", "department notified", "dept_notified_at = 2026-03-02 11:00")
    ],
]
DUE = {
    ("final_report", "sample_received_at"): "2026-03-12 23:59",
    ("preliminary_report", "sample_received_at"): "2026-03-07 23:59",
    ("cause_and_countermeasure", "notice_issued_at"): "2026-03-05 23:59",
    ("resolve", "dept_notified_at"): "2026-03-05 23:59",
}


@pytest.mark.parametrize(("pack", "text", "who", "line", "what", "event"), STARTS)
def test_an_event_by_mail_starts_its_clock_and_asks_nothing_again(
    pack: str, text: str, who: str, line: str, what: str, event: str
) -> None:
    office = works_under(pack, text)
    assert clock(office, what) == ("", event)
    before = questions(office)
    says(office, who, line, NOON)
    assert clock(office, what) == (DUE[what, event], "")
    assert event not in [item.fact for item in office.case().grading.missing]  # type: ignore[union-attr]
    assert questions(office) == before


@pytest.mark.parametrize(
    ("pack", "text", "what", "event"),
    [("power-supply-ccr005", SUPPLY, "cause_and_countermeasure", "notice_issued_at"),
     ("bank-collections", DEBTOR, "resolve", "dept_notified_at"),
     ("memory-device", HARMLESS, "final_report", "sample_received_at")],
)  # fmt: skip
def test_an_event_from_the_command_line_starts_its_clock(pack: str, text: str, what: str, event: str) -> None:
    office = works_under(pack, text)
    step(office.desk, office.case(), "event", [event], "wen@works.example", "", "2026-03-02T11:00:00+08:00", NOON)
    assert clock(office, what) == (DUE[what, event], "")


@pytest.mark.parametrize("by_customer", [True, False])
def test_the_customers_date_ends_the_waiting_whoever_states_it(by_customer: bool) -> None:
    office = works_under("after-sales-instruments/planning", METER)
    says(office, AFTER_SALES, "phone_solvable = 否", at("2026-03-02 11:00"))
    assert clock(office, "onsite_arrival") == ("", "customer_deadline")
    if by_customer:
        says(office, CUSTOMER, "要求答复日期：2026-03-06\n谢谢", NOON)
    else:
        step(office.desk, office.case(), "set", ["customer_deadline=2026-03-06"], "wen@works.example", "", None, NOON)
    assert clock(office, "onsite_arrival") == ("2026-03-06 23:59", "")


def test_the_day_of_installation_decides_on_the_warranty_without_a_clock() -> None:
    office = works_under("after-sales-instruments/planning", METER)
    says(office, office.case().owner, "安装调试完成 2025-06-30", NOON)
    rules = [reason.rule for reason in office.case().grading.reasons]  # type: ignore[union-attr]
    assert "R04-W1" in rules


def test_a_date_before_the_complaint_is_refused_or_flagged_never_taken_in_silence() -> None:
    office = works_under("power-supply-ccr005", SUPPLY)
    says(office, AFTER_SALES, "发出通知单 2026-02-20", NOON)
    case = office.case()
    assert "contradiction:notice_issued_at" in case.grading.flags or "notice_issued_at" not in case.facts  # type: ignore[union-attr]
