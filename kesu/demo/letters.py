"""Mails as people's programs write them: subject prefixes, charsets, quoted history, thread headers."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr, parsedate_to_datetime
from html import escape

from kesu.demo.play import Actor, Scene

DOCX = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")


@dataclass(frozen=True, slots=True)
class Quoted:
    """The mail that is answered, as programs quote it."""

    name: str
    address: str
    sent: datetime
    to_name: str
    to: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Client:
    """A mail program's habits."""

    prefix: str
    quote: Callable[[Quoted], str]
    charset: str = "utf-8"
    html: bool = False
    """Writes HTML and nothing else."""
    threads: tuple[str, ...] = ("In-Reply-To", "References")
    """The headers by which its answers name the mail they answer."""
    headers: Mapping[str, str] = field(default_factory=dict)


def _outlook_zh(mail: Quoted) -> str:
    day = mail.sent
    return (
        "________________________________\n"
        f"发件人: {mail.name} <{mail.address}>\n"
        f"发送时间: {day.year}年{day.month}月{day.day}日 {day.hour}:{day.minute:02}\n"
        f"收件人: {mail.to_name} <{mail.to}>\n"
        f"主题: {mail.subject}\n\n{mail.text}"
    )


def _outlook_en(mail: Quoted) -> str:
    return (
        "________________________________\n"
        f"From: {mail.name} <{mail.address}>\n"
        f"Sent: {mail.sent:%A, %B} {mail.sent.day}, {mail.sent.year} {mail.sent:%I:%M %p}\n"
        f"To: {mail.to_name} <{mail.to}>\n"
        f"Subject: {mail.subject}\n\n{mail.text}"
    )


def _qq(mail: Quoted) -> str:
    day = mail.sent
    half = "上午" if day.hour < 12 else "下午"
    return (
        "------------------&nbsp;原始邮件&nbsp;------------------\n".replace("&nbsp;", "\u00a0")
        + f'发件人: "{mail.name}" <{mail.address}>;\n'
        + f"发送时间: {day.year}年{day.month}月{day.day}日(星期{'一二三四五六日'[day.weekday()]}) "
        + f"{half}{(day.hour - 1) % 12 + 1}:{day.minute:02}\n"
        + f'收件人: "{mail.to_name}"<{mail.to}>;\n'
        + f"主题: {mail.subject}\n\n{mail.text}"
    )


def _foxmail(mail: Quoted) -> str:
    return (
        "________________________________\n\n"
        f"发件人： {mail.name}<mailto:{mail.address}>\n"
        f"发送时间： {mail.sent:%Y-%m-%d %H:%M}\n"
        f"收件人： {mail.to_name}<mailto:{mail.to}>\n"
        f"主题： {mail.subject}\n{mail.text}"
    )


def _gmail_en(mail: Quoted) -> str:
    quoted = "\n".join(f"> {line}".rstrip() for line in mail.text.splitlines())
    when = f"{mail.sent:%a, %b} {mail.sent.day}, {mail.sent.year} at {mail.sent:%I:%M %p}"
    return f"On {when} {mail.name} <{mail.address}> wrote:\n\n{quoted}"


CLIENTS: Mapping[str, Client] = {
    "outlook-zh": Client("答复: ", _outlook_zh, headers={"X-Mailer": "Microsoft Outlook 16.0"}),
    "outlook-en": Client("RE: ", _outlook_en, headers={"X-Mailer": "Microsoft Outlook 16.0"}),
    "qq": Client("回复：", _qq, "gb18030", html=True, threads=("References",), headers={"X-Mailer": "QQMail 2.x"}),
    "foxmail": Client("回复: ", _foxmail, "gb18030", threads=("References",), headers={"X-Mailer": "Foxmail 7.2"}),
    "gmail-en": Client("Re: ", _gmail_en),
}


def read(raw: bytes) -> EmailMessage:
    """A mail as its recipient's program reads it."""
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""


def write(
    scene: Scene, actor: Actor, desk: str, number: int, answered: EmailMessage | None, files: Mapping[str, bytes]
) -> bytes:
    """The scene's mail; the same bytes for the same scene and the same mail answered."""
    if scene.headless:
        return b"\r\n" + scene.text.replace("\n", "\r\n").encode("gb18030")
    client = CLIENTS[actor.client]
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"] = f"{actor.name} <{actor.address}>", desk
    mail["Subject"] = scene.subject or client.prefix + _subject(answered)
    mail["Date"] = format_datetime(scene.at)
    mail["Message-ID"] = f"<{scene.at:%Y%m%d%H%M}.{number:03}@{actor.address.partition('@')[2]}>"
    if answered is not None:
        for name in client.threads:
            mail[name] = answered["Message-ID"]
    for name, value in {**client.headers, **scene.headers}.items():
        mail[name] = value
    _body(mail, client, _words(scene, actor, client, answered))
    for name, content in files.items():
        mail.add_attachment(content, maintype=DOCX[0], subtype=DOCX[1], filename=name)
    if mail.is_multipart():
        mail.set_boundary(f"----=_NextPart_{number:03}_{scene.at:%Y%m%d%H%M}")
    return mail.as_bytes()


def _body(mail: EmailMessage, client: Client, text: str) -> None:
    if client.html:
        lines = "\n".join(f"<div>{escape(line) or '<br>'}</div>" for line in text.splitlines())
        mail.set_content(lines, subtype="html", charset=client.charset, cte="base64")
    else:
        mail.set_content(text, charset=client.charset, cte="base64")


def _words(scene: Scene, actor: Actor, client: Client, answered: EmailMessage | None) -> str:
    text = scene.text.strip("\n")
    if actor.signature and not scene.headers:
        text += "\n\n" + actor.signature.strip("\n")
    return text if answered is None else f"{text}\n\n{client.quote(_quoted(answered, actor))}\n"


def _quoted(mail: EmailMessage, reader: Actor) -> Quoted:
    name, address = parseaddr(str(mail["From"]))
    sent = parsedate_to_datetime(str(mail["Date"]))
    return Quoted(name, address, sent, reader.name, str(mail["To"]), str(mail["Subject"]), text_of(mail).strip())


def _subject(answered: EmailMessage | None) -> str:
    return str(answered["Subject"]) if answered is not None else ""
