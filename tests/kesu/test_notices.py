"""Who hears of a case when it is graded or changes hands: the roles of the regulation, as people, once each."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import pytest

from cases.outgoing import MailClass
from kesu.by_hand import step
from kesu.config_people import CustomerEntry
from tests.kesu.letters import LINE_STOP, MODULES, MONDAY, complaint, opened, says
from tests.office import CUSTOMER, PEOPLE, Office, at, files_of, settings
from tests.office import text_of as raw_text_of

ACCOUNT_MANAGER, SUPERVISOR = "fu@works.example", "collection-supervisor@works.example"
POWER, AFTER_SALES, BANK = "power-dept@works.example", "after-sales-dept@works.example", "complaints@bank.example"
DEBTOR = "您好：\n客户名称：张三\n投诉催收人员态度恶劣，请处理。\n"
SUPPLY = "您好：\n客户名称：远岭\n产品名称：电源\n型号：PS-500\n不良现象：输出不稳\n问题类别：电源质量\n请处理。\n"
GAS = "您好：\n产品名称：天然气供应\n不良现象：停气\n投诉停气，请处理。\n"


def works_under(pack: str, people: dict[str, Any] | None = None, **sections: Any) -> Office:
    """The works under another regulation; some people other than usual."""
    table = PEOPLE | {role: {**PEOPLE.get(role, {}), **person} for role, person in (people or {}).items()}
    packs = {"packs": [pack, "memory-device"], "default_pack": pack}
    return Office(settings(desk=packs, people=table, **sections))


def text_of(mail: EmailMessage) -> str:
    return raw_text_of(mail).replace("\r\n", "\n")


def told(office: Office, part: str) -> list[tuple[str, str]]:
    """(recipient, mail) of what was sent under this name."""
    return [(out.recipient, out.effect_key.split("/", 1)[1]) for out in office.sender.sent if part in out.effect_key]


def by_hand(office: Office, action: str, *values: str, reason: str = "because", when: str = "2026-03-02 14:00") -> None:
    step(office.desk, office.cases()[0], action, values, "wen@works.example", reason, None, at(when))
    office.works(at(when))


# ---------------------------------------------------------------- those who must know


def test_who_must_know_is_told_at_grading_what_was_decided_and_why() -> None:
    office = Office()
    opened(office)
    assert told(office, "/notify-") == [(ACCOUNT_MANAGER, "notify-1/account-manager/1")]
    text = text_of(office.last(ACCOUNT_MANAGER))
    for part in ("知会您（客户经理）", "由罗静负责处理", "等级：一级", "R16-G1c：", "【期限】", "客户：远岭服务器"):
        assert part in text
    assert office.sender.sent[1].mail_class is MailClass.NOTICE


def test_who_must_know_reads_it_in_their_language() -> None:
    office = works_under("memory-device", {"account-manager": {"language": "en"}})
    opened(office)
    mail = office.last(ACCOUNT_MANAGER)
    assert str(mail["Subject"]).startswith("For your information: complaint K2026-00001")
    assert "tell you (account manager)" in text_of(mail)


def test_the_same_grade_is_told_once_and_a_new_one_again() -> None:
    office = Office()
    opened(office, LINE_STOP.replace("产线停线：是", "影响正常生产：是"))
    by_hand(office, "set", "qty_defect=9")
    assert told(office, "/notify-") == [(ACCOUNT_MANAGER, "notify-2/account-manager/1")]
    by_hand(office, "set", "line_stop=true")
    assert told(office, "/notify-")[1:] == [(ACCOUNT_MANAGER, "notify-1/account-manager/1")]


def test_the_customers_own_account_manager_is_told_rather_than_the_role() -> None:
    entry = CustomerEntry(name="远岭", domains=["farridge.example"], account_manager="gm")
    office = Office(settings().model_copy(update={"customers": [entry]}))
    opened(office)
    assert told(office, "/notify-") == [("lin@works.example", "notify-1/account-manager/1")]


def test_who_has_several_roles_and_who_has_the_case_anyway_get_one_mail() -> None:
    one = {"service-office-director": {"address": "he@works.example"}}
    both = one | {"service-committee-director": {"address": "he@works.example"}}
    office = works_under("service-utility", both)
    for number in range(5):
        sender = f"p{number}@home{number}.example"
        opened(office, GAS, at(f"2026-03-02 1{number}:00"), sender=sender, subject="停气投诉")
    assert [who for who, what in told(office, "K2026-00005/notify-")] == ["he@works.example"]
    assert "知会您（服务管理办公室主任、服务管理委员会主任）" in text_of(office.sent("he@works.example")[0])
    office = works_under("memory-device", {"account-manager": {"address": "luo@works.example"}})
    opened(office)
    assert told(office, "/notify-") == []


def test_a_bank_is_told_that_the_complaint_is_handled_and_nothing_of_what_we_think() -> None:
    office = works_under("bank-collections")
    opened(office, DEBTOR, subject="投诉催收人员")
    by_hand(office, "set", "channel=bank_forward")
    (mail,) = office.sent(BANK)
    assert text_of(mail).split("\n\n")[2] == (
        "我们已受理一件与贵方有关的投诉，编号 K2026-00001，3月2日 10:00收到，正在处理。"
        "我们最迟在3月5日答复，处理结果会告知贵方。"
    )
    assert str(mail["Subject"]) == "投诉 K2026-00001：已受理 [K2026-00001]"
    inner = ("张三", "一般", "R06", "催收", "负责", "帮助", "#")
    assert [word for word in inner if word in text_of(mail)] == []


def test_an_answer_of_the_bank_is_shown_to_the_owner_and_commands_nothing() -> None:
    office = works_under("bank-collections")
    opened(office, DEBTOR, subject="投诉催收人员")
    by_hand(office, "set", "channel=bank_forward")
    says(office, BANK, "关闭 已处理", at("2026-03-02 15:00"))
    assert office.case().state == "assigned"
    assert "> 关闭 已处理" in text_of(office.last(SUPERVISOR))


def test_a_new_fact_tells_somebody_new_although_the_grade_stays() -> None:
    office = works_under("bank-collections")
    opened(office, DEBTOR, subject="投诉催收人员")
    assert told(office, "/notify") == []
    by_hand(office, "set", "threat_of_extreme_act=true")
    assert told(office, "/notify") == [("lin@works.example", "notify-general/superior/1")]


def test_without_a_direct_leader_by_name_it_is_whom_the_owner_reports_to() -> None:
    office = works_under("bank-collections", {"collection-supervisor": {"reports_to": "hr"}})
    opened(office, DEBTOR, subject="投诉催收人员")
    by_hand(office, "set", "channel=bank_forward")
    assert told(office, "/notify-general") == [("hr@works.example", "notify-general/direct-leader/1")]
    named = {"direct-leader": {"name": "季直", "address": "ji@works.example"}}
    office = works_under("bank-collections", {"collection-supervisor": {"reports_to": "hr"}} | named)
    opened(office, DEBTOR, subject="投诉催收人员")
    by_hand(office, "set", "channel=bank_forward")
    assert told(office, "/notify-general") == [("ji@works.example", "notify-general/direct-leader/1")]


# ---------------------------------------------------------------- those who take part


def test_participants_are_invited_with_the_papers_each_person_once_with_all_roles() -> None:
    office = works_under("pv-module")
    text = MODULES + "缺陷程度：2\n"
    opened(office, text, subject="组件隐裂投诉")
    says(office, ACCOUNT_MANAGER, "total_cost_cny = 150000\nqty_mw = 0.1", at("2026-03-02 11:00"))
    invited = told(office, "/invite-3/")
    people = "production-company operations technical rd sales equipment public-testing quality".split()
    assert [who for who, _ in invited] == [f"{unit}@works.example" for unit in people]
    mail = office.last("rd@works.example")
    assert "由您（研发部总监、研发部经理、研发部相关责任人）参与讨论和处理" in text_of(mail)
    assert "- 讨论会议通知" in text_of(mail)
    assert {
        "K2026-00001-客户抱怨联络单-R2.docx",
        "K2026-00001-讨论会议通知-R1.docx",
        "K2026-00001-8D报告-R1.docx",
    } <= set(files_of(mail))


def test_a_department_with_one_person_by_name_is_invited_through_that_person() -> None:
    people = {role: person for role, person in PEOPLE.items() if role != "sales"}
    table = people | {"staff.sales": {"name": "郑业务", "address": "zheng@works.example"}}
    office = Office(settings(desk={"default_pack": "pv-module"}, people=table))
    opened(office, MODULES + "需求类型：咨询\n", subject="组件咨询投诉")
    by_hand(office, "set", "valid_complaint=false", "demand_capability=salesperson")
    assert [who for who, _ in told(office, "/invite-N1/")] == ["zheng@works.example"]


def test_whoever_gets_the_case_again_is_not_invited_again() -> None:
    office = works_under("pv-module")
    opened(office, MODULES, subject="组件隐裂投诉")
    says(office, ACCOUNT_MANAGER, "total_cost_cny = 150000", at("2026-03-02 11:00"))
    before = told(office, "/invite-")
    by_hand(office, "assign", "sales-hq")
    assert told(office, "/invite-") == before != []


# ---------------------------------------------------------------- the emergency measure


def test_the_unit_that_the_regulation_names_is_asked_for_the_emergency_measure_at_once() -> None:
    office = works_under("power-supply-ccr005")
    sunday_night = at("2026-03-01 23:00")
    opened(office, SUPPLY, sunday_night, subject="电源投诉")
    assert told(office, "/emergency/") == [(POWER, "emergency/power-dept/1")]
    mail = office.sent(POWER)[0]
    assert str(mail["Subject"]).startswith("请立即采取应急措施：投诉 K2026-00001")
    assert "\n    emergency_measure =\n" in text_of(mail)
    says(office, POWER, "emergency_measure = 隔离库存，停止发货", at("2026-03-02 09:00"), to=mail)
    assert office.case().facts["emergency_measure"].value == "隔离库存，停止发货"


def test_another_category_asks_another_unit_and_a_known_measure_nobody() -> None:
    office = works_under("power-supply-ccr005")
    opened(office, SUPPLY, subject="电源投诉")
    by_hand(office, "set", "issue_category=quantity")
    assert [who for who, _ in told(office, "/emergency/")] == [POWER, AFTER_SALES]
    office = works_under("power-supply-ccr005")
    opened(office, SUPPLY, subject="电源投诉")
    by_hand(office, "set", "emergency_measure=隔离", "issue_category=quantity")
    assert told(office, "/emergency/") == [(POWER, "emergency/power-dept/1")]


# ---------------------------------------------------------------- a case changes hands


def test_a_case_that_is_assigned_is_told_to_the_new_owner_and_the_former_one() -> None:
    office = Office()
    opened(office)
    by_hand(office, "assign", "江海川")
    (mail,) = [mail for mail in office.sent("luo@works.example") if "已转交" in str(mail["Subject"])]
    assert str(mail["Subject"]).startswith("投诉 K2026-00001 已转交江海川")
    assert "这件投诉改由江海川负责" in text_of(mail)
    new = office.sent("jiang@works.example")[0]
    assert "由您负责" in text_of(new)
    assert "上电不开机" in text_of(new)


def test_a_grade_that_belongs_to_somebody_else_hands_the_case_on_with_all_that_came() -> None:
    office = works_under("power-supply-ccr005")
    opened(office, SUPPLY.replace("问题类别：电源质量\n", ""), subject="电源投诉")
    former = office.case().owner
    by_hand(office, "set", "issue_category=power_quality")
    assert (office.case().owner, former != POWER) == (POWER, True)
    assert told(office, "handed-over") == [(former, f"handed-over-1/{former}/1")]
    new = next(mail for mail in office.sent(POWER) if "新投诉 K2026-00001" in str(mail["Subject"]))
    assert "> 不良现象：输出不稳" in text_of(new)


def test_who_gives_the_case_away_is_not_told_of_it() -> None:
    office = Office()
    opened(office)
    says(office, "luo@works.example", "指派 江海川", at("2026-03-02 11:00"))
    assert told(office, "handed-over") == []


@pytest.mark.parametrize("purpose", ["invite", "notify", "emergency"])
def test_a_doubtful_mail_is_told_to_nobody_but_the_desk(purpose: str) -> None:
    office = works_under("power-supply-ccr005")
    office.arrives(complaint(office, "您好，请报价。", sender=CUSTOMER, subject="询价"), MONDAY)
    office.works(MONDAY)
    assert told(office, purpose) == []
