"""Values as people write them, as values of the fact's type."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from parsers.labels import dictionary, label_of
from parsers.measures import Value
from parsers.values import parse_value

WRITTEN = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=8)))
"""A Monday."""


def value(field: str, text: str) -> Value | None:
    return parse_value(dictionary().labels[field], text, WRITTEN)


@pytest.mark.parametrize(
    ("text", "amount", "flags"),
    [
        ("10万", "100000", ()),
        ("10万元", "100000", ()),
        ("1.2万元", "12000", ()),
        ("¥100,000", "100000", ()),
        ("RMB 100000", "100000", ()),
        ("人民币 3千元", "3000", ()),
        ("壹拾万元整", "100000", ()),
        ("两万五千元", "25000", ()),
        ("１０万元", "100000", ()),
        ("10-12万元", "120000", ("range",)),
        ("约5万元", "50000", ("about",)),
        ("5万元以上", "50000", ("at-least",)),
        ("不超过5万元", "50000", ("at-most",)),
        ("0.5 million RMB", "500000", ()),
    ],
)
def test_money_is_a_decimal_in_rmb(text: str, amount: str, flags: tuple[str, ...]) -> None:
    found = value("total_cost_cny", text)
    assert found is not None
    assert (found.value, found.unit, found.flags) == (amount, "CNY", flags)


def test_foreign_money_is_a_question_and_not_converted() -> None:
    found = value("total_cost_cny", "USD 12,000")
    assert found is not None
    assert (found.value, found.unit, found.flags) == ("12000", "USD", ("foreign-currency", "suspected"))


@pytest.mark.parametrize(
    ("text", "megawatts"), [("0.2MW", "0.2"), ("200kW", "0.2"), ("200千瓦", "0.2"), ("2兆瓦", "2"), ("1,500 kW", "1.5")]
)
def test_power_is_in_megawatts(text: str, megawatts: str) -> None:
    assert value("qty_mw", text) == Value(megawatts, "MW")


def test_a_number_without_a_unit_of_power_states_none() -> None:
    assert value("qty_mw", "400块") is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年3月5日", "2026-03-05"),
        ("2026/3/5", "2026-03-05"),
        ("2026-03-05", "2026-03-05"),
        ("2026.3.5", "2026-03-05"),
        ("20260305", "2026-03-05"),
        ("3月5日", "2026-03-05"),
        ("12月20日", "2025-12-20"),
        ("5 March 2026", "2026-03-05"),
        ("March 5th, 2026", "2026-03-05"),
        ("05-Mar-2026", "2026-03-05"),
        ("明天", "2026-03-03"),
        ("昨天", "2026-03-01"),
        ("本周五", "2026-03-06"),
        ("下周一", "2026-03-09"),
        ("一周内", "2026-03-09"),
        ("7天内", "2026-03-09"),
        ("within 10 days", "2026-03-12"),
        ("25/03/2026", "2026-03-25"),
        ("06.03.2026", "2026-03-06"),
        ("去年4月2日", "2025-04-02"),
        ("周四", "2026-03-05"),
        ("by Thursday", "2026-03-05"),
        ("last Friday", "2026-02-27"),
        ("next Friday", "2026-03-13"),
        ("within two weeks", "2026-03-16"),
        ("48小时内", "2026-03-04"),
    ],
)
def test_dates_are_iso(text: str, day: str) -> None:
    found = value("customer_deadline", text)
    assert found is not None
    assert found.value == day


def test_a_date_that_may_mean_two_days_is_a_question() -> None:
    found = value("customer_deadline", "03/05/2026")
    assert found is not None
    assert found.flags == ("ambiguous-date", "suspected")


@pytest.mark.parametrize("text", ["2026年2月30日", "尽快", "9999-99-99"])
def test_what_is_no_date_states_none(text: str) -> None:
    assert value("customer_deadline", text) is None


def test_a_time_of_day_stands_in_the_zone_of_the_mail() -> None:
    found = value("occurred_at", "2026年3月1日 下午2点半")
    assert found is not None
    assert found.value == "2026-03-01T14:30:00+08:00"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("是", True),
        ("有", True),
        ("yes", True),
        ("√", True),
        ("☑是 □否", True),
        ("□是 ☑否", False),
        ("是☑ 否□", True),
        ("[x] yes [ ] no", True),
        ("是（ ）否（√）", False),
        ("否", False),
        ("无", False),
        ("没有", False),
        ("No", False),
        ("未停线", False),
        ("不需要", False),
        ("需要", True),
    ],
)
def test_yes_and_no(text: str, answer: bool) -> None:
    assert value("line_stop", text) == Value(answer)


@pytest.mark.parametrize("field", ["qty_mw", "qty_defect", "total_cost_cny", "defect_rate"])
@pytest.mark.parametrize("text", ["-5", "－0.3", "−5 MW", "1e6"])
def test_an_amount_below_nothing_is_none(field: str, text: str) -> None:
    assert value(field, text) is None


@pytest.mark.parametrize("field", ["line_stop", "qty_defect", "customer_name", "total_cost_cny", "batch_no"])
@pytest.mark.parametrize("text", ["", "-", "不详", "未知", "TBD", "N/A", "待确认。", "unknown"])
def test_what_is_not_said_is_no_fact(field: str, text: str) -> None:
    assert value(field, text) is None


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("客 户 名 称", "customer_name"),
        ("1、客户名称", "customer_name"),
        ("客戶名稱", "customer_name"),
        ("Customer Name", "customer_name"),
        ("客户名称 Customer", "customer_name"),
        ("批号/Lot No.", "batch_no"),
        ("数量(pcs)", "qty_shipped"),
        ("Qty delivered", "qty_shipped"),
        ("DEF Q'ty", "qty_defect"),
        ("索赔金额（元）", "claim_cny"),
        ("处理总费用", "total_cost_cny"),
        ("P / N", "part_no"),
    ],
)
def test_a_fact_has_many_names(name: str, field: str) -> None:
    label = label_of(name)
    assert label is not None
    assert label.field == field


@pytest.mark.parametrize("name", ["客户说", "the customer", "10", "http", "产品使用三个月后出现故障", ""])
def test_what_is_no_name_means_no_fact(name: str) -> None:
    assert label_of(name) is None


@pytest.mark.parametrize("text", ["未确定", "不确定", "不良品", "not yet known", "见附件", "可能"])
def test_what_is_neither_yes_nor_no_is_no_fact(text: str) -> None:
    assert value("line_stop", text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0571-0000-9527 (24小时)", "0571-0000-9527"),
        ("+44 20 7946 0123 | Fax: +44 20 7946 0999", "+44 20 7946 0123"),
        ("04-0000-5821 分機 36", "04-0000-5821 分機 36"),
        ("139****8899", "139****8899"),
    ],
)
def test_a_telephone_number_is_one_that_can_be_dialled(text: str, number: str) -> None:
    assert value("contact_phone", text) == Value(number)


def test_a_list_has_one_value_per_line_or_between_commas() -> None:
    assert value("corrective_action", "1. 提高炉温，李工\n2. 增加检验") == Value(("提高炉温，李工", "增加检验"))
    assert value("parts", "主板×1、电源线×2") == Value(("主板×1", "电源线×2"))
