"""The text of a mail and what of it is new: from the HTML where that tells better."""

from __future__ import annotations

from parsers.content import Content
from parsers.copies import Thread, plain
from parsers.quotes import Split, split_quotes

WHOLE = 0.8
"""The least share of the plain text's letters that an HTML part has that says the same."""


def told_apart(content: Content, thread: Thread) -> tuple[str, Split]:
    """The body's text, taken apart. The elements of HTML say what is quoted more surely than lines do, so where the
    two disagree and the HTML is whole, the mail is read from its HTML."""
    text = content.text
    split = split_quotes(text, thread)
    html = content.html.strip()
    if not content.may_mark_quotes or text == html or not any(line.startswith("> ") for line in html.split("\n")):
        return text, split
    marked = split_quotes(html, thread)
    if plain(marked.new) == plain(split.new) or len(plain(html)) < WHOLE * len(plain(text)):
        return text, split
    return html, marked
