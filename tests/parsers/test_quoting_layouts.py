"""Which text of an answer is new, for the layouts of many mail programs: above, below and between what they quote."""

from __future__ import annotations

import base64
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import pytest

from cases.mail import IncomingMail
from parsers.read import MailParser

DATA = tomllib.loads((Path(__file__).parents[1] / "fixtures" / "quoting.toml").read_text("utf-8"))
ARRIVED = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
HEADERS = "From: dora@cust.example\r\nTo: kesu@works.example\r\nSubject: Re: x\r\nMessage-ID: <2@cust.example>\r\n"


def read(text: str, kind: str = "plain") -> IncomingMail:
    body = base64.encodebytes(text.encode()).decode()
    part = f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}"
    return MailParser()((HEADERS + part).encode(), ARRIVED)


def words(layout: dict[str, Any]) -> dict[str, str]:
    return DATA["words"][layout.get("lang", "en")]  # type: ignore[no-any-return]


def marked(text: str, mark: str) -> str:
    return "\n".join(f"{mark}{line}" if line else mark.rstrip() for line in text.split("\n"))


def attributed() -> Iterator[Any]:
    """(text, new text, first quoted line) of programs that mark every line."""
    for layout in DATA["attributed"]:
        say, line = words(layout), layout["line"]
        quotes = [marked(say[part], layout.get("mark", "> ")) for part in ("before", "after")]
        whole, between = "\n".join(quotes), f"{quotes[0]}\n{say['answer']}\n{quotes[1]}"
        above = "\n\n".join(text for text in (say["new"], layout.get("signature")) if text)
        ways = {
            "above": (f"{above}\n\n{line}\n\n{whole}\n", say["new"]),
            "above-closely": (f"{above}\n{line}\n{whole}\n", say["new"]),
            "below": (f"{line}\n\n{whole}\n\n{say['new']}\n", say["new"]),
            "between": (f"{line}\n\n{between}\n", say["answer"]),
        }
        for way, (text, new) in ways.items():
            yield pytest.param(text, new, line.split("\n")[0], id=f"{layout['program']}-{way}")


def headed() -> Iterator[Any]:
    for layout in DATA["headed"]:
        say, head = words(layout), layout["head"]
        above = "\n\n".join(text for text in (say["new"], layout.get("signature")) if text)
        text = f"{above}\n\n{head}\n{say['before']}\n{say['after']}\n"
        yield pytest.param(text, say["new"], head.split("\n")[0], id=layout["program"])


def elements() -> Iterator[Any]:
    for layout in DATA["html"]:
        say, opened, closed = words(layout), layout.get("open", ""), layout.get("close", "")
        before, after, answer, new = (lines(say[part]) for part in ("before", "after", "answer", "new"))
        whole = f"{opened}{before}{after}{closed}"
        ways = {"above": ({"above": new, "quote": whole}, say["new"])}
        if opened:
            between = f"{opened}{before}{closed}{answer}{opened}{after}{closed}"
            ways |= {
                "below": ({"quote": whole, "below": new}, say["new"]),
                "between": ({"quote": between}, say["answer"]),
            }
        for way, (parts, text) in ways.items():
            page = layout["page"]
            for name in ("above", "quote", "below"):
                page = page.replace(f"{{{name}}}", parts.get(name, ""))
            yield pytest.param(page, text, id=f"{layout['program']}-{way}")


def lines(text: str) -> str:
    return "".join(f"<div>{escape(line)}</div>" if line else "<div><br></div>" for line in text.split("\n"))


def filled(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize(("text", "new", "first"), [*attributed(), *headed()])
def test_the_new_text_of_a_plain_answer_is_cut_out(text: str, new: str, first: str) -> None:
    mail = read(text)
    assert mail.new_text == new
    assert filled(mail.quoted_text)[0] == first
    assert mail.text.strip() == text.strip()


@pytest.mark.parametrize(("page", "new"), list(elements()))
def test_the_new_text_of_an_html_answer_is_cut_out(page: str, new: str) -> None:
    mail = read(page, "html")
    assert filled(mail.new_text) == filled(new)
    quoted = filled("\n".join(line.removeprefix(">").strip() for line in mail.quoted_text.split("\n")))
    assert quoted[-1] in ("客诉受理台", "Complaint desk")


@pytest.mark.parametrize("text", [entry["text"] for entry in DATA["kept"]])
@pytest.mark.parametrize("above", ["", "您好：\n\n"])
def test_a_text_that_only_looks_like_a_quotation_is_kept(text: str, above: str) -> None:
    assert filled(read(above + text).new_text) == filled(above + text)


def test_programs_of_all_kinds_are_tried() -> None:
    programs = [layout["program"] for group in ("attributed", "headed", "html") for layout in DATA[group]]
    assert len(set(programs)) >= 100
