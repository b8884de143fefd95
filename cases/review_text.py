"""How a reviewer reads a cell: whether it says anything, and the dates, numbers and words in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

PLACEHOLDERS = frozenset(
    "/ // - -- — —— _ . 。 … ? 无 暂无 略 同上 待定 待填 待补 未定 未填 不适用 x xx xxx tbd tba tbc none n.a. na "
    "n/a todo pending ditto".split()
)
"""What stands in a cell that nobody has answered; `不适用` alone lacks its reason."""
_DECLINED = re.compile(
    r"^(?:不适用|n\s*/\s*a|n\.a\.|not applicable)\s*[:：,，;；(（—–-]\s*\S.{1,}", re.IGNORECASE | re.DOTALL
)
_DATE = re.compile(
    r"(?<!\d)(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)|(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)"
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_COUNT = re.compile(
    r"\d|[一二两三四五六七八九十百千]\s?(?:件|片|个|只|条|台|套|块|支|卷|批)|\b(?:one|two|three|four|five|six|all)\b",
    re.I,
)


def plain(text: str) -> str:
    """For comparing: NFKC, small letters, blanks to one."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def blank(text: str) -> bool:
    """Whether a cell is empty for a reviewer: nothing, a stroke, 无, 待定, or our own 〔hint〕."""
    said = plain(text).strip(" :：")
    return not said or said in PLACEHOLDERS or (said.startswith("〔") and said.endswith("〕"))


def declined(text: str) -> bool:
    """`不适用：理由`: an answer."""
    return _DECLINED.match(plain(text)) is not None


def dates(text: str) -> list[date]:
    """Every full date of a text that exists."""
    found = []
    for match in _DATE.finditer(text):
        year, month, day = (int(each) for each in match.groups() if each is not None)
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return found


def day(text: str) -> date | None:
    return next(iter(dates(text)), None)


def number(text: str) -> Decimal | None:
    """The first number of a text; a sign in front counts."""
    said = unicodedata.normalize("NFKC", text).strip()
    found = _NUMBER.search(said)
    if found is None:
        return None
    try:
        value = Decimal(found[0].replace(",", ""))
    except InvalidOperation:
        return None
    return -value if said[: found.start()].rstrip().endswith(("-", "−")) else value


def undated(text: str) -> str:
    """The text without its dates."""
    return _DATE.sub(" ", text)


def counts(text: str) -> bool:
    """Whether a text tells a number that is not part of a date or of a part number."""
    return any(_COUNT.search(word) for word in re.split(r"[\s，,。;；、]+", undated(text)) if not _is_code(word))


def _is_code(word: str) -> bool:
    """`SP-M10-550`, `DDR5`: letters and digits in one word, but `12pcs` and `≥2mm` are numbers."""
    return re.match(r"^[A-Za-z][\w./-]*\d", word) is not None


def hits(patterns: Iterable[str], text: str) -> list[str]:
    """What the patterns find, each once, as written."""
    said = unicodedata.normalize("NFKC", text)
    found = (match[0] for pattern in patterns for match in re.finditer(pattern, said, re.IGNORECASE))
    return list(dict.fromkeys(each.strip() for each in found))


def holds(words: Iterable[str], text: str) -> bool:
    """Whether any of the words is part of the text, whatever the letter case."""
    said = plain(text)
    return any(word.lower() in said for word in words)
