"""What the parts of a mail hold: its texts, and its files as attachments."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from cases.mail import Attachment
from parsers.filenames import numbered, safe_name
from parsers.magic import detect, flags_of
from parsers.parts import Part
from parsers.shown import Shown

STUB_SHARE = 5
"""A plain part that is this many times shorter than its HTML is a stub ("this mail is HTML")."""


@dataclass(slots=True)
class Content:
    """What the parts hold. `plain` and `html` are the body's texts; `html` is already turned into text, and only
    where it may say more than the plain text."""

    plain: str = ""
    html: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    types: set[str] = field(default_factory=set)
    """Content types of all parts, with `; method=…` or `; report-type=…` where they have one."""
    has_table: bool = False
    """Whether the HTML lays something out in a table."""
    may_mark_quotes: bool = False
    """Whether the HTML may tell by its elements what is quoted."""
    report: str = ""
    """Text of message/delivery-status or message/disposition-notification."""
    returned: bytes = b""
    """Headers or whole of the mail that a report or a forward encloses."""
    defects: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    """The body as HTML."""
    shown: list[Shown] = field(default_factory=list)
    """The texts in order, each as it came."""
    named: tuple[Part, bytes] | None = None
    """A text that is a file, too: the mail's text, if there is no other."""

    @property
    def text(self) -> str:
        """The plain text, unless the HTML says much more."""
        plain, html = self.plain.strip(), self.html.strip()
        return html if len(html) > STUB_SHARE * len(plain) + 20 else plain or html


def attachment(kind: str, name: str, data: bytes, inline: bool, content: Content) -> Attachment:
    """A file as it is shown: under a safe name, of the type that its bytes tell."""
    enclosed = kind.startswith("message/")
    detected = kind if enclosed else detect(data)
    if kind == "application/applefile" and name:
        name = f"._{name}"  # what the Macintosh knows of the file beside it, named as it does itself
    shown, flags = safe_name(name or ("mail.eml" if enclosed else ""), len(content.attachments) + 1)
    return Attachment(shown, name, kind, detected, data, inline, flags=(*flags, *flags_of(shown, detected, data)))


def name_apart(content: Content) -> None:
    """No two files of one name."""
    names = numbered([each.filename for each in content.attachments])
    content.attachments = [
        each if each.filename == name else replace(each, filename=name)
        for each, name in zip(content.attachments, names, strict=True)
    ]
