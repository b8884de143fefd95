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
    """A table in a test, one line each."""
    return [line.strip() for line in table.strip().splitlines()]
