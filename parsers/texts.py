"""The text of a part as its sender wrote it: decoded, its line ends and paragraphs restored, wrappings taken off."""

from __future__ import annotations

import html as entities
import re

from parsers.charsets import decode
from parsers.flowed import unflowed
from parsers.parts import Part

_DEBRIS = re.compile(r"&(?:nbsp|amp|lt|gt|quot);")
LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|\x0b|\x0c")
_SIGNED, _SIGNATURE, _SIGNATURE_END = (
    f"-----{mark}-----" for mark in ("BEGIN PGP SIGNED MESSAGE", "BEGIN PGP SIGNATURE", "END PGP SIGNATURE")
)
_ARMOR_HEADERS = re.compile(r"[ \t]*\n(?:[A-Z][\w-]{0,40}:[^\n]*\n)*\n")
_PARAMETERS = re.compile(r"<param>.{0,200}?</param>", re.S | re.I)
_COMMAND = re.compile(r"</?[a-z][\w-]{0,60}>", re.I)
_BREAKS = re.compile(r"\n(\n*)")
ENRICHED_TYPES = frozenset(["text/enriched", "text/richtext"])


def text_of(part: Part, data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text with LF line ends and without NUL, and what was wrong with it; HTML stays HTML."""
    text, defects = decode(data, part.parameter("charset").decode("ascii", "replace"))
    if "\0" in text:
        defects = (*defects, "nul-byte")
        text = text.replace("\0", "\ufffd")
    text = LINE_ENDS.sub("\n", text).replace("\ufeff", "")
    if part.kind == "text/html":
        return text, defects
    if part.kind in ENRICHED_TYPES:
        return _without_commands(text), defects
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
