"""What a mail says, taken as facts of a case: each with its source, nothing that its sender cannot know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cases.fact_types import read_value
from cases.mail import IN_SIGNATURE, Field, FieldValue, IncomingMail
from cases.model import Case, Fact
from cases.pack import Pack
from cases.tags import CASE_ID
from cases.values import FactError
from kesu.desk import Desk
from kesu.misfits import why_not

LABELLED = 0.95
"""Confidence of what stands behind a label; a sentence is never read so surely."""
SUSPECTED = "suspected"
"""The parsers' flag for alarm words: a reason to ask, never a fact."""
DERIVED = "derived"
"""The parsers' flag for what they worked out: the regulation works it out again whenever its parts change."""
ANYWHERE = (
    "line_stop",
    "production_affected",
    "launch_or_test_freeze",
    "batch_recall",
    "safety_hazard",
    "legal_action",
    "media_exposed",
    "mass_complaint_risk",
)
"""Suspicions that the owner hears of even where the regulation does not go by them; of the others it must."""
CALLED_OTHERWISE = {"legal_action": "litigation", "safety_hazard": "safety_accident_by_service"}
"""What some regulations call the same."""
PROPOSED = ("problem_key",)
"""Worked out by the parsers from what anybody may say; a person can confirm or correct it."""
BEHIND_A_PROPOSAL = ("product_name", "model", "part_no", "failure_mode")
THEIRS = {"case_no": "customer_ref"}
"""A complaint number in a customer's mail is the customer's own."""
NOT_FACTS = ("description", "received_at")
"""Fields that the case keeps elsewhere, or that only the desk's own clock can say."""

OURS = frozenset(
    """
    accepted_at customer_class operator shift cause_type kind demand_type demand_capability cost_involved
    valid_complaint internal_resolvable severity our_fault customer_misunderstanding answerable_now phone_solvable
    content_type notice_issued_at dept_notified_at countermeasure_rejected disputed upgraded_at major_impact
    panel_grade followup_of handling_untimely_or_improper nonresp_reason letter_type chargeable fee
    onsite_arrival_at supplier_caused third_party countermeasure_unit owner emergency_measure hold_lots root_cause
    responsibility corrective_action preventive_action cause_confirmed approved_remedies handling_opinion decision
    reply_sent_at effect_check user_signature
    """.split()
)
"""What our own papers state; in a customer's mail it is the customer's view, whatever the regulation goes by."""

_AS_A_COMMAND = re.compile(r"[a-z]+(?:_[a-z0-9]+)+\s*[=＝]")
"""`line_stop = no`: an id of the desk's own, which nobody outside writes to tell how things are."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Facts to go by, and what was said but not taken, as sentences for a person."""

    facts: Mapping[str, Fact]
    doubts: tuple[str, ...] = ()
    labelled: frozenset[str] = frozenset()
    """Those of the facts that stand behind their label; the others were read from sentences."""


def take_facts(desk: Desk, pack: Pack, mail: IncomingMail, now: datetime, *, by_staff: bool) -> Taken:
    """The facts in `mail`. A customer can say what customers are asked; cost, degree and fault are ours to say."""
    facts: dict[str, Fact] = {}
    doubts: list[str] = []
    labelled: set[str] = set()
    for name, field in mail.fields.items():
        if name in CALLED_OTHERWISE.values() and name not in pack.facts:
            continue
        idle = SUSPECTED in field.flags and not _concerns(pack, name.removeprefix("suspected."))
        if DERIVED in field.flags or idle or (by_staff and field.where == IN_SIGNATURE):
            continue
        doubt = _doubt(desk, pack, name, field, by_staff)
        if doubt:
            doubts.append(doubt)
        elif name not in NOT_FACTS and not _ours(name, field):
            kept = name if by_staff else THEIRS.get(name, name)
            facts[kept] = Fact(field.value, f"mail:{mail.sha256}", now, field.raw, field.where, flags=field.flags)
            if field.confidence >= LABELLED:
                labelled.add(kept)
    return Taken(facts, tuple(doubts), frozenset(labelled))


def _concerns(pack: Pack, name: str) -> bool:
    """Whether the owner must be asked about a suspicion."""
    return name in pack.facts or (name in ANYWHERE and CALLED_OTHERWISE.get(name) not in pack.facts)


def news_in(desk: Desk, case: Case, taken: Taken) -> Taken:
    """What of a later mail is news for the case. What is known changes only by a labelled statement: a sentence may
    speak of another lot or another number. What a person of ours has set stays."""
    news: dict[str, Fact] = {}
    doubts = list(taken.doubts)
    for name, fact in taken.facts.items():
        known = case.facts.get(name)
        if known is not None and fact.where == IN_SIGNATURE:
            continue
        if known is None or (known.value != fact.value and _may_replace(name, known, taken)):
            news[name] = fact
        elif known.value != fact.value and name not in PROPOSED:
            why = "与已知的不同，未更改，请确认 / differs from what is known, not changed, to be confirmed"
            doubts.append(f"{_named(desk, name)}：“{fact.raw}”（{why}）")
    return Taken(news, tuple(doubts), taken.labelled)


def _may_replace(name: str, known: Fact, taken: Taken) -> bool:
    if known.source.startswith("person:"):
        return False
    return bool(taken.labelled & set(BEHIND_A_PROPOSAL)) if name in PROPOSED else name in taken.labelled


def _named(desk: Desk, name: str) -> str:
    """A fact by its label and the name to set it by: `批号 batch_no`."""
    return f"{desk.words.label(name, 'zh')} {name}"


def _ours(name: str, field: Field) -> bool:
    """Whether a complaint number is one of the desk's, quoted back."""
    return name in THEIRS and isinstance(field.value, str) and CASE_ID.search(field.value) is not None


def check_fact(desk: Desk, pack: Pack, name: str, value: FieldValue) -> None:
    """Raises FactError, with a sentence, if the pack knows the fact and the value cannot be one."""
    kind = pack.facts.get(name)
    if kind is not None:
        read_value(kind, list(value) if isinstance(value, tuple) else value, desk.config.zone)


def _doubt(desk: Desk, pack: Pack, name: str, field: Field, by_staff: bool) -> str:
    """Why a field is not taken; "" if it is."""
    label = _named(desk, name.removeprefix("suspected."))
    if SUSPECTED in field.flags:
        return f"{label}？原文：“{field.raw}”（请确认 / to be confirmed）"
    kind = pack.facts.get(name)
    ours = name in OURS or (kind is not None and kind.asked_of != "customer")
    if ours and not by_staff and name not in PROPOSED:
        return f"{label}：客户称 {field.raw}（未采信，由我方认定 / not taken, ours to say）"
    if not by_staff and _AS_A_COMMAND.match(field.raw):
        return f"{label}：{field.raw}（客户写成了指令，未执行 / written as a command, which customers cannot give）"
    try:
        check_fact(desk, pack, name, field.value)
    except FactError as fault:
        return f"{label}：{field.raw}（{why_not(desk, fault)}）"
    return ""
