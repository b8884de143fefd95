"""A document or an answer that is of no use, or not now: nothing is taken of it, and its sender hears why."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.mail import IncomingMail
from cases.model import Case, Event
from cases.outgoing import MailClass
from cases.tags import token_hash
from kesu.config_people import Person
from kesu.desk import Desk
from kesu.handling import Handling
from kesu.letters import to_person
from kesu.posting import post

A_FILE, AN_ANSWER = ("文件", "file"), ("答复", "answer")
SAME = "文件与已有版本完全相同，没有填写内容 / the file is the same as one we have"


def send_back(
    desk: Desk, case: Case, mail: IncomingMail, sender: Person, why: str, now: datetime, filename: str = ""
) -> Handling:
    """`why` in both languages; `filename` where it is about one file of several."""
    zh, _, en = why.partition(" / ")
    context = {"filename": filename, "why": zh if sender.language == "zh" else en or zh}
    effect = f"unreadable-{mail.sha256[:12]}-{token_hash(filename)[:8]}/{sender.address}/1"
    letter = to_person(desk, sender, "owner/form-unreadable", effect, context, case, MailClass.HELP)
    post(desk, case, replace(letter, in_reply_to=mail.message_id), now)
    event = Event(now, "document refused", why, by=sender.address, mail=mail.sha256)
    desk.store.put_case(case.noting(event))
    return Handling("refused", why, case_id=case.id)


def not_now(desk: Desk, case: Case, what: tuple[str, str]) -> str:
    """Why the case takes no such thing in its state; `what`: A_FILE or AN_ANSWER."""
    zh, en = (desk.words.state(case.state, lang) for lang in ("zh", "en"))
    return f"案件状态为“{zh}”，现在不能接收{what[0]} / no {what[1]} can be taken in while the case is: {en}"
