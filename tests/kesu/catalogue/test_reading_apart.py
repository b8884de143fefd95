"""A mail that takes too much, at the desk: set aside with the limit it broke, told once, and in nobody's way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kesu import check_reading
from kesu.config import Config
from kesu.readers import readers
from kesu.reading import read_files
from tests.kesu.letters import MONDAY, OWNER, complaint
from tests.office import Office, settings, text_of
from tests.parsers.raw import mail, mixed

WIDE = "说明".encode() * 3_000_000
OUT_OF_STEP = b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"A" * 239
BEGINNINGS = b"Content-Type: text/plain\r\n\r\n" + b"begin 644 a\r\n" * 400_000
COSTLY = {
    "memory": (
        mail(WIDE, b"Content-Type: text/plain; charset=utf-8", subject=b"wide"),
        {"parse_memory_mb": 128},
        "more than 128 MB of memory",
    ),
    "cpu": (
        mixed(*[OUT_OF_STEP] * 490, BEGINNINGS, subject=b"long"),
        {"parse_cpu_seconds": 1},
        "more than 1 s of processor time",
    ),
}


@pytest.mark.parametrize("limit", COSTLY)
def test_a_mail_over_a_limit_is_told_once_and_kept_and_the_next_one_becomes_a_case(limit: str) -> None:
    raw, own, says = COSTLY[limit]
    office = Office(settings(limits=own))
    office.desk = replace(office.desk, read=readers(office.config).mail)
    office.arrives(raw, MONDAY)
    office.arrives(complaint(office), MONDAY)
    office.works(MONDAY)
    office.works(MONDAY)
    (aside,) = office.store.set_aside()
    assert says in aside.note
    assert (aside.sender, office.desk.spool.read(aside.sha256)) == ("a@x.example", raw)
    assert len(office.inbox.folders["review"]) == 1
    assert [says in text_of(told) for told in office.sent(OWNER)].count(True) == 1
    assert office.case().subject


def test_kesu_read_says_which_limit_a_mail_broke(tmp_path: Path) -> None:
    raw, own, says = COSTLY["memory"]
    file = tmp_path / "wide.eml"
    file.write_bytes(raw)
    (found,), failed = read_files([file], settings(limits=own))
    assert failed
    assert (found["kind"], found["defects"]) == ("unreadable", ["over-memory"])
    assert says in str(found["kind_reason"])


@pytest.mark.parametrize("limits", [{}, {"parse_memory_mb": 256, "parse_wall_seconds": 7.5}])
def test_kesu_check_says_where_mails_are_read(limits: dict[str, Any]) -> None:
    config = Config.model_validate({"limits": limits})
    (note,) = check_reading.notes(config)
    own = config.limits
    assert f"at most {own.parse_memory_mb} MB, 20 s of processor time and {own.parse_wall_seconds:g} s each" in note


def test_kesu_check_warns_of_limits_that_do_not_hold() -> None:
    held = readers(Config()).holds()
    missing = [sentence for name, sentence in check_reading.WITHOUT.items() if name not in held]
    assert check_reading.warnings(Config()) == missing


def test_kesu_check_warns_if_there_are_no_limits() -> None:
    config = Config.model_validate({"limits": {"sandbox": False}})
    (warning,) = check_reading.warnings(config)
    assert "without limits on memory and time" in warning
    assert (check_reading.notes(config), readers(config).holds()) == ([], [])
