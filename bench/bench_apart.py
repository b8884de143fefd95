"""What it costs to read mails in a process of its own, and what the desk and its processes need in memory.

First, ordinary mails of about 17 KB: in a process of its own and in this one, in turns of all mails; the best round
counts for each mail. Then what one mail of 25 MB needs, in the process that reads it. Then what a desk needs that
takes in ordinary mails, the large one and the hostile ones of the tests, with store, documents and all. Exit code 1
beyond the goals. Usage: python -m bench.bench_apart
"""

from __future__ import annotations

import email.policy
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from bench.bench_parse import ARRIVED, DESK, ordinary
from cases.ports import Fetched
from kesu.intake import take_in
from kesu.logs import log_quietly
from kesu.paperwork import do_papers
from kesu.wire import open_desk
from parsers import apart
from parsers.keeper import Work
from parsers.limits import Bounds, Limits
from parsers.plain import from_plain, to_plain
from parsers.pool import Pool
from parsers.read import MailParser
from tests.office import settings
from tests.parsers.test_hostile_mails import COSTLY, OVER_A_LIMIT

MAILS, ROUNDS, ORDINARY = 60, 9, 300
ADDED_MS, TIMES_ITS_SIZE, SERVICE_MB = 0.3, 3.0, 400
MB = 2**20
PARSER = MailParser(frozenset({DESK}))


def work(options: Any) -> Work:
    """Called in the keeper: reads a mail and says what that took at most, in bytes."""
    read = apart.work(options)

    def measure(_job: str, needed: Any, body: bytes) -> tuple[Any, list[bytes]]:
        before = resident(os.getpid()) - len(body)
        read("mail", needed, body)
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before, []

    return measure


def resident(process: int) -> int:
    """Bytes of a process in memory."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * resource.getpagesize()


def large() -> bytes:
    """A well-formed mail of 25 MB: a text and six photos."""
    mail, rng = EmailMessage(), random.Random(1)
    mail["From"], mail["To"], mail["Subject"] = "王工 <wang@cust.example>", DESK, "投诉：内存条无法开机"
    mail.set_content("贵司供应的内存条无法开机，请安排人员到现场。\n" * 50, charset="utf-8")
    for number in range(6):
        content = b"\xff\xd8\xff" + rng.randbytes(3 * MB)
        mail.add_attachment(content, maintype="image", subtype="jpeg", filename=f"不良{number}.jpg")
    return mail.as_bytes(policy=email.policy.SMTP)


def added(reader: apart.Apart) -> tuple[float, float]:
    """Milliseconds of wall that an ordinary mail takes in this process, and how many more it takes apart."""
    mails = [ordinary(number) for number in range(MAILS)]
    sides: list[Callable[[bytes], object]] = [
        lambda raw: PARSER(raw, ARRIVED),
        lambda raw: reader.read_mail(raw, ARRIVED),
    ]
    best = [[float("inf")] * MAILS for _ in sides]
    for _ in range(ROUNDS):
        for side, read in enumerate(sides):
            for number, raw in enumerate(mails):
                started = time.perf_counter()
                read(raw)
                best[side][number] = min(best[side][number], time.perf_counter() - started)
    more = statistics.median(there - here for here, there in zip(*best, strict=True))
    return statistics.median(best[0]) * 1000, more * 1000


def peak(raw: bytes) -> float:
    """How many times its size a mail needs in the process that reads it."""
    options = apart.Options((DESK,), Limits(), ())
    pool = Pool("bench.bench_apart:work", to_plain(options, apart.Options)[0], Bounds(), MB)
    needed, _ = pool.call("mail", [to_plain(ARRIVED, datetime)[0], []], raw)
    pool.close()
    return float(from_plain(needed, (), int)) / len(raw)


def service(big: bytes) -> tuple[int, int]:
    """MB of a desk with its processes at their peak, and how many mails it set aside."""
    hostile = [*COSTLY.values(), *(raw for raw, _ in OVER_A_LIMIT.values())]
    with tempfile.TemporaryDirectory() as folder:
        for number, raw in enumerate([*(ordinary(number) for number in range(ORDINARY)), big, *hostile]):
            Path(folder, f"{number:04}.eml").write_bytes(raw)
        desk = [sys.executable, "-c", f"from bench.bench_apart import desk; desk({folder!r})"]
        told = subprocess.run(desk, check=True, stdout=subprocess.PIPE).stdout.split()
    most, aside = map(int, told)
    return most, aside


def desk(folder: str) -> None:
    """A desk in a process of its own, as `kesu run` is one: takes in the mails of the folder and makes the papers."""
    log_quietly()
    most = [0]
    threading.Thread(target=watch, args=(most,), daemon=True).start()
    config = settings(desk={"packs": ["memory-device"]}).model_copy(update={"base": Path(folder)})
    opened = open_desk(config, now=ARRIVED)
    for uid, path in enumerate(sorted(Path(folder).glob("*.eml"))):
        raw = path.read_bytes()
        take_in(opened, Fetched("desk", "INBOX", 1, uid, ARRIVED, len(raw), raw), ARRIVED)
    do_papers(opened, ARRIVED)
    print(most[0] // MB, len(opened.store.set_aside()))
    opened.store.close()


def watch(most: list[int]) -> None:
    """Bytes of this process and all below it together, at most; looked at fifty times a second."""
    while True:
        try:
            readers = [process for keeper in children(os.getpid()) for process in (keeper, *children(keeper))]
            most[0] = max(most[0], sum(map(resident, [os.getpid(), *readers])))
        except OSError:
            pass  # one ended while it was looked at
        time.sleep(0.02)


def children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def main() -> int:
    reader = apart.Apart([DESK], Limits(), Bounds())
    print(f"Python {sys.version.split()[0]}; limits that hold: {', '.join(sorted(reader.holds()))}")
    here, more = added(reader)
    reader.close()
    print(f"  an ordinary mail: {here:.2f} ms in this process, {more:.2f} ms more apart (goal {ADDED_MS:g})")
    big = large()
    times = peak(big)
    print(f"  a mail of {len(big) / MB:.1f} MB needs {times:.2f} times its size (goal {TIMES_ITS_SIZE:g})")
    most, aside = service(big)
    print(f"  {ORDINARY} ordinary mails, the large one and {len(COSTLY) + len(OVER_A_LIMIT)} hostile ones at a desk:")
    print(f"    {aside} set aside; desk and processes together need {most} MB at most (goal {SERVICE_MB})")
    return 0 if more <= ADDED_MS and times <= TIMES_ITS_SIZE and most <= SERVICE_MB else 1


if __name__ == "__main__":
    sys.exit(main())
