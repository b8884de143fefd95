"""The steps of the work, one line by mail or the same word on the command line: each kept, each confirmed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cases.state import State
from kesu.by_hand import step
from kesu.orders import CommandRefused
from tests.kesu.letters import (
    APPROVER,
    ENGINEER,
    HARMLESS,
    MODULES,
    MONDAY,
    OWNER,
    QUALITY,
    events,
    opened,
    returns,
    says,
)
from tests.office import CUSTOMER, Office, at, settings, text_of

NOON = at("2026-03-02 12:00")
TUESDAY = at("2026-03-03 10:00")


@pytest.fixture
def office() -> Office:
    office = Office()
    opened(office, HARMLESS)
    return office


def state(office: Office) -> State:
    return office.case().state


def by_hand(
    office: Office, action: str, *values: str, reason: str = "", by: str = ENGINEER, now: datetime = NOON
) -> None:
    step(office.desk, office.case(), action, values, by, reason, None, now)


def answered(office: Office, when: datetime = TUESDAY) -> None:
    """Our answer is with the customer."""
    says(office, ENGINEER, "answer: We have replaced the parts.", when, to=office.sent(ENGINEER)[0])
    office.works(when + timedelta(minutes=20))
    assert state(office) is State.REPLIED


def accepted(office: Office) -> None:
    answered(office)
    says(office, CUSTOMER, "We accept your report.", at("2026-03-05 10:00"), to=office.last(CUSTOMER))
    assert state(office) is State.IMPLEMENTING


def subjects(office: Office, whom: str) -> str:
    return "\n".join(str(mail["Subject"]) for mail in office.sent(whom))


def latest(office: Office) -> tuple[str, str, str]:
    """What the last line of the timeline says, of what and by whom, reminders and papers left out."""
    line = [each for each in office.case().timeline if each.what not in ("document", "papers ordered", "reminded")][-1]
    return line.what, line.text, line.by


# ---------------------------------------------------------------- containment and analysis


@pytest.mark.parametrize("words", ["已围堵：库存 300 条已隔离", "contained: 库存 300 条已隔离"])
def test_containment_is_reported_in_one_line_and_is_the_emergency_measure(office: Office, words: str) -> None:
    says(office, ENGINEER, words, NOON)
    case = office.case()
    assert (case.state, latest(office)) == (State.CONTAINED, ("contained", "库存 300 条已隔离", ENGINEER))
    fact = case.facts["emergency_measure"]
    assert (fact.value, fact.source) == ("库存 300 条已隔离", f"person:{ENGINEER}")
    assert "已记录围堵措施" in text_of(office.last(ENGINEER))


@pytest.mark.parametrize("word", ["contain", "contained", "已围堵"])
def test_the_command_line_takes_the_same_words(office: Office, word: str) -> None:
    by_hand(office, word, "库存", "已隔离")
    assert (state(office), latest(office)) == (State.CONTAINED, ("contained", "库存 已隔离", ENGINEER))


def test_the_analysis_starts_with_the_sample(office: Office) -> None:
    says(office, ENGINEER, "已围堵", NOON)
    says(office, ENGINEER, "收到样品 2026-03-02 11:00", at("2026-03-02 12:10"))
    assert state(office) is State.ANALYSING
    says(office, ENGINEER, "已围堵：在途 200 条已拦截", at("2026-03-02 12:20"))
    assert state(office) is State.ANALYSING


def test_a_sentence_that_begins_with_a_word_of_ours_is_a_note(office: Office) -> None:
    first = office.last(ENGINEER)
    for minute, text in enumerate(["需求，我们已转给销售。", "有效期到三月。", "done with the D4", "措施完成了吗？"]):
        says(office, ENGINEER, text, at(f"2026-03-02 12:0{minute}"), to=first)
    assert (state(office), events(office).count("note")) == (State.ASSIGNED, 4)


# ---------------------------------------------------------------- countermeasures that will not do


def test_a_countermeasure_is_sent_back_and_no_date_moves() -> None:
    office = Office()
    opened(office)
    before = [(clock.key, clock.deadline.due) for clock in office.case().clocks]
    returns(office, TUESDAY)
    assert state(office) is State.APPROVAL_PENDING
    says(office, OWNER, "退回对策 未说明流出原因", at("2026-03-03 11:00"), to=_any_to(office, OWNER))
    case = office.case()
    assert (case.state, case.round) == (State.ANALYSING, None)
    assert [(c.key, c.deadline.due) for c in case.clocks if not c.key.startswith("desk.appr")] == before
    told = next(mail for mail in reversed(office.sent(ENGINEER)) if "对策被退回" in str(mail["Subject"]))
    assert "> 未说明流出原因" in text_of(told)
    says(office, APPROVER, "同意", at("2026-03-03 12:00"))
    assert state(office) is State.ANALYSING


def _any_to(office: Office, whom: str):  # type: ignore[no-untyped-def]
    """A mail about the case to somebody who has no part in it otherwise: the case is given to them and back."""
    for to in ("desk-owner", "pqc-engineer"):
        step(office.desk, office.case(), "assign", [to], QUALITY, "", None, TUESDAY)
    office.works(TUESDAY + timedelta(minutes=1))
    return office.last(whom)


def test_sending_back_wants_its_reason(office: Office) -> None:
    says(office, ENGINEER, "退回对策", NOON)
    assert state(office) is State.ASSIGNED
    assert "请写明原因" in text_of(office.last(ENGINEER))
    with pytest.raises(CommandRefused, match="needs a reason"):
        by_hand(office, "send-back")


def test_a_dispute_goes_to_whoever_the_regulation_names_to_mediate() -> None:
    packs = ["memory-device", "manufacturer-generic/contact-sheet"]
    office = Office(settings(desk={"packs": packs, "default_pack": packs[1]}))
    opened(office, MODULES + "投诉类别：产品质量\n")
    says(office, office.case().owner, "issue_category = quality", MONDAY)
    says(office, office.case().owner, "退回对策 工艺无法实现", NOON)
    assert office.case().facts["countermeasure_rejected"].value == "1"
    says(office, office.case().owner, "争议：责任单位不认可", at("2026-03-02 12:10"))
    case = office.case()
    assert (case.state, case.facts["disputed"].value) == (State.ANALYSING, True)
    assert case.grading is not None
    assert "mediation:gm-office" in case.grading.flags
    told = office.last("gm-office@works.example")
    assert "请您协调" in str(told["Subject"])
    assert "责任单位不认可" in text_of(told)


def test_where_the_regulation_names_nobody_the_quality_manager_mediates(office: Office) -> None:
    says(office, ENGINEER, "dispute", NOON)
    assert state(office) is State.ANALYSING
    assert "请您协调" in str(office.last(QUALITY)["Subject"])


# ---------------------------------------------------------------- after the answer


def test_a_customer_who_accepts_has_the_measures_follow_and_the_owner_is_told_the_next_word(office: Office) -> None:
    accepted(office)
    told = next(mail for mail in office.sent(ENGINEER) if "客户接受了我们的答复" in str(mail["Subject"]))
    assert "    措施完成" in text_of(told).splitlines()
    assert "We accept your report." in text_of(told)


def test_measures_done_effect_confirmed_closed(office: Office) -> None:
    accepted(office)
    says(office, ENGINEER, "措施完成：新治具已上线", at("2026-03-10 10:00"))
    assert (state(office), latest(office)[:2]) == (State.VERIFYING, ("measures done", "新治具已上线"))
    says(office, ENGINEER, "有效", at("2026-03-20 10:00"))
    case = office.case()
    assert (case.state, case.next_due, events(office)[-1]) == (State.CLOSED, None, "effective")
    assert "效果有效，已结案" in text_of(office.last(ENGINEER))


def test_without_effect_the_case_goes_back_to_the_analysis_with_a_new_date(office: Office) -> None:
    accepted(office)
    by_hand(office, "done", now=at("2026-03-10 10:00"))
    says(office, ENGINEER, "无效", at("2026-03-11 10:00"))
    assert "请写明情况" in text_of(office.last(ENGINEER))
    says(office, ENGINEER, "not effective it happened again", at("2026-03-11 10:10"))
    case = office.case()
    assert case.state is State.ANALYSING
    assert [(c.deadline.what, c.deadline.due) for c in case.clocks if c.met_at is None and c.deadline.due] == [
        ("first_answer", at("2026-03-16 23:59:59"))
    ]


@pytest.mark.parametrize(
    ("word", "wrong"), [("措施完成", "报告措施完成"), ("有效", "确认有效"), ("无效 再次发生", "报告无效")]
)
def test_a_step_out_of_turn_is_refused_with_state_and_step(office: Office, word: str, wrong: str) -> None:
    before = office.case()
    says(office, ENGINEER, word, NOON)
    answer = text_of(office.last(ENGINEER))
    assert f"投诉 K2026-00001 的状态是“已分派”，不能{wrong}" in answer
    assert (office.case().state, office.case().timeline) == (before.state, before.timeline)


def test_silence_for_a_fortnight_counts_as_acceptance(office: Office) -> None:
    answered(office)
    office.works(at("2026-03-17 10:19"))
    assert state(office) is State.REPLIED
    office.works(at("2026-03-17 10:20"))
    assert (state(office), events(office).count("silent")) == (State.IMPLEMENTING, 1)
    assert "客户一直没有回音" in str(office.last(ENGINEER)["Subject"])


def test_how_long_silence_must_last_is_a_setting_and_a_word_of_the_customer_starts_it_anew() -> None:
    office = Office(settings(desk={"silence_days": 3}))
    opened(office, HARMLESS)
    answered(office)
    says(office, CUSTOMER, "Thank you.", at("2026-03-05 10:00"), to=office.last(CUSTOMER))
    office.works(at("2026-03-07 10:00"))
    assert state(office) is State.REPLIED
    office.works(at("2026-03-08 10:00"))
    assert state(office) is State.IMPLEMENTING


def test_a_step_that_nobody_reports_is_asked_for_again_and_again(office: Office) -> None:
    accepted(office)
    office.works(at("2026-03-19 10:00"))
    office.works(at("2026-03-19 10:01"))
    office.works(at("2026-04-02 10:00"))
    asked = [mail for mail in office.sender.sent if "/implementing-" in mail.effect_key]
    assert [mail.recipient for mail in asked] == [ENGINEER, ENGINEER]
    assert state(office) is State.IMPLEMENTING


def test_what_the_customer_says_on_the_phone_one_of_us_reports(office: Office) -> None:
    answered(office)
    says(office, ENGINEER, "客户接受", at("2026-03-04 10:00"))
    assert state(office) is State.IMPLEMENTING
    says(office, ENGINEER, "客户不接受 新批次又有 2 条", at("2026-03-05 10:00"))
    assert (state(office), latest(office)[:2]) == (
        State.REOPENED,
        ("reopened", "the customer objects: 新批次又有 2 条"),
    )


def test_who_objects_while_the_measures_run_opens_the_case_again(office: Office) -> None:
    accepted(office)
    says(office, CUSTOMER, "Two more parts failed.", at("2026-03-20 10:00"), to=office.last(CUSTOMER))
    assert state(office) is State.REOPENED
    assert events(office).count("reopened") == 1


def test_a_closed_case_is_opened_again_by_a_person_with_the_reason(office: Office) -> None:
    first = office.last(ENGINEER)
    says(office, ENGINEER, "关闭 已换货", NOON)
    says(office, ENGINEER, "重新打开", at("2026-03-02 12:10"), to=first)
    assert state(office) is State.CLOSED
    says(office, ENGINEER, "reopen the customer called again", at("2026-03-09 10:00"), to=first)
    case = office.case()
    assert (case.state, latest(office)[0]) == (State.REOPENED, "opened again")
    assert any(c.deadline.due == at("2026-03-12 23:59:59") and c.met_at is None for c in case.clocks)


def test_giving_a_reopened_case_to_somebody_puts_it_to_work(office: Office) -> None:
    by_hand(office, "close", reason="done")
    by_hand(office, "reopen", reason="called again")
    by_hand(office, "assign", "fae")
    assert state(office) is State.ASSIGNED


# ---------------------------------------------------------------- declining

REFUSAL = "不受理 属正常损耗，不在质保范围\n\n复测 7 条均合格；接口磨损见附图。\n\n罗静\n"


def test_a_complaint_is_declined_with_reason_and_findings_and_the_customer_reads_both(office: Office) -> None:
    says(office, ENGINEER, REFUSAL, TUESDAY)
    assert (state(office), latest(office)[0]) == (State.APPROVED, "answer queued")
    office.works(TUESDAY + timedelta(minutes=20))
    case = office.case()
    assert (case.state, case.next_due, events(office)[-1]) == (State.DECLINED, None, "declined")
    letter = office.last(CUSTOMER)
    for words in ("属正常损耗，不在质保范围", "复测 7 条均合格"):
        assert words in text_of(letter)
    assert "罗静" not in text_of(letter)


def test_where_the_grade_has_approvers_they_decide_on_the_refusal_first() -> None:
    office = Office()
    opened(office)
    says(office, ENGINEER, REFUSAL, TUESDAY)
    assert state(office) is State.APPROVAL_PENDING
    assert "已送审" in text_of(office.last(ENGINEER))
    says(office, APPROVER, "同意", at("2026-03-03 11:00"))
    office.works(at("2026-03-03 11:20"))
    assert state(office) is State.DECLINED


@pytest.mark.parametrize("text", ["不受理", "不受理 属正常损耗", "不受理 属正常损耗\n\n罗静", "decline normal wear"])
def test_declining_without_reason_and_findings_changes_nothing(office: Office, text: str) -> None:
    says(office, ENGINEER, text, NOON)
    assert state(office) is State.ASSIGNED
    assert "核实情况" in text_of(office.last(ENGINEER))


def test_on_the_command_line_the_findings_stand_behind_the_word(office: Office) -> None:
    with pytest.raises(CommandRefused, match="findings"):
        by_hand(office, "decline", reason="normal wear")
    by_hand(office, "decline", "all seven parts passed the test", reason="normal wear")
    assert state(office) is State.APPROVED


def test_a_customer_without_an_address_is_told_by_hand_and_the_case_ends() -> None:
    office = Office()
    text = HARMLESS.replace("Dear Sir or Madam", "Complaint by phone")
    office.arrives(office.letter(f"罗静 <{ENGINEER}>", "电话投诉登记", text), MONDAY)
    office.works(MONDAY)
    says(office, ENGINEER, REFUSAL, TUESDAY)
    assert (state(office), latest(office)[0]) == (State.DECLINED, "declined")
    assert "请自行告知" in text_of(office.last(ENGINEER))


def test_who_objects_to_a_refusal_opens_the_same_case_again(office: Office) -> None:
    says(office, ENGINEER, REFUSAL, TUESDAY)
    office.works(TUESDAY + timedelta(minutes=20))
    says(office, CUSTOMER, "This is no wear: the parts are defective.", at("2026-03-04 10:00"))
    assert state(office) is State.REOPENED


def test_a_refusal_can_be_called_back_before_it_leaves(office: Office) -> None:
    opened_at = TUESDAY
    says(office, ENGINEER, REFUSAL, opened_at)
    says(office, ENGINEER, "撤回", opened_at + timedelta(minutes=5))
    office.works(opened_at + timedelta(minutes=30))
    assert state(office) is State.DRAFTED
    assert "核实结果" not in subjects(office, CUSTOMER)
