"""Pictures pasted into a form are in the next one and in the customer's copy; what cannot come along is told."""

from __future__ import annotations

import pytest

from cases.state import State
from tests.generator.docx_reading import edited, parts
from tests.generator.docx_reading import filled as typed
from tests.kesu.letters import BEGUN, ENGINEER, filled, named, opened, returns, says
from tests.kesu.test_copies import pasted, shown_in
from tests.kesu.test_returning import brings
from tests.office import Office, at, text_of
from tests.parsers.photos import quarters, saved

RETURNED, LATER = at("2026-03-02 15:00"), at("2026-03-02 16:00")
COLLEAGUE = "chen@works.example"
PHOTO = saved(quarters(80, 40))
SHOWN = [(PHOTO, "25000", "裂纹")]


@pytest.fixture
def office() -> Office:
    office = Office()
    opened(office)
    return office


def copy_for_customer(office: Office) -> bytes:
    found = [doc for doc in office.case().documents if doc.revision.endswith("-customer")]
    return office.desk.papers.get(found[-1].name)


def test_they_stand_in_the_next_form_and_reach_the_customer_from_there(office: Office) -> None:
    _, _, first = named(office, "8D")
    returns(office, RETURNED, content=pasted(typed(first, {"d0.era": "停发"}), ["d2.photo_ng", "d2.statement"], PHOTO))
    _, _, second = named(office, "R3")
    assert [shown_in(second, field) for field in ("d2.photo_ng", "d2.statement", "d2.photo_ok")] == [SHOWN, SHOWN, []]
    returns(office, LATER, content=filled(second))
    assert office.case().state is State.APPROVAL_PENDING
    assert [shown_in(copy_for_customer(office), field) for field in ("d2.photo_ng", "d2.photo_ok")] == [SHOWN, []]
    assert shown_in(named(office, "R5")[2], "d2.photo_ng") == SHOWN


def test_a_colleague_s_copy_without_them_does_not_lose_them(office: Office) -> None:
    says(office, ENGINEER, "指派 陈立群", at("2026-03-02 14:00"))
    mail, name, first = named(office, "8D", COLLEAGUE)
    returns(office, RETURNED, content=pasted(typed(first, {"d0.era": "停发"}), ["d2.photo_ng"], PHOTO))
    brings(office, COLLEAGUE, mail, name, filled(first), LATER)
    assert office.case().state is State.APPROVAL_PENDING
    assert shown_in(copy_for_customer(office), "d2.photo_ng") == SHOWN


def test_a_colleague_who_returns_them_as_they_were_contradicts_nobody(office: Office) -> None:
    says(office, ENGINEER, "指派 陈立群", at("2026-03-02 14:00"))
    mail, name, first = named(office, "8D", COLLEAGUE)
    returns(office, RETURNED, content=pasted(first, ["d2.photo_ng"], PHOTO))
    brings(office, COLLEAGUE, mail, name, filled(named(office, "R4")[2]), LATER)
    assert office.case().reviews[-1].clashes == ()
    assert len(shown_in(copy_for_customer(office), "d2.photo_ng")) == 1


def test_who_takes_one_out_again_is_rid_of_it(office: Office) -> None:
    _, _, first = named(office, "8D")
    returns(office, RETURNED, content=pasted(typed(first, {"d0.era": "停发"}), ["d2.photo_ng"], PHOTO))
    returns(office, LATER, content=filled(first))
    for docx in (copy_for_customer(office), named(office, "R5")[2]):
        assert [name for name in parts(docx) if "media" in name] == []


@pytest.mark.parametrize("what", ["a drawing that we do not write", "a paragraph between the tables"])
def test_what_the_next_form_lacks_is_told(office: Office, what: str) -> None:
    _, _, first = named(office, "8D")
    begun = typed(first, {"d2.statement": BEGUN["d2.statement"]})
    aside = "<w:p><w:r><w:t>补充：X 光照片另附。</w:t></w:r></w:p><w:sectPr"
    returns(
        office,
        RETURNED,
        content=pasted(begun, ["d2.photo_ng"], b"\x01\0\0\0 an EMF drawing")
        if "drawing" in what
        else edited(begun, "word/document.xml", "<w:sectPr", aside),
    )
    assert "提醒 FORM-left：栏位之外的文字，或有的图片，没有带入新表单" in text_of(office.last(ENGINEER))
