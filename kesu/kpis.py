"""The figures of `kpi.toml`, read with every fault found at once."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from cases.figures import Definition
from cases.kpi import FORMULAS
from cases.kpi_counts import DIMENSIONS
from cases.targets import UNITS, Target
from cases.vocabulary import FIELDS
from kesu.pack_lines import Lines, Place
from kesu.packs import POLICIES, PackError

FILE = "kpi.toml"
PARAMETERS = ("rules", "by", "forms", "per", "given", "requires", "responsible", "scope", "hours", "days", "months")
"""Keys that only some formulas have a use for."""
_BOUND = r"^[0-9]{1,9}(\.[0-9]{1,6})?$"

Faults = Iterator[tuple[Place, str]]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class TargetPart(Part):
    ge: str | None = Field(None, pattern=_BOUND)
    gt: str | None = Field(None, pattern=_BOUND)
    le: str | None = Field(None, pattern=_BOUND)
    lt: str | None = Field(None, pattern=_BOUND)

    @model_validator(mode="after")
    def _one(self) -> TargetPart:
        if len(self.model_dump(exclude_none=True)) != 1:
            raise ValueError('write one of ge, gt, le, lt, such as { ge = "90" }')
        return self


class KpiPart(Part):
    id: str
    status: Literal["stated", "reading", "proposal"]
    formula: str
    says_zh: str
    says_en: str
    unit: str = "percent"
    target: TargetPart | None = None
    periods: list[Literal["week", "month", "quarter", "half-year", "year"]] = Field(min_length=1)
    pack: str = ""
    parts_of_whole: bool = False
    fractions: bool = False
    rules: list[str] = []
    by: list[str] = []
    forms: list[str] = []
    per: str = ""
    given: list[str] = Field([], max_length=2)
    requires: list[str] = []
    responsible: bool = False
    scope: Literal["", "customer", "any"] = ""
    hours: int = Field(0, ge=0)
    days: int = Field(0, ge=0)
    months: int = Field(0, ge=0)


class FilePart(Part):
    schema_: Literal[1] = Field(alias="schema")
    version: str
    kpi: list[KpiPart]


def load_kpis(folders: Sequence[Path] = (POLICIES,)) -> tuple[Definition, ...]:
    """The figures of the first folder that has a kpi.toml. Raises PackError with all faults."""
    return _load(next(folder / FILE for folder in (*folders, POLICIES) if (folder / FILE).is_file()))


@cache
def _load(file: Path) -> tuple[Definition, ...]:
    try:
        text = file.read_text(encoding="utf-8")
        part = FilePart.model_validate(tomllib.loads(text))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise PackError([f"{file}: not TOML: {fault}"]) from None
    except ValidationError as error:
        raise _refusal(file, text, _schema_faults(error)) from None
    faults = list(_faults(part.kpi))
    if faults:
        raise _refusal(file, text, iter(faults))
    return tuple(_definition(each) for each in part.kpi)


def _refusal(file: Path, text: str, faults: Faults) -> PackError:
    lines = Lines(text)
    numbered = sorted({(lines.of(place), sentence) for place, sentence in faults})
    return PackError([f"{file}:{line}: {sentence}" for line, sentence in numbered])


def _schema_faults(error: ValidationError) -> Faults:
    for fault in error.errors():
        key = ".".join(str(part) for part in fault["loc"])
        sentence = {"extra_forbidden": f"{key} is not a key that belongs here", "missing": f"{key} is missing"}
        yield fault["loc"], sentence.get(fault["type"], f"{key}: {fault['msg']}")


def _faults(parts: Sequence[KpiPart]) -> Faults:
    times = Counter(part.id for part in parts)
    for number, part in enumerate(parts):
        place: Place = ("kpi", number)
        if times[part.id] > 1:
            yield (*place, "id"), f"{part.id} is there {times[part.id]} times"
        if part.formula not in FORMULAS:
            yield (*place, "formula"), f"there is no formula {part.formula!r} (there are: {', '.join(FORMULAS)})"
            continue
        yield from ((place, sentence) for sentence in _misfits(part))


def _misfits(part: KpiPart) -> Iterator[str]:
    """What the formula has no use for, or cannot do without."""
    formula = FORMULAS[part.formula]
    said = {name for name in PARAMETERS if getattr(part, name)}
    if wanted := sorted(formula.needs - said):
        yield f"{part.id}: {part.formula} needs {', '.join(wanted)}"
    if idle := sorted(said - formula.needs - formula.takes):
        yield f"{part.id}: {part.formula} has no use for {', '.join(idle)}"
    if part.target and not formula.divides:
        yield f"{part.id}: {part.formula} gives no rate, so that it cannot have a target"
    if formula.divides and part.unit not in UNITS:
        yield f"{part.id}: the unit of a rate is {' or '.join(UNITS)}, not {part.unit!r}"
    if len(part.given) == 1:
        yield f"{part.id}: given names a numerator and a denominator"
    if unknown := [name for name in part.by if name not in DIMENSIONS and name not in FIELDS]:
        yield f"{part.id}: nothing can be counted by {', '.join(unknown)}"


def _definition(part: KpiPart) -> Definition:
    target = part.target.model_dump(exclude_none=True) if part.target else {}
    return Definition(
        id=part.id,
        status=part.status,
        formula=part.formula,
        zh=part.says_zh,
        en=part.says_en,
        unit=part.unit,
        target=next((Target(op, Decimal(bound)) for op, bound in target.items()), None),
        periods=tuple(part.periods),
        pack=part.pack,
        parts_of_whole=part.parts_of_whole,
        fractions=part.fractions,
        rules=tuple(part.rules),
        by=tuple(part.by),
        forms=tuple(part.forms),
        per=part.per,
        given=tuple(part.given),
        requires=tuple(part.requires),
        responsible=part.responsible,
        scope=part.scope,
        hours=part.hours,
        days=part.days,
        months=part.months,
    )
