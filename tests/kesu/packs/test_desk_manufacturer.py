"""Complaints of a manufacturer on the desk: routed on a contact sheet, numbered, or sent to administration."""

from __future__ import annotations

from datetime import datetime

import pytest

from cases.state import State
from tests.kesu.letters import MONDAY, events, opened, says
from tests.office import CUSTOMER, Office, at, settings, text_of

SALES, SALES_HEAD, QUALITY_CONTROL, GM_OFFICE, ADMINISTRATION, QUALITY = (
    f"{name}@works.example" for name in ("sales-unit", "sales-head", "qc-dept", "gm-office", "admin-dept", "wen")
)
GM = "lin@works.example"
SHORT = """您好：
客户名称：远岭服务器制造有限公司
产品名称：电容
型号：C-200
{more}不良现象：开裂
请处理。
"""
COUNTED = "问题类别：数量\n交货数量：2000 只\n不良数量：37 只\n"


def works_under(profile: str) -> Office:
    pack = f"manufacturer-generic/{profile}"
    return Office(settings(desk={"default_pack": pack, "packs": [pack]}))


def complains(office: Office, more: str = "") -> None:
    opened(office, SHORT.format(more=more), subject="产品质量投诉")


def outcome(office: Office) -> tuple[object, ...]:
    """Grade, rules, flags and papers of the one case."""
    case = office.case()
    assert case.grading is not None
    rules = [reason.rule for reason in case.grading.reasons]
    return case.grading.grade, rules, case.grading.flags, case.grading.documents


def due(office: Office) -> dict[str, datetime | str | None]:
    deadlines = [clock.deadline for clock in office.case().clocks]
    return {deadline.what: deadline.due or deadline.waiting_for for deadline in deadlines}


def subjects(office: Office, recipient: str) -> list[str]:
    return [str(mail["Subject"]).partition("：")[0] for mail in office.sent(recipient)]


# ---------------------------------------------------------------- contact sheet


def test_missing_goods_go_to_quality_control_and_the_customer_hears_of_seven_days() -> None:
    office = works_under("contact-sheet")
    complains(office, COUNTED)
    assert outcome(office) == ("T1", ["R11-T1"], (), ("F11a", "F11b"))
    assert (office.case().state, office.case().owner) == (State.ASSIGNED, QUALITY_CONTROL)
    assert due(office) == {"written_reply_to_customer": at("2026-03-09 23:59:59")}
    assert "品质抱怨" in str(office.last(QUALITY_CONTROL)["Subject"])
    (receipt,) = office.sent(CUSTOMER)
    assert "3月9日" in text_of(receipt)


def test_without_a_kind_of_problem_sales_has_the_case_and_the_customers_answer_routes_it() -> None:
    office = works_under("contact-sheet")
    complains(office)
    assert (outcome(office), office.case().owner) == ((None, [], (), ("F11a",)), SALES)
    assert "问题类别" in text_of(office.last(CUSTOMER))
    says(office, CUSTOMER, "问题类别：包装", at("2026-03-03 09:00"))
    assert outcome(office) == ("T1", ["R11-T1"], ("reading:R11-X1",), ("F11a", "F11b"))
    assert office.case().owner == QUALITY_CONTROL
    assert due(office) == {"written_reply_to_customer": at("2026-03-09 23:59:59")}


@pytest.mark.parametrize(
    ("more", "note"),
    [
        ("问题类别：价格\n", "- 制度未规定：问题类别"),
        ("问题类别：运输\n", "- 按解释条款处理：R11-X1"),
        ("问题类别：数量\n处理方式：退货\n", "- 按内销规定处理"),
        ("问题类别：数量\n交货数量：20 只\n不良数量：37 只\n", "- 数据相互矛盾：不良数量"),
    ],
)
def test_whoever_has_the_case_reads_what_a_person_must_mind_and_the_customer_does_not(more: str, note: str) -> None:
    office = works_under("contact-sheet")
    complains(office, more)
    assert note in text_of(office.last(office.case().owner)).splitlines()
    assert note not in text_of(office.last(CUSTOMER))


def test_the_head_of_sales_approves_the_answer_before_it_goes_out() -> None:
    office = works_under("contact-sheet")
    complains(office, COUNTED)
    says(office, QUALITY_CONTROL, "答复：短少部分已查清，今日补发。", at("2026-03-03 09:00"))
    assert office.case().state is State.APPROVAL_PENDING
    says(office, SALES_HEAD, "同意", at("2026-03-03 10:00"))
    office.works(at("2026-03-03 11:00"))
    assert office.case().state is State.REPLIED
    assert "短少部分已查清" in text_of(office.last(CUSTOMER))


def test_a_supplier_brings_the_general_manager_in_beside_the_head_of_sales() -> None:
    office = works_under("contact-sheet")
    complains(office, COUNTED)
    says(office, QUALITY_CONTROL, "third_party = XX电子", MONDAY)
    case = office.case()
    assert case.grading is not None
    assert (case.owner, case.grading.grade, case.grading.approvers) == (GM, "T4", ("sales-head", "gm"))


def test_a_dispute_about_the_countermeasure_goes_to_the_general_managers_office_and_moves_no_date() -> None:
    office = works_under("contact-sheet")
    complains(office, COUNTED)
    says(office, QUALITY_CONTROL, "争议", at("2026-03-03 09:00"))
    assert outcome(office)[2] == ("mediation:gm-office",)
    assert subjects(office, GM_OFFICE) != []
    assert due(office) == {"written_reply_to_customer": at("2026-03-09 23:59:59")}


def test_a_case_closes_only_when_the_countermeasure_is_implemented_and_reviewed() -> None:
    office = works_under("contact-sheet")
    complains(office, COUNTED)
    says(office, QUALITY_CONTROL, "关闭 已补发", MONDAY)
    assert office.case().state is State.ASSIGNED
    refusal = text_of(office.last(QUALITY_CONTROL))
    assert "R11-S10" in refusal
    assert "对策已实施" in refusal
    says(office, QUALITY_CONTROL, "close_check = implemented, reviewed", MONDAY)
    says(office, QUALITY_CONTROL, "关闭 已补发", MONDAY)
    assert office.case().state is State.CLOSED


# ---------------------------------------------------------------- numbered sheet


def test_a_loss_gives_the_complaint_its_number_and_the_cause_its_grade() -> None:
    office = works_under("numbered-sheet")
    complains(office)
    assert (outcome(office), office.case().case_no) == ((None, [], (), ()), "")
    for whom, fact in ((SALES, "loss"), (QUALITY, "cause_type")):
        assert fact in text_of(office.last(whom))
    says(office, SALES, "loss = 是", at("2026-03-02 11:00"))
    assert office.case().case_no == "202603-001"
    says(office, QUALITY, "cause_type = quality", at("2026-03-02 12:00"))
    assert outcome(office) == ("G2", ["R09-G2"], (), ("F09a",))
    assert "品质投诉" in str(office.last(SALES)["Subject"])
    says(office, SALES, "答复：原因已查明，批次已隔离。", at("2026-03-03 09:00"))
    assert subjects(office, GM_OFFICE)[-1].startswith("请审批")


def test_without_a_loss_there_is_an_abnormality_sheet_and_no_number() -> None:
    office = works_under("numbered-sheet")
    complains(office)
    says(office, SALES, "loss = 否", at("2026-03-02 11:00"))
    assert (outcome(office), office.case().case_no) == (("G0", ["R09-G0"], (), ("F09b",)), "")


# ---------------------------------------------------------------- quality, environment, safety


def test_a_customer_is_answered_by_quality_control_within_a_week_after_the_general_manager() -> None:
    office = works_under("qehs")
    complains(office)
    assert (outcome(office), office.case().owner) == (("T1", ["R07-T1"], (), ("F07a",)), QUALITY_CONTROL)
    assert due(office) == {"reply_to_customer": at("2026-03-09 23:59:59")}
    says(office, QUALITY_CONTROL, "答复：已加严检验。", at("2026-03-03 09:00"))
    assert subjects(office, GM)[-1].startswith("请审批")


def test_what_residents_complain_of_goes_to_administration_without_form_or_approval() -> None:
    office = works_under("qehs")
    complains(office)
    says(office, QUALITY_CONTROL, "party = residents_committee", MONDAY)
    assert outcome(office)[:2] == ("T2", ["R07-T2"])
    assert office.case().owner == ADMINISTRATION
    assert subjects(office, ADMINISTRATION) != []
    assert "assigned" in events(office)
