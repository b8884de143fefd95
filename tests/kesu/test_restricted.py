"""What few may read, and what waits until the leaders have read of it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from cases.state import State
from kesu.by_hand import step
from kesu.orders import CommandRefused
from kesu.packs import load_pack
from kesu.restricted import veiled
from kesu.views import case_json
from tests.kesu.letters import LINE_STOP, MONDAY, events, opened, says
from tests.office import CUSTOMER, PEOPLE, Office, at, settings, text_of

BANK = {"desk": {"packs": ["bank-collections", "memory-device"], "default_pack": "bank-collections"}}
LETTER = """您好：
投诉人：李某
我要投诉贵司催收人员收受好处。
请处理。
"""
HEAD, LEADER, GM = "collection-supervisor@works.example", "vp-in-charge@works.example", "lin@works.example"
NOON, AFTERNOON = at("2026-03-02 12:00"), at("2026-03-02 14:00")


@pytest.fixture
def office() -> Office:
    office = Office(settings(**BANK))
    opened(office, LETTER, subject="投诉")
    assert office.case().owner == HEAD
    return office


def readers(office: Office, since: int) -> set[str]:
    """Who got a mail after the first `since`."""
    return {mail.recipient for mail in office.sender.sent[since:]}


# ---------------------------------------------------------------- accusations

ACCUSING = """您好：
投诉人：李某
我要举报贵司催收主管收受好处，请投诉处理部门核查。
"""
OWNER = "fang@works.example"


def test_a_mail_that_may_accuse_somebody_goes_to_the_desk_s_owner_alone_until_it_is_judged() -> None:
    office = Office(settings(**BANK))
    opened(office, ACCUSING, subject="举报信")
    assert (office.case().state, readers(office, 0)) == (State.TRIAGE, {OWNER})
    assert "letter_type = whistleblow" in text_of(office.last(OWNER))
    says(office, OWNER, "letter_type = whistleblow", NOON)
    says(office, OWNER, "投诉", AFTERNOON)
    case = office.case()
    assert (case.state, case.owner) == (State.RESTRICTED, LEADER)
    assert HEAD not in readers(office, 0)


def test_a_complaint_that_only_sounds_like_an_accusation_is_opened_with_one_word() -> None:
    office = Office(settings(**BANK))
    opened(office, ACCUSING, subject="举报信")
    says(office, OWNER, "投诉", NOON)
    assert (office.case().state, office.case().owner) == (State.ASSIGNED, HEAD)


def test_where_no_regulation_restricts_readers_such_words_are_a_complaint_like_any_other() -> None:
    office = Office(settings(desk={"packs": ["memory-device"], "default_pack": "memory-device"}))
    opened(office, LINE_STOP + "再不处理我们将向监管部门举报。\n")
    assert office.case().state is State.ASSIGNED


def accused(office: Office) -> int:
    """The letter turns out to be an accusation; how many mails had gone out before."""
    before = len(office.sender.sent)
    says(office, HEAD, "letter_type = whistleblow", NOON)
    return before


def test_an_accusation_goes_to_the_leader_in_charge_and_only_those_named_hear_of_it_from_then_on(
    office: Office,
) -> None:
    before = accused(office)
    case = office.case()
    assert (case.state, case.owner, case.engineer) == (State.RESTRICTED, LEADER, LEADER)
    assert readers(office, before) == {LEADER, GM}
    says(office, CUSTOMER, "补充：另有一名员工参与。", AFTERNOON)
    for day in range(3, 20):
        office.works(at(f"2026-03-{day:02} 10:00"))
    assert readers(office, before) == {LEADER, GM}
    assert "另有一名员工" in "".join(text_of(mail) for mail in office.sent(LEADER))


def test_the_notice_of_an_accusation_shows_the_case_as_it_is_restricted(office: Office) -> None:
    accused(office)
    assert "状态：限定人员处理" in text_of(office.last(GM))
    assert "状态：已分派" not in text_of(office.last(GM))


def test_an_earlier_code_gives_no_right_to_a_restricted_case_and_no_answer_about_it(office: Office) -> None:
    papers = office.last(HEAD)
    before = accused(office)
    for text in ("状态", "关闭 没事", "指派 collection-supervisor"):
        says(office, HEAD, text, AFTERNOON, to=papers)
    assert (office.case().state, office.case().owner) == (State.RESTRICTED, LEADER)
    assert HEAD not in readers(office, before)


def test_its_owner_handles_it_like_any_other(office: Office) -> None:
    accused(office)
    says(office, LEADER, "状态", AFTERNOON)
    assert "限定人员处理" in text_of(office.last(LEADER))
    says(office, LEADER, "答复：来信收悉，已由专人核查。", AFTERNOON)
    assert office.case().state is State.APPROVED
    says(office, LEADER, "关闭 已移交", at("2026-03-03 10:00"))
    assert office.case().state is State.CLOSED


def test_what_goes_wrong_with_it_is_told_to_its_owner_not_to_the_quality_manager(office: Office) -> None:
    before = accused(office)
    says(office, "chen@works.example", "同意", AFTERNOON, to=office.last(LEADER))
    says(office, "x@stranger.example", "approve", AFTERNOON, to=office.last(LEADER))
    assert "wen@works.example" not in readers(office, before)


def test_it_is_no_accusation_after_all_says_who_may_and_it_goes_the_ordinary_way(office: Office) -> None:
    accused(office)
    says(office, LEADER, "letter_type = complaint 理由 只反映服务态度", AFTERNOON)
    assert (office.case().state, office.case().owner) == (State.ASSIGNED, HEAD)


SECRETS = ("李某", "收受好处", "qc@farridge.example", "letter_type")


def test_a_list_shows_that_it_is_there_and_neither_words_nor_facts_nor_people(office: Office) -> None:
    accused(office)
    hidden = json.dumps(case_json(office.desk, office.case(), hide=True), ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in hidden] == []
    shown = json.loads(hidden)
    assert (shown["id"], shown["state"], shown["restricted"], shown["mails"]) == ("K2026-00001", "restricted", True, [])
    whole = json.dumps(case_json(office.desk, office.case()), ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in whole] == ["李某", "qc@farridge.example", "letter_type"]


def test_other_cases_are_shown_whole(office: Office) -> None:
    whole = case_json(office.desk, office.case())
    assert case_json(office.desk, office.case(), hide=True) == whole


def test_the_veil_leaves_numbers_dates_and_states(office: Office) -> None:
    accused(office)
    case, seen = office.case(), veiled(office.case())
    assert (seen.id, seen.state, seen.received_at, seen.clocks) == (case.id, case.state, case.received_at, case.clocks)
    assert [line.what for line in seen.timeline] == [line.what for line in case.timeline]


# ---------------------------------------------------------------- the report before handling starts


def major(office: Office, when: str = "2026-03-02 20:00") -> None:
    says(office, HEAD, "bank_reputation = true", at(when), to=office.sent(HEAD)[0])


def test_a_major_complaint_is_reported_to_both_leaders_at_once_and_waits_for_both(office: Office) -> None:
    major(office)
    assert office.case().state is State.AWAITING_PRE_REPORT
    for leader in (LEADER, GM):
        report = office.last(leader)
        assert "事前报告" in str(report["Subject"])
        assert "    已阅" in text_of(report).splitlines()
        assert "收受好处" in text_of(report)
    says(office, LEADER, "已阅", at("2026-03-02 20:10"))
    case = office.case()
    assert (case.state, [r.acknowledged_at is not None for r in case.pre_reports]) == (
        State.AWAITING_PRE_REPORT,
        [True, False],
    )
    says(office, GM, "noted", at("2026-03-02 20:20"))
    case = office.case()
    assert case.state is State.ASSIGNED
    assert [(r.role, r.address, r.acknowledged_at) for r in case.pre_reports] == [
        ("vp-in-charge", LEADER, at("2026-03-02 20:10")),
        ("gm", GM, at("2026-03-02 20:20")),
    ]
    assert events(office).count("pre-report acknowledged") == 2
    office.works(at("2026-03-03 09:00"))
    assert any("可以开始处理" in str(mail["Subject"]) for mail in office.sent(HEAD))


def test_a_yes_is_an_acknowledgement_too(office: Office) -> None:
    major(office)
    says(office, LEADER, "同意", at("2026-03-02 20:10"))
    says(office, GM, "approve", at("2026-03-02 20:20"))
    assert office.case().state is State.ASSIGNED


def test_before_that_nothing_is_handled_and_the_clock_goes_on(office: Office) -> None:
    says(office, HEAD, "dept_notified_at = 2026-03-02 11:00", NOON)
    major(office)
    due = {clock.deadline.rule: clock.deadline.due for clock in office.case().clocks}
    assert due["R06-D1"] == at("2026-03-05 23:59:59")
    for text in ("已围堵", "答复：已处理。", "需求"):
        says(office, HEAD, text, at("2026-03-03 10:00"))
    assert office.case().state is State.AWAITING_PRE_REPORT
    assert "待领导确认事前报告" in text_of(office.last(HEAD))


def test_nobody_else_acknowledges_for_them(office: Office) -> None:
    major(office)
    says(office, HEAD, "已阅", at("2026-03-03 10:00"))
    assert office.case().state is State.AWAITING_PRE_REPORT
    assert any("须由vp-in-charge 负责人、林致远确认" in text_of(mail) for mail in office.sent(HEAD))
    with pytest.raises(CommandRefused, match="only"):
        step(office.desk, office.case(), "acknowledge", [], "somebody", "", None, NOON)
    step(office.desk, office.case(), "已阅", [], "gm", "", None, NOON)
    assert [r.acknowledged_at is not None for r in office.case().pre_reports] == [False, True]


def test_who_stands_in_for_an_absent_leader_acknowledges(office: Office) -> None:
    away = {**PEOPLE["vp-in-charge"], "deputy": "quality-manager"}
    away["absent"] = [{"first": "2026-03-01", "last": "2026-03-08"}]
    office = Office(settings(**BANK, people={"vp-in-charge": away}))
    opened(office, LETTER, subject="投诉")
    major(office)
    says(office, "wen@works.example", "已阅", at("2026-03-02 20:10"))
    says(office, GM, "已阅", at("2026-03-02 20:20"))
    assert office.case().state is State.ASSIGNED


def test_a_leader_who_does_not_answer_is_reminded(office: Office) -> None:
    major(office)
    says(office, GM, "已阅", at("2026-03-02 20:10"))
    office.works(at("2026-03-03 09:00"))
    reports = [mail.recipient for mail in office.sender.sent if "/pre-report-" in mail.effect_key]
    assert reports == [LEADER, GM, LEADER]


def test_where_reporting_suffices_nothing_waits() -> None:
    office = Office(settings(**BANK))
    reading = load_pack("bank-collections", settings={"pre_report": "report"})
    office.desk = replace(office.desk, packs={"bank-collections": reading})
    opened(office, LETTER, subject="投诉")
    before = len(office.sender.sent)
    major(office)
    assert office.case().state is State.ASSIGNED
    assert readers(office, before) >= {LEADER, GM}


def test_there_is_nothing_to_acknowledge_in_an_ordinary_case(office: Office) -> None:
    says(office, HEAD, "已阅", NOON)
    assert "没有待确认的事前报告" in text_of(office.last(HEAD))


def test_a_case_that_was_settled_on_the_spot_is_recorded_and_done(office: Office) -> None:
    says(office, HEAD, "satisfied_on_spot = true\nno_further_complaint = true", MONDAY)
    assert (office.case().state, office.case().next_due) == (State.CLOSED, None)
