"""From the checked shape of a pack file to the engine's rules; what the shape cannot tell is checked here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from cases.conditions import ALWAYS, Condition
from cases.facts import FactType
from cases.history import Repetition
from cases.pack import Choice, Clock, GradeRule, Listing, Pack, Setting
from kesu.pack_conditions import ConditionError, ConditionReader
from kesu.pack_lines import Place
from kesu.pack_schema import Entry, FactPart, ListingPart, PackPart, RulePart, Scalar

CUSTOMER = "customer_name"
Faults = list[tuple[Place, str]]


def build(part: PackPart, values: Mapping[str, Scalar], sha256: str) -> tuple[Pack, Faults]:
    """The pack with the entries whose `only` fits the settings, and what is wrong with it (nothing, if usable)."""
    builder = _Builder(part, values)
    return builder.pack(sha256), builder.faults


class _Builder:
    """Builds one pack and collects faults on the way."""

    def __init__(self, part: PackPart, values: Mapping[str, Scalar]) -> None:
        self.part = part
        self.values = values
        self.faults: Faults = []
        self.facts = {name: self._fact(name, fact) for name, fact in part.facts.items()}
        self.repetition = self._repetition()
        self.reader = ConditionReader(self.facts, part.grade.order, self.repetition)
        for name, table in part.terms.items():
            self.reader.terms[name] = self.condition(table, ("terms", name))

    def condition(self, table: Any, place: Place) -> Condition:
        try:
            return self.reader.read(table)
        except ConditionError as fault:
            self.faults.append((place, str(fault)))
            return ALWAYS

    def pack(self, sha256: str) -> Pack:
        part = self.part
        rules = self._rules(part.grade.rule, ("grade", "rule"))
        residual = self._rules(part.grade.residual, ("grade", "residual"))
        participants = self._participants()
        self._check_grades(rules)
        return Pack(
            id=part.id,
            version=part.version,
            sha256=sha256,
            source=part.source,
            title_zh=part.title_zh,
            title_en=part.title_en,
            facts=self.facts,
            rules=tuple(sorted(rules, key=lambda rule: _rank(rule.grade, part.grade.order))),
            ladder=tuple(part.grade.ladder),
            residual=residual[0] if residual else None,
            repetition=self.repetition,
            clocks=self._clocks(),
            listings={
                "flags": self._listings("flags", part.flags),
                "documents": self._listings("documents", part.documents),
                "notify": self._listings("notify", part.notify),
                "approvers": self._approvers(participants),
            },
            choices={
                "participants": participants,
                "owner": self._choices("owner"),
                "emergency_by": self._choices("emergency_by"),
            },
            settings=self._settings(),
        )

    def _active(self, entries: Iterable[Entry], *place: str) -> Iterable[tuple[Any, dict[str, Any]]]:
        """Entries that the settings leave in force, each with what all clauses have; the others are checked too."""
        for number, entry in enumerate(entries):
            here: Place = (*place, number)
            clause = {
                "rule": entry.id,
                "status": entry.status,
                "zh": entry.says_zh,
                "en": entry.says_en,
                "when": self.condition(entry.when, (*here, "when")),
            }
            for key in entry.only:
                if key not in self.values:
                    self.faults.append(((*here, "only"), f"there is no setting {key!r}"))
            if all(self.values.get(key) == value for key, value in entry.only.items()):
                yield entry, clause

    def _fact(self, name: str, fact: FactPart) -> FactType:
        for key in ("parts", "product", "denied_by"):
            self._known_facts(getattr(fact, key), ("facts", name, key))
        for key in ("default_from", "covered_by"):
            self._known_facts([getattr(fact, key)] if getattr(fact, key) else [], ("facts", name, key))
        return FactType(
            id=name,
            kind=fact.type,
            open=fact.open,
            asked_of=fact.asked_of,
            label_zh=fact.label_zh,
            label_en=fact.label_en,
            unit=fact.unit,
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

    def _known_facts(self, names: Iterable[str], place: Place) -> None:
        self.faults += [(place, f"there is no fact {name!r}") for name in names if name not in self.part.facts]

    def _repetition(self) -> Repetition | None:
        part = self.part.repetition
        if part is None:
            return None
        same = [*part.same, *([CUSTOMER] if part.scope == "customer" else [])]
        self._known_facts(same, ("repetition",))
        return Repetition(tuple(same), part.window, part.months, filtered=part.filtered)

    def _rules(self, parts: Sequence[RulePart], place: tuple[str, str]) -> list[GradeRule]:
        guard = self.condition(self.part.grade.guard, ("grade", "guard"))
        rules: list[GradeRule] = []
        for part, clause in self._active(parts, *place):
            if part.grade in self.part.grade.ladder:
                clause["when"] = clause["when"].and_(guard)
            rules.append(GradeRule(**clause, grade=part.grade, unless=tuple(part.unless), flag=part.flag))
        return rules

    def _check_grades(self, rules: Sequence[GradeRule]) -> None:
        grade, seen = self.part.grade, set[str]()
        for number, part in enumerate(grade.rule):
            place: Place = ("grade", "rule", number)
            if part.grade not in grade.order:
                self.faults.append(((*place, "grade"), f"grade {part.grade!r} of {part.id} is not in grade.order"))
            self.faults += [
                ((*place, "unless"), f"{part.id}: there is no rule {name!r} before it")
                for name in part.unless
                if name not in seen
            ]
            seen.add(part.id)
        ids = [rule.rule for rule in rules]
        for number, part in enumerate(grade.rule):
            if ids.count(part.id) > 1:
                self.faults.append((("grade", "rule", number), f"rule {part.id} is in force more than once"))
        self.faults += [
            (("grade", "ladder"), f"grade {step!r} is not in grade.order")
            for step in grade.ladder
            if step not in grade.order
        ]

    def _clocks(self) -> tuple[Clock, ...]:
        clocks: list[Clock] = []
        for number, part in enumerate(self.part.clock):
            for name in [*part.starts, *([part.not_before] if part.not_before != "nothing" else [])]:
                if name not in self.facts or self.facts[name].kind != "datetime":
                    self.faults.append((("clock", number, "starts"), f"{part.id}: {name!r} is not a datetime fact"))
        for part, clause in self._active(self.part.clock, "clock"):
            clocks.append(
                Clock(
                    **clause,
                    what=part.what,
                    kind=part.kind,
                    starts=tuple(part.starts),
                    not_before="" if part.not_before == "nothing" else part.not_before,
                    due=part.due,
                    target=part.target,
                    soft=part.soft,
                    start_is_missing=part.start_is_missing,
                    on_holiday=part.on_holiday,
                )
            )
        return tuple(clocks)

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

    def _settings(self) -> tuple[Setting, ...]:
        return tuple(
            Setting(
                key=key,
                register=part.register_,
                value=self.values[key],
                default=part.default,
                alternatives=tuple(part.alternatives),
                zh=part.says_zh,
                en=part.says_en,
            )
            for key, part in self.part.settings.items()
        )


def _rank(grade: int | str, order: Sequence[int | str]) -> int:
    return order.index(grade) if grade in order else len(order)
