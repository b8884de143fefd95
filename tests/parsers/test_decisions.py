"""The grammar of decisions: what executes, what is refused and why, what is no command at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from parsers.decisions import read_decision

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
        ("不同意\n请补充流出原因。\n补充D7", "请补充流出原因。\n补充D7"),
        ("reject\nreason: no evidence", "no evidence"),
    ],
)
def test_a_no_with_its_reason_rejects(text: str, reason: str) -> None:
    verb, said, refused = understood(text) or ("", "", True)
    assert (verb, refused) == ("reject", False)
    assert said.replace("原因:", "") == reason.replace("原因:", "")


@pytest.mark.parametrize("text", ["不同意", "驳回。", "reject", "不同意，谢谢"])
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
    ],
)
def test_an_ordinary_first_line_is_no_command(text: str) -> None:
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
