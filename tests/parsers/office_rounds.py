"""Forms that went through LibreOffice: saved as .docx, .odt, .doc and .rtf, and made .docx again, in five starts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from parsers.office_convert import TARGET, run
from tests.parsers.form_filling import returned
from tests.parsers.form_rounds import FORMS, Typed
from tests.parsers.test_form_words import typed_into

WAYS = ("docx", "odt", "doc", "rtf")
ROUND = [(form, ("zh", "en")[at // len(WAYS) % 2], WAYS[at % len(WAYS)]) for at, form in enumerate(FORMS)]
"""Each form in one language by one way; every way carries a quarter of the forms, in both languages."""
WILD = {
    "d2.statement": "焊点 🔥 cracked — 7/2,000 “空焊” ≥ 25 %\n第二行\ttab",
    "d4.tua": "a<b & c {{ x }} مرحبا",
    "d7.read_across": "≤ 3,000 pcs；Ω 𠮷",
}
ROWS = {"d5.actions.action": ["改回胶型 A 👍", "Poka-yoke: 防错"], "d5.actions.owner": ["王工", "Chen"]}
SECONDS = 240.0


@cache
def typed(form: str, lang: str) -> Typed:
    return Typed(next(each for each in FORMS if each.id == form), lang)


def sent(way: str) -> Iterator[tuple[str, bytes]]:
    """What goes this way, by name: a quarter of the forms, and an 8D in both languages and with wild text."""
    yield from ((form.id, typed(form.id, lang).docx) for form, lang, by in ROUND if by == way)
    yield from ((f"{lang}-{way}", returned(lang)) for lang in ("zh", "en"))
    yield f"wild-{way}", typed_into(WILD, {name: list(texts) for name, texts in ROWS.items()})


def saved_by_office(folder: Path) -> None:
    """`saved` in the folder holds each in its format, and as .docx."""
    for way in WAYS:
        (folder / way).mkdir()
        for name, docx in sent(way):
            (folder / way / f"{name}.docx").write_bytes(docx)
        files = [str(path) for path in (folder / way).glob("*.docx")]
        run("soffice", folder, SECONDS, ["--convert-to", way, "--outdir", str(folder / "saved"), *files])
    foreign = [str(path) for path in (folder / "saved").iterdir() if path.suffix != ".docx"]
    run("soffice", folder, SECONDS, ["--convert-to", TARGET, "--outdir", str(folder / "saved"), *foreign])
