"""What becomes of an answer that needs no approval, told to who wrote it."""

from __future__ import annotations

from datetime import datetime

from cases.documents import DocumentRevision
from cases.mail import IncomingMail
from cases.model import Case
from cases.outgoing import Sending
from kesu.answers import answers_with, document_words, judged
from kesu.config_people import Person
from kesu.desk import Desk
from kesu.letters import to_person
from kesu.linting import remarks
from kesu.posting import post


def tell_fate(
    desk: Desk, case: Case, revision: DocumentRevision, mail: IncomingMail, sender: Person, now: datetime
) -> None:
    """When it leaves, what to look at, and how to stop it; who wrote a text that is held knows already."""
    effect = f"sent-{mail.sha256[:12]}/{sender.address}/1"
    on_its_way = answers_with(desk, case, revision)
    if not on_its_way:
        done = {"done": [desk.words.done("not-sent", sender.language, revision.filename)]}
        post(desk, case, to_person(desk, sender, "staff/done", effect, done, case), now)
    elif on_its_way[-1].state is Sending.PENDING:
        context = {
            **document_words(desk, revision, sender.language),
            "filename": revision.filename,
            "recipient": case.customer.contact.address,
            "leaves_at": desk.local(on_its_way[-1].not_before),
            "undo_minutes": int(desk.config.approval.undo_minutes),
            "remarks": remarks(judged(desk, case, revision).findings, sender.language),
        }
        post(desk, case, to_person(desk, sender, "owner/goes-out", effect, context, case), now)
