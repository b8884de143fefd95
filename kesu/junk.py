"""Mail that the server takes for spam: a complaint may be among it, so it is counted and told, or read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import structlog

from cases.ports import Inbox, MailboxUnavailable
from kesu.desk import Desk
from kesu.letters import to_desk_owner
from kesu.mailbox import poll
from kesu.posting import Letter, post

log = structlog.get_logger()

NOTE = "junk counted"


def look_into(desk: Desk, inbox: Inbox, now: datetime, say: Callable[[str], None] = lambda _: None) -> int:
    """Read the junk folder, or count it once a day; how many mails were taken in. Its troubles are not the inbox's."""
    mode = desk.config.mailbox.junk
    if mode == "ignore" or (mode == "count" and _noted(desk)[2] == _day(desk, now)):
        return 0
    try:
        folder = inbox.junk()
        if mode == "count":
            _count(desk, inbox, folder, now)
        elif folder:
            with inbox.within(folder):
                return poll(desk, inbox, now, say=say, folder=folder)
    except MailboxUnavailable as fault:
        log.info("junk.unavailable", reason=str(fault))
        if mode == "count" and fault.permanent:
            _note_the_day(desk, *_noted(desk)[:2], now)
    return 0


def _count(desk: Desk, inbox: Inbox, folder: str, now: datetime) -> None:
    """Tell the owner of the desk how many have come since the last count; at the first one there is nothing to tell."""
    if not folder:
        _note_the_day(desk, "-", "0", now)
        return
    with inbox.within(folder):
        current, uids = str(inbox.uidvalidity()), inbox.uids()
    numbering, seen, _ = _noted(desk)
    new = [uid for uid in uids if numbering == current and uid > int(seen)]
    told = _letter(desk, folder, len(new), len(uids), now) if new else None
    _note_the_day(desk, current, str(max(uids, default=0)), now, told)


def _letter(desk: Desk, folder: str, new: int, total: int, now: datetime) -> Letter:
    detail = (
        f"{folder}：共 {total} 封。其中如有客户来信，请移回收件箱，客诉台即会受理。\n"
        f"{folder} holds {total} mails. If one is a customer's, move it to the inbox: the desk takes it in."
    )
    what = f"垃圾邮件夹新增 {new} 封邮件 / new mails in the junk folder: {new}"
    letter = to_desk_owner(desk, "desk/alert", f"alert/junk/{_day(desk, now)}", {"what": what, "detail": detail})
    return replace(letter, office_hours=True)


def _note_the_day(desk: Desk, numbering: str, highest: str, now: datetime, told: Letter | None = None) -> None:
    with desk.store.transaction():
        desk.store.set_note(NOTE, f"{numbering} {highest} {_day(desk, now)}")
        if told is not None:
            post(desk, None, told, now)


def _noted(desk: Desk) -> tuple[str, str, str]:
    """UIDVALIDITY, highest UID and day of the last count."""
    numbering, _, rest = (desk.store.note(NOTE) or "").partition(" ")
    seen, _, day = rest.partition(" ")
    return numbering or "-", seen or "0", day


def _day(desk: Desk, now: datetime) -> str:
    return f"{desk.local(now):%Y%m%d}"
