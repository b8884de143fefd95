"""The desk at work: one pass (`once`) or for ever (`run`)."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import schedule
import structlog

from cases.ports import Inbox, MailboxUnavailable, Sender
from kesu.clockwork import remind
from kesu.desk import Desk
from kesu.expiry import tell_of_endings
from kesu.junk import look_into
from kesu.mailbox import poll
from kesu.outage import let_in, tell_of_refusal
from kesu.outbox import send_due
from kesu.paperwork import do_papers
from mailer.backoff import pause
from mailer.rate import Allowance

log = structlog.get_logger()
TICK_SECONDS = 20
"""The clock and the outbox are looked at at least this often."""
PATIENCE, HOPELESS_SECONDS = 3, 3600.0
"""A refused login is tried three times, then hourly: more would lock the account."""


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass did."""

    mails: int
    reminders: int
    papers: int
    sent: int


def once(desk: Desk, inbox: Inbox, sender: Sender, now: datetime, say: Callable[[str], None] = lambda _: None) -> Pass:
    """Take in all mail that waits, do what is due at `now`, send what is queued.

    Raises MailboxUnavailable, but only after everything that does not need the mailbox is done.
    """
    trouble, mails = None, 0
    try:
        mails = look_into(desk, inbox, now, say) + poll(desk, inbox, now, say=say)
        let_in(desk)
    except MailboxUnavailable as fault:
        tell_of_refusal(desk, fault, now)
        trouble = fault
    tell_of_endings(desk, now)
    papers = do_papers(desk, now)
    reminders = remind(desk, now)
    sent = 0
    while taken := send_due(desk, sender, now):
        sent += taken
        say(f"{sent} mails sent")
    if trouble is not None:
        raise trouble
    return Pass(mails, reminders, papers, sent)


@dataclass
class Service:
    """The desk as a process. `stop` ends it cleanly, also from a signal handler."""

    desk: Desk
    inbox: Inbox
    sender: Sender
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    chance: random.Random = field(default_factory=random.Random)
    """Spreads retries; no secret hangs on it."""
    _allowance: Allowance = field(init=False)
    _ticker: schedule.Scheduler = field(default_factory=schedule.Scheduler)
    _stopping: bool = False
    _failures: int = 0

    def __post_init__(self) -> None:
        self._allowance = Allowance(self.desk.config.smtp.per_minute)

    def run(self) -> None:
        """Poll, wait for news, tick; until stopped. A lost mailbox is waited for, mail that is due still goes out."""
        self._ticker.every(TICK_SECONDS).seconds.do(self._tick)
        self._tick()
        news, poll_at = True, 0.0
        while not self._stopping:
            if news or time.monotonic() >= poll_at:
                self._take_in()
                poll_at = time.monotonic() + self.desk.config.mailbox.poll_seconds
            self._ticker.run_pending()
            if not self._stopping:
                news = self.inbox.wait(max(0.0, min(poll_at - time.monotonic(), self._until_next_tick())))
        self._tick()

    def stop(self) -> None:
        self._stopping = True
        self.inbox.wake()

    def _take_in(self) -> None:
        try:
            now = self.clock()
            spam = look_into(self.desk, self.inbox, now, log.info)  # before the inbox, which stays open for news
            if spam + poll(self.desk, self.inbox, now, say=log.info, stopping=lambda: self._stopping):
                self._tick()
            self._failures = 0
            let_in(self.desk)
        except MailboxUnavailable as fault:
            tell_of_refusal(self.desk, fault, self.clock())
            self._failures += 1
            hopeless = fault.permanent and self._failures >= PATIENCE
            wait = HOPELESS_SECONDS if hopeless else pause(self._failures, self.chance)
            log.error("mailbox.unavailable", reason=str(fault), again_in=round(wait))
            self._pause(wait)

    def _tick(self) -> None:
        """Papers, reminders, outbox: whatever is due now."""
        now = self.clock()
        do_papers(self.desk, now)
        remind(self.desk, now)
        tell_of_endings(self.desk, now)
        tried = send_due(self.desk, self.sender, now, limit=self._allowance.left(time.monotonic()), clock=self.clock)
        self._allowance.spend(tried)

    def _pause(self, seconds: float) -> None:
        """Wait for the mailbox to come back, with clock and outbox going on."""
        until = time.monotonic() + seconds
        while not self._stopping and time.monotonic() < until:
            self._ticker.run_pending()
            time.sleep(min(0.5, max(0.0, until - time.monotonic())))

    def _until_next_tick(self) -> float:
        idle = self._ticker.idle_seconds
        return max(0.0, idle) if idle is not None else TICK_SECONDS
