"""The customer's copy of a returned form: only what the page shows, and nothing that was meant for us."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

from generator.docx_package import FormUnreadable, pack, parse, serialise, unpack
from generator.docx_relations import detach, refuse_other_than_document, remove, without_outside, xml_parts
from generator.docx_release import name_stage, release, stage, styles_of
from generator.docx_revisions import accept_changes, drop_comments, drop_objects
from generator.docx_stamp import stamp

PAGES = tuple(qn(f"w:{name}") for name in ("document", "hdr", "ftr", "footnotes", "endnotes"))
SETTINGS = tuple(qn(f"w:{name}") for name in ("attachedTemplate", "mailMerge", "trackRevisions", "docVars"))


def customer_copy(docx: bytes, revision: str = "", date: str = "", *, scored: bool = False) -> bytes:
    """The .docx to send: working marks, comments, tracked changes, links, objects and macros removed.

    `revision` (R3) and its ISO date replace those that the form was handed out with; `scored` leaves the points of our
    own review in it.
    `docx` came by mail and may be anything: it is read with limits and never rendered as a template.
    Raises FormUnreadable with a sentence for the sender.
    """
    parts = unpack(docx)
    refuse_other_than_document(parts)
    parts, gone = without_outside(parts)
    trees = {name: parse(parts[name]) for name in xml_parts(parts)}
    for name, tree in trees.items():
        detach(tree, gone.get(name, frozenset()))
    _clean(list(trees.values()), revision, date, scored)
    return pack({**parts, **{name: serialise(tree) for name, tree in trees.items()}})


def _clean(trees: list[Any], revision: str, date: str, scored: bool) -> None:
    by_kind = {tree.tag: tree for tree in trees}
    body = by_kind.get(qn("w:document"))
    if body is None:
        raise FormUnreadable(
            "文件不是 Word 默认格式的文档（.docx）。",
            "The file is not a Word document as Word saves it by default (.docx).",
        )
    styles = styles_of(by_kind.get(qn("w:styles")))
    for setting in list(by_kind.get(qn("w:settings"), body).iter(*SETTINGS)):
        remove(setting)
    for marks in list(by_kind.get(qn("cp:coreProperties"), body).iter(qn("cp:keywords"))):
        remove(marks)
    pages = [tree for tree in trees if tree.tag in PAGES]
    for tree in pages:
        accept_changes(tree)
        drop_comments(tree)
        drop_objects(tree)
        release(tree, styles, scored=scored)
    reached = stage(body, styles)
    for tree in pages:
        name_stage(tree, styles, reached)
        if revision:
            stamp(tree, styles, revision, date)
