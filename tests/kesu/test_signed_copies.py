"""The customer's copy carries who wrote and who approved it, with times and the codes of their mails."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

from tests.generator.docx_reading import paragraphs, text_of
from tests.kesu.letters import APPROVER, HARMLESS, opened, returns, says
from tests.office import CUSTOMER, Office, at, files_of, settings

RETURNED, ASKED = at("2026-03-03 10:00"), at("2026-03-03 11:00")


def signed(mail: EmailMessage) -> dict[str, list[str]]:
    (docx,) = files_of(mail).values()
    found = {name: [text_of(each) for each in lines] for name, lines in paragraphs(docx).items()}
    return {name: found[f"kesu Sign {name}"] for name in ("Mark", "Name", "Date", "Proof")}


def code(office: Office, sha256: str) -> str:
    assert office.desk.spool.read(sha256)
    return f"{sha256[:4]}-{sha256[4:8]}".upper()


def test_an_approved_report_is_signed_by_its_author_and_its_approver() -> None:
    office = Office()
    opened(office)
    returns(office, RETURNED)
    says(office, APPROVER, "同意", ASKED)
    office.works(ASKED + timedelta(hours=1))
    case = office.case()
    returned = next(doc for doc in case.documents if doc.author != "desk")
    (decided,) = case.rounds[-1].requests
    assert signed(office.sent(CUSTOMER)[-1]) == {
        "Mark": ["电子提交 e-submitted", "", "电子批准 e-approved"],
        "Name": ["罗静", "", "江海川  责任部门经理"],
        "Date": ["2026-03-03 10:00", "", "2026-03-03 11:00"],
        "Proof": [
            f"邮件提交\n校验 {code(office, returned.source_mail)}",
            "",
            f"邮件批复“同意”\n校验 {code(office, decided.evidence)}",
        ],
    }


def test_the_signed_copy_is_kept_beside_the_one_that_was_approved() -> None:
    office = Office()
    opened(office)
    returns(office, RETURNED)
    says(office, APPROVER, "同意", ASKED)
    kept = [doc for doc in office.case().documents if doc.form == "F16a" and doc.revision.startswith("R2")]
    assert [doc.revision for doc in kept] == ["R2", "R2-customer", "R2-signed"]
    assert office.case().rounds[-1].document_sha256 == kept[0].sha256
    office.works(ASKED + timedelta(hours=1))
    assert files_of(office.sent(CUSTOMER)[-1]) == {kept[2].filename: office.desk.papers.get(kept[2].name)}


def test_where_nobody_need_approve_the_author_alone_signs() -> None:
    office = Office(settings(documents={"eight_d": {"memory-device": [3]}}))
    opened(office, HARMLESS)
    returns(office, RETURNED)
    office.works(RETURNED + timedelta(hours=1))
    found = signed(office.sent(CUSTOMER)[-1])
    assert (found["Name"], found["Mark"]) == (["罗静", "", ""], ["e-submitted", "", ""])
