"""What an answer repeats of the mails before it is never taken for new, whatever its program did to the copy."""

from __future__ import annotations

import textwrap

import pytest

from cases.state import State
from kesu.rereading import read_in_thread
from tests.kesu.letters import APPROVER, HARMLESS, LINE_STOP, opened, returns, says
from tests.office import CUSTOMER, Office, at, text_of

TUESDAY, DECIDED = at("2026-03-03 10:00"), at("2026-03-03 14:00")
OUTLOOK = "发件人: 客诉受理台\n发送时间: 2026年3月2日 10:05\n收件人: qc@farridge.example\n主题: 回复\n\n"


@pytest.fixture
def office() -> Office:
    office = Office()
    opened(office)
    return office


def ours(office: Office, recipient: str = CUSTOMER) -> str:
    """Our last mail to somebody, without the line that answers are cut at: some programs drop it."""
    return text_of(office.last(recipient)).replace("\r\n", "\n").partition("\n\n")[2]


def new_text(office: Office, text: str) -> str:
    """What the desk takes for new in the customer's answer to our last mail."""
    mail = office.letter(f"<{CUSTOMER}>", "", text, to=office.last(CUSTOMER))
    return read_in_thread(office.desk, mail.as_bytes(), TUESDAY).new_text


def bare(text: str) -> str:
    return text


def wrapped(text: str) -> str:
    return "\n".join(line for part in text.split("\n") for line in textwrap.wrap(part, 20) or [""])


def full_width(text: str) -> str:
    return text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})


def one_mark_lost(text: str) -> str:
    return "\n".join(line if i % 3 else f"> {line}" for i, line in enumerate(text.split("\n")))


def without_blanks(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def with_links(text: str) -> str:
    return text.replace("kesu@works.example", "kesu@works.example<mailto:kesu@works.example>")


@pytest.mark.parametrize("change", [bare, wrapped, full_width, one_mark_lost, without_blanks, with_links])
def test_an_unmarked_copy_of_our_mail_is_no_new_text(office: Office, change: object) -> None:
    copy = change(ours(office))  # type: ignore[operator]
    assert new_text(office, f"不良数量更正为 9 条。\n\n{copy}") == "不良数量更正为 9 条。"


def test_an_answer_below_the_copy_is_new_though_the_programs_header_stands_above_both(office: Office) -> None:
    assert new_text(office, f"{OUTLOOK}{ours(office)}\n不良数量：9 条") == "不良数量：9 条"


def test_answers_between_the_lines_of_an_unmarked_copy_are_new(office: Office) -> None:
    copy = ours(office).replace("不良数量：7\n", "不良数量：7\n应为 9 条\n")
    assert new_text(office, f"见下文。\n\n{OUTLOOK}{copy}") == "见下文。\n应为 9 条"


def test_the_mail_of_somebody_else_below_the_copy_stays_quoted(office: Office) -> None:
    older = "发件人: 王刚 <wang@farridge.example>\n发送时间: 2026年3月1日 9:00\n主题: 内部\n\n请跟进这件事。"
    assert new_text(office, f"收到。\n\n{OUTLOOK}{ours(office)}\n{older}") == "收到。"


def test_a_complaint_that_is_sent_once_more_keeps_its_words(office: Office) -> None:
    assert new_text(office, LINE_STOP) == LINE_STOP.strip()


def test_a_copy_of_our_mail_alone_says_nothing(office: Office) -> None:
    assert new_text(office, ours(office)) == ""


def test_what_the_customer_wrote_before_is_no_new_text_below_a_new_line(office: Office) -> None:
    assert new_text(office, f"请问进展如何？\n{LINE_STOP}") == "请问进展如何？"


def test_a_new_complaint_in_the_same_words_elsewhere_is_read_whole(office: Office) -> None:
    mail = office.letter("<other@elsewhere.example>", "Complaint", HARMLESS)
    assert read_in_thread(office.desk, mail.as_bytes(), TUESDAY).new_text == HARMLESS.strip().rpartition("\n")[0]


@pytest.fixture
def asked(office: Office) -> Office:
    """A desk that has a filled 8D before the approver."""
    returns(office, TUESDAY)
    return office


def test_a_copy_of_the_request_decides_nothing_and_a_decision_below_it_counts(asked: Office) -> None:
    request, copy = asked.last(APPROVER), ours(asked, APPROVER)
    first = copy.index("    同意")
    for text in (copy, copy[first:], copy[first : copy.index("    不同意")], f"{OUTLOOK}{copy}"):
        says(asked, APPROVER, text, DECIDED, to=request)
        assert asked.case().state is State.APPROVAL_PENDING
    says(asked, APPROVER, f"{OUTLOOK}{copy}\n同意", DECIDED, to=request)
    assert asked.case().state is not State.APPROVAL_PENDING


def test_a_decision_above_an_unmarked_copy_counts(asked: Office) -> None:
    says(asked, APPROVER, f"同意\n\n{ours(asked, APPROVER)}", DECIDED)
    assert asked.case().state is not State.APPROVAL_PENDING
