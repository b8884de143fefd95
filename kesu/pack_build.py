"""From the checked shape of a pack file to the engine's rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from cases.conditions import ALWAYS, Condition
from cases.facts import FactType
from cases.history import Repetition
from cases.pack import Choice, Clock, GradeRule, Listing, Pack, Setting
from kesu.pack_checks import CUSTOMER, NO_FACT, Faults, check, in_force
from kesu.pack_conditions import ConditionError, ConditionReader
from kesu.pack_lines import Place
from kesu.pack_schema import Entry, FactPart, ListingPart, PackPart, RulePart, Scalar


def build(part: PackPart, values: Mapping[str, Scalar], sha256: str) -> tuple[Pack, Faults]:
    """The pack with the entries that the settings leave in force, and what is wrong with it (usable if nothing)."""
    builder = _Builder(part, values)
    pack = builder.pack(sha256)
    return pack, [*check(part, values), *builder.faults]


class _Builder:
    """Builds one pack and collects faults of its conditions on the way."""

    def __init__(self, part: PackPart, values: Mapping[str, Scalar]) -> None:
        self.part = part
        self.values = values
        self.faults: Faults = []
        self.facts = {name: self._fact(name, fact) for name, fact in part.facts.items()}
        self.repetition = _repetition(part)
        self.reader = ConditionReader(self.facts, part.grade.order, self.repetition)
        for name, table in part.terms.items():
            self.reader.terms[name] = self._condition(table, ("terms", name))

    def pack(self, sha256: str) -> Pack:
        part, order = self.part, self.part.grade.order
        participants = self._participants()
        residual = self._rules(part.grade.residual, ("grade", "residual"))
        rules = [rule for rule in self._rules(part.grade.rule, ("grade", "rule")) if rule.grade in order]
        return Pack(
            id=part.id,
            version=part.version,
            sha256=sha256,
            source=part.source,
            title_zh=part.title_zh,
            title_en=part.title_en,
            facts=self.facts,
            rules=tuple(sorted(rules, key=lambda rule: order.index(rule.grade))),
            ladder=tuple(part.grade.ladder),
            residual=residual[0] if residual else None,
            repetition=self.repetition and replace(self.repetition, reads=frozenset(self.reader.summed)),
            clocks=self._clocks(),
            listings={
                "approvers": self._approvers(participants),
                "documents": self._listings("documents", part.documents),
                "notify": self._listings("notify", part.notify),
                "flags": self._listings("flags", part.flags),
            },
            choices={
                "participants": participants,
                "owner": self._choices("owner"),
                "emergency_by": self._choices("emergency_by"),
            },
            settings=_settings(part, self.values),
            owner_role=part.keepers.owner if part.keepers else "",
            engineer_role=part.keepers.engineer if part.keepers else "",
        )

    def _condition(self, table: Any, place: Place) -> Condition:
        try:
            return self.reader.read(table)
        except ConditionError as fault:
            self.faults.append((place, str(fault)))
            return ALWAYS

    def _active(self, entries: Iterable[Entry], *place: str) -> Iterator[tuple[Any, dict[str, Any]]]:
        """Entries in force, each with what all clauses have; the conditions of the others are read too."""
        for number, entry in enumerate(entries):
            when = self._condition(entry.when, (*place, number, "when"))
            if in_force(entry, self.values):
                clause = {"rule": entry.id, "status": entry.status, "zh": entry.says_zh, "en": entry.says_en}
                yield entry, {**clause, "when": when}

    def _fact(self, name: str, fact: FactPart) -> FactType:
        return FactType(
            id=name,
            kind=fact.type,
            open=fact.open,
            asked_of=fact.asked_of,
            label_zh=fact.label_zh,
            label_en=fact.label_en,
            unit=fact.unit,
            unit_en=fact.unit_en or fact.unit,
            values=tuple(fact.values),
            minimum=self._number(fact.minimum, ("facts", name, "minimum")),
            maximum=self._number(fact.maximum, ("facts", name, "maximum")),
            parts=tuple(fact.parts),
            product=tuple(fact.product),
            scale=self._number(fact.scale, ("facts", name, "scale")) or Decimal(1),
            default_from=fact.default_from,
            presumed=fact.presumed,
            denied_by=tuple(fact.denied_by),
            covered_by=fact.covered_by,
        )

    def _number(self, text: str | None, place: Place) -> Decimal | None:
        try:
            return None if text is None else Decimal(text)
        except InvalidOperation:
            self.faults.append((place, f"{text!r} is not a number"))
            return None

    def _rules(self, parts: Sequence[RulePart], place: tuple[str, str]) -> list[GradeRule]:
        """Rules in force; those of the ladder hold only within its guard."""
        guard = self._condition(self.part.grade.guard, ("grade", "guard"))
        rules: list[GradeRule] = []
        for part, clause in self._active(parts, *place):
            if part.grade in self.part.grade.ladder:
                clause["when"] = clause["when"].and_(guard)
            rules.append(GradeRule(**clause, grade=part.grade, unless=tuple(part.unless), flag=part.flag))
        return rules

    def _clocks(self) -> tuple[Clock, ...]:
        return tuple(
            Clock(
                **clause,
                what=part.what,
                kind=part.kind,
                starts=tuple(part.starts),
                not_before="" if part.not_before == NO_FACT else part.not_before,
                due=part.due,
                target=part.target,
                soft=part.soft,
                start_is_missing=part.start_is_missing,
                on_holiday=part.on_holiday,
            )
            for part, clause in self._active(self.part.clock, "clock")
        )

    def _listings(self, name: str, parts: Sequence[ListingPart]) -> tuple[Listing, ...]:
        return tuple(Listing(**clause, gives=tuple(part.gives)) for part, clause in self._active(parts, name))

    def _approvers(self, participants: Sequence[Choice]) -> tuple[Listing, ...]:
        listings: list[Listing] = []
        for part, clause in self._active(self.part.approvers, "approvers"):
            if not part.gives_participants:
                listings.append(Listing(**clause, gives=tuple(part.gives), mode=part.mode))
                continue
            for group in participants:
                both = {**clause, "when": group.when.and_(clause["when"])}
                listings.append(Listing(**both, gives=group.roles, mode=part.mode))
        return tuple(listings)

    def _participants(self) -> tuple[Choice, ...]:
        """Groups named by their rule; `levels` of `departments` are roles such as `staff.sales`."""
        return tuple(
            Choice(
                **clause,
                gives=part.id,
                roles=(*part.people, *(f"{level}.{unit}" for unit in part.departments for level in part.levels)),
            )
            for part, clause in self._active(self.part.participants, "participants")
        )

    def _choices(self, name: str) -> tuple[Choice, ...]:
        parts = getattr(self.part, name)
        return tuple(Choice(**clause, gives=part.gives) for part, clause in self._active(parts, name))


def _repetition(part: PackPart) -> Repetition | None:
    if part.repetition is None:
        return None
    same, scope = part.repetition.same, part.repetition.scope
    return Repetition(
        same=(*same, *([CUSTOMER] if scope == "customer" else [])),
        window=part.repetition.window,
        months=part.repetition.months,
        filtered=part.repetition.filtered,
    )


def _settings(part: PackPart, values: Mapping[str, Scalar]) -> tuple[Setting, ...]:
    return tuple(
        Setting(
            key=key,
            register=setting.register_,
            value=values[key],
            default=setting.default,
            alternatives=tuple(setting.alternatives),
            zh=setting.says_zh,
            en=setting.says_en,
        )
        for key, setting in part.settings.items()
    )
