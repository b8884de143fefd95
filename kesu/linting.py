"""What the desk is about to send to a customer, judged by the rules of communication with the facts of its case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cases.lint import lint
from cases.lint_facts import read_facts
from cases.lint_rules import Finding, Level, Lint, Words
from cases.lint_text import sentences
from cases.mail import FieldValue
from cases.model import Case
from cases.values import FactError
from generator.context_parts import Remark
from kesu.desk import Desk

REFUSALS, INTERIM = ("F11h", "F03c", "refusal"), ("F16b",)
"""Forms that refuse a complaint, and forms that are no final answer."""
_OF_THE_CASE = ("nonresp_reason", "issue_category", "content_type")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A text on its way out. `documents` are the texts of the files that go with it."""

    kind: str
    """ack, question, reply … as the rules call it; a reply may turn out to be a refusal."""
    text: str
    documents: tuple[str, ...] = ()
    restates: bool = False
    reasoned: bool = False
    """A refusal that is known to say why, and what was found."""
    approved: bool = False
    """Approvers have decided or will decide on exactly this text, its promises and fees included."""


def judge(desk: Desk, case: Case, outgoing: Outgoing) -> Lint:
    """All findings, those of the mail first. A text that cannot be judged is kept back like one that may not go."""
    found: list[Finding] = []
    try:
        for number, text in enumerate((outgoing.text, *outgoing.documents)):
            facts = read_facts(desk.rules, _facts(desk, case, outgoing, text, whole=number == 0))
            found += lint(desk.rules, facts).findings
    except FactError as fault:
        why = f"无法检查：{fault}", f"cannot be checked: {fault}"
        return Lint((Finding("L-00", Level.BLOCK, *why),))
    return Lint(tuple(dict.fromkeys(found)))


def remarks(found: Sequence[Finding], lang: str) -> list[Remark]:
    """Findings in words, for whoever is asked about them."""
    return [
        {
            "rule": finding.rule,
            "blocks": finding.level is Level.BLOCK,
            "says": finding.en if lang == "en" else finding.zh,
            "sentence": finding.sentence,
            "words": finding.words,
        }
        for finding in _told_once(found)
    ]


def in_one_line(found: Sequence[Finding]) -> str:
    """`L-07 “规定就是这样”, L-13`: for the outbox and the timeline."""
    return ", ".join(f"{each.rule} “{each.words}”" if each.words else each.rule for each in _told_once(found))


def _told_once(found: Sequence[Finding]) -> list[Finding]:
    """Without those whose words are part of what the same rule finds in the same sentence."""
    return [each for each in found if not any(_within(each, other) for other in found)]


def _within(part: Finding, whole: Finding) -> bool:
    same = (part.rule, part.sentence) == (whole.rule, whole.sentence)
    return same and part.words != whole.words and part.words in whole.words


def _facts(desk: Desk, case: Case, outgoing: Outgoing, text: str, *, whole: bool) -> dict[str, object]:
    rules = desk.rules
    refuses = outgoing.kind == "reply" and _says(rules.refusal, text)
    return {
        **{name: case.facts[name].value for name in _OF_THE_CASE if name in case.facts},
        "text": text,
        "kind": "reject" if refuses else outgoing.kind,
        "pack": case.pack,
        "restates": outgoing.restates,
        "has_reason": outgoing.reasoned or bool(outgoing.documents) or _says(rules.reason, text),
        "has_evidence": outgoing.reasoned or bool(outgoing.documents) or _says(rules.evidence, text),
        "approved_remedies": sorted(rules.remedies) if outgoing.approved else _approved(desk, case),
        "cause_confirmed": "cause_confirmed" in case.facts and case.facts["cause_confirmed"].value in (True, "true"),
        "whole_letter": whole,
        "inside_names": _inside_names(desk, case),
    }


def _approved(desk: Desk, case: Case) -> list[str]:
    """Remedies that the case's facts name as approved; words that are no remedy approve nothing."""
    fact = case.facts.get("approved_remedies")
    return [name for name in _listed(fact.value) if name in desk.rules.remedies] if fact else []


def _inside_names(desk: Desk, case: Case) -> list[str]:
    """The operator of the shift, and every other customer that the configuration names."""
    operator = case.facts.get("operator")
    others = [
        entry.name for entry in desk.config.customers if entry.name not in (case.customer.key, case.customer.name)
    ]
    return [*(_listed(operator.value) if operator else ()), *others]


def _listed(value: FieldValue) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.replace("，", ",").replace("、", ",").split(",") if part.strip())
    return value if isinstance(value, tuple) else ()


def _says(words: Words, text: str) -> bool:
    return any(words.hit(sentence.plain) for sentence in sentences(text))
