"""The figures of a complaint desk as plain values: what is measured, and what it came to in a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from cases.periods import Period
from cases.targets import NOT_AVAILABLE, Target, shown_rate

ALL, VALID = "all", "valid"
"""Every complaint, or those found to be justified: told side by side, so that re-labelling shows."""

Given = Mapping[str, Decimal | bool]
"""What only a person knows: shipments, users served, answers of a survey."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One measurable figure: its formula and what the formula is to count."""

    id: str
    status: str
    formula: str
    zh: str = ""
    en: str = ""
    unit: str = "percent"
    target: Target | None = None
    periods: tuple[str, ...] = ()
    pack: str = ""
    """Only cases under this regulation; "" is all of them."""
    parts_of_whole: bool = False
    """What is counted is among what it is divided by, so that the rate cannot be over 1."""
    fractions: bool = False
    """Whether numerator and denominator need not be whole numbers (points of a survey)."""
    rules: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    per: str = ""
    given: tuple[str, ...] = ()
    """Names under which a person states numerator and denominator."""
    requires: tuple[str, ...] = ()
    """What must also be true for the target to be met."""
    responsible: bool = False
    scope: str = ""
    hours: int = 0
    days: int = 0
    months: int = 0


@dataclass(frozen=True, slots=True)
class Rate:
    """A numerator over a denominator. `label` names the clock and whatever else it was counted by."""

    id: str
    basis: str
    num: Decimal
    den: Decimal
    unit: str = "percent"
    label: tuple[str, ...] = ()
    target: Target | None = None
    grade: str = NOT_AVAILABLE
    """met, missed, or n/a: nothing was counted, or there is no target."""
    why: str = ""
    """Of n/a: nothing-counted, no-target, not-given:NAME, unknown:NAME."""
    cases: tuple[str, ...] = ()
    """Those to look at: they fell short; or, of what should be rare, it happened to them."""

    @property
    def value(self) -> Decimal | None:
        """To two places, never rounded across the target; None if nothing was counted."""
        return shown_rate(self.num, self.den, self.unit, self.target)


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took. Percentiles by nearest rank; None if nothing was counted."""

    id: str
    basis: str
    label: tuple[str, ...]
    """`elapsed`, or `own`: without the time in which the customer was to act."""
    count: int
    mean: timedelta | None = None
    median: timedelta | None = None
    p90: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a count; "" in the label is what nobody has stated."""

    label: tuple[str, ...]
    count: int
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts, the largest first (ages and loops in their own order). A case may be in several lines."""

    id: str
    basis: str
    by: tuple[str, ...]
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum over the cases that state one; `unknown` of them do not."""

    id: str
    basis: str
    unit: str
    total: Decimal
    known: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Late:
    """A firm date that has passed and is not met."""

    case: str
    rule: str
    what: str
    due: datetime
    days: int
    """Calendar days since the due day; 0 on the day itself."""
    grade: str
    owner: str


@dataclass(frozen=True, slots=True)
class OverdueList:
    """What is late at the end of the period, or now; the latest first."""

    id: str
    basis: str
    late: tuple[Late, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one of several like complaints stands."""

    case: str
    state: str
    measures: tuple[str, ...]
    """Which of the measures are on record: countermeasure, corrective_action, preventive_action, effect_check."""


@dataclass(frozen=True, slots=True)
class Same:
    """The same complaint within the period."""

    problem_key: str
    cases: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often each complaint came in the period, the most frequent first."""

    id: str
    basis: str
    same: tuple[Same, ...] = ()


Figure = Rate | Spread | Tally | Amount | OverdueList | Frequency


@dataclass(frozen=True, slots=True)
class Flow:
    """Cases in and out of the period, and what was open on either side of it."""

    basis: str
    open_before: int
    received: int
    ended: int
    open_after: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything told of one period."""

    period: Period
    as_of: datetime
    """The end of the period, or the moment of asking if that is earlier."""
    pack: str = ""
    flows: tuple[Flow, ...] = ()
    figures: tuple[Figure, ...] = field(default_factory=tuple)
