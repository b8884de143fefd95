"""A customer who is content names defects too; that must not read as an objection."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from cases.mail import IncomingMail
from parsers.read import MailParser
from parsers.signs import acceptance_signs, objection_signs


def says(text: str) -> bool:
    return acceptance_signs(mail_of(text))


def mail_of(text: str) -> IncomingMail:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = "qc@customer.example", "Re: our answer", "<1@customer.example>"
    mail.set_content(text)
    return MailParser()(mail.as_bytes(), datetime(2026, 3, 11, tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    [
        "换货批次上线 2000 条无不良，8D 我们已存档。",
        "贵司的报告收到，同意结案。",
        "近两周未再出现同类异常，谢谢。",
        "Thank you, the problem has been resolved; you may close the case.",
        "We accept your 8D report.",
    ],
)
def test_a_content_customer_is_understood(text: str) -> None:
    assert says(text)


@pytest.mark.parametrize(
    "text",
    [
        "报告不能接受，新批次又发现 3 条不良。",
        "问题仍未解决，请重新分析原因。",
        "We cannot accept this report: two more parts failed.",
        "8D 缺少流出原因，请补充。",
        "不同意结案，我司不接受贵司的报告。",
    ],
)
def test_an_objection_is_not_taken_for_content(text: str) -> None:
    assert not says(text)


@pytest.mark.parametrize(
    "text",
    [
        "我们不接受这个答复。",
        "对你们的答复不满意。",
        "不同意贵司的结论。",
        "问题还没有解决。",
        "We do not accept this.",
        "We can’t agree with your conclusion.",
        "The problem is still not solved.",
        "We are not satisfied with your answer.",
    ],
)
def test_who_refuses_an_answer_objects_without_a_new_defect(text: str) -> None:
    assert objection_signs(mail_of(text))
    assert not says(text)


@pytest.mark.parametrize(
    "text",
    ["我们接受贵司的答复。", "同意结案，无异议。", "We accept your report.", "We have no objection.", "收到，谢谢。"],
)
def test_who_is_content_or_only_thanks_does_not_object(text: str) -> None:
    assert not objection_signs(mail_of(text))
