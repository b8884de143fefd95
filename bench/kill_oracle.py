"""What must be true after every telling, counted without any of the product's own code.

Sources: the mails that were put in, the files of Dovecot's maildir, what the SMTP sink was given, and the desk's
folder read with sqlite3, hashlib and zipfile.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.kill_evidence import INBOX, Store, header, maildir, read_store, whole
from bench.kill_story import LEAST
from bench.kill_tell import Telling
from tests.integration.servers import Accepted

SETTLED = ("sent", "pending", "cancelled")
"""Pending: its time has not come."""


@dataclass
class Verdict:
    """Counts over one or many tellings; `wrong` says every violation in words."""

    kills: int = 0
    lost_mails: int = 0
    lost_cases: int = 0
    duplicate_cases: int = 0
    corrupt: int = 0
    repeated: int = 0
    same_id: int = 0
    flagged: int = 0
    extra_copies: int = 0
    """Second copies in the done folder, from servers without MOVE."""
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Verdict) -> None:
        for name in ("kills", "lost_mails", "lost_cases", "duplicate_cases", "corrupt", "repeated", "same_id"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.flagged += other.flagged
        self.extra_copies += other.extra_copies
        self.wrong += other.wrong


def judge(
    telling: Telling, expected: Counter[tuple[str, str]] | None = None, least: Mapping[str, int] = LEAST
) -> Verdict:
    """The verdict on one telling; `expected` = the mails of an undisturbed one, by `sent`; `least` as LEAST."""
    verdict = Verdict(kills=telling.kills)
    store = read_store(telling.desk.data / "desk.db")
    if store.integrity != "ok":
        verdict.corrupt += 1
        verdict.wrong.append(f"integrity_check says {store.integrity}")
    _judge_mails(telling, verdict)
    _judge_cases(telling, store, verdict)
    _judge_documents(telling.desk.data, store, verdict)
    _judge_repeats(telling, store, verdict)
    _judge_sent(telling, expected, least, verdict)
    if states := {mail["state"] for mail in store.outgoing if mail["state"] not in SETTLED}:
        verdict.wrong.append(f"the outbox was left with {states}")
    return verdict


def sent(telling: Telling) -> Counter[tuple[str, str]]:
    """Different mails (by Message-ID) that the sink was given, by recipient and subject without its code."""
    one_each = {mail.message_id: mail for mail in telling.desk.sink.accepted}
    return Counter((mail.recipients[0], re.sub(r" #\w+", "", header(mail, "Subject"))) for mail in one_each.values())


def _judge_mails(telling: Telling, verdict: Verdict) -> None:
    """Every mail that was put in lies in its folder and nowhere else, and in the spool, byte for byte."""
    left = {
        name: list(maildir(telling.desk.dovecot, name)) for name in (INBOX, "Kesu/Done", "Kesu/Review", "Kesu/Loop")
    }
    if left.pop(INBOX):
        verdict.wrong.append("mails were left in the inbox")
    for raw, folder in telling.arrivals.mails:
        kept = telling.desk.data / "spool" / _sha256(raw)[:2] / f"{_sha256(raw)}.eml"
        if _as_stored(raw) not in left[folder] or not kept.is_file() or kept.read_bytes() != raw:
            verdict.lost_mails += 1
            verdict.wrong.append(f"a mail is not in {folder} and the spool: {raw[:60]!r}")
    verdict.extra_copies += sum(map(len, left.values())) - len(telling.arrivals.mails)
    known = {_as_stored(raw) for raw, _ in telling.arrivals.mails}
    if any(raw not in known for mails in left.values() for raw in mails):
        verdict.wrong.append("a folder holds a mail that nobody sent")


def _judge_cases(telling: Telling, store: Store, verdict: Verdict) -> None:
    """One case per complaint, told by the first mail of its timeline; ids without gaps."""
    wanted = {_sha256(raw) for raw in telling.arrivals.complaints}
    found = Counter(case["timeline"][0]["mail"] for case in store.cases)
    verdict.lost_cases += len(wanted - set(found))
    verdict.duplicate_cases += found.total() - len(found) + len(set(found) - wanted)
    if wanted != set(found) or found.total() != len(found):
        verdict.wrong.append(f"{len(wanted)} complaints, but {found.total()} cases")
    ids = sorted(int(case["id"].rpartition("-")[2]) for case in store.cases)
    if ids != list(range(1, len(ids) + 1)):
        verdict.wrong.append(f"the case numbers have gaps or repeats: {ids}")
    contents = {re.sub(rb"^Received:.*\r\n", b"", raw) for raw, _ in telling.arrivals.mails}
    if len(store.handled) != len(contents):
        verdict.wrong.append(f"{len(contents)} different mails came, {len(store.handled)} are recorded")


def _judge_documents(data: Path, store: Store, verdict: Verdict) -> None:
    """Each recorded document is there with its hash and whole; nothing half-written is left."""
    for document in (document for case in store.cases for document in case["documents"]):
        path = data / "documents" / document["name"]
        if not path.is_file() or _sha256(path.read_bytes()) != document["sha256"] or not whole(path):
            verdict.corrupt += 1
            verdict.wrong.append(f"{document['name']} is missing or not what was recorded")
    if left := [str(path.relative_to(data)) for path in data.rglob("*.tmp")]:
        verdict.wrong.append(f"half-written files were left: {left}")


def _judge_repeats(telling: Telling, store: Store, verdict: Verdict) -> None:
    """A repeated mail is the same to the byte, and the outbox counts it as ambiguous."""
    ambiguous = {mail["message_id"]: mail.get("ambiguous", 0) for mail in store.outgoing}
    copies: dict[str, list[Accepted]] = {}
    for mail in telling.desk.sink.accepted:
        copies.setdefault(mail.message_id, []).append(mail)
    for message_id, same in copies.items():
        repeats, counted = len(same) - 1, ambiguous.get(message_id, 0)
        verdict.repeated += repeats
        verdict.same_id += repeats if len({(mail.raw, mail.recipients) for mail in same}) == 1 else 0
        verdict.flagged += min(repeats, counted)
        if repeats > counted:
            verdict.wrong.append(f"{message_id} went out {len(same)} times and is counted {counted} times as ambiguous")
    if verdict.repeated != verdict.same_id:
        verdict.wrong.append("a repeated mail is not the same to the byte")
    if telling.noted and verdict.repeated > (windows := deaths_in_window(telling.reached)):
        verdict.wrong.append(f"{verdict.repeated} repeated mails, but only {windows} deaths in the window of SMTP")


def deaths_in_window(reached: Sequence[str]) -> int:
    """How often a life ended between the first half of a mail's data and the commit of its outcome."""
    steps = ("P8", "P9", "P3", "P10")
    return sum(
        point == "P8" and tuple(reached[start : start + len(steps)]) != steps for start, point in enumerate(reached)
    )


def _judge_sent(
    telling: Telling, expected: Counter[tuple[str, str]] | None, least: Mapping[str, int], verdict: Verdict
) -> None:
    """Each mail of an undisturbed telling went out, and no other."""
    one_each = {mail.message_id: header(mail, "X-Kesu-Id") for mail in telling.desk.sink.accepted}
    for words, count in least.items():
        if sum(words in effect for effect in one_each.values()) != count:
            verdict.wrong.append(f"not {count} mails of effect {words}")
    if expected is not None and sent(telling) != expected:
        missing, extra = expected - sent(telling), sent(telling) - expected
        verdict.wrong.append(f"missing mails {dict(missing)}, extra mails {dict(extra)}")


def _as_stored(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n")


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
