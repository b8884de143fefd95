"""One pass over the mailbox: which mails are ours to take, taken in one by one, moved once they are durable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from cases.ports import Fetched, Inbox, transport_key
from kesu.desk import Desk
from kesu.intake import take_in

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Start:
    """Where the desk begins in this mailbox: nothing that arrived before `since` is its business."""

    uidvalidity: int
    above: int
    since: datetime | None

    def note(self) -> str:
        return f"{self.uidvalidity} {self.above} {self.since.isoformat() if self.since else '-'}"

    @classmethod
    def read(cls, note: str) -> Start:
        uidvalidity, above, since = note.split(" ")
        return cls(int(uidvalidity), int(above), None if since == "-" else datetime.fromisoformat(since))


def poll(desk: Desk, inbox: Inbox, now: datetime, *, say: Callable[[str], None] = lambda _: None) -> int:
    """Take in all mail that waits; returns how many mails were handled. Raises MailboxUnavailable."""
    start = starting_point(desk, inbox, now, say)
    waiting = inbox.uids(start.above)
    known = _already_handled(desk, start, waiting)
    for folder, uids in known.items():
        inbox.move(uids, folder)
    settled = {uid for uids in known.values() for uid in uids}
    handled = 0
    for batch in _batches([uid for uid in waiting if uid not in settled], desk.config.limits.batch):
        moves: dict[str, list[int]] = defaultdict(list)
        for mail in inbox.fetch(batch, int(desk.config.limits.mail_mb * 1024 * 1024)):
            if _before_our_time(mail, start):
                continue
            moves[take_in(desk, mail, now)].append(mail.uid)
            handled += 1
        for folder, uids in moves.items():
            inbox.move(uids, folder)
        if handled and len(waiting) > desk.config.limits.batch:
            say(f"{handled} of {len(waiting)} mails taken in")
    return handled


def starting_point(desk: Desk, inbox: Inbox, now: datetime, say: Callable[[str], None]) -> Start:
    """Where this desk started in this mailbox; decided once, at the first contact, and kept.

    A new UIDVALIDITY means that UIDs say nothing any more: everything is listed again, mails from before the
    start are told by their arrival, known ones by their content.
    """
    key = f"start {desk.config.mailbox.account}/{desk.config.mailbox.folder}"
    uidvalidity = inbox.uidvalidity()
    note = desk.store.note(key)
    start = Start.read(note) if note else _first_start(desk, inbox, uidvalidity, now, say)
    if start.uidvalidity != uidvalidity:
        start = Start(uidvalidity, 0, start.since)
        log.warning("mailbox.uidvalidity_changed", uidvalidity=uidvalidity)
    if start.note() != note:
        with desk.store.transaction():
            desk.store.set_note(key, start.note())
    return start


def _first_start(desk: Desk, inbox: Inbox, uidvalidity: int, now: datetime, say: Callable[[str], None]) -> Start:
    if desk.config.mailbox.start == "all":
        return Start(uidvalidity, 0, None)
    old = inbox.uids(0)
    if old:
        say(f"first start: {len(old)} mails that were already in the mailbox are left alone")
    return Start(uidvalidity, max(old, default=0), now)


def _before_our_time(mail: Fetched, start: Start) -> bool:
    """Only possible after UIDs were renumbered: older mail of the mailbox that we promised to leave alone."""
    return start.above == 0 and start.since is not None and mail.arrived_at < start.since


def _already_handled(desk: Desk, start: Start, uids: Sequence[int]) -> dict[str, list[int]]:
    """Mails taken in before a crash, still in the inbox: by the folder they belong in."""
    folders: dict[str, list[int]] = defaultdict(list)
    box = desk.config.mailbox
    for uid in uids:
        handled = desk.store.handled_transport(transport_key(box.account, box.folder, start.uidvalidity, uid))
        if handled is not None:
            folders[handled.folder].append(uid)
    return folders


def _batches(uids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for first in range(0, len(uids), size):
        yield uids[first : first + size]
