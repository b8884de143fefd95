"""The rules of communication: from `comm-lint.toml` to the values that cases.lint goes by, all faults at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from re import Pattern

from pydantic import ValidationError

from cases.clauses import LeftOut
from cases.lint_checks import CHECKS
from cases.lint_rules import Level, Promises, Remedy, Rule, Rules, Words
from kesu.lint_patterns import PatternFaulty, compiled
from kesu.lint_schema import LintPart, RulePart, WordsPart
from kesu.pack_lines import Lines, Place
from kesu.packs import POLICIES, PackError, parsed, schema_faults

NAME = "comm-lint"
FILE = f"{NAME}.toml"


def load_rules(folders: Sequence[Path] = (POLICIES,)) -> Rules:
    """The rules from the first folder that has them; a file that has not changed is read once.

    Raises PackError with all faults.
    """
    file = next((folder / FILE for folder in folders if (folder / FILE).is_file()), None)
    if file is None:
        raise PackError([f"no policy folder has {FILE}, by which every mail to a customer is checked"])
    return _read(file, file.stat().st_mtime_ns)


def faults(folders: Sequence[Path] = (POLICIES,)) -> list[str]:
    """Everything that is wrong with the file, each as `file:line: sentence`."""
    try:
        load_rules(folders)
    except PackError as error:
        return list(error.faults)
    return []


@lru_cache(maxsize=4)
def _read(file: Path, _changed: int) -> Rules:
    text, raw = parsed(file, file.read_bytes())
    faults: list[tuple[Place, str]] = []
    rules = None
    try:
        rules = _Builder(LintPart.model_validate(raw), faults).rules()
    except ValidationError as error:
        faults.extend(schema_faults(error))
    if faults or rules is None:
        lines = Lines(text)
        numbered = sorted({(lines.of(place), sentence) for place, sentence in faults})
        raise PackError([f"{file}:{line}: {sentence}" for line, sentence in numbered])
    return rules


class _Builder:
    """Reads one file, noting faults with their places."""

    def __init__(self, part: LintPart, faults: list[tuple[Place, str]]) -> None:
        self._part = part
        self._faults = faults

    def rules(self) -> Rules:
        part, desk = self._part, self._part.desk
        self._not_declared(("facts",), ("text", "kind", "approved_remedies", "inside_names"), part.facts, "fact")
        groups = {name: self._words(words, ("words", name)) for name, words in part.words.items()}
        return Rules(
            version=part.version,
            kinds=tuple(part.kinds),
            facts=part.facts,
            rules=tuple(self._rule(rule, groups, ("rule", number)) for number, rule in enumerate(part.rule)),
            promises=self._promises(),
            refusal=Words(self._patterns(desk.refusal, ("desk", "refusal"))),
            reason=Words(self._patterns(desk.reason, ("desk", "reason"))),
            evidence=Words(self._patterns(desk.evidence, ("desk", "evidence"))),
            carried=self._carried(),
            left_out=tuple(LeftOut(left.rule, left.why_zh, left.why_en) for left in part.left_out),
            title_zh=part.title_zh,
            title_en=part.title_en,
        )

    def _rule(self, rule: RulePart, groups: dict[str, Words], place: Place) -> Rule:
        self._not_declared((*place, "kinds"), rule.kinds, self._part.kinds, "kind of mail")
        self._not_declared((*place, "when"), rule.when, self._part.facts, "fact")
        self._not_declared((*place, "lacks"), rule.lacks, groups, "group in [words]")
        self._not_declared((*place, "check"), [rule.check], CHECKS, "check")
        remedies = {remedy.id for remedy in self._part.promises.remedy}
        self._not_declared((*place, "approves"), [rule.approves] if rule.approves else [], remedies, "remedy")
        if rule.check == "phrases" and not (rule.hits or rule.lacks or rule.when):
            self._faults.append((place, f"{rule.id} would hold for every mail: it has neither hits nor lacks nor when"))
        when = {name: tuple(wanted) if isinstance(wanted, list) else (wanted,) for name, wanted in rule.when.items()}
        return Rule(
            id=rule.id,
            level=Level(rule.level),
            status=rule.status,
            source=rule.source,
            zh=rule.says_zh,
            en=rule.says_en,
            kinds=frozenset(rule.kinds),
            when=tuple(when.items()),
            words=Words(self._patterns(rule.hits, (*place, "hits")), self._patterns(rule.unless, (*place, "unless"))),
            times=rule.times,
            lacks=tuple(groups[name] for name in rule.lacks if name in groups),
            check=rule.check,
            approves=rule.approves,
        )

    def _promises(self) -> Promises:
        part, place = self._part.promises, ("promises",)
        unless = self._patterns(part.not_, (*place, "not"))
        ids = {remedy.id for remedy in part.remedy}
        remedies = []
        for number, remedy in enumerate(part.remedy):
            here = (*place, "remedy", number)
            self._not_declared((*here, "covered_by"), remedy.covered_by, ids, "remedy")
            remedies.append(Remedy(remedy.id, frozenset(remedy.covered_by), self._words(remedy, here)))
        return Promises(
            firm=Words(self._patterns(part.firm, (*place, "firm")), unless),
            loose=Words(self._patterns(part.loose, (*place, "loose")), unless),
            turned=Words(self._patterns(part.turned, (*place, "turned"))),
            asked=self._patterns(part.asked, (*place, "asked")),
            reach=part.reach,
            remedies=tuple(remedies),
        )

    def _carried(self) -> tuple[str, ...]:
        own = [rule for part in self._part.rule for rule in (part.id, *part.carries)]
        return tuple(dict.fromkeys([*own, *(duty.rule for duty in self._part.duties)]))

    def _words(self, words: WordsPart, place: Place) -> Words:
        return Words(self._patterns(words.hits, (*place, "hits")), self._patterns(words.unless, (*place, "unless")))

    def _patterns(self, patterns: Sequence[str], place: Place) -> tuple[Pattern[str], ...]:
        found = []
        for pattern in patterns:
            try:
                found.append(compiled(pattern, self._part.parts))
            except PatternFaulty as fault:
                self._faults.append((place, str(fault)))
        return tuple(found)

    def _not_declared(self, place: Place, names: Iterable[str], known: Iterable[str], what: str) -> None:
        declared = set(known)
        self._faults.extend((place, f"there is no {what} {name!r}") for name in names if name not in declared)
