"""The names of facts: from what stands before the colon to the fact's id."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from cases.chinese import to_simplified

_NOISE = re.compile(r"[\s.:?？·、_*#'’\"“”＿/\\-]+")
_NUMBERING = re.compile(r"^\s*(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.、．]\s?|[-•·●○■□*◆▶➢]\s*)+")
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]{0,30}[)）\]】]")
_SCRIPTS = re.compile(r"[\u3400-\u9fff]+[^A-Za-z\u3400-\u9fff]*|[A-Za-z][A-Za-z .,'/#&-]*")
_DIGIT = re.compile(r"\d")
_ASKED = re.compile(
    r"是否|是不是|有没有|有无|能否|可否|可不可以|可以|已经|目前|^(?:is|are|was|were|has|have|did|does|will)(?:the|your|our|any)?"
)
"""What makes a question of a name, in a key: `不良品是否可以寄回`, `Is the line down?`."""
_AROUND = re.compile(
    r"^\s*(?:our|the|this|total|affected|concerned|涉及的?|相关|我司|我方|本次|设备|产品|项目|用户)\s*"
    r"|\s*(?:(?:printed |shown |given )?(?:on|from|per|according to|as per|acc\. to) (?:the |our )?"
    r"(?:label|name ?plate|rating plate|type plate|box|carton|housing|packaging|field|site|customer|delivery note)"
    r"|[(（]?(?:见|看)?(?:标签|铭牌|外箱|机身|包装)上?的?[)）]?)\s*$",
    re.I,
)
"""Words around a name: `Production date on the label`, `Total rejected qty`. Our customer is somebody else's."""
_EITHER = re.compile(r"\s*[/&]\s*|\s(?:or|and)\s|[或及和]")
_LAST_WORDS = re.compile(r"\S\s+(.+)|[\u4e00-\u9fff]{2}((?:编号|号码?|日期|时间|数量))$")
MAX_LENGTH = 48
"""No name is longer, bilingual ones and their brackets included."""


@dataclass(frozen=True, slots=True)
class Label:
    """A fact's id, its type and, for enumerations, the name of its choices."""

    field: str
    type: str
    choice: str = ""
    says: str = ""
    """What a yes behind it means: `Return delivery: yes`."""


@dataclass(frozen=True, slots=True)
class Dictionary:
    """labels.toml, ready for look-ups."""

    names: dict[str, Label]
    asked: dict[str, Label]
    """The names of what is answered with yes or no, without the words that make a question of them."""
    labels: dict[str, Label]
    """By field id."""
    choices: dict[str, tuple[tuple[str, str], ...]]
    """By choice: (name in lower case, value), the longest name first."""
    failures: tuple[tuple[str, str], ...]
    """(name in lower case, the name complaints are compared by), the longest first."""


@lru_cache(maxsize=1)
def dictionary() -> Dictionary:
    """The dictionary that comes with the parsers, read once."""
    data = tomllib.loads(Path(__file__).with_name("labels.toml").read_text("utf-8"))
    labels = {id_: Label(id_, entry["type"], entry.get("choice", "")) for id_, entry in data["field"].items()}
    names = {_key(name): labels[id_] for id_, entry in data["field"].items() for name in entry["names"]}
    for compound in data["compound"]:
        for name in _compounds(compound):
            names.setdefault(_key(name), labels[compound["field"]])
    for answered in data["answered"]:
        names |= {_key(name): replace(labels[answered["field"]], says=answered["says"]) for name in answered["names"]}
    asked = {_ASKED.sub("", key): label for key, label in names.items() if label.type in ("flag", "choice")}
    choices = {
        choice: _longest_first(
            (name.lower(), value) for value, names_ in entry.items() for name in _with_id(value, names_)
        )
        for choice, entry in data["choice"].items()
    }
    failures = _longest_first((name.lower(), group[0]) for group in data["failure"]["names"] for name in group)
    return Dictionary(names, asked, labels, choices, failures)


def _compounds(entry: dict[str, Any]) -> list[str]:
    """Every name that two words make: `Qty rejected`, and with `swap` also `Rejected qty`."""
    pairs = [(one, other) for one in entry["first"] for other in entry["second"]]
    orders = [*pairs, *((other, one) for one, other in pairs if entry.get("swap"))]
    return [f"{one} {other}" for one, other in orders]


def _with_id(value: str, names: Sequence[str]) -> list[str]:
    """The names of a value; its id as well where that is no ordinary word."""
    return [*names, *([value] if "_" in value else [])]


def label_of(text: str) -> Label | None:
    """The fact that a name means, or None. Takes numbering, brackets, and both languages side by side
    (`批号/Lot No.`) where both mean the same fact."""
    if not text or len(text) > MAX_LENGTH:
        return None
    return _lookup(text)


def is_label(text: str) -> bool:
    return label_of(text) is not None


@lru_cache(maxsize=4096)
def _lookup(text: str) -> Label | None:
    names = dictionary().names
    name = unicodedata.normalize("NFKC", _NUMBERING.sub("", text))
    for candidate in (name, _BRACKETS.sub("", name)):
        if found := names.get(_key(candidate)) or _told_apart(candidate):
            return found
    halves = [half for half in _SCRIPTS.findall(name) if len(half.strip()) > 1]
    meant = {names.get(_key(half)) for half in halves}
    if len(halves) == 2 and len(meant) == 2 and None in meant and not _DIGIT.search(name):
        return _leading_half(names, halves)
    return meant.pop() if len(meant) == 1 and len(halves) > 1 else None


def _told_apart(name: str) -> Label | None:
    """A name in a question, with words around it, or beside others of the same fact (`Heat/Batch No.`)."""
    names, key = dictionary().names, _key(name)
    if _ASKED.search(key) and (found := dictionary().asked.get(_ASKED.sub("", key))):
        return found
    if (bare := _AROUND.sub("", name)) != name and (found := names.get(_key(bare))):
        return found if found.field != "customer_name" else None
    parts = _EITHER.split(name)
    if not 1 < len(parts) < 4:
        return None
    end = _LAST_WORDS.search(parts[-1].strip())
    last = f" {end[1] or end[2]}" if end else ""
    meant = {names.get(_key(part)) or names.get(_key(part + last)) for part in parts}
    return meant.pop() if len(meant) == 1 else None


def _leading_half(names: dict[str, Label], halves: Sequence[str]) -> Label | None:
    """`Return 需返还客户`: the Chinese name counts if the English words beside it are few and mean nothing else."""
    english, chinese = sorted(halves, key=lambda half: not half[0].isascii())
    beside = english[0].isascii() and not chinese[0].isascii() and len(english.split()) <= 3
    return names.get(_key(chinese)) if beside and len(_key(chinese)) >= 3 else None


def _key(name: str) -> str:
    return to_simplified(_NOISE.sub("", unicodedata.normalize("NFKC", name)).lower())


def _longest_first(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
