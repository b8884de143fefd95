"""The demo: what anybody finds in its folder, and that it keeps its hands off other folders."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from rich.console import Console

from cases.reminders import is_workday
from kesu.calendar_cn import ChinaCalendar
from kesu.config_file import load_config
from kesu.demo.letters import CLIENTS, read, text_of
from kesu.demo.play import DAYS, FIRST_DAY, PLAYS, load_play
from kesu.demo.run import run_demo

MAIN = {"memory-device": "投诉：服务器内存上电不开机，已造成停线", "pv-module": "投诉：到货光伏组件隐裂"}
"""Subject of each play's main story."""
AGAIN = {
    "memory-device": ("再次投诉：DDR4-8G-SO 标签又脱落", "R16-G1b"),
    "pv-module": ("投诉：CY-M440 组件热斑", "R01-G3c"),
}
"""The complaint that repetition makes worse, and the clause."""


@dataclass(frozen=True)
class Left:
    """What a demo left behind."""

    pack: str
    folder: Path
    printed: str

    @property
    def cases(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads((self.folder / "cases.json").read_text(encoding="utf-8"))
        return found

    def case(self, subject: str) -> dict[str, Any]:
        (found,) = [case for case in self.cases if case["subject"] == subject]
        return found

    @property
    def main(self) -> dict[str, Any]:
        return self.case(MAIN[self.pack])

    def mails(self, event: str) -> list[EmailMessage]:
        """Mails sent, by the event in their names, in order."""
        return [read(path.read_bytes()) for path in sorted(self.folder.glob(f"mail/*-{event}-to-*.eml"))]


@pytest.fixture(scope="module")
def performed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Each play performed once, when first asked for."""

    @cache
    def perform(pack: str) -> Left:
        folder, out = tmp_path_factory.mktemp("demo") / "out", io.StringIO()
        assert run_demo(folder, pack, Console(file=out, width=200), Console(stderr=True)) == 0
        return Left(pack, folder, out.getvalue())

    return perform


@pytest.fixture(params=PLAYS)
def left(request: pytest.FixtureRequest, performed: Any) -> Iterator[Left]:
    yield performed(request.param)


def sentence(folder: Path, pack: str = "memory-device") -> tuple[int, str]:
    """Exit code and what is said on standard error."""
    err = io.StringIO()
    return run_demo(folder, pack, Console(quiet=True), Console(file=err, width=300)), err.getvalue().strip()


def test_the_folder_has_mails_documents_cases_and_their_story(left: Left) -> None:
    names = {path.name for path in left.folder.iterdir() if not path.name.startswith(".")}
    assert names == {
        "mail",
        "mail-in",
        "documents",
        "desk",
        "cases.json",
        "timeline.md",
        "config.toml",
        "password",
    }
    story = (left.folder / "timeline.md").read_text(encoding="utf-8")
    assert all(case["id"] in story and case["subject"] in story for case in left.cases)


def test_every_document_is_where_its_case_says(left: Left) -> None:
    named = {doc["path"] for case in left.cases for doc in case["documents"]}
    assert named == {str(path.relative_to(left.folder)) for path in left.folder.glob("documents/*/*")}


def test_the_names_of_mails_sort_by_time(left: Left) -> None:
    mails = sorted(left.folder.glob("mail*/*.eml"), key=lambda path: path.name)
    times = [path.name[4:19] for path in mails]
    assert times[0].startswith("2026-03-02-10")
    assert times == sorted(times)
    assert sorted(int(path.name[:3]) for path in mails) == list(range(1, len(mails) + 1))


def test_customers_are_answered_in_their_language(left: Left) -> None:
    spoken = {str(mail["To"]): text_of(mail) for mail in left.mails("ack")}
    languages = {case["customer"]["address"]: case["customer"]["language"] for case in left.cases}
    greetings = {"zh": "尊敬的客户", "en": "Dear customer"}
    assert {"zh", "en"} <= set(languages.values())
    assert all(greetings[languages[address]] in text for address, text in spoken.items())


def test_a_missing_fact_is_asked_for_and_the_answer_grades_again(left: Left) -> None:
    (asked,) = [case for case in left.cases if any(event["what"] == "asked" for event in case["timeline"])][:1]
    told = [event["what"] for event in asked["timeline"]]
    assert told.index("asked") < told.index("follow-up") < len(told) - 1 - told[::-1].index("graded")
    assert asked["missing"] == []


def test_an_approval_is_refused_with_a_reason_and_given_to_the_next_revision(left: Left) -> None:
    refused, given = left.main["approvals"]
    assert (refused["outcome"], given["outcome"]) == ("reject", "approve")
    assert refused["revision"] < given["revision"]
    assert "D4" in refused["requests"][0]["reason"]
    assert left.main["state"] == "closed"


def test_every_report_that_was_put_forward_has_passed_its_review(left: Left) -> None:
    reviews = [event["text"] for event in left.main["timeline"] if event["what"] == "form reviewed"]
    told = {text.split(":")[0].removeprefix("F16a "): text for text in reviews}
    assert all("8D-R" not in told[round_["revision"]] for round_ in left.main["approvals"])


def test_an_automatic_answer_that_says_yes_approves_nothing(left: Left) -> None:
    (ignored,) = [event for event in left.main["timeline"] if event["what"] == "ignored"]
    first = left.main["approvals"][0]["requests"][0]
    assert "x-qq-auto-reply" in ignored["text"]
    assert ignored["at"] < first["decided_at"] and first["verdict"] == "reject"


def test_an_unclear_answer_is_answered_and_decides_nothing(left: Left) -> None:
    (unclear,) = left.mails("unclear")
    assert "同意" in text_of(unclear) and "没有生效" in text_of(unclear)


def test_the_filled_form_reaches_the_customer_without_our_working_marks(left: Left) -> None:
    (answer,) = [mail for mail in left.mails("answer") if str(mail["To"]) == left.main["customer"]["address"]]
    (form,) = [part.get_payload(decode=True) for part in answer.iter_attachments()]
    assert isinstance(form, bytes)
    text = "\n".join(cell.text for table in Document(io.BytesIO(form)).tables for cell in table._cells)
    assert "C4" in text and "PFMEA" in text and "☑\u00a0最终" in text
    assert "工作稿" not in text and "〔" not in text


def test_repetition_makes_a_complaint_worse(left: Left) -> None:
    subject, clause = AGAIN[left.pack]
    assert clause in left.case(subject)["reasons"]


def test_silence_is_reminded_of_and_then_reported_upwards(left: Left) -> None:
    subjects = [str(mail["Subject"]) for mail in left.mails("remind")]
    for kind in ("临期提醒", "今日到期", "已逾期", "逾期上报", "待您审批"):
        assert any(subject.startswith(kind) for subject in subjects), kind


def test_an_advertisement_is_asked_about_and_put_away_unanswered(left: Left) -> None:
    case = left.case("代开发票，优惠多多")
    assert (case["state"], case["grade"]) == ("dismissed", None)
    assert case["customer"]["address"] not in {str(mail["To"]) for mail in left.mails("*")}


def test_a_mail_that_cannot_be_read_is_handed_to_a_person_whole(left: Left) -> None:
    (told,) = left.mails("set-aside")
    (sent,) = [part.get_payload(decode=True) for part in told.iter_attachments()]
    (came,) = [path.read_bytes() for path in left.folder.glob("mail-in/*-from-nobody.eml")]
    assert sent == came


def test_both_regulations_are_at_work(left: Left) -> None:
    assert {case["pack"] for case in left.cases if case["grade"] is not None} == {"memory-device", "pv-module"}
    assert left.main["pack"] == left.pack


def test_no_customer_reads_what_is_ours(left: Left) -> None:
    customers = {case["customer"]["address"] for case in left.cases}
    texts = [f"{mail['Subject']}\n{text_of(mail)}" for mail in left.mails("*") if str(mail["To"]) in customers]
    assert texts
    for word in ("defect_degree", "total_cost_cny", "费用：", "定级", "#"):
        assert not any(word in text for text in texts), word


def test_what_happened_is_printed_row_by_row(left: Left) -> None:
    lines = left.printed.splitlines()
    assert lines[0].split() == ["time", "who", "what"]
    assert sum(line.startswith("03-") for line in lines) == len(list(left.folder.glob("mail*/*.eml")))
    assert lines[-2].startswith(f"{len(left.cases)} cases")


def test_the_desk_it_leaves_can_be_looked_at(left: Left) -> None:
    assert load_config(left.folder / "config.toml").folder == left.folder.resolve() / "desk"


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    assert sentence(tmp_path) == (
        2,
        f"{tmp_path} holds other files; give --out a new folder, so that nothing is overwritten",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    assert sentence(tmp_path / "out") == (2, f"{tmp_path / 'out'} is a file; give --out a folder")


def test_an_unknown_pack_is_named(tmp_path: Path) -> None:
    assert sentence(tmp_path / "out", "shoes") == (
        2,
        "the demo has no story for the pack 'shoes'; there are memory-device, pv-module",
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("pack", PLAYS)
def test_everybody_in_a_play_is_cast_and_every_form_is_written(pack: str) -> None:
    play = load_play(pack)
    assert {scene.who for scene in play.scenes if scene.who} <= set(play.cast)
    assert {key for scene in play.scenes for key in scene.fills} <= set(play.fillings)
    assert {actor.client for actor in play.cast.values()} <= set(CLIENTS)


@pytest.mark.parametrize("pack", PLAYS)
def test_a_play_is_a_fortnight_in_which_people_write_on_workdays_in_office_hours(pack: str) -> None:
    scenes = load_play(pack).scenes
    days = {scene.at.date() for scene in scenes}
    assert (min(days), max(days)) == (FIRST_DAY, FIRST_DAY + timedelta(days=DAYS - 1))
    written = [scene.at for scene in scenes if scene.who]
    assert all(is_workday(at.date(), ChinaCalendar()) and 9 <= at.hour < 18 for at in written)
