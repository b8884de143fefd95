"""Reading in a process of its own: the same readers, with the same results, behind the same doors.

What a mail or a form does to the process that reads it ends there: the desk hears that it could not be read, and why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import Any

from cases.forms import Form
from cases.mail import IncomingMail, Kind
from cases.photos import Photo, Unshown
from cases.returned import Returned
from parsers.content_key import content_key
from parsers.form_read import Convert, FormReader, other_format, to_docx
from parsers.form_refusals import FormRefused
from parsers.keeper import Work
from parsers.limits import Bounds, Limits
from parsers.magic import detect
from parsers.plain import from_plain, to_plain
from parsers.plain_simple import Malformed
from parsers.pool import Pool
from parsers.read import MailParser
from parsers.reader_ends import JobFailed, ReaderEnded

WORK = "parsers.apart:work"
ANSWER_TIMES = 4
"""How many times as large as the largest mail an answer may be: its text, new and quoted text, and its files."""
LEAST_ANSWER = 2**20
PRINTED = ("image/jpeg", "image/png")
LARGEST_PHOTO = 2**20
"""Bytes of one that is reduced, many times what it has."""
_SAYS = {
    "memory": "读取这封邮件占用内存过多 / Reading this mail takes {}.",
    "cpu": "读取这封邮件耗时过长 / Reading this mail takes {}.",
    "wall": "读取这封邮件等待过久 / Reading this mail takes {}.",
    "": "读取这封邮件的进程屡次中断 / Reading this mail stopped the process that reads {tries} times ({}).",
}


@dataclass(frozen=True, slots=True)
class Options:
    """What the readers are made of."""

    own_addresses: tuple[str, ...]
    limits: Limits
    forms: tuple[Form, ...]


def work(plain: Any) -> Work:
    """Called in the keeper: the jobs of a reader, warmed with a mail of our own."""
    options: Options = from_plain(plain, (), Options)
    parser = MailParser(frozenset(options.own_addresses), options.limits)
    parser(b"From: a@x.example\r\nSubject: x\r\n\r\nhello\r\n", datetime.fromisoformat("2026-03-02T09:00:00+08:00"))
    forms = FormReader(options.forms)
    jobs = {
        "mail": partial(_mail, parser),
        "unreadable": partial(_unreadable, parser),
        "form": partial(_form, forms),
        "photo": partial(_photo, import_module("parsers.photos").shown),  # the desk itself never loads a decoder
    }
    return lambda job, needed, body: jobs[job](needed, body)


def _mail(parser: MailParser, needed: Any, raw: bytes) -> tuple[Any, list[bytes]]:
    when, thread = needed
    return to_plain(parser.attempt(raw, from_plain(when, (), datetime), thread), IncomingMail)


def _unreadable(parser: MailParser, needed: Any, head: bytes) -> tuple[Any, list[bytes]]:
    when, defect, why = needed
    return to_plain(parser.unreadable(head, from_plain(when, (), datetime), defect, why), IncomingMail)


def _form(read: FormReader, kind: Any, docx: bytes) -> tuple[Any, list[bytes]]:
    return to_plain(read.read(docx, kind), Returned)


def _photo(shown: Callable[[bytes], Photo], _: Any, content: bytes) -> tuple[Any, list[bytes]]:
    return to_plain(shown(content), Photo)


class Apart:
    """The readers of mails, of returned forms and of pictures; all share one process, which starts with the first.

    `convert` is asked, outside of it, for a form that is no .docx."""

    def __init__(
        self,
        own_addresses: Iterable[str],
        limits: Limits,
        bounds: Bounds,
        forms: Iterable[Form] = (),
        convert: Convert | None = None,
    ) -> None:
        options = Options(tuple(own_addresses), limits, tuple(forms))
        plain, _ = to_plain(options, Options)
        self._pool = Pool(WORK, plain, bounds, ANSWER_TIMES * limits.mail + LEAST_ANSWER)
        self._limits = limits
        self._bounds = bounds
        self._convert = convert
        self.close = self._pool.close
        self.holds = self._pool.holds

    def read_mail(self, raw: bytes, received_at: datetime, thread: Sequence[str] = ()) -> IncomingMail:
        """As MailParser reads it. Raises NoReader, an OSError, if there is no process to read with."""
        when, _ = to_plain(received_at, datetime)
        sha256 = hashlib.sha256(raw).hexdigest()
        for _ in range(self._bounds.tries):
            try:
                mail = self._mail("mail", [when, list(thread)], raw)
                if mail.sha256 != sha256:
                    raise Malformed("the answer is about another mail")
                return mail
            except (ReaderEnded, Malformed) as ended:
                end = ended if isinstance(ended, ReaderEnded) else ReaderEnded("", str(ended))
                if end.limit:
                    break
        return self._unread(raw, received_at, sha256, end)

    def read_form(self, content: bytes) -> Returned:
        """As FormReader reads it. Raises NoReader."""
        try:
            kind = other_format(content)
            docx = to_docx(content, kind, self._convert)
            plain, blobs = self._pool.call("form", kind, docx)
            returned: Returned = from_plain(plain, blobs, Returned)
        except FormRefused as refusal:
            return Returned(findings=(refusal.finding(),))
        except (ReaderEnded, Malformed):
            return Returned(findings=(FormRefused("too-much").finding(),))
        return returned

    def read_photo(self, content: bytes) -> Photo:
        """As `parsers.photos.shown` makes it. Raises NoReader."""
        try:
            plain, blobs = self._pool.call("photo", None, content)
            photo: Photo = from_plain(plain, blobs, Photo)
            if photo.image and (len(photo.image) > LARGEST_PHOTO or detect(photo.image) not in PRINTED):
                raise Malformed("no picture that was asked for")
        except ReaderEnded as end:
            return Photo(why=Unshown.TOO_COSTLY if end.limit else Unshown.DAMAGED)
        except (JobFailed, Malformed):
            return Photo(why=Unshown.DAMAGED)
        return photo

    def _mail(self, job: str, needed: Any, body: bytes) -> IncomingMail:
        plain, blobs = self._pool.call(job, needed, body)
        mail: IncomingMail = from_plain(plain, blobs, IncomingMail)
        return mail

    def _unread(self, raw: bytes, received_at: datetime, sha256: str, end: ReaderEnded) -> IncomingMail:
        """What a new process can say of its headers; if that ends the same way, that there is a mail."""
        why = _SAYS[end.limit].format(end, tries=self._bounds.tries)
        defect = f"over-{end.limit}" if end.limit else "crashed"
        when, _ = to_plain(received_at, datetime)
        try:
            mail = self._mail("unreadable", [when, defect, why], raw[: self._limits.header_block])
        except (ReaderEnded, JobFailed, Malformed):
            mail = IncomingMail(received_at, sha256, "", Kind.UNREADABLE, why, defects=(defect,))
        return replace(mail, sha256=sha256, content_key=content_key(raw))
