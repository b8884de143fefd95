"""A case is closed only when what its regulation wants before that is done, point by point, by named people."""

from __future__ import annotations

import pytest

from cases.state import State
from kesu.by_hand import step
from kesu.orders import CommandRefused
from tests.kesu.letters import MONDAY, opened, says
from tests.office import CUSTOMER, Office, at, settings, text_of

SERVICE = "service-utility"
LEAK = """您好：
客户名称：远岭小区物业
我们投诉上门安检人员服务态度差。
请处理。
"""
NOON = at("2026-03-02 12:00")
WORKER = "service-office@works.example"


@pytest.fixture
def office() -> Office:
    office = Office(settings(desk={"packs": [SERVICE, "memory-device"], "default_pack": SERVICE}))
    opened(office, LEAK, subject="服务投诉")
    assert office.case().owner == WORKER
    return office


def says_the_owner(office: Office, text: str, minute: int = 0) -> str:
    """The answer of the desk to a line of the owner."""
    says(office, WORKER, text, at(f"2026-03-02 12:{minute:02}"))
    return text_of(office.last(WORKER))


def points(office: Office) -> object:
    fact = office.case().facts.get("close_check")
    return fact.value if fact else None


def test_a_case_with_open_points_is_not_closed_and_the_rule_and_the_points_are_named(office: Office) -> None:
    answer = says_the_owner(office, "关闭 客户满意")
    assert office.case().state is not State.CLOSED
    for words in ("R15-S6", "已查清原因、责任人已处理、责任人和员工已受教育、纠正和预防措施有效"):
        assert words in answer
    assert "close_check = cause_found, responsible_dealt_with, staff_educated, measures_effective" in answer


def test_the_command_line_refuses_with_the_same_sentence(office: Office) -> None:
    before = office.case()
    with pytest.raises(CommandRefused, match=r"R15-S6 wants before closing: cause found, responsible persons"):
        step(office.desk, before, "close", [], WORKER, "done", None, NOON)
    assert office.case() == before


def test_points_are_ticked_by_mail_one_after_the_other_and_each_tick_keeps_who(office: Office) -> None:
    says_the_owner(office, "close_check = cause_found, staff_educated")
    assert points(office) == ("cause_found", "staff_educated")
    answer = says_the_owner(office, "关闭 客户满意", 10)
    assert "R15-S6 规定结案前须完成：责任人已处理、纠正和预防措施有效" in answer
    step(office.desk, office.case(), "set", ["close_check=responsible_dealt_with"], "gm", "", None, NOON)
    assert points(office) == ("cause_found", "staff_educated", "responsible_dealt_with")
    ticks = [(line.by, line.text) for line in office.case().timeline if "close_check" in line.text]
    assert ticks == [
        (WORKER, "close_check = cause_found, staff_educated"),
        ("gm", "close_check = cause_found, staff_educated, responsible_dealt_with"),
    ]


def test_with_all_points_done_it_closes(office: Office) -> None:
    says_the_owner(office, "close_check = 已查清原因，责任人已处理、责任人和员工已受教育；纠正和预防措施有效")
    says_the_owner(office, "关闭 客户满意", 10)
    assert (office.case().state, office.case().timeline[-1].text) == (State.CLOSED, "客户满意")


def test_a_point_that_there_is_not_is_refused(office: Office) -> None:
    answer = says_the_owner(office, "close_check = cause_found, nobody_knows")
    assert "结案确认（close_check）须为以下之一：已查清原因（cause_found）、" in answer
    assert "不能是“nobody_knows” / Closing check: close_check must be cause_found, " in answer
    assert "[" not in answer.partition("原因：")[2].partition("\n")[0]
    assert points(office) is None


def test_a_value_that_cannot_be_is_refused_in_both_languages_with_the_fact_as_it_is_called(office: Office) -> None:
    answer = says_the_owner(office, "unauthorised_fee = 大概")
    assert "擅自收费（unauthorised_fee）须为是或否，不能是“大概” / Unauthorised fee: unauthorised_fee must be" in answer
    answer = says_the_owner(office, "complaint_count_same_customer = 0", 1)
    assert "同一客户投诉次数（complaint_count_same_customer）不得小于 1，不能是“0” / Complaints" in answer


def test_another_judgement_wants_other_points(office: Office) -> None:
    says_the_owner(office, "nonresp_reason = force_majeure 理由 台风")
    answer = says_the_owner(office, "关闭 已说明", 10)
    assert "R15-S6 规定结案前须完成：已查清原因、已向客户说明" in answer
    says_the_owner(office, "close_check = cause_found, explained", 20)
    says_the_owner(office, "关闭 已说明", 30)
    assert office.case().state is State.CLOSED


def in_the_end(office: Office) -> None:
    """The measures are done, their effect is to be confirmed."""
    says_the_owner(office, "答复：经调查，已更换安检人员并致歉，感谢您的反映。")
    says(office, "service-office-director@works.example", "同意", at("2026-03-02 13:00"))
    office.works(at("2026-03-02 13:20"))
    says(office, CUSTOMER, "我们接受贵司的答复。", at("2026-03-03 10:00"))
    says(office, WORKER, "措施完成", at("2026-03-03 11:00"))
    assert office.case().state is State.VERIFYING


def test_a_confirmed_effect_is_a_point_of_its_own_and_wants_the_others_first(office: Office) -> None:
    in_the_end(office)
    says(office, WORKER, "有效", at("2026-03-04 10:00"))
    assert "责任人和员工已受教育；完成后请写" in text_of(office.last(WORKER))
    assert (office.case().state, points(office)) == (State.VERIFYING, None)
    says(office, WORKER, "close_check = cause_found, responsible_dealt_with, staff_educated", at("2026-03-04 10:10"))
    says(office, WORKER, "有效", at("2026-03-04 10:20"))
    assert office.case().state is State.CLOSED
    assert points(office) == ("cause_found", "responsible_dealt_with", "staff_educated", "measures_effective")


def test_a_withdrawn_complaint_needs_no_points(office: Office) -> None:
    says_the_owner(office, "客户撤诉 误会已解释")
    assert office.case().state is State.WITHDRAWN


def test_a_regulation_without_points_closes_at_once() -> None:
    office = Office()
    opened(office, when=MONDAY)
    says(office, office.case().owner, "关闭 客户确认", NOON)
    assert office.case().state is State.CLOSED
