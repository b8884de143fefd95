"""What the desk's mails say to those who read them: whole, in their language, and nothing that is not so."""

from __future__ import annotations

import io
from email.message import EmailMessage

import pytest
from docx import Document

from cases.outgoing import Sending
from kesu.signing import unsigned
from tests.kesu.letters import (
    APPROVER,
    ENGINEER,
    HARMLESS,
    LINE_STOP,
    MODULES,
    MONDAY,
    OWNER,
    QUALITY,
    opened,
    returns,
    says,
)
from tests.office import CUSTOMER, PEOPLE, Office, at, files_of, settings, text_of

RETURNED, ASKED = at("2026-03-03 10:00"), at("2026-03-03 11:00")


@pytest.fixture
def office() -> Office:
    return Office()


def about(office: Office, whom: str, words: str) -> EmailMessage:
    """The latest mail to somebody with these words in its subject."""
    return next(mail for mail in reversed(office.sent(whom)) if words in str(mail["Subject"]))


# ---------------------------------------------------------------- calling back


@pytest.mark.parametrize(("minutes", "offered"), [(15, True), (0, False)])
@pytest.mark.parametrize(
    ("whom", "subject"), [(APPROVER, "已记录您的决定"), (ENGINEER, "已批准"), (QUALITY, "审批通报")]
)
def test_calling_back_is_offered_only_while_there_is_time_for_it(
    minutes: int, offered: bool, whom: str, subject: str
) -> None:
    office = Office(settings(approval={"undo_minutes": minutes}))
    opened(office)
    returns(office, RETURNED)
    assert ("撤回" in text_of(about(office, APPROVER, "请审批"))) == offered
    says(office, APPROVER, "同意", ASKED)
    told = text_of(about(office, whom, subject))
    assert ("    撤回" in told.splitlines()) == offered
    assert f"3月3日 11:{minutes:02}" in told


# ---------------------------------------------------------------- owner and engineer


@pytest.fixture
def modules() -> Office:
    return Office(settings(desk={"default_pack": "pv-module"}))


def test_the_owner_reads_that_he_is_in_charge_and_the_engineer_who_is_and_what_is_his_to_do(modules: Office) -> None:
    opened(modules, MODULES)
    owner, engineer = modules.case().owner, modules.case().engineer
    assert owner != engineer
    assert "由您负责。" in text_of(about(modules, owner, "新投诉"))
    assert "由傅明负责，请您填写表单。" in text_of(about(modules, engineer, "新投诉"))


def test_a_letter_about_a_new_grade_says_how_to_return_its_form_and_which_forms_come_later(office: Office) -> None:
    opened(office, HARMLESS)
    says(office, CUSTOMER, "Line stop: yes", RETURNED)
    told = about(office, ENGINEER, "等级变更")
    assert any("8D" in name for name in files_of(told))
    for words in ("【怎样交回】", "回复本邮件并附上填好的文件", "【以后各步的表单】", "- F16b 初步分析报告"):
        assert words in text_of(told)


def test_a_first_grade_is_told_as_the_change_from_none(modules: Office) -> None:
    opened(modules, MODULES)
    says(modules, CUSTOMER, "涉及组件数量：0.03MW", RETURNED)
    says(modules, "wen@works.example", "defect_degree = 2", ASKED)
    subjects = [str(mail["Subject"]) for mail in modules.sent() if "等级变更" in str(mail["Subject"])]
    assert "，待定 → 四级" in subjects[0]


# ---------------------------------------------------------------- reminders


def key_lines(mail: EmailMessage) -> list[str]:
    """What a mail gives to copy: the lines that stand four blanks in."""
    return [line.strip() for line in text_of(mail).splitlines() if line.startswith("    ")]


@pytest.mark.parametrize(
    ("subject", "when", "words", "fact"),
    [
        ("到现场确认", "2026-03-02 12:00", "到达现场 2026-03-02 12:00", "onsite_arrival_at"),
        ("初步分析报告", "2026-03-05 09:00", "收到样品 2026-03-05 09:00", "sample_received_at"),
    ],
)
def test_a_reminder_of_what_happens_elsewhere_gives_the_words_that_report_it(
    office: Office, subject: str, when: str, words: str, fact: str
) -> None:
    opened(office)
    office.works(at(when))
    reminder = about(office, ENGINEER, subject)
    assert key_lines(reminder) == [words]
    assert "附上文件" not in text_of(reminder)
    says(office, ENGINEER, words, at(when), to=reminder)
    assert office.case().facts[fact].value == at(when).isoformat()


def test_a_reminder_of_a_report_asks_for_a_file_or_an_answer(office: Office) -> None:
    opened(office)
    office.works(at("2026-03-11 09:00"))
    reminder = about(office, ENGINEER, "最终报告")
    assert "完成后请回复本邮件并附上文件，或在第一行写“答复：”" in text_of(reminder)
    assert key_lines(reminder) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("happening", ["onsite_verification", "sample_received_at", "accepted_at", "notice_issued_at"])
def test_every_report_that_a_reminder_teaches_is_understood(office: Office, happening: str, lang: str) -> None:
    line = f"{office.desk.words.report(happening, lang)} 2026-03-04 09:30"
    mail = office.desk.read(office.letter("<luo@works.example>", "Re:", line).as_bytes(), at("2026-03-04 10:00"))
    assert mail.decision is not None
    assert (mail.decision.verb, mail.decision.refused_because) == ("event", "")
    assert mail.decision.reason.endswith("2026-03-04T09:30:00+08:00")


def test_of_reminders_that_pile_up_over_a_holiday_only_the_latest_is_sent(office: Office) -> None:
    opened(office, HARMLESS, when=at("2026-04-28 10:00"))
    for when in ("2026-05-01 09:00", "2026-05-04 09:00", "2026-05-06 09:00"):
        office.works(at(when))
    first, second = [mail for mail in office.store.outgoing_of(office.case().id) if "final_report" in mail.effect_key]
    assert (first.state, first.last_error) == (Sending.CANCELLED, "overtaken by a later reminder")
    assert (second.state, second.sent_at) == (Sending.SENT, at("2026-05-06 09:00"))


# ---------------------------------------------------------------- an answer in words

ANSWER = (
    "答复：经复测，7 条内存的焊点有裂纹。\n\n对策：已换料，并增加 X 光全检。\n\n罗静 | 品质工程部\n晨屿科技有限公司"
)
PARAGRAPHS = ["经复测，7 条内存的焊点有裂纹。", "对策：已换料，并增加 X 光全检。"]


@pytest.fixture
def answered(office: Office) -> Office:
    """A desk that has an answer in words before the approver."""
    opened(office)
    says(office, ENGINEER, ANSWER, RETURNED)
    return office


def test_the_approver_reads_the_whole_answer_in_the_mail_without_its_author_s_signature(answered: Office) -> None:
    for mail in (about(answered, APPROVER, "请审批"), reminded(answered)):
        text = text_of(mail)
        assert f"【给客户的答复全文】\n> {PARAGRAPHS[0]}\n>\n> {PARAGRAPHS[1]}\n\n" in text.replace("\r\n", "\n")
        assert "品质工程部" not in text
        assert "客户联" not in text
    assert list(files_of(about(answered, APPROVER, "请审批"))) == ["K2026-00001-书面答复-R1.txt"]
    assert f"同意：以上答复将发给 {CUSTOMER}" in text_of(about(answered, APPROVER, "请审批"))


def reminded(office: Office) -> EmailMessage:
    office.works(at("2026-03-04 09:00"))
    return about(office, APPROVER, "待您审批")


def test_the_customer_reads_it_as_paragraphs_also_where_one_looks_like_a_row_of_a_table(answered: Office) -> None:
    says(answered, APPROVER, "同意", ASKED, to=about(answered, APPROVER, "请审批"))
    answered.works(at("2026-03-03 11:15"))
    mail = answered.last(CUSTOMER)
    assert "\n\n".join(PARAGRAPHS) in text_of(mail).replace("\r\n", "\n")
    page = mail.get_body(("html",))
    assert page is not None
    assert all(f"<p>{paragraph}</p>" in page.get_content() for paragraph in PARAGRAPHS)
    assert "罗静" not in text_of(mail)
    assert "\u2060" not in text_of(mail) + page.get_content()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("已换货。\n\n罗静\n品质部", "已换货。"),
        ("已换货。\n罗静 | 品质部", "已换货。"),
        ("已换货。\n罗静已于 3 月 4 日到现场。", "已换货。\n罗静已于 3 月 4 日到现场。"),
        ("罗静，3 月 4 日到现场。\n请查收。", "罗静，3 月 4 日到现场。\n请查收。"),
        ("罗静", "罗静"),
        ("罗静\n" + "一行\n" * 9 + "完", "罗静\n" + "一行\n" * 9 + "完"),
    ],
)
def test_only_a_signature_is_taken_for_one(text: str, kept: str) -> None:
    assert unsigned(text, "罗静") == kept


def test_a_rejected_answer_is_told_with_both_ways_to_hand_in_the_next_one(answered: Office) -> None:
    says(answered, APPROVER, "不同意 请写清换料的批次", ASKED, to=about(answered, APPROVER, "请审批"))
    told = text_of(about(answered, ENGINEER, "未批准"))
    for words in ("送审的书面答复未获批准", "原因：请写清换料的批次", "附上填好的文件", "答复：（给客户的答复"):
        assert words in told


# ---------------------------------------------------------------- what a later mail may change

THANKS = "罗工好：\n\n8D 已收到，换货批次 2603-02B 上线 2000 条，目前没有再发现，产线运行正常。谢谢配合。\n"


def test_a_sentence_of_a_later_mail_changes_no_known_fact_and_the_owner_is_asked(office: Office) -> None:
    opened(office)
    says(office, CUSTOMER, "您好：换货批次 2603-02B 已到货，请问原批次怎么处理？", RETURNED)
    assert office.case().facts["batch_no"].value == ("2506-07A",)
    told = text_of(about(office, ENGINEER, "客户来信"))
    assert "【请您确认】" in told
    assert "批号 batch_no：" in told
    assert "2603-02B" in told


def test_a_labelled_statement_of_a_later_mail_changes_it(office: Office) -> None:
    opened(office)
    says(office, CUSTOMER, "更正：\n批号：2603-02B\n", RETURNED)
    assert office.case().facts["batch_no"].value == ("2603-02B",)


def test_a_later_mail_may_state_in_a_sentence_what_was_not_known(office: Office) -> None:
    opened(office, LINE_STOP.replace("不良数量：7 条\n", ""))
    says(office, CUSTOMER, "共有 9 条不良。", RETURNED)
    assert office.case().facts["qty_defect"].value == "9"


def test_a_word_of_thanks_for_the_answer_changes_no_facts_and_asks_nothing(answered: Office) -> None:
    says(answered, APPROVER, "同意", ASKED, to=about(answered, APPROVER, "请审批"))
    answered.works(at("2026-03-03 11:15"))
    before = answered.case().facts
    says(answered, CUSTOMER, THANKS + "备用批号：2603-02B\n数量：2000\n", at("2026-03-10 10:00"))
    assert answered.case().facts == before
    told = text_of(about(answered, ENGINEER, "客户接受了"))
    assert "【请您确认】" not in told
    assert "【新读到的信息】" not in told


def test_the_owner_of_a_new_complaint_reads_what_he_should_confirm(office: Office) -> None:
    opened(office, LINE_STOP.replace("产线停线：是", "可能要停线，请重视。"))
    told = text_of(about(office, ENGINEER, "新投诉"))
    assert "- 停线 line_stop？原文：“可能要停线，请重视。”（请确认 / to be confirmed）" in told


# ---------------------------------------------------------------- who wrote


@pytest.mark.parametrize(("stated", "name"), [("", "白启明"), ("联系人：陈工\n", "陈工")])
def test_the_contact_is_whom_the_text_names_else_how_the_sender_calls_himself(
    office: Office, stated: str, name: str
) -> None:
    office.arrives(office.letter(f"白启明 <{CUSTOMER}>", "内存不开机投诉", LINE_STOP + stated), MONDAY)
    office.works(MONDAY)
    told = about(office, ENGINEER, "新投诉")
    assert f"联系人：{name} <{CUSTOMER}>" in text_of(told)
    sheet = next(content for file, content in files_of(told).items() if "联络单" in file)
    assert name in " ".join(cell.text for table in Document(io.BytesIO(sheet)).tables for cell in table._cells)


def test_a_case_before_its_approvers_says_for_whom_it_waits(answered: Office) -> None:
    assert "状态：待审批（江海川）" in text_of(about(answered, APPROVER, "请审批"))


# ---------------------------------------------------------------- the reader's language


KEPT = "等级不变；降低等级须有原因，并由以下人员提出：罗静、江海川、温亦、方晓"


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("到达现场 2026-03-02 13:20", "- 到达现场时间：2026-03-02 13:20"),
        (
            "qty_defect = 8\nline_stop = 否",
            f"- 不良数量：8\n- 停线：否\n- {KEPT}",
        ),
        ("指派 傅明", "- 负责人：傅明"),
        ("关闭 客户确认有效", "- 已结案：客户确认有效"),
        ("重新定级 客户已撤回停线说法", "- 已重新定级：一级"),
    ],
)
def test_what_a_command_did_is_told_in_the_words_of_its_reader(office: Office, command: str, line: str) -> None:
    opened(office)
    says(office, ENGINEER, command, RETURNED)
    assert f"\n\n{line}\n\n" in text_of(about(office, ENGINEER, "已办理")).replace("\r\n", "\n")


def test_an_english_reader_is_told_in_english() -> None:
    people = {role: {**person, "language": "en"} for role, person in PEOPLE.items()}
    office = Office(settings(people=people))
    opened(office)
    says(office, ENGINEER, "qty_defect = 8\nline_stop = no", RETURNED)
    told = text_of(about(office, ENGINEER, "Done")).replace("\r\n", "\n")
    assert "\n\n- Quantity defective: 8\n- Line stop: no\n- The grade stays; to lower it takes a reason" in told
    says(office, ENGINEER, "status", ASKED)
    assert "Facts set: Quantity defective: 8" in text_of(about(office, ENGINEER, "now: "))


@pytest.mark.parametrize(("word", "line"), [("不是", "- 不是投诉，已归档"), ("投诉", "- 已登记受理：K2026-00001")])
def test_a_doubtful_mail_is_asked_about_with_the_reason_and_its_end_is_told_in_chinese(
    office: Office, word: str, line: str
) -> None:
    opened(office, "您好，附件是采购订单，请确认交期。", subject="采购订单")
    question = about(office, OWNER, "请判断是否投诉")
    assert "判断依据：没有看到投诉的迹象 / it shows no sign of a complaint" in text_of(question)
    says(office, OWNER, word, RETURNED, to=question)
    assert line in text_of(about(office, OWNER, "已办理")).splitlines()


def test_why_a_mail_was_set_aside_is_said_in_both_languages(office: Office) -> None:
    office.arrives(b"\x00 nothing but noise", MONDAY)
    office.works(MONDAY)
    assert "原因：邮件没有信头 / The mail has no headers." in text_of(about(office, OWNER, "需要人工查看"))


def test_the_state_of_a_case_is_told_in_the_words_of_its_reader(office: Office) -> None:
    opened(office)
    says(office, ENGINEER, "状态", RETURNED)
    told = text_of(about(office, ENGINEER, "现状"))
    assert "定级：一级（R16-G1c）" in told
    assert "已发受理回执：qc@farridge.example" in told
