"""A party to a case writes again: the mail joins its case, its facts count, the grade may rise but not fall."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta
from email.message import EmailMessage

import pytest

from cases.state import State
from tests.kesu.letters import (
    ENGINEER,
    HARMLESS,
    LINE_STOP,
    MODULES,
    MONDAY,
    OWNER,
    QUALITY,
    complaint,
    events,
    opened,
    says,
)
from tests.office import CUSTOMER, Office, at, files_of, settings, text_of

TUESDAY = at("2026-03-03 10:00")


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def modules() -> Office:
    return Office(settings(desk={"default_pack": "pv-module"}))


def writes_again(office: Office, text: str, sender: str = CUSTOMER, **headers: str) -> None:
    mail = office.letter(f"<{sender}>", headers.pop("subject", "补充"), text, to=None, **headers)
    office.arrives(mail, TUESDAY)
    office.works(TUESDAY)


def grade(office: Office) -> object:
    grading = office.case().grading
    return grading.grade if grading else None


@pytest.mark.parametrize("header", ["In-Reply-To", "References"])
@pytest.mark.parametrize("whose", ["ours", "theirs"])
def test_a_mail_joins_the_case_of_the_mail_it_answers(office: Office, header: str, whose: str) -> None:
    opened(office)
    answered = str(office.last(CUSTOMER)["Message-ID"]) if whose == "ours" else "<m1@farridge.example>"
    writes_again(office, "不良数量：9 条", **{header.replace("-", "_"): answered})
    assert office.case().facts["qty_defect"].value == "9"
    assert events(office).count("follow-up") == 1


def test_the_number_in_the_subject_is_enough_for_whoever_is_a_party(office: Office) -> None:
    opened(office)
    writes_again(office, "不良数量：9 条", subject="Re: 内存 [K2026-00001]")
    assert office.case().facts["qty_defect"].value == "9"


def test_a_colleague_of_a_known_customer_is_a_party_too() -> None:
    office = Office(settings())
    office = Office(
        office.config.model_validate(
            {
                **office.config.model_dump(),
                "customers": [{"name": "远岭", "domains": ["farridge.example"]}],
            }
        )
    )
    opened(office)
    writes_again(office, "不良数量：9 条", sender="other@farridge.example", subject="Re: [K2026-00001]")
    assert office.case().facts["qty_defect"].value == "9"


def test_a_stranger_who_knows_the_number_gets_a_case_of_his_own_and_nothing_of_the_other(office: Office) -> None:
    opened(office)
    text = "我要投诉，型号：DDR4-8G\n不良现象：花屏\n"
    writes_again(office, text, sender="x@stranger.example", subject="Re: [K2026-00001]")
    first, second = office.cases()
    assert (second.claims, first.claims) == (first.id, "")
    assert [event.what for event in first.timeline].count("follow-up") == 0
    (receipt,) = office.sent("x@stranger.example")
    for secret in ("2506-07A", "DDR5", "远岭", "K2026-00001"):
        assert secret not in text_of(receipt)


def test_a_stranger_in_cc_never_becomes_a_party_and_is_never_written_to(office: Office) -> None:
    opened(office, Cc="spy@elsewhere.example")
    writes_again(office, "请抄送我。投诉进展？", sender="spy@elsewhere.example", subject="Re: [K2026-00001]")
    assert office.cases()[0].parties == (CUSTOMER,)
    for mail in office.sent():
        assert "spy@elsewhere.example" not in str(mail["Cc"])
    assert len(office.cases()) == 2


def test_the_same_mail_delivered_twice_is_one_case_with_both_deliveries_noted(office: Office) -> None:
    mail = complaint(office).as_bytes(policy=email.policy.SMTP)
    office.arrives(mail, MONDAY)
    office.arrives(b"Received: from b\r\n" + mail, MONDAY)
    office.works(MONDAY)
    case = office.case()
    handled = office.store.handled(office.desk.read(mail, MONDAY).content_key)
    assert handled is not None
    assert (handled.case_id, len(handled.transport_keys)) == (case.id, 2)


def test_another_mail_with_a_message_id_that_was_used_before_is_kept_and_marked(office: Office) -> None:
    opened(office)
    again = complaint(office, HARMLESS)
    again.replace_header("Message-ID", "<m1@farridge.example>")
    office.arrives(again, TUESDAY)
    office.works(TUESDAY)
    assert len(office.cases()) == 2
    handled = office.store.handled(office.desk.read(again.as_bytes(policy=email.policy.SMTP), TUESDAY).content_key)
    assert handled is not None
    assert "msgid-reuse" in handled.flags


def test_a_graver_fact_raises_the_grade_and_the_owner_is_told_before_and_after(office: Office) -> None:
    opened(office, HARMLESS)
    assert grade(office) == 3
    says(office, CUSTOMER, "Line stop: yes", TUESDAY)
    assert grade(office) == 1
    told = next(mail for mail in office.sent(ENGINEER) if "等级变更" in str(mail["Subject"]))
    assert "三级 → 一级" in str(told["Subject"])
    assert [name for name in files_of(told) if "8D" in name] == ["K2026-00001-8D报告-R1.docx"]


def test_a_milder_fact_never_lowers_the_grade_by_itself(office: Office) -> None:
    opened(office)
    says(office, CUSTOMER, "产线停线：否\n影响正常生产：否\n", TUESDAY)
    assert office.case().facts["line_stop"].value is False
    assert grade(office) == 1
    assert "grade kept" in events(office)


def test_a_corrected_fact_leaves_what_it_was_in_the_timeline(office: Office) -> None:
    opened(office)
    says(office, CUSTOMER, "不良数量：9 条", TUESDAY)
    assert [event.text for event in office.case().timeline if event.what == "fact changed"] == ["qty_defect: 7 → 9"]


def test_what_a_person_of_ours_has_set_a_customer_does_not_overwrite(office: Office) -> None:
    opened(office)
    says(office, ENGINEER, "qty_defect = 8", MONDAY + timedelta(hours=1))
    says(office, CUSTOMER, "不良数量：9 条", TUESDAY)
    assert office.case().facts["qty_defect"].value == "8"


def test_the_customer_is_asked_again_only_for_what_was_not_asked_before(modules: Office) -> None:
    opened(modules, MODULES)
    says(modules, CUSTOMER, "请尽快处理。", TUESDAY)
    assert len(modules.sent(CUSTOMER)) == 1


def test_with_the_customer_s_answer_the_case_goes_on(modules: Office) -> None:
    opened(modules, MODULES)
    assert modules.case().state is State.WAITING_CUSTOMER
    says(modules, CUSTOMER, "涉及组件数量：0.3MW", TUESDAY)
    assert modules.case().state is State.ASSIGNED


def test_our_fact_given_by_reply_grades_the_case_and_the_owner_reads_before_and_after(modules: Office) -> None:
    opened(modules, MODULES)
    says(modules, CUSTOMER, "涉及组件数量：0.03MW", TUESDAY)
    says(modules, "wen@works.example", "defect_degree = 2", at("2026-03-03 11:00"))
    says(modules, "fu@works.example", "total_cost_cny = 120000", at("2026-03-03 12:00"))
    case = modules.case()
    assert case.grading is not None
    assert (case.grading.grade, [reason.rule for reason in case.grading.reasons]) == (3, ["R01-G3a"])
    assert case.facts["total_cost_cny"].source == "person:fu@works.example"
    told = [str(mail["Subject"]) for mail in modules.sent() if "等级变更" in str(mail["Subject"])]
    assert "→ 三级" in told[-1]


def test_the_owner_reads_the_customer_s_words_and_gets_the_files(office: Office) -> None:
    opened(office)
    mail = office.letter(f"<{CUSTOMER}>", "", "见照片，又坏了两条。", to=office.last(CUSTOMER))
    mail.add_attachment(b"\xff\xd8\xff\xe0photo", maintype="image", subtype="jpeg", filename="照片.jpg")
    office.arrives(mail, TUESDAY)
    office.works(TUESDAY)
    told = next(mail for mail in office.sent(ENGINEER) if "客户来信" in str(mail["Subject"]))
    assert "又坏了两条" in text_of(told)
    assert files_of(told) == {"照片.jpg": b"\xff\xd8\xff\xe0photo"}


def test_files_of_the_first_mail_reach_the_owner_with_the_papers(office: Office) -> None:
    mail = complaint(office)
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="report.pdf")
    office.arrives(mail, MONDAY)
    office.works(MONDAY)
    assert files_of(office.last(ENGINEER))["report.pdf"] == b"%PDF-1.4"


def test_an_automatic_answer_of_the_customer_is_noted_and_has_no_effect(office: Office) -> None:
    opened(office)
    before = office.case()
    mail = office.letter(f"<{CUSTOMER}>", "自动回复：", "不良数量：99 条", to=office.last(CUSTOMER))
    office.arrives(mail, TUESDAY)
    office.works(TUESDAY)
    assert office.case().facts == before.facts
    assert "ignored" in events(office)
    assert len(office.sent(CUSTOMER)) == 1


def closed(office: Office) -> None:
    opened(office)
    says(office, ENGINEER, "关闭 客户确认有效", at("2026-03-02 15:00"))
    assert office.case().state is State.CLOSED


def test_a_new_complaint_in_the_thread_of_a_closed_case_is_a_new_occurrence(office: Office) -> None:
    closed(office)
    writes_again(office, LINE_STOP, In_Reply_To="<m1@farridge.example>")
    first, second = office.cases()
    assert (first.state, second.state) == (State.CLOSED, State.ASSIGNED)
    assert any(event.what == "follows" and first.number in event.text for event in second.timeline)


def test_thanks_in_the_thread_of_a_closed_case_opens_nothing(office: Office) -> None:
    closed(office)
    writes_again(office, "谢谢，辛苦了！", In_Reply_To="<m1@farridge.example>")
    assert office.case().state is State.CLOSED
    assert "辛苦了" in text_of(office.last(ENGINEER))


def answered(office: Office) -> EmailMessage:
    opened(office, HARMLESS)
    says(office, ENGINEER, "answer: We have replaced the parts.", TUESDAY)
    office.works(at("2026-03-03 10:15"))
    assert office.case().state is State.REPLIED
    return office.last(CUSTOMER)


@pytest.mark.parametrize("words", ["The new parts failed as well.", "We do not accept this.", "对贵司的答复不满意。"])
def test_who_objects_to_our_answer_opens_the_case_again_with_a_new_date(office: Office, words: str) -> None:
    answer = answered(office)
    says(office, CUSTOMER, words, at("2026-03-09 10:00"), to=answer)
    case = office.case()
    assert case.state is State.REOPENED
    assert [(c.deadline.what, c.deadline.due) for c in case.clocks if c.met_at is None and c.deadline.due] == [
        ("first_answer", at("2026-03-12 23:59:59"))
    ]


def test_who_thanks_for_our_answer_starts_no_clock(office: Office) -> None:
    answer = answered(office)
    says(office, CUSTOMER, "Thank you, all is well.", at("2026-03-09 10:00"), to=answer)
    case = office.case()
    assert case.state is State.REPLIED
    assert [c.deadline.what for c in case.clocks if c.met_at is None and c.deadline.due] == []


def test_after_an_answer_no_new_fact_makes_the_first_answer_late(office: Office) -> None:
    answer = answered(office)
    says(office, CUSTOMER, "Thank you. Batch: 2506-08B", at("2026-03-20 10:00"), to=answer)
    office.works(at("2026-03-25 10:00"))
    assert [mail.effect_key for mail in office.sender.sent if "remind-desk.first" in mail.effect_key] == []


def before_the_approver(office: Office) -> None:
    """A case of grade 4, whose answer is before the responsible quality person."""
    opened(office, MODULES + "涉及组件数量：0.03MW\n")
    says(office, QUALITY, "defect_degree = 3", at("2026-03-02 11:00"))
    says(office, "fu@works.example", "total_cost_cny = 12000", at("2026-03-02 12:00"))
    assert grade(office) == 4
    says(office, "fu@works.example", "答复：已安排更换。", TUESDAY)
    assert [r.role for r in office.case().rounds[-1].requests] == ["quality-owner"]


def test_a_graver_case_restarts_the_approval_with_the_approvers_of_its_new_grade(modules: Office) -> None:
    before_the_approver(modules)
    says(modules, "fu@works.example", "total_cost_cny = 200000", at("2026-03-03 12:00"))
    assert grade(modules) == 3
    before, after = modules.case().rounds
    assert (before.undone, [r.role for r in after.requests]) == (True, ["quality-director"])
    assert after.document_sha256 == before.document_sha256
    assert "请审批" in str(modules.last("chen@works.example")["Subject"])


def test_an_approved_answer_does_not_leave_when_the_case_has_become_graver_meanwhile(modules: Office) -> None:
    before_the_approver(modules)
    says(modules, QUALITY, "同意", at("2026-03-03 11:00"))
    assert modules.case().state is State.APPROVED
    says(modules, "fu@works.example", "total_cost_cny = 200000", at("2026-03-03 11:05"))
    modules.works(at("2026-03-03 11:30"))
    assert modules.case().state is State.APPROVAL_PENDING
    assert [str(mail["Subject"]) for mail in modules.sent(CUSTOMER) if "答复" in str(mail["Subject"])] == []


def test_the_desk_owner_hears_of_follow_ups_while_a_mail_is_still_in_doubt(office: Office) -> None:
    office.arrives(complaint(office, "您好，请确认交期。", subject="您好"), MONDAY)
    office.works(MONDAY)
    writes_again(office, "催一下，谢谢", In_Reply_To="<m1@farridge.example>")
    assert "催一下" in text_of(office.last(OWNER))


def test_thanks_for_a_closed_case_open_no_new_one(office: Office) -> None:
    opened(office)
    number = office.case().id
    says(office, ENGINEER, "关闭 客户确认有效", at("2026-03-10 10:00"), to=office.last(ENGINEER))
    says(office, CUSTOMER, "换货批次上线 2000 条无不良，谢谢。", at("2026-03-12 10:00"), to=office.last(CUSTOMER))
    assert [case.id for case in office.cases()] == [number]
