"""The store's cost by size: one real unit of work, stores of 1,000 to 100,000 cases side by side.

Run: python -m bench.bench_store [--rounds N] [--seed N] [--folder DIR]. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from tinydb import TinyDB, where

from cases.handled import HandledMail
from cases.mail import Address
from cases.model import Case, Customer, Event, Fact
from cases.outgoing import MailClass, OutgoingMail
from cases.state import State
from store.case_table import CASES
from store.desk_store import TinyDeskStore

SIZES = (1_000, 10_000, 100_000)
JSON_SIZES = (1_000, 10_000)
JSON_ROUNDS = 5
RARE, RARE_CASES = "model-rare/crack", 20
"""A problem that as many cases are about in every store, whatever its size."""
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
WALL, CPU = 1.3, 1.15
"""How much dearer an operation may be at 100,000 cases than at 1,000."""

Operation = Callable[[int], object]
Times = dict[tuple[str, int], list[tuple[float, float]]]


def a_case(number: int) -> Case:
    """About 2 KB of JSON, as a complaint of one mail is after intake."""
    at = START + timedelta(minutes=number)
    source = f"mail:{number:064x}"
    facts = {
        "problem_key": Fact(RARE if number <= RARE_CASES else f"model-{number % 5_000}/crack", source, at),
        "product": Fact("JAM72S30-545/MR", source, at, raw="型号：JAM72S30-545/MR", where="table"),
        "affected_quantity": Fact(str(number % 300), source, at, raw="隐裂 12 块", where="text"),
        "delivered_power_w": Fact("545", source, at, where="table"),
        "line_stop": Fact(False, source, at, where="text"),
    }
    words = "我司在到货验收中发现组件隐裂，请贵司尽快给出临时措施和原因分析，并于三日内书面回复。"
    return Case(
        id=f"K2026-{number:06}",
        pack="pv-module",
        pack_version="1",
        state=State.REGISTERED,
        customer=Customer(f"customer-{number % 2_000}", "华东光伏工程公司", Address("张工", f"z{number % 2_000}@x.cn")),
        subject="组件隐裂投诉",
        received_at=at,
        case_no=f"202603-{number}",
        words=words * 2,
        facts=facts,
        owner="owner@desk.example",
        parties=(f"z{number % 2_000}@x.cn",),
        thread=(f"<m{number}@x.cn>",),
        timeline=tuple(Event(at, what, "收到并登记", mail=f"{number:064x}") for what in ("received", "graded")),
        next_due=at + timedelta(days=3),
    )


def a_mail(case: Case, number: int, rng: random.Random) -> HandledMail:
    return HandledMail(
        content_key=f"{rng.getrandbits(256):064x}",
        sha256=f"{number:064x}",
        transport_keys=(f"desk/INBOX/17/{number}",),
        message_id=f"<{rng.getrandbits(64):x}.{number}@x.cn>",
        sender=case.parties[0],
        subject=case.subject,
        received_at=case.received_at,
        handled_at=case.received_at,
        kind="submission",
        kind_reason="",
        outcome="case",
        folder="done",
        case_id=case.id,
    )


def an_answer(case: Case, rng: random.Random) -> OutgoingMail:
    return OutgoingMail(
        effect_key=f"{case.id}/ack/customer/1",
        message_id=f"<k.{rng.getrandbits(128):032x}@desk.example>",
        case_id=case.id,
        mail_class=MailClass.ACK,
        recipient=case.parties[0],
        subject=f"Re: {case.subject} [{case.id}]",
        raw=b"Subject: =?utf-8?b?5pS25Yiw?=\r\n\r\n" + b"5pS25Yiw5oKo55qE5oqV6K+J\r\n" * 60,
        queued_at=case.received_at,
        not_before=case.received_at,
    )


class Desk:
    """A store with `size` cases, and the operations timed on it."""

    def __init__(self, folder: Path, size: int, seed: int) -> None:
        self.size, self._rng = size, random.Random(f"{seed}/{size}")
        self.store = TinyDeskStore(folder)
        self._number = 0
        while self._number < size:
            with self.store.transaction():
                for _ in range(min(2_000, size - self._number)):
                    self.prepare(0)
                    self._take_in()

    def prepare(self, draw: int) -> None:
        """Make the values that the next round keeps, so that making them is not timed."""
        self._number += 1
        self._case = a_case(self._number)
        self._mail, self._answer = a_mail(self._case, self._number, self._rng), an_answer(self._case, self._rng)
        self._changed = replace(a_case(draw % self.size + 1), state=State.ASSIGNED, engineer="e@desk.example")

    def _take_in(self) -> None:
        self.store.next_number("K2026")
        self.store.put_handled(self._mail)
        self.store.put_case(self._case)
        self.store.queue(self._answer)

    def write(self, _: int) -> None:
        """One mail taken in: handled mail, case, outbox, number and every index, one commit."""
        with self.store.transaction():
            self._take_in()

    def update(self, _: int) -> None:
        with self.store.transaction():
            self.store.put_case(self._changed)

    def look_up(self, draw: int) -> object:
        return self.store.case_by_number(f"202603-{draw % self.size + 1}")

    def known(self, draw: int) -> object:
        return self.store.handled_transport(f"desk/INBOX/17/{draw % self.size + 1}")

    def history(self, _: int) -> object:
        """What grading a case of this problem reads."""
        return self.store.cases_with("problem_key", RARE)

    def due(self, _: int) -> object:
        return self.store.cases_due(START + timedelta(days=3, minutes=5))

    @property
    def operations(self) -> dict[str, Operation]:
        return {
            "write (unit of work)": self.write,
            "update a case": self.update,
            "look up by number": self.look_up,
            "look up a handled mail": self.known,
            "20 cases of one problem": self.history,
            "5 cases due": self.due,
        }


class JsonDesk:
    """The same cases in TinyDB's JSONStorage: the case alone, no handled mail, no outbox."""

    def __init__(self, folder: Path, size: int) -> None:
        self._db = TinyDB(folder / f"{size}.json", ensure_ascii=False)
        self._db.insert_multiple(CASES.dump(a_case(number)) for number in range(1, size + 1))
        self.size = size

    def write(self, draw: int) -> None:
        self._db.insert(CASES.dump(a_case(self.size + 1 + draw)))

    def look_up(self, draw: int) -> object:
        self._db.clear_cache()
        return self._db.get(where("case_no") == f"202603-{draw % self.size + 1}")

    @property
    def operations(self) -> dict[str, Operation]:
        return {"write (case only)": self.write, "look up by number": self.look_up}


class Floor:
    """What the disk itself costs: as many bytes appended to one file and synced."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / "floor", os.O_CREAT | os.O_APPEND | os.O_WRONLY)
        self._bytes = json.dumps(CASES.dump(a_case(1)), ensure_ascii=False).encode()

    def append(self, _: int) -> None:
        os.write(self._file, self._bytes)
        os.fdatasync(self._file)


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
