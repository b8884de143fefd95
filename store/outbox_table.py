"""The outbox in the store: one small row per mail, and its bytes in a row that is never written again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from tinydb.table import Document

from cases.outgoing import MailClass, OutgoingMail, Sending
from store.codec import Codec, exact, folded, instant
from store.desk import Desk

OUTGOING = Codec(OutgoingMail)
AUTOMATIC = (MailClass.ACK, MailClass.QUESTION, MailClass.HELP)
"""Answers that go out without a person, so that two machines could answer each other for ever."""
AGAIN = (Sending.DEFERRED, Sending.UNKNOWN)


def _ready(mail: OutgoingMail) -> int | None:
    """When the mail may be sent; None if it need not be."""
    if mail.state in AGAIN:
        return instant(mail.next_at or mail.not_before)
    return instant(mail.not_before) if mail.state is Sending.PENDING else None


def _document(mail: OutgoingMail) -> dict[str, Any]:
    answers = mail.mail_class in AUTOMATIC and mail.state is not Sending.CANCELLED
    return {
        "effect_key": exact(mail.effect_key),
        "message_id": exact(mail.message_id) or None,
        "case_id": exact(mail.case_id) or None,
        "state": mail.state.value,
        "ready": _ready(mail),
        "answered": (answers and folded(mail.recipient)) or None,
        "answered_domain": (answers and folded(_domain(mail.recipient))) or None,
        "queued": instant(mail.queued_at),
        "mail": OUTGOING.dump(replace(mail, raw=b"")),
    }


def _domain(address: str) -> str:
    """`@works.example`, or "" for what is no address."""
    _, at, domain = address.rpartition("@")
    return at + domain if domain else ""


def _interrupted(mail: OutgoingMail, now: datetime) -> OutgoingMail:
    """The server may have it or not: SMTP leaves that open (RFC 1047)."""
    return replace(
        mail,
        state=Sending.UNKNOWN,
        ambiguous=mail.ambiguous + 1,
        next_at=now,
        last_error="kesu stopped while sending this mail; the server may have it already",
    )


class OutboxTable(Desk):
    """The part of CaseStore that is about mail that goes out."""

    def queue(self, mail: OutgoingMail) -> bool:
        outgoing, letters = self._to_write("outgoing"), self._to_write("letters")
        if outgoing.first("effect_key = ?", exact(mail.effect_key)):
            return False
        try:
            doc_id = outgoing.put(_document(mail), by="effect_key")
        except sqlite3.IntegrityError as error:
            raise self._refuse(f"another mail has the Message-ID {mail.message_id} already") from error
        letters.put(Document({"raw": mail.raw.decode("latin-1")}, doc_id))
        return True

    def update_outgoing(self, mail: OutgoingMail) -> None:
        outgoing = self._to_write("outgoing")
        if not outgoing.first("effect_key = ?", exact(mail.effect_key)):
            raise LookupError(f"no mail was queued as {mail.effect_key}")
        outgoing.put(_document(mail), by="effect_key")

    def outgoing(self, effect_key: str) -> OutgoingMail | None:
        return next(self._mails("effect_key = ?", exact(effect_key)), None)

    def outgoing_by_message_id(self, message_id: str) -> OutgoingMail | None:
        return next(self._mails("message_id = ?", exact(message_id)), None)

    def outgoing_of(self, case_id: str) -> list[OutgoingMail]:
        return list(self._mails("case_id = ?", exact(case_id)))

    def outgoing_in(self, *states: Sending) -> list[OutgoingMail]:
        marks = ", ".join("?" * len(states))
        return list(self._mails(f"state IN ({marks})", *states))

    def to_send(self, now: datetime, limit: int = 100) -> list[OutgoingMail]:
        # `+` keeps SQLite from walking the whole outbox in that order instead of using the index
        return list(self._mails("ready <= ?", instant(now), order="+doc_id", limit=limit))

    def acknowledgements(self, address: str, since: datetime) -> int:
        where = f"{'answered_domain' if address.startswith('@') else 'answered'} = ? AND queued >= ?"
        return self._table("outgoing").count_where(where, folded(address), instant(since))

    def recover(self, now: datetime) -> int:
        interrupted = self.outgoing_in(Sending.SENDING)
        for mail in interrupted:
            self.update_outgoing(_interrupted(mail, now))
        return len(interrupted)

    def _mails(self, where: str, *values: Any, order: str = "doc_id", limit: int = -1) -> Iterator[OutgoingMail]:
        letters = self._table("letters")
        for document in self._table("outgoing").select(where, *values, order=order, limit=limit):
            letter = letters.get(doc_id=document.doc_id)
            assert isinstance(letter, Document)  # written in the transaction that queued the mail
            yield replace(OUTGOING.load(document["mail"]), raw=letter["raw"].encode("latin-1"))
