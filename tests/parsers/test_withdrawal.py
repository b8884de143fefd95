"""A customer who takes the complaint back is noticed, so that a person can be asked; what only looks like it is not."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from parsers.read import MailParser
from parsers.signs import withdrawal_signs


def says(text: str) -> bool:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = "qc@customer.example", "Re: complaint", "<1@customer.example>"
    mail.set_content(text)
    return withdrawal_signs(MailParser()(mail.as_bytes(), datetime(2026, 3, 11, tzinfo=UTC)))


@pytest.mark.parametrize(
    "text",
    [
        "经内部确认，我司决定撤诉。",
        "请撤销本次投诉，谢谢配合。",
        "我们撤回投诉。",
        "此事我司不再追究。",
        "We withdraw our complaint.",
        "Please regard the complaint of 2 March as withdrawn.",
        "We are dropping this complaint.",
    ],
)
def test_a_withdrawal_is_noticed(text: str) -> None:
    assert says(text)


@pytest.mark.parametrize(
    "text",
    ["请撤回错误的报告。", "我们要投诉贵司撤换人员。", "We withdraw the old drawing.", "请取消订单，投诉继续处理。"],
)
def test_what_is_taken_back_otherwise_is_none(text: str) -> None:
    assert not says(text)
