"""The grammar of commands: one reader per form, the first that fits decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from parsers.dates import parse_date
from parsers.language import to_simplified
from parsers.settings import is_setting, read_settings
from parsers.verbs import APPROVE, CLOSE, EVENTS, NEEDS_GAP, OVERRIDE, REJECT, VERBS, WITH_ARGUMENT, Verb

CASE = re.compile(r"(?<![A-Z0-9])K\d{4}-\d{5,9}(?!\d)", re.I)
UNCLEAR = "unclear"
ONLY = (
    "请在第一行只写：同意，或 不同意 加原因。"
    " Please answer with exactly one word in the first line: approve, or reject with a reason."
)
_TAIL = re.compile(
    r"[\s,，。.!！~～;；、]*"
    r"(?:(?:非常)?(?:谢谢|多谢|感谢)(?:您|你|大家)?|many thanks|thanks(?: a lot)?|thank you|thx)?"
    r"[\s,，。.!！~～]*$",
    re.I,
)
_BUT = re.compile(r"^(?:但|不过|前提|如果|除非|条件|but|if|however|provided|unless|only if|except)", re.I)
_BEFORE_REASON = re.compile(r"^[\s,，:：。.!！;；、-]*(?:(?:的?原因|理由|because|reason)\s*[:：是]?)?[\s:：,，]*", re.I)
_NAMED_EVENT = re.compile(r"(?i)^(?:事件|event)\s*[:：]?\s*([a-z][a-z0-9_]{2,40})(?![a-z0-9_])(.*)$")
_REGULATION = re.compile(r"(?i)[a-z0-9][a-z0-9_/-]*(?:\s*[:,;].*|\s+[^\sa-z0-9].*|\s+(?:reason|because)\b.*)?$")
_CODE = re.compile(r"(?:(?:验证码|确认码|one-time code|code)\s*(?:[:：]|是|is)?\s*)?(\d{3})[ -]?(\d{3})(?!\d)", re.I)
_NUMBER = re.compile(r"(?i)(?:K\d{4}-\d{5,9}|[A-Z]{0,4}-?\d{4,8}-\d{1,6})$")


@dataclass(frozen=True, slots=True)
class Said:
    """The first line without the case number, the non-empty lines below it, and when the mail came."""

    line: str
    rest: list[str]
    """Normalised like the first line, to look for commands in."""
    shown: list[str]
    """The lines below as they were written, to hand on; an empty one stands between paragraphs."""
    arrived: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader understood; `refused` says in a sentence why it has no effect."""

    verb: str
    reason: str = ""
    refused: str = ""


def read_command(said: Said) -> Reading | None:
    for reader in READERS:
        if (reading := reader(said)) is not None:
            return reading
    return None


def starting(line: str, verbs: tuple[tuple[str, Verb], ...]) -> tuple[str, Verb] | None:
    """The longest verb that the line begins with; an English one must end where its word ends."""
    lower = to_simplified(line[:40].lower())
    for word, verb in verbs:
        if lower.startswith(word) and not (word[-1].isascii() and lower[len(word) : len(word) + 1].isalnum()):
            return word, verb
    return None


def _decision(said: Said) -> Reading | None:
    """A verb, then nothing but punctuation and thanks; behind a rejection its reason."""
    found = starting(said.line, VERBS)
    if found is None:
        return None
    word, verb = found
    after = said.line[len(word) :]
    if verb is REJECT:
        return _reject(word, after, said)
    if verb is not APPROVE:
        return Reading(verb.id) if _TAIL.match(after) else None
    if not _TAIL.match(after):
        why = f"读到“{word}”，但同一行还有其他内容 / I read {word}, but more follows in the line. {ONLY}"
        return Reading(UNCLEAR, "", why)
    if any(_BUT.match(line) for line in said.rest):
        return Reading(UNCLEAR, "", f"读到“{word}”，但后面带有条件 / I read {word}, but a condition follows. {ONLY}")
    return _two_commands(said.rest, APPROVE) or Reading(verb.id)


def _reject(word: str, after: str, said: Said) -> Reading | None:
    """The rest of the line and the lines below are the reason; without one nothing changes."""
    if re.match(r"\s*[?？]", after):
        return Reading(UNCLEAR, "", f"这一行是问句 / The line asks. {ONLY}")
    if word in NEEDS_GAP and after and after[0].isalnum():
        return None
    if (other := _two_commands(said.rest, REJECT)) is not None:
        return other
    same_line = "" if _TAIL.match(after) else _BEFORE_REASON.sub("", after)
    below = said.shown[1:] if said.shown[:1] == [""] else said.shown
    if below and not same_line:
        below = [_BEFORE_REASON.sub("", below[0]), *below[1:]]
    reason = "\n".join([*([same_line] if same_line else []), *below]).strip()
    wanted = "请在“不同意”后写明原因，目前没有任何改动 / Please give a reason behind reject; nothing has changed yet."
    return Reading(REJECT.id, reason, "" if reason else wanted)


def _two_commands(rest: list[str], verb: Verb) -> Reading | None:
    for line in rest:
        found = starting(CASE.sub("", line).lstrip(" :：,，"), VERBS)
        if found is None or found[1] is verb or found[1] not in (APPROVE, REJECT):
            continue
        if found[1] is REJECT or _TAIL.match(line[len(found[0]) :]):
            why = f"有两个不同的决定，其中一个是“{found[0]}” / There are two commands, one of them {found[0]}. {ONLY}"
            return Reading(UNCLEAR, "", why)
    return None


def _with_argument(said: Said) -> Reading | None:
    """Verbs that want something behind them: a name, a number, a reason, a text."""
    found = starting(said.line, WITH_ARGUMENT)
    if found is None:
        return None
    word, verb = found
    after = said.line[len(word) :]
    if not _stands_apart(word, verb, after):
        return None
    if verb.alone:
        return _alone(word, verb, after)
    argument = "" if verb.gap and _TAIL.match(after) else re.sub(r"^[\s:：,，]+", "", after).strip()
    if argument and not _fits(verb, argument):
        return None
    if verb.text or (verb.lines and argument) or (verb in (CLOSE, OVERRIDE) and not argument):
        argument = "\n".join([*([argument] if argument else []), *said.shown]).strip()
    return Reading(verb.id, argument, "" if argument else verb.wants)


def _stands_apart(word: str, verb: Verb, after: str) -> bool:
    """Whether the word is a command and not the beginning of a sentence (`需求量很大`, `done with D4`)."""
    if verb.text:
        return re.match(r"\s*[:：]", after) is not None
    if not verb.gap or _TAIL.match(after):
        return True
    if verb.alone:
        return re.match(r"\s*:" if word.isascii() else r"\s*:|\s", after) is not None
    return re.match(r"[\s:,，]", after) is not None


def _fits(verb: Verb, argument: str) -> bool:
    """Whether what follows can be the number or the name that the verb wants."""
    shape = _NUMBER if verb.number else _REGULATION if verb.name else None
    return shape is None or shape.match(argument) is not None


def _alone(word: str, verb: Verb, after: str) -> Reading | None:
    """A verb that needs nothing behind it: a condition or a question in the same line has no effect."""
    note = "" if _TAIL.match(after) else after.lstrip(" :")
    if note.endswith(("?", "？", "吗")):
        return None
    if _BUT.match(note):
        return Reading(verb.id, "", f"读到“{word}”，但后面带有条件 / I read {word}, but a condition follows.")
    return Reading(verb.id, note)


def _event(said: Said) -> Reading | None:
    """`收到样品 2026-03-04`: something happened; without a time, when the mail came."""
    lower = to_simplified(said.line.lower())
    for word, event in EVENTS:
        if lower.startswith(word):
            after = said.line[len(word) :].strip(" :：,，。.")
            day = parse_date(after, said.arrived, with_time=True)
            if after and day is None:
                return None
            return Reading("event", f"{event} {day.value if day else said.arrived.isoformat()}")
    return None


def _named_event(said: Said) -> Reading | None:
    """`事件 sample_received_at 2026-03-04 15:00`: an event by its own name."""
    found = _NAMED_EVENT.match(said.line)
    if found is None:
        return None
    when = found[2].strip(" :：,，。.")
    moment = parse_date(when, said.arrived, with_time=True)
    if when and moment is None:
        return Reading("event", "", f"没有读懂时间“{when}” / I do not understand the time {when!r}.")
    return Reading("event", f"{found[1].lower()} {moment.value if moment else said.arrived.isoformat()}")


def _one_time_code(said: Said) -> Reading | None:
    """The six digits that the desk has sent, alone in their line."""
    found = _CODE.match(said.line)
    if found is None or not _TAIL.match(said.line[found.end() :]):
        return None
    return Reading("code", found[1] + found[2])


def _setting(said: Said) -> Reading | None:
    """`FACT = VALUE`, one per line, with or without 设置/set before it and 理由/reason behind it."""
    if not is_setting(said.line):
        return None
    settings, refused = read_settings([said.line, *said.rest], said.arrived)
    return Reading("set", "\n".join(settings), refused)


Reader = Callable[[Said], Reading | None]
READERS: tuple[Reader, ...] = (_setting, _decision, _with_argument, _named_event, _event, _one_time_code)
