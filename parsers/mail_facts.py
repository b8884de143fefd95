"""The facts of a mail: which of its texts may state some, and which of them comes first."""

from __future__ import annotations

from datetime import datetime

from cases.mail import IN_SIGNATURE, Field
from parsers.content import Content
from parsers.copies import Thread
from parsers.fields import Source, read_fields
from parsers.forwards import Forward
from parsers.quotes import Split, split_quotes
from parsers.signatures import CONTACTS


def facts_of(
    split: Split,
    content: Content,
    forward: Forward | None,
    subject: str,
    written: datetime,
    forms: list[tuple[str, str]],
    thread: Thread,
) -> dict[str, Field]:
    """From the forwarded mail first, then the new text (its HTML if that has tables), the subject, attached forms."""
    sources = [Source(forward.text, "text")] if forward else []
    if content.has_table:
        sources.append(Source(split_quotes(content.html, thread).new, "table"))
    else:
        sources.append(Source(split.new, "text" if content.plain.strip() else "html"))
    files = [Source(text, name) for name, text in forms]
    found = read_fields([*sources, Source(subject, "subject")], tuple(content.attachments), written, files)
    return found if forward else _contacts(split.signature, written) | found


def _contacts(signature: str, written: datetime) -> dict[str, Field]:
    """How to reach the sender, which nobody writes above the signature once more."""
    if not signature:
        return {}
    found = read_fields([Source(signature, IN_SIGNATURE)], (), written)
    return {id_: field for id_, field in found.items() if id_ in CONTACTS}
