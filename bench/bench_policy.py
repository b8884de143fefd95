"""How many verdicts a second one core gives: the worked cases of every pack, each with a hundred earlier cases.

Every verdict comes with reasons, deadlines, ceiling and what is missing. The rows of history are of the same
problem, so that nothing is won by leaving them out; the second line has none, the ratio is the price of history.
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
    full: Work = [(pack, facts, earlier(facts)) for pack, facts, _ in bare]
    alone, laden = rate(bare), rate(full)
    print(f"{len(cases)} cases of {len(packs)} packs, mixed, one core")
    print(f"with {ROWS} earlier cases each: {laden:8,.0f} verdicts/s")
    print(f"without history:          {alone:8,.0f} verdicts/s ({alone / laden:.2f} times as many)")
    for name in sorted(packs):
        own = [work for work in full if work[0].id == packs[name].id]
        print(f"  {name:40} {rate(own, SECONDS / 4):8,.0f} verdicts/s")


def earlier(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """A hundred cases of the same problem over two years before this one, amounts and persons included."""
    same = {fact: facts.get(fact, "X") for fact in ("problem_key", "issue_key", "customer_name")}
    return [
        {
            **same,
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
