"""What the desk's mails say to those who read them: whole, in their language, and nothing that is not so."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from tests.kesu.letters import APPROVER, ENGINEER, QUALITY, opened, returns, says
from tests.office import Office, at, settings, text_of

RETURNED, ASKED = at("2026-03-03 10:00"), at("2026-03-03 11:00")


@pytest.fixture
def office() -> Office:
    return Office()


def about(office: Office, whom: str, words: str) -> EmailMessage:
    """The latest mail to somebody with these words in its subject."""
    return next(mail for mail in reversed(office.sent(whom)) if words in str(mail["Subject"]))


# ---------------------------------------------------------------- calling back


@pytest.mark.parametrize(("minutes", "offered"), [(15, True), (0, False)])
@pytest.mark.parametrize(
    ("whom", "subject"), [(APPROVER, "已记录您的决定"), (ENGINEER, "已批准"), (QUALITY, "审批通报")]
)
def test_calling_back_is_offered_only_while_there_is_time_for_it(
    minutes: int, offered: bool, whom: str, subject: str
) -> None:
    office = Office(settings(approval={"undo_minutes": minutes}))
    opened(office)
    returns(office, RETURNED)
    assert ("撤回" in text_of(about(office, APPROVER, "请审批"))) == offered
    says(office, APPROVER, "同意", ASKED)
    told = text_of(about(office, whom, subject))
    assert ("    撤回" in told.splitlines()) == offered
    assert f"3月3日 11:{minutes:02}" in told
