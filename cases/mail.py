"""A mail that came in, as a value: no connection, no parsing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

FieldValue = str | bool | tuple[str, ...]
"""A value as the parsers give it: text, number or ISO date as text; yes/no; a list."""


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox with its display name; `address` is an addr-spec in lower case, or "" if there is none."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


IN_SIGNATURE = "signature"
"""Where a field was read that tells of the mail's writer and of nobody else."""
NOBODY = Address("", "")


class Kind(StrEnum):
    """What a mail is, before anybody asks what it says."""

    SUBMISSION = "submission"
    REPLY = "reply"
    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"
    RECEIPT = "receipt"
    CALENDAR = "calendar"
    LIST = "list"
    OWN = "own"
    UNREADABLE = "unreadable"


QUARANTINE = frozenset(
    ["dangerous", "type-mismatch", "macros", "deceptive-name", "holds-dangerous", "encrypted-archive"]
)
"""Flags of files that are kept and listed, and that the desk passes on to nobody."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail, decoded."""

    filename: str
    """Safe to show: a cleaned base name, never a path."""
    raw_filename: str
    content_type: str
    """As declared by the sender."""
    detected_type: str
    """By the file's first bytes."""
    content: bytes = field(repr=False)
    inline: bool = False
    from_tnef: bool = False
    flags: tuple[str, ...] = ()
    within: str = ""
    """The name of the attached mail or winmail.dat that it came in; "" if it came with this mail itself."""
    members: tuple[str, ...] = ()
    """Names in an archive, which stays unopened."""

    @property
    def quarantined(self) -> bool:
        """Whether it is kept and listed, but must not be passed on."""
        return not QUARANTINE.isdisjoint(self.flags)

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Field:
    """One fact that the text states, with where it was read."""

    value: FieldValue
    raw: str
    where: str
    """"text", "table", "subject", "html" or an attachment's name."""
    unit: str = ""
    confidence: float = 1.0
    """0 to 1; below 0.8 a person should look."""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A command or decision in the first line of the new text; an executed one has no `refused_because`."""

    verb: str
    """approve, reject, undo, help, status, assign, close, set, event, answer, complaint, not-a-complaint, merge …"""
    reason: str = ""
    """What follows the verb: a reason, a name, `FACT = VALUE`, an answer's text."""
    case: str = ""
    """The case number that stands beside the verb, if one does."""
    understood: str = ""
    """The line as it was read."""
    refused_because: str = ""
    """Why it has no effect (unclear, two commands …), a sentence; empty = clear."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail server reports of a mail of ours (RFC 3464, or what servers send instead)."""

    recipient: str
    """The first of them."""
    status: str
    reason: str
    original_message_id: str
    action: str = "failed"
    """"failed", "delayed" (the server still tries) or "complained" (its recipient calls it unwanted, RFC 5965)."""
    recipients: tuple[str, ...] = ()
    """Everybody the report names."""


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """A mail as read. `received_at` is the server's arrival time; the sender's `date` is only shown."""

    received_at: datetime
    sha256: str
    """Of the raw bytes, which the spool keeps."""
    content_key: str
    """Same for every delivery of the same mail: over From, To, Cc, Date, Subject, Message-ID and body."""
    kind: Kind
    kind_reason: str
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sender: Address = NOBODY
    senders: int = 1
    """Number of mailboxes and groups in all From headers; anything but 1 can never decide."""
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    date: datetime | None = None
    subject: str = ""
    subject_bare: str = ""
    language: str = ""
    """zh-Hans, zh-Hant, en …"""
    text: str = ""
    new_text: str = ""
    quoted_text: str = ""
    forwarded: Address | None = None
    """The inner sender, when a colleague forwards a customer's mail."""
    attachments: tuple[Attachment, ...] = ()
    bounce: Bounce | None = None
    fields: Mapping[str, Field] = field(default_factory=dict)
    decision: Decision | None = None
    defects: tuple[str, ...] = ()
    linked_files: tuple[str, ...] = ()
    """Addresses of files that the sender left with a large-file service instead of attaching them."""
    from_junk: bool = False
    """Whether the server had put it among its spam."""
    answer_unwanted: bool = False
    """X-Auto-Response-Suppress on a human mail: do not answer automatically."""
