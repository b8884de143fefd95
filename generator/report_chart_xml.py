"""A chart as the XML that Word draws it from (DrawingML charts, ECMA-376 part 1, 21.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from generator.docx_clean import one_line
from generator.docx_package import serialise
from generator.report_chart_axes import (
    CATEGORIES,
    INK,
    R_NS,
    VALUES,
    A,
    C,
    Node,
    category_axis,
    flag,
    solid,
    text,
    val,
    value_axis,
    words,
)

SMALL = 4
"""Up to here an axis would get steps of a half by itself."""
LOWEST = 0.13
"""Of the highest column: what is lower has no room for a figure."""
LOOKS = ("column", "line")


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures. None is a gap. `colours` paints single columns, else `colour` all of them."""

    name: str
    values: tuple[float | None, ...]
    colour: str
    look: str = "column"
    """column or line."""
    colours: tuple[str, ...] = ()
    labels: str = ""
    """Where the figures are printed: `out` above, `in` the middle; else nowhere."""
    texts: tuple[str, ...] = ()
    """What is printed there instead of the figures, one text for each."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart over `categories`; `lying` draws bars instead of columns, `stacked` puts columns upon each other."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    lying: bool = False
    stacked: bool = False
    top: float | None = None
    """Where the axis ends; else as high as the figures."""
    alt: str = ""
    """What it shows, in words, for who does not see it."""


def chart_xml(chart: Chart) -> bytes:
    """The chart part. Figures stand in it twice: as Word shows them, and as places in the workbook (Sheet1)."""
    plot = C.plotArea(C.layout())
    for group in _groups(chart):
        plot.append(group)
    plot.extend(_axes(chart))
    shown = C.chart(flag("autoTitleDeleted", True), plot)
    if len(chart.series) > 1:
        shown.append(C.legend(val("legendPos", "t"), flag("overlay", False)))
    shown.append(flag("plotVisOnly", True))
    shown.append(val("dispBlanksAs", "gap"))
    external = C.externalData(flag("autoUpdate", False))
    external.set(f"{{{R_NS}}}id", "rId1")
    space = C.chartSpace(flag("roundedCorners", False), shown, C.spPr(A.noFill(), A.ln(A.noFill())), text(), external)
    return serialise(space)


def _groups(chart: Chart) -> Iterator[Node]:
    """Columns first, then what is drawn over them."""
    numbered = list(enumerate(chart.series))
    columns = [(at, each) for at, each in numbered if each.look == "column"]
    group = C.barChart(
        val("barDir", "bar" if chart.lying else "col"),
        val("grouping", "stacked" if chart.stacked else "clustered"),
        flag("varyColors", False),
        *(_series(chart, at, each) for at, each in columns),
        val("gapWidth", "45" if len(columns) == 1 or chart.stacked else "60"),
        *([val("overlap", "100")] if chart.stacked else []),
        val("axId", CATEGORIES),
        val("axId", VALUES),
    )
    yield group
    lines = [(at, each) for at, each in numbered if each.look != "column"]
    if lines:
        yield C.lineChart(
            val("grouping", "standard"),
            flag("varyColors", False),
            *(_series(chart, at, each) for at, each in lines),
            flag("marker", True),
            val("axId", CATEGORIES),
            val("axId", VALUES),
        )


def _series(chart: Chart, at: int, series: Series) -> Node:
    letter = chr(ord("B") + at)
    last = len(chart.categories) + 1
    made = C.ser(
        val("idx", str(at)),
        val("order", str(at)),
        C.tx(_strings(f"Sheet1!${letter}$1", [series.name])),
        _paint(series),
    )
    if series.look == "column":
        made.append(flag("invertIfNegative", False))
        made.extend(_points(series))
    else:
        made.append(_marker(series))
    if series.labels:
        made.append(_labels(chart, series))
    made.append(C.cat(_strings(f"Sheet1!$A$2:$A${last}", chart.categories)))
    made.append(C.val(_numbers(f"Sheet1!${letter}$2:${letter}${last}", series)))
    if series.look != "column":
        made.append(flag("smooth", False))
    return made


def _paint(series: Series) -> Node:
    if series.look == "column":
        return C.spPr(solid(series.colour))
    return C.spPr(A.ln(solid(series.colour), w="19050"))


def _points(series: Series) -> Iterator[Node]:
    for at, colour in enumerate(series.colours):
        if colour != series.colour:
            yield C.dPt(val("idx", str(at)), flag("invertIfNegative", False), C.spPr(solid(colour)))


def _marker(series: Series) -> Node:
    return C.marker(val("symbol", "circle"), val("size", "4"), C.spPr(solid(series.colour), A.ln(solid(series.colour))))


def _labels(chart: Chart, series: Series) -> Node:
    colour = "FFFFFF" if series.labels != "out" and series.colour in DARK else INK
    place, shown = val("dLblPos", PLACES[series.labels]), [flag(name, name == "showVal") for name in SHOWN]
    own = (
        C.dLbl(val("idx", str(at)), words(one_line(said), colour), deepcopy(place), *deepcopy(shown))
        for at, said in enumerate(series.texts)
    )
    return C.dLbls(
        *own,
        C.numFmt(formatCode=_format(chart), sourceLinked="0"),
        C.spPr(A.noFill(), A.ln(A.noFill())),
        text(colour),
        place,
        *shown,
    )


def _format(chart: Chart) -> str:
    """No figure where nothing is, nor on a slice that is lower than the figure."""
    return f'[<{LOWEST * _highest(chart):.2f}]"";0' if chart.stacked else "General"


PLACES = {"out": "outEnd", "in": "ctr"}
DARK = ("1F3A5F", "B3261E", "2E7D4F", "4A7DB5")
SHOWN = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")


def _axes(chart: Chart) -> Iterator[Node]:
    yield category_axis(CATEGORIES, VALUES, "l" if chart.lying else "b", reverse=chart.lying)
    yield value_axis(VALUES, CATEGORIES, "b" if chart.lying else "l", top=_top(chart), reverse=chart.lying)


def _top(chart: Chart) -> float | None:
    """As asked for; of small figures so high that the axis counts by one."""
    return chart.top or (SMALL if _highest(chart) < SMALL else None)


def _highest(chart: Chart) -> float:
    """The highest column; of stacked ones with everything that stands on it."""
    rows = [[value or 0 for value in each.values] for each in chart.series]
    heights = map(sum, zip(*rows, strict=True)) if chart.stacked else (value for row in rows for value in row)
    return max(heights, default=0)


def _strings(place: str, texts: Sequence[str]) -> Node:
    points = [C.pt(C.v(one_line(text)), idx=str(at)) for at, text in enumerate(texts)]
    return C.strRef(C.f(place), C.strCache(val("ptCount", str(len(points))), *points))


def _numbers(place: str, series: Series) -> Node:
    points = [C.pt(C.v(f"{value:g}"), idx=str(at)) for at, value in enumerate(series.values) if value is not None]
    count = val("ptCount", str(len(series.values)))
    return C.numRef(C.f(place), C.numCache(C.formatCode("General"), count, *points))
