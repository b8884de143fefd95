"""The grammar of decisions: what executes, what is refused and why, what is no command at all."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from parsers.decisions import read_decision
from parsers.read import MailParser

ARRIVED = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)


def understood(text: str) -> tuple[str, str, bool] | None:
    """Verb, reason, and whether it was refused."""
    found = read_decision(text, ARRIVED)
    return None if found is None else (found.verb, found.reason, found.refused_because != "")


@pytest.mark.parametrize(
    "text",
    [
        "同意",
        "同意。",
        "同意！谢谢",
        "同意，谢谢！",
        "批准",
        "通过",
        "通過",
        "核准",
        "approve",
        "Approved.",
        "APPROVE, thank you!",
        "  同意  ",
        "\n\n同意\n\n张三\n质量部",
        "ａｐｐｒｏｖｅ",
        "app\u200brove",
        "同\ufeff意",
        "Approved\n\nJohn Smith\nQuality Manager",
        "同意\n\n另：下周一开会再谈包装。",
        "同意\n\n陈国栋\n质量管理部\n电话：021-5555 0101\n201203 上海市",
        "Approve\n\nClosed on Mondays.\nAnswers in German welcome.",
    ],
)
def test_a_clear_yes_approves(text: str) -> None:
    assert understood(text) == ("approve", "", False)


@pytest.mark.parametrize(
    "text",
    [
        "同意但D4要改",
        "同意，但是费用过高",
        "同意？",
        "同意?",
        "approve if D4 is fixed",
        "approve?",
        "请勿批准",
        "不能同意",
        "我同意",
        "批准吗",
        "аpprove",
        "аррrоve",
        "do not approve",
        "not approved",
        "同意\n但费用要控制",
        "approve\nhowever fix D4",
        "同意\n不同意 费用过高",
        "approve\nreject: cost",
        "不同意 费用\n同意",
        "同意/不同意",
        "不同意/同意",
        "不同意 或 同意",
        "不同意 approve",
        "同意\n关闭 K2026-00012",
        "同意\n关闭",
        "同意\n\n指派 王工",
        "approve\nclose K2026-00012",
        "approve\nassign to Wang",
        "同意 K2026-00012\n同意 K2026-00013",
        "K2026-00012: approve\nK2026-00013: approve",
        "同意 approve",
    ],
)
def test_anything_else_about_approval_is_unclear_and_answered(text: str) -> None:
    verb, reason, refused = understood(text) or ("", "", False)
    assert (verb, reason, refused) == ("unclear", "", True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("不同意，D4 不充分", "D4 不充分"),
        ("不同意：原因：成本太高", "原因:成本太高"),
        ("不同意 原因：成本太高", "成本太高"),
        ("驳回 请补充D5", "请补充D5"),
        ("退回：缺少图片", "缺少图片"),
        ("reject cost too high", "cost too high"),
        ("Rejected: D4 is weak.", "D4 is weak."),
        ("不同意，原因写的是操作失误", "原因写的是操作失误"),
        ("不同意，原因是操作失误", "操作失误"),
        ("reject because the cause is a symptom", "the cause is a symptom"),
        ("reject reasons are missing", "reasons are missing"),
        ("不同意：同意方案B的理由不足", "同意方案B的理由不足"),
        ("不同意\n请补充流出原因。\n补充D7", "请补充流出原因。\n补充D7"),
        ("reject\nreason: no evidence", "no evidence"),
    ],
)
def test_a_no_with_its_reason_rejects(text: str, reason: str) -> None:
    verb, said, refused = understood(text) or ("", "", True)
    assert (verb, refused) == ("reject", False)
    assert said.replace("原因:", "") == reason.replace("原因:", "")


@pytest.mark.parametrize(
    "text", ["不同意", "驳回。", "reject", "不同意，谢谢", "不同意\n----------------", "驳回\n---- 回复的原邮件 ----"]
)
def test_a_no_without_a_reason_changes_nothing_and_asks_for_one(text: str) -> None:
    assert understood(text) == ("reject", "", True)


@pytest.mark.parametrize(
    "text",
    [
        "您好，附件是8D报告，请查收。",
        "退回的货物什么时候到？",
        "No, we did not receive it.",
        "Statuses are listed below",
        "投诉：型号A-100无法开机",
        "状态如何？",
        "关于投诉的回复见附件",
        "",
        "   \n ",
        "答复见附件",
        "受理部门是哪个？",
        "需求量比上月大",
        "需求，我们已转给销售",
        "有效期到明年三月",
        "有效？",
        "措施完成了吗",
        "措施完成 了吗？",
        "无效的措施要重做",
        "不受理部门的意见见附件",
        "争议较大，请再看",
        "制度见附件",
        "制度 见附件",
        "结案报告见附件",
        "关闭阀门后正常",
        "重新定级后请通知我",
        "重复发生三次",
        "拆分后再报价",
        "撤诉信见附件",
        "不是投诉的邮件请转给我",
        "demand is high this week",
        "done with the analysis",
        "Effective immediately the owner is Li.",
        "Contained in the annex",
        "Noted. We look into it.",
        "declined by the customer",
        "pack the parts again",
        "Splitting is not needed",
        "regulations are attached",
    ],
)
def test_an_ordinary_first_line_is_no_command(text: str) -> None:
    assert understood(text) is None


@pytest.mark.parametrize(
    "text", ["204816", "验证码：204816", "204 816。", "２０４８１６", "code 204816, thanks", "\n\n204816\n\n江海川"]
)
def test_six_digits_alone_in_their_line_are_a_code(text: str) -> None:
    assert understood(text) == ("code", "204816", False)


@pytest.mark.parametrize(
    "text", ["2048160", "20481", "204816 pcs", "批号 204816", "204816 204817", "电话 204816", "204-816-1"]
)
def test_other_numbers_are_none(text: str) -> None:
    assert understood(text) is None


def test_a_decision_below_the_first_line_is_not_looked_for() -> None:
    assert understood("您好，\n同意") is None


def test_the_case_beside_the_verb_is_read() -> None:
    found = read_decision("K2026-00012：不同意 费用过高", ARRIVED)
    assert found is not None
    assert (found.verb, found.case, found.reason) == ("reject", "K2026-00012", "费用过高")


def test_an_event_without_a_time_happened_when_the_mail_came() -> None:
    assert understood("已收到样品") == ("event", "sample_received_at 2026-03-05T08:00:00+00:00", False)


def test_what_was_understood_is_shown_as_it_was_read() -> None:
    found = read_decision("ａｐｐｒｏｖｅ　if D4 is fixed", ARRIVED)
    assert found is not None
    assert found.understood == "approve if D4 is fixed"
    assert "I read approve, but more follows in the line." in found.refused_because


def test_facts_are_set_line_by_line_with_a_common_reason() -> None:
    text = "total_cost_cny = 1.2万元\nline_stop = 否\n理由：现场确认\n张三"
    expected = "total_cost_cny = 12000 理由 现场确认\nline_stop = false 理由 现场确认"
    assert understood(text) == ("set", expected, False)


def test_an_answer_keeps_its_paragraphs_and_the_senders_own_signs() -> None:
    text = "答复：经复测，7 条均为虚焊。\n\n  已更换钢网，\n新批次无此问题。\n\n\n谢谢"
    decision = read_decision(text, ARRIVED)
    assert decision is not None
    assert (decision.verb, decision.reason) == (
        "answer",
        "经复测，7 条均为虚焊。\n\n已更换钢网，\n新批次无此问题。\n\n谢谢",
    )


def test_a_reason_is_kept_as_it_was_typed() -> None:
    decision = read_decision("不同意，缺流出原因（D4）。", ARRIVED)
    assert decision is not None
    assert (decision.verb, decision.reason) == ("reject", "缺流出原因（D4）。")


@pytest.mark.parametrize(
    ("text", "verb", "said"),
    [
        ("已围堵", "contain", ""),
        ("已围堵：库存 300 条已隔离", "contain", "库存 300 条已隔离"),
        ("contained", "contain", ""),
        ("contained: 300 pcs on hold", "contain", "300 pcs on hold"),
        ("不受理 属正常损耗\n\n复测 7 条均合格。", "decline", "属正常损耗\n\n复测 7 条均合格。"),
        ("decline normal wear\nAll parts passed.", "decline", "normal wear\nAll parts passed."),
        ("需求", "demand", ""),
        ("需求。", "demand", ""),
        ("demand", "demand", ""),
        ("措施完成，谢谢", "done", ""),
        ("done: new jig in use", "done", "new jig in use"),
        ("有效", "effective", ""),
        ("effective", "effective", ""),
        ("无效，同批次再次发生", "not-effective", "同批次再次发生"),
        ("not effective it happened again", "not-effective", "it happened again"),
        ("客户接受", "customer-accepts", ""),
        ("customer accepts", "customer-accepts", ""),
        ("客户不接受 要求换货", "customer-objects", "要求换货"),
        ("customer objects: wants new parts", "customer-objects", "wants new parts"),
        ("退回对策 未说明流出原因", "send-back", "未说明流出原因"),
        ("send back no cause of escape", "send-back", "no cause of escape"),
        ("争议", "dispute", ""),
        ("dispute: who pays", "dispute", "who pays"),
        ("已阅", "acknowledge", ""),
        ("Noted, thanks", "acknowledge", ""),
        ("制度 pv-module", "pack", "pv-module"),
        ("制度 pv-module，实为组件", "pack", "pv-module,实为组件"),
        ("pack manufacturer-generic/qehs", "pack", "manufacturer-generic/qehs"),
        ("拆分 标签错误\n不良数量：3", "split", "标签错误\n不良数量：3"),
        ("split wrong labels", "split", "wrong labels"),
        ("客户撤诉 已自行解决", "withdrawn", "已自行解决"),
        ("withdrawn solved by the customer", "withdrawn", "solved by the customer"),
        ("重新打开 客户再次来电", "reopen", "客户再次来电"),
        ("reopen the customer called", "reopen", "the customer called"),
        ("重复 K2026-00012", "merge", "K2026-00012"),
        ("duplicate of K2026-00012", "merge", "K2026-00012"),
        ("不是投诉", "not-a-complaint", ""),
        ("非投诉：只是询价", "not-a-complaint", "只是询价"),
        ("no", "not-a-complaint", ""),
        ("不是", "not-a-complaint", ""),
        ("关闭 已换货", "close", "已换货"),
    ],
)
def test_a_step_is_one_word_with_what_belongs_to_it_behind(text: str, verb: str, said: str) -> None:
    found = understood(text)
    assert found is not None
    assert (found[0], found[1].replace("，", ","), found[2]) == (verb, said.replace("，", ","), False)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("不受理", "decline"),
        ("无效", "not-effective"),
        ("客户不接受", "customer-objects"),
        ("退回对策。", "send-back"),
        ("客户撤诉", "withdrawn"),
        ("重新打开", "reopen"),
        ("制度", "pack"),
        ("拆分", "split"),
        ("归并", "merge"),
        ("有效：但还要观察", "effective"),
        ("措施完成 如果供应商也换完", "done"),
        ("effective: but only for lot A", "effective"),
    ],
)
def test_a_step_without_its_reason_or_with_a_condition_has_no_effect(text: str, verb: str) -> None:
    assert understood(text) == (verb, "", True)


# ---------------------------------------------------------------- as its sender saw it


def said_in(plain: str, html: str) -> tuple[str, bool]:
    """Verb, and whether it was refused, of a mail in two versions."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "jiang@works.example", "Re: x"
    mail.set_content(plain)
    mail.add_alternative(html, subtype="html")
    found = MailParser()(mail.as_bytes(), ARRIVED).decision
    return ("", False) if found is None else (found.verb, found.refused_because != "")


@pytest.mark.parametrize(
    ("plain", "html", "said"),
    [
        ("同意", "<p>同意</p>", ("approve", False)),
        ("approve", "<div>Approve<br></div><p>George</p>", ("approve", False)),
        ("同意", "<div>外部邮件，请谨慎。</div><p>同意</p>", ("approve", False)),
        ("同意", "<p>不能同意</p><p>同意</p>", ("unclear", True)),
        ("approve", "<p>reject: not yet</p>", ("unclear", True)),
        ("approve", "<p>Is the amount right?</p>", ("unclear", True)),
        ("approve", '<p style="display:none">approve</p><p>Let me see.</p>', ("unclear", True)),
        ("不同意 缺流出原因", "<p>同意</p>", ("unclear", True)),
        ("关闭 已换货", "<p>请问可以关闭吗？</p>", ("unclear", True)),
    ],
)
def test_both_versions_of_a_mail_must_say_the_same(plain: str, html: str, said: tuple[str, bool]) -> None:
    assert said_in(plain, html) == said


def test_what_is_written_between_two_quotations_is_read_where_nothing_else_is_new() -> None:
    raw = "From: jiang@works.example\r\nSubject: Re: x\r\n\r\n> first\r\n> half\r\n\r\n同意\r\n\r\n> second\r\n"
    found = MailParser()(raw.encode(), ARRIVED).decision
    assert found is not None
    assert (found.verb, found.refused_because) == ("approve", "")


@pytest.mark.parametrize(
    ("sender", "senders"),
    [
        ("managers: jiang@works.example;", 2),
        ("Support: ACME <jiang@works.example>", 1),
        ('"to: you;" <jiang@works.example>', 1),
        ("江 (a: b;) <jiang@works.example>", 1),
        ("undisclosed:;", 1),
    ],
)
def test_a_group_as_sender_is_more_than_one_mailbox(sender: str, senders: int) -> None:
    mail = MailParser()(f"From: {sender}\r\nSubject: x\r\n\r\n同意\r\n".encode(), ARRIVED)
    assert mail.senders == senders


@pytest.mark.parametrize(
    "how",
    [
        'style="display:none"',
        'style="visibility: hidden"',
        'style="font-size:0.0pt"',
        'style="font-size:1px;color:#fff"',
        'style="opacity:0"',
        'style="max-height:0px;overflow:hidden"',
        'style="height:0;overflow:hidden"',
        'style="text-indent:-9999px"',
        'style="position:absolute;left:-9999px"',
        "hidden",
    ],
)
def test_what_nobody_sees_is_no_command(how: str) -> None:
    assert said_in("", f"<div {how}>approve</div><p>Is the amount right?</p>") == ("", False)


@pytest.mark.parametrize(
    "how",
    [
        'style="opacity:0.9"',
        'style="max-height:100%"',
        'style="line-height:0.9;font-size:10px"',
        'style="height:0.5em"',
        'style="margin-left:-120px"',
    ],
)
def test_what_is_styled_and_seen_is_one(how: str) -> None:
    assert said_in("", f"<div {how}>approve</div>") == ("approve", False)
