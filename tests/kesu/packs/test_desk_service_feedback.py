"""Service feedback on the desk: a complaint until somebody says otherwise, with the customer's own date."""

from __future__ import annotations

from datetime import datetime

import pytest

from cases.state import State
from tests.kesu.letters import MONDAY, opened, says
from tests.office import CUSTOMER, Office, at, settings, text_of

SALES, VICE = "sales-unit@works.example", "sales-vp-or-head@works.example"
CRACKED = """您好：
客户名称：远岭服务器制造有限公司
产品名称：电容
型号：C-200
{more}不良现象：开裂
请处理。
"""


@pytest.fixture
def office() -> Office:
    return Office(settings(desk={"default_pack": "service-feedback", "packs": ["service-feedback"]}))


def complains(office: Office, more: str = "") -> None:
    opened(office, CRACKED.format(more=more), subject="产品质量投诉")


def due(office: Office) -> dict[str, datetime | str | None]:
    deadlines = [clock.deadline for clock in office.case().clocks]
    return {deadline.what: deadline.due or deadline.waiting_for for deadline in deadlines}


def test_feedback_is_taken_for_a_complaint_and_the_vice_manager_hears_of_it(office: Office) -> None:
    complains(office)
    case = office.case()
    assert case.grading is not None
    assert (case.grading.grade, [reason.rule for reason in case.grading.reasons]) == ("T2", ["R12-T2", "R12-X1"])
    assert (case.state, case.owner, case.grading.documents) == (State.ASSIGNED, SALES, ("F12c",))
    assert due(office) == {"accept": at("2026-03-03 10:00"), "complete": at("2026-03-09 23:59:59")}
    (notice,) = office.sent(VICE)
    assert str(notice["Subject"]).startswith("知会")
    assert "kind" in text_of(office.last(SALES))


def test_the_customers_date_takes_the_place_of_five_working_days(office: Office) -> None:
    complains(office, "要求回复日期：2026-03-06\n")
    assert due(office) == {"accept": at("2026-03-03 10:00"), "complete": at("2026-03-06 23:59:59")}


def test_a_grievance_with_goods_coming_back_keeps_only_the_24_hours_and_its_slip(office: Office) -> None:
    complains(office, "处理方式：退货\n")
    says(office, SALES, "kind = grievance", at("2026-03-02 11:00"))
    case = office.case()
    assert case.grading is not None
    assert (case.grading.grade, case.grading.notify, case.grading.documents) == ("T1", (), ("F12b",))
    assert due(office)["acknowledge"] == at("2026-03-03 10:00")
    assert "complete" not in due(office)


def test_the_receipt_meets_the_clock_for_accepting_and_names_the_day_of_completion(office: Office) -> None:
    complains(office)
    met = {clock.deadline.what: clock.met_at for clock in office.case().clocks}
    assert met == {"accept": MONDAY, "complete": None}
    (receipt,) = office.sent(CUSTOMER)
    assert "3月9日" in text_of(receipt)
    assert "3月3日" not in text_of(receipt)


def test_a_grievance_is_acknowledged_by_the_receipt_that_went_out_before_and_gets_our_own_date(office: Office) -> None:
    complains(office)
    says(office, SALES, "kind = grievance", at("2026-03-02 11:00"))
    clocks = {clock.deadline.what: (clock.met_at, clock.deadline.due) for clock in office.case().clocks}
    assert clocks == {
        "acknowledge": (MONDAY, at("2026-03-03 10:00")),
        "first_answer": (None, at("2026-03-05 23:59:59")),
    }


def test_nobody_approves_and_the_answer_goes_out(office: Office) -> None:
    complains(office)
    says(office, SALES, "kind = complaint", MONDAY)
    says(office, SALES, "答复：原因已查明，已加严出厂检验。", at("2026-03-03 09:00"))
    office.works(at("2026-03-03 10:00"))
    assert office.case().state is State.REPLIED
    assert "已加严出厂检验" in text_of(office.last(CUSTOMER))
