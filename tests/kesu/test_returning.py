"""A returned 8D is answered in the same pass: what is missing, by which rule, and a form to go on with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import cache

import pytest

from cases.given import Clash
from cases.state import State
from tests.generator.docx_reading import cells, column, edited, paragraphs, words
from tests.generator.docx_reading import filled as typed
from tests.generator.docx_reading import text_of as shown_in
from tests.kesu.letters import BEGUN, ENGINEER, HARMLESS, filled, named, opened, returns, says
from tests.office import CUSTOMER, PEOPLE, Office, at, files_of, settings, text_of

RETURNED = at("2026-03-02 15:00")
COLLEAGUE = "chen@works.example"


@cache
def _opened() -> Office:
    office = Office()
    opened(office)
    return office


@pytest.fixture
def office() -> Office:
    return _opened().again()


def answer(office: Office, whom: str = ENGINEER) -> EmailMessage:
    """The last review that somebody was sent."""
    return next(mail for mail in reversed(office.sent(whom)) if "8D报告（R" in str(mail["Subject"]))


def handed_out(office: Office) -> bytes:
    """The 8D as the desk first sent it."""
    (first,) = (doc for doc in office.case().documents if (doc.form, doc.revision) == ("F16a", "R1"))
    return office.desk.papers.get(first.name)


def enclosed(office: Office, whom: str = ENGINEER) -> bytes:
    (content,) = files_of(answer(office, whom)).values()
    return content


def brings(office: Office, sender: str, to: EmailMessage, name: str, content: bytes, when: datetime) -> None:
    """Somebody answers a mail of the desk and attaches a file."""
    letter = office.letter(f"<{sender}>", "", "填好了，请看附件", to=to)
    letter.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    office.arrives(letter, when)
    office.works(when)


def half(fields: Mapping[str, str], base: bytes) -> bytes:
    return typed(base, fields)


# ---------------------------------------------------------------- what is missing


def test_a_form_with_gaps_is_answered_point_by_point_and_not_put_before_the_approvers(office: Office) -> None:
    returns(office, RETURNED, content=half({"d2.statement": BEGUN["d2.statement"]}, handed_out(office)))
    told = text_of(answer(office))
    assert str(answer(office)["Subject"]).startswith("须补充后再交：投诉 K2026-00001 8D报告（R2）")
    assert "须补 8D-R10" in told and "须补 8D-R30" in told
    assert "标“须补”的各处补齐之前，不送审，也不发给客户" in told
    assert "总分" in told and "D3 1" in told
    assert (office.case().rounds, office.case().state) == ((), State.ASSIGNED)


def test_the_new_form_holds_everything_already_given(office: Office) -> None:
    returns(office, RETURNED, content=half({"d2.statement": BEGUN["d2.statement"]}, handed_out(office)))
    form = enclosed(office)
    assert cells(form)["d2.statement"] == BEGUN["d2.statement"]
    assert column(form, "d3.actions.location")[:2] == ["客户现场 Customer", "在途 In transit"]
    assert list(files_of(answer(office))) == ["K2026-00001-8D报告-R3.docx"]


def test_what_was_completed_in_the_new_form_goes_before_the_approvers(office: Office) -> None:
    returns(office, RETURNED, content=half({"d2.statement": BEGUN["d2.statement"]}, handed_out(office)))
    returns(office, RETURNED + timedelta(hours=1), content=filled(enclosed(office)))
    assert office.case().state is State.APPROVAL_PENDING
    assert [(review.revision, review.blocked) for review in office.case().reviews] == [("R2", True), ("R4", False)]


def test_the_answers_are_kept_with_who_gave_them_and_in_which_file(office: Office) -> None:
    returns(office, RETURNED)
    given = office.case().answers["d2.statement"]
    returned = office.case().documents[2]
    assert (given.value, given.giver.by, given.giver.where, given.giver.sha256, given.giver.at) == (
        BEGUN["d2.statement"],
        ENGINEER,
        "F16a R2",
        returned.sha256,
        RETURNED,
    )


def test_the_next_stage_starts_from_what_is_there(office: Office) -> None:
    """The initial report is complete; the form for the causes comes with the answer."""
    returns(office, RETURNED)
    assert "没有须补的地方，按规定送审" in text_of(answer(office))
    assert cells(enclosed(office))["d3.mark"] == BEGUN["d3.mark"]


def test_an_answer_that_is_a_fact_of_the_regulation_becomes_one() -> None:
    """Power supplies: R08 goes by whether costs are involved, for which its notice has a box."""
    power = "power-dept@works.example"
    office = Office(settings(desk={"default_pack": "power-supply-ccr005", "packs": ["power-supply-ccr005"]}))
    opened(office, "您好：\n客户名称：华光电力\n产品名称：电源模块\n问题类别：电源质量\n不良现象：无输出\n请处理。\n")
    mail, name, notice = named(office, "通知单", power)
    ticked = {"cost_involved": "☑ 是   ☐ 否", "total_cost_cny": "¥120,000 元"}
    brings(office, power, mail, name, typed(notice, ticked), RETURNED)
    assert office.case().facts["cost_involved"].value is True
    assert office.case().facts["cost_involved"].source == f"person:{power}"


# ---------------------------------------------------------------- our own facts


def test_a_fact_of_ours_that_was_changed_is_reported_and_not_taken(office: Office) -> None:
    returns(office, RETURNED, content=typed(filled(handed_out(office)), {"model": "DDR5-64G"}))
    assert "“型号" in text_of(answer(office)) or "DDR5-64G" in text_of(answer(office))
    assert office.case().facts["model"].value == "DDR5-32G"
    assert cells(enclosed(office))["model"] == "DDR5-32G"


def test_the_number_of_defects_that_differs_from_the_case_keeps_the_form_from_approval(office: Office) -> None:
    returns(office, RETURNED, content=typed(filled(handed_out(office)), {"qty_defect": "9"}))
    assert "须补 8D-R02" in text_of(answer(office))
    assert office.case().rounds == ()


# ---------------------------------------------------------------- two people, one report


@pytest.fixture
def two(office: Office) -> Office:
    """The case was given to a colleague, who has a form of his own; the engineer goes on with hers."""
    says(office, ENGINEER, "指派 陈立群", at("2026-03-02 14:00"))
    return office


def by_colleague(office: Office, content: bytes, when: datetime) -> None:
    mail, name, _ = named(office, "8D", COLLEAGUE)
    brings(office, COLLEAGUE, mail, name, content, when)


def test_two_copies_are_joined_field_by_field(two: Office) -> None:
    office, first = two, handed_out(two)
    returns(office, RETURNED, content=half({"d2.statement": BEGUN["d2.statement"]}, first))
    by_colleague(office, half({"d0.era": "停发该批次"}, first), RETURNED + timedelta(minutes=5))
    said = office.case().answers
    assert {name: (said[name].value, said[name].giver.by) for name in ("d2.statement", "d0.era")} == {
        "d2.statement": (BEGUN["d2.statement"], ENGINEER),
        "d0.era": ("停发该批次", COLLEAGUE),
    }
    shown = cells(enclosed(office, COLLEAGUE))
    assert (shown["d2.statement"], shown["d0.era"]) == (BEGUN["d2.statement"], "停发该批次")


def test_what_both_wrote_differently_stays_as_it_was_and_is_told(two: Office) -> None:
    office, first = two, handed_out(two)
    returns(office, RETURNED, content=half({"d0.era": "停发该批次"}, first))
    by_colleague(office, half({"d0.era": "全部召回"}, first), RETURNED + timedelta(minutes=5))
    assert office.case().answers["d0.era"].value == "停发该批次"
    assert office.case().reviews[-1].clashes == (Clash("d0.era", "停发该批次", ENGINEER, "全部召回", COLLEAGUE),)
    assert "罗静“停发该批次”；陈立群“全部召回”" in text_of(answer(office, COLLEAGUE))


def test_who_had_the_answer_before_them_may_change_it(two: Office) -> None:
    office = two
    returns(office, RETURNED, content=half({"d0.era": "停发该批次"}, handed_out(office)))
    by_colleague(office, half({"d0.era": "停发并召回"}, enclosed(office)), RETURNED + timedelta(minutes=5))
    assert office.case().answers["d0.era"].value == "停发并召回"
    assert office.case().reviews[-1].clashes == ()


def test_rows_of_a_list_are_joined_by_their_place(two: Office) -> None:
    office, first = two, handed_out(two)
    engineer = typed(first, {}, {"d3.actions.action": ["全检", "", "", ""], "d3.actions.owner": ["王伟", "", "", ""]})
    colleague = typed(first, {}, {"d3.actions.action": ["", "", "隔离", ""], "d3.actions.owner": ["", "", "赵敏", ""]})
    returns(office, RETURNED, content=engineer)
    by_colleague(office, colleague, RETURNED + timedelta(minutes=5))
    form = enclosed(office, COLLEAGUE)
    assert column(form, "d3.actions.action")[:4] == ["全检", "", "隔离", ""]
    assert column(form, "d3.actions.location")[:4] == [
        "客户现场 Customer",
        "在途 In transit",
        "成品仓 Own FG",
        "在制 WIP",
    ]


def several(office: Office, *contents: bytes, text: str = "两位同事填的，请一并处理") -> None:
    """The engineer answers with more than one file."""
    letter = office.letter(f"<{ENGINEER}>", "", text, to=named(office, "8D")[0])
    for number, content in enumerate(contents):
        letter.add_attachment(content, maintype="application", subtype="octet-stream", filename=f"8D-{number}.docx")
    office.arrives(letter, RETURNED)
    office.works(RETURNED)


def test_two_copies_in_one_mail_are_joined_and_answered_once(office: Office) -> None:
    first = handed_out(office)
    before = len(office.sent(ENGINEER))
    several(office, half({"d0.era": "停发", "d3.mark": "绿点"}, first), half({"d0.era": "召回"}, filled(first)))
    (told,) = office.sent(ENGINEER)[before:]
    assert office.case().answers["d0.era"].value == "停发"
    assert "罗静“停发”；罗静“召回”" in text_of(told) and "罗静“绿点”；罗静“绿色圆点”" in text_of(told)
    assert [(doc.form, doc.revision) for doc in office.case().documents[2:]] == [
        ("F16a", "R2"), ("F16a", "R3"), ("F16a", "R3-customer"), ("F16a", "R4")
    ]  # fmt: skip
    assert cells(copy_for_customer(office))["d0.era"] == "停发"


def test_what_one_of_two_copies_says_between_its_cells_is_not_lost(office: Office) -> None:
    first = handed_out(office)
    aside = "<w:p><w:r><w:t>补充：X 光照片另附。</w:t></w:r></w:p><w:sectPr"
    several(office, edited(first, "word/document.xml", "<w:sectPr", aside), filled(first))
    assert "FORM-extra" in text_of(answer(office))
    assert office.case().rounds == ()


def test_our_own_copy_sent_along_unchanged_and_a_file_attached_twice_do_no_harm(office: Office) -> None:
    first = handed_out(office)
    several(office, first, filled(first), filled(first))
    assert office.case().state is State.APPROVAL_PENDING
    assert "已收到" in str(office.last(ENGINEER)["Subject"])


def test_a_correction_in_the_mail_counts_for_the_form_that_comes_with_it(office: Office) -> None:
    """As we tell them: a fact of ours is not taken out of the form, it is to be written in the mail."""
    several(office, typed(filled(handed_out(office)), {"qty_defect": "9"}), text="qty_defect = 9")
    assert office.case().facts["qty_defect"].value == "9"
    assert office.case().state is State.APPROVAL_PENDING
    assert cells(copy_for_customer(office))["qty_defect"] == "9"


def test_a_file_beside_an_answer_in_words_is_not_passed_over_in_silence(office: Office) -> None:
    several(office, filled(handed_out(office)), text="答复：已更换，请查收。")
    assert "一封邮件只能送审一份" in text_of(office.last(ENGINEER))
    assert [doc.form for doc in office.case().documents[2:]] == ["answer"]


# ---------------------------------------------------------------- what the customer gets


def copy_for_customer(office: Office) -> bytes:
    (found,) = (doc for doc in office.case().documents if doc.revision.endswith("-customer"))
    return office.desk.papers.get(found.name)


def test_the_customer_s_copy_is_written_from_the_answers(office: Office) -> None:
    returns(office, RETURNED)
    shown = cells(copy_for_customer(office))
    assert (shown["d2.statement"], shown["model"]) == (BEGUN["d2.statement"], "DDR5-32G")
    assert "revision" in shown and "R2" in shown["revision"]


def test_it_shows_how_far_the_report_is_and_lists_this_revision(office: Office) -> None:
    returns(office, RETURNED)
    copied = copy_for_customer(office)
    shown = paragraphs(copied)
    points = office.case().reviews[-1].disciplines
    done = [name for name, each in points.items() if each >= 3]
    assert 0 < len(done) < 9
    strip = [shown_in(each) for each in shown["kesu Step"]]
    assert strip == ["✓ 03-02" if f"D{number}" in done else "—" for number in range(9)]
    assert column(copied, "annex.history.revision") == ["R2"]
    assert column(copied, "annex.history.date") == ["2026-03-02"]


def test_an_english_customer_gets_the_report_under_english_headings() -> None:
    office = Office(settings(documents={"eight_d": {"memory-device": [3]}}))
    opened(office, HARMLESS)
    mail, name, form = named(office, "8D")
    returns(office, RETURNED, content=filled(form))
    assert mail is not None and name
    assert "Problem" in words(copy_for_customer(office))


def test_what_stands_outside_the_fields_is_not_lost(office: Office) -> None:
    """A paragraph between the tables belongs to no answer: the copy is made from the file itself."""
    form = filled(handed_out(office))
    aside = "<w:p><w:r><w:t>补充：X 光照片另附。</w:t></w:r></w:p><w:sectPr"
    returns(office, RETURNED, content=edited(form, "word/document.xml", "<w:sectPr", aside))
    assert "补充：X 光照片另附。" in words(copy_for_customer(office))


def test_where_neither_copy_would_be_whole_a_person_joins_them(two: Office) -> None:
    office, first = two, handed_out(two)
    by_colleague(office, half({"d0.era": "停发该批次"}, first), RETURNED)
    aside = "<w:p><w:r><w:t>补充：X 光照片另附。</w:t></w:r></w:p><w:sectPr"
    returns(
        office,
        RETURNED + timedelta(minutes=5),
        content=edited(filled(first), "word/document.xml", "<w:sectPr", aside),
    )
    assert "FORM-extra" in text_of(answer(office))
    assert office.case().rounds == ()


# ---------------------------------------------------------------- what is refused


def test_a_form_of_another_case_is_refused_and_the_case_keeps_what_it_had(office: Office) -> None:
    foreign = edited(filled(handed_out(office)), "docProps/core.xml", "K2026-00001/", "K2026-00009/")
    before = office.case()
    returns(office, RETURNED, content=foreign)
    assert "这份表单属于投诉 K2026-00009" in text_of(office.last(ENGINEER))
    assert (office.case().documents, office.case().answers) == (before.documents, before.answers)


def reaching_out(form: bytes) -> bytes:
    """The form with a picture that an editor would fetch from a server."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    linked = f'<Relationship Id="rX" Type="{kind}" Target="http://evil.example/1.png" TargetMode="External"/>'
    return edited(form, "word/_rels/document.xml.rels", "</Relationships>", f"{linked}</Relationships>")


def overflowing(form: bytes) -> bytes:
    """The form with a text of 5 MB in one cell."""
    return typed(form, {"d0.era": "长" * (5 * 2**20 // 3)})


@pytest.mark.parametrize(
    ("spoilt", "why"),
    [(reaching_out, "原因：文件引用了外部模板、图片或对象"), (overflowing, "原因：某一栏的文字超过 100,000 字")],
)
def test_a_form_that_is_not_read_is_no_report_of_the_engineer_s_own(
    office: Office, spoilt: Callable[[bytes], bytes], why: str
) -> None:
    """It would go before the approvers without review, for whatever case it was filled."""
    before = office.case()
    returns(office, RETURNED, content=spoilt(filled(handed_out(office))))
    assert why in text_of(office.last(ENGINEER))
    assert (office.case().documents, office.case().state) == (before.documents, before.state)


def test_why_a_file_is_refused_is_said_in_its_sender_s_language() -> None:
    engineer = {**PEOPLE["pqc-engineer"], "language": "en"}
    office = Office(settings(people={"pqc-engineer": engineer}))
    opened(office)
    returns(office, RETURNED, content=b"PK\x03\x04")
    assert (
        "Why: The file is damaged; please save it again and resend it." in text_of(office.last(ENGINEER)).splitlines()
    )


def test_an_older_form_is_joined_and_its_sender_told_that_there_is_a_newer_one(two: Office) -> None:
    office, first = two, handed_out(two)
    returns(office, RETURNED, content=half({"d2.statement": BEGUN["d2.statement"]}, first))
    by_colleague(office, half({"d0.era": "停发该批次"}, first), RETURNED + timedelta(minutes=5))
    assert "提醒 FORM-older-revision：这份表单是旧版 R1，最新为 R4。" in text_of(answer(office, COLLEAGUE))


def test_what_a_customer_returns_is_never_an_answer(office: Office) -> None:
    letter = office.letter(f"<{CUSTOMER}>", "", "请看附件", to=office.last(CUSTOMER))
    letter.add_attachment(
        filled(handed_out(office)), maintype="application", subtype="octet-stream", filename="8D.docx"
    )
    office.arrives(letter, RETURNED)
    office.works(RETURNED)
    assert office.case().answers == {}
