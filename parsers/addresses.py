"""Mailboxes in From, To and Cc: display names as they are, addresses only if they are beyond doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cases.mail import Address
from parsers.charsets import decode_header_bytes
from parsers.encoded_words import decode_value

ADDR_SPEC = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
"""RFC 5322 addr-spec in its dot-atom form, ASCII: the only form that may name a person."""
ADDRESS_IN_TEXT = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")


def parse_addresses(values: list[bytes]) -> tuple[Address, ...]:
    """Every mailbox of the given headers in order; a broken one has its text as name and no address.

    Empty ones (`<>`) are left out. Group names (`undisclosed:;`) are dropped, their members kept."""
    return tuple(
        mailbox
        for value in values
        for piece in _with_their_names(_split(decode_header_bytes(value)))
        if (mailbox := parse_mailbox(piece)) != Address("", "")
    )


def groups_in(values: list[bytes]) -> int:
    """How many named groups (`managers: a@b, c@d;`, RFC 6854) the headers hold: whoever is in one speaks for more."""
    return sum(_is_group(decode_header_bytes(value)) for value in values)


def _is_group(text: str) -> bool:
    specials = []
    comment = 0
    for lexeme in _LEXEME.findall(text):
        comment = max(0, comment + (lexeme == "(") - (lexeme == ")"))
        if not comment and lexeme in (":", ";"):
            specials.append(lexeme)
    return ":" in specials and ";" in specials[specials.index(":") :]


def parse_mailbox(piece: str) -> Address:
    """One mailbox: `name <a@b>`, `a@b (name)` or `a@b`."""
    if "<<" in piece:
        piece = _DOUBLED.sub(r"<\1>", piece)
    bare, comment = _without_comments(piece)
    angle, rest = _angle(bare)
    candidate = angle[_start(angle) :] if angle is not None else bare.strip()
    if " " in candidate and (behind := _BEHIND_A_NAME.fullmatch(candidate)):
        candidate, comment = behind.group(2), comment or behind.group(1)
    if is_address(candidate) and not (angle is not None and rest.strip()):
        return Address(_name(piece[: piece.rfind("<")] if angle is not None else comment), candidate.lower())
    shown = decode_value(piece).strip()[:200]
    return Address(shown if shown.strip('<>" ') else "", "")


def _start(angle: str) -> int:
    """Where the address begins: behind a route or `mailto:`."""
    found = _ROUTE.match(angle) if ":" in angle else None
    return found.end() if found else 0


def is_address(text: str) -> bool:
    return len(text) <= 254 and ADDR_SPEC.fullmatch(text) is not None


_ROUTE = re.compile(r"(?:@[^@:]{1,255}(?:,@[^@:]{1,255})*:|mailto:)", re.I)
"""What obsolete syntax (RFC 5322, 4.4) and some programs put before the address."""
_DOUBLED = re.compile(r"<<([^<>]*)>>(?=\s*\Z)")
_BEHIND_A_NAME = re.compile(r"([^@<>()\[\]:;,\"\\]{1,200}?)\s+([^@\s]+@[^@\s]+)")
"""An address without its brackets."""
_LEXEME = re.compile(r'"(?:[^"\\]|\\.)*+"?|<[^<>]*+>?|\\.|[(),;:]|[^"<(),;:\\]++', re.DOTALL)
"""A quoted string, an angle address, an escaped or special character, or other text; never backtracks."""


def _with_their_names(pieces: Iterator[str]) -> Iterator[str]:
    """A name with a comma that should have been quoted, `Last, First <a@b>`, is one with what follows."""
    name = ""
    for piece in pieces:
        if piece.strip() and "@" not in piece and "<" not in piece:
            name += f",{piece}" if name else piece
            continue
        if name and "<" not in piece:
            yield name
            name = ""
        yield f"{name},{piece}" if name else piece
        name = ""
    if name:
        yield name


def _split(text: str) -> Iterator[str]:
    """At commas and semicolons outside quotes, comments and angle brackets; a group's name is dropped."""
    piece: list[str] = []
    comment = 0
    for lexeme in _LEXEME.findall(text):
        comment = max(0, comment + (lexeme == "(") - (lexeme == ")"))
        if comment or lexeme not in (",", ";", ":"):
            piece.append(lexeme)
            continue
        if lexeme != ":":
            yield "".join(piece)
        piece = []
    yield "".join(piece)


def _without_comments(text: str) -> tuple[str, str]:
    """The text without its (nested) comments, and the comments' text."""
    if "(" not in text:
        return text, ""
    outside: list[str] = []
    inside: list[str] = []
    depth, quoted = 0, False
    for char in text:
        if char == '"' and not depth:
            quoted = not quoted
        if quoted:
            outside.append(char)
        elif char == "(":
            depth += 1
        elif char == ")" and depth:
            depth -= 1
        else:
            (inside if depth else outside).append(char)
    return "".join(outside), "".join(inside)


def _angle(text: str) -> tuple[str | None, str]:
    """Text between `<` and `>` (None without `<`, "" if there is not exactly one such pair), and text after."""
    quoted, start = False, -1
    for i, char in enumerate(text):
        if char == '"':
            quoted = not quoted
        elif char == "<" and not quoted:
            start = i
            break
    if start < 0:
        return None, ""
    inner, closed, after = text[start + 1 :].partition(">")
    return inner.strip() if closed and "<" not in inner else "", after


def _name(text: str) -> str:
    """The display name decoded and without its quotes, at most 200 characters."""
    stripped = text.strip()
    if len(stripped) > 1 and stripped[0] == stripped[-1] == '"':
        stripped = re.sub(r"\\(.)", r"\1", stripped[1:-1])
    return decode_value(stripped).strip().strip('"').strip()[:200]
