"""What may be no complaint is asked of a person, with the mail attached; one word answers."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest

from cases.lives import life_of
from cases.state import State
from kesu.by_hand import step
from kesu.orders import CommandRefused
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
from tests.office import CUSTOMER, ZONE, Office, at, files_of, settings, text_of

ORDER = "您好，附件是采购订单 PO-2026-018，请确认交期。谢谢。"
ADVERT = "Special offer! Our webinar on SEO: unsubscribe here."
CV = "您好，我是应届毕业生，附上简历，求职质量工程师。"
LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    return Office()


def doubtful(office: Office, text: str = ORDER, subject: str = "采购订单") -> EmailMessage:
    """The question that the owner of the desk gets about a doubtful mail."""
    office.arrives(complaint(office, text, subject=subject), MONDAY)
    office.works(MONDAY)
    return office.last(OWNER)


@pytest.mark.parametrize(("text", "subject"), [(ORDER, "采购订单"), (ADVERT, "Webinar"), (CV, "求职简历")])
def test_what_shows_no_complaint_is_asked_of_the_desk_owner_with_the_mail_attached(
    office: Office, text: str, subject: str
) -> None:
    question = doubtful(office, text, subject)
    case = office.case()
    assert (case.state, case.grading, case.owner) == (State.TRIAGE, None, "")
    assert office.sent(CUSTOMER) == []
    (attached,) = files_of(question).values()
    assert attached == office.desk.spool.read(case.timeline[0].mail)
    for word in ("投诉", "不是", "归并"):
        assert word in text_of(question)


def test_one_word_makes_it_a_complaint_graded_and_acknowledged_as_if_it_had_just_come(office: Office) -> None:
    doubtful(office)
    says(office, OWNER, "投诉", LATER)
    case = office.case()
    assert case.state is not State.TRIAGE
    assert case.grading is not None
    assert len(office.sent(CUSTOMER)) == 1
    assert case.documents != ()


def test_one_word_puts_it_aside_and_nobody_outside_hears_of_it(office: Office) -> None:
    doubtful(office)
    says(office, OWNER, "不是", LATER)
    assert office.case().state is State.DISMISSED
    assert office.sent(CUSTOMER) == []


def test_it_can_be_merged_into_the_case_it_belongs_to(office: Office) -> None:
    opened(office)
    office.arrives(complaint(office, "补充：联系人改为李工。", sender="buyer@farridge.example", subject="补充"), LATER)
    office.works(LATER)
    says(office, OWNER, "归并 K2026-00001", LATER + timedelta(hours=1))
    first, second = office.cases()
    assert (second.state, second.duplicate_of) == (State.DISMISSED, "K2026-00001")
    assert "buyer@farridge.example" in first.parties


def test_after_a_merge_the_sender_writes_on_in_the_case_it_was_merged_into(office: Office) -> None:
    test_it_can_be_merged_into_the_case_it_belongs_to(office)
    again = office.letter("<buyer@farridge.example>", "Re: 补充", "产线停线：是", to=None)
    again["In-Reply-To"] = "<m2@farridge.example>"
    office.arrives(again, at("2026-03-03 10:00"))
    office.works(at("2026-03-03 10:00"))
    assert [case.state for case in office.cases()][1:] == [State.DISMISSED]
    assert [event.what for event in office.cases()[0].timeline].count("follow-up") == 1


def test_whose_case_it_becomes_learns_what_was_merged_into_it(office: Office) -> None:
    opened(office, HARMLESS)
    office.arrives(complaint(office, "One more thing: see you at 5.", subject="hello", sender="x@y.example"), LATER)
    office.works(LATER)
    says(office, OWNER, "merge K2026-00001", LATER + timedelta(hours=1))
    assert "see you at 5" in text_of(office.last("luo@works.example"))


def test_merging_into_a_case_that_does_not_exist_is_answered_and_changes_nothing(office: Office) -> None:
    doubtful(office)
    says(office, OWNER, "归并 K2026-00099", LATER)
    assert office.case().state is State.TRIAGE
    assert "K2026-00099" in text_of(office.last(OWNER))


def test_a_question_that_nobody_answers_is_asked_again(office: Office) -> None:
    question = doubtful(office)
    office.works(at("2026-03-05 09:00"))
    again = office.last(OWNER)
    assert again["Message-ID"] != question["Message-ID"]
    assert again["Subject"] == question["Subject"]
    office.works(at("2026-03-05 09:01"))
    assert len(office.sent(OWNER)) == 2


def test_the_regulation_can_be_chosen_with_the_answer(office: Office) -> None:
    doubtful(office, "见附件", "光伏组件 250W")
    says(office, OWNER, "pack = pv-module", LATER)
    says(office, OWNER, "投诉", LATER + timedelta(hours=1))
    case = office.case()
    assert (case.pack, case.state) == ("pv-module", State.WAITING_CUSTOMER)


def test_an_answered_question_cannot_be_answered_again(office: Office) -> None:
    question = doubtful(office)
    says(office, OWNER, "投诉", LATER, to=question)
    before = office.case().state
    says(office, OWNER, "不是", LATER + timedelta(hours=2), to=question)
    assert office.case().state is before
    assert events(office).count("dismissed") == 0


# ---------------------------------------------------------------- at any time: what a case turns out to be

NOON = at("2026-03-02 12:00")


def at_work(text: str = HARMLESS) -> Office:
    """A case that is registered, graded and with its owner."""
    office = Office()
    opened(office, text)
    return office


def done_mail(office: Office, whom: str) -> str:
    """The confirmation that somebody got last."""
    return text_of(next(mail for mail in reversed(office.sent(whom)) if "已办理" in str(mail["Subject"])))


def test_a_case_turns_out_to_be_no_complaint_at_any_time_and_no_longer_counts() -> None:
    office = at_work()
    says(office, ENGINEER, "不是投诉：只是询价", NOON)
    case = office.case()
    assert (case.state, case.next_due) == (State.DISMISSED, None)
    assert (case.timeline[-1].what, case.timeline[-1].text, case.timeline[-1].by) == ("dismissed", "只是询价", ENGINEER)
    assert "不是投诉，已归档：只是询价" in done_mail(office, ENGINEER)


@pytest.mark.parametrize("text", ["不是", "no"])
def test_a_bare_no_dismisses_nothing_that_is_at_work(text: str) -> None:
    office = at_work()
    says(office, ENGINEER, text, NOON)
    assert office.case().state is State.ASSIGNED
    assert "请写“不是投诉 原因”" in text_of(office.last(ENGINEER))


def test_whoever_has_a_case_hears_that_another_has_put_it_aside() -> None:
    office = at_work()
    step(office.desk, office.case(), "not a complaint", ["询价"], QUALITY, "", None, NOON)
    office.works(NOON)
    assert "已作非投诉归档" in str(office.last(ENGINEER)["Subject"])


def modules_case() -> Office:
    office = Office(settings(desk={"default_pack": "pv-module"}))
    opened(office, MODULES + "涉及组件数量：0.3MW\n")
    return office


def test_a_demand_goes_by_the_rules_for_demands() -> None:
    office = modules_case()
    says(office, office.case().owner, "需求", NOON)
    case = office.case()
    assert (case.state, case.facts["valid_complaint"].value) == (State.DEMAND, False)
    assert case.grading is not None
    assert "按需求处理" in done_mail(office, case.owner)
    says(office, case.owner, "demand_capability = sales", at("2026-03-02 12:10"))
    case = office.case()
    assert case.grading is not None
    assert str(case.grading.grade).startswith("N")


def test_a_demand_makes_the_case_milder_so_that_not_everybody_can_say_so() -> None:
    office = modules_case()
    with pytest.raises(CommandRefused, match="may lower the grade"):
        step(office.desk, office.case(), "demand", [], "accounting", "", None, NOON)


def test_a_demand_can_be_a_complaint_after_all() -> None:
    office = modules_case()
    owner = office.case().owner
    says(office, owner, "需求", NOON)
    says(office, owner, "投诉", at("2026-03-02 12:10"))
    assert office.case().state is State.ASSIGNED
    assert office.case().facts["valid_complaint"].value is True


def test_a_doubtful_mail_can_be_taken_as_a_demand_at_once(office: Office) -> None:
    doubtful(office)
    says(office, OWNER, "需求", LATER)
    assert office.case().state is State.DEMAND
    assert len(office.sent(CUSTOMER)) == 1


def demanded(office: Office) -> None:
    """A line stop that turns out to be a wish; the regulation says nothing of such."""
    says(office, ENGINEER, "需求 客户希望延长质保", LATER)


def test_a_demand_stops_the_clocks_of_a_complaint_and_the_first_answer_is_due() -> None:
    office = at_work(LINE_STOP)
    demanded(office)
    case = office.case()
    running = [(clock.deadline.rule, clock.deadline.due) for clock in case.clocks if clock.met_at is None]
    assert (case.state, running) == (State.DEMAND, [("desk.first_answer", at("2026-03-05 23:59:59"))])
    (line,) = [line for line in case.timeline if line.what == "clocks stopped"]
    assert line.by == ENGINEER
    assert line.text == "onsite_verification (2026-03-02 14:00), preliminary_report, final_report (2026-03-12 23:59)"


def test_the_clocks_that_stopped_are_told_in_words() -> None:
    office = at_work(LINE_STOP)
    demanded(office)
    says(office, ENGINEER, "状态", at("2026-03-02 11:30"))
    (line,) = [line for line in text_of(office.last(ENGINEER)).splitlines() if "停止投诉时限" in line]
    assert line.endswith("停止投诉时限：到现场确认（2026-03-02 14:00）、初步分析报告、最终报告（2026-03-12 23:59）")


def test_of_a_demand_nobody_is_reminded_but_of_the_first_answer() -> None:
    office = at_work(LINE_STOP)
    demanded(office)
    before = len(office.sender.sent)
    for day in range(3, 20):
        office.works(at(f"2026-03-{day:02} 10:00"))
    told = office.sent()[before:]
    assert [mail["To"] for mail in told if "首次答复客户" not in str(mail["Subject"])] == []
    assert told != []
    assert all("最终报告" not in text_of(mail) and "R16-" not in text_of(mail) for mail in told)
    assert "等级：按需求处理" in text_of(told[0])


def test_a_customer_s_further_mail_starts_no_clock_of_a_demand_again() -> None:
    office = at_work(LINE_STOP)
    demanded(office)
    says(office, CUSTOMER, "批次召回：是", at("2026-03-02 13:00"))
    case = office.case()
    assert [clock.deadline.rule for clock in case.clocks if clock.met_at is None] == ["desk.first_answer"]


def test_a_demand_that_has_been_closed_counts_as_no_valid_complaint() -> None:
    office = at_work(LINE_STOP)
    demanded(office)
    says(office, ENGINEER, "关闭 已答复客户", at("2026-03-03 10:00"))
    assert office.case().state is State.CLOSED
    assert life_of(office.case(), ZONE).valid is False


def test_what_is_a_complaint_after_all_has_the_clocks_of_one_again() -> None:
    office = at_work(LINE_STOP)
    before = [(clock.key, clock.deadline) for clock in office.case().clocks]
    demanded(office)
    says(office, ENGINEER, "投诉", at("2026-03-02 13:00"))
    assert [(clock.key, clock.deadline) for clock in office.case().clocks] == before


def test_a_demand_stays_one_under_a_regulation_that_grades_demands() -> None:
    office = at_work(LINE_STOP)
    demanded(office)
    says(office, ENGINEER, "制度 pv-module", at("2026-03-02 13:00"))
    assert office.case().facts["valid_complaint"].value is False


# ---------------------------------------------------------------- the wrong regulation


@pytest.mark.parametrize("words", ["制度 pv-module，实为组件", "pack pv-module", "pack = pv-module"])
def test_under_another_regulation_a_case_has_its_grade_owner_and_papers(words: str) -> None:
    office = at_work()
    papers = len(office.case().documents)
    says(office, ENGINEER, words, NOON)
    case = office.case()
    assert (case.pack, case.pack_version) == ("pv-module", office.desk.packs["pv-module"].version)
    assert case.grading is not None
    assert all(not reason.rule.startswith("R16") for reason in case.grading.reasons)
    assert (case.owner, len(case.documents) > papers) == ("fu@works.example", True)
    assert any("联络单" in name for name in files_of(office.last("fu@works.example")))
    line = next(line for line in case.timeline if line.what == "other pack")
    assert line.text.startswith("memory-device → pv-module")
    assert "R16-D1" not in {clock.deadline.rule for clock in case.clocks}


def test_under_another_regulation_whoever_gets_the_case_reads_its_questions_in_one_mail() -> None:
    office = at_work()
    before = len(office.sent("fu@works.example"))
    says(office, ENGINEER, "制度 pv-module，实为组件", NOON)
    office.works(at("2026-03-02 12:30"))
    asking = [mail for mail in office.sent("fu@works.example")[before:] if "    total_cost_cny =" in text_of(mail)]
    assert [str(mail["Subject"])[:3] for mail in asking] == ["新投诉"]


def test_under_another_regulation_it_has_that_one_s_number() -> None:
    packs = ["memory-device", "manufacturer-generic/numbered-sheet"]
    office = Office(settings(desk={"packs": packs}))
    opened(office)
    assert office.case().case_no == ""
    says(office, ENGINEER, "制度 manufacturer-generic/numbered-sheet", NOON)
    says(office, office.case().owner, "loss = true", at("2026-03-02 12:10"))
    assert office.case().case_no == "202603-001"


@pytest.mark.parametrize(("words", "why"), [("制度 no-such", "没有制度 no-such"), ("制度 memory-device", "已适用")])
def test_a_regulation_that_is_not_there_or_is_its_own_changes_nothing(words: str, why: str) -> None:
    office = at_work()
    before = office.case()
    says(office, ENGINEER, words, NOON)
    assert why in text_of(office.last(ENGINEER))
    assert (office.case().pack, office.case().timeline) == (before.pack, before.timeline)


# ---------------------------------------------------------------- duplicates and two in one


def test_a_duplicate_joins_the_other_case_by_either_word() -> None:
    office = at_work()
    opened(office, HARMLESS, sender="b@else.example")
    first, second = office.cases()
    mail = next(m for m in reversed(office.sent(ENGINEER)) if second.id in str(m["Subject"]))
    says(office, ENGINEER, f"重复 {first.id}", NOON, to=mail)
    first, second = office.cases()
    assert (second.state, second.duplicate_of) == (State.DISMISSED, first.id)
    assert "b@else.example" in first.parties
    assert f"已并入：{first.id}" in done_mail(office, ENGINEER)


def test_two_complaints_in_one_mail_become_two_cases_that_know_each_other() -> None:
    office = at_work(LINE_STOP)
    says(office, ENGINEER, "拆分 外箱标签错误\n不良数量：3 箱", NOON)
    first, second = office.cases()
    assert (first.related, second.related) == ((second.id,), (first.id,))
    assert (second.id, second.words, second.customer) == ("K2026-00002", first.words, first.customer)
    assert second.problem_key not in ("", first.problem_key)
    assert [line.text for line in first.timeline if line.what == "split off"] == [
        "K2026-00002: 外箱标签错误\n不良数量：3 箱"
    ]
    assert "已拆分出另案：K2026-00002" in done_mail(office, ENGINEER)


def test_the_second_has_customer_and_product_of_the_first_and_of_its_own_what_a_colleague_says() -> None:
    office = at_work(LINE_STOP)
    says(office, ENGINEER, "batch_no = 2506-08B", LATER)
    says(office, ENGINEER, "拆分 外箱标签错误\n不良数量：3 箱", NOON)
    first, second = office.cases()
    assert {name: fact.value for name, fact in second.facts.items()} == {
        "customer_name": "远岭服务器制造有限公司",
        "product_name": "服务器内存",
        "model": "DDR5-32G",
        "batch_no": "2506-08B",
        "failure_mode": "外箱标签错误",
        "qty_defect": "3",
        "problem_key": "DDR5-32G/外箱标签错误",
    }
    said = {name for name, fact in second.facts.items() if fact.source == f"person:{ENGINEER}"}
    assert said == {"batch_no", "failure_mode", "qty_defect", "problem_key"}
    assert (first.facts["line_stop"].value, first.facts["qty_defect"].value) == (True, "7")


def test_each_of_the_two_has_its_own_grade() -> None:
    office = at_work(LINE_STOP)
    step(office.desk, office.case(), "split", ["标签错误\n产线停线：否\n影响正常生产：是"], ENGINEER, "", None, NOON)
    first, second = office.cases()
    grades = [{reason.rule for reason in case.grading.reasons} for case in (first, second) if case.grading]
    assert grades == [{"R16-G1c"}, {"R16-G2a"}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LINE_STOP, "您在编号 K2026-00001 下来信反映的情况包含两件事，现分为两件分别处理"),
        (HARMLESS, "What you told us under the number K2026-00001 concerns two matters"),
    ],
)
def test_the_customer_reads_that_the_matter_is_handled_as_two(text: str, said: str) -> None:
    office = at_work(text)
    assert said not in text_of(office.last(CUSTOMER))
    says(office, ENGINEER, "拆分 外箱标签错误\n不良数量：3 箱", NOON)
    assert len(office.sent(CUSTOMER)) == 2
    receipt = text_of(office.last(CUSTOMER))
    assert said in receipt
    assert "    K2026-00002" in receipt.splitlines()
    second = office.cases()[1]
    assert {"held", "remarked"}.isdisjoint(line.what for line in second.timeline)


def test_what_is_split_off_must_be_named() -> None:
    office = at_work()
    says(office, ENGINEER, "拆分", NOON)
    assert len(office.cases()) == 1
    assert "请写明另案内容" in text_of(office.last(ENGINEER))


# ---------------------------------------------------------------- taken back


@pytest.mark.parametrize("words", ["客户撤诉 已自行解决", "withdrawn 已自行解决"])
def test_a_withdrawn_complaint_is_over_with_its_reason(words: str) -> None:
    office = at_work()
    says(office, ENGINEER, words, NOON)
    case = office.case()
    assert (case.state, case.next_due, case.timeline[-1].text) == (State.WITHDRAWN, None, "已自行解决")
    assert "客户已撤诉，已结束：已自行解决" in done_mail(office, ENGINEER)


def test_when_the_customer_takes_it_back_the_owner_is_asked_and_nothing_happens_by_itself() -> None:
    office = at_work(LINE_STOP)
    says(office, CUSTOMER, "经核实是我司测试架问题，我们撤回投诉。", NOON)
    assert (office.case().state, events(office).count("perhaps withdrawn")) == (State.ASSIGNED, 1)
    question = next(mail for mail in office.sent(ENGINEER) if "似要撤诉" in str(mail["Subject"]))
    assert "测试架问题" in text_of(question)
    says(office, ENGINEER, "客户撤诉 客户测试架问题", at("2026-03-02 13:00"), to=question)
    assert office.case().state is State.WITHDRAWN


def test_the_customer_s_withdrawal_is_one_mail_to_the_owner_with_words_files_and_the_verb() -> None:
    office = at_work(LINE_STOP)
    before = len(office.sent(ENGINEER))
    mail = office.letter(f"<{CUSTOMER}>", "", "经核实是我司测试架问题，我们撤回投诉。", to=office.last(CUSTOMER))
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="report.pdf")
    office.arrives(mail, LATER)
    office.works(LATER)
    office.works(at("2026-03-02 11:30"))
    (told,) = office.sent(ENGINEER)[before:]
    assert "似要撤诉" in str(told["Subject"])
    assert "测试架问题" in text_of(told)
    assert any(line.startswith("    客户撤诉") for line in text_of(told).splitlines())
    assert files_of(told) == {"report.pdf": b"%PDF-1.4"}


def test_who_has_no_code_says_none_of_it() -> None:
    office = at_work()
    for minute, text in enumerate(["需求", "制度 pv-module", "拆分 标签", "客户撤诉 误会", "不是投诉", "有效"]):
        office.arrives(office.letter("<chen@works.example>", "Re: [K2026-00001]", text), at(f"2026-03-02 12:0{minute}"))
        says(office, CUSTOMER, text, at(f"2026-03-02 12:1{minute}"))
    assert (len(office.cases()), office.case().state, office.case().pack) == (1, State.ASSIGNED, "memory-device")
