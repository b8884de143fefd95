"""What every sender promises: the fake and the real one against a sink that misbehaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from cases import faults
from cases.outgoing import MailClass, OutgoingMail, Sending
from cases.ports import Delivery, Sender
from mailer.smtp import SmtpSender, SmtpSettings
from tests.fakes_mail import FakeSender
from tests.integration.servers import Manners, SmtpSink

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MAIL = OutgoingMail(
    effect_key="K2026-00012/ack/customer/1",
    message_id="<k.1@works.example>",
    case_id="K2026-00012",
    mail_class=MailClass.ACK,
    recipient="li@customer.example",
    subject="received",
    raw=b"Message-ID: <k.1@works.example>\r\n\r\nreceived\r\n",
    queued_at=NOON,
    not_before=NOON,
)
OUTCOMES = {
    Sending.SENT: Manners({}),
    Sending.DEFERRED: Manners({"RCPT": "451 later"}),
    Sending.FAILED: Manners({"RCPT": "550 no"}),
    Sending.UNKNOWN: Manners({}, swallow=True),
}


@dataclass
class Post:
    """A sender and the world outside it."""

    sender: Sender
    next_outcome: Callable[[Sending], None]
    arrived: Callable[[], list[bytes]]


@pytest.fixture(params=["fake", "smtp"])
def post(request: pytest.FixtureRequest) -> Iterator[Post]:
    if request.param == "fake":
        fake = FakeSender()
        yield Post(
            fake,
            lambda state: fake.answers.append(Delivery(state)),
            lambda: [mail.raw for mail in fake.sent],
        )
        return
    with SmtpSink() as sink:

        def behave(state: Sending) -> None:
            sink.manners = OUTCOMES[state]

        sender = SmtpSender(SmtpSettings("127.0.0.1", "desk@works.example", sink.port, "none"), lambda: "")
        yield Post(sender, behave, lambda: [mail.raw for mail in sink.accepted])
        sender.close()


@pytest.mark.parametrize(
    ("state", "arrives", "points"),
    [
        (Sending.SENT, True, ["P7", "P8", "P9"]),
        (Sending.UNKNOWN, True, ["P7", "P8"]),
        (Sending.DEFERRED, False, ["P7"]),
        (Sending.FAILED, False, ["P7"]),
    ],
)
def test_the_outcome_says_whether_the_mail_is_out(post: Post, state: Sending, arrives: bool, points: list[str]) -> None:
    post.next_outcome(state)
    seen: list[str] = []
    faults.arm(seen.append)
    try:
        delivery = post.sender.send(MAIL)
    finally:
        faults.arm(None)
    assert delivery.state == state
    assert post.arrived() == ([MAIL.raw] if arrives else [])
    assert seen == points


def test_a_mail_that_could_not_go_out_goes_out_later(post: Post) -> None:
    post.next_outcome(Sending.DEFERRED)
    post.sender.send(MAIL)
    post.next_outcome(Sending.SENT)
    assert post.sender.send(replace(MAIL, attempts=1)).state == Sending.SENT
    assert post.arrived() == [MAIL.raw]
