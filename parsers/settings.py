"""`FACT = VALUE` lines: facts that a colleague sets by mail."""

from __future__ import annotations

import re
from datetime import datetime

from parsers.labels import dictionary, label_of
from parsers.values import AS_WRITTEN, parse_value

_SETTING = re.compile(r"^(?:(?:设置|設置|设定|set)\s+)?(?P<fact>[^=＝:：]{1,40}?)\s*[=＝]\s*(?P<value>\S.*)$", re.I)
_FACT_ID = re.compile(r"[a-z][a-z0-9_]{1,40}")
BEFORE_REASON = " 理由 "
"""Stands between value and reason in a normalised line."""
_REASON = re.compile(r"(?:^|[\s,，;；。(（])(?:理由|原因|reason|because)\s*[:：]?\s*(?P<reason>.+?)[)）]?$", re.I)


def is_setting(line: str) -> bool:
    """Whether a line sets a fact that has an id or a known name."""
    found = _SETTING.match(line)
    return found is not None and _fact(found.group("fact")) != ""


def read_settings(lines: list[str], arrived: datetime) -> tuple[list[str], str]:
    """Normalised `fact = value` lines, each with ` 理由 …` if a reason was given, and why they are refused.

    A reason on a line of its own belongs to all of them; other lines (a greeting, a name) are left out."""
    settings: list[tuple[str, str, str]] = []
    common = ""
    for line in lines:
        if is_setting(line):
            settings.append(_read(line, arrived))
        elif found := _REASON.match(line):
            common = found.group("reason").strip()
    facts = [fact for fact, _, _ in settings]
    if len(set(facts)) < len(facts):
        twice = next(fact for fact in facts if facts.count(fact) > 1)
        return [], f"{twice} 给了两次，请只给一次 / {twice} is set twice; please send it once."
    return [_written(fact, value, reason or common) for fact, value, reason in settings], ""


def _read(line: str, arrived: datetime) -> tuple[str, str, str]:
    found = _SETTING.match(line)
    assert found is not None
    fact, value = _fact(found.group("fact")), found.group("value").strip()
    reason = ""
    if with_reason := _REASON.search(value):
        reason, value = with_reason.group("reason").strip(), value[: with_reason.start()].strip()
    return fact, _typed(fact, value, arrived), reason


def _typed(fact: str, value: str, arrived: datetime) -> str:
    """`12万` → `120000` where the fact's type is known; as written where it is not."""
    label = dictionary().labels.get(fact)
    if label is None or label.type in (*AS_WRITTEN, "ident", "idents", "choices"):
        return value
    parsed = parse_value(label, value, arrived)
    if parsed is None or isinstance(parsed.value, tuple):
        return value
    return str(parsed.value).lower() if isinstance(parsed.value, bool) else parsed.value


def _fact(name: str) -> str:
    cleaned = name.strip()
    if _FACT_ID.fullmatch(cleaned):
        return cleaned
    label = label_of(cleaned)
    return label.field if label else ""


def _written(fact: str, value: str, reason: str) -> str:
    return f"{fact} = {value}" + (f"{BEFORE_REASON}{reason}" if reason else "")
