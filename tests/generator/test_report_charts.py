"""Charts in Word documents: where the template has a place for them, with their figures, as LibreOffice shows them."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from generator.documents import DocxWriter
from generator.docx_company import Look
from generator.report_chart_xml import Chart, Series
from tests.generator.docx_reading import TEMPLATES, US, WRITER, parts, root
from tests.generator.pdf_reading import office, read, squeezed

FLOW = Chart(("1", "2", "3"), (Series("受理", (4, 0, 2), "4A7DB5"), Series("未结", (4, None, 6), "C98A1B", "line")))
SHARE = Chart(
    ("脱落", "=1+1 & <b>"),
    (Series("件数", (3, 1), "1F3A5F", colours=("1F3A5F", "C98A1B"), labels="out", texts=("3 (75%)", "1 (100%)")),),
    lying=True,
)
CHARTS = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def written(charts: dict[str, Any]) -> bytes:
    return WRITER.write("report-annual", "zh", {**US, "charts": charts})


def test_a_chart_stands_in_its_place_with_what_it_shows_in_words() -> None:
    docx = written({"chart.flow": FLOW, "chart.pareto": replace(SHARE, alt="问题")})
    shown = [(each.get("descr"), each.get("id")) for each in root(docx).iter(qn("wp:docPr"))]
    assert shown == [("", "901"), ("问题", "902")]
    kinds = [each.reltype.rpartition("/")[2] for each in Document(io.BytesIO(docx)).part.rels.values()]
    assert kinds.count("chart") == 2


def test_its_figures_are_in_the_chart_and_in_its_workbook() -> None:
    docx = written({"chart.pareto": SHARE})
    chart = root(docx, "word/charts/chart1.xml")
    assert [node.text for node in chart.iter(f"{CHARTS}v")] == [
        *("件数", "脱落", "=1+1 & <b>", "3", "1"),
    ]
    page = load_workbook(io.BytesIO(parts(docx)["word/embeddings/chart1.xlsx"])).worksheets[0]
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        [None, "件数"],
        ["脱落", 3],
        ["=1+1 & <b>", 1],
    ]
    assert {cell.data_type for row in page.iter_rows() for cell in row} == {"n", "s"}


def test_a_chart_can_be_told_in_plain_values_and_what_is_none_is_left_out() -> None:
    told = {
        "categories": ["1", "2", "3"],
        "series": [
            {"name": "受理", "values": [4, 0, 2], "colour": "4A7DB5"},
            {"name": "未结", "values": [4, None, 6], "colour": "C98A1B", "look": "line"},
        ],
    }
    bad = [{}, {"categories": ["1"], "series": []}, {**told, "categories": ["1"]}, {**told, "colour": "x"}, "chart", 7]
    assert written({"chart.flow": told}) == written({"chart.flow": FLOW})
    plain = written({})
    for each in [*bad, {**told, "series": [{**told["series"][0], "values": ["=1", 0, 2]}]}]:  # type: ignore[index]
        assert parts(written({"chart.flow": each})) == parts(plain)


def test_a_place_that_the_template_does_not_have_is_passed_over() -> None:
    assert parts(written({"chart.nowhere": FLOW})) == parts(written({}))


def test_a_company_with_a_colour_has_its_charts_in_it() -> None:
    writer = DocxWriter([TEMPLATES], look=Look("7A1F3D"))
    docx = writer.write("report-annual", "zh", {**US, "charts": {"chart.pareto": SHARE}})
    colours = {node.get("val") for node in root(docx, "word/charts/chart1.xml").iter(qn("a:srgbClr"))}
    assert {"7A1F3D", "C98A1B"} <= colours
    assert "1F3A5F" not in colours


@pytest.mark.needs("soffice")
@pytest.mark.needs("pdftotext")
def test_libreoffice_shows_every_label_of_a_chart(tmp_path: Path) -> None:
    (tmp_path / "charts.docx").write_bytes(written({"chart.flow": FLOW, "chart.pareto": SHARE}))
    office(tmp_path, "pdf", tmp_path, [tmp_path / "charts.docx"])
    text = squeezed(read(tmp_path / "charts.pdf")[0])
    assert [each for each in ("受理", "未结", "脱落", "=1+1&<b>", "3(75%)", "1(100%)") if each not in text] == []
