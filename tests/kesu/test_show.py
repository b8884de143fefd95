"""`kesu policy show`: the pack as tables."""

from __future__ import annotations

import pytest

from kesu.packs import load_pack
from kesu.show import Table, tables


def table(pack: str, lang: str, title: str) -> Table:
    return next(table for table in tables(load_pack(pack), lang) if table.title == title)


def test_clocks_say_what_is_due_when_and_on_what_ground() -> None:
    assert table("memory-device", "en", "Clocks") == Table(
        "Clocks",
        ("what", "time", "clause", "says", "basis"),
        (
            (
                "onsite_verification",
                "4 hours from: received (anew from: upgraded), in principle",
                "R16-D3",
                "The resident FAE is on site within 4 hours in principle",
                "stated",
            ),
            (
                "preliminary_report",
                "3–5 natural days from: sample received",
                "R16-D2",
                "Preliminary analysis report 3 to 5 natural days after the sample",
                "stated",
            ),
            (
                "final_report",
                "10 natural days from: accepted",
                "R16-D1",
                "Final report 10 natural days after acceptance",
                "stated",
            ),
            (
                "final_report",
                "10 natural days from: sample received",
                "R16-D1",
                "Final report 10 natural days after the sample",
                "stated",
            ),
        ),
    )


def test_grades_stand_from_the_worst_to_the_residual_rule() -> None:
    grades = table("pv-module", "zh", "分级")
    assert grades.columns == ("级别", "条款", "内容", "依据")
    assert grades.rows[3] == ("1 一级", "R01-G1a", "处理总费用超过 500 万元", "规定")
    assert grades.rows[-1] == ("5 五级", "R01-G5r", "分级表未覆盖的情形，按五级处理", "解读")


@pytest.mark.parametrize("pack", ["pv-module", "memory-device"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_row_fits_its_columns_and_every_cell_of_a_clause_says_something(pack: str, lang: str) -> None:
    for shown in tables(load_pack(pack), lang):
        assert {len(row) for row in shown.rows} == {len(shown.columns)}
        assert all(row[0] for row in shown.rows)


def test_a_table_without_rows_is_left_out() -> None:
    assert "Clocks" not in [shown.title for shown in tables(load_pack("pv-module"), "en")]


def test_a_setting_shows_the_reading_in_force() -> None:
    pack = load_pack("pv-module", settings={"media": "major"})
    settings = next(shown for shown in tables(pack, "en") if shown.title == "Settings")
    assert ("A-04", "media", "major", "image", "Media exposure: grade 2 (image) or always grade 1 (major)") in (
        settings.rows
    )
