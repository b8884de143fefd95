"""Mail that the server takes for spam: a complaint may be among it, so it is counted and told, or read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from cases.ports import Inbox
from kesu.desk import Desk
from kesu.letters import to_desk_owner
from kesu.mailbox import poll
from kesu.posting import post

NOTE = "junk counted"


def look_into(desk: Desk, inbox: Inbox, now: datetime, say: Callable[[str], None] = lambda _: None) -> int:
    """Read the junk folder, or count it once a day; the number of mails taken in. Raises MailboxUnavailable."""
    mode = desk.config.mailbox.junk
    counted = mode == "count" and _noted(desk)[2] != _day(desk, now)
    folder = inbox.junk() if mode == "poll" or counted else ""
    if not folder:
        return 0
    with inbox.within(folder):
        if mode == "poll":
            return poll(desk, inbox, now, say=say, folder=folder)
        _count(desk, inbox, folder, now)
    return 0


def _count(desk: Desk, inbox: Inbox, folder: str, now: datetime) -> None:
    """Tell the owner of the desk how many have come since the last count; at the first one there is nothing to tell."""
    numbering, seen, _ = _noted(desk)
    current, uids = str(inbox.uidvalidity()), inbox.uids()
    new = [uid for uid in uids if numbering == current and uid > int(seen)]
    with desk.store.transaction():
        desk.store.set_note(NOTE, f"{current} {max(uids, default=0)} {_day(desk, now)}")
        if new:
            what = f"垃圾邮件夹新增 {len(new)} 封邮件 / {len(new)} new mails in the junk folder"
            detail = (
                f"{folder}：共 {len(uids)} 封。其中如有客户来信，请移回收件箱，客诉台即会受理。\n"
                f"{folder} holds {len(uids)} mails. If one is a customer's, move it to the inbox: the desk takes it in."
            )
            letter = to_desk_owner(
                desk, "desk/alert", f"alert/junk/{_day(desk, now)}", {"what": what, "detail": detail}
            )
            post(desk, None, replace(letter, office_hours=True), now)


def _noted(desk: Desk) -> tuple[str, str, str]:
    """UIDVALIDITY, highest UID and day of the last count."""
    numbering, _, rest = (desk.store.note(NOTE) or "").partition(" ")
    seen, _, day = rest.partition(" ")
    return numbering, seen or "0", day


def _day(desk: Desk, now: datetime) -> str:
    return f"{desk.local(now):%Y%m%d}"
