"""What makes a mail of ours recognisable: its Message-ID, the token of a request, the tag in its subject.

All are worked out from the desk's secret key, so that a step repeated after a crash writes the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

TOKEN_LENGTH = 26
"""130 bits in base32."""

CASE_ID = re.compile(r"K\d{4}-\d{5,}")


@dataclass(frozen=True, slots=True)
class Tag:
    """A case named in a mail: `[K2026-00012]`, with a request's token `[K2026-00012 #ab3d…]`."""

    case: str
    token: str = ""

    def __str__(self) -> str:
        return f"{self.case} #{self.token}" if self.token else self.case


def message_id(key: bytes, effect_key: str, domain: str) -> str:
    """The Message-ID of the mail with this effect: the same for every attempt, not to be guessed."""
    digest = hmac.new(key, effect_key.encode(), hashlib.sha256).hexdigest()
    return f"<k.{digest[:32]}@{domain}>"


def token(key: bytes, *parts: str) -> str:
    """26 lower-case base32 characters, the same for the same parts (case, revision, step, person …)."""
    # netstrings: ("ab", "c") and ("a", "bc") must differ, and no effect key of a Message-ID looks like one
    told = b"".join(b"%d:%s," % (len(part), part) for part in (p.encode() for p in ("token", *parts)))
    digest = hmac.new(key, told, hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:TOKEN_LENGTH]


def token_hash(written: str) -> str:
    """What the store keeps of a token: SHA-256, hex."""
    return hashlib.sha256(written.lower().encode()).hexdigest()


def subject_tag(tag: Tag) -> str:
    """`[K2026-00012]` or `[K2026-00012 #ab3d…]`, for the end of a subject."""
    return f"[{tag}]"


def ref_line(tag: Tag) -> str:
    """The same for a line of the text, where programs that rewrite subjects leave it alone."""
    return f"Ref: {tag}"


# Mail programs fold, quote (`> `), widen (【】［］＃Ｋ) and re-hyphenate what we wrote, and some put invisible
# characters between. Every repetition is bounded: the text comes from strangers.
_BETWEEN = r"\s>\u00ad\u200b-\u200d\u2060\ufeff"
_GAP = rf"[{_BETWEEN}]{{0,6}}"
_DASH = r"[-\u2010-\u2015]"
_TAG = re.compile(
    rf"(?:(?P<open>[\[【〔])|\bRef{_GAP}:){_GAP}"
    rf"(?P<case>K{_GAP}\d{{4}}{_GAP}{_DASH}{_GAP}\d{{5,9}}(?!\d))"
    rf"(?:{_GAP}\#(?P<token>(?:[{_BETWEEN}-]{{0,6}}[a-z2-7]){{{TOKEN_LENGTH}}})(?![a-z0-9]))?"
    rf"(?(open){_GAP}[\]】〕])",
    re.IGNORECASE,
)
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""Full-width ASCII to plain, one character for one."""


def tags_in(text: str) -> list[Tag]:
    """The tags and `Ref:` lines of a subject or text, in order, each once."""
    return list(dict.fromkeys(_read(match) for match in _TAG.finditer(text.translate(_NARROW))))


def without_tags(subject: str) -> str:
    """The subject as the customer wrote it."""
    kept = subject
    for match in reversed(list(_TAG.finditer(subject.translate(_NARROW)))):
        kept = f"{kept[: match.start()].rstrip()} {kept[match.end() :].lstrip()}".strip()
    return kept


def _read(match: re.Match[str]) -> Tag:
    number = re.sub(_DASH, "-", re.sub(f"[{_BETWEEN}]", "", match["case"]))
    written = re.sub(f"[{_BETWEEN}-]", "", match["token"] or "")
    return Tag(number.upper(), written.lower())
