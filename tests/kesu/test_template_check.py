"""`kesu template check`: what a quality manager is told of a template that was edited in Word or WPS."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from docx import Document
from docx.document import Document as Opened
from docx.oxml.ns import qn
from typer.testing import CliRunner

from cases.forms import LANGUAGES
from kesu import check, cli_templates
from kesu.template_check import checked
from tests.generator.docx_reading import TEMPLATES, WRITER, edited, packed, parts

APP = typer.Typer()
APP.add_typer(cli_templates.app, name="template")
FORMS = list(WRITER.forms().values())
BODY = "word/document.xml"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NAME = "contact-sheet.zh.docx"
SHEET = (TEMPLATES / "docx" / NAME).read_bytes()
CUSTOMER = "{{ customer_name }}"


def run(*arguments: object) -> tuple[int, list[str]]:
    ran = CliRunner().invoke(APP, ["template", "check", *map(str, arguments)])
    return ran.exit_code, [line for line in (ran.stdout + ran.stderr).splitlines() if line]


@pytest.fixture
def told(tmp_path: Path) -> Callable[[bytes], tuple[int, list[str]]]:
    """Check a contact sheet; exit code, and the remarks without the file's name."""

    def tell(docx: bytes) -> tuple[int, list[str]]:
        (tmp_path / NAME).write_bytes(docx)
        code, lines = run(tmp_path / NAME)
        return code, [line.removeprefix(f"{NAME}: ") for line in lines]

    return tell


def typed(text: str) -> bytes:
    """The contact sheet with other words in the cell of the customer's name."""
    return edited(SHEET, BODY, CUSTOMER, text)


@pytest.mark.parametrize(("form", "lang"), [(form, lang) for form in sorted(WRITER.forms()) for lang in LANGUAGES])
def test_our_own_templates_leave_nothing_to_remark(form: str, lang: str) -> None:
    template = WRITER.forms()[form].template
    assert checked(TEMPLATES / "docx" / f"{template}.{lang}.docx", FORMS) == []


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("{{ custmer_name }}", "form contact-sheet has no field custmer_name: nothing will be printed here"),
        ("{{ steps.nowhere.bg }}", "form contact-sheet has no field steps.nowhere.bg: nothing will be printed here"),
        ("｛｛ customer_name ｝｝", "full-width brackets ｛｛ in “｛｛ customer_name ｝｝”: type {{ and }}"),
        ("{{ customer_name ｝}", "full-width brackets ｝} in “{{ customer_name ｝}”: type {{ and }}"),
        ("{{ customer_name }", "a tag begins or ends here without its other half: “{{ customer_name }”"),
        ("{{ customer_name | upperr }}", "cannot be filled: No filter named 'upperr'."),
        ("{{ customer name }}", "cannot be filled: expected token 'end of print statement', got 'name'"),
    ],
)
def test_a_wrong_tag_is_a_fault_with_its_place(
    told: Callable[[bytes], tuple[int, list[str]]], text: str, remark: str
) -> None:
    code, lines = told(typed(text))
    place = "table 3, row 3, cell 2"
    assert (code, lines[0]) == (1, f"fault: {place}: {remark}")


def test_a_column_of_a_list_is_known_too(told: Callable[[bytes], tuple[int, list[str]]]) -> None:
    code, lines = told(edited(SHEET, BODY, "{{ r.owner }}", "{{ r.ownr }}"))
    assert code == 1
    assert lines[0].endswith("form contact-sheet has no field r.ownr: nothing will be printed here")


def test_a_tag_in_several_pieces_is_one_tag(told: Callable[[bytes], tuple[int, list[str]]]) -> None:
    torn = "{</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{ customer</w:t></w:r><w:r><w:t>_name }}"
    assert told(typed(torn)) == (0, ["nothing to remark"])


def without_row(text: str) -> bytes:
    """The contact sheet without the table row in which a text stands."""

    def cut(document: Opened) -> None:
        row = next(row for table in document.tables for row in table.rows if text in row._tr.xml)
        row._tr.getparent().remove(row._tr)

    return remade(cut)


def test_a_list_whose_end_was_deleted_is_shown_where_it_begins(told: Callable[[bytes], tuple[int, list[str]]]) -> None:
    code, lines = told(without_row("endfor"))
    place = "table 5, row 3, cell 1"
    assert (code, lines[0]) == (1, f"fault: {place}: “{{%tr for r in measures %}}” has no end: its “endfor” is gone")
    assert "Jinja" not in " ".join(lines)


def test_an_answer_that_would_not_be_printed_again_is_shown(told: Callable[[bytes], tuple[int, list[str]]]) -> None:
    code, lines = told(edited(SHEET, BODY, "{{ handling_opinion }}", ""))
    assert code == 0
    assert "{{ handling_opinion }} is gone: what was answered is not in the next form handed out" in lines[0]


def remade(change: Callable[[Opened], None]) -> bytes:
    """The contact sheet after a change made with python-docx."""
    document = Document(io.BytesIO(SHEET))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def without_grid(document: Opened) -> None:
    grid = document.tables[2]._tbl.tblGrid
    grid.getparent().remove(grid)


def ending_in_a_table(document: Opened) -> None:
    body = document.element.body
    last = [child for child in body if child.tag == qn("w:p")][-1]
    body.remove(last)


def without_chinese_font(document: Opened) -> None:
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        fonts.attrib.pop(qn("w:eastAsia"), None)


def without_bookmark(document: Opened) -> None:
    for mark in list(document.element.body.iter(qn("w:bookmarkStart"))):
        if mark.get(qn("w:name")) == "kesu_handling_opinion":
            mark.set(qn("w:name"), "kesu_handled")


def with_line_grid(document: Opened) -> None:
    section = document.element.body.sectPr
    grid = section.makeelement(qn("w:docGrid"), {qn("w:type"): "lines", qn("w:linePitch"): "312"})
    section.append(grid)


@pytest.mark.parametrize(
    ("change", "code", "remarks"),
    [
        (without_grid, 1, ["fault: table 3: the table has no grid of column widths: WPS would collapse it"]),
        (
            ending_in_a_table,
            1,
            ["fault: end: no paragraph after the last table: the table is lost when saved as .doc"],
        ),
        (
            without_chinese_font,
            1,
            ["fault: styles: the default style names no East Asian font (rFonts w:eastAsia), such as 微软雅黑"],
        ),
        (
            without_bookmark,
            0,
            [
                "warning: field handling_opinion (处理方式) has lost its bookmark: it comes back less surely",
                "warning: bookmark kesu_handled belongs to no field of form contact-sheet",
            ],
        ),
        (with_line_grid, 0, ["warning: page: the page has a line grid: 微软雅黑 is set at double pitch in Word"]),
    ],
)
def test_what_word_wps_and_libreoffice_would_show_differently(
    told: Callable[[bytes], tuple[int, list[str]]],
    change: Callable[[Opened], None],
    code: int,
    remarks: list[str],
) -> None:
    assert told(remade(change)) == (code, remarks)


def test_what_only_docxtpl_can_fill_is_said(told: Callable[[bytes], tuple[int, list[str]]]) -> None:
    docx = edited(SHEET, BODY, "{{ r.owner }}", "{{ r.owner }}{% vm %}")
    assert told(docx) == (
        0,
        ["warning: is filled the slow way, because it has a repeated or merged column"],
    )


@pytest.mark.parametrize(
    ("docx", "remark"),
    [
        (b"not a zip", "fault: The file is damaged or not a Word document (.docx)."),
        (
            packed({**parts(SHEET), "word/vbaProject.bin": b"x"}),
            "fault: The file contains macros; please save it as .docx without macros.",
        ),
    ],
)
def test_what_is_no_template_is_refused(
    told: Callable[[bytes], tuple[int, list[str]]], docx: bytes, remark: str
) -> None:
    assert told(docx) == (1, [remark])


def test_a_file_of_another_name_must_say_which_form_it_is(tmp_path: Path) -> None:
    draft = tmp_path / "draft 2.docx"
    draft.write_bytes(SHEET)
    code, lines = run(draft)
    assert code == 2
    assert "which form is it? Name the file FORM.LANGUAGE.docx" in " ".join(lines)
    assert run(draft, "--form", "联络单", "--lang", "zh") == (0, [f"{draft.name}: nothing to remark"])


def test_the_whole_check_tells_of_the_company_s_own_templates(tmp_path: Path) -> None:
    (tmp_path / "ours" / "docx").mkdir(parents=True)
    path = tmp_path / "ours" / "docx" / NAME
    path.write_bytes(typed("{{ custmer_name }}"))
    shutil.copy(TEMPLATES / "docx" / "8d.zh.docx", tmp_path / "ours" / "docx")
    config = tmp_path / "config.toml"
    config.write_text('[desk]\ntemplates = ["ours"]\n', encoding="utf-8")
    assert [fault for fault in check.check(config, NOW).faults if "ours" in fault] == [
        f"{path}: table 3, row 3, cell 2: form contact-sheet has no field custmer_name: nothing will be printed here"
    ]
