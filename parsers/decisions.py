"""Commands and decisions by mail: the first line of the new text, or nothing.

The grammar is narrow on purpose: a line that is not wholly a command has no effect and is answered with
what was understood, because a wrong approval costs more than a second mail."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from cases.mail import Decision
from parsers.dates import parse_date
from parsers.language import to_simplified
from parsers.settings import is_setting, read_settings
from parsers.verbs import APPROVE, CLOSE, EVENTS, REJECT, VERBS, WITH_ARGUMENT, Verb

CASE = re.compile(r"(?<![A-Z0-9])K\d{4}-\d{5}(?!\d)", re.I)
_TAIL = re.compile(
    r"[\s,，。.!！~～;；、]*(?:(?:非常)?(?:谢谢|多谢|感谢)(?:您|你)?|many thanks|thanks(?: a lot)?|thank you|thx)?[\s,，。.!！~～]*$",
    re.I,
)
_LINE = 200
"""A first line longer than this is prose."""
_SHORT = 40
"""A line up to this long that mentions a decision was probably meant as one."""
_MENTION = re.compile("同意|批准|核准|驳回|approv|reject", re.I)
_BUT = re.compile(r"^\s*(?:但|但是|不过|前提|如果|除非|条件|but|if|however|provided|unless|only if|except)", re.I)
LOOKALIKES = str.maketrans("аАеЕоОрРсСхХуіІјѕвВкКмМнНтТαΑοΟρΡεΕνιΙκΚτΤ", "aAeEoOpPcCxXyiIjsBBkKMMHHTTaAoOpPeEviIkKtT")

UNCLEAR = "unclear"
ONLY = "Please answer with exactly one word in the first line: 同意 / approve, or 不同意 / reject with a reason."


def read_decision(lead: str, arrived_iso: str) -> Decision | None:
    """The command at the top of the new text, None if its first line is none. Whatever is refused says why."""
    lines = [_plain(line) for line in lead.split("\n")]
    lines = [line for line in lines if line]
    if not lines:
        return None
    first, rest = lines[0], lines[1:]
    if len(first) > _LINE and not _answer(first):
        return None
    if _disguised(first):
        return _refused(first, "The line mixes letters of two alphabets. " + ONLY)
    case, line = _without_case(first)
    decision = _read(line, rest, arrived_iso)
    if decision is None:
        return _maybe_meant(first, case)
    verb, reason, refused = decision
    return Decision(verb, reason, case, first[:_LINE], refused)


Reading = tuple[str, str, str]
"""Verb, reason, why refused."""


def _read(line: str, rest: list[str], arrived_iso: str) -> Reading | None:
    for reader in (_setting, _exact, _argument, _event):
        if (found := reader(line, rest, arrived_iso)) is not None:
            return found
    return None


def _exact(line: str, rest: list[str], _arrived: str) -> Reading | None:
    """A verb, then nothing but punctuation and thanks."""
    for word, verb in _starting(line, VERBS):
        after = line[len(word) :]
        if verb is REJECT:
            return _reject(after, rest)
        if not _TAIL.match(after):
            return (
                (UNCLEAR, "", f"I read {word}, but something follows it in the line. {ONLY}")
                if verb is APPROVE
                else None
            )
        if verb is APPROVE and (other := _against(rest)):
            return UNCLEAR, "", other
        return verb.id, "", ""
    return None


def _reject(after: str, rest: list[str]) -> Reading:
    """The rest of the line or the lines below are the reason; without one nothing changes."""
    if re.match(r"^\s*[?？]", after):
        return UNCLEAR, "", "The line ends with a question mark. " + ONLY
    same_line = (
        ""
        if _TAIL.match(after)
        else re.sub(r"^[\s,，:：。.!！;；、-]+|^(?:的?原因|理由|because|reason)\s*[:：是]?\s*", "", after)
    )
    if other := _other_command(rest, REJECT):
        return UNCLEAR, "", other
    reason = "\n".join(filter(None, [same_line, *rest])).strip()
    reason = re.sub(r"^(?:原因|理由|reason)\s*[:：]\s*", "", reason, flags=re.I)
    if not reason:
        return REJECT.id, "", "Please give a reason behind 不同意 / reject; nothing has changed yet."
    return REJECT.id, reason, ""


def _argument(line: str, rest: list[str], _arrived: str) -> Reading | None:
    """Verbs that want something behind them: a name, a number, a reason, a text."""
    for word, verb in _starting(line, WITH_ARGUMENT):
        argument = line[len(word) :]
        if word[-1].isascii() and argument[:1].isalnum():
            continue
        if verb.text and not re.match(r"\s*:", argument):
            continue
        said = re.sub(r"^[\s:：,，]+", "", argument).strip()
        if verb.text or verb is CLOSE:
            said = "\n".join(filter(None, [said, *(rest if verb.text or not said else [])])).strip()
        return verb.id, said, "" if said else verb.wants
    return None


def _event(line: str, _rest: list[str], arrived: str) -> Reading | None:
    """`收到样品 2026-03-04`: something happened; without a time, when the mail came."""
    lower = line.lower()
    for word, event in EVENTS:
        if not lower.startswith(word):
            continue
        after = line[len(word) :].strip(" :：,，。.")
        if not after:
            return "event", f"{event} {arrived}", ""
        day = parse_date(after, datetime.fromisoformat(arrived), with_time=True)
        if day is None:
            return UNCLEAR, "", f"I read {word}, but no date after it. Please write {word} 2026-03-04."
        return "event", f"{event} {day.value}", ""
    return None


def _setting(line: str, rest: list[str], arrived: str) -> Reading | None:
    """`FACT = VALUE`, one per line, with or without 设置/set before it and 理由/reason behind it."""
    if not is_setting(line):
        return None
    settings, refused = read_settings([line, *rest], arrived)
    return ("set", "", refused) if refused else ("set", "\n".join(settings), "")


def _against(rest: list[str]) -> str:
    """What below an approval takes it back."""
    if any(_BUT.match(line) for line in rest):
        return "You approve, but a condition follows. " + ONLY
    return _other_command(rest, APPROVE)


def _other_command(rest: list[str], verb: Verb) -> str:
    for line in rest:
        for word, other in _starting(_without_case(line)[1], VERBS):
            if other is not verb and (_TAIL.match(line[len(word) :]) or other is REJECT):
                return f"There are two commands, one of them {word}. {ONLY}"
    return ""


def _starting(line: str, verbs: tuple[tuple[str, Verb], ...]) -> list[tuple[str, Verb]]:
    """The longest verb the line begins with, as a list of none or one."""
    lower = to_simplified(line.lower())
    for word, verb in verbs:
        whole = not word[-1].isascii() or not lower[len(word) : len(word) + 1].isalpha()
        if lower.startswith(word) and whole:
            return [(word, verb)]
    return []


def _maybe_meant(line: str, case: str) -> Decision | None:
    """A short line that speaks of a decision without being one."""
    if len(line) <= _SHORT and _MENTION.search(to_simplified(line)):
        return Decision(UNCLEAR, "", case, line, "The line is not one of the words I know. " + ONLY)
    return None


def _refused(line: str, why: str) -> Decision:
    return Decision(UNCLEAR, "", "", line[:_LINE], why)


def _answer(line: str) -> bool:
    return any(verb.text for _, verb in _starting(line, WITH_ARGUMENT))


def _disguised(line: str) -> bool:
    """Whether the line is a command only for the eye: Cyrillic or Greek letters among Latin ones."""
    shown = line.translate(LOOKALIKES)
    return shown != line and any(_starting(shown, table) for table in (VERBS, WITH_ARGUMENT))


def _without_case(line: str) -> tuple[str, str]:
    """The case number beside the command, and the line without it."""
    found = CASE.search(line)
    if found is None or (found.start() and found.end() != len(line.rstrip(" :：,，。.")) and found.start() > 12):
        return "", line
    rest = line[: found.start()] + " " + line[found.end() :]
    return found.group().upper(), re.sub(r"^[\s:：,，#\[\]]+", "", rest).strip()


def _plain(line: str) -> str:
    """NFKC, without invisible characters, blanks to one."""
    normal = unicodedata.normalize("NFKC", line)
    return " ".join("".join(c for c in normal if unicodedata.category(c) != "Cf").split())
