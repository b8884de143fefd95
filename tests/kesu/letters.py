"""Mails that customers and colleagues write, for the tests of use cases."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from functools import cache

from tests.generator.docx_reading import filled as written
from tests.office import CUSTOMER, Office, at, files_of

DOCX = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
ENGINEER, APPROVER, QUALITY = "luo@works.example", "jiang@works.example", "wen@works.example"
OWNER = "fang@works.example"
"""Who owns the desk."""
MONDAY = at("2026-03-02 10:00")

LINE_STOP = """您好：
客户名称：远岭服务器制造有限公司
产品名称：服务器内存
型号：DDR5-32G
批号：2506-07A
交货数量：2000 条
不良数量：7 条
不良现象：上电不开机
产线停线：是
请尽快答复。
"""
"""Grade 1 by R16-G1c: the manager of the responsible department approves."""

HARMLESS = """Dear Sir or Madam,
Product: server memory
Model: DDR5-32G
Batch: 2506-07A
Defect quantity: 7
Failure: no boot
Production affected: no
Best regards
"""
"""Grade 3 by R16-G3a: nobody needs to approve."""

MODULES = """您好：
客户名称：华光电力有限公司
产品名称：光伏组件
型号：PV-240P
不良现象：组件隐裂
请处理。
"""
"""For pv-module, with no quantity, no cost and no degree."""


def complaint(
    office: Office, text: str = LINE_STOP, *, sender: str = CUSTOMER, subject: str = "", **headers: str
) -> EmailMessage:
    """A first mail; the subject is in the language of the text."""
    named = subject or ("内存不开机投诉" if "您好" in text else "Complaint: memory does not boot")
    return office.letter(f"<{sender}>", named, text, to=None, **headers)


def opened(office: Office, text: str = LINE_STOP, when: datetime = MONDAY, **headers: str) -> None:
    """A complaint has come in and everything it causes has gone out."""
    office.arrives(complaint(office, text, **headers), when)
    office.works(when)


def says(office: Office, sender: str, text: str, when: datetime, *, to: EmailMessage | None = None) -> None:
    """Somebody answers a mail of the desk (the last one sent to them), and the desk reads it."""
    answered = office.last(sender) if to is None else to
    office.arrives(office.letter(f"<{sender}>", "", text, to=answered), when)
    office.works(when)


BEGUN = {
    "d2.statement": "DDR5-32G 内存上电不开机，7 条，2026-03-02 于客户产线发现",
    "d3.mark": "绿色圆点",
    "d3.first_shipment": "DN-2603-118，2026-03-02",
}
TEAM = {
    "name": ["江海川", "罗静", "王伟", "赵敏"],
    "department": ["制造部", "品质部", "制造二部", "采购部"],
    "contact": ["jiang@works.example", "luo@works.example", "8102", "8103"],
}
CONTAINED = {"checked": "800", "defective": "3", "owner": "王伟", "effect": "100%"}
"""What an engineer can say on the first day, with nothing that a reviewer would miss: D1 to D3."""


@cache
def filled(document: bytes, words: str = "已隔离库存", on: str = "2026-03-02", **more: str) -> bytes:
    """The 8D as its engineer returns it `on` the first day; `words` stand in D3, `more`: d4_tua = …"""
    rows = {f"d1.team.{name}": listed for name, listed in TEAM.items()}
    rows |= {f"d3.actions.{name}": [text] * 4 for name, text in CONTAINED.items()}
    rows["d3.actions.action"] = [f"{words}，逐条上电测试"] * 4
    rows["d3.actions.effective_from"] = [on] * 4
    said = {name.replace("_", ".", 1): text for name, text in more.items()}
    return written(document, {**BEGUN, **said}, rows)


def named(office: Office, part: str, recipient: str = ENGINEER) -> tuple[EmailMessage, str, bytes]:
    """The last mail to somebody that brought a file with this in its name, the name, and the file."""
    for mail in reversed(office.sent(recipient)):
        for name, content in files_of(mail).items():
            if part in name:
                return mail, name, content
    raise AssertionError(f"{recipient} was never sent a file called {part}")


def returns(
    office: Office,
    when: datetime,
    *,
    words: str = "已隔离库存",
    sender: str = ENGINEER,
    text: str = "填好了，请送审。",
    content: bytes | None = None,
    filename: str = "",
) -> None:
    """The engineer sends the 8D back, filled; or any other file under any name."""
    mail, name, document = named(office, "8D")
    answer = office.letter(f"<{sender}>", "", text, to=mail)
    answer.add_attachment(
        filled(document, words) if content is None else content,
        maintype=DOCX[0],
        subtype=DOCX[1],
        filename=filename or name,
    )
    office.arrives(answer, when)
    office.works(when)


def events(office: Office) -> list[str]:
    """What happened to the one case, in order."""
    return [event.what for event in office.case().timeline]
