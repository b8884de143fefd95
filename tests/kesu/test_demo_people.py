"""The people of the demo: their mail programs' habits are such that the desk reads what they wrote."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from docx import Document

from generator.documents import DocxWriter
from kesu.demo.engineer import fill
from kesu.demo.letters import CLIENTS, read, write
from kesu.demo.play import ZONE, Actor, CannotGoOn, Filling, Rows, Scene
from kesu.stationery import TEMPLATES
from parsers.limits import Limits
from parsers.read import MailParser

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=ZONE)
ASKED = (
    "From: =?utf-8?b?5a6i6K+J5Y+X55CG5Y+w?= <kesu@works.example>\r\n"
    "To: boss@works.example\r\n"
    "Subject: Please decide [K2026-00001]\r\n"
    "Date: Thu, 05 Mar 2026 10:03:00 +0800\r\n"
    "Message-ID: <k.1@works.example>\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n"
    "\r\n"
    "-- 请在此线以上回复 / Please reply above this line --\r\n"
    "\r\n"
    "不同意\r\n"
).encode()


def letter(client: str, text: str, *, number: int = 1) -> bytes:
    scene = Scene(at=NOON, tells="answers", who="boss", text=text)
    boss = Actor(name="王总", address="boss@works.example", client=client)
    return write(scene, boss, "kesu@works.example", number, read(ASKED), {})


@pytest.mark.parametrize("client", CLIENTS)
def test_a_decision_above_the_quoted_history_is_read_whatever_program_wrote_it(client: str) -> None:
    mail = MailParser(frozenset({"kesu@works.example"}), Limits())(letter(client, "同意"), NOON)
    assert mail.decision is not None
    assert (mail.kind, mail.decision.verb, mail.new_text.strip()) == ("reply", "approve", "同意")
    assert "<k.1@works.example>" in (*mail.in_reply_to, *mail.references)


@pytest.mark.parametrize("client", CLIENTS)
def test_the_same_scene_gives_the_same_bytes(client: str) -> None:
    assert letter(client, "同意") == letter(client, "同意")
    assert letter(client, "同意") != letter(client, "同意", number=2)


def form() -> bytes:
    return DocxWriter([TEMPLATES]).write("F16a", "zh", {"desk_id": "K2026-00001", "revision": "R1"})


def cells(docx: bytes) -> list[str]:
    return [cell.text for table in Document(io.BytesIO(docx)).tables for cell in table._cells]


def test_an_engineer_writes_over_hints_and_ticks_one_box_of_a_line() -> None:
    first = Filling(tick="中间", tables=[Rows(heading="D0", rows=[["紧急措施", "停发"]])])
    last = Filling(tick="最终", tables=[Rows(heading="D8", rows=[["总结", "无再发"]])])
    text = "\n".join(cells(fill(form(), [first, last], NOON)))
    assert "停发" in text and "无再发" in text and "〔24 h" not in text
    assert "☐\u00a0初报   ☐\u00a0中间   ☑\u00a0最终" in text


def test_of_rows_named_alike_the_first_is_written() -> None:
    written = fill(form(), [Filling(tables=[Rows(heading="D1", rows=[["组员 Member", "沈一帆"]])])], NOON)
    found = cells(written)
    assert found.index("沈一帆") < found.index("组员 Member", found.index("沈一帆"))


def test_a_form_saved_at_the_same_time_is_the_same_file() -> None:
    filling = Filling(tables=[Rows(heading="D0", rows=[["紧急措施", "停发"]])])
    assert fill(form(), [filling], NOON) == fill(form(), [filling], NOON)


@pytest.mark.parametrize(
    ("filling", "said"),
    [
        (Filling(tables=[Rows(heading="D9", rows=[["总结", "x"]])]), "the form has no row '总结' under 'D9'"),
        (Filling(tables=[], tick="终稿"), "the form has no box '终稿'"),
    ],
)
def test_a_place_that_the_form_does_not_have_is_named(filling: Filling, said: str) -> None:
    with pytest.raises(CannotGoOn, match=said):
        fill(form(), [filling], NOON)
