"""After-sales service on the desk: who travels or answers by when, who decides, which papers go along."""

from __future__ import annotations

from datetime import datetime

from cases.state import State
from tests.kesu.letters import MONDAY, opened, says
from tests.office import CUSTOMER, Office, at, settings, text_of

AFTER_SALES, LEADER, GENERAL_AFFAIRS, ENGINEERING, MARKETING, PLANNING, HUMAN_RESOURCES = (
    f"{role}@works.example"
    for role in (
        "after-sales-dept",
        "service-leader",
        "general-affairs",
        "engineering",
        "marketing",
        "marketing-planning",
        "hr",
    )
)
QUALITY, GM = "wen@works.example", "lin@works.example"
METER = """您好：
客户名称：华光电力有限公司
产品名称：电能表
型号：M-300
{more}不良现象：黑屏
请处理。
"""


def works_under(profile: str) -> Office:
    pack = f"after-sales-instruments/{profile}"
    return Office(settings(desk={"default_pack": pack, "packs": [pack]}))


def complains(office: Office, more: str = "") -> None:
    opened(office, METER.format(more=more), subject="电能表投诉")


def outcome(office: Office) -> tuple[object, ...]:
    """Grade, rules, flags and papers of the one case."""
    case = office.case()
    assert case.grading is not None
    rules = [reason.rule for reason in case.grading.reasons]
    return case.grading.grade, rules, case.grading.flags, case.grading.documents


def due(office: Office) -> dict[str, datetime | str | None]:
    deadlines = [clock.deadline for clock in office.case().clocks]
    return {deadline.what: deadline.due or deadline.waiting_for for deadline in deadlines}


def asked_to_approve(office: Office, who: str) -> bool:
    return any(str(mail["Subject"]).startswith("请审批") for mail in office.sent(who))


# ---------------------------------------------------------------- metrology


def test_a_faulty_instrument_is_numbered_and_both_clocks_run_until_the_distance_is_known() -> None:
    office = works_under("metrology")
    complains(office)
    assert outcome(office) == (None, ["R02-D1", "R02-D2"], (), ("F02a",))
    assert (office.case().case_no, office.case().owner) == ("202603-001", AFTER_SALES)
    assert due(office) == {"onsite_arrival": at("2026-03-03 10:00"), "reply_to_user": at("2026-03-02 22:00")}
    question = text_of(office.last(AFTER_SALES))
    assert "distance_km" in question
    assert "cause_type" in question
    assert "202603-001" in str(office.last(CUSTOMER)["Subject"])


def test_near_and_our_quality_somebody_travels_with_report_and_survey() -> None:
    office = works_under("metrology")
    complains(office)
    says(office, AFTER_SALES, "cause_type = quality\ndistance_km = 85\nchannel = phone", at("2026-03-02 11:00"))
    papers = ("F02a", "F02d", "F02e", "F02b", "F02c")
    assert outcome(office) == ("T1", ["R02-T1", "R02-D1"], (), papers)
    assert due(office)["onsite_arrival"] == at("2026-03-03 10:00")
    assert "reply_to_user" not in due(office)


def test_a_user_who_pays_for_a_part_needs_the_leaders_consent() -> None:
    office = works_under("metrology")
    complains(office)
    facts = "cause_type = human\ndistance_km = 300\nchargeable = 是\nspare_part_needed = 是"
    says(office, AFTER_SALES, facts, at("2026-03-02 11:00"))
    assert outcome(office)[:3] == ("T2", ["R02-T2", "R02-D2"], ("cost-recovery:business-dept", "paid-service"))
    says(office, AFTER_SALES, "答复：显示屏已更换。", at("2026-03-02 12:00"))
    assert asked_to_approve(office, LEADER)


# ---------------------------------------------------------------- registry


def test_a_severe_complaint_is_decided_by_three_departments() -> None:
    office = works_under("registry")
    complains(office)
    assert (outcome(office), office.case().owner) == ((None, [], (), ("F03a",)), GENERAL_AFFAIRS)
    says(office, GENERAL_AFFAIRS, "severity = severe", at("2026-03-02 11:00"))
    says(office, ENGINEERING, "cause_type = quality", at("2026-03-02 12:00"))
    assert outcome(office) == ("T1/severe", ["R03-T1", "R03-G2"], (), ("F03a", "F03b"))
    assert "质量异常 · 情节严重" in str(office.last(GENERAL_AFFAIRS)["Subject"])
    says(office, ENGINEERING, "答复：显示屏供应商已更换。", at("2026-03-03 09:00"))
    approvers = (GM, GENERAL_AFFAIRS, MARKETING)
    assert all(asked_to_approve(office, who) for who in approvers), "for engineering, which wrote it, its superior"
    for who in approvers:
        assert office.case().state is State.APPROVAL_PENDING
        says(office, who, "同意", at("2026-03-03 10:00"))
    office.works(at("2026-03-03 11:00"))
    assert office.case().state is State.REPLIED


def test_what_is_not_our_fault_needs_findings_and_evidence() -> None:
    office = works_under("registry")
    complains(office)
    says(office, ENGINEERING, "cause_type = human\nour_fault = 否", at("2026-03-02 11:00"))
    assert outcome(office) == ("T2/rejected", ["R03-T2", "R03-S3"], (), ("F03a", "F03c"))


# ---------------------------------------------------------------- planning


def test_what_the_phone_solves_is_answered_within_the_hour() -> None:
    office = works_under("planning")
    complains(office, "安装日期：2025-03-02\n")
    assert outcome(office) == (None, ["R04-W1"], ("in-warranty",), ("F04e",))
    says(office, AFTER_SALES, "phone_solvable = 是", at("2026-03-02 10:20"))
    assert outcome(office)[:2] == ("phone", ["R04-D1", "R04-W1"])
    assert due(office)["phone_answer"] == at("2026-03-02 11:00")


def test_a_visit_waits_for_the_customers_time_and_asks_for_it() -> None:
    office = works_under("planning")
    complains(office, "安装日期：2025-03-01\n")
    says(office, AFTER_SALES, "phone_solvable = 否", at("2026-03-02 10:20"))
    assert outcome(office) == ("onsite", ["R04-D2", "R04-W2"], ("chargeable",), ("F04e", "F04a", "F04b"))
    assert due(office)["onsite_arrival"] == "customer_deadline"
    says(office, CUSTOMER, "要求完成日期：2026-03-06", at("2026-03-02 14:00"))
    assert due(office)["onsite_arrival"] == at("2026-03-06 23:59:59")
    assert office.case().owner == PLANNING


# ---------------------------------------------------------------- retail


def test_service_goes_to_human_resources_who_are_asked_whether_they_can_answer_today() -> None:
    office = works_under("retail")
    complains(office, "问题类别：服务态度\n")
    assert (outcome(office), office.case().owner) == (("service", ["R05-T1"], (), ("F05c",)), HUMAN_RESOURCES)
    assert "answerable_now" in text_of(office.last(HUMAN_RESOURCES))
    says(office, HUMAN_RESOURCES, "answerable_now = 是", MONDAY)
    assert outcome(office)[1] == ["R05-T1", "R05-D1"]
    assert due(office)["reply"] == at("2026-03-02 23:59:59")


def test_goods_go_to_quality_management_and_are_answered_within_a_week_by_anybody() -> None:
    office = works_under("retail")
    complains(office, "问题类别：产品质量\n")
    assert (outcome(office)[:2], office.case().owner) == (("product", ["R05-T2", "R05-D2"]), QUALITY)
    assert due(office) == {"reply": at("2026-03-09 23:59:59")}
    says(office, QUALITY, "答复：显示屏已更换。", at("2026-03-03 09:00"))
    office.works(at("2026-03-03 10:00"))
    assert office.case().state is State.REPLIED
