"""Yes and no: a verb with nothing but punctuation and thanks behind it, or a no with its reason."""

from __future__ import annotations

import re

from parsers.said import BUT, CASE, ONLY, TAIL, UNCLEAR, Reading, Said, starting
from parsers.verbs import APPROVE, NEEDS_GAP, REJECT, VERBS, Verb

_BEFORE_REASON = re.compile(
    r"^[\s,，:：。.!！;；、-]*(?:(?:的?原因|理由|reason)(?:\s*[:：是]|\s|$)|because\b)?[\s:：,，]*", re.I
)
_OR = re.compile(r"^(?:\W|或者?|还是|和|or\b|and\b)+", re.I)
_RULE = re.compile(r"[-_=*\s]{4,}$|[-_=*]{4,}.{0,20}[-_=*]{4,}$")
"""A line that a mail program draws."""


def yes_or_no(said: Said) -> Reading | None:
    """A verb, then nothing but punctuation and thanks; behind a rejection its reason."""
    found = starting(said.line, VERBS)
    if found is None:
        return None
    word, verb = found
    after = said.line[len(word) :]
    if verb is REJECT:
        return _reject(word, after, said)
    if verb is not APPROVE:
        return Reading(verb.id) if TAIL.match(after) else None
    if not TAIL.match(after):
        why = f"读到“{word}”，但同一行还有其他内容 / I read {word}, but more follows in the line. {ONLY}"
        return Reading(UNCLEAR, "", why)
    if any(BUT.match(line) for line in said.rest):
        return Reading(UNCLEAR, "", f"读到“{word}”，但后面带有条件 / I read {word}, but a condition follows. {ONLY}")
    return _two_commands(said.rest, APPROVE) or Reading(verb.id)


def _reject(word: str, after: str, said: Said) -> Reading | None:
    """The rest of the line and the lines below are the reason; without one nothing changes."""
    if re.match(r"\s*[?？]", after):
        return Reading(UNCLEAR, "", f"这一行是问句 / The line asks. {ONLY}")
    if word in NEEDS_GAP and after and after[0].isalnum():
        return None
    if (other := _two_commands([_OR.sub("", after), *said.rest], REJECT)) is not None:
        return other
    same_line = "" if TAIL.match(after) else _BEFORE_REASON.sub("", after)
    below = [line for line in said.shown if not _RULE.match(line)]
    below = below[1:] if below[:1] == [""] else below
    if below and not same_line:
        below = [_BEFORE_REASON.sub("", below[0]), *below[1:]]
    reason = "\n".join([*([same_line] if same_line else []), *below]).strip()
    wanted = "请在“不同意”后写明原因，目前没有任何改动 / Please give a reason behind reject; nothing has changed yet."
    return Reading(REJECT.id, reason, "" if reason else wanted)


def _two_commands(rest: list[str], verb: Verb) -> Reading | None:
    """The refusal of a mail that decides twice: once so and once otherwise, or about two cases."""
    for line in rest:
        bare = CASE.sub("", line).lstrip(" :：,，")
        found = starting(bare, VERBS)
        if found is None or found[1] not in (APPROVE, REJECT) or (found[1] is verb and bare == line):
            continue
        if found[1] is REJECT or TAIL.match(bare[len(found[0]) :]):
            why = f"有两个不同的决定，其中一个是“{found[0]}” / There are two commands, one of them {found[0]}. {ONLY}"
            return Reading(UNCLEAR, "", why)
    return None
