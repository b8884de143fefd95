"""The stores that are timed side by side: ours, TinyDB's JSON file, and the bare disk."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tinydb import TinyDB, where

from bench.store_cases import RARE, START, a_case, a_mail, an_answer
from cases.state import State
from store.case_table import CASES
from store.desk_store import TinyDeskStore

Operation = Callable[[int], object]


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
