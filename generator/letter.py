"""The HTML of a mail, made from its plain text: both say the same, and nothing in it is ever markup.

What the plain text shows, a reader of HTML sees: `【…】` or `*…*` alone on a line is a heading, four blanks
before a line make it a key line, `> ` a quotation, a block of `label: value` lines a table.
"""

from __future__ import annotations

import re
from html import escape
from itertools import groupby

REPLY_ABOVE = "-- 请在此线以上回复 / Please reply above this line --"
"""The first line of a mail that wants an answer; whoever reads the answer cuts there."""

PROSE = "\u2060"
"""Begins a line of a person's prose, where `Cause: …` is no row of a table; text of others never holds the sign."""

_ROW = re.compile(r"(?P<label>[^\W\d][^:：。，,;；!?！？]{0,40})(?:：|: )\s*(?P<value>\S.*)")
_HEADING = re.compile(r"【(.+)】|\*(\S.*\S|\S)\*")

_FONT = "font-family:'Microsoft YaHei','PingFang SC','Noto Sans CJK SC',Arial,sans-serif"
_PAGE = (
    '<!DOCTYPE html>\n<html lang="{lang}">\n<head><meta charset="utf-8"><title>{title}</title></head>\n'
    f'<body style="{_FONT};font-size:14px;line-height:1.6;color:#222222;max-width:720px">\n'
    "{body}\n</body>\n</html>\n"
)
_WRAP = {
    "quiet": '<p style="color:#777777;font-size:12px">{}</p>',
    "heading": '<p style="margin:18px 0 4px"><b>{}</b></p>',
    "key": '<p style="margin:8px 0 8px 24px;padding:6px 12px;border-left:4px solid #1f4e79"><b>{}</b></p>',
    "quote": '<blockquote style="margin:8px 0;padding:2px 12px;border-left:3px solid #cccccc;color:#555555">'
    "{}</blockquote>",
    "text": "<p>{}</p>",
    "prose": "<p>{}</p>",
}
_TABLE = '<table style="border-collapse:collapse;margin:6px 0">\n{}\n</table>'
_CELLS = (
    '<tr><td style="padding:3px 16px 3px 0;color:#555555;vertical-align:top;white-space:nowrap">{}</td>'
    '<td style="padding:3px 0;vertical-align:top">{}</td></tr>'
)


def html(title: str, text: str, lang: str) -> str:
    """A whole HTML page with the words of `text`; every character of it is escaped."""
    blocks = [_block(block.split("\n")) for block in re.split(r"\n{2,}", text.strip("\n"))]
    return _PAGE.format(lang=escape(lang), title=escape(title), body="\n".join(blocks))


def _kind(line: str) -> str:
    if line.startswith(PROSE):
        return "prose"
    if line == REPLY_ABOVE or line.startswith("Ref: "):
        return "quiet"
    if line.startswith("    "):
        return "key"
    if line.startswith(">"):
        return "quote"
    return "heading" if _HEADING.fullmatch(line) else "text"


def _block(lines: list[str]) -> str:
    return "\n".join(_group(kind, list(group)) for kind, group in groupby(lines, _kind))


def _group(kind: str, lines: list[str]) -> str:
    rows = [_ROW.fullmatch(line) for line in lines]
    if kind == "text" and all(rows):
        cells = (_CELLS.format(escape(row["label"]), escape(row["value"])) for row in rows if row)
        return _TABLE.format("\n".join(cells))
    return _WRAP[kind].format("<br>\n".join(escape(_bare(kind, line)) for line in lines))


def _bare(kind: str, line: str) -> str:
    if kind == "heading":
        return line[1:-1]
    return line.removeprefix(">" if kind == "quote" else PROSE).strip()
