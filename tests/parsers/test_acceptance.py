"""A customer who is content names defects too; that must not read as an objection."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from parsers.read import MailParser
from parsers.signs import acceptance_signs


def says(text: str) -> bool:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = "qc@customer.example", "Re: our answer", "<1@customer.example>"
    mail.set_content(text)
    return acceptance_signs(MailParser()(mail.as_bytes(), datetime(2026, 3, 11, tzinfo=UTC)))


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
