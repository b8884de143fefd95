"""The store's cost by size: one real unit of work, stores of 1,000 to 100,000 cases side by side.

Run: python -m bench.bench_store [--rounds N] [--seed N] [--folder DIR]. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from bench.store_cases import a_case
from bench.store_desks import Desk, Floor, JsonDesk
from store.case_table import CASES

SIZES = (1_000, 10_000, 100_000)
JSON_SIZES = (1_000, 10_000)
JSON_ROUNDS = 5
WALL, CPU = 1.3, 1.15
"""How much dearer an operation may be at 100,000 cases than at 1,000."""

Times = dict[tuple[str, int], list[tuple[float, float]]]


@contextmanager
def timed(times: Times, name: str, size: int) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    times[name, size].append((time.perf_counter() - wall, time.process_time() - cpu))


def measure(folder: Path, rounds: int, seed: int) -> Times:
    """Every operation on every size in turn, `rounds` times; their order changes each time."""
    times: Times = defaultdict(list)
    rng = random.Random(seed)
    desks = [Desk(folder / str(size), size, seed) for size in SIZES]
    json_desks = [JsonDesk(folder, size) for size in JSON_SIZES]
    floor = Floor(folder)
    for number in range(rounds):
        for desk in desks:
            desk.prepare(rng.randrange(10**9))
        for name in desks[0].operations:
            draw = rng.randrange(10**9)  # another one each time: no case is warm from the operation before
            rng.shuffle(desks)
            for desk in desks:
                with timed(times, name, desk.size):
                    desk.operations[name](draw)
        with timed(times, "floor: append + fdatasync", 0):
            floor.append(number)
        if number * JSON_ROUNDS % rounds < JSON_ROUNDS:
            for json_desk in json_desks:
                for name, operation in json_desk.operations.items():
                    with timed(times, f"JSONStorage: {name}", json_desk.size):
                        operation(number)
    return times


def milliseconds(times: Times, name: str, size: int) -> tuple[float, float] | None:
    """Medians of wall and cpu."""
    if (name, size) not in times:
        return None
    walls, cpus = zip(*times[name, size], strict=True)
    return statistics.median(walls) * 1e3, statistics.median(cpus) * 1e3


def table(times: Times) -> Iterator[str]:
    yield "| median wall / cpu, ms | " + " | ".join(f"{size:,}" for size in SIZES) + " | 100k : 1k wall / cpu |"
    yield "|---|" + "---|" * (len(SIZES) + 1)
    for name in dict.fromkeys(name for name, _ in times):
        cells = [milliseconds(times, name, size) for size in SIZES]
        if ":" in name and (one := milliseconds(times, name, 0)):
            cells = [one, None, None]
        shown = [f"{cell[0]:.3f} / {cell[1]:.3f}" if cell else "" for cell in cells]
        small, large = cells[0], cells[-1]
        ratio = f"{large[0] / small[0]:.2f} / {large[1] / small[1]:.2f}" if small and large else ""
        yield f"| {name} | " + " | ".join([*shown, ratio]) + " |"


def too_dear(times: Times) -> list[str]:
    """The operations that are not flat."""
    found = []
    for name in dict.fromkeys(name for name, _ in times):
        small, large = milliseconds(times, name, SIZES[0]), milliseconds(times, name, SIZES[-1])
        if small and large and (large[0] > small[0] * WALL or large[1] > small[1] * CPU):
            found.append(name)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=800)
    parser.add_argument("--seed", type=int, default=20260302)
    parser.add_argument("--folder", type=Path, help="where to write; a disk, not memory")
    options = parser.parse_args()
    size = len(json.dumps(CASES.dump(a_case(1)), ensure_ascii=False).encode())
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        times = measure(Path(folder), options.rounds, options.seed)
    print(
        f"seed {options.seed}, {options.rounds} rounds, case {size} bytes, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, TinyDB {version('tinydb')}, pydantic {version('pydantic')}\n"
    )
    print("\n".join(table(times)))
    dear = too_dear(times)
    print(f"\nflat (wall <= {WALL}, cpu <= {CPU}): " + (f"no: {', '.join(dear)}" if dear else "yes"))
    return bool(dear)


if __name__ == "__main__":
    sys.exit(main())
