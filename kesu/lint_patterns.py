"""Patterns of the rules of communication: read with their parts, refused if a text could make them slow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from re import Pattern

LONGEST_GAP = 100
_PART = re.compile(r"<([a-z_]+)>")
_TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<open>\((?:\?(?:[:=!]|<[=!]))?)|(?P<close>\))"
    r"|(?P<endless>[*+]|\{[0-9]*,\})|(?P<times>\{[0-9]+(?:,[0-9]+)?\})|.",
    re.DOTALL,
)


class PatternFaulty(ValueError):
    """A pattern that cannot be used; the text is one sentence."""


def compiled(pattern: str, parts: Mapping[str, str]) -> Pattern[str]:
    """The pattern with its <parts> in place. Raises PatternFaulty.

    Nothing in it is repeated without end, and nothing repeated is repeated again: the time that it takes grows with
    the length of the text alone.
    """
    for name in _PART.findall(pattern):
        if name not in parts:
            raise PatternFaulty(f"there is no part <{name}> in [parts]")
    whole = _PART.sub(lambda match: parts[match[1]], pattern)
    try:
        found = re.compile(whole)
    except re.error as fault:
        raise PatternFaulty(f"{pattern!r} is no pattern: {fault.msg}") from None
    if found.search(""):
        raise PatternFaulty(f"{pattern!r} hits everything")
    _refuse_slow(pattern, whole)
    return found


def _refuse_slow(pattern: str, whole: str) -> None:
    repeats = [False]
    closed = False
    for token in _TOKEN.finditer(whole):
        if token["endless"]:
            raise PatternFaulty(f"{pattern!r} repeats without end; write a number such as {{0,20}} instead")
        if times := token["times"]:
            if closed:
                raise PatternFaulty(f"{pattern!r} repeats a group that repeats something itself")
            if max(map(int, re.findall("[0-9]+", times))) > LONGEST_GAP:
                raise PatternFaulty(f"{pattern!r} repeats more than {LONGEST_GAP} times")
            repeats[-1] = True
        closed = False
        if token["open"]:
            repeats.append(False)
        elif token["close"]:
            closed = repeats.pop()
            repeats[-1] = repeats[-1] or closed
