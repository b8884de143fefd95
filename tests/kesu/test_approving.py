"""A returned document is decided by mail, on exactly these bytes, and reaches the customer after the undo window."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from email.message import EmailMessage
from functools import cache
from typing import Any

import pytest
from docx import Document

from cases.approval import Verdict
from cases.outgoing import Sending
from cases.state import State
from tests.kesu.letters import (
    APPROVER,
    DOCX,
    ENGINEER,
    HARMLESS,
    MODULES,
    MONDAY,
    QUALITY,
    events,
    filled,
    named,
    opened,
    returns,
    says,
)
from tests.office import CUSTOMER, PEOPLE, Office, at, files_of, settings, text_of

RETURNED, ASKED = at("2026-03-03 10:00"), at("2026-03-03 11:00")


@cache
def _asked() -> Office:
    office = Office()
    opened(office)
    returns(office, RETURNED)
    return office


@pytest.fixture
def office() -> Office:
    """A desk that has a filled 8D before the approver."""
    return _asked().again()


def request(office: Office, whom: str = APPROVER) -> EmailMessage:
    """The question for approval that went to somebody."""
    return next(mail for mail in reversed(office.sent(whom)) if str(mail["Subject"]).startswith("请审批"))


def returned(office: Office) -> bytes:
    """The 8D as the engineer returned it first."""
    first = next(doc for doc in office.case().documents if doc.form == "F16a" and doc.author == ENGINEER)
    return office.desk.papers.get(first.name)


def answers(office: Office) -> list[EmailMessage]:
    """What the customer has got beside the acknowledgement."""
    return office.sent(CUSTOMER)[1:]


def verdicts(office: Office) -> list[tuple[str, Verdict | None]]:
    """Of the latest round: who was asked, and what was said."""
    return [(r.address, r.verdict) for r in office.case().rounds[-1].requests]


def people(**changes: dict[str, Any]) -> Office:
    """A desk where some people are other than usual."""
    table = {role: {**person, **changes.get(role.replace("-", "_"), {})} for role, person in PEOPLE.items()}
    return Office(settings(people=table))


# ---------------------------------------------------------------- the question


def test_the_approver_gets_the_working_copy_and_what_the_customer_would_get(office: Office) -> None:
    mail = request(office)
    assert list(files_of(mail)) == ["K2026-00001-8D报告-R2-工作稿.docx", "K2026-00001-8D报告-R2.docx"]
    round_ = office.case().rounds[-1]
    working, copy, _ = office.case().documents[-3:]
    assert (round_.document_sha256, working.revision, copy.revision) == (working.sha256, "R2", "R2-customer")
    assert files_of(mail)["K2026-00001-8D报告-R2-工作稿.docx"] == office.desk.papers.get(working.name)
    assert office.case().state is State.APPROVAL_PENDING
    assert "发出前的 15 分钟内可回复“撤回”" in text_of(mail)


def test_the_code_is_only_in_the_mail_the_case_keeps_its_hash(office: Office) -> None:
    code = str(request(office)["Subject"]).partition("#")[2].rstrip("]")
    assert len(code) == 26
    assert code not in repr(office.case())


# ---------------------------------------------------------------- yes and no


@pytest.mark.parametrize(
    "word", ["同意", "同意。", "批准", "approve", "Approved, thanks!", "ａｐｐｒｏｖｅ", "同意\n\n江海川\n经理"]
)
def test_one_word_approves(office: Office, word: str) -> None:
    says(office, APPROVER, word, ASKED)
    assert verdicts(office) == [(APPROVER, Verdict.APPROVE)]
    assert office.case().state is State.APPROVED


def test_the_customer_gets_the_customer_copy_in_the_thread_and_not_before_the_undo_window_is_over(
    office: Office,
) -> None:
    says(office, APPROVER, "同意", ASKED)
    office.works(ASKED + timedelta(minutes=14))
    assert answers(office) == []
    office.works(ASKED + timedelta(minutes=15))
    (answer,) = answers(office)
    ((name, content),) = files_of(answer).items()
    copy = office.case().documents[-1]
    assert (name, content) == ("K2026-00001-8D报告-R2.docx", office.desk.papers.get(copy.name))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"FFF7D6" not in archive.read("word/document.xml")
    assert answer["In-Reply-To"] == "<m1@farridge.example>"
    assert office.case().state is State.REPLIED


def test_the_decision_is_kept_with_its_evidence_and_told_to_all_concerned(office: Office) -> None:
    says(office, APPROVER, "同意", ASKED)
    (decided,) = office.case().rounds[-1].requests
    assert (decided.decided_by, decided.decided_at) == (APPROVER, ASKED)
    assert office.desk.spool.read(decided.evidence).count("同意".encode()) or decided.evidence
    for whom, words in ((APPROVER, "已记录您的决定"), (ENGINEER, "已批准"), (QUALITY, "")):
        assert words in str(office.last(whom)["Subject"])


def test_a_rejection_takes_its_reason_back_to_the_author_and_a_new_revision_is_asked_anew(office: Office) -> None:
    says(office, APPROVER, "不同意 D4 原因不充分", ASKED)
    assert office.case().state is State.DRAFTED
    assert "D4 原因不充分" in text_of(office.last(ENGINEER))
    returns(office, at("2026-03-04 10:00"), words="已重新分析")
    assert office.case().rounds[-1].revision == "R4"
    says(office, APPROVER, "同意", at("2026-03-04 11:00"))
    office.works(at("2026-03-04 12:00"))
    (answer,) = answers(office)
    assert list(files_of(answer)) == ["K2026-00001-8D报告-R4.docx"]


def test_a_bare_rejection_changes_nothing_and_is_asked_for_its_reason(office: Office) -> None:
    says(office, APPROVER, "不同意", ASKED)
    assert verdicts(office) == [(APPROVER, None)]
    assert "原因" in text_of(office.last(APPROVER))


@pytest.mark.parametrize(
    "text", ["同意，但是D4要改", "请勿批准", "approve if D4 is fixed", "同意？", "аpprove", "看了", "", "同意\n不同意"]
)
def test_anything_else_changes_nothing_and_is_answered_with_the_exact_words(office: Office, text: str) -> None:
    says(office, APPROVER, text, ASKED)
    assert verdicts(office) == [(APPROVER, None)]
    assert office.case().state is State.APPROVAL_PENDING
    help_ = text_of(office.last(APPROVER))
    assert "没有生效" in help_
    assert "\r\n    同意\r\n" in help_
    assert "\r\n    不同意 原因\r\n" in help_


def test_why_it_was_unclear_is_said_in_chinese_first(office: Office) -> None:
    says(office, APPROVER, "同意，但是D4要改", ASKED)
    (why,) = [line for line in text_of(office.last(APPROVER)).splitlines() if line.startswith("未生效的原因")]
    assert "同意" in why
    assert any("一" <= char <= "鿿" for char in why.removeprefix("未生效的原因：").split("/")[0].replace("同意", ""))


def test_unclear_answers_are_explained_once_an_hour(office: Office) -> None:
    question = request(office)
    for minute in (0, 10, 20):
        says(office, APPROVER, f"嗯{minute}", ASKED + timedelta(minutes=minute), to=question)
    explained = [m for m in office.sender.sent if "unclear" in m.effect_key]
    assert len(explained) == 1
    says(office, APPROVER, "嗯嗯", ASKED + timedelta(minutes=70), to=question)
    assert len([m for m in office.sender.sent if "unclear" in m.effect_key]) == 2


def test_an_approval_in_quoted_text_alone_has_no_effect(office: Office) -> None:
    says(office, APPROVER, "稍后看。\n\n在 2026-03-03 写道：\n> 同意\n", ASKED)
    assert verdicts(office) == [(APPROVER, None)]


@pytest.mark.parametrize(
    ("subject", "header"),
    [("自动回复：请审批", {}), ("", {"Auto-Submitted": "auto-replied"}), ("", {"X-QQ-AUTO-REPLY": "1"})],
)
def test_an_automatic_reply_never_approves(office: Office, subject: str, header: dict[str, str]) -> None:
    mail = office.letter(f"<{APPROVER}>", subject, "同意", to=request(office))
    for name, value in header.items():
        mail[name] = value
    office.arrives(mail, ASKED)
    office.works(ASKED)
    assert verdicts(office) == [(APPROVER, None)]
    assert "ignored" in events(office)


def test_a_mail_with_two_senders_never_approves(office: Office) -> None:
    mail = office.letter(f"<{APPROVER}>, <evil@x.example>", "", "同意", to=request(office))
    office.arrives(mail, ASKED)
    office.works(ASKED)
    assert verdicts(office) == [(APPROVER, None)]
    (aside,) = office.store.set_aside()
    assert aside.note == "邮件没有写明唯一的发件人 / the mail does not name one sender"


# ---------------------------------------------------------------- who


def test_with_another_s_code_nobody_decides_and_both_are_told(office: Office) -> None:
    question = request(office)
    says(office, "chen@works.example", "同意", ASKED, to=question)
    assert verdicts(office) == [(APPROVER, None)]
    assert "没有送您审批" in text_of(office.last("chen@works.example"))
    assert "chen@works.example" in text_of(office.last(APPROVER))


def test_an_address_outside_that_answers_with_the_code_decides_nothing_and_opens_no_case(office: Office) -> None:
    mail = office.letter("<jiang@private.example>", "", "同意", to=request(office))
    office.arrives(mail, ASKED)
    office.works(ASKED)
    assert verdicts(office) == [(APPROVER, None)]
    assert len(office.cases()) == 1
    assert office.sent("jiang@private.example") == []
    assert "jiang@private.example" in text_of(office.last(APPROVER))


def test_who_wrote_the_document_is_not_asked_but_the_deputy_is() -> None:
    office = Office()
    opened(office)
    mail, name, document = named(office, "8D")
    opened_to = office.letter(f"<{APPROVER}>", f"Re: {mail['Subject']}", "我自己填好了。", to=None)
    assert opened_to is not None
    says(office, ENGINEER, "指派 江海川", at("2026-03-02 11:00"))
    returns_by_approver = office.letter(f"<{APPROVER}>", "", "填好了。", to=office.last(APPROVER))
    returns_by_approver.add_attachment(filled(document), maintype=DOCX[0], subtype=DOCX[1], filename=name)
    office.arrives(returns_by_approver, RETURNED)
    office.works(RETURNED)
    assert verdicts(office) == [("lin@works.example", None)]
    says(office, "lin@works.example", "同意", ASKED)
    assert office.case().state is State.APPROVED


def test_during_a_stated_absence_the_deputy_is_asked_at_once() -> None:
    office = people(resp_dept_manager={"absent": [{"first": "2026-03-01", "last": "2026-03-09"}]})
    opened(office)
    returns(office, RETURNED)
    assert verdicts(office) == [("lin@works.example", None)]


def test_once_overdue_the_deputy_is_asked_as_well_and_whoever_answers_first_decides(office: Office) -> None:
    office.works(at("2026-03-05 09:00"))
    assert verdicts(office) == [(APPROVER, None), ("lin@works.example", None)]
    says(office, "lin@works.example", "同意", at("2026-03-05 10:00"))
    assert office.case().state is State.APPROVED
    says(office, APPROVER, "不同意 太晚", at("2026-03-05 10:05"))
    assert office.case().state is State.APPROVED
    assert "林致远" in text_of(office.last(APPROVER))


def four(office: Office) -> list[str]:
    """A case of grade 2 whose answer four vice managers must approve."""
    opened(office, MODULES + "涉及组件数量：0.01MW\n")
    says(office, "fu@works.example", "total_cost_cny = 2000000", at("2026-03-02 11:00"))
    says(office, office.case().owner, "答复：已安排更换。", RETURNED)
    return [r.address for r in office.case().rounds[-1].requests]


def test_where_all_must_approve_the_last_one_lets_it_go() -> None:
    office = Office(settings(desk={"default_pack": "pv-module"}))
    asked = four(office)
    assert asked == [f"vp{letter}@works.example" for letter in "sqtp"]
    for number, address in enumerate(asked):
        assert office.case().state is State.APPROVAL_PENDING
        says(office, address, "同意", ASKED + timedelta(minutes=number))
    assert office.case().state is State.APPROVED
    office.works(ASKED + timedelta(hours=1))
    assert len(answers(office)) == 1


def test_where_all_must_approve_one_rejection_ends_the_round() -> None:
    office = Office(settings(desk={"default_pack": "pv-module"}))
    asked = four(office)
    says(office, asked[0], "同意", ASKED)
    says(office, asked[1], "不同意 数量未核实", ASKED + timedelta(minutes=1))
    assert office.case().state is State.DRAFTED
    says(office, asked[2], "同意", ASKED + timedelta(minutes=2))
    assert office.case().state is State.DRAFTED
    assert answers(office) == []


def test_one_person_in_two_roles_is_asked_once_and_decides_for_both() -> None:
    table = {**PEOPLE, "vp-technical": PEOPLE["vp-quality"], "vp-production": PEOPLE["vp-quality"]}
    office = Office(settings(desk={"default_pack": "pv-module"}, people=table))
    four(office)
    assert len([m for m in office.sent("vpq@works.example") if "请审批" in str(m["Subject"])]) == 1
    says(office, "vpq@works.example", "同意", ASKED)
    says(office, "vps@works.example", "同意", ASKED + timedelta(minutes=1))
    assert office.case().state is State.APPROVED


# ---------------------------------------------------------------- when


def test_the_same_approval_mail_again_changes_nothing(office: Office) -> None:
    mail = office.letter(f"<{APPROVER}>", "", "同意", to=request(office))
    for minute in range(2):
        office.arrives(mail, ASKED)
        office.works(ASKED + timedelta(minutes=minute))
    assert events(office).count("decided") == 1
    again = office.letter(f"<{APPROVER}>", "", "同意", to=request(office))
    office.arrives(again, ASKED)
    office.works(ASKED + timedelta(minutes=5))
    assert events(office).count("decided") == 1


def test_an_approval_of_a_document_that_has_changed_is_refused(office: Office) -> None:
    old = request(office)
    returns(office, at("2026-03-03 10:30"), words="改过了")
    says(office, APPROVER, "同意", ASKED, to=old)
    assert verdicts(office) == [(APPROVER, None)]
    assert "文件已经修改" in text_of(office.last(APPROVER))


def test_an_approval_that_comes_too_late_is_refused_and_asked_for_once_more(office: Office) -> None:
    late = RETURNED + timedelta(days=7, minutes=1)
    says(office, APPROVER, "同意", late, to=request(office))
    assert verdicts(office)[0] == (APPROVER, None)
    assert any("答复期限已过" in text_of(mail) for mail in office.sent(APPROVER))
    again = next(mail for mail in reversed(office.sent(APPROVER)) if "待您审批" in str(mail["Subject"]))
    says(office, APPROVER, "同意", late + timedelta(minutes=1), to=again)
    assert office.case().state is State.APPROVED


def test_after_the_case_is_closed_nobody_approves_any_more(office: Office) -> None:
    question = request(office)
    says(office, ENGINEER, "关闭 客户撤诉", at("2026-03-03 10:30"))
    says(office, APPROVER, "同意", ASKED, to=question)
    assert office.case().state is State.CLOSED
    assert answers(office) == []
    assert "已经结案" in text_of(office.last(APPROVER))


@pytest.mark.parametrize("who", [APPROVER, ENGINEER, QUALITY])
def test_until_it_leaves_the_answer_can_be_called_back(office: Office, who: str) -> None:
    says(office, APPROVER, "同意", ASKED)
    says(office, who, "撤回", ASKED + timedelta(minutes=10))
    office.works(ASKED + timedelta(hours=1))
    assert answers(office) == []
    assert office.case().state is State.DRAFTED
    assert [m.state for m in office.store.outgoing_of("K2026-00001") if "answer-" in m.effect_key] == [
        Sending.CANCELLED
    ]


def test_what_was_called_back_by_mistake_can_be_sent_for_approval_again_unchanged(office: Office) -> None:
    says(office, APPROVER, "同意", ASKED)
    says(office, QUALITY, "撤回", ASKED + timedelta(minutes=5))
    returns(office, ASKED + timedelta(minutes=30), content=returned(office))
    assert office.case().state is State.APPROVAL_PENDING
    assert office.case().rounds[-1].revision == "R2"
    says(office, APPROVER, "同意", ASKED + timedelta(minutes=40))
    office.works(ASKED + timedelta(hours=2))
    assert len(answers(office)) == 1


def test_after_it_has_left_nothing_is_called_back(office: Office) -> None:
    says(office, APPROVER, "同意", ASKED)
    office.works(ASKED + timedelta(minutes=16))
    says(office, APPROVER, "撤回", ASKED + timedelta(minutes=17))
    assert office.case().state is State.REPLIED
    assert "已经发出" in text_of(office.last(APPROVER))


def test_somebody_uninvolved_cannot_call_it_back(office: Office) -> None:
    says(office, APPROVER, "同意", ASKED)
    says(office, "chen@works.example", "撤回", ASKED + timedelta(minutes=5), to=office.last(APPROVER))
    assert office.case().state is State.APPROVED


def test_an_approver_can_ask_for_help_and_state_as_the_mail_offers(office: Office) -> None:
    question = request(office)
    says(office, APPROVER, "帮助", ASKED, to=question)
    assert "使用说明" in str(office.last(APPROVER)["Subject"])
    says(office, APPROVER, "状态", ASKED + timedelta(minutes=1), to=question)
    assert "现状" in str(office.last(APPROVER)["Subject"])


def test_thanks_after_a_decision_is_not_taken_for_an_open_one(office: Office) -> None:
    says(office, APPROVER, "同意", ASKED)
    says(office, APPROVER, "谢谢！", ASKED + timedelta(minutes=1))
    assert "仍在等待您的决定" not in text_of(office.last(APPROVER))


# ---------------------------------------------------------------- what goes out, and what never does


def unasked() -> Office:
    """A desk with an answer on its way that nobody has to approve."""
    office = Office()
    opened(office, HARMLESS)
    says(office, ENGINEER, "答复：We have replaced the parts.\nPlease return the old ones.", RETURNED)
    return office


def test_at_a_grade_without_approver_the_answer_goes_out_when_the_undo_window_is_over() -> None:
    office = unasked()
    assert "发出时间：3月3日 10:15" in text_of(office.last(ENGINEER))
    office.works(RETURNED + timedelta(minutes=14))
    assert answers(office) == []
    office.works(RETURNED + timedelta(minutes=15))
    (answer,) = answers(office)
    assert "We have replaced the parts.\r\nPlease return the old ones." in text_of(answer)
    assert office.case().state is State.REPLIED
    assert office.case().rounds == ()


@pytest.mark.parametrize("by", [ENGINEER, QUALITY])
def test_an_answer_that_needs_no_approval_is_called_back_by_its_author_or_the_quality_manager(by: str) -> None:
    office = unasked()
    says(office, by, "撤回", RETURNED + timedelta(minutes=10))
    office.works(RETURNED + timedelta(hours=1))
    assert answers(office) == []
    assert office.case().state is State.DRAFTED
    assert "已撤回批准，未发出：书面答复 R1" in text_of(office.last(ENGINEER))


def test_nobody_else_calls_it_back() -> None:
    office = unasked()
    says(office, ENGINEER, "指派 江海川", RETURNED + timedelta(minutes=1))
    says(office, "fang@works.example", "撤回", RETURNED + timedelta(minutes=2), to=office.last(ENGINEER))
    office.works(RETURNED + timedelta(hours=1))
    assert len(answers(office)) == 1


def test_after_it_was_called_back_the_same_document_can_be_sent_again() -> None:
    office = Office(settings(documents={"eight_d": {"memory-device": [3]}}))
    opened(office, HARMLESS)
    returns(office, RETURNED)
    says(office, ENGINEER, "undo", RETURNED + timedelta(minutes=5))
    returns(office, RETURNED + timedelta(hours=1), content=returned(office))
    office.works(RETURNED + timedelta(hours=2))
    (answer,) = answers(office)
    assert list(files_of(answer)) == ["K2026-00001-8D report-R2.docx"]


def test_what_needed_no_approval_needs_it_when_the_case_becomes_graver_before_it_leaves() -> None:
    office = unasked()
    says(office, CUSTOMER, "Line stop: yes", RETURNED + timedelta(minutes=5))
    office.works(RETURNED + timedelta(hours=1))
    assert answers(office) == []
    assert office.case().state is State.APPROVAL_PENDING
    assert [(r.address, r.verdict) for r in office.case().rounds[-1].requests] == [(APPROVER, None)]


def test_an_answer_in_words_is_approved_like_a_document() -> None:
    office = Office()
    opened(office)
    says(office, ENGINEER, "答复：已换货，附检测结果说明。", RETURNED)
    assert office.case().state is State.APPROVAL_PENDING
    says(office, APPROVER, "同意", ASKED)
    office.works(ASKED + timedelta(hours=1))
    assert "已换货" in text_of(answers(office)[0])


def test_the_approver_reads_the_words_that_are_to_go_out() -> None:
    office = Office()
    opened(office)
    says(office, ENGINEER, "答复：已换货，附检测结果说明。", RETURNED)
    ((name, content),) = files_of(request(office)).items()
    assert content.decode() == "已换货，附检测结果说明。"
    assert name.endswith(".txt")


@pytest.mark.parametrize("filename", ["", "联络单.docx", "final.docx"])
def test_an_internal_form_never_goes_outside_whatever_its_file_is_called(filename: str) -> None:
    office = Office()
    opened(office, HARMLESS)
    mail, name, document = named(office, "联络单")
    answer = office.letter(f"<{ENGINEER}>", "", "填好了", to=mail)
    answer.add_attachment(filled_anywhere(document), maintype=DOCX[0], subtype=DOCX[1], filename=filename or name)
    office.arrives(answer, RETURNED)
    office.works(RETURNED)
    assert answers(office) == []
    assert office.case().documents[-1].form == "contact-sheet"
    assert "内部单据" in text_of(office.last(ENGINEER))


def filled_anywhere(document: bytes) -> bytes:
    """The document with a word added, as Word saves it."""
    from docx import Document

    word = Document(io.BytesIO(document))
    word.paragraphs[0].add_run("已核实")
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def test_an_8d_whose_file_was_renamed_is_still_the_8d() -> None:
    office = Office()
    opened(office)
    returns(office, RETURNED, filename="回复客户 最终.docx")
    kept = [(doc.form, doc.revision) for doc in office.case().documents[-3:]]
    assert kept == [("F16a", "R2"), ("F16a", "R2-customer"), ("F16a", "R3")]


def test_the_skeleton_sent_back_untouched_is_refused() -> None:
    office = Office()
    opened(office)
    _, _, document = named(office, "8D")
    returns(office, RETURNED, content=document)
    assert office.case().state is State.ASSIGNED
    assert "完全相同" in text_of(office.last(ENGINEER))


@pytest.mark.parametrize(
    ("content", "filename"),
    [
        (b"not a zip", "8D.docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "8D.docx"),
        (b"PK\x03\x04", "8D.docm"),
        (b"%PDF-1.4 8D", "8D.pdf"),
    ],
)
def test_a_file_that_is_no_usable_word_document_is_answered_and_the_case_keeps_what_it_had(
    content: bytes, filename: str
) -> None:
    office = Office()
    opened(office)
    before = office.case()
    returns(office, RETURNED, content=content, filename=filename)
    after = office.case()
    assert (after.documents, after.state) == (before.documents, before.state)
    assert "收到的文件无法使用" in str(office.last(ENGINEER)["Subject"])
    assert ".docx" in text_of(office.last(ENGINEER))


def test_two_forms_in_one_mail_are_both_taken() -> None:
    office = Office()
    opened(office)
    mail, sheet_name, sheet = named(office, "联络单")
    _, report_name, report = named(office, "8D")
    answer = office.letter(f"<{ENGINEER}>", "", "两份都填好了", to=mail)
    for content, filename in ((filled_anywhere(sheet), sheet_name), (filled(report), report_name)):
        answer.add_attachment(content, maintype=DOCX[0], subtype=DOCX[1], filename=filename)
    office.arrives(answer, RETURNED)
    office.works(RETURNED)
    assert [(doc.form, doc.revision) for doc in office.case().documents[2:]] == [
        ("contact-sheet", "R2"),
        ("F16a", "R2"),
        ("F16a", "R2-customer"),
        ("F16a", "R3"),
    ]
    assert office.case().state is State.APPROVAL_PENDING


def test_what_a_customer_attaches_is_never_taken_for_our_returned_form() -> None:
    office = Office()
    opened(office)
    _, name, document = named(office, "8D")
    mail = office.letter(f"<{CUSTOMER}>", "", "请用我们的格式", to=office.last(CUSTOMER))
    mail.add_attachment(filled(document), maintype=DOCX[0], subtype=DOCX[1], filename=name)
    office.arrives(mail, RETURNED)
    office.works(RETURNED)
    assert office.case().rounds == ()


def test_without_the_code_and_the_thread_a_colleague_s_document_is_not_put_forward() -> None:
    office = Office()
    opened(office)
    _, name, document = named(office, "8D")
    mail = office.letter(f"<{ENGINEER}>", "Re: [K2026-00001]", "填好了")
    mail.add_attachment(filled(document), maintype=DOCX[0], subtype=DOCX[1], filename=name)
    office.arrives(mail, RETURNED)
    office.works(RETURNED)
    assert office.case().rounds == ()


def test_the_clock_of_the_approval_reminds_and_stops_with_the_decision(office: Office) -> None:
    office.works(at("2026-03-04 09:00"))
    reminder = office.last(APPROVER)
    assert "待您审批" in str(reminder["Subject"])
    says(office, APPROVER, "同意", at("2026-03-04 09:30"), to=reminder)
    office.works(at("2026-03-20 09:00"))
    assert len([mail for mail in office.sent(APPROVER) if "待您审批" in str(mail["Subject"])]) == 1


def test_a_customer_without_a_mail_address_is_left_to_a_person_who_is_told() -> None:
    office = Office()
    text = "电话投诉\n客户名称：远岭\n产品名称：内存\n不良现象：花屏\n影响正常生产：否\n"
    office.arrives(office.letter(f"<{ENGINEER}>", "电话投诉登记", text), MONDAY)
    office.works(MONDAY)
    says(office, ENGINEER, "答复：已换货", RETURNED)
    assert "not sent" in events(office)
    assert "by hand" in text_of(office.last(ENGINEER)) or "自行" in text_of(office.last(ENGINEER))


def test_an_internal_form_made_by_hand_stays_inside_however_it_is_called() -> None:
    office = Office()
    opened(office)
    told = len(office.sent(CUSTOMER))
    written = io.BytesIO()
    document = Document()
    document.add_paragraph("隔离批号 2602A，800 条")
    document.save(written)
    returns(office, at("2026-03-05 10:00"), content=written.getvalue(), filename="K2026-00001 Hold货通知单.docx")
    assert len(office.sent(CUSTOMER)) == told
    assert office.case().rounds == ()
    assert any("Hold货通知单" in text_of(mail) and "内部" in text_of(mail) for mail in office.sent(ENGINEER))


def test_while_the_grade_is_open_the_quality_manager_approves() -> None:
    office = Office(config=settings(desk={"default_pack": "pv-module"}))
    opened(office, "产品名称：光伏组件\n不良现象：接线盒脱落")
    grading = office.case().grading
    assert grading is not None and grading.grade is None
    owner = office.case().owner
    says(office, owner, "答复：我们正在分析，3月12日前答复。", at("2026-03-05 10:00"), to=office.last(owner))
    (request,) = office.case().rounds[-1].requests
    assert request.address == QUALITY
    assert [mail["Subject"] for mail in office.sent(CUSTOMER) if "答复" in str(mail["Subject"])] == []


def test_a_decision_that_names_another_case_decides_nothing(office: Office) -> None:
    says(office, APPROVER, "同意 K2026-00099", ASKED, to=request(office))
    assert office.case().round is not None
    assert "K2026-00099" in text_of(office.last(APPROVER))
