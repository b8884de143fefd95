"""The case store: TinyDB over one SQLite file in a folder, one writer."""

from __future__ import annotations

from cases.documents import DocumentJob
from store.case_table import CaseTable
from store.codec import Codec, exact
from store.mail_table import MailTable
from store.outbox_table import OutboxTable

JOBS = Codec(DocumentJob)


class TinyDeskStore(CaseTable, MailTable, OutboxTable):
    """CaseStore in `folder`/desk.db. Raises StoreUnavailable if another kesu writes there, if the disk
    fails or is full, or if a newer kesu wrote the file; what was kept before stays readable."""

    def put_job(self, job: DocumentJob) -> None:
        self._to_write("jobs").put({"job_key": exact(job.key), "job": JOBS.dump(job)}, by="job_key")

    def jobs(self) -> list[DocumentJob]:
        return [JOBS.load(document["job"]) for document in self._table("jobs").all()]

    def finish_job(self, key: str) -> None:
        self._to_write("jobs").remove_where("job_key = ?", exact(key))

    def note(self, key: str) -> str | None:
        found = self._table("notes").first("name = ?", exact(key))
        return found["text"] if found else None

    def set_note(self, key: str, value: str) -> None:
        self._to_write("notes").put({"name": exact(key), "text": value}, by="name")
