"""A clock that the regulation suspends stands still while the case waits for the customer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kesu.packs import POLICIES, load_pack
from tests.kesu.letters import opened, says
from tests.office import Office, at, settings, text_of

VALVE = "您好：\n客户名称：华光\n产品名称：阀门\n不良现象：漏水\n请尽快处理，非常不满。\n"
SALES = "sales-unit@works.example"
OPENED = at("2026-03-02 10:00")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The works under a regulation whose five working days stand still while the customer is asked for the kind."""
    text = (POLICIES / "service-feedback.toml").read_text(encoding="utf-8")
    asked = text.replace('asked_of = "sales-unit"\nlabel_zh = "来信性质"', 'label_zh = "来信性质"')
    pausable = asked.replace('what = "complete"\n', 'what = "complete"\npausable = true\n')
    assert text != asked != pausable
    (tmp_path / "service-feedback.toml").write_text(pausable, encoding="utf-8")
    office = Office(settings(desk={"packs": ["service-feedback"], "default_pack": "service-feedback"}))
    office.desk = replace(office.desk, packs={"service-feedback": load_pack("service-feedback", [tmp_path])})
    opened(office, VALVE, OPENED, subject="阀门漏水投诉")
    return office


def complete(office: Office) -> str:
    """When the work is due, or what its clock waits for."""
    (deadline,) = [c.deadline for c in office.case().clocks if c.deadline.what == "complete"]
    return f"{deadline.due:%Y-%m-%d}" if deadline.due else deadline.waiting_for


def test_while_the_customer_is_asked_the_clock_waits_and_other_clocks_run(office: Office) -> None:
    assert (office.case().state, office.case().pauses) == ("waiting_customer", ((OPENED, None),))
    assert complete(office) == "customer"
    assert "处理完成：自“客户的补充”起算，目前尚未发生" in text_of(office.last(SALES))
    (accept,) = [c.deadline for c in office.case().clocks if c.deadline.what == "accept"]
    assert accept.due == at("2026-03-03 10:00")


def test_with_the_answer_it_runs_on_later_by_the_days_of_waiting(office: Office) -> None:
    answered = at("2026-03-04 15:00")
    says(office, SALES, "kind = complaint", answered)
    case = office.case()
    assert (case.state, case.pauses) == ("assigned", ((OPENED, answered),))
    assert case.grading is not None
    assert case.grading.grade == "T2"
    assert complete(office) == "2026-03-11"


def test_it_runs_on_as_well_if_somebody_works_without_the_answer(office: Office) -> None:
    says(office, SALES, "答复：阀门已更换，请放心使用。", at("2026-03-04 15:00"))
    office.works(at("2026-03-09 09:00"))
    assert office.case().state != "waiting_customer"
    assert complete(office) == "2026-03-11"
