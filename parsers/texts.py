"""The text of a part as its sender wrote it: decoded, its line ends and paragraphs restored, wrappings taken off."""

from __future__ import annotations

import html as entities
import re

from parsers.charsets import decode
from parsers.flowed import unflowed
from parsers.parts import Part
from parsers.rtf import unformatted
from parsers.shown import ENRICHED, HTML, PLAIN, Shown

_DEBRIS = re.compile(r"&(?:nbsp|amp|lt|gt|quot);")
LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|\x0b|\x0c")
_SIGNED, _SIGNATURE, _SIGNATURE_END = (
    f"-----{mark}-----" for mark in ("BEGIN PGP SIGNED MESSAGE", "BEGIN PGP SIGNATURE", "END PGP SIGNATURE")
)
_ARMOR_HEADERS = re.compile(r"[ \t]*\n(?:[A-Z][\w-]{0,40}:[^\n]*\n)*\n")
_PARAMETERS = re.compile(r"<param>.{0,200}?</param>", re.S | re.I)
_COMMAND = re.compile(r"</?[a-z][\w-]{0,60}>", re.I)
_BREAKS = re.compile(r"\n(\n*)")
FORMS = {"text/html": HTML, "application/xhtml+xml": HTML, "text/enriched": ENRICHED, "text/richtext": ENRICHED}
RTF = frozenset(["text/rtf", "application/rtf"])
NO_LETTER = frozenset(
    f"text/{subtype}"
    for subtype in "calendar css csv directory javascript vcard watch-html x-amp-html x-vcard x-vcalendar xml".split()
)
_IS_HTML = re.compile(r"\s*<(?:!doctype\s+html|html|body|head)\b", re.I)
_OUTSIDE_THE_PARTS = re.compile(r"\bMIME\b|multi-?part|mail (?:reader|client|program)", re.I)
"""What programs say there to readers of the eighties."""


def may_be_a_letter(kind: str) -> bool:
    """Whether a part may be what its sender has to say, where nothing else is; unknown kinds of text are plain text
    (RFC 2046, 4.1.4)."""
    return (kind.startswith("text/") and kind not in NO_LETTER) or kind in FORMS or kind in RTF


def shown_of(part: Part, data: bytes) -> tuple[Shown, tuple[str, ...]]:
    """The text as it is to be read, and what was wrong with it; some programs call HTML plain text, or the reverse."""
    text, defects = text_of(part, data)
    form = FORMS.get(part.kind, PLAIN)
    if form == PLAIN and text[:1] in "<\n " and _IS_HTML.match(text):
        form = HTML
    elif form == HTML and not part.choice and "<" not in text:
        form, text = PLAIN, entities.unescape(text)
    return Shown(text, form, part.choice), defects


def outside_the_parts(pieces: list[bytes]) -> list[Shown]:
    """What somebody has written before the first part or behind the last one, where no program shows it."""
    texts = [LINE_ENDS.sub("\n", decode(piece)[0]).strip() for piece in pieces if piece.strip()]
    return [Shown(text, PLAIN) for text in texts if text and not _OUTSIDE_THE_PARTS.search(text)]


def text_of(part: Part, data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text with LF line ends and without NUL, and what was wrong with it; HTML stays HTML."""
    text, defects = decode(data, part.parameter("charset").decode("ascii", "replace"))
    if "\0" in text:
        defects = (*defects, "nul-byte")
        text = text.replace("\0", "\ufffd")
    text = LINE_ENDS.sub("\n", text).replace("\ufeff", "")
    if part.kind in FORMS:
        return (text if FORMS[part.kind] == HTML else _without_commands(text)), defects
    if part.kind in RTF:
        return unformatted(data), ()
    if part.parameter("format").lower() == b"flowed":
        text = unflowed(text, part.parameter("delsp").lower() == b"yes")
    if _SIGNED in text:
        text, defects = _unsigned(text), (*defects, "signed-in-text")
    if _DEBRIS.search(text):
        text = _DEBRIS.sub(lambda found: entities.unescape(found.group()), text)
    return text.replace("\xa0", " "), defects


def _unsigned(text: str) -> str:
    """The text without the marks around what was signed and before its hyphens (RFC 9580, 7); nothing is verified."""
    before, _, behind = text.partition(_SIGNED)
    signed, signature, rest = behind.partition(_SIGNATURE)
    head = _ARMOR_HEADERS.match(signed)
    if not signature or head is None:
        return text
    after = rest.partition(_SIGNATURE_END)[2].lstrip(" \t").removeprefix("\n")
    return before + re.sub(r"(?m)^- ", "", signed[head.end() :]) + after


def _without_commands(text: str) -> str:
    """text/enriched (RFC 1896): one line break is a blank, more are one less."""
    lines = _BREAKS.sub(lambda found: found.group(1) or " ", text)
    return _COMMAND.sub("", _PARAMETERS.sub("", lines)).replace("<<", "<")
