"""Returned forms for tests: the 8D filled as an engineer does, with anchors lost as editors lose them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from cases.forms import Form
from cases.returned import Returned
from parsers.form_read import FormReader
from tests.generator.docx_reading import BODY, WRITER, facts, filled, packed, parts, root

READ = FormReader(WRITER.forms().values())
FORM: Form = WRITER.forms()["F16a"]
LABELS = ("kesuLabel", "kesuLabelTop", "kesuLabelEn", "kesuColHead", "kesuColHeadEn", "kesuH2")
TITLES = ("kesuBar", "kesuStep", "kesuStepHead")
ANSWERS = {
    "d0.era": "17:30 停止上线，隔离 120 件",
    "d2.statement": "SP-M10-550 铭牌标签角部翘起 ≥ 2 mm，86/3,600 件，2026-03-08 现场",
    "d2.not_what": "正面标签",
    "d2.change_much": "无变化",
    "d3.mark": "绿色圆点",
    "d3.first_shipment": "DN-2603-118，2026-03-14",
    "d4.tua": "2025-11 起更换胶型 B，湿热后剥离力 3.1 N/25 mm",
    "d4.tua_check": "湿热 1,000 h 后剥离试验，胶型 A/B 各 20 片，2026-03-16",
    "d4.tun": "出货检验无湿热后剥离力项目",
    "d4.sun_share": "40 %",
    "d6.ica_removed": "2026-04-26 撤除全检",
    "d7.read_across": "SP-M10-540 同胶型，同步切换",
    "d8.summary": "胶型变更；改回；零复发",
    "d8.customer_acceptance": "2026-05-08 邮件确认",
}
ROWS = {
    "d1.team.name": ["林致远", "陈立群", "王工"],
    "d1.team.department": ["总经办", "质量管理部", "制造二部"],
    "d3.actions.checked": ["3,600", "", "800"],
    "d3.actions.action": ["逐片目视", "不适用：已全部到货", "全检"],
    "d5.actions.action": ["改回胶型 A"],
    "d5.actions.cause": ["C1"],
}


@cache
def skeleton(lang: str = "zh") -> bytes:
    return WRITER.write("F16a", lang, facts("peeling-label.zh"))


@cache
def returned(lang: str = "zh") -> bytes:
    """The skeleton with ANSWERS and ROWS typed into it."""
    return filled(skeleton(lang), ANSWERS, ROWS)


def answers(form: Returned) -> dict[str, str]:
    """What of ANSWERS came home."""
    return {name: form.text(name) for name in ANSWERS}


def changed(docx: bytes, change: Callable[[Any], None]) -> bytes:
    """The document after `change` was done to its body."""
    tree = root(docx)
    change(tree)
    return packed({**parts(docx), BODY: etree.tostring(tree, encoding="UTF-8")})


def without_bookmarks(tree: Any) -> None:
    for mark in list(tree.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        mark.getparent().remove(mark)


def without_styles(tree: Any) -> None:
    for style in list(tree.iter(qn("w:pStyle"))):
        if style.get(qn("w:val")) not in (*LABELS, *TITLES):
            style.getparent().remove(style)


def without_labels(tree: Any) -> None:
    for style in tree.iter(qn("w:pStyle")):
        if style.get(qn("w:val")) in LABELS:
            for text in style.getparent().getparent().iter(qn("w:t")):
                text.text = ""


LOSSES = {"bookmark": without_bookmarks, "style": without_styles, "label": without_labels}


def only(docx: bytes, anchor: str) -> bytes:
    """The document with no anchor left but one kind."""

    def lose(tree: Any) -> None:
        for kind, lost in LOSSES.items():
            if kind != anchor:
                lost(tree)

    return changed(docx, lose)


def cell(tree: Any, field: str) -> Any:
    """The w:tc of a field."""
    name = "kesu_" + field.replace(".", "_")
    mark = next(each for each in tree.iter(qn("w:bookmarkStart")) if each.get(qn("w:name")) == name)
    return next(mark.iterancestors(qn("w:tc")))


def rows(tree: Any, column: str) -> list[Any]:
    """The w:tr that have a cell of this column, top to bottom."""
    style = "kesu_" + column.replace(".", "_")
    marks = [each for each in tree.iter(qn("w:pStyle")) if each.get(qn("w:val")) == style]
    return [next(mark.iterancestors(qn("w:tr"))) for mark in marks]


def xml(text: str) -> Any:
    """An element written with the prefix w."""
    namespace = qn("w:p").partition("}")[0][1:]
    return etree.fromstring(re.sub(r"^<(w:\w+)", rf'<\1 xmlns:w="{namespace}"', text))
