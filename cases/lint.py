"""What may not leave the house: a text and its facts against the rules of communication.

A rule of level `block` keeps a text back until it is changed or a named person overrides; `warn` is shown to its
sender.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from cases.lint_checks import CHECKS
from cases.lint_rules import Finding, Lint, Rule, Rules
from cases.lint_text import sentences


def lint(rules: Rules, facts: Mapping[str, object]) -> Lint:
    """The findings for `facts["text"]`, in the order of the rules; `facts` are those of cases.lint_facts.read_facts."""
    text = sentences(str(facts["text"]))
    findings = []
    for rule in rules.rules:
        if not _concerns(rule, facts):
            continue
        found = CHECKS[rule.check](rules, rule, text, facts)
        findings += [Finding(rule.id, rule.level, rule.zh, rule.en, where, words) for where, words in found]
    return Lint(tuple(findings))


def _concerns(rule: Rule, facts: Mapping[str, object]) -> bool:
    """Whether the rule is about this kind of text in this case."""
    approved = facts["approved_remedies"]
    return (
        (not rule.kinds or facts["kind"] in rule.kinds)
        and all(facts[name] in wanted for name, wanted in rule.when)
        and not (isinstance(approved, Collection) and rule.approves in approved)
    )
