"""Lists of items: several lots or parts in one mail, each with its quantity; and what counts and powers come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from cases.mail import Field
from parsers.numbers import plain

Stated = tuple[str, Field]
NAMES = ("part_no", "model", "batch_no", "serial_no", "order_no")
"""What items are told apart by."""
SUMMED = ("qty_defect", "qty_shipped", "module_count")
SUM = "sum"
"""A quantity with this flag is that of all items together."""
SEVERAL = "several"
DERIVED = "derived"
"""A value with this flag is worked out from others of the mail; it changes when they do."""


def items(stated: Sequence[Stated]) -> list[Stated]:
    """The facts of a text with those of its items put together: quantities summed, part numbers as a list."""
    counts = {name: [field for id_, field in stated if id_ == name] for name in {id_ for id_, _ in stated}}
    rows = max((len(found) for name, found in counts.items() if name in NAMES and _differ(found)), default=0)
    if rows < 2:
        return list(stated)
    together: list[Stated] = [(name, _sum(counts[name])) for name in SUMMED if len(counts.get(name, ())) == rows]
    parts = counts.get("part_no", [])
    if len(parts) == rows and _differ(parts):
        listed = tuple(dict.fromkeys(str(field.value) for field in parts))
        together.append(("part_no", replace(parts[0], value=listed, flags=(SEVERAL,))))
    lots, rejects = counts.get("batch_no", []), counts.get("qty_defect", [])
    if len(lots) == len(rejects) == rows and any(_none(found) for found in rejects):
        bad = tuple(one for lot, found in zip(lots, rejects, strict=True) if not _none(found) for one in _lots(lot))
        together += [("batch_no", replace(lots[0], value=bad, flags=(SEVERAL,)))] if bad else []
    done = {name for name, _ in together}
    return [*together, *(each for each in stated if each[0] not in done)]


def _none(found: Field) -> bool:
    """A lot that was looked at and found good."""
    return found.value == "0"


def _lots(field: Field) -> tuple[str, ...]:
    return field.value if isinstance(field.value, tuple) else ()


def _differ(fields: Sequence[Field]) -> bool:
    return len({field.value for field in fields}) > 1


def _sum(fields: Sequence[Field]) -> Field:
    total = sum((Decimal(str(field.value)) for field in fields), Decimal(0))
    flags = dict.fromkeys([SUM, *(flag for field in fields for flag in field.flags)])
    raw = "\n".join(field.raw for field in fields)
    return replace(fields[0], value=plain(total), raw=raw, confidence=0.9, flags=tuple(flags))


def doubt_counts(found: dict[str, Field]) -> None:
    """Modules and rejects that differ: whoever reads decides how many are concerned."""
    count, rejects = found.get("module_count"), found.get("qty_defect")
    if count is None or rejects is None or count.value == rejects.value:
        return
    for name, field in (("module_count", count), ("qty_defect", rejects)):
        found[name] = replace(field, flags=tuple(dict.fromkeys([*field.flags, SEVERAL])))


def power_field(found: dict[str, Field]) -> Field | None:
    """Megawatts of `400块×500W`, where the mail gives count and rated power, and no total of its own."""
    count, watts = found.get("module_count"), found.get("module_wp")
    if count is None or watts is None or "qty_mw" in found or "suspected" in (*count.flags, *watts.flags):
        return None
    power = Decimal(str(count.value)) * Decimal(str(watts.value)) / 10**6
    confidence = round(count.confidence * watts.confidence, 2)
    flags = (DERIVED, *(flag for flag in count.flags if flag == SEVERAL))
    return Field(plain(power), f"{count.raw}\n{watts.raw}", count.where, "MW", confidence, flags)
