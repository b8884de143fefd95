"""Handled mail in the store."""

from __future__ import annotations

from typing import Any

from tinydb.table import Document

from cases.handled import HandledMail
from store.codec import Codec, exact, instant
from store.desk import Desk

HANDLED = Codec(HandledMail)


def _document(mail: HandledMail) -> dict[str, Any]:
    return {
        "content_key": exact(mail.content_key),
        "message_id": exact(mail.message_id) or None,
        "waiting": instant(mail.received_at) if mail.set_aside else None,
        "mail": HANDLED.dump(mail),
    }


def _mail(document: Document) -> HandledMail:
    return HANDLED.load(document["mail"])


class MailTable(Desk):
    """The part of CaseStore that is about mail that came in."""

    def handled(self, content_key: str) -> HandledMail | None:
        found = self._table("handled").first("content_key = ?", exact(content_key))
        return _mail(found) if found else None

    def handled_transport(self, transport_key: str) -> HandledMail | None:
        place = self._table("transports").first("transport_key = ?", exact(transport_key))
        found = self._table("handled").get(doc_id=place["handled"]) if place else None
        return _mail(found) if isinstance(found, Document) else None

    def case_of_message(self, message_id: str) -> str | None:
        ours = self._table("outgoing").first("message_id = ?", exact(message_id))
        if ours and ours["case_id"]:
            return str(ours["mail"]["case_id"])
        theirs = self._table("handled").select("message_id = ?", exact(message_id))
        return next((mail.case_id for mail in map(_mail, theirs) if mail.case_id), None)

    def put_handled(self, mail: HandledMail) -> None:
        handled, transports = self._to_write("handled"), self._to_write("transports")
        before = self.handled(mail.content_key)
        doc_id = handled.put(_document(mail), by="content_key")
        for name in set(before.transport_keys if before else ()).difference(mail.transport_keys):
            place = transports.first("transport_key = ?", exact(name))
            if place and place["handled"] == doc_id:
                transports.remove(doc_ids=[place.doc_id])
        for name in mail.transport_keys:
            transports.put({"transport_key": exact(name), "handled": doc_id}, by="transport_key")

    def set_aside(self) -> list[HandledMail]:
        found = self._table("handled").select("waiting IS NOT NULL", order="waiting, doc_id")
        return [_mail(it) for it in found]
