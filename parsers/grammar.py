"""The grammar of commands: one reader per form, the first that fits decides."""

from __future__ import annotations

import re
from collections.abc import Callable

from cases.chinese import to_simplified
from parsers.dates import parse_date
from parsers.said import BUT, CASE, ONLY, TAIL, UNCLEAR, Reading, Said, starting
from parsers.settings import is_setting, read_settings
from parsers.verbs import APPROVE, CLOSE, EVENTS, OVERRIDE, WITH_ARGUMENT, Verb
from parsers.yes_no import yes_or_no

_NAMED_EVENT = re.compile(r"(?i)^(?:事件|event)\s*[:：]?\s*([a-z][a-z0-9_]{2,40})(?![a-z0-9_])(.*)$")
_REGULATION = re.compile(r"(?i)[a-z0-9][a-z0-9_/-]*(?:\s*[:,;].*|\s+[^\sa-z0-9].*|\s+(?:reason|because)\b.*)?$")
CODE = "code"
_CODE = re.compile(r"(?:(?:验证码|确认码|one-time code|code)\s*(?:[:：]|是|is)?\s*)?(\d{3})[ -]?(\d{3})(?!\d)", re.I)
_NUMBER = re.compile(r"(?i)(?:K\d{4}-\d{5,9}|[A-Z]{0,4}-?\d{4,8}-\d{1,6})$")


def read_command(said: Said) -> Reading | None:
    reading = _read(said)
    if reading is None or reading.verb != APPROVE.id or reading.refused:
        return reading
    other = next((line for line in said.rest if _commands(line, said)), "")
    if not other:
        return reading
    why = f"同意之后还有一条指令“{other}” / Behind the approval stands another command, {other}. {ONLY}"
    return Reading(UNCLEAR, "", why)


def _read(said: Said) -> Reading | None:
    return next((reading for reader in READERS if (reading := reader(said)) is not None), None)


def _commands(line: str, said: Said) -> bool:
    """Whether a line below an approval is a command of its own, and not a greeting, a name or a remark."""
    below = Said(re.sub(r"\s{2,}", " ", CASE.sub("", line)).strip(" :：,，"), [], [], said.arrived)
    return (_with_argument(below) or _named_event(below)) is not None


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
    argument = "" if verb.gap and TAIL.match(after) else re.sub(r"^[\s:：,，]+", "", after).strip()
    if argument and not _fits(verb, argument):
        return None
    if verb.text or (verb.lines and argument) or (verb in (CLOSE, OVERRIDE) and not argument):
        argument = "\n".join([*([argument] if argument else []), *said.shown]).strip()
    return Reading(verb.id, argument, "" if argument else verb.wants)


def _stands_apart(word: str, verb: Verb, after: str) -> bool:
    """Whether the word is a command and not the beginning of a sentence (`需求量很大`, `done with D4`)."""
    if verb.text:
        return re.match(r"\s*[:：]", after) is not None
    if not verb.gap or TAIL.match(after):
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
    note = "" if TAIL.match(after) else after.lstrip(" :")
    if note.endswith(("?", "？", "吗")):
        return None
    if BUT.match(note):
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
    if found is None or not TAIL.match(said.line[found.end() :]):
        return None
    return Reading(CODE, found[1] + found[2])


def _setting(said: Said) -> Reading | None:
    """`FACT = VALUE`, one per line, with or without 设置/set before it and 理由/reason behind it."""
    if not is_setting(said.line):
        return None
    settings, refused = read_settings([said.line, *said.rest], said.arrived)
    return Reading("set", "\n".join(settings), refused)


Reader = Callable[[Said], Reading | None]
READERS: tuple[Reader, ...] = (_setting, yes_or_no, _with_argument, _named_event, _event, _one_time_code)
