"""The screenplay: who writes what when, read from `acts/*.toml`, one file per story."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

ZONE = ZoneInfo("Asia/Shanghai")
FIRST_DAY = date(2026, 3, 2)
"""A Monday."""
DAYS = 14
MORNING = time(9)
"""The desk looks at its clock at least every morning."""
ACTS = Path(__file__).with_name("acts")

PLAYS: Mapping[str, tuple[str, ...]] = {
    "memory-device": (
        "memory-line-stop",
        "memory-missing-facts",
        "memory-again",
        "module-label",
        "advertisement",
        "unreadable",
    ),
    "pv-module": (
        "module-cracks",
        "module-missing-facts",
        "module-again",
        "memory-missing-facts",
        "advertisement",
        "unreadable",
    ),
}
"""The stories of each play, the main one first."""


class CannotGoOn(Exception):
    """The play expects what the desk did not do (or a form does not have); the text is a sentence for a person."""


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Actor(Part):
    """Somebody who writes mails, and with what: `client` is a key of `letters.CLIENTS`."""

    name: str
    address: str
    client: str
    signature: str = ""


class Rows(Part):
    """What an engineer writes into one table of a form, found by its heading. Each row begins with the label that
    stands there; then the cells to its right, "" for one that is left alone."""

    heading: str
    rows: list[list[str]]


class Filling(Part):
    """What is written into a form: the stage ticked, tables written into."""

    tick: str = ""
    tables: list[Rows]


class Scene(Part):
    """Somebody (a key of the cast) writes to the desk; nobody: the desk only looks at its clock.

    `answers`: words that the subject or text of the mail answered contains; the latest such mail to this person.
    `fills`: fillings, one over the other; the Word form that came with the mail answered, or with the one that has
    the words of `form`, goes back with them. `headless`: the mail lost its headers on the way.
    """

    at: datetime
    tells: str
    who: str = ""
    subject: str = ""
    answers: list[str] = []
    text: str = ""
    form: list[str] = []
    fills: list[str] = []
    headers: dict[str, str] = {}
    headless: bool = False


class Act(Part):
    """One story."""

    cast: dict[str, Actor] = {}
    scene: list[Scene]
    filling: dict[str, Filling] = {}


class Play(Part):
    """Stories woven into a fortnight, the scenes in order of time."""

    cast: dict[str, Actor]
    scenes: list[Scene]
    fillings: dict[str, Filling]


def load_play(pack: str) -> Play:
    """The play whose main story falls under `pack`. Raises CannotGoOn for any other pack."""
    if pack not in PLAYS:
        raise CannotGoOn(f"the demo has no story for the pack {pack!r}; there are {', '.join(PLAYS)}")
    acts = [_read(name) for name in ("company", *PLAYS[pack])]
    scenes = [_in_zone(scene) for act in acts for scene in act.scene]
    return Play(
        cast={key: actor for act in acts for key, actor in act.cast.items()},
        scenes=sorted([*_mornings(), *scenes], key=lambda scene: scene.at),
        fillings={key: filling for act in acts for key, filling in act.filling.items()},
    )


def _read(name: str) -> Act:
    return Act.model_validate(tomllib.loads((ACTS / f"{name}.toml").read_text(encoding="utf-8")))


def _in_zone(scene: Scene) -> Scene:
    return scene.model_copy(update={"at": scene.at.replace(tzinfo=ZONE)})


def _mornings() -> list[Scene]:
    days = (FIRST_DAY + timedelta(days=count) for count in range(DAYS))
    return [Scene(at=datetime.combine(day, MORNING, ZONE), tells="the desk looks at its clock") for day in days]
