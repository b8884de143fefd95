"""The files beside the packs that grade no cases: how each is shown and checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kesu import kpi_show, kpis, lint_pack, lint_show
from kesu.packs import PackError
from kesu.show import Table

Folders = Sequence[Path]


@dataclass(frozen=True)
class Layer:
    """Heading, tables and coverage in one language; faults as sentences."""

    heading: Callable[[Folders, str], str]
    tables: Callable[[Folders, str], list[Table]]
    coverage: Callable[[Folders, str], list[Table]]
    faults: Callable[[Folders], list[str]]


def _kpi_faults(folders: Folders) -> list[str]:
    try:
        kpis.load_kpis(folders)
    except PackError as error:
        return list(error.faults)
    return []


LAYERS = {
    "comm-lint": Layer(
        lambda folders, lang: lint_show.heading(lint_pack.load_rules(folders), lang),
        lambda folders, lang: lint_show.tables(lint_pack.load_rules(folders), lang),
        lambda folders, lang: lint_show.coverage_tables(lint_pack.load_rules(folders), lang),
        lambda folders: list(lint_pack.faults(folders)),
    ),
    "kpi": Layer(
        lambda _, lang: "kpi  Figures of the desk" if lang == "en" else "kpi  客诉指标",
        lambda folders, lang: [kpi_show.definitions(kpis.load_kpis(folders), lang)],
        lambda folders, lang: [kpi_show.definitions(kpis.load_kpis(folders), lang)],
        _kpi_faults,
    ),
}
