"""A complaint about a power supply on the desk: who leads, who acts at once, which papers, who decides."""

from __future__ import annotations

from datetime import datetime

import pytest

from cases.state import State
from tests.kesu.letters import MONDAY, events, opened, says
from tests.office import CUSTOMER, Office, at, settings, text_of

AFTER_SALES, POWER, QUALITY_CONTROL = (
    "after-sales-dept@works.example",
    "power-dept@works.example",
    "qc-dept@works.example",
)
NO_OUTPUT = """您好：
客户名称：华光电力有限公司
产品名称：电源模块
{category}不良现象：无输出
请处理。
"""


@pytest.fixture
def office() -> Office:
    return Office(settings(desk={"default_pack": "power-supply-ccr005", "packs": ["power-supply-ccr005"]}))


def complains(office: Office, category: str = "") -> None:
    named = f"问题类别：{category}\n" if category else ""
    opened(office, NO_OUTPUT.format(category=named), subject="电源模块投诉")


def due(office: Office, what: str) -> datetime | str | None:
    (deadline,) = [clock.deadline for clock in office.case().clocks if clock.deadline.what == what]
    return deadline.due or deadline.waiting_for


def test_power_supply_quality_goes_to_its_department_which_acts_at_once(office: Office) -> None:
    complains(office, "电源质量")
    case = office.case()
    assert case.grading is not None
    assert (case.state, case.owner, case.engineer) == (State.ASSIGNED, POWER, POWER)
    assert (case.grading.grade, case.grading.approvers, case.grading.documents) == (
        "power_quality",
        ("deputy-gm|gm",),
        ("F08a",),
    )
    assert due(office, "cause_and_countermeasure") == "notice_issued_at"
    assert [str(mail["Subject"]).partition("：")[0] for mail in office.sent(POWER)] == [
        "请立即采取应急措施",
        "新投诉 K2026-00001",
    ]
    (question,) = office.sent(AFTER_SALES)
    assert "notice_issued_at" in text_of(question)
    (receipt,) = office.sent(CUSTOMER)
    assert "3月5日" in text_of(receipt)


def test_the_notice_starts_three_working_days_and_a_supplier_gets_a_notice_too(office: Office) -> None:
    complains(office, "电源质量")
    says(office, AFTER_SALES, "notice_issued_at = 2026-04-03 09:00", at("2026-04-03 10:00"))
    assert due(office, "cause_and_countermeasure") == at("2026-04-09 23:59:59")
    says(office, POWER, "supplier_caused = XX电子", at("2026-04-03 11:00"))
    case = office.case()
    assert case.grading is not None
    assert "F08b" in case.grading.documents


def test_a_complaint_without_a_category_stays_with_after_sales_until_somebody_names_it(office: Office) -> None:
    complains(office)
    case = office.case()
    assert case.grading is not None
    assert (case.state, case.owner, case.grading.grade) == (State.WAITING_CUSTOMER, AFTER_SALES, None)
    assert "问题类别" in text_of(office.last(CUSTOMER))
    says(office, AFTER_SALES, "issue_category = product_quality\ncost_involved = 是", MONDAY)
    case = office.case()
    assert case.grading is not None
    assert (case.owner, case.engineer, case.grading.emergency_by) == (
        QUALITY_CONTROL,
        QUALITY_CONTROL,
        "after-sales-dept",
    )
    assert (case.grading.grade, case.grading.approvers) == ("product_quality", ("qc-manager", "deputy-gm"))
    assert "客户抱怨处理通知单" in text_of(office.last(QUALITY_CONTROL))


def test_the_answer_goes_to_the_customer_once_the_deputy_has_decided(office: Office) -> None:
    complains(office, "电源质量")
    says(office, POWER, "答复：更换模块，并加严出厂检验。", at("2026-03-03 09:00"))
    assert office.case().state is State.APPROVAL_PENDING
    says(office, "deputy-gm@works.example", "同意", at("2026-03-03 10:00"))
    office.works(at("2026-03-03 11:00"))
    assert office.case().state is State.REPLIED
    assert "更换模块" in text_of(office.last(CUSTOMER))
    assert "answered" in events(office)
