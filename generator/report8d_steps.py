"""D1 to D8 of a Report8D, each from the cells of its discipline; {} of one that nobody has begun."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cases.review_text import declined
from generator.report8d_shape import NO_DATE
from generator.report8d_values import Facts, Json, extras, full, iso, mail, percent, phone, rows_of, text

CAUSES = {"TUA": "d4.tua", "TUN": "d4.tun", "SUA": "d4.sua", "SUN": "d4.sun"}
"""Technical or systemic, occurrence or non-detection."""
STATUS = {
    "open": "未|open",
    "in progress": "进行|实施中|progress",
    "closed": "完成|关闭|结案|已实施|closed|done|complete",
}
"""By what the model knows, how people write it; the first that fits, since 未完成 is not 完成."""
LEADER, SPONSOR = re.compile("组长|leader", re.I), re.compile("发起人|sponsor", re.I)
DONE = ("done_on", "validation", "first_batch")


def team(rows: Sequence[Facts]) -> Json:
    people = [(text(row, "role"), _person(row)) for row in rows if text(row, "name")]
    leader = next((person for role, person in people if LEADER.search(role)), None)
    sponsor = next((person for role, person in people if SPONSOR.search(role)), None)
    others = [person for role, person in people if not LEADER.search(role) and not SPONSOR.search(role)]
    if not people:
        return {}
    reachable = (person for person in (leader, sponsor, *others) if person and "email" in person)
    contact = next(reachable, leader or people[0][1])
    return full(sponsor=sponsor, teamLeader=leader, contactPerson=contact, teamMembers=others)


def _person(row: Facts) -> Json:
    """Mail and number, as far as they stand under "contact"."""
    contact = text(row, "contact")
    address = mail(contact)
    return full(
        name=text(row, "name"),
        department=text(row, "department"),
        role=text(row, "task") or text(row, "role"),
        email=address,
        phoneNumber=phone(contact.replace(address, "")),
    )


def problem(facts: Facts) -> Json:
    statement = text(facts, "d2.statement")
    if not statement:
        return {}
    sides = {"is": "IS", "not": "IS NOT", "diff": "distinction", "change": "change"}
    return full(
        symptomDescription=text(facts, "failure_mode") or text(facts, "customer_words"),
        problemDescription=statement,
        errorLocation=text(facts, "stage_found"),
        riskAssessmentStarted=NO_DATE,
        additionalInformationList=extras(
            {
                f"{about} {side}": text(facts, f"d2.{name}_{about}")
                for about in ("what", "where", "when", "much")
                for name, side in sides.items()
            }
        ),
    )


def containment(rows: Sequence[Facts], facts: Facts) -> Json:
    done = [row for row in rows if text(row, "action") and not declined(text(row, "action"))]
    also = {
        f"{at}: {text(row, 'location')}": "; ".join(
            filter(None, (text(row, "action"), _counted(row, "checked"), _counted(row, "defective")))
        )
        for at, row in enumerate(rows, 1)
        if text(row, "action")
    }
    also |= {"mark of clean stock": text(facts, "d3.mark"), "first clean lot": text(facts, "d3.first_shipment")}
    return _step(
        "descriptionOfInterimContainmentActions",
        [
            full(
                introductionDate=iso(text(row, "effective_from")),
                proofOfEffectiveness=", ".join(
                    filter(None, (_counted(row, "checked"), _counted(row, "defective"), text(row, "effect")))
                ),
                effectivenessResult=percent(text(row, "effect")),
                responsiblePerson=text(row, "owner"),
                methodForEffectivenessCheck=text(row, "action"),
            )
            for row in done
        ],
        also,
    )


def _counted(row: Facts, column: str) -> str:
    return f"{column} {text(row, column)}" if text(row, column) else ""


def causes(facts: Facts) -> Json:
    given = {kind: name for kind, name in CAUSES.items() if text(facts, name) and not declined(text(facts, name))}
    why = [f"{text(row, 'occurrence')} / {text(row, 'escape')}" for row in rows_of(facts, "d4.why")]
    shares = {f"share of {kind} (%)": text(facts, f"{name}_share") for kind, name in given.items()}
    return _step(
        "causes",
        [
            full(
                typeOfCauses=kind,
                causeHypothesisDescription=text(facts, name),
                result=text(facts, f"{name}_check"),
                clarificationDate=iso(text(facts, f"{name}_check")),
            )
            for kind, name in given.items()
        ],
        {**shares, **{f"why {at} (occurrence / escape)": line for at, line in enumerate(why, 1) if line.strip(" /")}},
    )


def chosen(rows: Sequence[Facts]) -> Json:
    return _step(
        "definePermanentCorrectiveActions",
        [
            full(
                measure=text(row, "action"),
                causeAssignment=text(row, "cause"),
                responsiblePerson=text(row, "owner"),
                introductionDate=iso(text(row, "planned")),
                proofOfEffectiveness=text(row, "reason"),
            )
            for row in rows
            if text(row, "action")
        ],
    )


def implemented(rows: Sequence[Facts], planned: Sequence[Facts], facts: Facts) -> Json:
    """D6 counts its measures as D5 names them; one that was done in two places has two rows."""
    named = {_number(row, at): row for at, row in enumerate(planned, 1)}
    numbered = [(_number(row, at), row) for at, row in enumerate(rows, 1)]
    done = [(no, row) for no, row in numbered if any(text(row, each) for each in DONE)]
    batches = {no: [text(row, "first_batch") for named_so, row in done if named_so == no] for no, _ in done}
    also = {f"cut-in batch of {no}": ", ".join(filter(None, found)) for no, found in batches.items()}
    return _step(
        "implementedCorrectiveMeasures",
        [
            full(
                measure=text(named.get(no, {}), "action"),
                causeAssignment=text(named.get(no, {}), "cause"),
                responsiblePerson=text(named.get(no, {}), "owner"),
                introductionDate=iso(text(row, "done_on")),
                proofOfEffectiveness=text(row, "validation"),
                effectivenessResult=percent(text(row, "effect")),
                status=_status(text(row, "state")),
            )
            for no, row in done
        ],
        {**also, "containment removed": text(facts, "d6.ica_removed")} if done else {},
    )


def prevention(rows: Sequence[Facts], facts: Facts) -> Json:
    """Documents that were changed, their number and revision as the proof; what stays as it is needs no date."""
    changed = [row for row in rows if iso(text(row, "date"))]
    kept = {
        f"{at}: {text(row, 'document')}": text(row, "change")
        for at, row in enumerate(rows, 1)
        if not iso(text(row, "date"))
    }
    return _step(
        "errorPreventiveMeasures",
        [
            full(
                measure=": ".join(filter(None, (text(row, "document"), text(row, "change")))),
                introductionDate=iso(text(row, "date")),
                proofOfEffectiveness=" ".join(filter(None, (text(row, "number"), text(row, "revision")))),
            )
            for row in changed
        ],
        {**kept, "read-across": text(facts, "d7.read_across")},
    )


def _step(name: str, rows: list[Json], more: Mapping[str, str] | None = None) -> Json:
    """A step with its list and what else is known; nothing of one that nobody has begun."""
    also = extras(more or {})
    if not rows:
        return {name: [], "additionalInformationList": also} if also else {}
    return full(**{name: rows, "additionalInformationList": also})


def _number(row: Facts, at: int) -> str:
    return text(row, "no") or f"A{at}"


def _status(said: str) -> str:
    return next((name for name, words in STATUS.items() if re.search(words, said, re.I)), "")
