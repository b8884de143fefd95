"""Every edge of every regulation: facts one unit, one second, one day either side of each limit, and random ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from hypothesis import strategies as st

from tests.policies.edges import (
    by_hours,
    collections_and_figures,
    instruments,
    lint,
    manufacturer,
    memory_device,
    pv_module,
    service_utility,
)
from tests.policies.edges.moments import Edge, Facts

NONE: st.SearchStrategy[list[Facts]] = st.just([])


@dataclass(frozen=True)
class Ground:
    """edges: every limit of the pack, either side. facts, history: random ones."""

    edges: Callable[[], Iterator[Edge]]
    facts: st.SearchStrategy[Facts]
    history: st.SearchStrategy[list[Facts]] = NONE


GROUNDS = {
    "pv-module": Ground(pv_module.edges, pv_module.FACTS, pv_module.HISTORY),
    "memory-device": Ground(memory_device.edges, memory_device.FACTS, memory_device.HISTORY),
    "service-utility": Ground(service_utility.edges, service_utility.FACTS, service_utility.HISTORY),
    "manufacturer-generic/contact-sheet": Ground(manufacturer.contact_sheet, manufacturer.CONTACT_SHEET),
    "manufacturer-generic/numbered-sheet": Ground(
        manufacturer.numbered_sheet, manufacturer.NUMBERED_SHEET, manufacturer.NUMBERS
    ),
    "manufacturer-generic/qehs": Ground(manufacturer.qehs, manufacturer.QEHS),
    "service-feedback": Ground(by_hours.service_feedback, by_hours.FEEDBACK),
    "power-supply-ccr005": Ground(by_hours.power_supply, by_hours.POWER_SUPPLY),
    "after-sales-instruments/metrology": Ground(instruments.metrology, instruments.METROLOGY),
    "after-sales-instruments/registry": Ground(instruments.registry, instruments.REGISTRY),
    "after-sales-instruments/planning": Ground(instruments.planning, instruments.PLANNING),
    "after-sales-instruments/retail": Ground(instruments.retail, instruments.RETAIL),
    "bank-collections": Ground(collections_and_figures.bank_collections, collections_and_figures.BANK),
    "comm-lint": Ground(lint.edges, lint.FACTS),
    "kpi": Ground(collections_and_figures.figures, collections_and_figures.SHARES),
}


def cases(pack: str) -> Iterator[Facts]:
    """The edges of a pack as cases: {id, pack, facts, history}."""
    numbers = count(1)
    for facts, history in GROUNDS[pack].edges():
        yield {"id": f"{pack} {next(numbers)}", "pack": pack, "facts": facts, "history": history}
