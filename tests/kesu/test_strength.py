"""How much a decision by mail has to prove: the code of its request, where it comes from, or a one-time code."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import cache

import pytest

from cases.approval import Verdict
from cases.origin import Origin
from cases.outgoing import Sending
from cases.state import State
from parsers.origin import MailOrigin
from tests.kesu.decision_scenes import Scene, pending
from tests.kesu.letters import APPROVER, ENGINEER, HARMLESS, OWNER, QUALITY, events, opened, says
from tests.office import CUSTOMER, Office, at, settings, text_of
from tests.parsers.signed import Records, signed

RETURNED, ASKED = at("2026-03-09 10:00"), at("2026-03-09 11:00")
MINUTE = timedelta(minutes=1)
OURS = "mx.works.example"
PASSED = f"{OURS}; dmarc=pass header.from=works.example"


@cache
def prepared(strength: str) -> Scene:
    return pending(strength, MailOrigin(OURS))


def office(strength: str) -> Office:
    """A desk of this strength that has an answer before the approver."""
    scene = prepared(strength)
    scene.again()
    return scene.office


def asked_of(office: Office, whom: str = APPROVER) -> EmailMessage:
    """The question for approval."""
    return next(mail for mail in office.sent(whom) if "请审批" in str(mail["Subject"]))


def decides(
    office: Office,
    text: str,
    when: datetime,
    *,
    results: str = "",
    sender: str = APPROVER,
    to: EmailMessage | None = None,
) -> None:
    """The approver answers the question; `results` is what our mail server writes on top."""
    mail = office.letter(f"<{sender}>", "", text, to=to or asked_of(office))
    head = f"Authentication-Results: {results}\r\n".encode() if results else b""
    office.arrives(head + mail.as_bytes(policy=mail.policy.clone(linesep="\r\n")), when)
    office.works(when)


def code_mails(office: Office, whom: str = APPROVER) -> list[EmailMessage]:
    return [mail for mail in office.sent(whom) if "请用验证码确认" in str(mail["Subject"])]


def code_in(mail: EmailMessage) -> str:
    (digits,) = re.findall(r"^ {4}(\d{6})\r?$", text_of(mail), re.MULTILINE)
    return str(digits)


def verdict(office: Office) -> Verdict | None:
    return office.case().rounds[-1].requests[0].verdict


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def answers(office: Office) -> list[EmailMessage]:
    """What the customer has got beside the acknowledgement."""
    return office.sent(CUSTOMER)[1:]


# ---------------------------------------------------------------- token


def test_by_default_the_code_of_the_request_is_enough_and_the_quality_manager_reads_how_sure_it_is() -> None:
    desk = office("token")
    decides(desk, "同意", ASKED)
    assert verdict(desk) is Verdict.APPROVE
    assert "身份依据：审批邮件中的编码（发件来源未核实）" in text_of(desk.last(QUALITY))


@pytest.mark.parametrize(
    ("results", "evidence"),
    [
        (PASSED, "passed: mx.works.example: dmarc=pass header.from=works.example"),
        ("", "unknown: no readable Authentication-Results"),
        (f"{OURS}; dmarc=fail header.from=works.example", "failed: mx.works.example: dmarc=fail for works.example"),
    ],
)
def test_what_is_known_of_the_origin_is_kept_with_the_decision_and_in_the_timeline(results: str, evidence: str) -> None:
    desk = office("token")
    decides(desk, "同意", ASKED, results=results)
    assert desk.case().rounds[-1].requests[0].origin == evidence
    assert [event.text for event in desk.case().timeline if event.what == "origin"] == [evidence]


# ---------------------------------------------------------------- origin or code


def test_other_servers_are_asked_while_no_transaction_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = office("origin-or-code")

    def origin(raw: bytes, sender: str) -> Origin:
        with desk.store.transaction():  # they do not nest
            return MailOrigin(OURS)(raw, sender)

    monkeypatch.setattr(desk, "desk", replace(desk.desk, origin=origin))
    decides(desk, "同意", ASKED, results=PASSED)
    assert verdict(desk) is Verdict.APPROVE


def test_a_proved_origin_decides_at_once() -> None:
    desk = office("origin-or-code")
    decides(desk, "同意", ASKED, results=PASSED)
    assert verdict(desk) is Verdict.APPROVE
    assert code_mails(desk) == []
    assert "身份依据：发件来源已核实" in text_of(desk.last(QUALITY))
    desk.works(ASKED + 14 * MINUTE)
    assert answers(desk) == []
    desk.works(ASKED + 15 * MINUTE)
    assert len(answers(desk)) == 1


def test_a_signature_of_the_approver_s_domain_decides_at_once_without_any_server_s_word() -> None:
    desk = pending("origin-or-code", MailOrigin(txt=Records())).office
    mail = desk.letter(f"<{APPROVER}>", "", "同意", to=asked_of(desk))
    desk.arrives(signed(mail.as_bytes(policy=mail.policy.clone(linesep="\r\n", max_line_length=None))), ASKED)
    desk.works(ASKED)
    assert verdict(desk) is Verdict.APPROVE
    assert "DKIM" in desk.case().rounds[-1].requests[0].origin


@pytest.mark.parametrize(
    "results",
    [
        "",
        f"{OURS}; dmarc=fail header.from=works.example",
        f"{OURS}; none",
        f"mx.evil.example; dmarc=pass header.from=works.example\r\nAuthentication-Results: {PASSED}",
        f"{OURS}; dmarc=fail header.from=works.example\r\nAuthentication-Results: {PASSED}",
        f'{OURS}; spf=fail smtp.mailfrom="dmarc=pass header.from=works.example"@evil.example',
    ],
    ids=["nothing", "failed", "none", "forged below another's", "forged below ours", "in a quoted address"],
)
@pytest.mark.parametrize("word", ["同意", "不同意 费用未核实"])
def test_without_a_proved_origin_nothing_happens_until_the_code_comes_back(results: str, word: str) -> None:
    desk = office("origin-or-code")
    decides(desk, word, ASKED, results=results)
    assert verdict(desk) is None
    assert desk.case().state is State.APPROVAL_PENDING
    (mail,) = code_mails(desk)
    assert f"收到的答复：{word}" in text_of(mail)


# ---------------------------------------------------------------- the code


@pytest.fixture
def coded() -> Office:
    """A desk that waits for the approver's code."""
    desk = office("code")
    decides(desk, "同意", ASKED, results=PASSED)
    return desk


def test_with_code_even_a_proved_origin_is_not_enough(coded: Office) -> None:
    assert verdict(coded) is None
    assert len(code_mails(coded)) == 1


@pytest.mark.parametrize("written", ["{}", "验证码：{}", "{}，谢谢", "Code {}.", "\n\n{}\n\n江海川\n经理"])
def test_the_decision_takes_effect_with_its_code_and_both_mails_are_its_evidence(coded: Office, written: str) -> None:
    (mail,) = code_mails(coded)
    decides(coded, written.format(code_in(mail)), ASKED + 5 * MINUTE, to=mail)
    (request,) = coded.case().rounds[-1].requests
    assert (request.verdict, request.decided_at) == (Verdict.APPROVE, ASKED + 5 * MINUTE)
    assert "同意" in coded.desk.read_mail(coded.desk.spool.read(request.evidence), ASKED).new_text
    assert code_in(mail) in coded.desk.read_mail(coded.desk.spool.read(request.confirmed_by), ASKED).new_text
    assert [what for what in events(coded) if what in ("code asked", "code accepted", "decided")] == [
        "code asked",
        "code accepted",
        "decided",
    ]
    assert "身份依据：一次性验证码" in text_of(coded.last(QUALITY))


@pytest.mark.parametrize("gap", ["", " "])
def test_digits_written_wide_or_in_two_groups_are_read(coded: Office, gap: str) -> None:
    (mail,) = code_mails(coded)
    code = code_in(mail)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    decides(coded, f"{wide[:3]}{gap}{wide[3:]}", ASKED + MINUTE, to=mail)
    assert verdict(coded) is Verdict.APPROVE


def test_the_undo_window_begins_with_the_code(coded: Office) -> None:
    (mail,) = code_mails(coded)
    decides(coded, code_in(mail), ASKED + 20 * MINUTE, to=mail)
    coded.works(ASKED + 34 * MINUTE)
    assert answers(coded) == []
    says(coded, APPROVER, "撤回", ASKED + 34 * MINUTE)
    coded.works(ASKED + 60 * MINUTE)
    assert answers(coded) == []
    assert coded.case().state is State.DRAFTED
    assert [m.state for m in coded.store.outgoing_of("K2026-00001") if "answer-" in m.effect_key] == [Sending.CANCELLED]


def test_the_state_of_a_case_tells_how_the_decision_was_proved(coded: Office) -> None:
    (mail,) = code_mails(coded)
    decides(coded, wrong(code_in(mail)), ASKED + MINUTE, to=mail)
    decides(coded, code_in(mail), ASKED + 2 * MINUTE, to=mail)
    says(coded, ENGINEER, "状态", ASKED + 3 * MINUTE)
    told = text_of(coded.last(ENGINEER))
    for line in ("验证码未通过：输错", "验证码已确认", "身份依据：验证码已确认、发件来源已核实（mx.works.example"):
        assert line in told


def test_a_rejection_waits_for_its_code_with_its_reason() -> None:
    desk = office("code")
    decides(desk, "不同意 缺流出原因", ASKED)
    assert desk.case().state is State.APPROVAL_PENDING
    (mail,) = code_mails(desk)
    decides(desk, code_in(mail), ASKED + MINUTE, to=mail)
    (request,) = desk.case().rounds[-1].requests
    assert (request.verdict, request.reason) == (Verdict.REJECT, "缺流出原因")
    assert desk.case().state is State.DRAFTED


def test_the_code_is_only_in_its_mail_and_works_once(coded: Office) -> None:
    (mail,) = code_mails(coded)
    code = code_in(mail)
    assert code not in repr(coded.case())
    decides(coded, code, ASKED + MINUTE, to=mail)
    decides(coded, code, ASKED + 2 * MINUTE, to=mail)
    decides(coded, f"{code}。", ASKED + 3 * MINUTE, to=mail)
    assert events(coded).count("decided") == 1
    assert events(coded).count("code accepted") == 1


def test_the_code_counts_in_the_new_text_only(coded: Office) -> None:
    (mail,) = code_mails(coded)
    quoted = "\n".join(f"> {line}" for line in text_of(mail).splitlines())
    decides(coded, f"这是什么？\n\n在 2026年3月3日，客诉台 写道：\n{quoted}", ASKED + MINUTE, to=mail)
    assert verdict(coded) is None


@pytest.mark.parametrize("sender", [QUALITY, OWNER, ENGINEER, "evil@evil.example"])
def test_the_code_is_never_accepted_from_another_address_and_its_owner_is_warned(coded: Office, sender: str) -> None:
    (mail,) = code_mails(coded)
    decides(coded, code_in(mail), ASKED + MINUTE, to=mail, sender=sender)
    assert verdict(coded) is None
    assert coded.case().state is State.APPROVAL_PENDING
    assert "有人用发给您的编码答复" in str(coded.last(APPROVER)["Subject"])


def test_a_customer_s_mail_with_the_code_is_a_word_of_the_customer_and_nothing_else(coded: Office) -> None:
    (mail,) = code_mails(coded)
    decides(coded, code_in(mail), ASKED + MINUTE, to=mail, sender=CUSTOMER)
    assert verdict(coded) is None


def test_after_half_an_hour_the_code_is_over_and_another_answer_brings_a_new_one(coded: Office) -> None:
    (mail,) = code_mails(coded)
    decides(coded, code_in(mail), ASKED + 31 * MINUTE, to=mail)
    assert verdict(coded) is None
    assert "验证码已过期" in text_of(coded.last(APPROVER))
    decides(coded, "同意", ASKED + 40 * MINUTE)
    _, fresh = code_mails(coded)
    assert code_in(fresh) != code_in(mail)
    decides(coded, code_in(fresh), ASKED + 70 * MINUTE, to=fresh)
    assert verdict(coded) is Verdict.APPROVE


def test_five_wrong_answers_lock_it_for_a_day_and_the_quality_manager_knows(coded: Office) -> None:
    (mail,) = code_mails(coded)
    code = code_in(mail)
    for minute in range(1, 5):
        decides(coded, wrong(code), ASKED + minute * MINUTE, to=mail)
        assert f"还可再试 {5 - minute} 次" in text_of(coded.last(APPROVER))
    decides(coded, wrong(code), ASKED + 5 * MINUTE, to=mail)
    assert "24 小时内不再接受" in text_of(coded.last(APPROVER))
    assert "验证码连续输错" in str(coded.last(QUALITY)["Subject"])
    decides(coded, code, ASKED + 6 * MINUTE, to=mail)
    decides(coded, "同意", ASKED + 7 * MINUTE)
    assert len(code_mails(coded)) == 1
    assert verdict(coded) is None
    decides(coded, "同意", ASKED + timedelta(days=1, minutes=10))
    decides(coded, code_in(code_mails(coded)[-1]), ASKED + timedelta(days=1, minutes=12), to=code_mails(coded)[-1])
    assert verdict(coded) is Verdict.APPROVE


def test_a_new_answer_takes_the_place_of_the_one_that_waited_and_gives_no_more_tries(coded: Office) -> None:
    first = code_in(code_mails(coded)[0])
    decides(coded, wrong(first), ASKED + MINUTE, to=code_mails(coded)[0])
    decides(coded, "不同意 缺流出原因", ASKED + 2 * MINUTE)
    _, mail = code_mails(coded)
    decides(coded, first, ASKED + 3 * MINUTE, to=mail)
    assert "还可再试 3 次" in text_of(coded.last(APPROVER))
    decides(coded, code_in(mail), ASKED + 4 * MINUTE, to=mail)
    assert verdict(coded) is Verdict.REJECT


def test_nobody_s_mailbox_is_flooded_with_codes(coded: Office) -> None:
    for number in range(20):
        decides(coded, "同意" + "。" * number, ASKED + number * MINUTE)
    assert len(code_mails(coded)) == 10


def test_a_decision_that_has_no_effect_anyway_is_asked_no_code() -> None:
    desk = office("code")
    decides(desk, "同意但是要改", ASKED)
    decides(desk, "不同意", ASKED + MINUTE)
    decides(desk, "同意", ASKED + timedelta(days=8))
    assert code_mails(desk) == []


def test_what_changes_while_the_code_is_on_its_way_is_not_approved_by_it(coded: Office) -> None:
    (mail,) = code_mails(coded)
    says(coded, ENGINEER, "答复：已换货，检测结果另附。", ASKED + MINUTE)
    decides(coded, code_in(mail), ASKED + 2 * MINUTE, to=mail)
    assert verdict(coded) is None
    assert "文件已经修改" in text_of(coded.last(APPROVER))


def test_who_has_not_sent_the_code_is_reminded_like_who_has_not_answered(coded: Office) -> None:
    coded.works(at("2026-03-10 09:00"))
    assert "待您审批" in str(coded.last(APPROVER)["Subject"])


@pytest.mark.parametrize(("word", "state"), [("关闭 已换货", State.CLOSED), ("客户撤诉 已自行解决", State.WITHDRAWN)])
def test_a_command_that_ends_a_case_is_proved_like_a_decision(word: str, state: State) -> None:
    desk = Office(settings(approval={"strength": "code"}))
    opened(desk, HARMLESS)
    says(desk, ENGINEER, word, RETURNED)
    assert desk.case().state.open
    (mail,) = code_mails(desk, ENGINEER)
    says(desk, ENGINEER, code_in(mail), RETURNED + MINUTE, to=mail)
    assert desk.case().state is state
    assert events(desk).count("origin") == 1


def test_other_commands_need_no_code() -> None:
    desk = office("code")
    says(desk, ENGINEER, "指派 江海川", ASKED)
    assert desk.case().owner == "jiang@works.example"
    says(desk, ENGINEER, "状态", ASKED + MINUTE)
    assert code_mails(desk, ENGINEER) == []


def test_a_step_that_is_done_again_writes_the_same_code() -> None:
    once, again = pending("code").office, pending("code").office
    for desk in (once, again):
        decides(desk, "同意", ASKED)
    assert code_in(code_mails(once)[0]) == code_in(code_mails(again)[0])
    assert [out.raw for out in once.sender.sent] == [out.raw for out in again.sender.sent]
