"""The story that is told again and again while the desk is killed: what arrives, when the desk looks, in what order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage

from tests.integration.desk_process import DeskFolder, as_bytes, attach
from tests.kesu.letters import filled
from tests.office import DESK, at, files_of

DONE, REVIEW, LOOP = "Kesu/Done", "Kesu/Review", "Kesu/Loop"
ENGINEER = "luo@works.example"
OTHER = "returns@kestrel.example"
ENGLISH = """Dear Sirs,

Customer: Kestrel Systems Ltd
Model: DDR4-8G
Lot No.: 2601C
Quantity: 2000 pcs
Defective qty: 3
Failure: no boot

3 of 2000 pcs failed at incoming inspection. Please advise.
"""


@dataclass
class Arrivals:
    """What was put into the mailbox, with the folder where it must end, and which of it opens a case each."""

    mails: list[tuple[bytes, str]] = field(default_factory=list)
    complaints: list[bytes] = field(default_factory=list)

    def deliver(self, desk: DeskFolder, now: datetime, folder: str, *mails: EmailMessage | bytes) -> None:
        raws = [as_bytes(mail) for mail in mails]
        desk.arrives(*raws, at=now)
        self.mails += [(raw, folder) for raw in raws]


def complaints(desk: DeskFolder, arrivals: Arrivals, now: datetime) -> None:
    """Two complaints, one of them delivered twice; and a machine, a mail from nobody, a mail of our own."""
    first, second = as_bytes(desk.complaint()), as_bytes(desk.letter(OTHER, "Defective DDR4-8G, lot 2601C", ENGLISH))
    again = b"Received: from b.example by a.example\r\n" + first
    away = desk.letter("away@farridge.example", "自动回复: 休假", "我在休假。", Auto_Submitted="auto-replied")
    arrivals.complaints += [first, second]
    arrivals.deliver(desk, now, DONE, first, second, again, away)
    arrivals.deliver(desk, now, REVIEW, b"Subject: whose?\r\n\r\nno From line\r\n")
    arrivals.deliver(desk, now, LOOP, desk.letter(DESK, "Re: back again", "text"))


def work(desk: DeskFolder, arrivals: Arrivals, now: datetime) -> None:
    """The engineer returns the 8D of the first case; the customer of the second one writes again."""
    papers = next(mail for mail in desk.sent(ENGINEER) if any("8D" in name for name in files_of(mail)))
    name = next(name for name in files_of(papers) if "8D" in name)
    stated = "DDR4-16G 内存上线测试无法开机，37 条，2026-03-02 于客户产线发现"
    document = filled(files_of(papers)[name], on=f"{now:%Y-%m-%d}", d2_statement=stated, d4_tua="焊点虚焊")
    returned = attach(desk.letter(ENGINEER, "", "已完成，请审批。", to=papers), name, document)
    more = desk.letter(OTHER, "", "Our line is down now.\nLine stop: yes\n", to=desk.sent(OTHER)[0])
    arrivals.deliver(desk, now, DONE, returned, more)


def decision(desk: DeskFolder, arrivals: Arrivals, now: datetime) -> None:
    """Whoever was asked agrees, which sends the answer to the customer."""
    request = next(mail for mail in desk.sent() if "/approval-1/" in mail["X-Kesu-Id"])
    approver = request["To"].addresses[0].addr_spec
    arrivals.deliver(desk, now, DONE, desk.letter(approver, "", "同意", to=request))


def silence(desk: DeskFolder, arrivals: Arrivals, now: datetime) -> None:
    """Nothing arrives, dates pass."""


@dataclass(frozen=True, slots=True)
class Act:
    """What happens, and when the desk looks in after it; `after` = since the story began."""

    happens: Callable[[DeskFolder, Arrivals, datetime], None]
    after: timedelta = timedelta(0)


BEGINS = at("2026-03-02 10:00")
ACTS = (
    Act(complaints),
    Act(work, timedelta(hours=3)),
    Act(decision, timedelta(hours=4)),
    Act(silence, timedelta(days=3)),
)
"""For `kesu once --now`."""
LIVE_ACTS = ACTS[:3]
"""For `kesu run`, whose time is the real one: no dates pass."""
LEAST = {"/ack/customer": 2, "/approval-1/": 1, "/answer-": 1}
"""Mails that every telling must have sent, by what stands in their effect, whatever else it sends."""
