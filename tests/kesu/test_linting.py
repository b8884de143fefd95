"""Nothing that breaks the rules of communication reaches a customer, unless a named person answers for it."""

from __future__ import annotations

import io
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document

from cases.lint_rules import Level
from cases.outgoing import MailClass, OutgoingMail, Sending
from cases.state import State
from generator.mails import MailTexts
from kesu.by_hand import step
from kesu.linting import Outgoing, judge
from kesu.orders import CommandRefused
from kesu.stationery import TEMPLATES
from tests.kesu.letters import (
    APPROVER,
    ENGINEER,
    HARMLESS,
    LINE_STOP,
    MONDAY,
    OWNER,
    QUALITY,
    events,
    opened,
    returns,
    says,
)
from tests.office import CUSTOMER, Office, at, settings, text_of

TUESDAY = at("2026-03-03 10:00")
SOON, LATER = TUESDAY + timedelta(minutes=10), TUESDAY + timedelta(hours=2)
RUDE = "答复：公司的规定就是这样，我们没有办法。"
RULE = "L-07 “规定就是这样, 没有办法”"


def answers(office: Office) -> list[EmailMessage]:
    """What the customer has got beside the acknowledgement."""
    return office.sent(CUSTOMER)[1:]


def held(office: Office) -> list[tuple[MailClass, str]]:
    return [(mail.mail_class, mail.last_error) for mail in office.store.outgoing_in(Sending.HELD)]


def the_held(office: Office) -> OutgoingMail:
    (mail,) = office.store.outgoing_in(Sending.HELD)
    return mail


def asked(office: Office, whom: str = ENGINEER) -> EmailMessage:
    """The question about a held mail that went to somebody."""
    return next(mail for mail in reversed(office.sent(whom)) if "/held-" in str(mail["X-Kesu-Id"]))


def level_3(answer: str = RUDE) -> Office:
    """A case that needs no approval, with an answer in words."""
    office = Office()
    opened(office, HARMLESS)
    says(office, ENGINEER, answer, TUESDAY)
    return office


def level_1(answer: str = RUDE) -> Office:
    """A case whose answer the manager of the responsible department approves."""
    office = Office()
    opened(office, LINE_STOP)
    says(office, ENGINEER, answer, TUESDAY)
    return office


# ---------------------------------------------------------------- held and asked


def test_an_answer_that_may_not_go_is_held_and_its_author_is_asked_at_once() -> None:
    office = level_3()
    office.works(LATER)
    assert answers(office) == []
    assert held(office) == [(MailClass.ANSWER, RULE)]
    assert events(office)[-2:] == ["document returned", "held"]
    question = text_of(asked(office))
    for words in (
        "客户没有收到",
        "- L-07 不得以规定推托（“规定就是这样”“没有办法”）（须处理）",
        "用词：规定就是这样, 没有办法",
        "原句：公司的规定就是这样，我们没有办法。",
        "\r\n    放行 原因\r\n",
        "\r\n    答复：（给客户的答复，可写多行）\r\n",
    ):
        assert words in question


def test_the_owner_of_the_case_is_asked_beside_the_author() -> None:
    office = Office()
    opened(office, HARMLESS)
    says(office, ENGINEER, "指派 方晓", MONDAY + timedelta(hours=1))
    says(office, ENGINEER, RUDE, TUESDAY)
    assert "没有办法" in text_of(asked(office, OWNER))
    assert "没有办法" in text_of(asked(office, ENGINEER))


def test_approvers_are_not_troubled_with_a_text_that_may_not_go() -> None:
    office = level_1()
    assert held(office) == [(MailClass.ANSWER, RULE)]
    assert office.case().state is State.DRAFTED
    assert office.case().rounds == ()
    assert [mail for mail in office.sent(APPROVER) if "审批" in str(mail["Subject"])] == []


def test_what_the_customer_would_read_in_a_document_is_looked_at_as_well() -> None:
    office = Office()
    opened(office, LINE_STOP)
    returns(office, TUESDAY, words="连小孩子都知道要防静电")
    assert held(office) == [(MailClass.ANSWER, "L-01 “小孩子都知道”")]
    assert "K2026-00001-8D报告-R2.docx" in text_of(asked(office))


def test_a_document_as_the_desk_makes_it_passes() -> None:
    office = Office()
    opened(office, LINE_STOP)
    returns(office, TUESDAY)
    assert held(office) == []
    assert "行文检查" not in text_of(office.last(APPROVER))


@pytest.mark.parametrize("answer", ["答复：我们同意为您换货。", "答复：We agree to exchange the parts."])
def test_a_promise_that_nobody_approves_is_held(answer: str) -> None:
    office = level_3(answer)
    assert [error[:4] for _, error in held(office)] == ["L-11"]


def test_a_promise_of_an_approved_remedy_goes_out() -> None:
    office = Office()
    opened(office, HARMLESS)
    says(office, ENGINEER, "approved_remedies = exchange", MONDAY + timedelta(hours=1))
    says(office, ENGINEER, "答复：We agree to exchange the parts.", TUESDAY)
    office.works(LATER)
    assert len(answers(office)) == 1


def test_a_promise_is_shown_to_the_approver_whose_yes_approves_it() -> None:
    office = level_1("答复：我们同意为您换货，3月9日前发出。")
    assert held(office) == []
    request = text_of(next(mail for mail in office.sent(APPROVER) if "请审批" in str(mail["Subject"])))
    assert "您同意即视为批准" in request
    assert [line.strip() for line in request.splitlines() if "用词" in line] == ["用词：我们同意为您换货"]
    says(office, APPROVER, "同意", SOON)
    office.works(LATER)
    assert "换货" in text_of(answers(office)[0])


def test_a_refusal_in_words_must_say_why() -> None:
    assert held(level_3("答复：We cannot accept your complaint.")) == [(MailClass.ANSWER, "L-14")]
    assert held(level_3("答复：We cannot accept your complaint because the warranty has expired.")) == []


def test_what_cannot_be_looked_at_is_held() -> None:
    office = level_3("答复：" + "很长。" * 40_000)
    assert [error for _, error in held(office)] == ["L-00"]
    assert "无法检查" in text_of(asked(office))


# ---------------------------------------------------------------- hints


def test_a_hint_holds_nothing_and_is_shown_to_who_sends() -> None:
    office = level_3("答复：We will answer as soon as possible.")
    note = text_of(office.last(ENGINEER))
    assert "将发给客户" in str(office.last(ENGINEER)["Subject"])
    assert "用词：as soon as possible" in note
    office.works(LATER)
    assert len(answers(office)) == 1
    assert "remarked" in events(office)


def test_a_hint_is_shown_to_the_approver_and_with_the_decision_to_the_author() -> None:
    office = level_1("答复：这是我公司的质量问题，3月9日前答复。")
    request = next(mail for mail in office.sent(APPROVER) if "请审批" in str(mail["Subject"]))
    assert "- L-12 原因确认前不要承认是我方原因或过错（提醒）" in text_of(request)
    says(office, APPROVER, "同意", SOON, to=request)
    decided = next(mail for mail in reversed(office.sent(ENGINEER)) if "已批准" in str(mail["Subject"]))
    assert "L-12" in text_of(decided)


def test_an_admission_is_no_matter_once_the_cause_is_confirmed() -> None:
    office = Office()
    opened(office, LINE_STOP)
    says(office, ENGINEER, "cause_confirmed = 是", MONDAY + timedelta(hours=1))
    says(office, ENGINEER, "答复：这是我公司的质量问题，3月9日前答复。", TUESDAY)
    request = next(mail for mail in office.sent(APPROVER) if "请审批" in str(mail["Subject"]))
    assert "行文检查" not in text_of(request)


# ---------------------------------------------------------------- let go, or changed


def test_a_named_person_lets_it_go_by_mail_with_a_reason_that_is_kept() -> None:
    office = level_3()
    says(office, ENGINEER, "放行 已与客户电话说明", SOON, to=asked(office))
    (line,) = [event for event in office.case().timeline if event.what == "override"]
    assert (line.by, line.text) == (ENGINEER, f"{RULE}: 已与客户电话说明")
    assert answers(office) == []
    office.works(SOON + timedelta(minutes=15))
    assert "没有办法" in text_of(answers(office)[0])
    assert office.case().state is State.REPLIED
    assert "罗静 放行了未通过行文检查的邮件" in text_of(office.last(QUALITY))


def test_english_works_as_well() -> None:
    office = level_3()
    says(office, ENGINEER, "override\n\nagreed with the customer by phone", SOON, to=asked(office))
    office.works(LATER)
    assert len(answers(office)) == 1


def test_without_a_reason_nothing_goes() -> None:
    office = level_3()
    says(office, ENGINEER, "放行", SOON, to=asked(office))
    office.works(LATER)
    assert answers(office) == []
    assert "请写明原因" in text_of(office.last(ENGINEER))


def test_what_was_let_go_still_needs_its_approver() -> None:
    office = level_1()
    says(office, ENGINEER, "放行 已与客户电话说明", SOON, to=asked(office))
    assert office.case().state is State.APPROVAL_PENDING
    office.works(LATER)
    assert answers(office) == []
    says(office, APPROVER, "同意", LATER)
    office.works(LATER + timedelta(minutes=15))
    assert "没有办法" in text_of(answers(office)[0])


def test_a_changed_text_goes_out_and_the_held_one_never() -> None:
    office = level_3()
    says(office, ENGINEER, "答复：我们已复测，3月9日前答复结果。", SOON, to=asked(office))
    office.works(LATER)
    (answer,) = answers(office)
    assert "已复测" in text_of(answer)
    assert "没有办法" not in text_of(answer)
    assert held(office) == []


def test_a_held_answer_can_be_called_back() -> None:
    office = level_3()
    says(office, ENGINEER, "撤回", SOON, to=asked(office))
    assert held(office) == []
    office.works(LATER)
    assert answers(office) == []


def test_when_the_case_ends_nothing_is_held_any_more() -> None:
    office = level_3()
    says(office, ENGINEER, "关闭 客户撤诉", SOON)
    assert held(office) == []
    assert the_state_of(office, "answer-R1") is Sending.CANCELLED


def the_state_of(office: Office, effect: str) -> Sending:
    return next(mail.state for mail in office.store.outgoing_of(office.case().id) if effect in mail.effect_key)


def test_the_same_from_the_command_line() -> None:
    office = level_3()
    step(office.desk, office.case(), "override", [], "罗静", "agreed by phone", None, SOON)
    assert [(event.by, event.text) for event in office.case().timeline if event.what == "override"] == [
        (ENGINEER, f"{RULE}: agreed by phone")
    ]
    office.works(LATER)
    assert len(answers(office)) == 1


@pytest.mark.parametrize(
    ("by", "why", "which", "said"),
    [
        ("somebody", "x", [], "knows nobody called 'somebody'"),
        ("罗静", "", [], "an override needs a reason"),
        ("罗静", "x", ["K2026-00001/ack/customer/1"], "nothing is held"),
    ],
)
def test_an_override_is_refused_in_a_sentence(by: str, why: str, which: list[str], said: str) -> None:
    office = level_3()
    with pytest.raises(CommandRefused, match=said):
        step(office.desk, office.case(), "override", which, by, why, None, SOON)
    assert the_held(office).last_error == RULE


# ---------------------------------------------------------------- the desk's own words


def with_own_template(tmp_path: Path, name: str, text: str) -> Office:
    folder = tmp_path / "customer"
    folder.mkdir()
    (folder / name).write_text(text, encoding="utf-8")
    office = Office()
    object.__setattr__(office.desk, "texts", MailTexts([tmp_path, TEMPLATES / "mail"]))
    return office


OWN = "Subject: 来信收悉\n\n尊敬的客户，您好：来信收悉，感谢。编号 {{ case.number }}，3月9日前答复，联系电话见下。\n"


def test_a_company_s_own_acknowledgement_that_restates_nothing_is_held_and_the_owner_asked(tmp_path: Path) -> None:
    office = with_own_template(tmp_path, "acknowledge.zh.j2", OWN)
    opened(office, LINE_STOP)
    assert office.sent(CUSTOMER) == []
    assert held(office) == [(MailClass.ACK, "L-13")]
    assert "acknowledged" not in events(office)
    assert "这封信由客诉台按模板写成" in text_of(asked(office))
    says(office, ENGINEER, "放行 已电话告知", TUESDAY, to=asked(office))
    assert len(office.sent(CUSTOMER)) == 1
    assert "acknowledged" in events(office)


ASK = "Subject: 补充信息\n\n尊敬的客户，您好：感谢。改天再说。联系电话见下。\n"


@pytest.fixture
def two_held(tmp_path: Path) -> Office:
    """An acknowledgement that restates nothing, and a question that puts the customer off."""
    office = with_own_template(tmp_path, "acknowledge.zh.j2", OWN)
    (tmp_path / "customer" / "ask.zh.j2").write_text(ASK, encoding="utf-8")
    opened(office, LINE_STOP)
    step(office.desk, office.case(), "set", ["pack=pv-module"], "罗静", "solar modules", None, TUESDAY)
    office.works(TUESDAY)
    assert held(office) == [(MailClass.ACK, "L-13"), (MailClass.QUESTION, "L-09 “改天”")]
    return office


def test_of_two_held_mails_the_one_asked_about_is_let_go(two_held: Office) -> None:
    about_the_receipt = next(mail for mail in two_held.sent(ENGINEER) if "受理回执" in str(mail["Subject"]))
    says(two_held, ENGINEER, "放行 已电话告知", SOON, to=about_the_receipt)
    assert held(two_held) == [(MailClass.QUESTION, "L-09 “改天”")]
    assert the_state_of(two_held, "/ack/") is Sending.SENT


def test_of_two_held_mails_one_must_be_named(two_held: Office) -> None:
    with pytest.raises(CommandRefused, match="several mails are held, name one: K2026-00001/ack/customer/1, K2026"):
        step(two_held.desk, two_held.case(), "override", [], "罗静", "told by phone", None, SOON)
    step(two_held.desk, two_held.case(), "override", ["K2026-00001/ack/customer/1"], "罗静", "told", None, SOON)
    assert [klass for klass, _ in held(two_held)] == [MailClass.QUESTION]


def test_an_answer_takes_the_place_of_all_that_is_held(two_held: Office) -> None:
    says(two_held, two_held.case().owner, "答复：3月9日前提供结果。", SOON)
    assert held(two_held) == []


NOTHING_SAID = {"zh": "你们的东西坏了，投诉！", "en": "Your thing is broken. I complain."}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_writes_little_gets_a_receipt_all_the_same(lang: str) -> None:
    office = Office()
    opened(office, NOTHING_SAID[lang])
    (receipt,) = office.sent(CUSTOMER)
    assert {"zh": "您的来信：正文，没有附件", "en": "Your mail: its text, no attachments"}[lang] in text_of(receipt)


def sent_to_customers(office: Office) -> list[OutgoingMail]:
    return [mail for mail in office.sender.sent if mail.recipient == CUSTOMER]


@pytest.mark.parametrize("text", [LINE_STOP, HARMLESS, *NOTHING_SAID.values()])
@pytest.mark.parametrize("pack", ["memory-device", "pv-module"])
def test_everything_the_desk_writes_by_itself_passes_without_a_hint(text: str, pack: str) -> None:
    office = Office(settings(desk={"default_pack": pack}))
    opened(office, text)
    says(office, CUSTOMER, "影响正常生产：是" if "投诉" in text or "您好" in text else "Batch: 2506-08B", TUESDAY)
    owner = office.case().owner
    says(
        office,
        owner,
        "答复：3月9日前提供结果。" if office.case().customer.language == "zh" else "answer: Result by 9 March.",
        LATER,
    )
    for request in office.case().rounds[-1].requests if office.case().rounds else ():
        says(office, request.address, "同意", LATER + timedelta(minutes=1))
    office.works(LATER + timedelta(hours=1))
    assert len(sent_to_customers(office)) >= 2
    assert {"held", "remarked"} & set(events(office)) == set()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_question_that_a_customer_may_be_asked_passes(lang: str) -> None:
    office = Office()
    opened(office, LINE_STOP)
    words = office.desk.words
    asks = {fact: words.question(fact, lang) for pack in office.desk.packs.values() for fact in pack.facts}
    outside = {fact: text for fact, text in asks.items() if words.knows(fact) and not words.inside(fact)}
    found = {
        fact: judge(office.desk, office.case(), Outgoing("question", text)).at(Level.BLOCK)
        for fact, text in outside.items()
    }
    assert {fact: problem for fact, problem in found.items() if problem} == {}
    assert len(outside) > 5


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_form_that_a_customer_gets_says_nothing_that_is_held(lang: str) -> None:
    from generator.customer_copy import customer_copy
    from generator.docx_text import shown_text

    office = Office()
    opened(office, LINE_STOP)
    form = office.desk.documents.write("F16a", lang, {})
    document = Document(io.BytesIO(form))
    assert document.tables
    found = judge(
        office.desk, office.case(), Outgoing("reply", "", (shown_text(customer_copy(form, "R2", "2026-03-03")),))
    )
    assert [finding for finding in found.findings if finding.sentence] == []
