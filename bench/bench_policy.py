"""How many verdicts a second one core gives: the worked cases of every pack, each with a hundred earlier cases.

Every verdict comes with reasons, deadlines, ceiling and what is missing. Of the hundred rows every tenth is about the
same problem, or all of them are, so that nothing is won by leaving them out; the last line has none.
Usage: python -m bench.bench_policy
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cases.pack import Pack
from cases.policy import evaluate
from kesu.calendar_cn import ChinaCalendar
from kesu.packs import LAYERS, load_pack

GOLDEN = Path(__file__).resolve().parent.parent / "tests" / "policies" / "golden"
ROWS = 100
SECONDS = 2.0
Work = list[tuple[Pack, dict[str, Any], list[dict[str, Any]]]]


def main() -> None:
    cases = [case for file in sorted(GOLDEN.glob("*.json")) for case in json.loads(file.read_text(encoding="utf-8"))]
    cases = [case for case in cases if case["pack"] not in LAYERS]
    packs = {name: load_pack(name) for name in {case["pack"] for case in cases}}
    bare: Work = [(packs[case["pack"]], case["facts"], []) for case in cases]
    mixed: Work = [(pack, facts, earlier(facts, every=10)) for pack, facts, _ in bare]
    full: Work = [(pack, facts, earlier(facts)) for pack, facts, _ in bare]
    print(f"{len(cases)} cases of {len(packs)} packs, mixed, one core")
    print(f"with {ROWS} earlier cases each, 10 of them of the same problem: {rate(mixed):8,.0f} verdicts/s")
    print(f"with {ROWS} earlier cases each, all of them of the same problem: {rate(full):7,.0f} verdicts/s")
    print(f"without history: {rate(bare):8,.0f} verdicts/s")
    print("by pack, all of the same problem:")
    for name in sorted(packs):
        own = [work for work in full if work[0].id == packs[name].id]
        print(f"  {name:40} {rate(own, SECONDS / 4):8,.0f} verdicts/s")


def earlier(facts: dict[str, Any], every: int = 1) -> list[dict[str, Any]]:
    """A hundred cases over two years before this one, each `every`th of the same problem, with amounts and persons."""
    same = {fact: facts.get(fact, "X") for fact in ("problem_key", "issue_key", "customer_name")}
    other = dict.fromkeys(same, "another")
    return [
        {
            **(other if number % every else same),
            "case": f"E{number}",
            "date": f"{2024 + number // 50}-{1 + number % 12:02}-{1 + number % 28:02}",
            "at": f"{2024 + number // 50}-{1 + number % 12:02}-{1 + number % 28:02}T09:{number % 60:02}:00+08:00",
            "person": f"p{number % 7}",
            "grade": 3,
            "total_cost_cny": "12.50",
            "qty_mw": "0.0001",
            "defect_degree": 1 + number % 3,
        }
        for number in range(ROWS)
    ]


def rate(work: Work, seconds: float = SECONDS) -> float:
    """Verdicts per second of processor time."""
    zone, calendar = ZoneInfo("Asia/Shanghai"), ChinaCalendar()
    done, start = 0, time.process_time()
    while (spent := time.process_time() - start) < seconds:
        for pack, facts, history in work:
            evaluate(pack, facts, history, zone=zone, calendar=calendar)
        done += len(work)
    return done / spent


if __name__ == "__main__":
    main()
