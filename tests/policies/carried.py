"""Where a pack keeps the rules of its source, as lines to compare whole."""

from __future__ import annotations

from cases.pack import Pack


def places(pack: Pack) -> list[str]:
    """`section (status): rules`, every entry in the order of the file; an entry that is taken out is missed."""
    found: dict[str, list[str]] = {}
    for each in pack.carried:
        found.setdefault(f"{each.where} ({each.status})", []).append(each.rule)
    return [f"{place}: {' '.join(rules)}" for place, rules in found.items()]


def reports(pack: Pack) -> list[str]:
    """`rule period: forms > roles`."""
    return [
        f"{report.rule} {report.period}: {' '.join(report.gives) or '-'} > {' '.join(report.to) or '-'}"
        for report in pack.reports
    ]


def lines(table: str) -> list[str]:
    """A table in a test, one line each, however it is indented or continued."""
    return [" ".join(line.split()) for line in table.strip().splitlines()]


def asked(pack: Pack) -> list[str]:
    """`role: facts` of everything the pack asks for or goes by; whoever keeps the case and finds the cause last."""
    found: dict[str, list[str]] = {}
    for fact, kind in pack.facts.items():
        found.setdefault(kind.asked_of, []).append(fact)
    roles = [f"{role}: {' '.join(facts)}" for role, facts in found.items()]
    return [*roles, f"keeps the case: {pack.owner_role}", f"finds the cause: {pack.engineer_role or '-'}"]
