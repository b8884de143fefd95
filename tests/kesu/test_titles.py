"""The line below a form's name: whose complaint, which part, what is wrong; never more than fits, never torn."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from cases.model import Case, Fact
from generator.docx_show import columns
from kesu.titles import LONGEST, title_of
from tests.kesu.letters import LINE_STOP, opened
from tests.office import Office, at


@cache
def some_case() -> Case:
    office = Office()
    opened(office, LINE_STOP, at("2026-03-09 09:00"))
    return office.case()


def titled(lang: str, customer: str, **facts: str) -> str:
    case = some_case()
    known = {name: Fact(value, "person:test", case.received_at) for name, value in facts.items()}
    return title_of(replace(case, customer=replace(case.customer, name=customer), facts=known), lang)


@pytest.mark.parametrize(
    ("lang", "customer", "facts", "title"),
    [
        (
            "en",
            "Northbridge Servers Ltd., Plant 1 & 2",
            {
                "product_name": "DDR5 RDIMM 32 GB",
                "failure_mode": "No boot: stops in memory self-test of line 2 at once",
            },
            "Northbridge Servers: DDR5 RDIMM 32\u00a0GB, No boot",
        ),
        (
            "zh",
            "华光电力股份有限公司青原分公司",
            {"product_name": "单晶双玻光伏组件", "model": "SP-M10-550", "failure_mode": "背面铭牌标签角部剥离"},
            "华光电力 单晶双玻光伏组件 SP-M10-550：背面铭牌标签角部剥离",
        ),
        ("en", "Anlan Storage", {"failure_mode": "No boot"}, "Anlan Storage: No boot"),
        ("en", "Incline Coatings", {"model": "X1"}, "Incline Coatings: X1"),
        ("zh", "有限公司", {}, "有限公司"),
        ("zh", "", {"failure_mode": "无法开机"}, "无法开机"),
    ],
)
def test_a_title_names_customer_product_and_symptom(
    lang: str, customer: str, facts: dict[str, str], title: str
) -> None:
    assert titled(lang, customer, **facts) == title


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_however_long_its_parts_are_it_fits_and_says_nothing_of_what_is_left_out(lang: str) -> None:
    title = titled(lang, "远岭" * 30, product_name="内存模组 " * 20, failure_mode="开机时 BIOS 报错，随后停机；" * 9)
    assert 0 < columns(title) <= LONGEST
    assert "…" not in title
