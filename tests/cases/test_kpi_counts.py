"""Figures that count and divide: ages, grades, channels, repeats, validity, first pass, what people state."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from cases.approval import Verdict
from cases.figures import Amount, Definition, Flow, Frequency, Rate, Row, Same, Standing, Tally
from cases.kpi import figures
from cases.model import Customer, Event
from cases.periods import read_period
from cases.state import State
from cases.targets import Target
from tests.cases.lives import ZONE, a_case, a_clock, a_round, at, closed, of_all, told

GOOD, BAD = Verdict.APPROVE, Verdict.REJECT


def rate(num: int | str, den: int | str, *cases: str, **more: Any) -> Rate:
    why = "no-target" if Decimal(den) else "nothing-counted"
    return Rate("it", "all", Decimal(num), Decimal(den), **{"why": why, "cases": cases, **more})


def tally(by: tuple[str, ...], *rows: tuple[tuple[str, ...], list[str]]) -> Tally:
    return Tally("it", "all", by, tuple(Row(label, len(cases), tuple(cases)) for label, cases in rows))


# ---------------------------------------------------------------- in, out and open


def test_the_flow_of_a_period_adds_up() -> None:
    cases = [
        a_case("old", "2026-02-28 23:59"),
        closed("gone", "2026-02-01 10:00", "2026-03-15 10:00"),
        a_case("first", "2026-03-01 00:00"),
        closed("last", "2026-03-31 23:59", "2026-04-01 00:00"),
        a_case("next", "2026-04-01 00:00"),
        a_case("not-ours", "2026-03-05 10:00", state=State.DECLINED, events=(("2026-03-06 10:00", "declined"),)),
        a_case("dismissed", "2026-03-05 10:00", state=State.DISMISSED),
    ]
    found = figures([], cases, read_period("2026-03", ZONE), now=at("2026-06-30 12:00"), zone=ZONE)
    assert found.flows == (Flow("all", 2, 3, 2, 3), Flow("valid", 2, 2, 1, 3))


@pytest.mark.parametrize(
    ("received", "age"),
    [
        ("2026-03-31 23:59", "0-7"),
        ("2026-03-24 00:00", "0-7"),
        ("2026-03-23 23:59", "8-14"),
        ("2026-03-17 00:00", "8-14"),
        ("2026-03-16 23:59", "15-30"),
        ("2026-03-01 00:00", "15-30"),
        ("2026-02-28 23:59", "31-60"),
        ("2026-01-30 00:00", "31-60"),
        ("2026-01-29 23:59", ">60"),
        ("2020-01-01 00:00", ">60"),
    ],
)
def test_the_age_of_an_open_case_is_counted_in_days_of_the_calendar(received: str, age: str) -> None:
    found = of_all([a_case("a", received)], formula="ageing")
    ages = ("0-7", "8-14", "15-30", "31-60", ">60")
    assert found == tally(("age",), *(((name,), ["a"] if name == age else []) for name in ages))


def test_a_case_closed_after_the_period_was_open_in_it() -> None:
    cases = [closed("a", "2026-03-30 10:00", "2026-04-01 00:00"), closed("b", "2026-03-30 10:00", "2026-03-31 23:59")]
    found = of_all(cases, formula="ageing")
    assert isinstance(found, Tally)
    assert found.rows[0] == Row(("0-7",), 1, ("a",))


# ---------------------------------------------------------------- by what


def test_cases_are_counted_by_what_the_definition_names() -> None:
    cases = [
        a_case("a", facts={"channel": "phone"}),
        a_case("b", facts={"channel": "phone"}),
        a_case("c"),
        a_case("d", "2026-04-01 00:00"),
    ]
    assert of_all(cases, formula="tally", by=("channel",)) == tally(
        ("channel",), (("phone",), ["a", "b"]), (("email",), ["c"])
    )


def test_severity_responsibility_and_condition_are_counted_together() -> None:
    cases = [
        a_case("a", grade="major+responsible", rules=("R15-M1", "R15-M3", "R15-RDEF")),
        a_case("b", grade="major+responsible", rules=("R15-M1", "R15-RDEF")),
        a_case("c"),
    ]
    major = ("major", "responsible")
    assert of_all(cases, formula="tally", by=("severity", "responsibility", "clause")) == tally(
        ("severity", "responsibility", "clause"),
        ((*major, "R15-M1"), ["a", "b"]),
        ((*major, "R15-RDEF"), ["a", "b"]),
        (("", "", ""), ["c"]),
        ((*major, "R15-M3"), ["a"]),
    )


def test_a_fact_with_several_values_counts_under_each_and_a_fact_nobody_stated_under_none() -> None:
    cases = [a_case("a", facts={"remedy": ("return", "exchange", "return")}), a_case("b")]
    assert of_all(cases, formula="tally", by=("remedy",)) == tally(
        ("remedy",), (("",), ["b"]), (("exchange",), ["a"]), (("return",), ["a"])
    )


def test_whoever_accuses_somebody_is_not_named() -> None:
    secret = Customer("x@y.example", "李某")
    cases = [
        a_case("a", state=State.RESTRICTED, customer=secret),
        a_case("b", facts={"letter_type": "whistleblow"}, customer=secret),
        a_case("c"),
    ]
    assert of_all(cases, formula="tally", by=("customer",)) == tally(
        ("customer",), (("restricted",), ["a", "b"]), (("远岭服务器",), ["c"])
    )


def test_the_same_complaint_is_told_with_its_measures() -> None:
    boot = {"problem_key": "DDR5/no-boot"}
    cases = [
        a_case("b", "2026-03-09 10:00", facts={**boot, "corrective_action": "加烧机", "effect_check": "有效"}),
        closed("a", "2026-03-02 10:00", "2026-03-05 10:00", facts=boot),
        a_case("c", facts={"problem_key": "DDR4/crack"}),
        a_case("follow-up", facts={**boot, "followup_of": "a"}),
        a_case("other-month", "2026-02-02 10:00", facts=boot),
        a_case("no-key"),
    ]
    assert of_all(cases, formula="frequency") == Frequency(
        "it",
        "all",
        (
            Same(
                "DDR5/no-boot",
                (Standing("a", "closed", ()), Standing("b", "assigned", ("corrective_action", "effect_check"))),
            ),
            Same("DDR4/crack", (Standing("c", "assigned", ()),)),
        ),
    )


# ---------------------------------------------------------------- again


@pytest.mark.parametrize(
    ("earlier", "again"),
    [("2025-03-10 10:00", True), ("2025-03-09 23:59", False), ("2026-03-10 09:00", True), ("2024-01-01 10:00", False)],
)
def test_a_repeat_lies_within_twelve_months_corresponding_day_included(earlier: str, again: bool) -> None:
    key = {"problem_key": "DDR5/no-boot"}
    cases = [a_case("now", "2026-03-10 10:00", facts=key), a_case("before", earlier, facts=key)]
    found = of_all(cases, "2026-W11", formula="repeat-rate", months=12, scope="customer")
    assert isinstance(found, Rate)
    assert found.cases == (("now",) if again else ())


def test_only_the_same_problem_of_the_same_customer_is_a_repeat() -> None:
    key, other = {"problem_key": "DDR5/no-boot"}, Customer("other", "其他")
    cases = [
        a_case("first", "2026-01-05 10:00", facts=key),
        a_case("again", "2026-03-02 10:00", facts=key),
        a_case("third", "2026-03-03 10:00", facts=key),
        a_case("elsewhere", "2026-03-04 10:00", facts=key, customer=other),
        a_case("follow-up", "2026-03-05 10:00", facts={**key, "followup_of": "again"}),
        a_case("no-complaint", "2026-01-06 10:00", facts={"problem_key": "X"}, state=State.DISMISSED),
        a_case("another", "2026-03-06 10:00", facts={"problem_key": "X"}),
        a_case("no-key", "2026-03-07 10:00"),
    ]
    same: dict[str, Any] = {"formula": "repeat-rate", "months": 12}
    assert of_all(cases, **same, scope="customer") == rate(2, 6, "again", "third")
    assert of_all(cases, **same, scope="any") == rate(3, 6, "again", "third", "elsewhere")


def test_measures_are_effective_when_the_problem_stays_away_for_ninety_days() -> None:
    def problem(key: str) -> dict[str, str]:
        return {"problem_key": key}

    cases = [
        closed("quiet", "2025-12-01 10:00", "2025-12-15 10:00", facts=problem("a")),
        closed("came-again", "2025-12-01 10:00", "2025-12-15 10:00", facts=problem("b")),
        a_case("b2", "2026-03-15 10:00", facts=problem("b")),
        closed("came-later", "2025-12-01 10:00", "2025-12-15 10:00", facts=problem("c")),
        a_case("c2", "2026-03-15 10:01", facts=problem("c")),
        closed("twice-at-once", "2025-12-01 10:00", "2025-12-15 10:00", facts=problem("e")),
        a_case("e2", "2025-12-15 10:00", facts=problem("e")),
        closed("over-in-april", "2026-01-01 10:00", "2026-01-15 10:00", facts=problem("d")),
        closed("no-key", "2025-12-01 10:00", "2025-12-15 10:00"),
    ]
    assert of_all(cases, formula="effective-measures", days=90) == rate(3, 4, "came-again")
    assert of_all(cases, now="2026-03-10 10:00", formula="effective-measures", days=90) == rate(0, 0)


# ---------------------------------------------------------------- valid, graded, raised


def test_the_valid_share_leaves_out_what_was_found_unjustified() -> None:
    cases = [
        a_case("plain"),
        a_case("confirmed", facts={"valid_complaint": True}),
        a_case("unfounded", facts={"valid_complaint": False}),
        a_case("unfounded-by-mail", facts={"valid_complaint": "false"}),
        a_case("misunderstood", facts={"customer_misunderstanding": True}),
        a_case("declined", state=State.DECLINED),
        a_case("wish", state=State.DEMAND),
        a_case("visit", facts={"kind": "visit"}),
    ]
    gone = ("unfounded", "unfounded-by-mail", "misunderstood", "declined", "wish", "visit")
    assert told(cases, formula="valid-share") == [rate(2, 8, *gone)]


def test_cases_graded_by_a_clause_on_repetition_are_a_share_of_all() -> None:
    cases = [a_case("a", grade=1, rules=("R16-G1b",)), a_case("b", grade=1, rules=("R16-G1c",)), a_case("c")]
    assert of_all(cases, formula="graded-by", rules=("R16-G1b", "R16-G2c")) == rate(1, 3, "a")


def test_a_rising_grade_is_an_upgrade_and_a_first_one_is_not() -> None:
    def graded(number: str, *lines: tuple[str, str]) -> Any:
        return replace(a_case(number), timeline=tuple(Event(at(when), "graded", text) for when, text in lines))

    cases = [
        graded("first", ("2026-03-02 10:00", "grade 1: R16-G1c")),
        graded("known-at-last", ("2026-03-02 10:00", "grade 1 (was None): R16-G1c")),
        graded("up", ("2026-03-02 10:00", "grade 3: R16-G3a"), ("2026-03-03 10:00", "grade 1 (was 3): R16-G1c")),
        graded("down", ("2026-03-03 10:00", "grade 3 (was 1): R16-G3a")),
        graded("in-april", ("2026-04-01 00:00", "grade 1 (was 3): R16-G1c")),
        graded("words", ("2026-03-02 10:00", "grade major (was minor): R15-M1")),
    ]
    assert of_all(cases, formula="upgrades") == tally(("before", "after"), (("3", "1"), ["up"]))


def test_the_regulation_says_which_words_are_a_graver_grade() -> None:
    case = replace(a_case("a"), timeline=(Event(at("2026-03-02 10:00"), "graded", "grade major (was minor): R15-M1"),))
    ladder = ["minor", "major"]
    found = figures(
        [Definition("it", "stated", "upgrades")],
        [case],
        read_period("2026", ZONE),
        now=at("2026-06-30 12:00"),
        zone=ZONE,
        rose=lambda pack, before, after: ladder.index(after) > ladder.index(before),
    )
    assert found.figures[0] == tally(("before", "after"), (("minor", "major"), ["a"]))


def test_an_escalation_counts_in_the_period_of_its_day() -> None:
    def reminded(number: str, *days: str) -> Any:
        return a_case(number, clocks=(a_clock("2026-03-20 23:59:59", reminded=("on-the-day", *days)),))

    cases = [
        reminded("a", "overdue-2026-03-31", "overdue-2026-04-01"),
        reminded("b", "overdue-2026-04-01"),
        reminded("c"),
    ]
    row = ("R16-D1", "final_report")
    assert of_all(cases, formula="escalated") == tally(("clock", "work"), (row, ["a"]))
    assert of_all(cases, "2026-04", formula="escalated") == tally(("clock", "work"), (row, ["a", "b"]))


# ---------------------------------------------------------------- the 8D


def test_first_pass_and_rejections_look_at_decided_rounds_of_the_form() -> None:
    march, april = "2026-03-10 10:00", "2026-04-10 10:00"
    cases = [
        a_case("at-once", rounds=(a_round(1, GOOD, march),)),
        a_case("second", rounds=(a_round(1, BAD, march), a_round(2, GOOD, march))),
        a_case("called-off-first", rounds=(a_round(1, BAD, march, undone=True), a_round(2, GOOD, march))),
        a_case("called-back", rounds=(a_round(1, GOOD, march, undone=True), a_round(2, GOOD, april))),
        a_case("undecided", rounds=(a_round(1, None),)),
        a_case("another-form", rounds=(a_round(1, BAD, march, form="F16c"),)),
        a_case("decided-in-april", rounds=(a_round(1, GOOD, april),)),
    ]
    assert of_all(cases, formula="first-pass", forms=("F16a",)) == rate(2, 4, "second", "called-back")
    assert of_all(cases, formula="rejections", forms=("F16a",)) == tally(
        ("rejections",), (("0",), ["at-once", "called-off-first", "called-back"]), (("1",), ["second"])
    )


# ---------------------------------------------------------------- what people state


def test_a_rate_per_users_served_needs_to_be_told_how_many() -> None:
    cases = [a_case("a"), a_case("not-ours", facts={"our_fault": False}), a_case("b", facts={"our_fault": True})]
    rated: dict[str, Any] = {
        "formula": "complaints-per",
        "per": "users_served",
        "responsible": True,
        "target": ("lt", Decimal(3)),
    }
    target = Target("lt", Decimal(3))
    assert of_all(cases, **rated) == rate(2, 0, target=target, why="not-given:users_served")
    served = {"users_served": Decimal(100)}
    assert of_all(cases, **rated, given=served) == rate(2, 100, target=target, grade="met", why="")
    boundary = [*cases, a_case("c")]
    assert of_all(boundary, **rated, given=served) == rate(3, 100, target=target, grade="missed", why="")
    none = {"users_served": Decimal(0)}
    assert of_all(cases, **rated, given=none) == rate(2, 0, target=target, why="nothing-counted")


@pytest.mark.parametrize(
    "facts",
    [
        {"our_fault": "false"},
        {"nonresp_reason": "force_majeure"},
        {"content_type": "not_ours"},
        {"valid_complaint": False},
    ],
)
def test_what_is_not_our_responsibility_does_not_count_against_the_service(facts: dict[str, Any]) -> None:
    cases = [a_case("ours"), a_case("not-ours", facts=facts)]
    served = {"users_served": Decimal(100)}
    found = of_all(cases, formula="complaints-per", per="users_served", responsible=True, given=served)
    assert found == rate(1, 100)


def test_defective_pieces_are_told_per_million_delivered() -> None:
    pieces = {"a": "20", "b": "3", "unreadable": "some"}
    cases = [a_case("unknown"), *(a_case(number, facts={"qty_defect": said}) for number, said in pieces.items())]
    delivered = {"delivered_pieces": Decimal(150_000)}
    found = of_all(cases, formula="defects-per", per="delivered_pieces", unit="ppm", given=delivered)
    assert isinstance(found, Rate)
    assert (found, found.value) == (rate(23, 150_000, unit="ppm"), Decimal("153.33"))


def test_satisfaction_is_what_customers_said_unless_a_survey_is_stated() -> None:
    said = ["满意", "非常满意", "一般", "80%", "4/5", "90分", "还行吧", "120", "5/0"]
    cases = [a_case(str(n), facts={"satisfaction": words}) for n, words in enumerate(said)]
    keys = {"formula": "satisfaction", "given": ("points", "points_possible"), "target": ("ge", Decimal(85))}
    target = Target("ge", Decimal(85))
    (found,) = by_definition(cases, "2026-12", {}, **keys)
    assert found == rate("4.5", 6, target=target, grade="missed", why="")
    survey = {"points": Decimal(85), "points_possible": Decimal(100)}
    assert by_definition(cases, "2026-12", survey, **keys) == [rate(85, 100, target=target, grade="met", why="")]
    half = {"points": Decimal(85)}
    assert by_definition(cases, "2026-12", half, **keys) == [
        rate(85, 0, target=target, why="not-given:points_possible")
    ]


@pytest.mark.parametrize(
    ("given", "grade", "why"),
    [
        ({"asked": 20, "staff": 200, "departments": True, "levels": True}, "met", ""),
        ({"asked": 19, "staff": 200, "departments": True, "levels": True}, "missed", ""),
        ({"asked": 20, "staff": 200, "departments": True, "levels": False}, "missed", ""),
        ({"asked": 20, "staff": 200, "departments": True}, "n/a", "unknown:levels"),
        ({"asked": 20, "staff": 200, "levels": False}, "missed", ""),
        ({"asked": 19, "staff": 200}, "missed", ""),
        ({"asked": 0, "staff": 0}, "n/a", "nothing-counted"),
        ({"staff": 200}, "n/a", "not-given:asked"),
    ],
)
def test_a_survey_must_reach_its_size_every_department_and_every_level(
    given: dict[str, Any], grade: str, why: str
) -> None:
    stated = {key: value if isinstance(value, bool) else Decimal(value) for key, value in given.items()}
    keys = {"given": ("asked", "staff"), "requires": ("departments", "levels"), "target": ("ge", Decimal(10))}
    (found,) = by_definition([], "2026", stated, formula="stated-by-a-person", **keys)
    assert isinstance(found, Rate)
    assert (found.grade, found.why) == (grade, why)


def test_cost_adds_up_what_is_known() -> None:
    cases = [
        a_case("a", facts={"total_cost_cny": "120000.50", "cost_commercial": "1"}),
        a_case("b", facts={"cost_module_value": "100", "cost_rectification": "20"}),
        a_case("c"),
    ]
    assert of_all(cases, formula="cost", unit="CNY") == Amount("it", "all", "CNY", Decimal("120120.50"), 2, 1)


# ---------------------------------------------------------------- one regulation of several


def test_a_figure_of_a_regulation_looks_at_its_cases_only() -> None:
    cases = [a_case("memory"), replace(a_case("module"), pack="pv-module")]
    definitions = [
        Definition("every", "stated", "valid-share"),
        Definition("module", "stated", "valid-share", pack="pv-module"),
    ]
    period, now = read_period("2026-03", ZONE), at("2026-06-30 12:00")

    def shares(pack: str) -> dict[str, Decimal]:
        found = figures(definitions, cases, period, now=now, zone=ZONE, pack=pack).figures
        return {rate.id: rate.den for rate in found if isinstance(rate, Rate)}

    assert shares("") == {"every": 2, "module": 1}
    assert shares("pv-module") == {"every": 1, "module": 1}
    assert shares("memory-device") == {"every": 1}


def by_definition(cases: list[Any], period: str, stated: dict[str, Any], **keys: Any) -> list[Any]:
    """As `told`, where both the definition and a person say `given`."""
    keys["target"] = Target(*keys["target"])
    definition = Definition("it", "stated", **keys)
    found = figures([definition], cases, read_period(period, ZONE), now=at("2026-12-31 12:00"), zone=ZONE, given=stated)
    return list(found.figures)
