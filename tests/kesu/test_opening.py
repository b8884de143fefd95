"""A customer's mail becomes a case: numbered, graded, acknowledged, its papers on the owner's desk."""

from __future__ import annotations

import pytest

from cases.outgoing import MailClass
from cases.state import State
from tests.kesu.letters import ENGINEER, HARMLESS, LINE_STOP, MODULES, MONDAY, QUALITY, complaint, opened
from tests.office import CUSTOMER, Office, at, files_of, settings, text_of


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def modules() -> Office:
    """A desk whose mail is about photovoltaic modules."""
    return Office(settings(desk={"default_pack": "pv-module"}))


def test_a_complaint_becomes_a_numbered_case_that_is_graded_with_its_reasons(office: Office) -> None:
    opened(office)
    case = office.case()
    assert (case.id, case.pack, case.state, case.owner) == (
        "K2026-00001",
        "memory-device",
        State.ASSIGNED,
        ENGINEER,
    )
    assert case.grading is not None
    assert (case.grading.grade, [reason.rule for reason in case.grading.reasons]) == (1, ["R16-G1c"])
    assert case.customer.name == "远岭服务器制造有限公司"
    assert case.customer.contact.address == CUSTOMER


def test_the_customer_is_told_the_number_what_was_understood_and_by_when_we_answer(office: Office) -> None:
    opened(office)
    (receipt,) = office.sent(CUSTOMER)
    text = text_of(receipt)
    assert "K2026-00001" in str(receipt["Subject"])
    assert receipt["In-Reply-To"] == "<m1@farridge.example>"
    assert receipt["Auto-Submitted"] == "auto-replied"
    for restated in ("2506-07A", "不良数量：7", "3月12日"):
        assert restated in text
    assert files_of(receipt) == {}


def test_an_english_complaint_is_acknowledged_in_english(office: Office) -> None:
    opened(office, HARMLESS)
    (receipt,) = office.sent(CUSTOMER)
    text = text_of(receipt)
    assert str(receipt["Subject"]).startswith("We have received your complaint, number K2026-00001")
    assert "Dear customer" in text
    assert "尊敬" not in text


def test_an_acknowledgement_repeats_nothing_that_the_customer_wrote_freely(office: Office) -> None:
    canary = "http://evil.example/win"
    hostile = {"上电不开机": canary, "服务器内存": "CANARY<b>", "2506-07A": "evil.example"}
    text = LINE_STOP
    for harmless, evil in hostile.items():
        text = text.replace(harmless, evil)
    opened(office, text, subject=f"投诉 {canary}")
    (receipt,) = office.sent(CUSTOMER)
    assert "evil" not in receipt.as_string()
    assert "evil" not in text_of(receipt)
    assert "CANARY" not in text_of(receipt)
    assert "远岭" not in text_of(receipt)


def test_nothing_internal_stands_in_a_mail_to_the_customer(office: Office, modules: Office) -> None:
    opened(office)
    opened(modules, MODULES)
    for mail in (*office.sent(CUSTOMER), *modules.sent(CUSTOMER)):
        text = text_of(mail) + str(mail["Subject"])
        for word in ("R16", "R01", "一级", "等级", "费用", "缺陷程度", "罗静", "定级", "cost", "grade"):
            assert word not in text


def test_of_what_is_missing_the_customer_is_asked_only_for_what_customers_know(modules: Office) -> None:
    opened(modules, MODULES)
    case = modules.case()
    assert case.grading is not None
    assert case.grading.grade is None
    assert {item.fact: item.asked_of for item in case.grading.missing} == {
        "total_cost_cny": "sales-hq",
        "qty_mw": "customer",
        "defect_degree": "quality-owner",
    }
    assert case.state is State.WAITING_CUSTOMER
    (receipt,) = modules.sent(CUSTOMER)
    assert "请您补充以下1项信息" in text_of(receipt)
    assert "涉及组件" in text_of(receipt)


def test_our_own_facts_are_asked_inside_of_the_role_that_can_say(modules: Office) -> None:
    opened(modules, MODULES)
    facts = ("defect_degree", "total_cost_cny")
    asked = {
        address: {fact for fact in facts if any(fact in text_of(mail) for mail in modules.sent(address))}
        for address in ("fu@works.example", QUALITY)
    }
    assert asked == {"fu@works.example": {"total_cost_cny"}, QUALITY: {"defect_degree"}}


def test_the_customer_cannot_state_what_is_ours_to_say(modules: Office) -> None:
    opened(modules, MODULES + "处理总费用：600万元\n缺陷程度：1\n")
    case = modules.case()
    assert "total_cost_cny" not in case.facts
    assert "defect_degree" not in case.facts
    doubts = [event.text for event in case.timeline if event.what == "doubt"]
    assert any("600万" in doubt for doubt in doubts)


def test_alarm_words_are_doubts_to_be_confirmed_and_never_facts(modules: Office) -> None:
    opened(modules, MODULES + "如不解决我们将诉诸法律，起诉贵司，并联系媒体曝光。\n")
    case = modules.case()
    assert not {"legal_action", "media_exposed"} & set(case.facts)
    assert [event.what for event in case.timeline].count("doubt") >= 1
    assert case.grading is not None
    assert case.grading.grade is None


def test_owner_and_engineer_get_contact_sheet_and_8d_once_when_they_are_one_person(office: Office) -> None:
    opened(office)
    (mail,) = office.sent(ENGINEER)
    assert list(files_of(mail)) == ["K2026-00001-客户抱怨联络单-R1.docx", "K2026-00001-8D报告-R1.docx"]
    assert [(doc.form, doc.revision, doc.author) for doc in office.case().documents] == [
        ("contact-sheet", "R1", "desk"),
        ("F16a", "R1", "desk"),
    ]


def test_a_mild_case_gets_a_contact_sheet_without_an_8d(office: Office) -> None:
    opened(office, HARMLESS)
    assert list(files_of(office.last(ENGINEER))) == ["K2026-00001-客户抱怨联络单-R1.docx"]


def test_forms_without_a_template_are_listed_to_be_written_by_hand(office: Office) -> None:
    opened(office)
    assert "F16g" in office.case().by_hand
    assert "F16a" not in office.case().by_hand


def test_where_no_clock_of_the_regulation_has_a_date_the_first_answer_clock_gives_one(modules: Office) -> None:
    opened(modules, MODULES)
    (clock,) = modules.case().clocks
    assert (clock.deadline.what, clock.deadline.due) == ("first_answer", at("2026-03-05 23:59:59"))
    assert "3月5日" in text_of(modules.last(CUSTOMER))


def test_every_fact_of_ours_is_kept_out_of_acknowledgements(office: Office) -> None:
    ours = {
        fact
        for pack in office.desk.packs.values()
        for fact, kind in pack.facts.items()
        if kind.asked_of != "customer" and fact not in ("received_at", "problem_key")
    }
    assert {fact for fact in ours if not office.desk.words.inside(fact)} == set()


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        ({"recipient": "kesu@works.example"}, True),
        ({"recipient": "pv@works.example"}, False),
        ({"sender": "@farridge.example"}, True),
        ({"sender": "@other.example"}, False),
        ({"product": "光伏"}, True),
        ({"product": "内存"}, False),
        ({"words": ["逆变器", "隐裂"]}, True),
        ({"words": ["逆变器"]}, False),
        ({"product": "光伏", "words": ["逆变器"]}, False),
    ],
)
def test_the_first_rule_whose_conditions_all_hold_chooses_the_regulation(rule: dict[str, object], fits: bool) -> None:
    office = Office(settings(desk={"assign": [{"pack": "pv-module", **rule}]}))
    opened(office, MODULES)
    assert office.case().pack == ("pv-module" if fits else "memory-device")


def test_the_papers_are_made_after_the_case_is_safe_and_only_once(office: Office) -> None:
    opened(office)
    office.works(at("2026-03-02 10:01"))
    kinds = [mail.mail_class for mail in office.sender.sent]
    assert kinds == [MailClass.ACK, MailClass.NOTICE, MailClass.DOCUMENT]
    assert office.store.jobs() == []


def test_two_complaints_get_two_numbers_in_the_order_they_arrived(office: Office) -> None:
    office.arrives(complaint(office), MONDAY)
    office.arrives(complaint(office, HARMLESS, sender="b@else.example"), at("2026-03-02 10:02"))
    office.works(at("2026-03-02 10:05"))
    assert [(case.id, case.customer.contact.address) for case in office.cases()] == [
        ("K2026-00001", CUSTOMER),
        ("K2026-00002", "b@else.example"),
    ]


def test_the_number_counts_in_the_year_of_the_works(office: Office) -> None:
    opened(office, when=at("2026-01-01 00:30"))
    assert office.case().id == "K2026-00001"


SIGNED = "\n-- \n王刚\n电话：021-55550000\n邮箱：wang.gang@farridge.example\n"


def test_a_customer_s_signature_tells_how_to_reach_them(office: Office) -> None:
    opened(office, HARMLESS + SIGNED)
    assert office.case().facts["contact_phone"].value == "021-55550000"


def test_the_signature_of_one_of_us_tells_nothing_of_the_customer(office: Office) -> None:
    office.arrives(office.letter(f"<{QUALITY}>", "投诉", "客户来电：批号 2506，不良 37 件。" + SIGNED), MONDAY)
    office.works(MONDAY)
    case = office.case()
    assert (case.customer.contact.address, "contact_phone" in case.facts) == ("", False)


def test_another_signature_changes_nothing_that_is_known(office: Office) -> None:
    opened(office, HARMLESS + SIGNED)
    again = office.letter(f"<{CUSTOMER}>", "", "请尽快。\n-- \n李敏\n电话：021-66660000\n", to=office.last(CUSTOMER))
    office.arrives(again, at("2026-03-03 10:00"))
    office.works(at("2026-03-03 10:00"))
    assert office.case().facts["contact_phone"].value == "021-55550000"
    assert "021-66660000" not in text_of(office.sent(ENGINEER)[-1]).partition("请尽快")[0]
