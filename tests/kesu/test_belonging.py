"""Which case a mail belongs to: found however mail programs spoil the trace, never given away to strangers."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage

import pytest

from cases.model import Case
from cases.state import State
from tests.kesu.letters import ENGINEER, HARMLESS, LINE_STOP, MONDAY, OWNER, complaint, opened, says
from tests.office import CUSTOMER, Office, at, settings, text_of

TUESDAY, WEDNESDAY = at("2026-03-03 10:00"), at("2026-03-04 10:00")
MORE = "不良数量：9 条"
OTHER_LOT = LINE_STOP.replace("2506-07A", "2507-11C")
STRANGER = "x@stranger.example"
CLAIM = "我要投诉，型号：DDR4-8G\n不良现象：花屏\n"


@pytest.fixture
def office() -> Office:
    return Office()


def arrives(office: Office, mail: EmailMessage, when: datetime = TUESDAY) -> list[Case]:
    office.arrives(mail, when)
    office.works(when)
    return office.cases()


def proposals(office: Office, whom: str = ENGINEER) -> list[EmailMessage]:
    return [mail for mail in office.sent(whom) if str(mail["Subject"]).startswith("可能是")]


# ---------------------------------------------------------------- what is left of the trace


def headers(office: Office, spoilt: str) -> dict[str, str]:
    """What stands in the answer of a mail program or after a server that has rewritten our Message-ID."""
    ours, theirs = str(office.last(CUSTOMER)["Message-ID"]), "<m1@farridge.example>"
    return {
        "foxmail": {"References": f"{theirs}, \r\n\t{ours}"},
        "outlook's own id": {"In-Reply-To": "<TYZPR01MB1.apcprd01.prod.example>", "References": f"{theirs} {ours}"},
        "message-id rewritten": {"In-Reply-To": "<0100018f-ses@amazonses.example>", "References": theirs},
        "references only": {"References": f"<0100018f-ses@amazonses.example> {ours}"},
        "without brackets elsewhere": {"In-Reply-To": f"Message of Monday {ours} (客诉台)"},
    }[spoilt]


@pytest.mark.parametrize(
    "spoilt",
    [
        "foxmail",
        "outlook's own id",
        "message-id rewritten",
        "references only",
        "without brackets elsewhere",
    ],
)
def test_one_id_that_we_know_is_enough_whatever_stands_beside_it(office: Office, spoilt: str) -> None:
    opened(office)
    mail = office.letter(f"<{CUSTOMER}>", "进展", MORE, to=None)
    raw = mail.as_bytes().replace(b"\n", b"\r\n")
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers(office, spoilt).items())
    office.arrives(lines.encode() + raw, TUESDAY)
    office.works(TUESDAY)
    assert office.case().facts["qty_defect"].value == "9"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("答复: 内存 [K2026-00001]", MORE),
        ("回复：回复：内存【K2026－00001】", MORE),
        ("请看", f"{MORE}\n\n------------------ 原始邮件 ------------------\n发件人: 客诉台\n\nRef: K2026-00001\n"),
        ("[K2026-99999]", f"{MORE}\n\n> Ref: K2026-00001\n"),
    ],
)
def test_without_any_id_the_number_is_enough_for_a_party(office: Office, subject: str, text: str) -> None:
    opened(office)
    arrives(office, office.letter(f"<{CUSTOMER}>", subject, text, to=None))
    assert office.case().facts["qty_defect"].value == "9"


@pytest.mark.parametrize("prefix", ["WG", "Fw", "转发", "FW"])
def test_a_party_who_forwards_our_mail_to_us_writes_on_in_its_case(office: Office, prefix: str) -> None:
    opened(office)
    ours = office.last(CUSTOMER)
    block = f"-----Original Message-----\nFrom: 客诉台 <kesu@works.example>\nSubject: {ours['Subject']}\n\n"
    text = f"Noch eins: qty 9.\n{MORE}\n\n{block}{text_of(ours)}"
    arrives(office, office.letter(f"<{CUSTOMER}>", f"{prefix}: {ours['Subject']}", text, to=None))
    case = office.case()
    assert [event.what for event in case.timeline].count("follow-up") == 1
    assert case.customer.contact.address == CUSTOMER


def test_whoever_gets_our_mail_forwarded_and_answers_is_a_stranger(office: Office) -> None:
    opened(office)
    ours = office.last(CUSTOMER)
    first, second = arrives(office, office.letter(f"<{STRANGER}>", "", "投诉：我们也有不良。" + MORE, to=ours))
    assert (first.facts["qty_defect"].value, second.claims) == ("7", first.id)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "批号：2507-11C\n不良数量：3 条\n",
            "批号 batch_no：“2507-11C”（本案为“2506-07A”；如是另一件事，请回复“拆分 说明”",
        ),
        ("型号：DDR4-8G\n不良现象：花屏\n", "（本案为“DDR5-32G”；如是另一件事，请回复“拆分 说明”"),
    ],
)
def test_another_lot_or_product_in_an_old_thread_is_pointed_out(office: Office, text: str, told: str) -> None:
    opened(office)
    says(office, CUSTOMER, text, TUESDAY)
    assert len(office.cases()) == 1
    news = next(mail for mail in office.sent(ENGINEER) if "客户来信" in str(mail["Subject"]))
    assert told in text_of(news)


def test_the_same_lot_in_other_letters_is_no_other_matter(office: Office) -> None:
    opened(office)
    says(office, CUSTOMER, "批号：２５０６-０７ａ\n不良数量：9 条\n", TUESDAY)
    assert "拆分 说明" not in text_of(next(m for m in office.sent(ENGINEER) if "客户来信" in str(m["Subject"])))


# ---------------------------------------------------------------- strangers


@pytest.mark.parametrize("text", [CLAIM, "进展如何？请把报告发给我。", "状态", "同意"])
def test_a_stranger_with_the_number_reads_nothing_of_the_case_and_leaves_no_mark_on_it(
    office: Office, text: str
) -> None:
    opened(office)
    before = office.case()
    arrives(office, office.letter(f"<{STRANGER}>", "Re: [K2026-00001]", text, to=None), MONDAY)
    assert office.cases()[0] == before
    for mail in office.sent(STRANGER):
        for secret in ("2506-07A", "DDR5", "远岭", "K2026-00001", CUSTOMER, "罗静"):
            assert secret not in text_of(mail) + str(mail["Subject"])
        assert before.thread[0] not in str(mail["References"])


def test_what_a_stranger_claims_is_put_to_the_owner_who_may_join_them(office: Office) -> None:
    opened(office)
    arrives(office, office.letter(f"<{STRANGER}>", "Re: [K2026-00001]", CLAIM, to=None))
    (asked,) = proposals(office)
    assert "发件人不是该案当事人" in text_of(asked)
    says(office, ENGINEER, "归并 K2026-00001", WEDNESDAY, to=asked)
    first, second = office.cases()
    assert (second.state, second.duplicate_of, STRANGER in first.parties) == (State.DISMISSED, first.id, True)


def test_a_claim_to_a_case_that_is_over_is_not_proposed(office: Office) -> None:
    opened(office)
    says(office, ENGINEER, "关闭 客户确认有效", at("2026-03-02 15:00"))
    arrives(office, office.letter(f"<{STRANGER}>", "Re: [K2026-00001]", CLAIM, to=None))
    assert (office.cases()[1].claims, proposals(office)) == ("K2026-00001", [])


def test_where_a_stranger_does_not_complain_the_question_names_the_case(office: Office) -> None:
    opened(office)
    arrives(office, office.letter(f"<{STRANGER}>", "Re: [K2026-00001]", "请把报告发给我。", to=None))
    assert "\n    归并 K2026-00001\n" in text_of(office.last(OWNER)).replace("\r\n", "\n")
    assert office.sent(STRANGER) == []


def test_whoever_is_copied_is_recorded_and_no_party(office: Office) -> None:
    opened(office, Cc="李工 <spy@elsewhere.example>")
    case = office.case()
    assert case.parties == (CUSTOMER,)
    (line,) = [event for event in case.timeline if event.what == "copied"]
    assert line.text == "kesu@works.example, spy@elsewhere.example"
    says(office, CUSTOMER, MORE, TUESDAY)
    assert [event.what for event in office.case().timeline].count("copied") == 1


# ---------------------------------------------------------------- a fresh mail about a case that is open


def test_a_fresh_mail_about_the_same_lot_is_a_case_of_its_own_and_proposed_to_the_owner(office: Office) -> None:
    opened(office)
    first, second = arrives(office, complaint(office, subject="补充材料"))
    assert (first.facts["qty_defect"].value, second.state) == ("7", State.ASSIGNED)
    assert [event.text for event in second.timeline if event.what == "perhaps a follow-up"] == [
        "K2026-00001: the same customer, product and lot: 2506-07A"
    ]
    (asked,) = proposals(office)
    assert str(asked["Subject"]).startswith("可能是 K2026-00001 的后续：补充材料")
    assert "    归并 K2026-00001" in text_of(asked).splitlines()
    assert "同一客户、同一产品、同一批号：2506-07A" in text_of(asked)


def test_one_line_joins_them_and_the_second_never_counted(office: Office) -> None:
    opened(office, HARMLESS)
    _, second = arrives(office, complaint(office, HARMLESS.replace("Defect quantity: 7", "Customer reference: YL-1")))
    assert second.grading is not None
    assert [reason.rule for reason in second.grading.reasons] == ["R16-G1b"]  # the second time, as far as is known
    (asked,) = proposals(office)
    says(office, ENGINEER, "归并 K2026-00001", WEDNESDAY, to=asked)
    first, second = office.cases()
    assert (second.state, second.duplicate_of) == (State.DISMISSED, first.id)
    assert first.grading is not None
    assert [reason.rule for reason in first.grading.reasons] == ["R16-G3a"]
    says(office, CUSTOMER, "Line stop: yes", at("2026-03-05 10:00"))
    assert office.cases()[0].facts["line_stop"].value is True  # an answer to the second receipt goes on in the first


def test_the_customer_s_own_number_tells_that_it_is_the_same(office: Office) -> None:
    opened(office, LINE_STOP + "客户投诉编号：YL-SCAR-0729\n")
    arrives(office, complaint(office, "投诉编号：ＹＬ-scar-0729\n不良现象：外箱破损\n", subject="外箱"))
    (asked,) = proposals(office)
    assert "客户编号相同" in text_of(asked)


def test_an_answer_that_has_lost_every_trace_is_known_by_its_subject(office: Office) -> None:
    opened(office)
    arrives(office, office.letter(f"<{CUSTOMER}>", "回复：内存不开机投诉", "又有不良 2 条。", to=None))
    (asked,) = proposals(office)
    assert "同一发件人回复了该案的来信主题" in text_of(asked)


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        (OTHER_LOT, CUSTOMER),
        (LINE_STOP.replace("DDR5-32G", "DDR4-8G"), CUSTOMER),
        (LINE_STOP, "other@farridge.example"),
        (LINE_STOP.replace("批号：2506-07A\n", ""), CUSTOMER),
    ],
)
def test_another_lot_product_or_customer_is_another_matter(office: Office, text: str, sender: str) -> None:
    opened(office)
    cases = arrives(office, complaint(office, text, sender=sender, subject="又一批"))
    assert (len(cases), proposals(office)) == (2, [])


def test_a_colleague_of_a_known_customer_is_the_same_customer() -> None:
    config = {**settings().model_dump(), "customers": [{"name": "远岭", "domains": ["farridge.example"]}]}
    office = Office(settings().model_validate(config))
    opened(office)
    arrives(office, complaint(office, sender="other@farridge.example"))
    assert len(proposals(office)) == 1


def test_about_a_case_that_is_over_nothing_is_proposed(office: Office) -> None:
    opened(office)
    says(office, ENGINEER, "关闭 客户确认有效", at("2026-03-02 15:00"))
    arrives(office, complaint(office))
    assert (len(office.cases()), proposals(office)) == (2, [])


def test_a_doubtful_mail_of_the_customer_is_asked_about_with_the_number(office: Office) -> None:
    opened(office, subject="服务器内存")
    arrives(office, office.letter(f"<{CUSTOMER}>", "回复：服务器内存", "见附件，谢谢。", to=None))
    assert office.cases()[1].state is State.TRIAGE
    asked = text_of(office.last(OWNER)).replace("\r\n", "\n")
    assert "\n    归并 K2026-00001\n" in asked
    assert "同一发件人回复了该案的来信主题" in asked
