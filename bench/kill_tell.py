"""Tell the story once, with the desk dying as a killer wants, and started again until every act is done."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from bench.kill_life import Death, begin, ended, hits, was_killed
from bench.kill_story import ACTS, BEGINS, LIVE_ACTS, Act, Arrivals
from tests.integration.desk_process import DeskFolder
from tests.integration.servers import Dovecot, SmtpSink

LIMITS = {"tries": 1000, "sandbox": False}
"""A mail whose reading killed the program three times is set aside; here the killer is not the mail. Hundreds of
lives would each start a process to read with, which has its own tests."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a telling has come: the number of its act, the lives lost, the fault points that were reached."""

    act: int
    kills: int
    reached: Sequence[str]


class Killer(Protocol):
    """Decides about the next life: die at a fault point, die after some seconds, or None: live."""

    def doom(self, now: Standing) -> Death | float | None: ...


@dataclass(frozen=True, slots=True)
class AtPoint:
    """Kill when `point` is reached for the `nth` time in the story, and `times - 1` more when it is reached again."""

    point: str
    nth: int
    times: int = 1

    def doom(self, now: Standing) -> Death | float | None:
        if now.kills >= self.times:
            return None
        return Death(self.point, max(1, self.nth - list(now.reached).count(self.point)))


@dataclass(frozen=True, slots=True)
class AtEach:
    """Kill once at each point, one after the other: (act in which the point is reached, point)."""

    points: Sequence[tuple[int, str]]

    def doom(self, now: Standing) -> Death | float | None:
        act, point = self.points[now.kills] if now.kills < len(self.points) else (-1, "")
        return Death(point, 1) if act == now.act else None


NOBODY = AtEach(())


@dataclass
class AtRandom:
    """Kill `per_act` lives of each act at a moment that chance chooses out of the `seconds` that an act takes."""

    chance: random.Random
    seconds: Sequence[float]
    per_act: int
    _before: dict[int, int] = field(default_factory=dict)

    def doom(self, now: Standing) -> Death | float | None:
        self._before.setdefault(now.act, now.kills)
        if now.kills - self._before[now.act] >= self.per_act:
            return None
        return self.chance.uniform(0, self.seconds[now.act])


@dataclass
class Telling:
    """One telling of the story: what was put in, what came of it, and how often the desk died."""

    desk: DeskFolder
    arrivals: Arrivals = field(default_factory=Arrivals)
    kills: int = 0
    seconds: list[float] = field(default_factory=list)
    """How long the acts took."""
    noted: bool = True
    """Whether all lives have noted the fault points that they reached."""

    @property
    def reached(self) -> list[str]:
        return hits(self.desk.folder)


def tell(world: ExitStack, dovecot: Dovecot, killer: Killer, *, live: bool = False, answers_in: float = 0.0) -> Telling:
    """The whole story in a new folder and an empty mailbox; `live` = by `kesu run` in real time.

    `answers_in` = seconds that the submission server takes for each mail, the window that SMTP leaves open.
    """
    dovecot.fresh_mailbox()
    folder = Path(world.enter_context(tempfile.TemporaryDirectory(prefix="kesu-kill-")))
    sink = world.enter_context(SmtpSink())
    sink.manners.delay = answers_in
    telling = Telling(DeskFolder(folder, dovecot, sink, {"limits": LIMITS}))
    for number, act in enumerate(LIVE_ACTS if live else ACTS):
        now = datetime.now(UTC) if live else BEGINS + act.after
        act.happens(telling.desk, telling.arrivals, now)
        begun = time.monotonic()
        _until_done(telling, number, killer, _words(act, live))
        telling.seconds.append(time.monotonic() - begun)
    return telling


def _words(act: Act, live: bool) -> list[str]:
    return ["once"] if live else ["once", "--now", (BEGINS + act.after).isoformat()]


def _until_done(telling: Telling, number: int, killer: Killer, words: list[str]) -> None:
    """Live, die and live again until one pass comes to its end."""
    while True:
        doom = killer.doom(Standing(number, telling.kills, telling.reached))
        in_service = isinstance(doom, float) and words == ["once"]
        life = begin(telling.desk.folder, ["run"] if in_service else words, doom if isinstance(doom, Death) else None)
        if not was_killed(ended(life, doom if isinstance(doom, float) else None)):
            return
        telling.kills += 1
