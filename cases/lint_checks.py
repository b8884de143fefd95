"""How a rule looks at a text. Each check is named in the file of the rules and gives the places that break it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from cases.lint_rules import Promises, Rule, Rules
from cases.lint_text import Sentence, plain

Text = Sequence[Sentence]
Places = list[tuple[str, str]]
"""(sentence, words) for every place where a rule is broken."""
Check = Callable[[Rules, Rule, Text, Mapping[str, object]], Places]

SHOWN_AT_MOST = 3
"""Places of one rule that are told: a person needs no more to change the text."""
NOWHERE = [("", "")]
"""Of a rule that is broken by what is not there."""


def phrases(_rules: Rules, rule: Rule, text: Text, _facts: Mapping[str, object]) -> Places:
    """Words that may not stand there; or, where the rule names groups, may not stand there without them."""
    if rule.lacks and not lacks(rule, text):
        return []
    if not rule.words.hits:
        return NOWHERE
    found = [(sentence.shown, words) for sentence in text if (words := rule.words.found(sentence.plain))]
    return found[:SHOWN_AT_MOST]


def marks(_rules: Rules, rule: Rule, text: Text, _facts: Mapping[str, object]) -> Places:
    """Marks that are too many in the whole text, such as exclamation marks."""
    every = [
        (sentence.shown, sentence.plain[start:end])
        for sentence in text
        for start, end in rule.words.places(sentence.plain)
    ]
    return every[:1] if len(every) >= rule.times else []


def promises(rules: Rules, _rule: Rule, text: Text, facts: Mapping[str, object]) -> Places:
    """Remedies that are promised and not approved."""
    approved = facts["approved_remedies"]
    assert isinstance(approved, Collection)
    found = [
        (sentence.shown, words)
        for sentence in text
        for remedy, words in promised(rules.promises, sentence)
        if remedy not in approved
        and not any(
            other in approved for each in rules.promises.remedies if each.id == remedy for other in each.covered_by
        )
    ]
    return list(dict.fromkeys(found))[:SHOWN_AT_MOST]


def promised(how: Promises, sentence: Sentence) -> Iterator[tuple[str, str]]:
    """Each remedy that a sentence promises, with the words."""
    text = sentence.plain
    for verbs, firm in ((how.firm, True), (how.loose, False)):
        for start, end in verbs.places(text):
            tail = text[end : end + how.reach]
            for remedy in how.remedies:
                for first, last in remedy.words.places(tail):
                    if not _turned(how, tail[:first], tail[last:], firm):
                        yield remedy.id, text[start : end + last]


def _turned(how: Promises, between: str, after: str, firm: bool) -> bool:
    """Whether the words around the remedy make of the promise something else."""
    if how.turned.hit(between):
        return True
    return not firm and any(pattern.search(between) or pattern.match(after) for pattern in how.asked)


def names(_rules: Rules, _rule: Rule, text: Text, facts: Mapping[str, object]) -> Places:
    """Names that stay inside: of people and of other customers."""
    inside = facts["inside_names"]
    assert isinstance(inside, Collection)
    wanted = [(name, looked) for name in inside if len(looked := plain(str(name))) > 1]
    found = [(sentence.shown, str(name)) for sentence in text for name, looked in wanted if looked in sentence.plain]
    return found[:SHOWN_AT_MOST]


def lacks(rule: Rule, text: Text) -> bool:
    """Whether one of the groups that the rule asks for is nowhere in the text."""
    return any(not any(group.hit(sentence.plain) for sentence in text) for group in rule.lacks)


CHECKS: Mapping[str, Check] = {"phrases": phrases, "marks": marks, "promises": promises, "names": names}
"""The checks that the file of the rules may name."""
