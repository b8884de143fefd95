"""The command at the top of a mail's new text, as its sender saw it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.mail import Decision
from parsers.content import Content
from parsers.copies import Thread
from parsers.decisions import read_decision
from parsers.html import html_to_text
from parsers.labels import is_label
from parsers.quotes import Split, split_quotes
from parsers.said import UNCLEAR

COMMAND_TEXT = 200_000
"""Characters of a text that may be a command with all its reasons."""
BANNER_LINES = 8
DIFFER = (
    "邮件的纯文本与显示的内容不一致，请重新写一封 / The plain text of the mail is not what the mail shows;"
    " please write it again."
)


def command_in(split: Split, content: Content, thread: Thread, arrived: datetime) -> Decision | None:
    """None if the first line is no command. A mail of two versions must say the same in both: people see the HTML,
    and whoever writes the plain text could make it say anything."""
    said = _read(split, arrived)
    if said is None or said.refused_because or not content.plain.strip() or not content.sources:
        return said
    html = "\n".join(html_to_text(source[:COMMAND_TEXT], is_label) for source in content.sources)
    shown = _first_in(split_quotes(html, thread), arrived)
    if not html.strip() or (shown is not None and shown.verb == said.verb and not shown.refused_because):
        return said
    return replace(said, verb=UNCLEAR, reason="", refused_because=DIFFER)


def _first_in(split: Split, arrived: datetime) -> Decision | None:
    """The first command in the upper lines: gateways write warnings above the HTML and leave the plain text alone."""
    lines = [line for line in (split.lead or split.new)[:COMMAND_TEXT].split("\n") if line.strip()]
    found = (read_decision("\n".join(lines[first:]), arrived) for first in range(min(len(lines), BANNER_LINES)))
    return next((said for said in found if said is not None), None)


def _read(split: Split, arrived: datetime) -> Decision | None:
    """From above or below the quotation; from inside it where new text stands nowhere else."""
    return read_decision((split.lead or split.new)[:COMMAND_TEXT], arrived)
