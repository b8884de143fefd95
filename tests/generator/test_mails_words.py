"""The dictionary: every id has words in both languages, and what a stranger wrote is repeated only if harmless."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.mail import FieldValue
from cases.state import State
from generator.restating import restatable
from generator.words import Words

ROOT = Path(__file__).parents[2]
TOML = (ROOT / "templates" / "facts.toml").read_text("utf-8")
WORDS = Words(TOML)
TABLES: dict[str, dict[str, Any]] = tomllib.loads(TOML)
ASKED = [(fact, lang) for fact in TABLES["facts"] for lang in ("zh", "en")]


@pytest.mark.parametrize(("fact", "lang"), ASKED)
def test_every_question_is_one_polite_sentence_for_the_person_asked(fact: str, lang: str) -> None:
    question = WORDS.question(fact, lang)
    assert question.startswith(("请", "如") if lang == "zh" else ("Please", "If"))
    assert question.endswith("。" if lang == "zh" else ".")
    assert bool(re.search("[\u4e00-\u9fff]", question)) == (lang == "zh")


@pytest.mark.parametrize(("fact", "lang"), [asked for asked in ASKED if not WORDS.inside(asked[0])])
def test_no_question_to_a_customer_speaks_of_cost_degree_fault_fee_or_signature(fact: str, lang: str) -> None:
    text = WORDS.label(fact, lang) + WORDS.question(fact, lang)
    assert not re.search("费用|成本|程度|责任|过错|等级|缴|签字|盖章|赔|cost|fault|grade|fee|sign", text)


@pytest.mark.parametrize("fact", ["total_cost_cny", "defect_degree", "our_fault", "legal_action", "valid_complaint"])
def test_cost_degree_fault_and_alarms_stay_inside(fact: str) -> None:
    assert WORDS.inside(fact)


@pytest.mark.parametrize(
    "table", ["clocks", "states", "roles", "forms", "flags", *(f"values.{of}" for of in TABLES["values"])]
)
def test_every_word_is_there_in_both_languages(table: str) -> None:
    outer, _, inner = table.partition(".")
    entries = TABLES[outer][inner] if inner else TABLES[outer]
    assert all({"zh", "en"} <= set(word) <= {"zh", "en", "outside"} and all(word.values()) for word in entries.values())


def test_every_state_of_a_case_has_a_word() -> None:
    assert [state for state in State if WORDS.state(state, "zh") == str(state)] == []


def test_an_unknown_id_is_shown_as_itself() -> None:
    lookups = (WORDS.label, WORDS.question, WORDS.grade, WORDS.clock, WORDS.state, WORDS.role, WORDS.form, WORDS.flag)
    assert {look("x_y", lang) for look in lookups for lang in ("zh", "en")} == {"x_y"}
    assert WORDS.value("x_y", "x_y", "zh") == "x_y"


@pytest.mark.parametrize(
    ("fact", "value", "zh", "en"),
    [
        ("issue_category", "transport", "运输", "transport"),
        ("remedy", ("return", "exchange"), "退货、换货", "return, exchange"),
        ("line_stop", True, "是", "yes"),
        ("qty_mw", "0.2", "0.2 MW", "0.2 MW"),
        ("total_cost_cny", "120000", "120000 元", "120000 RMB"),
        ("defect_rate", "0.74%", "0.74%", "0.74%"),
        ("received_at", "2026-03-02T10:00:00+08:00", "2026-03-02 10:00", "2026-03-02 10:00"),
        ("customer_deadline", "2026-03-12", "2026-03-12", "2026-03-12"),
        ("batch_no", ("2602A", "2602B"), "2602A、2602B", "2602A, 2602B"),
        ("defect_degree", 2, "2（更换部分零件或部分组件）", "2 (some components or some modules)"),
        ("order_no", None, "", ""),
    ],
)
def test_a_value_is_written_as_people_write_it(fact: str, value: FieldValue | int | None, zh: str, en: str) -> None:
    assert (WORDS.value(fact, value, "zh"), WORDS.value(fact, value, "en")) == (zh, en)


def test_grades_roles_and_flags_read_as_titles() -> None:
    assert (WORDS.grade(1, "zh"), WORDS.grade("N2", "en"), WORDS.grade(None, "zh")) == (
        "一级",
        "demand, answered by technical marketing",
        "",
    )
    assert WORDS.role("deputy-gm|gm", "zh") == "副总经理或总经理"


@pytest.mark.parametrize(
    ("flag", "zh", "en"),
    [
        ("due-on-holiday", "到期日为休息日", "due on a day off"),
        ("calendar-missing:2027", "缺少该年度工作日历：2027", "no calendar of working days for this year: 2027"),
        ("mediation:gm-office", "需协调裁定：总经理室", "mediation needed: general manager's office"),
        ("contradiction:qty_defect", "数据相互矛盾：不良数量", "contradicting figures: Quantity defective"),
        ("close-blocked:R15-S6", "结案条件未满足：R15-S6", "closing blocked: R15-S6"),
    ],
)
def test_a_flag_names_the_fact_the_role_or_the_clause_it_is_about(flag: str, zh: str, en: str) -> None:
    assert (WORDS.flag(flag, "zh"), WORDS.flag(flag, "en")) == (zh, en)


@pytest.mark.parametrize(
    "value",
    ["2026-03-18", "2026-03-02T10:00:00+08:00", "2026-03-02 10:00", "37", "1,200", "0.74", "99.5%", "-3", "PO-2026-018",
     "51-0093", "DDR4-16G/boot-fail", "v2.1", "product_quality", "A" * 40],
)  # fmt: skip
def test_dates_numbers_enumerations_and_identifiers_may_be_restated(value: str) -> None:
    assert restatable(value)


@pytest.mark.parametrize(
    "value",
    ["", "批号2602A", "two words", "A" * 41, "a\n", "a@b.example", "http://evil.example", "www.evil.example/win",
     "evil.cn", "37\r\nBcc: x", "<b>", "=cmd", "2026-03-18\n", "１２３", "+86 138 0000 0000"],
)  # fmt: skip
def test_nothing_else_of_a_strangers_text_may_be_restated(value: str) -> None:
    assert not restatable(value)


@given(st.text(max_size=60))
def test_what_may_be_restated_is_short_plain_and_no_sentence(value: str) -> None:
    if restatable(value):
        assert re.fullmatch(r"[A-Za-z0-9._/:,%+ -]{1,50}", value)
        assert value.count(" ") <= 1


def test_an_acknowledgement_restates_in_our_words_and_leaves_out_texts_and_what_stays_inside() -> None:
    facts: dict[str, FieldValue] = {
        "customer_name": "ACME",
        "issue_category": "transport",
        "batch_no": ("2602A", "2602B"),
        "serial_no": ("SN1", "see www.evil.example"),
        "order_no": "evil.example/x",
        "line_stop": True,
        "total_cost_cny": "120000",
        "legal_action": True,
        "invented": "1",
    }
    assert WORDS.restate(facts, "zh") == [
        {"label": "问题类别", "value": "运输"},
        {"label": "批号", "value": "2602A、2602B"},
        {"label": "停线", "value": "是"},
    ]


@pytest.mark.parametrize(
    ("happening", "zh", "en"),
    [
        ("sample_received_at", "收到样品", "sample received"),
        ("dept_notified_at", "部门收到通知", "department notified"),
        ("customer_deadline", "事件 customer_deadline", "event customer_deadline"),
        ("final_report", "", ""),
    ],
)
def test_a_happening_is_reported_in_its_own_words_or_by_its_name_and_a_report_in_none(
    happening: str, zh: str, en: str
) -> None:
    assert (WORDS.report(happening, "zh"), WORDS.report(happening, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("event", "zh", "en"),
    [
        ("sample_received_at", "收到不良品时间", "Sample received"),
        ("calendar-missing:2027", "2027 年工作日历公布", "2027 calendar of working days"),
        ("", "", ""),
    ],
)
def test_what_a_clock_waits_for_is_named_also_where_it_is_no_fact(event: str, zh: str, en: str) -> None:
    assert (WORDS.awaited(event, "zh"), WORDS.awaited(event, "en")) == (zh, en)
