"""How much of what mails state is read, field by field: a ruler for the parsers.

A set is a folder of mails under tests/fixtures, each with its expectations beside it: `fields` holds every fact that a
careful reader takes from the mail, `flagged` the ids of those that only a person can settle, `may` what can be taken or
left. `corrections.json` of a folder replaces expectations that contradict the rules for the fields, with the reasons.
Prints the tables: python -m tests.parsers.scoring [SET …] [--all]"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from cases.mail import Field
from parsers.headers import split_head
from parsers.read import MailParser

FIXTURES = Path(__file__).parents[1] / "fixtures"
SETS = ("mails", "letters", "unseen", "unseen2", "unseen3", "unseen4")
ARRIVED = datetime(2026, 3, 2, 10, 0, tzinfo=timezone(timedelta(hours=8)))
PARSER = MailParser(frozenset({"complaints@desk.example"}))
DERIVED = frozenset(["problem_key"])
"""Worked out from other fields; right or wrong with them."""
SUSPECTED = "suspected"
ALIKE = {"legal_action": "litigation"}
"""One statement that different regulations call differently."""
UNASKED = frozenset(
    """
    description failure_mode customer_demand usage_conditions attachments problem_key channel contact_name contact_phone
    contact_email customer_name address received_at kind issue_category
    """.split()
)
"""Scored only where the expectations name them: the sender, the signature or the whole text answers them."""
CERTAIN = frozenset(["year-assumed", "relative", "free-text"])
"""Flags that say how a value was read, not that it is in doubt."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of one fact of one mail."""

    mail: str
    field: str
    verdict: str
    """right; wrong (another value); extra (not stated); missed; asked (read, but only as a question); doubted (rightly
    a question or left out)."""
    wanted: object
    found: object
    flagged: bool = False
    """Whether the value carries a flag that sends a person to look."""


@dataclass(slots=True)
class Tally:
    """The marks of a field or of a set, counted."""

    counts: Counter[str] = field(default_factory=Counter)
    unflagged: int = 0
    """Wrong or extra, and nothing tells a person so."""

    def add(self, mark: Mark) -> None:
        self.counts[mark.verdict] += 1
        self.unflagged += mark.verdict in ("wrong", "extra") and not mark.flagged

    @property
    def expected(self) -> int:
        return sum(self.counts[name] for name in ("right", "wrong", "missed", "asked"))

    @property
    def taken(self) -> int:
        return sum(self.counts[name] for name in ("right", "wrong", "extra"))

    @property
    def recall(self) -> float:
        """The share of the stated facts that is read rightly; 1 if none is stated."""
        return self.counts["right"] / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        """The share of the facts taken that is right; 1 if none is taken."""
        return self.counts["right"] / self.taken if self.taken else 1.0


def marks_of(name: str) -> list[Mark]:
    """Every fact of every mail of a set, judged."""
    folder = FIXTURES / name
    corrected = _corrections(folder)
    found: list[Mark] = []
    for path in sorted(folder.glob("*.eml")):
        wanted = json.loads(path.with_suffix(".json").read_text("utf-8"))
        found += _judge(path, _expected(wanted, corrected.get(path.stem, [])))
    return found


def by_field(marks: Iterable[Mark]) -> dict[str, Tally]:
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    for mark in marks:
        tallies[mark.field].add(mark)
    return dict(sorted(tallies.items()))


def total(marks: Iterable[Mark]) -> Tally:
    tally = Tally()
    for mark in marks:
        tally.add(mark)
    return tally


@dataclass(frozen=True, slots=True)
class _Expected:
    fields: Mapping[str, Any]
    flagged: frozenset[str]
    may: Mapping[str, Any]
    """Values that are right if the field is read at all; "*" = any."""

    def verdict(self, id_: str, found: Field | None) -> str:
        """ "" for what is neither stated nor asked for."""
        doubted = found is not None and bool(set(found.flags) - CERTAIN)
        if found is None:
            return "missed" if id_ in self.fields else "doubted" if id_ in self.flagged else ""
        if id_ in self.fields:
            return "asked" if SUSPECTED in found.flags else "right" if same(found.value, self.fields[id_]) else "wrong"
        if doubted:
            return "doubted"
        if id_ in self.may:
            return "" if _allowed(found.value, self.may[id_]) else "extra"
        return "" if id_ in UNASKED and id_ not in self.flagged else "extra"


def _allowed(found: object, allowed: object) -> bool:
    """Whether it is the value that can be taken, any where "*" stands, or one of several."""
    return allowed == "*" or same(found, allowed) or any(same(found, one) for one in _listed(allowed))


def _expected(wanted: Mapping[str, Any], corrections: Iterable[Mapping[str, Any]]) -> _Expected:
    fields = {id_: value for id_, value in wanted.get("fields", {}).items() if value is not None}
    flagged = {*wanted.get("flagged", []), *(id_ for id_, said in wanted.get("flags", {}).items() if SUSPECTED in said)}
    may = dict(wanted.get("may", {}))
    for correction in corrections:
        id_ = correction["field"]
        fields.pop(id_, None)
        flagged.discard(id_)
        may.pop(id_, None)
        {"fields": fields, "may": may}.get(correction["to"], {})[id_] = correction.get("value")
        flagged |= {id_} if correction["to"] == "flagged" else set()
    for one, other in ALIKE.items():
        may.setdefault(other, [fields[one]] if one in fields else [])
    settled = {id_ for id_, value in fields.items() if id_ not in flagged}
    return _Expected({id_: fields[id_] for id_ in settled}, frozenset(flagged), may)


def _corrections(folder: Path) -> Mapping[str, list[Mapping[str, Any]]]:
    path = folder / "corrections.json"
    entries = json.loads(path.read_text("utf-8")) if path.exists() else []
    found: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for entry in entries:
        found[entry["mail"]].append(entry)
    return found


def _judge(path: Path, wanted: _Expected) -> Iterator[Mark]:
    read = fields_of(path)
    ids = {*wanted.fields, *wanted.flagged, *read} - DERIVED
    for id_ in sorted(id_ for id_ in ids if not id_.startswith(f"{SUSPECTED}.")):
        found = read.get(id_)
        if verdict := wanted.verdict(id_, found):
            flagged = found is not None and bool(set(found.flags) - CERTAIN)
            yield Mark(path.stem, id_, verdict, wanted.fields.get(id_), found and found.value, flagged)


def fields_of(path: Path) -> Mapping[str, Field]:
    """What is read in a mail that arrived when it was written."""
    raw = path.read_bytes()
    written = split_head(raw, 0, len(raw))[0].date()
    return PARSER(raw, written.astimezone(ARRIVED.tzinfo) if written else ARRIVED).fields


def same(found: object, wanted: object) -> bool:
    """Equal but for spelling: 0.20 is 0.2, letter case and blanks do not matter, lists are sets, a day has no time."""
    if isinstance(found, bool) or isinstance(wanted, bool):
        return found is wanted
    if isinstance(found, (list, tuple)) or isinstance(wanted, (list, tuple)):
        return {_plain(one) for one in _listed(found)} == {_plain(one) for one in _listed(wanted)}
    one, other = _plain(found), _plain(wanted)
    return one == other or (_DAY.fullmatch(str(other)) is not None and str(one)[:11] == f"{other}t")


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, (list, tuple)) else [value]


def _plain(value: object) -> object:
    text = unicodedata.normalize("NFKC", str(value)).casefold()
    try:
        return Decimal(text)
    except InvalidOperation:
        return " ".join(text.split()).rstrip(" .。;；,，")


def table(marks: list[Mark], *, every_field: bool) -> Iterator[str]:
    """The lines of a set's table: the total, and each field."""
    head = ("field", "stated", "right", "wrong", "extra", "missed", "asked", "doubted", "unflagged")
    yield f"{head[0]:32}" + "".join(f"{name:>10}" for name in (*head[1:], "precision", "recall"))
    rows = [*(by_field(marks).items() if every_field else ()), ("all", total(marks))]
    for name, tally in rows:
        counts = [tally.expected, *(tally.counts[key] for key in head[2:8]), tally.unflagged]
        shares = f"{tally.precision:>10.1%}{tally.recall:>10.1%}"
        yield f"{name:32}" + "".join(f"{count:>10}" for count in counts) + shares


def main(arguments: list[str]) -> int:
    names = [name for name in arguments if not name.startswith("--")] or list(SETS)
    every: list[Mark] = []
    for name in names:
        marks = marks_of(name)
        every += marks
        mails = len(list((FIXTURES / name).glob("*.eml")))
        print(f"\n{name}: {mails} mails")
        print("\n".join(table(marks, every_field="--all" in arguments)))
        if "--faults" in arguments:
            for mark in marks:
                if mark.verdict in ("wrong", "extra", "missed", "asked"):
                    print(f"  {mark.mail}: {mark.field} {mark.verdict}: {mark.found!r} for {mark.wanted!r}")
    print("\nall sets")
    print("\n".join(table(every, every_field=True)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
