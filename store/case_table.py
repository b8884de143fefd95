"""Cases and their numbers in the store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tinydb.table import Document

from cases.model import MATTERS, Case
from store.codec import Codec, exact, folded, instant
from store.desk import Desk

CASES = Codec(Case)
BATCH = 200


def _document(case: Case) -> dict[str, Any]:
    due = case.next_due if case.state.open else None
    return {
        "id": exact(case.id),
        "id_folded": folded(case.id),
        "number_folded": folded(case.case_no) or None,
        "customer": exact(case.customer.key) or None,
        **{key: exact(getattr(case, key)) or None for key in MATTERS},
        "open": int(case.state.open),
        "due": instant(due) if due else None,
        "case": CASES.dump(case),
    }


def _case(document: Document) -> Case:
    return CASES.load(document["case"])


class CaseTable(Desk):
    """The part of CaseStore that is about cases."""

    def case(self, case_id: str) -> Case | None:
        found = self._table("cases").first("id = ?", exact(case_id))
        return _case(found) if found else None

    def case_by_number(self, number: str) -> Case | None:
        cases, wanted = self._table("cases"), folded(number)
        found = cases.first("id_folded = ?", wanted, order="id") or cases.first("number_folded = ?", wanted, order="id")
        return _case(found) if found else None

    def put_case(self, case: Case) -> None:
        self._to_write("cases").put(_document(case), by="id")

    def cases(self, *, open_only: bool = False) -> Iterator[Case]:
        where = "open = 1 AND id > ?" if open_only else "id > ?"
        after = ""
        while found := self._table("cases").select(where, after, order="id", limit=BATCH):
            yield from map(_case, found)
            after = found[-1]["id"]

    def cases_of(self, customer: str) -> list[Case]:
        return [_case(it) for it in self._table("cases").select("customer = ?", exact(customer), order="id")]

    def cases_with(self, key: str, value: str) -> list[Case]:
        if key not in MATTERS:
            raise ValueError(f"cases are not looked up by {key}")
        return [_case(it) for it in self._table("cases").select(f"{key} = ?", exact(value), order="id")]

    def cases_due(self, now: datetime) -> list[Case]:
        return [_case(it) for it in self._table("cases").select("due <= ?", instant(now), order="due, id")]

    def next_number(self, series: str) -> int:
        counters = self._to_write("counters")
        found = counters.first("series = ?", exact(series))
        number = found["last"] + 1 if found else 1
        counters.put({"series": exact(series), "last": number}, by="series")
        return int(number)
