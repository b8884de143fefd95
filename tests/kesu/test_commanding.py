"""Corrections and steps by our own people, by mail and from the command line; each keeps who and why."""

from __future__ import annotations

import pytest

from cases.model import Case, Fact
from cases.state import State
from kesu.by_hand import UnknownAction, step
from kesu.orders import CommandRefused
from kesu.verbs import VERBS
from tests.kesu.letters import APPROVER, ENGINEER, HARMLESS, LINE_STOP, MONDAY, OWNER, events, opened, says
from tests.office import CUSTOMER, Office, at, files_of, text_of

NOON = at("2026-03-02 12:00")


@pytest.fixture
def office() -> Office:
    office = Office()
    opened(office, HARMLESS)
    return office


def by_hand(
    office: Office,
    action: str,
    *values: str,
    reason: str = "",
    at_: str | None = None,
    by: str = "li.gong@works.example",
) -> Case:
    return step(office.desk, office.case(), action, values, by, reason, at_, NOON)


def grade(office: Office) -> object:
    grading = office.case().grading
    return grading.grade if grading else None


# ---------------------------------------------------------------- from the command line


def test_a_fact_set_by_hand_keeps_who_when_and_why_and_grades_the_case_again(office: Office) -> None:
    by_hand(office, "set", "line_stop=true", reason="the customer called")
    assert office.case().facts["line_stop"] == Fact(
        True, "person:li.gong@works.example", NOON, reason="the customer called"
    )
    assert grade(office) == 1


def test_several_facts_are_set_at_once(office: Office) -> None:
    by_hand(office, "set", "qty_defect=9", "failure_mode=客户原因导致的损坏")
    facts = office.case().facts
    assert (facts["qty_defect"].value, facts["failure_mode"].value) == ("9", "客户原因导致的损坏")


def test_downwards_a_grade_goes_only_with_a_reason() -> None:
    office = Office()
    opened(office, LINE_STOP)
    by_hand(office, "set", "line_stop=false", "production_affected=false")
    assert grade(office) == 1
    by_hand(office, "regrade", reason="line stop withdrawn by the customer on the phone", by=ENGINEER)
    assert grade(office) == 3
    assert any("withdrawn" in event.text for event in office.case().timeline if event.what == "regrade asked")


def test_an_event_is_no_reason_for_a_milder_grade() -> None:
    office = Office()
    opened(office, LINE_STOP)
    says(office, CUSTOMER, "产线停线：否\n影响正常生产：否\n", at("2026-03-02 11:00"))
    by_hand(office, "event", "sample_received_at", at_="2026-03-02T11:30:00+08:00")
    assert grade(office) == 1


@pytest.mark.parametrize(
    ("action", "values", "at_", "why"),
    [
        ("set", ["line_stop"], None, "FACT=VALUE"),
        ("set", [], None, "FACT=VALUE"),
        ("set", ["no_such_fact=1"], None, "there is no fact 'no_such_fact'"),
        ("set", ["line_stop=perhaps"], None, "line_stop must be true or false"),
        ("set", ["pack=no-such"], None, "there is no regulation 'no-such'"),
        ("event", ["sample_received_at"], "2026-03-02 11:00", "has no offset"),
        ("event", ["sample_received_at"], "yesterday", "is not ISO 8601"),
        ("event", ["sample_received_at"], "2026-04-02T11:00:00+08:00", "has not come yet"),
        ("event", ["a", "b"], None, "name one event"),
        ("event", ["no_such_fact"], None, "there is no fact 'no_such_fact'"),
        ("assign", ["nobody"], None, "knows nobody called 'nobody'"),
        ("close", [], None, "closing needs a reason"),
    ],
)
def test_what_cannot_be_done_says_why_and_changes_nothing(
    office: Office, action: str, values: list[str], at_: str | None, why: str
) -> None:
    before = office.case()
    with pytest.raises(CommandRefused, match=why):
        by_hand(office, action, *values, at_=at_)
    assert office.case() == before


def test_there_is_no_other_action(office: Office) -> None:
    with pytest.raises(UnknownAction):
        by_hand(office, "explode")


def test_closing_keeps_the_reason_and_ends_every_clock(office: Office) -> None:
    case = by_hand(office, "close", reason="customer confirmed")
    assert (case.state, case.next_due) == (State.CLOSED, None)
    assert (case.timeline[-1].what, case.timeline[-1].text) == ("closed", "customer confirmed")
    with pytest.raises(CommandRefused, match="cannot close"):
        by_hand(office, "close", reason="again")
    with pytest.raises(CommandRefused, match="is closed"):
        by_hand(office, "assign", "gm")


@pytest.mark.parametrize("who", ["resp-dept-manager", "江海川", APPROVER])
def test_a_case_is_given_to_a_role_a_name_or_an_address_and_the_papers_follow(office: Office, who: str) -> None:
    by_hand(office, "assign", who)
    office.works(NOON)
    assert office.case().owner == APPROVER
    assert any("联络单" in name for name in files_of(office.last(APPROVER)))


def test_what_was_done_by_hand_belongs_to_the_timeline(office: Office) -> None:
    by_hand(office, "set", "qty_defect=9", reason="counted again")
    line = next(event for event in office.case().timeline if event.what == "facts set")
    assert (line.by, line.text) == ("li.gong@works.example", "qty_defect = 9 (counted again)")


# ---------------------------------------------------------------- by mail


def test_facts_by_mail_are_kept_with_their_sender_and_reason_and_confirmed(office: Office) -> None:
    says(office, ENGINEER, "line_stop = true 理由 客户来电确认\n不良数量 = 9\n\n罗静", NOON)
    facts = office.case().facts
    assert (facts["line_stop"].value, facts["line_stop"].source, facts["line_stop"].reason) == (
        True,
        f"person:{ENGINEER}",
        "客户来电确认",
    )
    assert facts["qty_defect"].value == "9"
    done = next(mail for mail in office.sent(ENGINEER) if "已办理" in str(mail["Subject"]))
    assert "- 停线：是" in text_of(done)


def test_a_value_may_contain_the_word_reason(office: Office) -> None:
    says(office, ENGINEER, "failure_mode = 人为原因损坏", NOON)
    assert office.case().facts["failure_mode"].value == "人为原因损坏"


def test_by_mail_a_case_is_assigned_closed_and_graded_again(office: Office) -> None:
    says(office, ENGINEER, "指派 江海川", NOON)
    assert office.case().owner == APPROVER
    says(office, ENGINEER, "重新定级 再看一遍", at("2026-03-02 12:10"))
    assert "regrade asked" in events(office)
    says(office, ENGINEER, "关闭 客户确认有效", at("2026-03-02 12:20"))
    assert office.case().state is State.CLOSED


def test_status_tells_state_grade_dates_and_the_latest_events(office: Office) -> None:
    says(office, ENGINEER, "状态", NOON)
    text = text_of(office.last(ENGINEER))
    for part in ("K2026-00001", "三级", "R16-G3a", "首次答复客户"):
        assert part in text


EXAMPLES = [verb.example(lang) for verb in VERBS for lang in ("zh", "en")]
WORDS = [example for example in EXAMPLES if not example.startswith(("（", "("))]
"""Those that are written in the mail; the others are files."""


@pytest.mark.parametrize("example", WORDS)
def test_every_example_in_the_help_is_understood(office: Office, example: str) -> None:
    mail = office.letter(f"<{ENGINEER}>", "", example, to=office.last(ENGINEER))
    said = office.desk.read(mail.as_bytes(), NOON).decision
    assert said is not None
    assert (said.refused_because, said.verb != "unclear") == ("", True)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("no_such_fact = 5", "没有名为 no_such_fact 的事实"),
        (
            "line_stop = perhaps",
            "停线（line_stop）须为是或否，不能是“perhaps” / Line stop: line_stop must be true or false",
        ),
        (
            "sample_received_at = 大概上周",
            "须为日期或时间，例如 2026-03-02 10:00，不能是“大概上周” / Sample received: sample_received_at must",
        ),
        ("onsite_arrival_at = 大概", "（onsite_arrival_at）须为日期或时间"),
        ("指派 无名氏", "人员表中没有 无名氏"),
        ("关闭", "请写明原因"),
        ("归并 K2026-00099", "没有编号为 K2026-00099"),
        ("事件 sample_received_at 很久以前", "没有读懂时间"),
        ("投诉", "不在待判断状态"),
    ],
)
def test_a_command_without_effect_is_answered_with_the_reason(office: Office, text: str, why: str) -> None:
    before = office.case()
    says(office, ENGINEER, text, NOON)
    answer = office.last(ENGINEER)
    assert "没有生效" in text_of(answer)
    assert why in text_of(answer)
    assert text in text_of(answer)
    assert office.case().facts == before.facts
    assert (office.case().owner, office.case().state) == (before.owner, before.state)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("停线：是", {"line_stop": True}),
        ("停线: 是\n召回：是\n\n罗静\n电话：0312-5550123", {"line_stop": True}),
        ("Line stop: yes", {"line_stop": True}),
        ("样品签收：2026-03-02 09:00", {}),
    ],
)
def test_a_known_name_before_a_colon_is_as_good_as_an_equals_sign(
    office: Office, text: str, facts: dict[str, object]
) -> None:
    says(office, ENGINEER, text, NOON)
    case = office.case()
    assert {name: case.facts[name].value for name in facts} == facts
    assert "contact_phone" not in case.facts
    assert ("note" in events(office)) == (not facts)


def test_an_unknown_name_before_an_equals_sign_is_answered_at_once_and_is_no_note(office: Office) -> None:
    says(office, ENGINEER, "未知名称 = 1", NOON)
    assert "没有名为 未知名称 的事实 / there is no fact '未知名称'" in text_of(office.last(ENGINEER))
    assert "note" not in events(office)


def test_each_refused_command_is_answered_also_within_one_hour(office: Office) -> None:
    first = office.last(ENGINEER)
    for minute, text in enumerate(["指派 甲某", "指派 乙某"]):
        says(office, ENGINEER, text, at(f"2026-03-02 12:0{minute}"), to=first)
    assert "乙某" in text_of(office.last(ENGINEER))


def test_words_without_a_command_stay_with_the_case_and_are_explained_once_an_hour(office: Office) -> None:
    first = office.last(ENGINEER)
    for minute in range(3):
        says(office, ENGINEER, f"第{minute}次：我们正在分析，周五有结果。", at(f"2026-03-02 12:0{minute}"), to=first)
    notes = [event.text for event in office.case().timeline if event.what == "note"]
    assert len(notes) == 3
    assert "周五有结果" in notes[0]
    assert len([mail for mail in office.sent(ENGINEER) if "未能识别" in str(mail["Subject"])]) == 1


def test_a_failed_merge_leaves_both_cases_as_they_were(office: Office) -> None:
    opened(office, LINE_STOP, sender="b@else.example")
    first, second = office.cases()
    step(office.desk, first, "close", [], "x@works.example", "done", None, NOON)
    before = office.cases()
    mail = next(m for m in reversed(office.sent(ENGINEER)) if first.id in str(m["Subject"]))
    says(office, ENGINEER, f"归并 {second.id}", NOON, to=mail)
    assert [case.facts for case in office.cases()] == [case.facts for case in before]
    assert office.cases()[1].parties == ("b@else.example",)


# ---------------------------------------------------------------- who may


def test_a_customer_gives_no_commands(office: Office) -> None:
    says(office, CUSTOMER, "关闭 已解决", NOON)
    assert office.case().state is not State.CLOSED
    says(office, CUSTOMER, "total_cost_cny = 1", at("2026-03-02 12:10"))
    assert "total_cost_cny" not in office.case().facts


def test_a_colleague_needs_a_code_of_his_own_or_a_mail_that_was_sent_to_him(office: Office) -> None:
    office.arrives(office.letter("<chen@works.example>", "Re: [K2026-00001]", "关闭 没事了"), NOON)
    office.works(NOON)
    assert office.case().state is not State.CLOSED
    assert "编码" in text_of(office.last("chen@works.example"))
    says(office, "chen@works.example", "关闭 没事了", at("2026-03-02 12:10"), to=office.last(ENGINEER))
    assert office.case().state is not State.CLOSED


def test_the_code_in_the_subject_alone_is_enough_for_whom_it_was_sent_to(office: Office) -> None:
    subject = str(office.last(ENGINEER)["Subject"])
    office.arrives(office.letter(f"<{ENGINEER}>", f"答复: {subject}", "关闭 客户确认"), NOON)
    office.works(NOON)
    assert office.case().state is State.CLOSED


def test_an_automatic_answer_of_a_colleague_gives_no_command(office: Office) -> None:
    mail = office.letter(f"<{ENGINEER}>", "自动回复：休假", "关闭 休假", to=office.last(ENGINEER))
    office.arrives(mail, NOON)
    office.works(NOON)
    assert office.case().state is not State.CLOSED


# ---------------------------------------------------------------- complaints that our people pass on

PHONE = """客户来电投诉
客户名称：远岭服务器制造有限公司
联系人：白工
型号：DDR5-32G
不良数量：7 条
不良现象：上电不开机
产线停线：是
"""


def passed_on(text: str, subject: str = "电话投诉登记") -> Office:
    office = Office()
    office.arrives(office.letter(f"罗静 <{ENGINEER}>", subject, text), MONDAY)
    office.works(MONDAY)
    return office


def test_a_complaint_by_phone_is_mailed_in_and_its_customer_is_whom_the_text_names() -> None:
    office = passed_on(PHONE)
    case = office.case()
    assert (case.customer.name, case.customer.contact.address) == ("远岭服务器制造有限公司", "")
    assert case.facts["channel"].value == "phone"
    assert (case.parties, grade(office)) == ((), 1)
    assert "请您联系客户" in text_of(office.last(ENGINEER))


def test_with_the_customer_s_mail_address_in_the_text_the_customer_is_acknowledged() -> None:
    office = passed_on(PHONE + f"邮箱：{CUSTOMER}\n")
    assert office.case().customer.contact.address == CUSTOMER
    assert len(office.sent(CUSTOMER)) == 1


def test_what_is_no_address_is_not_written_to() -> None:
    office = passed_on(PHONE + "邮箱：无\n")
    assert office.case().customer.contact.address == ""


def test_a_colleague_can_state_what_is_ours_to_say() -> None:
    office = passed_on(PHONE + "处理总费用：12万元\n")
    assert office.case().facts["total_cost_cny"].value == "120000"


FORWARD = f"""请登记。

-----原始邮件-----
发件人: 白工 <{CUSTOMER}>
发送时间: 2026年3月2日 9:12
收件人: luo@works.example
主题: 内存不开机投诉

您好：
型号：DDR5-32G
不良数量：7 条
不良现象：上电不开机
产线停线：是
"""


def test_in_a_forwarded_mail_the_customer_is_who_wrote_it_first() -> None:
    office = passed_on(FORWARD, "转发: 内存不开机投诉")
    case = office.case()
    assert (case.customer.contact.address, case.facts["channel"].value) == (CUSTOMER, "staff_forward")
    assert (case.parties, grade(office)) == ((CUSTOMER,), 1)
    assert len(office.sent(CUSTOMER)) == 1


def test_a_forwarded_follow_up_joins_its_case_as_if_the_customer_had_sent_it() -> None:
    office = Office()
    opened(office, HARMLESS)
    text = FORWARD.replace("上电不开机", "花屏")
    office.arrives(office.letter(f"<{ENGINEER}>", "转发: Re: 投诉 [K2026-00001]", text), NOON)
    office.works(NOON)
    assert office.case().facts["line_stop"].value is True
    assert grade(office) == 1


def test_a_colleague_who_writes_to_the_customer_with_us_in_copy_is_not_bothered() -> None:
    office = Office()
    opened(office)
    before = len(office.sent(OWNER))
    mail = office.letter(f"<{OWNER}>", "Re: 内存不开机投诉", "白工您好，已收到，我们马上安排。")
    mail["In-Reply-To"] = "<m1@farridge.example>"
    office.arrives(mail, NOON)
    office.works(NOON)
    assert len(office.sent(OWNER)) == before
    assert "note" in events(office)
