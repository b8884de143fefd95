"""Header lines that every client reads the same: ASCII, folded, never a line more than we wrote."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from generator.plain import one_line

_LINE = 76
_WORD_BYTES = 39
"""Bytes per encoded word: with its frame 64 characters, so that `Subject: ` still fits before it."""
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,900}>")
_NAME_LENGTH = 80
"""Characters of a file name: even if each needs four bytes, its RFC 2231 line stays under 998."""


class UnusableAddress(ValueError):
    """The address cannot stand in a header; the text says which."""


def address(text: str) -> str:
    """`text` as an addr-spec; a Chinese domain as its IDNA form. Raises UnusableAddress."""
    local, _, domain = text.strip().rpartition("@")
    try:
        spec = f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        spec = ""
    if not _ADDRESS.fullmatch(spec):
        raise UnusableAddress(f"not a mail address that can be written to: {one_line(text)!r}")
    return spec


def message_ids(texts: Iterable[str]) -> list[str]:
    """The well-formed Message-IDs in `texts`, each once, in order; what is none is left out."""
    found = [message_id for text in texts for message_id in _MESSAGE_ID.findall(text)]
    return list(dict.fromkeys(found))


def unstructured(name: str, value: str) -> str:
    """A header of free text: plain if it is short-worded ASCII, else encoded words (RFC 2047)."""
    line = one_line(value)
    if line.isascii() and "=?" not in line and all(len(word) < _LINE for word in line.split()):
        return folded(name, line.split())
    return folded(name, _encoded_words(line))


def mailbox(name: str, display: str, spec: str) -> str:
    """A From-like header: the display name quoted or encoded, the address as `address` gives it."""
    shown = one_line(display)
    if not shown:
        return folded(name, [address(spec)])
    if not shown.isascii() or "=?" in shown or len(shown) > _LINE - 2:
        return folded(name, [*_encoded_words(shown), f"<{address(spec)}>"])
    quoted = re.sub(r'(["\\])', r"\\\1", shown)
    return folded(name, [f'"{quoted}"', f"<{address(spec)}>"])


def folded(name: str, words: Sequence[str]) -> str:
    """`name: words`, broken between words where a line would grow over 76 characters (RFC 5322, 2.2.3)."""
    lines = [f"{name}:"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > _LINE and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines)


def file_name(text: str) -> str:
    """A base name fit to be shown and saved: no path, no control characters, at most 80 characters."""
    base = re.split(r"[/\\]", one_line(text))[-1].replace('"', "'").lstrip(".") or "attachment"
    if len(base) <= _NAME_LENGTH:
        return base
    stem, dot, ending = base.rpartition(".")
    if not dot or len(ending) > 8:
        return base[:_NAME_LENGTH]
    return stem[: _NAME_LENGTH - len(ending) - 1] + dot + ending


def named(header: str, parameter: str, name: str, *, extended: bool) -> str:
    """`header; parameter=name`. A Chinese name twice over: RFC 2231 for those who know the standard (if
    `extended`), and an encoded word for the Outlooks, QQ, Foxmail and 163 that read only that."""
    if name.isascii() and len(name) < _LINE and "=?" not in name:
        return f'{header};\r\n {parameter}="{name}"'
    fallback = "\r\n ".join(_encoded_words(name))
    # The standard form stands first: Python's own parser takes the first of the two.
    standard = f"\r\n {parameter}*=UTF-8''{quote(name, safe='')};" if extended else ""
    return f'{header};{standard}\r\n {parameter}="{fallback}"'


def _encoded_words(line: str) -> list[str]:
    chunks, chunk = [], b""
    for character in line:
        encoded = character.encode("utf-8")
        if len(chunk) + len(encoded) > _WORD_BYTES:
            chunks.append(chunk)
            chunk = b""
        chunk += encoded
    return [f"=?utf-8?B?{base64.b64encode(part).decode('ascii')}?=" for part in (*chunks, chunk) if part]
