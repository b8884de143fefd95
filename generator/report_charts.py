"""Charts in a .docx as Word itself draws them (DrawingML, ECMA-376 part 1, 21.2): they can be edited in Word and WPS,
take the reader's fonts, and carry their figures in a small workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from lxml import etree

from generator.docx_clean import clean
from generator.docx_company import tint
from generator.docx_drawing import MM, TYPES
from generator.docx_finish import BODY
from generator.docx_package import pack, parse, serialise, unpack
from generator.report_chart_xml import LOOKS, PLACES, Chart, Series, chart_xml
from generator.report_xlsx import Column, Sheet, workbook

SIZE = (87 * MM, 38 * MM)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_INLINE = """<wp:inline {names} distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{cx}" cy="{cy}"/>\
<wp:docPr id="{number}" name="chart {number}" descr=""/><a:graphic><a:graphicData uri="{uri}">\
<c:chart xmlns:c="{uri}" r:id="{relation}"/></a:graphicData></a:graphic></wp:inline>"""
_CHARTS = "http://schemas.openxmlformats.org/drawingml/2006/chart"
FIRST_ID = 900
"""Drawings of charts are numbered from here: above those of a template."""


TINTS = {"1F3A5F": 1.0, "4A7DB5": 0.72, "B9CDE3": 0.32}
"""Our own blues, and how much of a company's colour takes the place of each; what is good or late keeps its colour."""


def with_charts(docx: bytes, facts: Mapping[str, object], colour: str = "") -> bytes:
    """The document with the charts of `facts["charts"]`: field id (chart.flow) -> a chart, or its parts by name.

    A chart goes where the template has the field's paragraph. A template without the field does without the chart.
    `colour`: the company's own, six hexadecimal digits.
    """
    given = facts.get("charts")
    if not isinstance(given, Mapping) or not given:
        return docx
    charts = {field: _dressed(chart, colour) for field, raw in given.items() if (chart := _chart(raw)) is not None}
    parts = unpack(docx)
    root = parse(parts[BODY])
    marked = {mark.get(qn("w:name")): mark.getparent() for mark in root.iter(qn("w:bookmarkStart"))}
    named = [(marked.get("kesu_" + field.replace(".", "_")), chart) for field, chart in charts.items()]
    places = [(place, chart) for place, chart in named if place is not None]
    for number, (place, chart) in enumerate(places, 1):
        _place(place, number, _embed(parts, number, chart), chart.alt)
    if not places:
        return docx
    parts[BODY] = serialise(root)
    return pack(parts)


def _chart(raw: object) -> Chart | None:
    """None for what is no chart: a name that no chart has, rows of different lengths, a figure that is no number."""
    if isinstance(raw, Mapping):
        try:
            series = tuple(_row(each) for each in raw["series"])
            raw = Chart(**{**raw, "categories": tuple(raw["categories"]), "series": series})
        except (TypeError, KeyError):
            return None
    return raw if isinstance(raw, Chart) and raw.series and all(_fits(each, raw) for each in raw.series) else None


def _row(raw: Mapping[str, Any]) -> Series:
    return Series(**{**raw, **{name: tuple(raw[name]) for name in ("values", "colours", "texts") if name in raw}})


def _fits(series: Series, chart: Chart) -> bool:
    numbers = all(value is None or isinstance(value, int | float) for value in series.values)
    known = series.look in LOOKS and series.labels in ("", *PLACES)
    told = not series.texts or len(series.texts) == len(series.values)
    return numbers and known and told and len(series.values) == len(chart.categories)


def _dressed(chart: Chart, colour: str) -> Chart:
    if not colour:
        return chart
    own = {ours: tint(colour, share) for ours, share in TINTS.items()}
    series = (
        replace(
            each,
            colour=own.get(each.colour, each.colour),
            colours=tuple(own.get(one, one) for one in each.colours),
        )
        for each in chart.series
    )
    return replace(chart, series=tuple(series))


def _place(paragraph: Any, number: int, relation: str, alt: str) -> None:
    runs = paragraph.findall(qn("w:r"))
    for run in runs[1:]:
        paragraph.remove(run)
    run = runs[0] if runs else etree.SubElement(paragraph, qn("w:r"))
    for child in [each for each in run if each.tag != qn("w:rPr")]:
        run.remove(child)
    names = nsdecls("wp", "a", "r")
    inline = parse_xml(
        _INLINE.format(names=names, uri=_CHARTS, cx=SIZE[0], cy=SIZE[1], number=FIRST_ID + number, relation=relation)
    )
    inline.find(qn("wp:docPr")).set("descr", clean(alt))
    drawing = etree.SubElement(run, qn("w:drawing"))
    drawing.append(inline)


def _embed(parts: dict[str, bytes], number: int, chart: Chart) -> str:
    """Put the chart and its workbook among the parts; the id by which the body shows it."""
    name, book = f"word/charts/chart{number}.xml", f"word/embeddings/chart{number}.xlsx"
    parts[name] = chart_xml(chart)
    parts[book] = workbook([_figures(chart)])
    own = _relations(("rId1", "package", f"../embeddings/chart{number}.xlsx"))
    parts[f"word/charts/_rels/chart{number}.xml.rels"] = own
    _declare(parts, f"/{name}")
    path = "word/_rels/document.xml.rels"
    relations = parse(parts[path])
    relation = f"kesuChart{number}"
    _relate(relations, relation, "chart", f"charts/chart{number}.xml")
    parts[path] = serialise(relations)
    return relation


def _figures(chart: Chart) -> Sheet:
    columns = [Column("")] + [Column(series.name, "number") for series in chart.series]
    rows = [(name, *(series.values[at] for series in chart.series)) for at, name in enumerate(chart.categories)]
    return Sheet("Sheet1", tuple(columns), tuple(rows), plain=True)


def _declare(parts: dict[str, bytes], name: str) -> None:
    types = parse(parts[TYPES])
    space = f"{{{types.nsmap[None]}}}"
    if "xlsx" not in {each.get("Extension") for each in types}:
        types.insert(0, types.makeelement(f"{space}Default", Extension="xlsx", ContentType=_BOOK_TYPE))
    etree.SubElement(types, f"{space}Override", PartName=name, ContentType=_CHART_TYPE)
    parts[TYPES] = serialise(types)


def _relations(*each: tuple[str, str, str]) -> bytes:
    root = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
    for identity, kind, target in each:
        _relate(root, identity, kind, target)
    return serialise(root)


def _relate(relations: Any, identity: str, kind: str, target: str) -> None:
    etree.SubElement(relations, f"{{{_RELATIONS}}}Relationship", Id=identity, Type=f"{_OFFICE}/{kind}", Target=target)
