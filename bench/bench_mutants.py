"""Ten thousand mails with damaged bytes, made of the committed fixtures: is each read, or set aside with its reason?

A mutant is a fixture with one small change: bits flipped, bytes replaced, deleted, inserted, doubled, zeroed, or the
rest cut off. It is read as the desk reads, in a process of its own with limits. Two thirds are changed in the body of
a part and must keep what their original says: the share of text and of attachments that is left is counted by equal
beginnings and ends. The rest are changed anywhere.
Exit code 1 beyond the goals. Usage: python -m bench.bench_mutants [--mutants 10000] [--seed 1]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from bench.mail_damage import MAILS, mutant_of
from cases.mail import IncomingMail, Kind
from parsers.apart import Apart
from parsers.as_json import mail_as_json
from parsers.limits import Bounds, Limits
from parsers.read import MailParser

ARRIVED = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
PARSER = MailParser(frozenset({"complaints@desk.example"}))
SECONDS = 60.0
UNREADABLE_AT_MOST, KEPT_AT_LEAST = 0.02, 0.95


@dataclass
class Tally:
    """What became of the mutants."""

    mutants: int = 0
    unreadable: Counter[str] = field(default_factory=Counter)
    """By reason."""
    faults: list[str] = field(default_factory=list)
    """Mutants on which the reader stumbled, or whose reason is missing: `fixture, change, place, what`."""
    slowest: float = 0.0
    kept: list[tuple[int, int]] = field(default_factory=list)
    """For each mutant outside the headers, how much of its original's text and attachments is left, of how much."""

    @property
    def share_unreadable(self) -> float:
        return sum(self.unreadable.values()) / max(self.mutants, 1)

    @property
    def share_kept(self) -> float:
        return sum(left for left, _ in self.kept) / max(sum(whole for _, whole in self.kept), 1)

    @property
    def within_goals(self) -> bool:
        small = self.share_unreadable <= UNREADABLE_AT_MOST and self.share_kept >= KEPT_AT_LEAST
        return small and not self.faults and self.slowest <= SECONDS


def run(count: int, seed: int) -> Tally:
    """Make and read `count` mutants; the same seed makes the same ones."""
    rng = random.Random(seed)
    names = sorted(path.name for path in MAILS.glob("*.eml"))
    tally = Tally()
    for number in range(count):
        name = names[number % len(names)]
        in_body = number % 3 != 0
        mutant, label = mutant_of(name, in_body, rng)
        found, seconds = _read(mutant)
        tally.mutants += 1
        tally.slowest = max(tally.slowest, seconds)
        if found.kind is Kind.UNREADABLE:
            tally.unreadable[found.kind_reason] += 1
        if why := _fault(mutant, found):
            tally.faults.append(f"{name}, {label}: {why}")
        if in_body and (_original(name).text or _original(name).attachments):
            tally.kept.append(_kept(_original(name), found))
    return tally


@cache
def _reader() -> Apart:
    """The process in which the desk reads; mutants go through it as mails do."""
    return Apart(PARSER.own_addresses, Limits(), Bounds())


@cache
def _original(name: str) -> IncomingMail:
    return PARSER((MAILS / name).read_bytes(), ARRIVED)


def _read(raw: bytes) -> tuple[IncomingMail, float]:
    started = time.perf_counter()
    found = _reader().read_mail(raw, ARRIVED)
    json.dumps(mail_as_json(found), ensure_ascii=False).encode()
    return found, time.perf_counter() - started


def _fault(raw: bytes, found: IncomingMail) -> str:
    """What the reader owes and did not give; "" if nothing."""
    stumbled = [defect for defect in found.defects if defect.startswith("fault:")]
    if stumbled:
        return found.kind_reason
    if found.sha256 != hashlib.sha256(raw).hexdigest():
        return "read as another mail"
    return "" if found.kind_reason else "no reason"


def _kept(original: IncomingMail, found: IncomingMail) -> tuple[int, int]:
    """How many of the original's characters and bytes of files came through, of how many."""
    whole = len(original.text) + sum(file.size for file in original.attachments)
    left = _same(original.text, found.text)
    files = {file.filename: file.content for file in found.attachments}
    left += sum(_same(file.content, files.get(file.filename, b"")) for file in original.attachments)
    return left, whole


def _same(one: Sequence[object], other: Sequence[object]) -> int:
    """Length of the equal beginning and the equal end."""
    if one == other:
        return len(one)
    start = _equal_at_start(one, other)
    return start + _equal_at_start(one[start:][::-1], other[start:][::-1])


def _equal_at_start(one: Sequence[object], other: Sequence[object]) -> int:
    shorter = min(len(one), len(other))
    return next((i for i in range(shorter) if one[i] != other[i]), shorter)


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mutants", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args(arguments)
    tally = run(chosen.mutants, chosen.seed)
    poor = sum(left < KEPT_AT_LEAST * whole for left, whole in tally.kept)
    print(f"seed {chosen.seed}, Python {sys.version.split()[0]}: {tally.mutants:,} mutants")
    print(f"  the reader stumbled on {len(tally.faults)}; the slowest took {tally.slowest:.2f} s")
    print(f"  unreadable: {sum(tally.unreadable.values())} ({tally.share_unreadable:.2%})")
    for reason, times in tally.unreadable.most_common():
        print(f"    {times:6,} {reason}")
    print(f"  changed outside the headers: {len(tally.kept):,}; they keep {tally.share_kept:.2%} of text and files")
    print(f"    {poor} of them keep less than {KEPT_AT_LEAST:.0%} (many fixtures have only a few words)")
    for fault in tally.faults[:20]:
        print(f"  FAULT {fault}")
    return 0 if tally.within_goals else 1


if __name__ == "__main__":
    sys.exit(main())
