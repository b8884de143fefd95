"""What it costs to take an ordinary mail apart: ours beside the standard library's, with the same result.

200 mails of about 20 KB (Chinese and English, plain and HTML, three charsets, photos with Chinese names). Both sides
give sender, recipients, subject, date, id, text and every file with name, type and bytes; the results must be equal.
The third line is the desk's whole reading: kind, new text, facts, commands. Both sides alternate mail by mail; the
best of the rounds counts for each mail. Exit code 1 below the goal. Usage: python -m bench.bench_parse
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from parsers.addresses import parse_addresses
from parsers.headers import split_head
from parsers.labels import is_label
from parsers.limits import Limits, check_raw
from parsers.mime import read_content
from parsers.read import MailParser

MAILS, ROUNDS, GOAL = 200, 7, 6.0
ARRIVED = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DESK = "complaints@desk.example"
PARSER = MailParser(frozenset({DESK}))
ZH = "贵司供应的内存条在上线测试时发现部分无法开机，请尽快安排人员到现场分析。批号2602A，不良数量37片。\n"
EN = "During our incoming inspection some of the modules you supplied did not boot. Lot 2602A, 37 pcs affected.\n"
PHOTOS = ("不良照片.jpg", "photo of the label.jpg", "现场 (2).jpg", "lot-2602A.jpg")
Extract = tuple[object, ...]


def ordinary(number: int) -> bytes:
    """One mail as a usual program writes it; the same number gives the same mail."""
    rng = random.Random(number)
    chinese = rng.random() < 0.7
    words, charset = (ZH, rng.choice(["utf-8", "gb2312", "gbk"])) if chinese else (EN, "utf-8")
    text = "".join(f"{words.strip()} ({line})\n" for line in range(rng.randint(8, 30)))
    mail = EmailMessage()
    mail["From"] = f"王工 <wang{number}@cust.example>" if chinese else f"Dora Lang <dora{number}@cust.example>"
    mail["To"] = f"Desk <{DESK}>, sales@desk.example"
    mail["Subject"] = f"投诉：内存条无法开机 {number}" if chinese else f"Complaint {number}: modules do not boot"
    mail["Date"] = ARRIVED - timedelta(minutes=number)
    mail["Message-ID"] = f"<m{number}@cust.example>"
    for hop in range(4):
        mail["Received"] = (
            f"from mx{hop}.cust.example by mx{hop + 1}.cust.example with ESMTPS id {number}{hop}; {mail['Date']}"
        )
    mail.set_content(text, charset=charset, cte="base64" if chinese else "quoted-printable")
    if number % 2:
        html = "".join(f"<p>{line}</p>" for line in text.splitlines())
        mail.add_alternative(f"<html><body>{html}</body></html>", subtype="html", charset="utf-8", cte="base64")
    for photo in rng.sample(PHOTOS, rng.randint(1, 2)):
        content = b"\xff\xd8\xff" + rng.randbytes(rng.randint(4000, 7000))
        mail.add_attachment(content, maintype="image", subtype="jpeg", filename=photo)
    return mail.as_bytes(policy=email.policy.SMTP)


def ours(raw: bytes) -> Extract:
    check_raw(raw, Limits())
    top = split_head(raw, 0, len(raw))
    headers, content = top[0], read_content(raw, Limits(), is_label, top)
    senders, recipients = parse_addresses(headers.all("from")), parse_addresses(headers.all("to"))
    return (
        [(who.name, who.address) for who in (*senders, *recipients)],
        headers.text("subject"),
        headers.date(),
        headers.ids("message-id")[0],
        content.plain.strip(),
        [(file.filename, file.content_type, file.sha256) for file in content.attachments],
    )


def standard(raw: bytes) -> Extract:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    texts, files = [], []
    for part in mail.walk():
        if part.is_multipart():
            continue
        content = part.get_content()
        if part.get_filename():
            files.append((part.get_filename(), part.get_content_type(), hashlib.sha256(content).hexdigest()))
        elif part.get_content_type() == "text/plain":
            texts.append(content.replace("\r\n", "\n"))
    return (
        [(who.display_name, who.addr_spec) for name in ("from", "to") for who in mail[name].addresses],
        str(mail["subject"]),
        mail["date"].datetime,
        str(mail["message-id"]),
        "\n".join(texts).strip(),
        files,
    )


def whole(raw: bytes) -> object:
    return PARSER(raw, ARRIVED)


def cost(work: Callable[[bytes], object], raw: bytes) -> float:
    started = time.process_time()
    work(raw)
    return time.process_time() - started


def main() -> int:
    mails = [ordinary(number) for number in range(MAILS)]
    unequal = [number for number, raw in enumerate(mails) if ours(raw) != standard(raw)]
    sides = (ours, standard, whole)
    best = [[float("inf")] * MAILS for _ in sides]
    for _ in range(ROUNDS):
        for number, raw in enumerate(mails):
            for side, work in enumerate(sides):
                best[side][number] = min(best[side][number], cost(work, raw))
    ratio = statistics.median(b / a for a, b in zip(best[0], best[1], strict=True))
    size = statistics.mean(map(len, mails)) / 1024
    print(f"{MAILS} mails of {size:.1f} KB on average, Python {sys.version.split()[0]}, {len(unequal)} unequal results")
    for name, times in zip(("ours", "email.policy.default", "the desk's whole reading"), best, strict=True):
        print(f"  {name:26} {statistics.median(times) * 1000:7.2f} ms of cpu (median)")
    print(f"  ours is {ratio:.1f} times cheaper (median over the mails; goal {GOAL:g})")
    return 0 if ratio >= GOAL and not unequal else 1


if __name__ == "__main__":
    sys.exit(main())
