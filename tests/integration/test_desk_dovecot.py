"""The whole loop on real servers: from a customer's mail to the signed-off reply, by the command line."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from generator.docx_text import shown_text
from tests.integration.desk_process import COMPLAINT, DeskFolder, as_bytes, attach
from tests.integration.servers import Dovecot, SmtpSink
from tests.kesu.letters import filled
from tests.office import CUSTOMER, DESK, at, files_of, text_of

pytestmark = pytest.mark.needs("dovecot")

LUO, WEN, JIANG, FU = "luo@works.example", "wen@works.example", "jiang@works.example", "fu@works.example"
ARRIVED = at("2026-03-02 10:00")
MORNING = at("2026-03-02 10:05")
EIGHT_D = "K2026-00001-8D报告-R1.docx"


@pytest.fixture(scope="module")
def one_dovecot() -> Iterator[Dovecot]:
    with Dovecot() as server:
        yield server


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as sink:
        yield sink


@pytest.fixture
def desk(one_dovecot: Dovecot, sink: SmtpSink, tmp_path: Path) -> DeskFolder:
    one_dovecot.fresh_mailbox()
    return DeskFolder(tmp_path, one_dovecot, sink)


def to_whom(mails: list[EmailMessage]) -> list[str]:
    return sorted(mail["To"].addresses[0].addr_spec for mail in mails)


def folders(desk: DeskFolder) -> dict[str, list[bytes]]:
    """What lies where in the mailbox, without the folders that are empty."""
    found = {name: desk.dovecot.mails(name) for name in ("INBOX", "Kesu/Done", "Kesu/Review", "Kesu/Loop")}
    return {name: mails for name, mails in found.items() if mails}


def returned(desk: DeskFolder, request: EmailMessage) -> EmailMessage:
    """The engineer's answer to the papers: the 8D, filled."""
    stated = "DDR4-16G 内存上线测试无法开机，37 条，2026-03-02 于客户产线发现"
    document = filled(files_of(request)[EIGHT_D], d2_statement=stated, d4_tua="焊点虚焊")
    return attach(desk.letter(LUO, "", "已完成，请审批。", to=request), EIGHT_D, document)


def test_a_complaint_goes_the_whole_way_to_the_approved_answer(desk: DeskFolder) -> None:
    complaint = desk.complaint()
    desk.arrives(complaint, at=ARRIVED)
    desk.once(MORNING)
    acknowledgement, notice, papers = desk.sent()
    assert to_whom([acknowledgement]) == [CUSTOMER]
    assert "K2026-00001" in acknowledgement["Subject"]
    assert acknowledgement["In-Reply-To"] == complaint["Message-ID"] == acknowledgement["References"]
    assert acknowledgement["Auto-Submitted"] == "auto-replied"
    assert (to_whom([notice]), to_whom([papers])) == ([FU], [LUO])
    assert [*files_of(papers)] == ["K2026-00001-客户抱怨联络单-R1.docx", EIGHT_D]

    desk.arrives(returned(desk, papers), at=MORNING + timedelta(hours=3))
    desk.once(MORNING + timedelta(hours=3))
    requests = [mail for mail in desk.sent() if "/approval-1/" in mail["X-Kesu-Id"]]
    assert [*files_of(requests[0])] == ["K2026-00001-8D报告-R2-工作稿.docx", "K2026-00001-8D报告-R2.docx"]

    decided = MORNING + timedelta(hours=4)
    answers = [desk.letter(request["To"].addresses[0].addr_spec, "", "同意", to=request) for request in requests]
    desk.arrives(*answers, at=decided)
    desk.once(decided)
    *_, answer = desk.sent(CUSTOMER)
    assert [*files_of(answer)] == ["K2026-00001-8D报告-R2.docx"]
    seen, sent = (shown_text(files_of(mail)["K2026-00001-8D报告-R2.docx"]) for mail in (requests[0], answer))
    assert ["电子批准 e-approved" in text for text in (seen, sent)] == [False, True]
    assert (answer["In-Reply-To"], answer["References"]) == (complaint["Message-ID"], complaint["Message-ID"])

    case = desk.case()
    assert (case["grade"], case["state"]) == (1, "replied")
    assert [round_["outcome"] for round_ in case["approvals"]] == ["approve"]
    assert len(desk.sent(CUSTOMER)) == 2
    assert [*folders(desk)] == ["Kesu/Done"]
    assert folders(desk)["Kesu/Done"][0] == as_bytes(complaint)


def test_what_arrived_is_kept_byte_for_byte_before_it_is_moved(desk: DeskFolder) -> None:
    raws = [as_bytes(desk.complaint(f"qc@customer{number}.example")) for number in range(3)]
    odd = b"From: qc@odd.example\r\nSubject: \xb2\xbb\xc1\xbc 37 pcs\r\n\r\nno id, bare 8bit \xff\xfe\r\n.\r\n.."
    desk.arrives(*raws, odd, at=ARRIVED)
    desk.works(MORNING)
    kept = {file.stem: file.read_bytes() for file in (desk.data / "spool").glob("??/*.eml")}
    assert kept == {hashlib.sha256(raw).hexdigest(): raw for raw in [*raws, odd]}
    assert sorted(folders(desk)["Kesu/Done"]) == sorted([*raws, odd])


def test_a_second_pass_at_the_same_time_sends_nothing_new(desk: DeskFolder) -> None:
    desk.arrives(desk.complaint(), at=ARRIVED)
    assert len(desk.once(MORNING)) == 3  # acknowledgement, notice, papers
    assert desk.once(MORNING) == []


def test_a_follow_up_joins_its_case_and_raises_its_grade(desk: DeskFolder) -> None:
    mild = "\n".join(line for line in COMPLAINT.splitlines() if "停线" not in line and "8D" not in line)
    mild = mild.replace("，产线已停线", "")
    desk.arrives(desk.complaint(text=f"{mild}\n是否停线：否\n"), at=ARRIVED)
    desk.works(MORNING)
    before = desk.case()
    assert before["grade"] != 1
    (acknowledgement,) = desk.sent(CUSTOMER)
    more = desk.letter(CUSTOMER, "", "更正：产线已停线。\n是否停线：是\n", to=acknowledgement)
    desk.arrives(more, at=MORNING + timedelta(hours=1))
    desk.works(MORNING + timedelta(hours=1))
    after = desk.case()
    assert (after["id"], after["grade"]) == (before["id"], 1)
    assert [line["what"] for line in after["timeline"] if line["mail"]].count("follow-up") == 1


def test_the_same_mail_delivered_three_times_is_one_case(desk: DeskFolder) -> None:
    raw = as_bytes(desk.complaint())
    through_two_servers = b"Received: from b.example by a.example\r\n" + raw
    desk.arrives(raw, through_two_servers, at=ARRIVED)
    desk.works(MORNING)
    desk.arrives(raw, at=ARRIVED)
    desk.works(MORNING + timedelta(minutes=1))
    assert [case["id"] for case in desk.cases()] == ["K2026-00001"]
    assert len(desk.sent(CUSTOMER)) == 1
    assert folders(desk) == {"Kesu/Done": [raw, through_two_servers, raw]}


def test_each_mail_ends_in_the_folder_it_belongs_in_and_a_bad_one_stops_nobody(desk: DeskFolder) -> None:
    senderless = b"Subject: who am I\r\n\r\nno From line\r\n"
    ours = as_bytes(desk.letter(DESK, "Re: back again", "text"))
    absent = as_bytes(desk.letter("away@farridge.example", "自动回复: 休假", "我在休假", Auto_Submitted="auto-replied"))
    good = as_bytes(desk.complaint())
    desk.arrives(senderless, ours, absent, good, at=ARRIVED)
    desk.works(MORNING)
    assert folders(desk) == {"Kesu/Done": [absent, good], "Kesu/Review": [senderless], "Kesu/Loop": [ours]}
    assert [case["customer"]["address"] for case in desk.cases()] == [CUSTOMER]


def test_a_mail_that_the_desk_itself_fails_on_is_set_aside_with_the_reason(desk: DeskFolder) -> None:
    wording = desk.folder / "templates" / "mail" / "customer" / "acknowledge.zh.j2"
    wording.parent.mkdir(parents=True)
    wording.write_text("Subject: {{ number_of_the_beast }}\n\ntext\n", encoding="utf-8")
    desk.configure(desk={"templates": ["templates"]})
    chinese = as_bytes(desk.complaint())
    english = as_bytes(desk.letter("qc@other.example", "Defective DDR4-16G", "37 of 5000 pcs failed, line is down."))
    desk.arrives(chinese, english, at=ARRIVED)
    desk.works(MORNING)
    assert folders(desk) == {"Kesu/Done": [english], "Kesu/Review": [chinese]}
    assert len(desk.sent("qc@other.example")) == 1
    assert any("the desk itself failed on this mail" in text_of(mail) for mail in desk.sent("fang@works.example"))


def test_papers_that_cannot_be_made_are_told_and_made_when_they_can_be(desk: DeskFolder) -> None:
    wording = desk.folder / "templates" / "mail" / "owner" / "new-case.zh.j2"
    wording.parent.mkdir(parents=True)
    wording.write_text("Subject: {{ number_of_the_beast }}\n\ntext\n", encoding="utf-8")
    desk.configure(desk={"templates": ["templates"]})
    desk.arrives(desk.complaint(), at=ARRIVED)
    desk.works(MORNING)
    assert sorted(to_whom(desk.sent())) == sorted([CUSTOMER, FU, WEN])
    assert "number_of_the_beast" in text_of(desk.sent(WEN)[0])
    desk.configure()
    desk.works(MORNING + timedelta(minutes=1))
    assert len(files_of(desk.sent(LUO)[0])) == 2


def test_a_mail_over_the_limit_goes_to_review_undownloaded_and_is_told(desk: DeskFolder) -> None:
    desk.configure(limits={"mail_mb": 0.05})
    large = as_bytes(attach(desk.complaint(), "pictures.docx", b"x" * 60_000))
    desk.arrives(large, as_bytes(desk.complaint("qc@other.example")), at=ARRIVED)
    desk.works(MORNING)
    assert folders(desk)["Kesu/Review"] == [large]
    assert len(list((desk.data / "spool").glob("??/*.eml"))) == 1
    assert any("larger than 0.05 MB" in text_of(mail) for mail in desk.sent())
    desk.works(MORNING + timedelta(minutes=1))
    assert len(desk.sent("qc@other.example")) == 1


def test_whether_somebody_has_read_a_mail_neither_matters_nor_changes(desk: DeskFolder) -> None:
    desk.arrives(desk.complaint(), desk.complaint("qc@other.example"), at=ARRIVED)
    with desk.dovecot.client() as client:
        client.select_folder("INBOX")
        client.add_flags([2], [b"\\Seen"])
    desk.works(MORNING)
    assert len(desk.cases()) == 2
    with desk.dovecot.client() as client:
        client.select_folder("Kesu/Done", readonly=True)
        flags = client.get_flags(client.search())
    assert [b"\\Seen" in of_one for _, of_one in sorted(flags.items())] == [False, True]


# where the desk starts


def test_at_the_first_start_old_mail_is_left_alone_and_counted(desk: DeskFolder) -> None:
    desk.configure(mailbox={"start": "now"})
    old = [as_bytes(desk.complaint(f"qc@old{number}.example")) for number in range(2)]
    desk.arrives(*old, at=ARRIVED - timedelta(days=30))
    first = desk.kesu("once", "--now", MORNING.isoformat())
    assert "first start: 2 mails that were already in the mailbox are left alone" in first.stderr
    new = as_bytes(desk.complaint())
    desk.arrives(new, at=MORNING + timedelta(hours=1))
    desk.works(MORNING + timedelta(hours=1))
    assert folders(desk) == {"INBOX": old, "Kesu/Done": [new]}


def test_a_mail_that_comes_in_the_second_of_the_first_start_is_not_taken_for_old(desk: DeskFolder) -> None:
    desk.configure(mailbox={"start": "now"})
    start = MORNING + timedelta(milliseconds=700)
    desk.works(start)
    desk.arrives(desk.complaint(), at=MORNING)  # servers give arrival times in whole seconds
    desk.works(start + timedelta(minutes=1))
    assert len(desk.cases()) == 1


def test_a_server_whose_clock_is_slow_loses_no_mail(desk: DeskFolder) -> None:
    desk.configure(mailbox={"start": "now"})
    desk.works(MORNING)
    desk.arrives(desk.complaint(), at=MORNING - timedelta(minutes=5))
    desk.works(MORNING + timedelta(minutes=1))
    assert len(desk.cases()) == 1


def test_when_uids_are_numbered_anew_nothing_is_lost_or_taken_twice(desk: DeskFolder) -> None:
    desk.configure(mailbox={"start": "now"})
    old = as_bytes(desk.complaint("qc@old.example"))
    desk.arrives(old, at=ARRIVED - timedelta(days=30))
    desk.works(MORNING)
    known, new = as_bytes(desk.complaint()), as_bytes(desk.complaint("qc@new.example"))
    desk.arrives(known, at=MORNING + timedelta(minutes=1))
    desk.works(MORNING + timedelta(minutes=2))
    desk.arrives(known, new, at=MORNING + timedelta(minutes=3))
    desk.dovecot.forget_numbering()
    desk.works(MORNING + timedelta(minutes=4))
    assert sorted(case["customer"]["address"] for case in desk.cases()) == ["qc@farridge.example", "qc@new.example"]
    assert folders(desk) == {"INBOX": [old], "Kesu/Done": [known, known, new]}
    later = as_bytes(desk.complaint("qc@later.example"))
    desk.arrives(later, at=MORNING + timedelta(minutes=5))
    assert desk.works(MORNING + timedelta(minutes=6)).mails == 1
    assert len(desk.cases()) == 3


def test_mail_known_from_before_a_crash_is_moved_without_being_downloaded(desk: DeskFolder) -> None:
    raw = as_bytes(desk.complaint())
    desk.arrives(raw, at=ARRIVED)
    desk.works(MORNING)
    with desk.dovecot.client() as client:
        client.select_folder("Kesu/Done")
        client.move([1], "INBOX")
    assert desk.works(MORNING + timedelta(minutes=1)).mails == 1  # another UID: downloaded, and known
    assert folders(desk) == {"Kesu/Done": [raw]}
    assert len(desk.cases()) == len(desk.sent(CUSTOMER)) == 1


# reminders


def silence(desk: DeskFolder, days: int, step: timedelta) -> Counter[tuple[str, str]]:
    """The desk looks in every `step` for so many days, opened anew each time: reminders by (recipient, effect)."""
    now, end = MORNING, MORNING + timedelta(days=days)
    while now < end:
        now += step
        desk.works(now)
    return Counter(
        (mail["To"].addresses[0].addr_spec, str(mail["X-Kesu-Id"])) for mail in desk.sent() if _reminds(mail)
    )


def _reminds(mail: EmailMessage) -> bool:
    return "/remind-" in str(mail["X-Kesu-Id"])


def test_a_reminder_goes_out_once_per_step_however_often_the_desk_is_started(desk: DeskFolder) -> None:
    desk.arrives(desk.complaint(), at=ARRIVED)
    desk.works(MORNING)
    reminders = silence(desk, days=4, step=timedelta(hours=6))
    assert reminders
    assert set(reminders.values()) == {1}


def test_after_thirty_silent_days_each_deadline_is_reminded_of_once_per_person(desk: DeskFolder) -> None:
    desk.arrives(desk.complaint(), at=ARRIVED)
    desk.works(MORNING)
    later = at("2026-04-01 10:00")
    desk.once(later)
    deadlines = Counter((mail["To"].addresses[0].addr_spec, _clock(mail)) for mail in desk.sent() if _reminds(mail))
    assert deadlines == {  # of the soft date to be on site nobody is reminded once it is over
        (LUO, "R16-D2.preliminary_report"): 1,
        (LUO, "R16-D1.final_report"): 1,
        (JIANG, "R16-D1.final_report"): 1,
    }
    assert desk.once(later) == []


def _clock(mail: EmailMessage) -> str:
    return str(mail["X-Kesu-Id"]).partition("/remind-")[2].partition("-20")[0].partition("-waiting")[0]


def test_an_hour_is_the_same_whatever_offset_now_is_given_in(desk: DeskFolder) -> None:
    desk.arrives(desk.complaint(), at=ARRIVED)
    assert len(desk.once(datetime.fromisoformat("2026-03-02T02:05:00+00:00"))) == 3
    assert desk.once(MORNING) == []
