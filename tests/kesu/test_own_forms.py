"""A customer's own 8D form: named on the case, handed to the engineer beside ours, sent back when it is approved."""

from __future__ import annotations

from email.message import EmailMessage

from tests.generator.docx_reading import words
from tests.kesu.letters import APPROVER, ENGINEER, MONDAY, complaint, opened, says
from tests.office import CUSTOMER, Office, at, files_of, text_of
from tests.parsers.test_eight_d import HEADINGS, word

FORM = word(*HEADINGS, "Supplier answer:")
NAME = "Farridge 8D.docx"
LATER = at("2026-03-03 10:00")
COLLEAGUE = "chen@works.example"


def with_form(mail: EmailMessage) -> EmailMessage:
    mail.add_attachment(FORM, maintype="application", subtype="octet-stream", filename=NAME)
    return mail


def brought() -> Office:
    """The customer's first mail has the form with it."""
    office = Office()
    office.arrives(with_form(complaint(office)), MONDAY)
    office.works(MONDAY)
    return office


def test_it_is_named_on_the_case_and_goes_to_the_engineer_beside_ours() -> None:
    office = brought()
    line = next(event for event in office.case().timeline if event.what == "customer's 8D form")
    assert (line.text, line.by) == (f"客户自带 8D 表 {NAME}", CUSTOMER)
    told = next(mail for mail in office.sent(ENGINEER) if files_of(mail))
    assert list(files_of(told)) == ["K2026-00001-客户抱怨联络单-R1.docx", "K2026-00001-8D报告-R1.docx", NAME]
    assert files_of(told)[NAME] == FORM
    assert f"【客户自带 8D 表】\n- {NAME}\n" in text_of(told).replace("\r\n", "\n")
    assert "客户要求用其格式的，请填写客户的表" in text_of(told)


def test_a_case_without_one_says_nothing_of_it() -> None:
    office = Office()
    opened(office)
    assert all("客户自带" not in text_of(mail) for mail in office.sent())


def test_one_that_comes_later_goes_to_owner_and_engineer() -> None:
    office = Office()
    opened(office)
    acknowledged = office.last(CUSTOMER)
    says(office, ENGINEER, "指派 陈立群", at("2026-03-02 14:00"))
    office.arrives(with_form(office.letter(f"<{CUSTOMER}>", "", "请用我们的表格。", to=acknowledged)), LATER)
    office.works(LATER)
    assert (office.case().owner, office.case().engineer) == (COLLEAGUE, ENGINEER)
    for person in (COLLEAGUE, ENGINEER):
        assert files_of(office.last(person)) == {NAME: FORM}
        assert NAME in text_of(office.last(person)).partition("客户自带 8D 表")[2]


def test_an_8d_of_ours_that_is_asked_for_later_brings_the_customer_s_along() -> None:
    office = brought()
    says(office, ENGINEER, "索取表单 8D", LATER)
    assert list(files_of(office.last(ENGINEER))) == ["K2026-00001-8D报告-R2.docx", NAME]
    assert "客户自带 8D 表" in text_of(office.last(ENGINEER))


def test_filled_in_it_goes_before_the_approvers_and_to_the_customer() -> None:
    office = brought()
    asked = next(mail for mail in office.sent(ENGINEER) if files_of(mail))
    answer = office.letter(f"<{ENGINEER}>", "", "按客户的表填好了", to=asked)
    filled = word(*HEADINGS, "Supplier answer: solder joint re-flowed")
    answer.add_attachment(filled, maintype="application", subtype="octet-stream", filename=NAME)
    office.arrives(answer, LATER)
    office.works(LATER)
    says(office, APPROVER, "同意", at("2026-03-03 11:00"))
    office.works(at("2026-03-03 12:00"))
    (sent,) = files_of(office.sent(CUSTOMER)[-1]).values()
    assert "solder joint re-flowed" in words(sent)


def test_who_returns_one_in_excel_hears_that_it_cannot_be_put_before_the_approvers() -> None:
    office = brought()
    before = office.case()
    answer = office.letter(f"<{ENGINEER}>", "", "按客户的表填好了", to=office.last(ENGINEER))
    answer.add_attachment(b"PK\x03\x04", maintype="application", subtype="octet-stream", filename="Farridge 8D.xlsx")
    office.arrives(answer, LATER)
    office.works(LATER)
    assert "Farridge 8D.xlsx" in str(office.last(ENGINEER)["Subject"])
    assert (office.case().documents, office.case().state) == (before.documents, before.state)
