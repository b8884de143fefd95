"""The approval record in the sign-off block of a document that came back: it was empty when the form went out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from docx.oxml.ns import qn

from cases.forms import Form
from generator.docx_finish import BODY
from generator.docx_package import pack, parse, serialise, unpack
from generator.docx_progress import Signature, signed
from generator.docx_release import styles_of

STRONG, GREY = "kesu Strong", "kesu Grey"
Runs = Sequence[tuple[str, str]]
"""Text and the name of its character style."""
LINES: Mapping[str, Callable[[SimpleNamespace], Runs]] = {
    "kesu Sign Mark": lambda one: [(one.mark, "")],
    "kesu Sign Name": lambda one: [(one.name, STRONG), (f"  {one.role}" if one.role and one.name else one.role, GREY)],
    "kesu Sign Date": lambda one: [(one.at, "")],
    "kesu Sign Proof": lambda one: [(one.proof, "")],
}
"""By paragraph style, what a signature says there; the first such paragraph is the first column's."""
OTHERS = "kesu Sign Others"


def sign(docx: bytes, form: Form, lang: str, signatures: Sequence[Signature]) -> bytes:
    """The document with who signed it, when, and the proof; as it is where it has no such block."""
    blocks, others = signed(form, lang, form.words[lang], {"signoff": signatures})
    parts = unpack(docx)
    root, known = parse(parts[BODY]), parse(parts["word/styles.xml"])
    styles = styles_of(known)
    ids = {each.find(qn("w:name")).get(qn("w:val")): each.get(qn("w:styleId")) for each in known.iter(qn("w:style"))}
    places: dict[str, list[Any]] = {}
    for paragraph in root.iter(qn("w:p")):
        for name in {*LINES, OTHERS}.intersection(styles(paragraph)):
            places.setdefault(name, []).append(paragraph)
    if not blocks or not places:
        return docx
    for name, runs in LINES.items():
        for paragraph, one in zip(places.get(name, ()), blocks[0], strict=False):
            _write(paragraph, runs(one), ids)
    for paragraph in places.get(OTHERS, ()):
        _write(paragraph, [(others, "")], ids)
    parts[BODY] = serialise(root)
    return pack(parts)


def _write(paragraph: Any, runs: Runs, ids: Mapping[str, str]) -> None:
    for child in [child for child in paragraph if child.tag != qn("w:pPr")]:
        paragraph.remove(child)
    for text, style in runs:
        run = paragraph.makeelement(qn("w:r"))
        if style in ids:
            run.append(run.makeelement(qn("w:rPr")))
            run[0].append(run.makeelement(qn("w:rStyle"), {qn("w:val"): ids[style]}))
        for number, line in enumerate(text.split("\n")):
            if number:
                run.append(run.makeelement(qn("w:br")))
            shown = run.makeelement(qn("w:t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
            shown.text = line
            run.append(shown)
        paragraph.append(run)
