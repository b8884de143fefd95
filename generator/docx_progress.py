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
    author: bool
    """Whether this is who wrote the document."""


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


Blocks = list[list[SimpleNamespace]]
NOBODY = "—"
"""Who else agreed, once the last approver has: an empty cell would read as forgotten."""


def signed(form: Form, lang: str, words: Words, facts: Mapping[str, object]) -> tuple[Blocks, str]:
    """The opinions in blocks as wide as the form; and those that have no column of the first block in one line."""
    heads = form.signoff.get(lang, ())
    listed = facts.get("signoff")
    given: Sequence[Signature] = listed if isinstance(listed, Sequence) else ()
    if not heads:
        return [], ""
    blocks, others = (_authored if form.authored else _by_role)(heads, given)
    shown = [[_signature(each, words) for each in block] for block in blocks]
    later = [_signature(each, words) for each in others]
    told = "  ·  ".join(filter(None, (" ".join(filter(None, (s.role, s.name, s.at))) for s in later)))
    return shown, told or (NOBODY if shown[0][-1].at else "")


def _by_role(heads: Sequence[str], given: Sequence[Signature]) -> tuple[list[list[Signature]], Sequence[Signature]]:
    """A column for each opinion, under its role; as many blocks as it takes. Unsigned: the form's own heads."""
    width = len(heads)
    unnamed: list[Signature] = [{"role": head} for head in heads]
    every = [*(given or unnamed), *([Signature()] * (-len(given) % width))]
    return [every[start : start + width] for start in range(0, len(every), width)], every[width:]


def _authored(heads: Sequence[str], given: Sequence[Signature]) -> tuple[list[list[Signature]], Sequence[Signature]]:
    """The author first, who approves last; who approved before them and finds no column stands in the line below."""
    room = len(heads) - 1
    author = next((each for each in given if each.get("author")), Signature())
    approvers = [each for each in given if not each.get("author")]
    columns = approvers[-room:] if room else []
    blank = [Signature()] * (room - len(columns))
    return [[author, *blank, *columns]], approvers[: len(approvers) - len(columns)]


def _signature(signature: Signature, words: Words) -> SimpleNamespace:
    opinion, at, author = signature.get("opinion"), plain(signature.get("at"), words), bool(signature.get("author"))
    role, name = plain(signature.get("role"), words), plain(signature.get("name"), words)
    mark, means = MARKS.get(str(opinion), ("submitted", "by_mail") if author else ("", ""))
    code = plain(signature.get("evidence"), words)
    check = words["check"].replace("{code}", code) if code else ""
    return SimpleNamespace(
        role=role,
        name=name,
        author=author,
        votes=bool(role or name) and not author,
        approve=BOX[opinion == "approve"],
        reject=BOX[opinion == "reject"],
        at=at,
        evidence=code,
        mark=words[mark] if mark and at else "",
        proof="\n".join(filter(None, (words[means] if means and at else "", check))),
    )


MARKS = {"approve": ("approved", "by_yes"), "reject": ("returned", "by_no")}
"""By opinion: what stands for the signature, and what proves it."""
