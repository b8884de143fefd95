"""Every mail under tests/fixtures/mails is read as the file of expectations beside it says."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from cases.mail import IncomingMail
from parsers.as_json import mail_as_json
from parsers.read import MailParser
from parsers.signs import complaint_signs

MAILS = Path(__file__).parents[1] / "fixtures" / "mails"
NAMES = sorted(path.stem for path in MAILS.glob("*.eml"))
CHINA = timezone(timedelta(hours=8))
ARRIVED = datetime(2026, 3, 2, 10, 0, tzinfo=CHINA)
DESK = "complaints@desk.example"


def read(name: str) -> IncomingMail:
    return MailParser(frozenset({DESK}))((MAILS / f"{name}.eml").read_bytes(), ARRIVED)


def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((MAILS / f"{name}.json").read_text("utf-8"))
    return found


def seen(name: str, keys: dict[str, Any]) -> dict[str, Any]:
    """What was read, in the shape of the expectations: only what they speak of."""
    mail = read(name)
    shown = mail_as_json(mail)
    fields: dict[str, Any] = shown["fields"]  # type: ignore[assignment]
    decision = mail.decision
    views: dict[str, Any] = {
        **shown,
        "fields": {id_: fields[id_]["value"] if id_ in fields else None for id_ in keys.get("fields", {})},
        "flags": {id_: fields[id_]["flags"] if id_ in fields else None for id_ in keys.get("flags", {})},
        "absent": [id_ for id_ in keys.get("absent", []) if id_ not in fields],
        "decision": decision
        and {
            "verb": decision.verb,
            "reason": decision.reason,
            "case": decision.case,
            "refused": decision.refused_because != "",
        },
        "attachments": [
            {key: found[key] for key in ("filename", "detected_type", "inline", "flags")}
            for found in shown["attachments"]  # type: ignore[attr-defined]
        ],
        "bounce_some": {key: shown["bounce"][key] for key in keys.get("bounce_some", {})} if mail.bounce else None,  # type: ignore[index]
        "complaint": complaint_signs(mail),
        "senders": mail.senders,
        "answer_unwanted": mail.answer_unwanted,
        "quoted_starts": mail.quoted_text[: len(keys.get("quoted_starts", ""))],
    }
    return {key: views[key] for key in keys}


def test_there_are_mails_of_many_programs() -> None:
    assert len(NAMES) >= 90


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_is_read_as_expected(name: str) -> None:
    wanted = expected(name)
    assert seen(name, wanted) == wanted


@pytest.mark.parametrize("name", NAMES)
def test_new_and_quoted_text_are_lines_of_the_text(name: str) -> None:
    mail = read(name)
    lines = set(mail.text.split("\n")) | {""}
    assert set(mail.new_text.split("\n")) <= lines
    assert set(mail.quoted_text.split("\n")) <= lines
