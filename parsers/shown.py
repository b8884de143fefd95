"""The texts that a mail shows one below the other, as plain text and as HTML.

Only what a multipart/alternative offers is one text in two versions. A list's footer below an HTML mail, a note above
one, the texts between photos are further texts: each version holds all of them."""

from __future__ import annotations

import html as entities
from dataclasses import dataclass

from parsers.copies import plain
from parsers.html import IsLabel, html_to_text

PIECE = 8
"""Letters in a row that are looked for in another text."""
LOOKED_AT = 2_000
"""Letters of a text that are compared."""
ALIKE = 0.8
"""The least share of a text's pieces that stand in another version of it."""
WINMAIL = -1
"""The choice between the plain text beside a winmail.dat and the HTML in it."""
PLAIN, HTML, ENRICHED = "plain", "html", "enriched"


@dataclass(frozen=True, slots=True)
class Shown:
    """One text; HTML as it came."""

    text: str
    form: str
    choice: int = 0
    """The multipart/alternative that offers it; 0 if none does."""


@dataclass(slots=True)
class Versions:
    """One text in all its versions, in order."""

    plain: list[str]
    html: list[str]
    enriched: list[str]

    def add(self, shown: Shown) -> None:
        {PLAIN: self.plain, HTML: self.html, ENRICHED: self.enriched}[shown.form].append(shown.text)


def in_two_versions(shown: list[Shown], is_label: IsLabel) -> tuple[list[str], list[str]]:
    """All as plain text, and all as HTML; one of them empty if nothing is written in it."""
    offered = shown[0].choice if shown else 0
    if (offered or len(shown) == 1) and all(each.choice == offered and each.form != ENRICHED for each in shown):
        return [each.text for each in shown if each.form == PLAIN], [each.text for each in shown if each.form == HTML]
    texts = _told_apart(shown, is_label)
    for text in texts:
        if not _says_anything(text.plain):
            text.plain = text.plain if text.html else text.enriched or text.plain
    is_mixed = any(_says_anything(text.plain) for text in texts) and any(_says_anything(text.html) for text in texts)
    if len(texts) < 2 or not is_mixed:
        return [each for text in texts for each in text.plain], [each for text in texts for each in text.html]
    plains: list[str] = []
    sources: list[str] = []
    for text in texts:
        has_words = _says_anything(text.plain)
        plains.extend(text.plain if has_words else (html_to_text(source, is_label) for source in text.html))
        sources.extend(text.html or (_as_html(each) for each in text.plain))
    return plains, sources


def _told_apart(shown: list[Shown], is_label: IsLabel) -> list[Versions]:
    """Neighbours that say the same are versions of one text, whatever kind of multipart they are in."""
    texts: dict[int, Versions] = {}
    same = 0
    for i, each in enumerate(shown):
        if each.choice == 0 and not (i and _says_the_same(shown[i - 1], each, is_label)):
            same = WINMAIL - 1 - i
        texts.setdefault(each.choice or same, Versions([], [], [])).add(each)
    return list(texts.values())


def _says_the_same(above: Shown, below: Shown, is_label: IsLabel) -> bool:
    if above.choice or below.choice or (above.form == HTML) == (below.form == HTML):
        return False
    one, other = (
        plain(html_to_text(each.text, is_label) if each.form == HTML else each.text) for each in (above, below)
    )
    short, long = sorted((one, other), key=len)
    pieces = [short[at : at + PIECE] for at in range(0, min(len(short), LOOKED_AT), PIECE)]
    return sum(piece in long for piece in pieces) >= ALIKE * len(pieces)


def _says_anything(texts: list[str]) -> bool:
    return any(text.strip() for text in texts)


def _as_html(text: str) -> str:
    return f"<pre>\n{entities.escape(text, quote=False)}</pre>"
