"""Replies and attacks built from the data in tests/fixtures/decisions, as its README says."""

from __future__ import annotations

import base64
import html
import quopri
import re
import tomllib
from collections.abc import Callable, Mapping
from email.header import Header
from functools import cache, partial
from pathlib import Path
from typing import Any

FOLDER = Path("tests/fixtures/decisions")
_PLACE = re.compile(r"\{\{(\w+)\}\}")
Row = dict[str, Any]
Values = Mapping[str, str]


@cache
def layouts() -> dict[str, Row]:
    data = tomllib.loads((FOLDER / "layouts.toml").read_text(encoding="utf-8"))
    return {layout["id"]: data["defaults"] | layout for layout in data["layout"]}


@cache
def answers() -> list[Row]:
    rows: list[Row] = tomllib.loads((FOLDER / "answers.toml").read_text(encoding="utf-8"))["answers"]
    return rows


@cache
def attacks() -> list[Row]:
    rows: list[Row] = tomllib.loads((FOLDER / "attacks.toml").read_text(encoding="utf-8"))["attack"]
    return rows


def fill(template: str, value: Callable[[str], str]) -> str:
    """Each placeholder once, left to right."""
    return _PLACE.sub(lambda found: value(found[1]), template)


def reply(layout: Row, words: str, values: Values, message_id: str) -> bytes:
    """The mail that this client makes of `words`; `values` holds what the request gives."""
    threading = {
        "both": ["In-Reply-To: {id}", "References: {id}"],
        "references": ["References: {id}"],
        "comma": ["References: <root@mail.example>,\r\n\t{id}"],
        "in-reply-to": ["In-Reply-To: {id}"],
        "none": [],
    }[layout["threading"]]
    request_id = f"<{values['quote_message_id']}>"
    lines = [
        _header(f"From: {values['approver_name']} <{values['approver_address']}>"),
        f"To: {values['quote_from_address']}",
        "Date: Mon, 9 Mar 2026 14:30:00 +0800",
        f"Message-ID: {message_id}",
        _header(f"Subject: {fill(layout['subject'], values.__getitem__)}"),
        "MIME-Version: 1.0",
        *(_header(fill(line, values.__getitem__)) for line in layout["headers"]),
        *(line.format(id=request_id) for line in threading),
    ]
    values = {**values, "quote_date": layout["quote_date"]}
    fillers = {"plain": _in_plain, "html": _in_html}
    parts = [
        _part(layout, kind, fill(layout[kind], partial(fillers[kind], layout, words, values)))
        for kind in fillers
        if kind in layout
    ]
    if len(parts) == 1:
        return "\r\n".join([*lines, ""]).encode("ascii") + parts[0]
    start = "\r\n".join([*lines, 'Content-Type: multipart/alternative; boundary="=_alt"', "", ""]).encode("ascii")
    return start + b"".join(b"--=_alt\r\n" + part + b"\r\n" for part in parts) + b"--=_alt--\r\n"


def attack(row: Row, values: Values, own: list[str]) -> bytes:
    """The mail of an attack; `own` are the headers that the row leaves to us (To, Date, Message-ID)."""
    given = [_header(fill(line, values.__getitem__)) for line in row["headers"]]
    names = {line.partition(":")[0].lower() for line in given}
    given += [line for line in own if line.partition(":")[0].lower() not in names]
    if "content-type" not in names:
        given.append("Content-Type: text/plain; charset=utf-8")
    body = re.sub(r"\r?\n", "\r\n", fill(row["body"], values.__getitem__))
    head = "\r\n".join([*given, "MIME-Version: 1.0", "Content-Transfer-Encoding: 8bit", "", ""])
    return (head + body).encode("utf-8")


def _in_plain(layout: Row, words: str, values: Values, name: str) -> str:
    if name == "answer":
        return words
    if name == "signature":
        return str(layout["signature"])
    if name.startswith("quote_text"):
        prefix = layout["quote_prefix"]
        return "\n".join(f"{prefix}{line}" if line else prefix.removesuffix(" ") for line in _quoted(values, name))
    return values[name]


def _in_html(layout: Row, words: str, values: Values, name: str) -> str:
    if name == "answer":
        lines = [
            layout["answer_line"].replace("{{line}}", html.escape(line)) if line else layout["answer_blank"]
            for line in words.split("\n")
        ]
        return "".join(lines)
    if name == "signature":
        return "<br>".join(html.escape(line) for line in layout["signature"].split("\n"))
    if name.startswith("quote_text"):
        return "".join(layout["quote_line"].replace("{{line}}", html.escape(line)) for line in _quoted(values, name))
    return html.escape(values[name])


def _quoted(values: Values, name: str) -> list[str]:
    lines = values["quote_text"].split("\n")
    half = len(lines) // 2
    return {"quote_text": lines, "quote_text_1": lines[:half], "quote_text_2": lines[half:]}[name]


def _part(layout: Row, kind: str, text: str) -> bytes:
    """Headers and body of one part. Text that the encoding cannot express changes label and transfer encoding."""
    charset, encoding = layout["charset"], layout["encoding"]
    text = re.sub(r"\r?\n", "\r\n", text)
    try:
        body = text.encode(str(layout.get("codec", charset)))
    except UnicodeEncodeError:
        charset, encoding = layout["fallback_charset"], "base64"
        body = text.encode(charset)
    if encoding == "base64":
        body = base64.encodebytes(body).replace(b"\n", b"\r\n")
    elif encoding == "quoted-printable":
        body = re.sub(rb"\r?\n", b"\r\n", quopri.encodestring(body.replace(b"\r\n", b"\n")))
    head = f"Content-Type: text/{kind}; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode("ascii") + body


def _header(line: str) -> str:
    """The line with encoded words for what is not ASCII, except inside an address, where it stays as it is."""
    name, _, value = line.partition(": ")
    if value.isascii():
        return line
    if name.lower() == "from":
        shown, _, address = value.rpartition("<")
        return f"{name}: {_words(shown.strip())} <{address}" if address.endswith(">") else line
    return f"{name}: {_words(value)}"


def _words(text: str) -> str:
    return text if text.isascii() else Header(text, "utf-8", maxlinelen=70).encode(linesep="\r\n")
