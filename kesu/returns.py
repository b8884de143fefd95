"""Documents come back by mail: what is ours alone is filed, what is for the customer goes before the approvers.

Several copies of one form in a mail, as a leader collects them, are joined; two different documents are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from cases.faults import hit
from cases.lifecycle import Step, may
from cases.mail import Attachment, IncomingMail
from cases.model import Case
from generator.docx_package import FormUnreadable
from kesu.config_people import Person
from kesu.desk import Desk
from kesu.form_returns import answer, take_form
from kesu.handling import Handling
from kesu.letters import to_person
from kesu.making import next_revision
from kesu.posting import post
from kesu.returned_files import NotThisCase, ReturnedFile, read_returned
from kesu.revisions import came, goes_outside, keep
from kesu.sending_back import A_FILE, SAME, not_now, send_back
from kesu.submitting import join, submit
from parsers.form_refusals import FormRefused

ONE_AT_A_TIME = "一封邮件只能送审一份给客户的文件，请另发 / one document for the customer at a time: send it separately"


def take_documents(
    desk: Desk, case: Case, mail: IncomingMail, files: Sequence[Attachment], sender: Person, now: datetime
) -> Handling:
    """Keep the returned documents: internal ones are filed, one for the customer goes before the approvers."""
    if not may(case, Step.DRAFT):
        return send_back(desk, case, mail, sender, not_now(desk, case, A_FILE), now)
    handling = None
    forward: list[ReturnedFile] = []
    for file in files:
        try:
            back = read_returned(desk, case, file)
        except (FormUnreadable, FormRefused, NotThisCase) as fault:
            handling = send_back(desk, _fresh(desk, case), mail, sender, str(fault), now, file.filename)
            continue
        if goes_outside(desk, back.form):
            forward.append(back)
        elif back.known_to(case):
            handling = send_back(desk, _fresh(desk, case), mail, sender, SAME, now, file.filename)
        else:
            handling = _file(desk, _fresh(desk, case), back, mail, sender, now)
    if not forward:
        return handling or Handling("refused", "no document", case_id=case.id)
    copies, others = _apart(case, forward)
    if others:
        leave_out(desk, case, mail, [back.file for back in others], sender, now)
    for back in copies[:-1]:
        join(desk, _fresh(desk, case), back, mail, sender, now)
    return submit(desk, _fresh(desk, case), copies[-1], mail, sender, now)


def leave_out(
    desk: Desk, case: Case, mail: IncomingMail, files: Sequence[Attachment], sender: Person, now: datetime
) -> Handling:
    """Files beside what is already on its way to the customer."""
    for file in files:
        send_back(desk, _fresh(desk, case), mail, sender, ONE_AT_A_TIME, now, file.filename)
    return Handling("refused", ONE_AT_A_TIME, case_id=case.id)


def _apart(case: Case, forward: Sequence[ReturnedFile]) -> tuple[list[ReturnedFile], list[ReturnedFile]]:
    """The copies of one form that are to be joined, without those that are as we sent them; and the rest."""
    distinct = list({back.file.sha256: back for back in forward}.values())
    new = [back for back in distinct if not back.known_to(case)] or distinct[:1]
    copies = [back for back in new if back is new[0] or (back.said is not None and back.form == new[0].form)]
    return copies, [back for back in new if back not in copies]


def _fresh(desk: Desk, case: Case) -> Case:
    """The case with what the files before this one have changed."""
    return desk.store.case(case.id) or case


def _file(desk: Desk, case: Case, back: ReturnedFile, mail: IncomingMail, sender: Person, now: datetime) -> Handling:
    """An internal form that came back filled: kept with the case, sent to nobody outside."""
    number = f"R{next_revision(case, back.form)}"
    revision = keep(desk, case, back.form, number, back.file.content, mail, sender, now, back.ending)
    hit("P16")
    told = came(revision, mail, sender, now)
    case = replace(case, documents=(*case.documents, revision)).noting(told)
    if back.said is not None:
        case, checked = take_form(desk, case, back.said, back.docx, revision, now)
        if checked.told.findings:
            desk.store.put_case(answer(desk, case, checked, revision, mail, sender))
            return Handling("returned-document", told.text, case_id=case.id)
    desk.store.put_case(case)
    done = desk.words.done("filed", sender.language, revision.filename)
    effect = f"filed-{revision.sha256[:12]}/{sender.address}/1"
    post(desk, case, to_person(desk, sender, "staff/done", effect, {"done": [done]}, case), now)
    return Handling("returned-document", told.text, case_id=case.id)
