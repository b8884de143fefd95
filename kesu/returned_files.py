"""The files that come back by mail: which form each is, and what it says."""

from __future__ import annotations

from dataclasses import dataclass

from cases.mail import Attachment, IncomingMail
from cases.model import Case
from cases.returned import Returned
from kesu import own_reports
from kesu.desk import Desk
from parsers.eight_d import FLAG as EIGHT_D
from parsers.form_refusals import refusal_of

DOCUMENTS = (".docx", ".docm", ".doc", ".wps", ".pdf", ".odt", ".rtf", ".dotx", ".pages")
"""Endings of files that somebody may mean as the filled form; only the first two can be one."""


class NotThisCase(Exception):
    """A form of another complaint; the text tells the sender."""


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A returned file, which form it is, and what it says where it is one of ours."""

    file: Attachment
    form: str
    docx: bytes
    said: Returned | None

    @property
    def ending(self) -> str:
        """Of the file as it came: odt stays odt. An unknown one is a .docx, since it could be read as one."""
        ending = self.file.filename.lower().rpartition(".")[2]
        return ending if f".{ending}" in DOCUMENTS else "docx"

    def known_to(self, case: Case) -> bool:
        """Whether the case has exactly this file already."""
        return any(doc.sha256 == self.file.sha256 for doc in case.documents)


def returned_files(mail: IncomingMail) -> list[Attachment]:
    """The documents in this mail, those of no use among them: their sender must hear of it. What an attached mail of
    earlier brings is not returned by it."""
    own = (file for file in mail.attachments if not file.inline and (file.from_tnef or not file.within))
    return [file for file in own if file.filename.lower().endswith(DOCUMENTS) or EIGHT_D in file.flags]


def read_returned(desk: Desk, case: Case, file: Attachment) -> ReturnedFile:
    """Raises FormUnreadable and FormRefused for what is of no use, NotThisCase for another customer's form."""
    said = desk.read_form(file.content)
    if (refusal := refusal_of(said)) is not None:
        raise refusal
    if said.form not in desk.documents.forms():
        return ReturnedFile(file, own_reports.form_of(desk, file), file.content, None)
    if said.case and said.case not in (case.id, case.case_no):
        raise NotThisCase(
            f"这份表单属于投诉 {said.case}，不是 {case.id} / this form belongs to case {said.case}, not {case.id}"
        )
    return ReturnedFile(file, said.form, desk.as_docx(file.content), said)
