"""One pass over the mailbox: which mails are ours to take, taken in one by one, moved once they are durable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile

import structlog

from cases.ports import Fetched, Inbox, transport_key
from kesu.desk import Desk
from kesu.handling import JUNK
from kesu.intake import take_in

log = structlog.get_logger()
CLOCKS_DIFFER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Start:
    """Where the desk begins in this mailbox: mails up to UID `above` are not its business.

    `since` is when it began; once UIDs were `renumbered`, that tells which mails are older than the desk.
    """

    uidvalidity: int
    above: int
    since: datetime | None
    renumbered: bool = False

    def note(self) -> str:
        since = self.since.isoformat() if self.since else "-"
        return f"{self.uidvalidity} {self.above} {since} {'renumbered' if self.renumbered else '-'}"

    @classmethod
    def read(cls, note: str) -> Start:
        uidvalidity, above, since, renumbered = note.split(" ")
        began = None if since == "-" else datetime.fromisoformat(since)
        return cls(int(uidvalidity), int(above), began, renumbered == "renumbered")

    def precedes(self, mail: Fetched) -> bool:
        """Whether this mail came before the desk. The server's clock may be slow: rather one old mail too many."""
        return self.renumbered and self.since is not None and mail.arrived_at < self.since - CLOCKS_DIFFER


def poll(
    desk: Desk,
    inbox: Inbox,
    now: datetime,
    *,
    say: Callable[[str], None] = lambda _: None,
    stopping: Callable[[], bool] = lambda: False,
    folder: str = "",
) -> int:
    """Take in all mail that waits, or what can be until `stopping`; returns how many mails were handled.

    `folder` is another one than the inbox, which `inbox` has open. Raises MailboxUnavailable.
    """
    folder = folder or desk.config.mailbox.folder
    start = starting_point(desk, inbox, now, say, folder)
    waiting = inbox.uids(start.above)
    known = _already_handled(desk, folder, start, waiting)
    _moved(inbox, known)
    settled = {uid for uids in known.values() for uid in uids}
    handled, old = 0, set[int]()
    for batch in _batches([uid for uid in waiting if uid not in settled], desk.config.limits.batch):
        if stopping():
            break
        moves: dict[str, list[int]] = defaultdict(list)
        for mail in inbox.fetch(batch, int(desk.config.limits.mail_mb * 1024 * 1024)):
            if start.precedes(mail):
                old.add(mail.uid)
                continue
            moves[take_in(desk, mail, now)].append(mail.uid)
            handled += 1
        _moved(inbox, moves)
        if handled and len(waiting) > desk.config.limits.batch:
            say(f"{handled} of {len(waiting)} mails taken in")
    _remember_old(desk, folder, start, waiting, old)
    return handled


def _moved(inbox: Inbox, moves: Mapping[str, Sequence[int]]) -> None:
    """Each mail to the folder it belongs in, but what is there already."""
    for role, uids in moves.items():
        if role != JUNK:
            inbox.move(uids, role)


def starting_point(desk: Desk, inbox: Inbox, now: datetime, say: Callable[[str], None], folder: str) -> Start:
    """Where this desk started in this mailbox; decided once, at the first contact, and kept.

    A new UIDVALIDITY means that UIDs say nothing any more: everything is listed again, mails from before the
    start are told by their arrival, known ones by their content.
    """
    uidvalidity = inbox.uidvalidity()
    note = desk.store.note(_key(desk, folder))
    start = Start.read(note) if note else _first_start(desk, inbox, uidvalidity, now, say)
    if start.uidvalidity != uidvalidity:
        start = Start(uidvalidity, 0, start.since, renumbered=True)
        log.warning("mailbox.uidvalidity_changed", uidvalidity=uidvalidity)
    if start.note() != note:
        _keep(desk, folder, start)
    return start


def _key(desk: Desk, folder: str) -> str:
    return f"start {desk.config.mailbox.account}/{folder}"


def _keep(desk: Desk, folder: str, start: Start) -> None:
    with desk.store.transaction():
        desk.store.set_note(_key(desk, folder), start.note())


def _first_start(desk: Desk, inbox: Inbox, uidvalidity: int, now: datetime, say: Callable[[str], None]) -> Start:
    if desk.config.mailbox.start == "all":
        return Start(uidvalidity, 0, None)
    old = inbox.uids(0)
    if old:
        say(f"first start: {len(old)} mails that were already in the mailbox are left alone")
    return Start(uidvalidity, max(old, default=0), now)


def _remember_old(desk: Desk, folder: str, start: Start, waiting: Sequence[int], old: set[int]) -> None:
    """Mails that were told by their arrival need not be downloaded again: servers renumber in order of arrival."""
    leading = list(takewhile(old.__contains__, waiting))
    if leading:
        _keep(desk, folder, replace(start, above=leading[-1]))


def _already_handled(desk: Desk, folder: str, start: Start, uids: Sequence[int]) -> dict[str, list[int]]:
    """Mails taken in before a crash, still in the inbox: by the folder they belong in."""
    folders: dict[str, list[int]] = defaultdict(list)
    account = desk.config.mailbox.account
    for uid in uids:
        handled = desk.store.handled_transport(transport_key(account, folder, start.uidvalidity, uid))
        if handled is not None:
            folders[handled.folder].append(uid)
    return folders


def _batches(uids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for first in range(0, len(uids), size):
        yield uids[first : first + size]
