"""What staff read of a case when they ask how it stands: no name of the program's among the words."""

from __future__ import annotations

from cases.state import State
from tests.kesu.letters import ENGINEER, HARMLESS, MODULES, MONDAY, opened, says
from tests.office import CUSTOMER, PEOPLE, Office, at, settings, text_of


def lines(office: Office, who: str, day: str) -> list[str]:
    """The story in the answer to `状态`."""
    says(office, who, "状态", at(day))
    (answer,) = [mail for mail in office.sent(who) if "现状" in str(mail["Subject"])]
    said = text_of(answer).partition("【最近经过】")[2]
    return [line.strip("- ") for line in said.splitlines() if line.startswith("- ")]


def test_the_story_of_a_case_is_told_in_words() -> None:
    office = Office()
    opened(office, HARMLESS)
    says(office, ENGINEER, "production_affected = yes", at("2026-03-02 11:00"))
    says(office, ENGINEER, "production_affected = no", at("2026-03-02 11:05"))
    says(office, ENGINEER, "已围堵：库存 300 条已隔离", at("2026-03-02 11:20"))
    says(office, ENGINEER, "答复：已收到，正在分析。", at("2026-03-02 11:25"))
    assert lines(office, ENGINEER, "2026-03-02 11:30") == [
        "3月2日 11:00 定级：三级 → 二级（R16-G2a）",
        "3月2日 11:00 重出文件：三级 → 二级",
        "3月2日 11:00 生成文件：K2026-00001-客户抱怨联络单-R2.docx",
        "3月2日 11:05 信息确认：影响正常生产：否",
        "3月2日 11:05 等级不变：二级",
        "3月2日 11:20 已围堵：库存 300 条已隔离",
        "3月2日 11:25 交回文件：书面答复 R1（罗静）",
        "3月2日 11:25 送审：书面答复 R1",
    ]


def test_the_story_is_told_in_english_to_who_reads_english() -> None:
    office = Office(settings(people={**PEOPLE, "pqc-engineer": {**PEOPLE["pqc-engineer"], "language": "en"}}))
    opened(office, HARMLESS)
    says(office, ENGINEER, "production_affected = yes", at("2026-03-02 11:00"))
    says(office, ENGINEER, "status", at("2026-03-02 11:30"))
    said = text_of(office.last(ENGINEER))
    for line in ("Graded: level 3 → level 2 (R16-G2a)", "Assigned: 罗静", "Facts set: Production affected: yes"):
        assert line in said


def test_questions_answers_and_reminders_are_told_in_words() -> None:
    office = Office(settings(desk={"default_pack": "pv-module", "packs": ["pv-module"]}))
    opened(office, MODULES, MONDAY, subject="组件投诉")
    says(office, CUSTOMER, "涉及组件容量：0.3 MW", at("2026-03-02 11:20"))
    says(office, CUSTOMER, "涉及组件容量：0.4 MW", at("2026-03-02 11:40"))
    office.works(at("2026-03-05 10:00"))
    owner = "fu@works.example"
    assert lines(office, owner, "2026-03-05 11:00") == [
        "3月2日 10:00 请客户补充：涉及组件容量",
        "3月2日 10:00 已发受理回执：qc@farridge.example",
        "3月2日 10:00 生成文件：K2026-00001-客户抱怨联络单-R1.docx",
        "3月2日 11:20 客户补充：Re: 您的投诉已受理，编号 K2026-00001 [K2026-00001]",
        "3月2日 11:20 指派：傅明",
        "3月2日 11:40 客户补充：Re: 您的投诉已受理，编号 K2026-00001 [K2026-00001]",
        "3月2日 11:40 信息变更：涉及组件容量：0.3 MW → 0.4 MW",
        "3月5日 10:00 提醒：首次答复客户 → 傅明",
    ]


def test_who_must_read_of_a_case_first_sees_the_customers_words_under_a_heading() -> None:
    office = Office(settings(desk={"default_pack": "bank-collections", "packs": ["bank-collections"]}))
    opened(office, "您好：\n贵司催收人员态度恶劣，多次骚扰，我要投诉。\n", subject="投诉")
    head = "collection-supervisor@works.example"
    says(office, head, "bank_reputation = 是", at("2026-03-02 11:00"))
    assert "【客户原话】\n> 您好：" in text_of(office.last("lin@works.example")).replace("\r", "")
    says(office, head, "答复：已对当事人进行教育。", at("2026-03-02 11:10"))
    assert office.case().state is State.AWAITING_PRE_REPORT
    refusal = office.last(head)
    assert str(refusal["Subject"]).startswith("现在不能采用：投诉 K2026-00001 [")
    assert "案件状态为“待领导确认事前报告”，现在不能接收答复" in text_of(refusal)
    assert "文件" not in text_of(refusal)


def test_help_names_what_can_be_stated_under_the_regulation_of_the_case() -> None:
    office = Office(settings(desk={"default_pack": "bank-collections", "packs": ["bank-collections"]}))
    opened(office, "您好：\n贵司催收人员态度恶劣，我要投诉。\n", subject="投诉")
    head = "collection-supervisor@works.example"
    says(office, head, "帮助", at("2026-03-02 11:00"))
    assert "- 影响银行声誉：bank_reputation\n" in text_of(office.last(head)).replace("\r", "")


def test_what_is_refused_is_told_apart_from_what_is_not_understood() -> None:
    office = Office(settings(desk={"default_pack": "service-utility", "packs": ["service-utility"]}))
    opened(office, "您好：\n收费员擅自多收了 50 元，我要投诉。\n", subject="投诉")
    owner = "service-office@works.example"
    says(office, owner, "关闭 已处理", at("2026-03-02 11:00"))
    assert str(office.last(owner)["Subject"]).startswith("您的邮件没有生效")
    said = text_of(office.last(owner)).replace("\r", "")
    assert "> 关闭 已处理\n\n原因：R15-S6 规定结案前须完成：已查清原因" in said
    says(office, owner, "close_check = cause_found\n", at("2026-03-02 11:10"))
    says(office, owner, "close_check = staff_educated", at("2026-03-02 11:20"))
    assert "- 结案确认：已查清原因、责任人和员工已受教育" in text_of(office.last(owner))
