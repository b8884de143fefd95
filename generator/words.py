"""Ids to words: how facts, values, clocks, states, roles, forms and flags are called in a mail or a document."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from cases.mail import FieldValue
from generator.context_parts import Row
from generator.restating import NUMBER, harmless

_YES_NO = {"zh": {True: "是", False: "否"}, "en": {True: "yes", False: "no"}}
_COLON = {"zh": "：", "en": ": "}
_EVENT = {"zh": "事件", "en": "event"}
_MAIL = {
    "zh": ("您的来信", "正文，没有附件", "正文，附件 {count} 个"),
    "en": ("Your mail", "its text, no attachments", "its text, number of attachments: {count}"),
}
_BETWEEN = {"zh": ("、", "或"), "en": (", ", " or ")}


class Words:
    """The dictionary, read from its TOML text. `lang` is `zh` or `en`. An unknown id is shown as itself."""

    def __init__(self, toml: str) -> None:
        self._tables: Mapping[str, Mapping[str, Any]] = tomllib.loads(toml)

    def knowing(self, facts: Mapping[str, Mapping[str, Any]]) -> Words:
        """The dictionary with these facts as well, as far as it does not have them."""
        more = copy(self)
        more._tables = {**self._tables, "facts": {**facts, **self._tables["facts"]}}
        return more

    def label(self, fact: str, lang: str) -> str:
        return self._word("facts", fact, lang)

    def question(self, fact: str, lang: str) -> str:
        """The sentence that asks for `fact`, with an example and the unit."""
        return str(self._entry("facts", fact).get(f"ask_{lang}", fact))

    def value(self, fact: str, value: FieldValue | int | None, lang: str) -> str:
        """A value as a person writes it: yes or no, the words of an enumeration, a number with its unit."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return _YES_NO[lang][value]
        if isinstance(value, tuple | list):
            return _BETWEEN[lang][0].join(self.value(fact, item, lang) for item in value)
        named = self._entry("values", fact).get(str(value))
        return str(named[lang]) if named else self._measured(fact, str(value), lang)

    def listed(self, names: Sequence[str], lang: str) -> str:
        """Names in a row."""
        return _BETWEEN[lang][0].join(names)

    def grade(self, grade: int | str | None, lang: str) -> str:
        """A grade as people say it; empty while there is none."""
        return self.value("grade", grade if grade is None else str(grade), lang)

    def clock(self, what: str, lang: str) -> str:
        return self._word("clocks", what, lang)

    def wanted(self, kind: str, lang: str) -> str:
        """What a fact may be, as in `must be a whole number`; `{offered}` stands for the choices or the limit."""
        return self._word("wanted", kind, lang)

    def awaited(self, event: str, lang: str) -> str:
        """What a clock waits for: a fact, or what the desk itself does not know yet; empty for nothing."""
        if self.knows(event):
            return self.label(event, lang)
        name, _, year = event.partition(":")
        return f"{year} {self._word('awaited', name, lang)}".strip()

    def report(self, happening: str, lang: str) -> str:
        """The words that report a happening to the desk, to be followed by its time: of a clock's work, or of the
        event that a clock waits for; empty where no words do."""
        named = self._entry("reports", happening)
        if named or not self.knows(happening):
            return str(named.get(lang, ""))
        return f"{_EVENT[lang]} {happening}"

    def done(self, what: str, lang: str, detail: str = "") -> str:
        """What a command has done, as a line: `已结案：客户确认有效`."""
        return self.line(self._word("done", what, lang), detail, lang)

    def event(self, what: str, lang: str, detail: str) -> str:
        """A line of a case's timeline."""
        return self.line(self._word("events", what, lang), detail, lang)

    def detail(self, text: str, lang: str) -> str:
        """What a line of a timeline says in the desk's own fixed words; any other text as it is."""
        return self._word("details", text, lang)

    def line(self, label: str, value: str, lang: str) -> str:
        """`标签：值`, or `label: value`; the label alone where there is no value."""
        return f"{label}{_COLON[lang]}{value}" if value else label

    def mail_class(self, mail_class: str, lang: str) -> str:
        """What kind of mail it is: an acknowledgement, an answer …"""
        return self._word("mails", mail_class, lang)

    def mail_of(self, attachments: int, lang: str) -> Row:
        """A mail restated by what it consists of."""
        label, alone, with_files = _MAIL[lang]
        return Row(label=label, value=with_files.format(count=attachments) if attachments else alone)

    def state(self, state: str, lang: str) -> str:
        return self._word("states", state, lang)

    def step(self, step: str, lang: str) -> str:
        """Something that can happen to a case, as in `cannot …`."""
        return self._word("steps", step, lang)

    def news(self, what: str, lang: str, detail: str = "") -> str:
        """What has happened to a case and whoever must act on it should read, as a line."""
        return self.line(self._word("news", what, lang), detail, lang)

    def role(self, role: str, lang: str) -> str:
        """A role's title; of `a|b`, both; of `role.department`, with the department."""
        return _BETWEEN[lang][1].join(self._title(one, lang) for one in role.split("|"))

    def outside_role(self, role: str) -> bool:
        """Whether who fills this role is never one of us, such as a bank."""
        return bool(self._entry("roles", role).get("outside", False))

    def names(self, table: str) -> frozenset[str]:
        """The ids that have words in a table: roles, forms, clocks, flags …"""
        return frozenset(self._tables.get(table, {}))

    def form(self, form: str, lang: str) -> str:
        return self._word("forms", form, lang)

    def form_named(self, filename: str) -> str:
        """The form whose name a file name holds, the longest name first; "" if none."""
        shown = filename.casefold()
        names = [(name, form) for form, entry in self._tables["forms"].items() for name in (entry["zh"], entry["en"])]
        found = [(len(name), form) for name, form in names if name.casefold() in shown]
        return max(found, key=lambda pair: pair[0])[1] if found else ""

    def outside(self, form: str) -> bool:
        """Whether a customer may get this form."""
        return bool(self._entry("forms", form).get("outside", False))

    def flag(self, flag: str, lang: str) -> str:
        """A flag's meaning; what follows its colon is a fact, a role, or stays."""
        name, _, detail = flag.partition(":")
        if self.knows(detail):
            detail = self.label(detail, lang)
        elif self._entry("roles", detail):
            detail = self.role(detail, lang)
        return self.line(self._word("flags", name, lang), detail, lang)

    def knows(self, fact: str) -> bool:
        """Whether there is such a fact."""
        return bool(self._entry("facts", fact))

    def inside(self, fact: str) -> bool:
        """Whether the fact stays in the company: it never stands in a mail to a customer."""
        return bool(self._entry("facts", fact).get("inside", False))

    def restate(self, facts: Mapping[str, FieldValue], lang: str) -> list[Row]:
        """What an acknowledgement may repeat of `facts`: known ones that are neither text nor inside, and of
        these only the values that `harmless` lets pass; in the order of `facts`."""
        return [
            Row(label=self.label(fact, lang), value=self.value(fact, value, lang))
            for fact, value in facts.items()
            if self._entry("facts", fact).get("type", "text") != "text" and not self.inside(fact) and harmless(value)
        ]

    def _title(self, role: str, lang: str) -> str:
        head, _, unit = role.rpartition(".")
        if not head:
            return self._word("roles" if self._entry("roles", role) else "departments", role, lang)
        title, department = self._word("roles", head, lang), self._word("departments", unit, lang)
        return f"{title} ({department})" if lang == "en" else f"{department}{title}"

    def _measured(self, fact: str, value: str, lang: str) -> str:
        entry = self._entry("facts", fact)
        if entry.get("type") == "datetime":
            return re.sub(r"(:\d\d)(:\d\d)?([+-]\d\d:\d\d|Z)?$", r"\1", value.replace("T", " "))
        unit = entry.get(f"unit_{lang}", entry.get("unit", ""))
        return f"{value} {unit}" if unit and value[-1:].isdecimal() and NUMBER.fullmatch(value) else value

    def _word(self, table: str, name: str, lang: str) -> str:
        return str(self._entry(table, name).get(lang, name))

    def _entry(self, table: str, name: str) -> Mapping[str, Any]:
        entry = self._tables.get(table, {}).get(name, {})
        return entry if isinstance(entry, Mapping) else {}
