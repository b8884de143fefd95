"""Secrets that end on a day: warned of in time, since a desk that cannot sign in is silent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from kesu.config import Config
from kesu.desk import Desk
from kesu.letters import to_desk_owner
from kesu.posting import post

AHEAD = (7, 14)
"""Days before the last one on which the owner of the desk is written to."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A secret in its last days. `section` says where the configuration has its date."""

    section: str
    last: date
    days: int
    """Left; negative once it is over."""

    @property
    def sentence(self) -> str:
        left = f"in {self.days} days" if self.days > 1 else {1: "tomorrow", 0: "today"}.get(self.days, "already")
        return (
            f"[{self.section}] secret_expires: the secret ends on {self.last} ({left}); renew it and set the new date"
        )


def ending(config: Config, today: date) -> list[Ending]:
    """The secrets that end within a fortnight, or have; one that two sections share is named once."""
    sections = (("oauth", config.oauth), ("mailbox", config.mailbox), ("smtp", config.smtp))
    dated = {section.secret_expires: name for name, section in reversed(sections) if section.secret_expires}
    left = {name: (last, (last - today).days) for last, name in dated.items()}
    return [Ending(name, last, days) for name, (last, days) in left.items() if days <= max(AHEAD)]


def tell_of_endings(desk: Desk, now: datetime) -> None:
    """Write to the owner of the desk, once for each step on the way."""
    letters = [
        to_desk_owner(
            desk,
            "desk/alert",
            f"alert/secret/{each.section}-{each.last:%Y%m%d}-{step}",
            {"what": f"邮箱登录凭据即将失效 / a secret for signing in ends on {each.last}", "detail": each.sentence},
        )
        for each in ending(desk.config, desk.local(now).date())
        for step in _reached(each.days)
    ]
    new = [letter for letter in letters if desk.store.outgoing(f"desk/{letter.effect}") is None]
    if new:
        with desk.store.transaction():
            for letter in new:
                post(desk, None, letter, now)


def _reached(days: int) -> Iterator[str]:
    """The latest step alone: after an outage nobody needs all of them."""
    if days < 0:
        yield "over"
    else:
        yield next(f"{ahead}-days" for ahead in AHEAD if days <= ahead)
