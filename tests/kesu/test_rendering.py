"""A case printed on the spot: its forms in both languages, its 8D as data, its answers with who gave them."""

from __future__ import annotations

import email.policy
import json
from pathlib import Path

import pytest

from kesu import service
from kesu.config_file import load_config
from kesu.wire import open_desk
from tests.fakes_mail import FakeInbox, FakeSender
from tests.generator.docx_reading import cells, words
from tests.kesu.letters import BEGUN, ENGINEER, MONDAY, complaint, filled
from tests.kesu.test_cli import kesu, toml
from tests.office import CUSTOMER, Office, at

RETURNED = at("2026-03-02 15:00")
FARRIDGE = f"""
[[customers]]
name = "Farridge"
addresses = ["{CUSTOMER}"]
city = "Suzhou"
country = "China"
bpnl = "BPNL0123456789ZZ"
supplier_no = "10442"
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk on disk with one case, whose 8D its engineer has returned."""
    path = toml(tmp_path_factory.mktemp("desk"))
    path.write_text(path.read_text(encoding="utf-8") + FARRIDGE, encoding="utf-8")
    config = load_config(path)
    desk, letters = open_desk(config, now=MONDAY), Office()
    inbox, sender = FakeInbox(config.mailbox.account), FakeSender()
    inbox.deliver(complaint(letters).as_bytes(policy=email.policy.SMTP), MONDAY)
    service.once(desk, inbox, sender, MONDAY)
    (case,) = desk.store.cases()
    handed_out = next(doc for doc in case.documents if doc.form == "F16a")
    asked = next(out for out in sender.sent if out.recipient == ENGINEER)
    answer = letters.letter(f"<{ENGINEER}>", f"Re: {asked.subject}", "填好了", In_Reply_To=asked.message_id)
    answer.add_attachment(
        filled(desk.papers.get(handed_out.name)), maintype="application", subtype="octet-stream", filename="8D.docx"
    )
    inbox.deliver(answer.as_bytes(policy=email.policy.SMTP), RETURNED)
    service.once(desk, inbox, sender, RETURNED)
    desk.store.close()
    return path


def render(file: Path, target: Path, *more: str, form: str = "8d") -> int:
    return kesu("render", form, "--case", "K2026-00001", "--out", target, *more, "--config", file).code


def test_the_answers_of_a_returned_form_are_printed_with_who_gave_them(file: Path) -> None:
    (case,) = kesu("case", "K2026-00001", "--facts", "--config", file).json
    assert case["answers"]["d2.statement"] == {
        "value": BEGUN["d2.statement"],
        "by": ENGINEER,
        "at": "2026-03-02T15:00:00+08:00",
        "where": "F16a R2",
    }
    assert [row["name"] for row in case["answers"]["d1.team"]["rows"]] == ["江海川", "罗静", "王伟", "赵敏"]


@pytest.mark.parametrize(("lang", "title"), [("zh", "问题陈述"), ("en", "Problem statement")])
def test_a_case_s_8d_is_written_in_both_languages_with_all_answers(
    file: Path, tmp_path: Path, lang: str, title: str
) -> None:
    target = tmp_path / "8d.docx"
    assert render(file, target, "--lang", lang) == 0
    made = target.read_bytes()
    assert cells(made)["d2.statement"] == BEGUN["d2.statement"]
    assert title in words(made)


def test_released_it_is_as_the_customer_gets_it(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "8d.docx"
    assert render(file, target, "--released") == 0
    shown = words(target.read_bytes())
    assert BEGUN["d2.statement"] in shown
    assert "工作稿" not in shown and "〔" not in shown


def test_the_8d_as_data_says_what_is_required_and_not_known(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "8d.json"
    ended = kesu("render", "report8d", "--case", "K2026-00001", "--out", target, "--config", file)
    report = json.loads(target.read_text(encoding="utf-8"))
    assert ended.code == 1
    assert "header.customerComplaintId" in ended.err
    assert report["header"]["customerContact"]["bpnlProperty"] == "BPNL0123456789ZZ"
    assert report["header"]["supplierId"] == "10442"
    assert report["stepD1"]["contactPerson"]["name"] == "罗静"


def test_a_form_is_made_of_facts_or_of_a_case_not_of_both(file: Path, tmp_path: Path) -> None:
    ended = kesu("render", "8d", "--out", tmp_path / "x.docx", "--config", file)
    assert (ended.code, (tmp_path / "x.docx").exists()) == (2, False)
    assert "--case" in ended.err


def test_a_case_that_is_not_there_is_one_sentence(file: Path, tmp_path: Path) -> None:
    ended = kesu("render", "8d", "--case", "K2026-00099", "--out", tmp_path / "x.docx", "--config", file)
    assert (ended.code, (tmp_path / "x.docx").exists()) == (1, False)
    assert "there is no case" in ended.err
