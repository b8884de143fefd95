"""Which elements of an HTML mail hold a quotation, by the marks that programs leave for each other."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from parsers import quote_marks as marks

HINTS = (
    "quot cite repl rply zmail iosymail orimsg reference-message olk_src divider oringinal outlookmessageheader zwchr "
    "origbody moz- skiff gmail_attr gmail_signature"
).split()
"""One of these stands in every mark; most mails have none, and their elements are not asked."""

NEAR = 5
"""Blanks and breaks that may stand between an attribution and its blockquote."""


SIGNATURE = 2_000
"""Characters of a signature that are looked at."""


def may_mark_quotes(source: str) -> bool:
    """Whether the source may mark its quotations at all."""
    lower = source.lower()
    return any(hint in lower for hint in HINTS)


def is_quote(node: LexborNode) -> bool:
    """Whether all of the element is quoted. A bare blockquote is not: many programs indent new text with it. Gmail's
    `gmail_quote` around its blockquotes is not either: the answers between them are in it, too."""
    attributes = node.attributes
    if node.tag == "blockquote" and (
        (attributes.get("type") or "").lower() == "cite"
        or "gmail_quote" in (attributes.get("class") or "")
        or attributes.get("id") == "qt"
        or "data-skiff-mail" in attributes
    ):
        return True
    if marks.INTRODUCTION.search(attributes.get("class") or ""):
        return _before_a_blockquote(node)
    return attributes.get("name") == "quote" or any(marks.CONTAINER.search(name) for name in _names(node))


def _before_a_blockquote(node: LexborNode) -> bool:
    below = node.next
    for _ in range(NEAR):
        if below is None or (below.tag != "br" and not _is_blank(below)):
            break
        below = below.next
    return below is not None and below.tag == "blockquote"


def _is_blank(node: LexborNode) -> bool:
    return node.tag == "-text" and not (node.text_content or "").strip()


def is_signature(node: LexborNode) -> bool:
    """Whether the element holds a signature: its program calls it one, and it tells how to reach somebody. People
    write their letters into it, too."""
    if marks.SIGNATURE_ELEMENT.search(node.attributes.get("class") or "") is None:
        return False
    return marks.CONTACT.search(node.text(separator="\n")[:SIGNATURE]) is not None


def begins_the_rest(node: LexborNode) -> bool:
    """Whether this element and all behind it in the same surroundings are quoted: Outlook's header and its like."""
    return any(marks.REST.search(name) for name in _names(node))


def _names(node: LexborNode) -> list[str]:
    attributes = node.attributes
    return [value for key in ("class", "id", "name", "title", "data-marker") if (value := attributes.get(key))]
