"""The machine-readable part of a delivery report (RFC 3464) or complaint (RFC 5965): what became of the mail."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.encoded_words import decode_value

_FIELD = re.compile(r"(?m)^[ \t]{0,2}([A-Za-z][A-Za-z-]{2,40})[ \t]*:[ \t]*(.*(?:\r?\n[ \t]+\S.*){0,20})")
_TYPE = re.compile(r"^[\w.-]{1,40}\s*;\s*")
_DIAGNOSTIC_TYPE = re.compile(r"^(?:smtp|x-[\w-]+|x400|unix|local|dns)\s*;\s*", re.I)
_ADDRESS = re.compile(r"[^\s<>\"'(),;:=]{1,200}@[^\s<>\"'(),;:]{1,250}")
_PREFIXED = re.compile(r"(?:smtp|imceasmtp|rfc-?822)=(?=[^\s@]{1,200}@)", re.I)
_CODE = re.compile(r"(?<![\d.])[245]\.\d\.\d{1,3}(?![\d.])")
_ACTIONS = {
    "fail": "failed",
    "dela": "delayed",
    "deli": "delivered",
    "rela": "relayed",
    "expa": "expanded",
}
"""The five actions of RFC 3464, 2.3.3, by their first letters: some servers write `failure` or `delay`."""
SUCCESS = frozenset(["delivered", "relayed", "expanded"])
MOST = 100


@dataclass(slots=True)
class Fate:
    """What became of the mail for one recipient; "" for what is not said."""

    recipient: str = ""
    action: str = ""
    status: str = ""
    diagnostic: str = ""


def fates(report: str) -> list[Fate]:
    """One for each recipient that is named, at most a hundred."""
    found: list[tuple[dict[str, str], Fate]] = []
    for field in _FIELD.finditer(report):
        name, value = field.group(1).lower(), " ".join(field.group(2).split())
        name = "original-recipient" if name == "original-rcpt-to" else name
        if name in ("final-recipient", "original-recipient") and (not found or name in found[-1][0]):
            if len(found) == MOST:
                break
            found.append(({}, Fate()))
        if not found and name in ("status", "action", "diagnostic-code"):
            found.append(({}, Fate()))
        if found and found[-1][0].setdefault(name, value) == value:
            _note(found[-1][1], name, value)
    return [fate for _, fate in found if fate.recipient or fate.status or fate.action]


def _note(fate: Fate, name: str, value: str) -> None:
    if name == "original-recipient" or (name == "final-recipient" and not fate.recipient):
        fate.recipient = _recipient(value) or fate.recipient
    elif name == "action":
        fate.action = _ACTIONS.get(value[:4].lower(), "")
    elif name == "status" and (code := _CODE.search(value)):
        fate.status = code.group()
    elif name == "diagnostic-code":
        fate.diagnostic = _DIAGNOSTIC_TYPE.sub("", decode_value(value)).strip()


def _recipient(value: str) -> str:
    bare = _PREFIXED.sub(" ", _TYPE.sub("", value))
    found = _ADDRESS.search(bare)
    return found.group().strip(".").lower() if found else ""


def action_of(found: list[Fate]) -> str:
    """The worst that happened to any recipient; "" if no action is stated."""
    actions = {fate.action or ("failed" if fate.status.startswith("5") else "") for fate in found}
    for action in ("failed", "delayed", "expanded", "relayed", "delivered"):
        if action in actions:
            return action
    return ""
