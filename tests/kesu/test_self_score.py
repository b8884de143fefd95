"""The points of our own review stand on the next working copy; a customer sees them only if the company wants it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from generator.customer_copy import customer_copy
from tests.generator.docx_reading import WRITER, facts, filled, text_of, words
from tests.generator.docx_reading import root as body
from tests.kesu.letters import ENGINEER, named, opened, returns
from tests.office import Office, at, settings

RETURNED = at("2026-03-02 15:00")
HEADS = {"zh": "最近一次审阅的得分", "en": "Points of the last review"}
SCORE = {"D1": 5, "D2": 4, "D3": 5, "total": 93}


def table(docx: bytes) -> list[str]:
    """The last row of the table of points, cell by cell; [] where the document has none."""
    tables = [each for each in body(docx).iter("{*}tbl") if any(head in text_of(each) for head in HEADS.values())]
    return [text_of(cell) for each in tables for cell in list(each.iter("{*}tr"))[-1].iter("{*}tc")]


def customer_s(office: Office) -> bytes:
    (copy,) = (doc for doc in office.case().documents if doc.revision.endswith("-customer"))
    return office.desk.papers.get(copy.name)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_points_stand_under_their_disciplines(lang: str) -> None:
    written = WRITER.write("F16a", lang, {**facts("peeling-label.zh"), "score": SCORE})
    assert table(written)[1:] == ["5", "4", "5", "", "", "", "", "93"]
    assert table(customer_copy(written)) == []
    assert table(customer_copy(written, scored=True))[1:] == ["5", "4", "5", "", "", "", "", "93"]


def test_before_any_review_there_is_no_such_table() -> None:
    written = WRITER.write("F16a", "zh", facts("peeling-label.zh"))
    assert table(written) == [] and "score" not in words(written)


def test_taking_it_out_leaves_the_same_copy_as_if_it_had_never_been_there() -> None:
    plain = facts("peeling-label.zh")
    scored = WRITER.write("F16a", "zh", {**plain, "score": SCORE})
    assert words(customer_copy(scored)) == words(customer_copy(WRITER.write("F16a", "zh", plain)))


def test_the_next_working_copy_shows_the_points_of_the_review() -> None:
    office = Office()
    opened(office)
    returns(office, RETURNED)
    _, _, form = named(office, "8D", ENGINEER)
    review = office.case().reviews[-1]
    points = [str(review.disciplines.get(f"D{number}", "")) for number in range(1, 8)]
    assert table(form)[1:] == [*points, str(review.total)]
    assert set(review.disciplines) == {"D1", "D2", "D3"}
    assert table(customer_s(office)) == []


def test_a_copy_with_points_in_it_can_be_returned_like_any_other() -> None:
    office = Office()
    opened(office)
    returns(office, RETURNED)
    _, _, form = named(office, "8D", ENGINEER)
    returns(office, RETURNED + timedelta(hours=1), content=filled(form, {"d0.era": "停发该批次"}))
    assert [review.blocked for review in office.case().reviews] == [False, False]
    assert office.case().answers["d0.era"].value == "停发该批次"


def test_a_company_may_show_its_points_to_the_customer() -> None:
    office = Office(settings(documents={"self_score": True}))
    opened(office)
    returns(office, RETURNED)
    review = office.case().reviews[-1]
    assert table(customer_s(office))[-1] == str(review.total)
