"""Axes of a chart, and the small elements that all of its parts are made of (ECMA-376 part 1, 21.2.2)."""

from __future__ import annotations

from typing import Any, TypeAlias

from docx.oxml.ns import nsmap
from lxml.builder import ElementMaker

C_NS, A_NS, R_NS = (nsmap[prefix] for prefix in ("c", "a", "r"))
C = ElementMaker(namespace=C_NS, nsmap={"c": C_NS, "a": A_NS, "r": R_NS})
A = ElementMaker(namespace=A_NS, nsmap={"a": A_NS})
INK, GRID = "3B4B5C", "C9D1DA"
LATIN, HAN = "Arial", "微软雅黑"
SIZE = "700"
"""Hundredths of a point."""
CATEGORIES, VALUES = "500001", "500002"
"""Ids of the axes."""
Node: TypeAlias = Any
"""An element; lxml has no types."""


def category_axis(own: str, other: str, place: str, *, reverse: bool = False) -> Node:
    return C.catAx(
        val("axId", own),
        C.scaling(val("orientation", "maxMin" if reverse else "minMax")),
        flag("delete", False),
        val("axPos", place),
        val("majorTickMark", "none"),
        val("minorTickMark", "none"),
        val("tickLblPos", "low"),
        C.spPr(A.ln(solid(GRID), w="9525")),
        text(turned=False),
        val("crossAx", other),
        val("crosses", "autoZero"),
        flag("auto", False),
        val("lblAlgn", "ctr"),
        val("lblOffset", "60"),
        flag("noMultiLvlLbl", True),
    )


def value_axis(own: str, other: str, place: str, *, top: float | None = None, reverse: bool = False) -> Node:
    """From 0 on; whole numbers."""
    limits = [val("max", f"{top:g}")] if top else []
    return C.valAx(
        val("axId", own),
        C.scaling(val("orientation", "minMax"), *limits, val("min", "0")),
        flag("delete", False),
        val("axPos", place),
        C.majorGridlines(C.spPr(A.ln(solid(GRID), w="6350"))),
        C.numFmt(formatCode="0", sourceLinked="0"),
        val("majorTickMark", "none"),
        val("minorTickMark", "none"),
        val("tickLblPos", "nextTo"),
        C.spPr(A.ln(A.noFill())),
        text(),
        val("crossAx", other),
        val("crosses", "max" if reverse else "autoZero"),
        val("crossBetween", "between"),
        *([val("majorUnit", f"{_step(top):g}")] if top else []),
    )


def _step(top: float) -> float:
    return top / 4 if top % 4 == 0 or top > 10 else 1


def text(colour: str = INK, *, turned: bool | None = None) -> Node:
    body = A.bodyPr() if turned is None else A.bodyPr(rot="0", vert="horz")
    run = A.defRPr(*_dress(colour), sz=SIZE)
    return C.txPr(body, A.lstStyle(), A.p(A.pPr(run), A.endParaRPr(lang="zh-CN")))


def words(said: str, colour: str = INK) -> Node:
    """A text of its own, such as a label."""
    run = A.r(A.rPr(*_dress(colour), lang="zh-CN", sz=SIZE), A.t(said))
    return C.tx(C.rich(A.bodyPr(), A.lstStyle(), A.p(run)))


def _dress(colour: str) -> tuple[Node, ...]:
    return solid(colour), A.latin(typeface=LATIN), A.ea(typeface=HAN)


def solid(colour: str) -> Node:
    return A.solidFill(A.srgbClr(val=colour))


def val(tag: str, value: str) -> Node:
    return C(tag, val=value)


def flag(tag: str, value: bool) -> Node:
    return C(tag, val="1" if value else "0")
