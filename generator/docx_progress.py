"""The parts of a form that say how far a case is: the progress strip and the sign-off block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import TypedDict

from cases.forms import Form
from generator.docx_show import Words, plain

BOX = {True: "☑", False: "☐"}
GROUND = {"done": "E6F3EA", "open": "FFF1D6", "overdue": "FBE9E7", "later": "FFFFFF"}


class Step(TypedDict, total=False):
    """One station of the progress strip. A form prints the steps whose ids its schema lists."""

    step: str
    state: str
    """done | open | overdue | later"""
    date: str
    """ISO date or datetime: when it was done or is due."""
    note: str
    """Printed in the section's bar instead of "期限 03-13" or "完成 03-12"."""


class Signature(TypedDict, total=False):
    """One opinion in the sign-off block, in the order of its columns."""

    role: str
    name: str
    opinion: str
    """approve | reject | "" """
    at: str
    evidence: str


def stations(form: Form, words: Words, facts: Mapping[str, object]) -> SimpleNamespace:
    """Each step of the form's strip by its id: ground colour, tick, date, and the note for the section's bar."""
    listed = facts.get("steps")
    given: Sequence[Step] = listed if isinstance(listed, Sequence) else ()
    by_id = {str(each.get("step")): each for each in given}
    return SimpleNamespace(**{name: _step(by_id.get(name, {}), words) for name in form.steps})


def _step(step: Step, words: Words) -> SimpleNamespace:
    done = step.get("state") == "done"
    day = plain(step.get("date"), words)[5:10]
    note = f"{words['done' if done else 'due']} {day}" if day else ""
    return SimpleNamespace(
        bg=GROUND.get(step.get("state", ""), GROUND["later"]),
        tick="✓ " if done else "",
        date=day or "—",
        note=plain(step.get("note"), words) or note,
    )


def signed(form: Form, lang: str, words: Words, facts: Mapping[str, object]) -> tuple[list[list[SimpleNamespace]], str]:
    """The opinions in blocks as wide as the form; and those beyond the first block in one line."""
    width = len(form.signoff[lang])
    listed = facts.get("signoff")
    given: Sequence[Signature] = listed if isinstance(listed, Sequence) else ()
    unnamed: list[Signature] = [{"role": head} for head in form.signoff[lang]]
    filled = [*(given or unnamed), *([Signature()] * (-len(given) % width))]
    every = [_signature(each, words) for each in filled]
    blocks = [every[start : start + width] for start in range(0, len(every), width)]
    later = [" ".join(filter(None, (each.role, each.name, each.at))) for each in every[width:]]
    return blocks, "  ·  ".join(filter(None, later))


def _signature(signature: Signature, words: Words) -> SimpleNamespace:
    opinion = signature.get("opinion")
    return SimpleNamespace(
        role=plain(signature.get("role"), words),
        name=plain(signature.get("name"), words),
        approve=BOX[opinion == "approve"],
        reject=BOX[opinion == "reject"],
        at=plain(signature.get("at"), words),
        evidence=plain(signature.get("evidence"), words),
    )
