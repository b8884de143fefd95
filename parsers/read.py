"""The front door: raw bytes to what the sender said."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cases.mail import NOBODY, Address, IncomingMail, Kind
from parsers.addresses import groups_in, parse_addresses
from parsers.attached import read_attached
from parsers.body import told_apart
from parsers.bounces import read_bounce
from parsers.commands import command_in
from parsers.content import Content
from parsers.content_key import content_key
from parsers.copies import Thread
from parsers.evidence import Signs
from parsers.forwards import Forward, forward_in_part, forward_in_text, opens_a_forward
from parsers.headers import Headers, mended_ends, read_headers, split_head
from parsers.kinds import answer_unwanted, kind_of
from parsers.labels import is_label
from parsers.language import language_of
from parsers.limits import CannotBeRead, Limits, check_raw, header_block
from parsers.links import linked_files
from parsers.mail_facts import facts_of
from parsers.mime import read_content
from parsers.quotes import Split, split_quotes
from parsers.subjects import take_apart

READ_FURTHER = frozenset([Kind.SUBMISSION, Kind.REPLY, Kind.LIST])
"""Kinds whose text may state facts or give commands; a robot's may not."""


@dataclass(frozen=True, slots=True)
class MailParser:
    """A MailReader for the desk at `own_addresses` (lower case)."""

    own_addresses: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)

    def __call__(self, raw: bytes, received_at: datetime, thread: Sequence[str] = ()) -> IncomingMail:
        """Never raises for what is in the bytes: what cannot be read is of kind `unreadable` and says why. `thread`
        are the texts of mails that this one may quote: what stands in them is no new text."""
        try:
            return self.attempt(raw, received_at, thread)
        except MemoryError:
            why = "读取邮件时内存不足 / There is not enough memory to read this mail."
        return self.unreadable(raw, received_at, "over-memory", why)  # out there the half-read mail is forgotten

    def attempt(self, raw: bytes, received_at: datetime, thread: Sequence[str] = ()) -> IncomingMail:
        """The same, for a process of its own, where running out of memory is for its owner to tell: MemoryError."""
        sha256, key = hashlib.sha256(raw).hexdigest(), content_key(raw)
        try:
            check_raw(raw, self.limits)
            return self._read(raw, received_at, sha256, key, Thread(thread))
        except MemoryError:
            raise
        except CannotBeRead as reason:
            defect, why = "not-read", str(reason)
        except RecursionError:
            defect = "too-deep"
            why = "邮件嵌套过深，无法读取 / The parts or headers are nested deeper than can be read."
        except Exception as fault:  # noqa: BLE001 - whatever a sender's bytes provoke must not stop the desk
            defect = f"fault:{type(fault).__name__}"
            why = f"读取失败 / Reading it failed ({type(fault).__name__}: {fault})."
        return self.unreadable(raw, received_at, defect, why)

    def unreadable(self, raw: bytes, received_at: datetime, defect: str, why: str) -> IncomingMail:
        """What can still be said: the identities, and sender and subject if the headers are short enough."""
        block = header_block(raw[: self.limits.header_block])[: self.limits.header]
        headers = read_headers(block if len(block) < self.limits.header else block.rpartition(b"\n")[0].rstrip(b"\r"))
        senders = parse_addresses(headers.all("from"))
        return IncomingMail(
            received_at=received_at,
            sha256=hashlib.sha256(raw).hexdigest(),
            content_key=content_key(raw),
            kind=Kind.UNREADABLE,
            kind_reason=why,
            message_id=next(iter(headers.ids("message-id")), ""),
            sender=senders[0] if senders else NOBODY,
            senders=len(senders),
            date=headers.date(),
            subject=headers.text("subject")[:1000],
            subject_bare=take_apart(headers.text("subject")[:1000]).bare,
            defects=tuple(dict.fromkeys([*headers.defects, defect])),
            answer_unwanted=answer_unwanted(headers),
        )

    def _read(self, raw: bytes, received_at: datetime, sha256: str, key: str, thread: Thread) -> IncomingMail:
        raw = mended_ends(raw)
        headers, body = split_head(raw, 0, len(raw))
        if not headers.fields:
            raise CannotBeRead("邮件没有信头 / The mail has no headers.")
        content = read_content(raw, self.limits, is_label, (headers, body))
        forms: list[tuple[str, str]] = []
        senders = parse_addresses(headers.all("from"))
        subject = headers.text("subject")
        parts = take_apart(subject)
        text, split = told_apart(content, thread)
        types = frozenset(content.types)
        sender = senders[0] if senders else NOBODY
        kind, reason = kind_of(Signs(headers, sender, subject, parts, text, types, self.own_addresses, content.report))
        if kind in READ_FURTHER:
            content.attachments, forms = read_attached(content.attachments)
        forward = _forward(split, content, parts.outermost == "forward") if kind in READ_FURTHER else None
        written = headers.date() or received_at
        linked = linked_files(split.new, content.sources)
        command = command_in(split, content, thread, received_at) if kind in READ_FURTHER else None
        return IncomingMail(
            received_at=received_at,
            sha256=sha256,
            content_key=key,
            kind=kind,
            kind_reason=reason,
            message_id=next(iter(headers.ids("message-id")), ""),
            in_reply_to=headers.ids("in-reply-to"),
            references=headers.ids("references"),
            sender=sender,
            senders=len(senders) + groups_in(headers.all("from")),
            to=self._recipients(headers, "to"),
            cc=self._recipients(headers, "cc"),
            reply_to=self._recipients(headers, "reply-to"),
            date=headers.date(),
            subject=subject,
            subject_bare=parts.bare,
            language=language_of(split.new, forward.text if forward else "", parts.bare, text),
            text=text,
            new_text=split.new,
            quoted_text=split.quoted,
            forwarded=forward.sender if forward else None,
            attachments=tuple(content.attachments),
            bounce=read_bounce(headers, content, raw, self.own_addresses) if kind is Kind.BOUNCE else None,
            fields=facts_of(split, content, forward, parts.bare, written, forms, thread)
            if kind in READ_FURTHER
            else {},
            decision=command,
            defects=_defects(headers, content, senders, linked),
            linked_files=linked,
            answer_unwanted=answer_unwanted(headers),
        )

    def _recipients(self, headers: Headers, name: str) -> tuple[Address, ...]:
        return parse_addresses(headers.all(name))[: self.limits.recipients]


def _defects(
    headers: Headers, content: Content, senders: tuple[Address, ...], linked: tuple[str, ...]
) -> tuple[str, ...]:
    found = [*headers.defects, *content.defects, *_missing(headers, senders), *(["linked-files"] if linked else [])]
    return tuple(dict.fromkeys(found))


def _missing(headers: Headers, senders: tuple[Address, ...]) -> list[str]:
    wanted = {
        "no-message-id": bool(headers.ids("message-id")),
        "no-date": headers.date() is not None,
        "no-sender": bool(senders) and bool(senders[0].address),
        "several-senders": len(senders) < 2,
    }
    return [name for name, present in wanted.items() if not present]


def _forward(split: Split, content: Content, subject_says: bool) -> Forward | None:
    """A forward is one by its subject or its separator; a quoted header block alone is an answer's."""
    inner = forward_in_part(content.returned) if content.returned else None
    if inner is not None and (subject_says or not split.quoted):
        return Forward(inner, _inner_text(content))
    if subject_says or opens_a_forward(split.quoted):
        return forward_in_text(split.quoted)
    return None


def _inner_text(content: Content) -> str:
    return split_quotes(read_content(content.returned, Limits(), is_label).text).new
