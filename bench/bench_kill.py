"""kill -9 at every fault point and at random moments, on real servers, counted by an oracle of its own.

`python -m bench.bench_kill [--random N] [--seed S] [--points P9,P12] [--no-disk]`; exit 1 on any violation.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from bench import kill_disk
from bench.kill_oracle import Verdict, judge, sent
from bench.kill_report import HEAD, print_row, print_verdict, print_versions
from bench.kill_tell import NOBODY, AtEach, AtPoint, AtRandom, Killer, tell
from cases.faults import POINTS
from tests.integration.servers import Dovecot

WITHOUT_MOVE = "IMAP4rev1 LITERAL+ ID ENABLE IDLE NAMESPACE UIDPLUS"
NEEDS_OLD_SERVER = "P12"
SMTP_WINDOW = ("P9", "P3")
"""P3 lies in every transaction, the one that records that a mail was sent among them."""
KILLS_PER_ACT = 3
FIRST_ACT = "P0 P1 P2 P3 P4 P11 P12 P13 P5 P6 P7 P8 P9 P10".split()
IN_TURN = ((0, FIRST_ACT), (1, ["P16"]), (2, ["P14"]), (3, ["P15"]))
"""All points, by the act in which they are reached one after the other."""
SLOW_ANSWER = 0.02
"""Seconds that the submission server takes during random kills, so that some of them hit its window."""


@dataclass(frozen=True, slots=True)
class Model:
    """An undisturbed telling, which all others must equal."""

    sent: Counter[tuple[str, str]]
    reached: Sequence[str]
    seconds: Sequence[float]


@dataclass
class Bench:
    """The servers, the undisturbed tellings, and all that was found."""

    world: ExitStack
    seed: int
    reached: set[str] = field(default_factory=set)
    total: Verdict = field(default_factory=Verdict)

    def __post_init__(self) -> None:
        self._modern = self.world.enter_context(Dovecot())
        self._old = self.world.enter_context(Dovecot(capability=WITHOUT_MOVE))
        self._undisturbed()  # warms the caches: the next one is measured
        self._models = {live: self._undisturbed(live=live) for live in (False, True)}

    def visits(self, point: str) -> list[tuple[int, int]]:
        """(nth visit, times): first, middle and last visit, and the first one twice."""
        count = max(1, self._models[False].reached.count(point))
        return [*((nth, 1) for nth in sorted({1, (count + 1) // 2, count})), (1, 2)]

    def at_each_in_turn(self) -> Verdict:
        """One telling in which the desk dies once at every point."""
        found = self._judged(
            "each point in turn", self._old, AtEach([(act, point) for act, points in IN_TURN for point in points])
        )
        self.total.add(found)
        return found

    def at_point(self, point: str, visits: Sequence[tuple[int, int]]) -> Verdict:
        """Kill at these visits of `point`."""
        found = Verdict()
        server = self._old if point == NEEDS_OLD_SERVER else self._modern
        for nth, times in visits:
            one = self._judged(f"{point} visit {nth}, {times} times", server, AtPoint(point, nth, times))
            if one.kills != times:
                one.wrong.append(f"{point} visit {nth}: killed {one.kills} times instead of {times}")
            if one.repeated and point not in SMTP_WINDOW:
                one.wrong.append(f"{point}: {one.repeated} mails were repeated outside of the SMTP window")
            found.add(one)
        self.total.add(found)
        return found

    def at_random(self, kills: int) -> dict[str, Verdict]:
        """At least so many kills, by chance; by turns `once`, `run`, and `once` on a server without MOVE."""
        chance = random.Random(self.seed)
        found = {"random, once": Verdict(), "random, run": Verdict(), "random, no MOVE": Verdict()}
        while sum(one.kills for one in found.values()) < kills:
            for name, verdict in found.items():
                killer = AtRandom(chance, self._models[False].seconds, KILLS_PER_ACT)
                server = self._old if name == "random, no MOVE" else self._modern
                verdict.add(self._judged(name, server, killer, live=name == "random, run", answers_in=SLOW_ANSWER))
                print(f"  {sum(one.kills for one in found.values())} of {kills} random kills", file=sys.stderr)
        for verdict in found.values():
            self.total.add(verdict)
        return found

    def never_reached(self) -> list[str]:
        return sorted(set(POINTS) - self.reached)

    def _judged(
        self, name: str, server: Dovecot, killer: Killer, *, live: bool = False, answers_in: float = 0.0
    ) -> Verdict:
        with ExitStack() as scene:
            telling = tell(scene, server, killer, live=live, answers_in=answers_in)
            self.reached.update(telling.reached)
            verdict = judge(telling, self._models[live].sent)
        if verdict.extra_copies and server is not self._old:
            verdict.wrong.append(f"{verdict.extra_copies} second copies on a server that has MOVE")
        verdict.wrong = [f"{name}: {what}" for what in verdict.wrong]
        return verdict

    def _undisturbed(self, *, live: bool = False) -> Model:
        with ExitStack() as scene:
            telling = tell(scene, self._modern, NOBODY, live=live)
            if wrong := judge(telling).wrong:
                raise RuntimeError(f"the story goes wrong with nobody killing: {wrong}")
            return Model(sent(telling), telling.reached, telling.seconds)


def main() -> int:
    chosen = _options()
    begun = time.monotonic()
    print_versions(chosen.seed)
    with ExitStack() as world:
        bench = Bench(world, chosen.seed)
        print_row(*HEAD)
        for point in chosen.points:
            print_verdict(point, bench.at_point(point, bench.visits(point)))
        for name, verdict in bench.at_random(chosen.random).items():
            print_verdict(name, verdict)
        print_verdict("total", bench.total)
    wrong = [*bench.total.wrong, *(f"fault point {point} was never reached" for point in bench.never_reached())]
    print(f"fault points reached: {len(POINTS) - len(bench.never_reached())} of {len(POINTS)}")
    if chosen.disk:
        wrong += kill_disk.main()
    for line in wrong:
        print(f"WRONG {line}")
    print(f"{len(wrong) or 'no'} violations; {time.monotonic() - begun:.0f} s")
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--random", type=int, default=200, metavar="N", help="kills at random moments")
    options.add_argument("--seed", type=int, default=20260302)
    options.add_argument("--points", type=lambda text: text.split(","), default=list(POINTS), metavar="P0,P1,…")
    options.add_argument("--no-disk", dest="disk", action="store_false", help="leave out the failing disk")
    return options.parse_args()


if __name__ == "__main__":
    sys.exit(main())
