"""From the checked shape of a pack file to the engine's rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cases.clauses import Choice, Clock, CloseCheck, GradeRule, LeftOut, Listing, Numbering, Question, Report
from cases.pack import Axis, Pack
from kesu.pack_carried import carried
from kesu.pack_checks import NO_FACT, Faults, check
from kesu.pack_entries import ListingPart, RulePart, Scalar
from kesu.pack_facts import settings
from kesu.pack_in_force import InForce
from kesu.pack_schema import GradePart, PackPart


def build(part: PackPart, values: Mapping[str, Scalar], sha256: str) -> tuple[Pack, Faults]:
    """The pack with the entries that the settings leave in force, and what is wrong with it (usable if nothing)."""
    force = InForce(part, values)
    pack = _Builder(part, force).pack(sha256)
    return pack, [*check(part, values), *force.faults]


class _Builder:
    """Builds one pack of the entries that are in force."""

    def __init__(self, part: PackPart, force: InForce) -> None:
        self.part = part
        self.force = force

    def pack(self, sha256: str) -> Pack:
        part = self.part
        participants = self._participants()
        pack = Pack(
            id=part.id,
            version=part.version,
            sha256=sha256,
            source=part.source,
            title_zh=part.title_zh,
            title_en=part.title_en,
            facts=self.force.facts,
            axes=tuple(self._axis(name, table) for name, table in part.tables.items()),
            printed=tuple(part.axes.printed) if part.axes else (),
            joined=part.axes.joined if part.axes else "",
            pending=part.axes.pending if part.axes else "",
            clocks=self._clocks(),
            listings={
                "approvers": self._approvers(participants),
                "documents": self._listings("documents", part.documents),
                "notify": self._listings("notify", part.notify),
                "flags": self._listings("flags", part.flags),
                "also": self._also(),
            },
            choices={"participants": participants, **{name: self._choices(name) for name in CHOICES}},
            asks=self._asks(),
            closing=self._closing(),
            numbering=self._numbering(),
            reports=self._reports(),
            settings=settings(part, self.force.values),
            carried=tuple(carried(part, self.force.values)),
            left_out=tuple(LeftOut(left.rule, left.why_zh, left.why_en) for left in part.left_out),
            owner_role=part.keepers.owner if part.keepers else "",
            engineer_role=part.keepers.engineer if part.keepers else "",
        )
        if self.force.repetition is None:
            return pack
        looks = replace(
            self.force.repetition, reads=frozenset(self.force.reader.summed), timed=bool(self.force.reader.timed)
        )
        return replace(pack, repetition=looks)

    def _axis(self, name: str, table: GradePart) -> Axis:
        place = self.part.table_place(name)
        residual = self._rules(table.residual, table, (*place, "residual"))
        rules = [rule for rule in self._rules(table.rule, table, (*place, "rule")) if rule.grade in table.order]
        return Axis(
            name=name,
            order=tuple(table.order),
            rules=tuple(sorted(rules, key=lambda rule: table.order.index(rule.grade or ""))),
            ladder=tuple(table.ladder),
            residual=residual[0] if residual else None,
            names={grade: (words[0], words[-1]) for grade, words in table.names.items() if words},
        )

    def _rules(self, parts: Sequence[RulePart], table: GradePart, place: tuple[str, ...]) -> list[GradeRule]:
        """Rules in force; those of the ladder hold only within its guard."""
        guard = self.force.condition(table.guard, (*place[:-1], "guard"))
        rules: list[GradeRule] = []
        for part, clause in self.force.entries(parts, *place):
            if part.grade in table.ladder:
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
                pausable=part.pausable,
                earliest=part.earliest,
                at_night=self.part.calendar.received,
            )
            for part, clause in self.force.entries(self.part.clock, "clock")
        )

    def _also(self) -> tuple[Listing, ...]:
        return tuple(Listing(**{**clause, "reason": True}) for _, clause in self.force.entries(self.part.also, "also"))

    def _asks(self) -> tuple[Question, ...]:
        found = self.force.entries(self.part.asks, "asks")
        return tuple(Question(**clause, facts=tuple(part.facts)) for part, clause in found)

    def _closing(self) -> tuple[CloseCheck, ...]:
        found = self.force.entries(self.part.close, "close")
        return tuple(CloseCheck(**clause, points=tuple(part.points), flagged=part.flagged) for part, clause in found)

    def _numbering(self) -> Numbering | None:
        parts = [self.part.numbering] if self.part.numbering else []
        found = [
            Numbering(**clause, pattern=part.pattern, restart=part.restart)
            for part, clause in self.force.entries(parts, "numbering")
        ]
        return found[0] if found else None

    def _reports(self) -> tuple[Report, ...]:
        found = self.force.entries(self.part.reports, "reports")
        return tuple(
            Report(**clause, period=part.period, to=tuple(part.to), gives=tuple(part.gives)) for part, clause in found
        )

    def _listings(self, name: str, parts: Sequence[ListingPart]) -> tuple[Listing, ...]:
        return tuple(Listing(**clause, gives=tuple(part.gives)) for part, clause in self.force.entries(parts, name))

    def _approvers(self, participants: Sequence[Choice]) -> tuple[Listing, ...]:
        listings: list[Listing] = []
        for part, clause in self.force.entries(self.part.approvers, "approvers"):
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
            for part, clause in self.force.entries(self.part.participants, "participants")
        )

    def _choices(self, name: str) -> tuple[Choice, ...]:
        parts = getattr(self.part, name)
        return tuple(Choice(**clause, gives=part.gives) for part, clause in self.force.entries(parts, name))


CHOICES = ("owner", "emergency_by", "state")
