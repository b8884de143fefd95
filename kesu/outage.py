"""A mailbox that refuses us: told once, at once, and again only after it has let us in meanwhile."""

from __future__ import annotations

from datetime import datetime

from cases.ports import MailboxUnavailable
from kesu.desk import Desk
from kesu.letters import to_desk_owner
from kesu.posting import post

NOTE = "mailbox refuses since"


def tell_of_refusal(desk: Desk, fault: MailboxUnavailable, now: datetime) -> None:
    """Write to the owner of the desk about what no waiting will cure. If the same secret serves for sending, the letter
    leaves when it is good again; the log has the sentence at once."""
    if not fault.permanent or desk.store.note(NOTE):
        return
    context = {"what": "无法登录收件邮箱 / the desk cannot sign in to its mailbox", "detail": str(fault)}
    letter = to_desk_owner(desk, "desk/alert", f"alert/refused/{now:%Y%m%d%H%M%S}", context)
    with desk.store.transaction():
        desk.store.set_note(NOTE, now.isoformat())
        post(desk, None, letter, now)


def let_in(desk: Desk) -> None:
    """The mailbox has answered: the next refusal is news."""
    if desk.store.note(NOTE):
        with desk.store.transaction():
            desk.store.set_note(NOTE, "")
