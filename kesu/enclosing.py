"""The files that go with a letter: documents of the case, and what came with the customer's mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from cases.documents import DocumentRevision
from cases.mail import Attachment, IncomingMail
from generator.compose import Enclosure
from kesu.desk import Desk

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "txt": "text/plain",
}
ANY = "application/octet-stream"
PASSED_ON_AT_MOST = 10 * 1024 * 1024


def enclose(desk: Desk, documents: Sequence[DocumentRevision]) -> tuple[Enclosure, ...]:
    """The files of these revisions as attachments, each with its PDF if it has one."""
    return tuple(
        Enclosure(shown, TYPES.get(name.rpartition(".")[2], ANY), desk.papers.get(name))
        for doc in documents
        for shown, name in _files(doc)
    )


def _files(document: DocumentRevision) -> Iterator[tuple[str, str]]:
    """What people see it called, and the name it is kept under."""
    yield document.filename, document.name
    if document.pdf:
        yield pdf_name(document.filename), pdf_name(document.name)


def hashes(documents: Sequence[DocumentRevision]) -> tuple[str, ...]:
    """SHA-256 of each of these files, as `enclose` attaches them."""
    return tuple(sha256 for doc in documents for sha256 in (doc.sha256, doc.pdf) if sha256)


def pdf_name(name: str) -> str:
    """What the PDF of a document is called: `K2026-00001/F16a-R2-customer.pdf`."""
    return f"{name.removesuffix('.docx')}.pdf"


def passed_on(mail: IncomingMail) -> tuple[Enclosure, ...]:
    """The files of a customer's mail for one of our people, as far as a mail holds them."""
    return tuple(Enclosure(file.filename, ANY, file.content) for file in _passed_on(mail))


TOO_LARGE = "过大，见原邮件 / too large, see the original mail"
ELSEWHERE = "链接里的文件会过期，请客户作为附件发送 / files behind a link, which expires: to be sent as attachments"
QUARANTINED = "可能有害，已隔离，未转发 / possibly harmful: kept in quarantine, not passed on"


def files_received(mail: IncomingMail) -> list[str]:
    """The names of all files of a customer's mail; of those that are not passed on it is said why."""
    kept = _passed_on(mail)
    names = [
        file.filename if file in kept else f"{file.filename}（{QUARANTINED if file.quarantined else TOO_LARGE}）"
        for file in mail.attachments
        if not file.inline or file.quarantined
    ]
    return [*names, *(f"{urlsplit(link).hostname}（{ELSEWHERE}）" for link in mail.linked_files)]


def _passed_on(mail: IncomingMail) -> list[Attachment]:
    kept: list[Attachment] = []
    for file in mail.attachments:
        if (
            not file.inline
            and not file.quarantined
            and sum(other.size for other in kept) + file.size <= PASSED_ON_AT_MOST
        ):
            kept.append(file)
    return kept
