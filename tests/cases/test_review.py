"""Each review rule of the 8D: what it finds, and what only looks like it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cases.returned import Finding
from cases.review import CHECKS
from cases.review_rules import ReviewFaulty, load
from tests.cases.reports import ABOUT, BOOK, PLACES, TEMPLATES, findings, report, reviewed

BLOCK, WARN = "block", "warn"
Change = dict[str, Any]


def cell(table: str, number: int, **cells: str) -> Change:
    return {"rows": {table: {number: cells}}}


def field(name: str, text: str) -> Change:
    return {"fields": {name: text}}


def gone(table: str, *numbers: int) -> Change:
    return {"rows": {table: dict.fromkeys(numbers)}}


def all_rows(table: str, count: int, **cells: str) -> Change:
    return {"rows": {table: dict.fromkeys(range(count), cells)}}


NO_CAUSES = {"fields": dict.fromkeys(("d4.tua", "d4.tun", "d4.sua"), "")}

# rule, level, what hits, what only looks like it
RULES: list[tuple[str, str, Change, Change]] = [
    ("8D-R01", BLOCK, gone("d1.team", 0, 1, 2, 3), gone("d1.team", 3)),
    ("8D-R01", BLOCK, field("d2.statement", "待填"), field("d2.statement", "不适用：同 K2026-00007")),
    ("8D-R01", BLOCK, gone("d3.actions", 0, 1, 2, 3), cell("d3.actions", 1, action="不适用：已全部到货")),
    ("8D-R01", BLOCK, NO_CAUSES, field("d4.sua", "")),
    ("8D-R01", BLOCK, gone("d5.actions", 0, 1, 2), cell("d5.actions", 2, action="增加互锁")),
    ("8D-R01", BLOCK, gone("d6.actions", 0, 1, 2), gone("d6.actions", 2)),
    ("8D-R01", BLOCK, {**gone("d7.documents", 0, 1), **field("d7.read_across", "/")},
     field("d7.read_across", "不适用：独有胶型")),
    ("8D-R01", BLOCK, field("d8.summary", "〔一句话：原因、措施、效果〕"), field("d8.summary", "改回胶型，零复发")),
    ("8D-R01", BLOCK, field("d8.summary", "不适用"), field("d8.summary", "N/A: merged into K2026-00007")),
    ("8D-R01", WARN, field("stage", "interim"), field("stage", "final")),
    ("8D-R02", BLOCK, {"prefilled_changed": {"qty_defect": "8"}}, {"prefilled_changed": {"contact_phone": "8"}}),
    ("8D-R02", WARN, {"prefilled_changed": {"contact_phone": "8"}}, {"prefilled_changed": {}}),
    ("8D-R10", BLOCK, cell("d1.team", 0, name=""), cell("d1.team", 0, role="Sponsor")),
    ("8D-R10", BLOCK, cell("d1.team", 1, name="林致远"), cell("d1.team", 1, name="林致")),
    ("8D-R10", BLOCK, all_rows("d1.team", 4, department="制造部"), cell("d1.team", 2, department="质量管理部")),
    ("8D-R10", BLOCK, all_rows("d1.team", 4, contact="8000"), cell("d1.team", 0, contact="8000")),
    ("8D-R10", WARN, gone("d1.team", 3),
     {"rows": {"d1.team": {4: {"role": "组员", "name": "孙", "department": "仓库"}}}}),
    ("8D-R10", WARN, all_rows("d1.team", 4, department="品管一部"), cell("d1.team", 3, department="品管部")),
    ("8D-R10", WARN, cell("d1.team", 2, department="采购二部"), cell("d1.team", 2, department="Production")),
    ("8D-R20", BLOCK, field("d2.statement", "角部剥离 86 件，2026-03-08"),
     field("d2.statement", "零件剥离 86 件，2026-03-08")),
    ("8D-R20", BLOCK, field("d2.statement", "组件 86 件，2026-03-08 到达"),
     field("d2.statement", "组件裂 86 件，2026-03-08")),
    ("8D-R20", BLOCK, field("d2.statement", "SP-M10-550 剥离，2026-03-08，单位 mm"),
     field("d2.statement", "SP-M10-550 剥离三件，2026-03-08，1 件")),
    ("8D-R20", WARN, field("d2.statement", "组件有问题，剥离 86 件，2026-03-08"),
     field("d2.statement", "组件剥离 86 件，2026-03-08")),
    ("8D-R20", WARN, field("d2.statement", "组件剥离 86，2026-03-08"),
     field("d2.statement", "组件剥离 86 pcs, 2026-03-08")),
    ("8D-R20", WARN, field("d2.statement", "组件剥离 86 件，3 月上旬"),
     field("d2.statement", "组件剥离 86 件，2026年3月8日")),
    ("8D-R21", WARN, field("d2.statement", "由于胶差，组件剥离 86 件，2026-03-08"),
     field("d2.statement", "组件剥离 86 件，因子 2，2026-03-08")),
    ("8D-R22", WARN, field("d2.not_where", "无"), field("d2.not_when", "")),
    ("8D-R30", BLOCK, gone("d3.actions", 0), cell("d3.actions", 0, action="不适用：客户已用完")),
    ("8D-R30", BLOCK, gone("d3.actions", 3), {"rows": {"d3.actions": {3: dict.fromkeys(
        ("checked", "defective", "owner", "effective_from", "effect"), "") | {"action": "N/A: no WIP"}}}}),
    ("8D-R30", BLOCK, cell("d3.actions", 2, owner="/"), cell("d3.actions", 2, defective="0")),
    ("8D-R31", BLOCK, cell("d3.actions", 1, effect="120 %"), cell("d3.actions", 1, effect="100")),
    ("8D-R31", BLOCK, cell("d3.actions", 1, effect="良好"), cell("d3.actions", 1, effect="100.0%")),
    ("8D-R31", BLOCK, cell("d3.actions", 1, action="-"), cell("d3.actions", 1, action="测试")),
    ("8D-R31", WARN, cell("d3.actions", 1, effect="80 %"), {"rows": {"d3.actions": {
        1: {"effect": "80 %"}, 4: {"location": PLACES[1], "checked": "1", "defective": "0", "action": "复测",
                                   "owner": "王伟", "effective_from": "2026-03-12", "effect": "20 %"}}}}),
    ("8D-R31", WARN, cell("d3.actions", 1, action="逐片目视"), cell("d3.actions", 1, action="目视并测剥离力")),
    ("8D-R32", BLOCK, cell("d3.actions", 1, effective_from="2026-03-09"),
     cell("d3.actions", 1, effective_from="2026-03-10")),
    ("8D-R32", WARN, cell("d3.actions", 1, effective_from="2026-03-14"),
     cell("d3.actions", 1, effective_from="2026-03-13")),
    ("8D-R33", WARN, field("d3.mark", ""), field("d3.mark", "绿")),
    ("8D-R40", BLOCK, field("d4.tun", ""), {"fields": {"d4.tun": "", "d4.sun": "检验规范没有更新", "d4.tun_share": "",
        "d4.sun_check": "查 12 份规范，未见更新，2026-03-17", "d4.sun_share": "40 %"},
        "rows": {"d5.actions": {1: {"cause": "C4"}}}}),
    ("8D-R41", WARN, field("d4.sua", ""), {"fields": {"d4.sua": "", "d4.sun": "检验规范没有更新",
        "d4.sun_check": "查 12 份规范，未见更新，2026-03-17"}, "rows": {"d5.actions": {2: {"cause": "C4"}}}}),
    ("8D-R42", WARN, field("d4.tua", "作业员操作失误"), field("d4.tua", "作业指导书没有写操作方向")),
    ("8D-R42", WARN, cell("d4.why", 2, occurrence="human error"), cell("d4.why", 2, occurrence="no poka-yoke")),
    ("8D-R43", WARN, cell("d4.why", 2, escape=""), cell("d4.why", 1, escape="没有项目")),
    ("8D-R43", WARN, cell("d4.why", 2, occurrence="铭牌剥离"), cell("d4.why", 2, occurrence="铭牌剥离力未规定")),
    ("8D-R44", BLOCK, field("d4.tun_check", "重做检验，20 片漏检 20 片"),
     field("d4.tun_check", "重做检验，漏检 20 片，2026.3.17")),
    ("8D-R44", WARN, field("d4.tun_check", "2026-03-17 确认"), field("d4.tun_check", "2026-03-17 重做 20 片，确认")),
    ("8D-R44", WARN, field("d4.tun_share", "30 %"), {"fields": {"d4.tua_share": "", "d4.tun_share": ""}}),
    ("8D-R44", WARN, field("d4.tua_share", "100 %"), {"fields": {"d4.tua_share": "100 %", "d4.tun_share": "100 %"}}),
    ("8D-R45", WARN, field("d4.tun", "无法复现，判为客户使用不当"),
     {"fields": {"d4.tun": "无法复现", "d4.tun_check": "按与客户约定的方法测 20 片，2026-03-17"}}),
    ("8D-R50", BLOCK, cell("d5.actions", 2, cause="C1"), cell("d5.actions", 2, cause="C1–C3")),
    ("8D-R50", BLOCK, cell("d5.actions", 2, cause="", action="互锁"), cell("d5.actions", 2, cause="SUA")),
    ("8D-R51", WARN, all_rows("d5.actions", 3, action="加强员工培训"), cell("d5.actions", 0, action="加强员工培训")),
    ("8D-R52", BLOCK, cell("d5.actions", 0, owner="制造部"), cell("d5.actions", 0, owner="部伟")),
    ("8D-R52", BLOCK, cell("d5.actions", 0, owner="王伟、赵敏"), cell("d5.actions", 0, owner="Chen Liqun")),
    ("8D-R52", BLOCK, cell("d5.actions", 0, planned="尽快"), cell("d5.actions", 0, planned="2026/3/20")),
    ("8D-R52", WARN, cell("d5.actions", 0, planned="2026-03-15"), cell("d5.actions", 0, planned="2026-03-16")),
    ("8D-R52", WARN, {"rows": {"d5.actions": {0: {"planned": "2026-07-01"}}, "d6.actions": {0: None}}},
     {"rows": {"d5.actions": {0: {"planned": "2026-06-30"}}, "d6.actions": {0: None}}}),
    ("8D-R60", BLOCK,
     {**cell("d6.actions", 0, done_on="2026-07-01"), "fields": {"d6.ica_removed": "", "d8.closed_on": ""}},
     {**cell("d6.actions", 0, done_on="2026-06-30"), "fields": {"d6.ica_removed": "", "d8.closed_on": ""}}),
    ("8D-R60", BLOCK, cell("d6.actions", 2, done_on="2026-03-26"), cell("d6.actions", 2, done_on="2026-03-27")),
    ("8D-R60", BLOCK, cell("d6.actions", 1, first_batch=""), cell("d6.actions", 1, first_batch="SN 2603-1")),
    ("8D-R60", BLOCK, cell("d6.actions", 1, first_batch="不适用：制度措施", validation="效果良好"),
     cell("d6.actions", 1, first_batch="不适用：制度措施")),
    ("8D-R60", BLOCK, cell("d6.actions", 1, validation="效果良好"),
     cell("d6.actions", 1, validation="200 片，30 天，无复发")),
    ("8D-R60", WARN, cell("d6.actions", 1, validation="2 批，200 片，0 件不良"),
     cell("d6.actions", 1, validation="2 批，30 天，0 件不良")),
    ("8D-R61", BLOCK, field("d6.ica_removed", "2026-03-26"), field("d6.ica_removed", "2026-03-27")),
    ("8D-R70", BLOCK, cell("d7.documents", 0, revision="", date=""),
     cell("d7.documents", 0, revision="", date="", change="不更新：失效模式已在 12 行")),
    ("8D-R70", BLOCK, gone("d7.documents", 1), cell("d7.documents", 1, document="Control plan 控制计划")),
    ("8D-R70", WARN, {"rows": {"d7.documents": {2: {"document": "作业指导书", "date": "2026-04-02", "change": "新"}}}},
     {"rows": {"d7.documents": {2: {"document": "作业指导书", "number": "WI-3", "date": "2026-04-02"}}}}),
    ("8D-R71", WARN, field("d7.read_across", "无"), field("d7.read_across", "不适用：独有胶型")),
    ("8D-R80", BLOCK, cell("d6.actions", 1, state="进行中"), cell("d6.actions", 1, state="closed")),
    ("8D-R80", BLOCK, cell("d6.actions", 1, effect=""),
     {**cell("d6.actions", 1, effect=""), "fields": {"d8.closed_on": ""}}),
    ("8D-R80", WARN, field("d8.customer_acceptance", ""),
     {"fields": {"d8.customer_acceptance": "", "d8.closed_on": ""}}),
    ("8D-R80", WARN, field("d8.closed_on", "2026-04-25"), field("d8.closed_on", "2026-04-26")),
    ("8D-R90", WARN, cell("d5.actions", 0, action="改回贴纸胶型 A"), cell("d5.actions", 0, action="改回铭牌胶型 A")),
    ("8D-R90", WARN, field("d8.summary", "膠型變更導致铭牌剥离"), field("d8.summary", "胶型变更导致铭牌剥离")),
    ("8D-R90", WARN, field("d8.summary", "膠型變更"), field("d8.summary", "反覆确认，膠")),
    ("8D-R90", WARN, {"language": "en"}, {"language": "zh"}),
    ("8D-R91", WARN, field("d8.summary", "我司承认责任并赔偿"), field("d8.summary", "责任单位已完成整改")),
]  # fmt: skip


def test_the_good_report_has_no_finding_and_full_marks() -> None:
    read = reviewed(report())
    assert read.findings == ()
    assert read.score.as_dict() == {
        "total": 100,
        "passes": True,
        "disciplines": dict.fromkeys(("D1", "D2", "D3", "D4", "D5", "D6", "D7"), 5),
        "fails": [],
    }


@pytest.mark.parametrize(("rule", "level", "hit", "miss"), RULES, ids=[f"{n}-{r[0]}" for n, r in enumerate(RULES)])
def test_a_rule_finds_what_it_is_for_and_not_what_looks_like_it(
    rule: str, level: str, hit: Change, miss: Change
) -> None:
    assert (rule, level) in findings(report(**hit))
    assert (rule, level) not in findings(report(**miss))


def test_every_entry_of_the_rules_is_hit_by_a_case() -> None:
    told = {finding.zh.partition("：")[0] for _, _, hit, _ in RULES for finding in reviewed(report(**hit)).findings}
    entries = {rule.zh.partition("：")[0] for rule in BOOK.rules}
    unseen = {entry for entry in entries if not any(_same(entry, each) for each in told)}
    assert unseen == set()


def _same(entry: str, said: str) -> bool:
    head, _, tail = entry.partition("{where}")
    return said.startswith(head) and tail[:4] in said


def test_the_ids_are_those_of_the_method() -> None:
    known = [1, 2, 10, 20, 21, 22, 30, 31, 32, 33, 40, 41, 42, 43, 44, 45, 50, 51, 52, 60, 61, 70, 71, 80, 90, 91]
    assert sorted({rule.id for rule in BOOK.rules}) == [f"8D-R{number:02}" for number in known]


def test_a_finding_says_where_in_both_languages() -> None:
    (found,) = reviewed(report(**field("d3.mark", ""))).findings
    assert found == Finding("8D-R33", WARN, "没有写：良品标识。", "Not told: Clean-stock mark.")
    (found,) = reviewed(report(**cell("d3.actions", 2, owner="/", checked=""))).findings
    assert found == Finding(
        "8D-R30",
        BLOCK,
        "围堵各行要有检查数、不良数、负责人、日期，缺：成品仓 Own FG (检查数, 负责人)。",
        "Each row of containment needs checked, NG, owner and date; missing: 成品仓 Own FG (Checked, Owner).",
    )


@pytest.mark.parametrize("rule", ["8D-R22", "8D-R41"])
def test_rules_for_grave_complaints_wait_for_a_grade(rule: str) -> None:
    poor = report({"d2.not_what": "", "d2.not_where": "", "d4.sua": "", "d4.sua_check": ""})
    assert (rule, WARN) in findings(poor)
    for grade in (3, None):
        assert (rule, WARN) not in findings(poor, replace(ABOUT, grade=grade))


def test_without_calendar_deadlines_and_complaint_no_date_is_judged() -> None:
    late = report(rows={"d3.actions": {0: {"effective_from": "2025-01-01"}, 1: {"effective_from": "2027-01-01"}}})
    assert findings(late, replace(ABOUT, complained=None, due={}, rests=None)) == []


@pytest.mark.parametrize(
    ("stage", "due"), [("initial", ("D1", "D2", "D3")), ("interim", ("D1", "D2", "D3", "D4", "D5"))]
)
def test_what_is_not_due_at_this_stage_is_not_asked_for(stage: str, due: tuple[str, ...]) -> None:
    empty = {
        name: ""
        for name in report().fields
        if name[:2] in ("d6", "d7", "d8") or (stage == "initial" and name[:2] == "d4")
    }
    later = ["d6.actions", "d7.documents", *(["d4.why", "d5.actions"] if stage == "initial" else [])]
    rows = {table: dict.fromkeys(range(len(report().rows[table]))) for table in later}
    read = reviewed(report({**empty, "stage": stage}, rows))
    assert read.findings == () and read.score.passes
    assert tuple(read.score.disciplines) == due


def test_what_is_written_too_early_is_only_remarked_on() -> None:
    early = report({"stage": "initial"}, {"d5.actions": {0: {"owner": "制造部"}}})
    assert findings(early) == [("8D-R01", WARN), ("8D-R52", WARN)]


def test_points_are_lost_by_rule_and_person_blame_caps_the_cause() -> None:
    score = reviewed(report({"d4.tua": "操作失误", "d3.mark": ""}, {"d3.actions": {0: {"effect": "x"}}})).score
    assert dict(score.disciplines) == {"D1": 5, "D2": 5, "D3": 2, "D4": 2, "D5": 5, "D6": 5, "D7": 5}
    assert (score.total, score.passes, score.fails) == (79, False, ())


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (field("d4.tua_check", ""), "no-verified-cause"),
        (gone("d3.actions", 0), "customer-not-protected"),
        (gone("d5.actions", 0, 1, 2), "no-actions"),
    ],
)
def test_some_things_fail_a_report_whatever_its_score(change: Change, why: str) -> None:
    score = reviewed(report(**change)).score
    assert score.fails == (why,) and not score.passes


def test_an_empty_form_is_told_every_step_that_is_missing() -> None:
    blank = report(
        dict.fromkeys(report().fields, ""), {t: dict.fromkeys(range(len(r))) for t, r in report().rows.items()}
    )
    read = reviewed(blank)
    assert [each.rule for each in read.findings if each.level == BLOCK and each.rule == "8D-R01"] == ["8D-R01"] * 8
    assert read.blocked and read.score.total == 20


def test_dates_are_read_as_people_write_them() -> None:
    from cases.review_text import dates

    assert dates("2026-03-02, 2026/3/2, 2026.3.2, 2026年3月2日, 20260302, 2026-02-30") == [date(2026, 3, 2)] * 5


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('check = "answered"', 'check = "guessed"', "no check called guessed"),
        ('level = "block"', 'level = "fatal"', "level fatal"),
        ("\n[score]\n", "\n[scores]\n", "'score'"),
        ("\n[due]\n", "\n[due\n", "not valid TOML"),
    ],
)
def test_faulty_rules_are_refused_with_their_fault(old: str, new: str, why: str) -> None:
    text = (TEMPLATES / "review" / "8d.toml").read_text(encoding="utf-8").replace(old, new, 1)
    with pytest.raises(ReviewFaulty, match=why):
        load(text, CHECKS)
