"""R16, pack memory-device: three levels, escalation within 3 and 12 months, 8D clocks."""

from __future__ import annotations

from typing import Any

from tests.policies.oracle.dates import clock, day, holiday_flag, hours, months_after, natural_days, too_early, waiting

Facts = dict[str, Any]


def judge(facts: Facts, history: list[Facts]) -> Facts:
    earlier = [] if facts.get("followup_of") else same_problem(facts, history)
    found = level_1(facts, earlier)
    level = 1
    if not found:
        level, found = 2, level_2(facts, earlier)
    if not found:
        level, found = 3, ["R16-G3a" if facts.get("production_affected") is False else "R16-G3r"]
    flags = ["followup-not-counted"] if facts.get("followup_of") else []
    flags += too_early(facts, "accepted_at")
    if facts.get("line_stop") and facts.get("production_affected") is False:
        flags.append("contradiction:production_affected")
    deadlines = clocks(level, facts)
    verdict = {
        "grade": level,
        "reasons": found,
        "deadlines": deadlines,
        "flags": flags + holiday_flag(*(entry["due"] for entry in deadlines if entry["rule"] != "R16-D3")),
        "approvers": ["resp-dept-manager"] if level < 3 else [],
        "documents": ["F16g", *{1: ["F16b", "F16a"], 2: ["F16b", "F16c"], 3: ["F16c"]}[level]],
        "notify": ["account-manager"] if level < 3 else ["quality-mgmt"],
        "provisional": False,
        "missing": [],
    }
    reachable = 2 if facts.get("line_stop") is False else 1
    if facts.get("production_affected") is None and level > reachable:
        verdict |= {"provisional": True, "missing": ["production_affected"], "ceiling": reachable}
    return verdict


def same_problem(facts: Facts, history: list[Facts]) -> list[Facts]:
    return [
        row
        for row in history
        if facts.get("problem_key") is not None
        and row.get("problem_key") == facts["problem_key"]
        and facts.get("customer_name") is not None
        and row.get("customer_name") == facts["customer_name"]
        and not row.get("followup_of")
        and day(row["date"]) <= day(facts["received_at"])
    ]


def within(months: int, facts: Facts, earlier: list[Facts]) -> list[Facts]:
    return [row for row in earlier if day(facts["received_at"]) <= months_after(day(row["date"]), months)]


def level_1(facts: Facts, earlier: list[Facts]) -> list[str]:
    found = []
    if facts.get("formal_written") or facts.get("channel") == "formal_report":
        found.append("R16-G1a")
    if within(3, facts, earlier):
        found.append("R16-G1b")
    if facts.get("line_stop") or facts.get("launch_or_test_freeze") or facts.get("batch_recall"):
        found.append("R16-G1c")
    year = within(12, facts, earlier)
    if any(row.get("grade") in (1, 2) for row in year):
        found.append("R16-G1d")
    if len(year) >= 2:
        found.append("R16-G1e")
    return found


def level_2(facts: Facts, earlier: list[Facts]) -> list[str]:
    found = []
    if facts.get("production_affected"):
        found.append("R16-G2a")
    if facts.get("sample_or_pilot_fail"):
        found.append("R16-G2b")
    if within(12, facts, earlier):
        found.append("R16-G2c")
    return found


def clocks(level: int, facts: Facts) -> list[Facts]:
    sample = facts.get("sample_received_at")
    if level == 3:
        if sample is None:
            return [waiting("R16-D1", "final_report", "sample_received_at")]
        return [clock("R16-D1", "final_report", natural_days(sample, 10))]
    accepted = facts.get("accepted_at") or facts["received_at"]
    visit = facts.get("upgraded_at") or facts["received_at"]
    return [
        clock("R16-D3", "onsite_verification", hours(visit, 4), soft=True),
        waiting("R16-D2", "preliminary_report", "sample_received_at")
        if sample is None
        else clock("R16-D2", "preliminary_report", natural_days(sample, 5), target=natural_days(sample, 3)),
        clock("R16-D1", "final_report", natural_days(accepted, 10)),
    ]
