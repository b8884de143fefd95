"""`kesu policy show comm-lint`: the rules of communication as plain tables."""

from __future__ import annotations

from cases.lint_rules import Rule, Rules
from kesu.show import Table
from kesu.show_words import STATUS

LEVELS = {"block": ("不得发出", "not sent"), "warn": ("提醒", "a hint")}
KINDS = {
    "ack": ("受理回执", "acknowledgement"),
    "question": ("询问", "question"),
    "reply": ("答复", "reply"),
    "interim": ("中间答复", "interim answer"),
    "reject": ("不予受理", "refusal"),
    "reminder": ("提醒", "reminder"),
}
RULES = {
    "zh": ("规则", "级别", "性质", "出处", "适用", "内容"),
    "en": ("rule", "level", "status", "source", "for", "says"),
}
EVERY = ("全部", "every mail")


def heading(rules: Rules, lang: str) -> str:
    return f"comm-lint {rules.version}  {rules.title_en if lang == 'en' else rules.title_zh}"


def tables(rules: Rules, lang: str) -> list[Table]:
    """One line per entry, in the order of the file; and the remedies that a promise may name."""
    english = int(lang == "en")
    remedies = Table(
        ("须批准的承诺", "Promises that need approval")[english],
        (("处理方式", "已含于"), ("remedy", "covered by"))[english],
        tuple((remedy.id, ", ".join(sorted(remedy.covered_by))) for remedy in rules.promises.remedies),
    )
    title = ("对客户行文规则", "Rules of communication")[english]
    return [Table(title, RULES[lang], tuple(_line(rule, english) for rule in rules.rules)), remedies]


def coverage_tables(rules: Rules, lang: str) -> list[Table]:
    """Every clause that the file puts into practice, and those left out."""
    english = int(lang == "en")
    column = (("条款", "clause")[english],)
    return [
        Table(("已落实的条款", "Clauses carried")[english], column, tuple((rule,) for rule in rules.carried)),
        Table(
            ("未落实的条款", "Clauses left out")[english],
            (*column, ("原因", "why")[english]),
            tuple((left.rule, (left.zh, left.en)[english]) for left in rules.left_out),
        ),
    ]


def _line(rule: Rule, english: int) -> tuple[str, ...]:
    kinds = ", ".join(KINDS[kind][english] for kind in KINDS if kind in rule.kinds) or EVERY[english]
    return (
        rule.id,
        LEVELS[rule.level][english],
        STATUS[rule.status][english],
        rule.source,
        kinds,
        (rule.zh, rule.en)[english],
    )
