"""The desk as its users run it: a folder with a configuration, the command line in a process, real servers."""

from __future__ import annotations

import email
import email.policy
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from kesu import service
from kesu.config_file import load_config
from kesu.desk import Desk
from kesu.wire import open_desk, open_inbox, open_sender
from store.desk_store import TinyDeskStore
from tests.integration.servers import Accepted, CuttingProxy, Dovecot, SmtpSink
from tests.kesu.letters import DOCX
from tests.office import CUSTOMER, DESK, PEOPLE

ROOT = Path(__file__).resolve().parents[2]

COMPLAINT = """您好：
客户名称：远岭电子
产品名称：DDR4-16G
型号：DDR4-16G
批号：2602A
数量：5000 pcs
不良数量：37
不良率：0.74%
不良现象：无法开机
问题描述：上线测试时发现37片无法开机，更换主板后仍无法开机，产线已停线。
是否停线：是
请提供8D报告。
"""
"""A customer's complaint that is graded 1: an 8D is opened, and two people must approve the answer."""


@dataclass
class DeskFolder:
    """A desk in `folder`, its mailbox on `dovecot`, its mails to `sink`."""

    folder: Path
    dovecot: Dovecot
    sink: SmtpSink
    sections: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Changes to the sections of the configuration."""
    count: int = 0
    _desk: Desk | None = None

    def __post_init__(self) -> None:
        self.configure(**self.sections)

    def configure(self, **changed: Mapping[str, Any]) -> None:
        """Write config.toml, with some sections changed."""
        self._desk = None
        (self.folder / "password").write_text(self.dovecot.password)
        (self.folder / "password").chmod(0o600)
        sections: dict[str, Mapping[str, Any]] = {
            "desk": {"address": DESK, "default_pack": "memory-device"},
            "mailbox": {
                "host": "127.0.0.1",
                "port": self.dovecot.port,
                "security": "none",
                "user": self.dovecot.user,
                "password_file": "password",
                "start": "all",
                "poll_seconds": 3600,
                "timeout": 10,
            },
            "smtp": {"host": "127.0.0.1", "port": self.sink.port, "security": "none"},
            "approval": {"undo_minutes": 0},
            **{f"people.{role}": person for role, person in PEOPLE.items()},
        }
        for name, section in changed.items():
            sections[name] = {**sections.get(name, {}), **section}
        self.config.write_text("\n".join(toml_section(*section) for section in sections.items()), encoding="utf-8")

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    @property
    def data(self) -> Path:
        """Where the desk keeps its store, mails and documents."""
        return self.folder / "data"

    # the command line
    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "kesu", *words, "--config", str(self.config)]

    def kesu(self, *words: str) -> subprocess.CompletedProcess[str]:
        """One command, to its end."""
        return subprocess.run(self.command(*words), capture_output=True, text=True, timeout=120, cwd=ROOT)

    def once(self, now: datetime) -> list[Accepted]:
        """`kesu once --now …`, which must succeed; the mails that it sent."""
        before = len(self.sink.accepted)
        done = self.kesu("once", "--now", now.isoformat())
        assert done.returncode == 0, done.stderr
        return self.sink.accepted[before:]

    def works(self, now: datetime) -> service.Pass:
        """The same pass in this process, quicker: store, mailbox and sender are opened for it and closed again."""
        settings = load_config(self.config)
        inbox, sender = open_inbox(settings), open_sender(settings)
        if self._desk is None:
            self._desk = open_desk(settings, now=now)
        else:
            self._desk = replace(self._desk, store=TinyDeskStore(self.data))
        try:
            return service.once(self._desk, inbox, sender, now)
        finally:
            inbox.close()
            sender.close()
            self._desk.store.close()

    def cases(self) -> list[dict[str, Any]]:
        """As `kesu cases --json` prints them."""
        found = self.kesu("cases", "--json")
        assert found.returncode == 0, found.stderr
        cases: list[dict[str, Any]] = json.loads(found.stdout)
        return cases

    def case(self) -> dict[str, Any]:
        (only,) = self.cases()
        return only

    @contextmanager
    def running(self) -> Iterator[RunningDesk]:
        """`kesu run`, killed at the end if it is still there."""
        log = self.folder / "run.log"
        with log.open("wb") as said:
            process = subprocess.Popen(self.command("run"), stdout=subprocess.DEVNULL, stderr=said, cwd=ROOT)
            try:
                yield RunningDesk(process, log)
            finally:
                if process.poll() is None:
                    process.kill()
                process.wait(timeout=20)

    # mail
    def arrives(self, *mails: EmailMessage | bytes, at: datetime | None = None) -> None:
        """Mails are delivered to the desk's mailbox."""
        self.dovecot.deliver(*(as_bytes(mail) for mail in mails), at=at)

    def letter(
        self, sender: str, subject: str, text: str, *, to: EmailMessage | None = None, **headers: str
    ) -> EmailMessage:
        """A mail to the desk; `to` makes it an answer to one of ours, with its subject and ids."""
        self.count += 1
        mail = EmailMessage()
        mail["From"], mail["To"] = sender, DESK
        mail["Message-ID"] = f"<m{self.count}@{sender.rpartition('@')[2].strip('>')}>"
        mail["Date"] = "Mon, 02 Mar 2026 09:58:00 +0800"
        mail["Subject"] = subject or (f"Re: {to['Subject']}" if to is not None else "")
        if to is not None:
            mail["In-Reply-To"], mail["References"] = to["Message-ID"], to["Message-ID"]
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        return mail

    def complaint(self, sender: str = CUSTOMER, text: str = COMPLAINT) -> EmailMessage:
        return self.letter(sender, "DDR4-16G 无法开机投诉", text)

    def sent(self, recipient: str = "") -> list[EmailMessage]:
        """Mails that the sink has (for one recipient), as the recipient's program reads them."""
        return [parsed(one.raw) for one in self.sink.accepted if not recipient or one.recipients == (recipient,)]


@dataclass(frozen=True, slots=True)
class RunningDesk:
    """`kesu run` as a process, and the file that its words go to."""

    process: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def wait_until_said(self, words: str, times: int = 1) -> None:
        wait_for(lambda: self.said().count(words) >= times, f"{words!r} in what the desk says", self.said)

    def wait_until_idle(self, link: CuttingProxy) -> None:
        """Until the desk waits for news on this link."""
        wait_for(lambda: link.idling, "desk in IDLE", self.said)

    def stop(self, seconds: float = 10.0) -> int:
        """SIGTERM; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=seconds)


def wait_for(true: Callable[[], object], what: str, told: Callable[[], str] = str, seconds: float = 30.0) -> None:
    """Until it is true; AssertionError with what was told meanwhile if that takes too long."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"no {what} in {seconds} s: {told()}"
        time.sleep(0.02)


def parsed(raw: bytes) -> EmailMessage:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def as_bytes(mail: EmailMessage | bytes) -> bytes:
    return mail if isinstance(mail, bytes) else mail.as_bytes(policy=email.policy.SMTP)


def attach(mail: EmailMessage, filename: str, content: bytes) -> EmailMessage:
    main, sub = DOCX
    mail.add_attachment(content, maintype=main, subtype=sub, filename=filename)
    return mail


def toml_section(name: str, values: Mapping[str, Any]) -> str:
    """A table of TOML, for text, numbers, yes/no and lists of them (which TOML writes as JSON does)."""
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n".join([f"[{name}]", *lines, ""])
