"""The process that reads strangers' mail: what it may not do, how it ends, and that the desk never goes with it."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cases.mail import IncomingMail, Kind
from parsers.apart import Apart
from parsers.limits import Bounds, Limits
from parsers.plain import from_plain, to_plain
from parsers.plain_simple import Malformed
from parsers.pool import Pool
from parsers.read import MailParser
from parsers.reader_ends import JobFailed, NoReader, ReaderEnded
from tests.parsers.misbehaving import CRASHES
from tests.parsers.office import docx
from tests.parsers.raw import ARRIVED, DESK, file, mail, mixed, text

ROOT = Path(__file__).resolve().parents[2]
MAILS = ROOT / "tests" / "fixtures" / "mails"
WORK = "tests.parsers.misbehaving:work"
MB = 2**20
SMALL = Bounds(memory=128 * MB, cpu_seconds=1, wall_seconds=30)
SHORT = Bounds(memory=128 * MB, wall_seconds=0.2)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    opened = Pool(WORK, None, SMALL, MB)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def hasty() -> Iterator[Pool]:
    opened = Pool(WORK, None, SHORT, MB)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    opened = Apart([DESK], Limits(), Bounds())
    yield opened
    opened.close()


def children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def keepers() -> list[int]:
    return [
        child for child in children(os.getpid()) if b"parsers.keeper" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


# ---------------------------------------------------------------- how it ends


@pytest.mark.parametrize(
    ("job", "limit", "how"),
    [
        ("spin", "cpu", "more than 1 s of processor time"),
        ("hoard", "memory", "more than 128 MB of memory"),
        ("crash", "", "SIGSEGV"),
        ("leave", "", "exit status 7"),
    ],
)
def test_a_reader_that_dies_is_named_by_its_limit_and_the_next_job_is_not_affected(
    pool: Pool, job: str, limit: str, how: str
) -> None:
    with pytest.raises(ReaderEnded) as ended:
        pool.call(job, None)
    assert (ended.value.limit, str(ended.value)) == (limit, how)
    assert pool.call("echo", "here", b"again") == ("here", [b"again"])


def test_a_reader_that_hangs_is_ended_by_the_clock(hasty: Pool) -> None:
    with pytest.raises(ReaderEnded) as ended:
        hasty.call("doze", None)
    assert (ended.value.limit, str(ended.value)) == ("wall", "more than 0.2 s")
    assert hasty.call("echo", "here") == ("here", [b""])


LENGTHS = {"lengths without end": [255] * 8, "a part of an answer": [0, 0, 0, 9, 0, 0, 0, 0, 91]}
NO_JSON = {"no JSON": [0, 0, 0, 2, 0, 0, 0, 0, 91, 91], "other JSON": [0, 0, 0, 2, 0, 0, 0, 0, 52, 50]}
WRONG = {"wrong sizes": [0, 0, 0, 13, 0, 0, 0, 0, *b'[["",0],[99]]'], "no list": [0, 0, 0, 6, 0, 0, 0, 0, *b"[1,[]]"]}


@pytest.mark.parametrize("nonsense", [*LENGTHS.values(), *NO_JSON.values(), *WRONG.values()])
def test_an_answer_that_is_none_ends_the_reader_and_nothing_else(hasty: Pool, nonsense: list[int]) -> None:
    with pytest.raises(ReaderEnded):
        hasty.call("say", nonsense)
    assert hasty.call("echo", 1) == (1, [b""])


def test_an_exception_in_the_reader_is_told_and_the_reader_goes_on(pool: Pool) -> None:
    pool.call("echo", None)
    (keeper, *_) = [child for child in keepers() if children(child)]
    before = children(keeper)
    with pytest.raises(JobFailed, match="KeyError: 'unknown'"):
        pool.call("unknown", None)
    assert children(keeper) == before


def test_a_keeper_that_somebody_ended_is_started_anew() -> None:
    known = keepers()
    fresh = Pool(WORK, None, SMALL, MB)
    fresh.call("echo", 1)
    (keeper,) = set(keepers()) - set(known)
    (reader,) = children(keeper)
    gone = os.pidfd_open(reader)
    os.kill(keeper, signal.SIGKILL)
    assert select.select([gone], [], [], 10)[0]
    os.close(gone)
    with pytest.raises(ReaderEnded):
        fresh.call("echo", 2)
    assert fresh.call("echo", 3) == (3, [b""])
    fresh.close()
    assert keepers() == known


def test_work_that_cannot_be_loaded_is_no_reader(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NoReader, match="does not start"):
        Pool("tests.parsers.misbehaving:nothing", None, SMALL, MB).call("echo", 1)
    assert "AttributeError" in capfd.readouterr().err


# ---------------------------------------------------------------- what it may not do


@pytest.mark.parametrize(("job", "needed"), [("connect", None), ("run", None), ("fork", None), ("write", "x.txt")])
def test_a_reader_cannot_reach_anything(pool: Pool, job: str, needed: str | None) -> None:
    with pytest.raises(JobFailed, match="PermissionError"):
        pool.call(job, needed)


def test_a_reader_has_no_secret_no_file_and_no_network(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    found, _ = pool.call("surroundings", None)
    assert set(found["environment"]) <= {"PYTHONPATH", "LANG", "LC_CTYPE"}
    assert (found["sockets"], found["files"], found["group"]) == (1, ["/dev/null"] * 3, True)
    if "network" in pool.holds():
        assert found["interfaces"] in ([], ["lo"])


def test_every_limit_holds_on_linux(pool: Pool) -> None:
    wanted = {"memory", "cpu", "core", "file-size", "open-files"}
    assert wanted <= set(pool.holds())
    assert ("processes" in pool.holds()) == (os.geteuid() != 0)


# ---------------------------------------------------------------- over a long time


def test_a_thousand_jobs_and_many_deaths_leave_nothing_behind() -> None:
    known = keepers()
    opened = Pool(WORK, None, SMALL, MB)
    opened.call("echo", 0)
    (keeper,) = set(keepers()) - set(known)

    def descriptors() -> tuple[int, int]:
        return len(list(Path("/proc/self/fd").iterdir())), len(list(Path(f"/proc/{keeper}/fd").iterdir()))

    before = descriptors()
    for number in range(1, 1101):
        if number % 50 == 0:
            with pytest.raises(ReaderEnded):
                opened.call("leave", None)
        assert opened.call("echo", number) == (number, [b""])
    assert descriptors() == before
    assert len(children(keeper)) == 1
    opened.close()
    assert keepers() == known
    assert opened.call("echo", "opened again") == ("opened again", [b""])
    opened.close()


OWNER = f"""
from parsers.limits import Bounds
from parsers.pool import Pool
pool = Pool("{WORK}", None, Bounds(), 2**20)
pool.call("echo", 1)
print("ready", flush=True)
{{}}
"""
ENDS = {
    "killed while it waits for a reader": ('pool.call("spin", None)', signal.SIGKILL),
    "stopped by Ctrl-C": ("input()", signal.SIGINT),
    "at its end": ("", None),
}


@pytest.mark.parametrize("end", ENDS)
def test_when_the_desk_is_gone_its_readers_are_gone(end: str) -> None:
    last, number = ENDS[end]
    desk = subprocess.Popen(
        [sys.executable, "-c", OWNER.format(f"import time; time.sleep(0.1)\n{last}")],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with desk:
        assert desk.stdout is not None
        assert desk.stdout.readline() == b"ready\n"
        (keeper,) = children(desk.pid)
        processes = [os.pidfd_open(process) for process in (keeper, *children(keeper))]
        if number is not None:
            desk.send_signal(number)
        desk.wait(20)
        for process in processes:
            assert select.select([process], [], [], 10)[0]
            os.close(process)
    assert len(processes) == 2


# ---------------------------------------------------------------- mails


def test_every_fixture_reads_the_same_in_a_process_of_its_own(apart: Apart) -> None:
    here = MailParser(frozenset({DESK}))
    shanghai = ARRIVED.astimezone(ZoneInfo("Asia/Shanghai"))
    names = sorted(MAILS.glob("*.eml"))
    assert len(names) > 50
    for name in names:
        raw = name.read_bytes()
        assert apart.read_mail(raw, shanghai) == here(raw, shanghai), name.name
        assert apart.read_mail(raw, shanghai).received_at.tzinfo is shanghai.tzinfo


def test_a_surrogate_without_its_partner_survives(apart: Apart) -> None:
    raw = mail(b"\\ud800 \xed\xa0\x80", b"Content-Type: text/plain; charset=utf-16", subject=b"=?utf-16?B?2AA=?=")
    assert apart.read_mail(raw, ARRIVED) == MailParser(frozenset({DESK}))(raw, ARRIVED)


def large(size: int) -> bytes:
    return mixed(text(), file(b'filename="a.bin"', bytes(size)), subject=b"large", sender=b"wang@x.example")


def told(found: IncomingMail) -> tuple[object, ...]:
    return found.kind, found.kind_reason, found.defects, found.sender.address, found.subject


def test_a_mail_that_takes_too_much_memory_is_set_aside_with_its_sender_and_the_next_one_is_read() -> None:
    opened = Apart([DESK], Limits(), Bounds(memory=80 * MB))
    raw = large(20 * MB)
    found = opened.read_mail(raw, ARRIVED)
    assert told(found) == (
        Kind.UNREADABLE,
        "读取这封邮件占用内存过多 / Reading this mail takes more than 80 MB of memory.",
        ("over-memory",),
        "wang@x.example",
        "large",
    )
    whole = MailParser(frozenset({DESK}))(raw, ARRIVED)
    assert (found.sha256, found.content_key) == (whole.sha256, whole.content_key)
    assert opened.read_mail(mail(), ARRIVED).kind is Kind.SUBMISSION
    opened.close()


def test_a_mail_that_takes_too_long_is_set_aside_even_if_nothing_can_be_said_of_it() -> None:
    opened = Apart([DESK], Limits(), Bounds(wall_seconds=0.001))
    raw = large(3 * MB)
    found = opened.read_mail(raw, ARRIVED)
    assert (found.kind, found.defects[-1:]) == (Kind.UNREADABLE, ("over-wall",))
    assert found.kind_reason == "读取这封邮件等待过久 / Reading this mail takes more than 0.001 s."
    assert found.content_key == MailParser(frozenset({DESK}))(raw, ARRIVED).content_key
    opened.close()


def test_a_mail_that_crashes_its_reader_three_times_is_not_read_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parsers.apart.WORK", "tests.parsers.misbehaving:readers")
    opened = Apart([DESK], Limits(), Bounds())
    assert told(opened.read_mail(mail(b"hello", CRASHES), ARRIVED)) == (
        Kind.UNREADABLE,
        "读取这封邮件的进程屡次中断 / Reading this mail stopped the process that reads 3 times (SIGSEGV).",
        ("crashed",),
        "a@x.example",
        "x",
    )
    assert opened.read_mail(mail(), ARRIVED).kind is Kind.SUBMISSION
    opened.close()


def test_a_reader_that_is_ended_by_somebody_else_costs_no_mail(apart: Apart) -> None:
    apart.read_mail(mail(), ARRIVED)
    for keeper in keepers():
        for reader in children(keeper):
            os.kill(reader, signal.SIGKILL)
    assert apart.read_mail(mail(), ARRIVED).kind is Kind.SUBMISSION


def test_a_form_that_cannot_be_read_is_refused(apart: Apart) -> None:
    assert [finding.rule for finding in apart.read_form(docx([["批号", "2602A"]])).findings] == ["FORM-unknown-form"]
    assert [finding.rule for finding in apart.read_form(b"{\\rtf1}").findings] == ["FORM-no-office"]
    assert [finding.rule for finding in apart.read_form(b"").findings] == ["FORM-empty"]


# ---------------------------------------------------------------- what comes back is data


GOOD = MailParser()(mixed(text(), file(b'filename="a.pdf"', b"%PDF-1.4")), ARRIVED)


def written(found: IncomingMail) -> tuple[Any, list[bytes]]:
    """As the reader writes it."""
    plain, blobs = to_plain(found, IncomingMail)
    return json.loads(json.dumps(plain)), blobs


def test_a_mail_survives_the_way() -> None:
    assert from_plain(*written(GOOD), IncomingMail) == GOOD


@pytest.mark.parametrize("at", range(28))
def test_a_value_of_another_type_is_found_in_every_place(at: int) -> None:
    plain, blobs = written(GOOD)
    plain[at] = {"no": [1.5]}
    with pytest.raises(Malformed):
        from_plain(plain, blobs, IncomingMail)


@pytest.mark.parametrize("zone", ["[../../../../etc/passwd]", "[/etc/passwd]", "[Nowhere/Else]", "[]x"])
def test_a_zone_is_a_name_and_no_path(zone: str) -> None:
    with pytest.raises(Malformed):
        from_plain(f"2026-03-02T09:00:00+08:00{zone}", (), datetime)


def test_a_moment_keeps_its_zone() -> None:
    for moment in (ARRIVED, ARRIVED.astimezone(ZoneInfo("Asia/Shanghai")), replace(GOOD).received_at.astimezone(UTC)):
        back = from_plain(to_plain(moment, datetime)[0], (), datetime)
        assert (back, back.tzinfo) == (moment, moment.tzinfo)
