"""A chart as the XML that Word draws it from (DrawingML charts, ECMA-376 part 1, 21.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from docx.oxml.ns import nsmap
from lxml.builder import ElementMaker

from generator.docx_clean import one_line
from generator.docx_package import serialise

C_NS, A_NS, R_NS = (nsmap[prefix] for prefix in ("c", "a", "r"))
C = ElementMaker(namespace=C_NS, nsmap={"c": C_NS, "a": A_NS, "r": R_NS})
A = ElementMaker(namespace=A_NS, nsmap={"a": A_NS})
INK, GRID = "3B4B5C", "C9D1DA"
LATIN, HAN = "Arial", "微软雅黑"
SIZE = 700
"""Hundredths of a point."""
CATEGORIES, VALUES, BESIDE, SHARE = "500001", "500002", "500003", "500004"
"""Ids of the axes; those of the percentages are a pair of their own."""
Node: TypeAlias = Any
"""An element; lxml has no types."""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures. None is a gap. `colours` paints single columns, else `colour` all of them."""

    name: str
    values: tuple[float | None, ...]
    colour: str
    look: str = "column"
    """column, line, or mark (a short bar across the column: a target)."""
    colours: tuple[str, ...] = ()
    percent: bool = False
    """Whether it is told on an axis of its own, from 0 to 100 %."""
    labels: str = ""
    """Where the figures are printed: `out` above, `base` at the foot inside, `in` the middle; else nowhere."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart over `categories`; `lying` draws bars instead of columns, `stacked` puts columns upon each other."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    lying: bool = False
    stacked: bool = False
    top: float | None = None
    """Where the axis ends; else as high as the figures."""


def chart_xml(chart: Chart) -> bytes:
    """The chart part. Figures stand in it twice: as Word shows them, and as places in the workbook (Sheet1)."""
    plot = C.plotArea(C.layout())
    for group in _groups(chart):
        plot.append(group)
    plot.extend(_axes(chart))
    shown = C.chart(_flag("autoTitleDeleted", True), plot)
    if len(chart.series) > 1:
        shown.append(C.legend(_val("legendPos", "t"), _flag("overlay", False)))
    shown.append(_flag("plotVisOnly", True))
    shown.append(_val("dispBlanksAs", "gap"))
    external = C.externalData(_flag("autoUpdate", False))
    external.set(f"{{{R_NS}}}id", "rId1")
    space = C.chartSpace(_flag("roundedCorners", False), shown, C.spPr(A.noFill(), A.ln(A.noFill())), _text(), external)
    return serialise(space)


def _groups(chart: Chart) -> Iterator[Node]:
    """Columns first, then what is drawn over them; percentages on their own axis."""
    numbered = list(enumerate(chart.series))
    columns = [(at, each) for at, each in numbered if each.look == "column"]
    group = C.barChart(
        _val("barDir", "bar" if chart.lying else "col"),
        _val("grouping", "stacked" if chart.stacked else "clustered"),
        _flag("varyColors", False),
        *(_series(chart, at, each) for at, each in columns),
        _val("gapWidth", "45" if len(columns) == 1 or chart.stacked else "60"),
        *([_val("overlap", "100")] if chart.stacked else []),
        _val("axId", CATEGORIES),
        _val("axId", VALUES),
    )
    yield group
    for percent in (False, True):
        lines = [(at, each) for at, each in numbered if each.look != "column" and each.percent is percent]
        if lines:
            yield C.lineChart(
                _val("grouping", "standard"),
                _flag("varyColors", False),
                *(_series(chart, at, each) for at, each in lines),
                _flag("marker", True),
                _val("axId", BESIDE if percent else CATEGORIES),
                _val("axId", SHARE if percent else VALUES),
            )


def _series(chart: Chart, at: int, series: Series) -> Node:
    letter = chr(ord("B") + at)
    last = len(chart.categories) + 1
    made = C.ser(
        _val("idx", str(at)),
        _val("order", str(at)),
        C.tx(_strings(f"Sheet1!${letter}$1", [series.name])),
        _paint(series),
    )
    if series.look == "column":
        made.append(_flag("invertIfNegative", False))
        made.extend(_points(series))
    else:
        made.append(_marker(series))
    if series.labels:
        made.append(_labels(chart, series))
    made.append(C.cat(_strings(f"Sheet1!$A$2:$A${last}", chart.categories)))
    made.append(C.val(_numbers(f"Sheet1!${letter}$2:${letter}${last}", series)))
    if series.look != "column":
        made.append(_flag("smooth", False))
    return made


def _paint(series: Series) -> Node:
    if series.look == "column":
        return C.spPr(_solid(series.colour))
    if series.look == "mark":
        return C.spPr(A.ln(A.noFill(), w="28575"))
    return C.spPr(A.ln(_solid(series.colour), w="19050"))


def _points(series: Series) -> Iterator[Node]:
    for at, colour in enumerate(series.colours):
        if colour != series.colour:
            yield C.dPt(_val("idx", str(at)), _flag("invertIfNegative", False), C.spPr(_solid(colour)))


def _marker(series: Series) -> Node:
    symbol, size = ("dash", "13") if series.look == "mark" else ("circle", "4")
    return C.marker(
        _val("symbol", symbol), _val("size", size), C.spPr(_solid(series.colour), A.ln(_solid(series.colour)))
    )


def _labels(chart: Chart, series: Series) -> Node:
    inside = series.labels != "out"
    return C.dLbls(
        C.numFmt(formatCode="0;-0;;" if chart.stacked else "General", sourceLinked="0"),
        C.spPr(A.noFill(), A.ln(A.noFill())),
        _text("FFFFFF" if inside and series.colour in DARK else INK),
        _val("dLblPos", PLACES[series.labels]),
        *(_flag(name, name == "showVal") for name in SHOWN),
    )


PLACES = {"out": "outEnd", "base": "inBase", "in": "ctr"}
DARK = ("1F3A5F", "B3261E", "2E7D4F", "4A7DB5")
SHOWN = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")


def _axes(chart: Chart) -> Iterator[Node]:
    yield _category_axis(CATEGORIES, VALUES, "l" if chart.lying else "b", reverse=chart.lying)
    yield _value_axis(VALUES, CATEGORIES, "b" if chart.lying else "l", top=chart.top, reverse=chart.lying)
    if any(each.percent for each in chart.series):
        yield _category_axis(BESIDE, SHARE, "b", hidden=True)
        yield _value_axis(SHARE, BESIDE, "r", top=100, across="max")


def _category_axis(own: str, other: str, place: str, *, reverse: bool = False, hidden: bool = False) -> Node:
    return C.catAx(
        _val("axId", own),
        C.scaling(_val("orientation", "maxMin" if reverse else "minMax")),
        _flag("delete", hidden),
        _val("axPos", place),
        _val("majorTickMark", "none"),
        _val("minorTickMark", "none"),
        _val("tickLblPos", "low"),
        C.spPr(A.ln(_solid(GRID), w="9525")),
        _text(turned=False),
        _val("crossAx", other),
        _val("crosses", "autoZero"),
        _flag("auto", False),
        _val("lblAlgn", "ctr"),
        _val("lblOffset", "60"),
        _flag("noMultiLvlLbl", True),
    )


def _value_axis(
    own: str, other: str, place: str, *, top: float | None = None, across: str = "autoZero", reverse: bool = False
) -> Node:
    """From 0 on; whole numbers."""
    limits = [_val("max", f"{top:g}")] if top else []
    grid = [] if across == "max" else [C.majorGridlines(C.spPr(A.ln(_solid(GRID), w="6350")))]
    return C.valAx(
        _val("axId", own),
        C.scaling(_val("orientation", "minMax"), *limits, _val("min", "0")),
        _flag("delete", False),
        _val("axPos", place),
        *grid,
        C.numFmt(formatCode="0", sourceLinked="0"),
        _val("majorTickMark", "none"),
        _val("minorTickMark", "none"),
        _val("tickLblPos", "nextTo"),
        C.spPr(A.ln(A.noFill())),
        _text(),
        _val("crossAx", other),
        _val("crosses", "max" if across == "max" or reverse else "autoZero"),
        _val("crossBetween", "between"),
        *([_val("majorUnit", f"{_step(top):g}")] if top else []),
    )


def _step(top: float) -> float:
    return top / 4 if top % 4 == 0 or top > 10 else 1


def _strings(place: str, texts: Sequence[str]) -> Node:
    points = [C.pt(C.v(one_line(text)), idx=str(at)) for at, text in enumerate(texts)]
    return C.strRef(C.f(place), C.strCache(_val("ptCount", str(len(points))), *points))


def _numbers(place: str, series: Series) -> Node:
    points = [
        C.pt(C.v(f"{value:g}"), idx=str(at)) for at, value in enumerate(series.values) if value is not None
    ]
    count = _val("ptCount", str(len(series.values)))
    return C.numRef(C.f(place), C.numCache(C.formatCode("General"), count, *points))


def _text(colour: str = INK, *, turned: bool | None = None) -> Node:
    body = A.bodyPr() if turned is None else A.bodyPr(rot="0", vert="horz")
    run = A.defRPr(_solid(colour), A.latin(typeface=LATIN), A.ea(typeface=HAN), sz=str(SIZE))
    return C.txPr(body, A.lstStyle(), A.p(A.pPr(run), A.endParaRPr(lang="zh-CN")))


def _solid(colour: str) -> Node:
    return A.solidFill(A.srgbClr(val=colour))


def _val(tag: str, value: str) -> Node:
    return C(tag, val=value)


def _flag(tag: str, value: bool) -> Node:
    return C(tag, val="1" if value else "0")
