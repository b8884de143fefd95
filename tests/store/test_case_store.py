"""What every CaseStore promises; run against the fake and each real one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from cases.faults import arm
from cases.model import Fact
from cases.outgoing import MailClass, Sending
from cases.state import State
from cases.stores import AlreadyThere, CaseStore
from store.desk_store import TinyDeskStore
from tests.fakes import FakeStore
from tests.store.samples import NOON, a_case, a_handled_mail, a_job, after, an_outgoing_mail


@pytest.fixture(params=["fake", "tinydb"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CaseStore]:
    made: CaseStore = FakeStore() if request.param == "fake" else TinyDeskStore(tmp_path)
    yield made
    made.close()


# transactions


def test_what_a_transaction_wrote_is_read_inside_it_and_after_it(store: CaseStore) -> None:
    with store.transaction():
        store.put_case(a_case())
        assert store.case("K2026-00001") == a_case()
    assert store.case("K2026-00001") == a_case()


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_transaction_that_raises_leaves_nothing(store: CaseStore, error: type[BaseException]) -> None:
    with store.transaction():
        store.put_case(a_case(state=State.TRIAGED))
    with pytest.raises(error), store.transaction():
        store.put_case(a_case(state=State.CLOSED))
        store.put_case(a_case(2))
        store.put_handled(a_handled_mail())
        store.queue(an_outgoing_mail())
        store.put_job(a_job())
        store.set_note("uid", "7")
        raise error
    assert list(store.cases()) == [a_case(state=State.TRIAGED)]
    assert store.handled("content-one") is None
    assert store.handled_transport("desk/INBOX/1/one") is None
    assert store.outgoing_in(*Sending) == []
    assert store.jobs() == []
    assert store.note("uid") is None


def test_the_last_fault_point_is_before_the_commit(store: CaseStore) -> None:
    def crash(point: str) -> None:
        raise InterruptedError(point)

    arm(crash)
    try:
        with pytest.raises(InterruptedError, match="P3"), store.transaction():
            store.put_case(a_case())
    finally:
        arm(None)
    assert list(store.cases()) == []


def test_transactions_do_not_nest(store: CaseStore) -> None:
    with pytest.raises(RuntimeError, match="do not nest"), store.transaction(), store.transaction():
        pass
    with store.transaction():
        store.put_case(a_case())
    assert store.case("K2026-00001") is not None


def test_nothing_is_written_outside_of_a_transaction(store: CaseStore) -> None:
    with pytest.raises(RuntimeError, match="outside of transaction"):
        store.put_case(a_case())
    assert list(store.cases()) == []


# cases


def test_a_case_put_again_replaces_the_first(store: CaseStore) -> None:
    with store.transaction():
        store.put_case(a_case())
        store.put_case(a_case(state=State.CLOSED))
    assert list(store.cases()) == [a_case(state=State.CLOSED)]


def test_a_case_is_found_by_either_number_in_any_letter_case(store: CaseStore) -> None:
    ours, theirs = a_case(1), a_case(2, case_no="FQ-202603-013")
    with store.transaction():
        store.put_case(ours)
        store.put_case(theirs)
    found = [store.case_by_number(number) for number in ("k2026-00001", "fq-202603-013", "K2026-00002", "", "x")]
    assert found == [ours, theirs, theirs, None, None]
    assert store.case("k2026-00001") is None


def test_cases_come_in_the_order_of_their_ids(store: CaseStore) -> None:
    with store.transaction():
        for number in (3, 1, 2):
            store.put_case(a_case(number, state=State.CLOSED if number == 2 else State.ANALYSING))
    assert [case.id[-1] for case in store.cases()] == ["1", "2", "3"]
    assert [case.id[-1] for case in store.cases(open_only=True)] == ["1", "3"]


def test_more_cases_than_a_page_holds_all_come(store: CaseStore) -> None:
    with store.transaction():
        for number in range(1000):
            store.put_case(a_case(number))
    assert [case.id for case in store.cases()] == [f"K2026-{number:05}" for number in range(1000)]
    assert len(list(store.cases(open_only=True))) == 1000


def test_cases_are_found_by_customer_and_by_problem(store: CaseStore) -> None:
    with store.transaction():
        store.put_case(a_case(3, customer="甲方", problem="JAM72/隐裂"))
        store.put_case(a_case(1, customer="甲方"))
        store.put_case(a_case(2, customer="乙方", problem="JAM72/隐裂"))
    assert [case.id[-1] for case in store.cases_of("甲方")] == ["1", "3"]
    assert [case.id[-1] for case in store.cases_with("problem_key", "JAM72/隐裂")] == ["2", "3"]
    assert store.cases_with("problem_key", "") == store.cases_of("丙方") == []


def test_cases_are_found_by_their_matter_which_is_their_problem_until_somebody_says_otherwise(store: CaseStore) -> None:
    stated = {"issue_key": Fact("停气", "person:wen@works.example", NOON)}
    with store.transaction():
        store.put_case(a_case(1, facts=stated))
        store.put_case(a_case(2, problem="停气"))
        other = {"issue_key": Fact("b", "person:wen@works.example", NOON)}
        store.put_case(a_case(3, facts={"problem_key": Fact("停气", "desk", NOON)} | other))
    assert [case.id[-1] for case in store.cases_with("issue_key", "停气")] == ["1", "2"]
    assert [case.id[-1] for case in store.cases_with("issue_key", "b")] == ["3"]


def test_cases_are_looked_up_by_no_other_key(store: CaseStore) -> None:
    with pytest.raises(ValueError, match="not looked up by subject"):
        store.cases_with("subject", "x")


def test_a_case_that_changed_its_problem_is_found_by_the_new_one_only(store: CaseStore) -> None:
    with store.transaction():
        store.put_case(a_case(problem="a"))
        store.put_case(a_case(problem="b"))
    assert [len(store.cases_with("problem_key", key)) for key in "ab"] == [0, 1]


def test_open_cases_are_due_from_their_instant_on_the_earliest_first(store: CaseStore) -> None:
    china = timezone(timedelta(hours=8))
    with store.transaction():
        store.put_case(a_case(1, next_due=after(hours=2)))
        store.put_case(a_case(2, next_due=after(hours=1).astimezone(china)))
        store.put_case(a_case(3, next_due=after(hours=2, microseconds=1)))
        store.put_case(a_case(4, next_due=NOON, state=State.CLOSED))
        store.put_case(a_case(5))
    assert [case.id[-1] for case in store.cases_due(after(hours=2))] == ["2", "1"]
    assert store.cases_due(NOON) == []


def test_numbers_run_without_gaps_in_each_series_even_after_a_failure(store: CaseStore) -> None:
    with store.transaction():
        first = [store.next_number("K2026"), store.next_number("K2026"), store.next_number("202603")]
    with pytest.raises(ValueError, match="no"), store.transaction():
        store.next_number("K2026")
        raise ValueError("no")
    with store.transaction():
        assert [*first, store.next_number("K2026")] == [1, 2, 1, 3]


# handled mail


def test_a_handled_mail_is_found_by_content_and_by_place(store: CaseStore) -> None:
    mail = a_handled_mail(transport_keys=("desk/INBOX/1/7", "desk/INBOX/2/1"), case_id="K2026-00001")
    with store.transaction():
        store.put_handled(mail)
    places = ("desk/INBOX/1/7", "desk/INBOX/2/1", "desk/INBOX/1/8")
    assert store.handled("content-one") == mail
    assert store.handled("content-two") is None
    assert [store.handled_transport(place) for place in places] == [mail, mail, None]


def test_a_mail_put_again_is_known_by_its_new_places_only(store: CaseStore) -> None:
    again = a_handled_mail(transport_keys=("desk/INBOX/2/1",))
    with store.transaction():
        store.put_handled(a_handled_mail(transport_keys=("desk/INBOX/1/7",)))
        store.put_handled(again)
    assert store.handled_transport("desk/INBOX/2/1") == again
    assert store.handled_transport("desk/INBOX/1/7") is None


def test_a_message_leads_to_its_case_whether_it_came_in_or_went_out(store: CaseStore) -> None:
    with store.transaction():
        store.put_handled(a_handled_mail("ignored", message_id="<same@example.com>"))
        store.put_handled(a_handled_mail("taken", message_id="<same@example.com>", case_id="K2026-00002"))
        store.queue(an_outgoing_mail(message_id="<ours@desk.example>"))
    asked = ("<same@example.com>", "<ours@desk.example>", "<unknown@example.com>", "")
    assert [store.case_of_message(it) for it in asked] == ["K2026-00002", "K2026-00001", None, None]


def test_a_header_may_hold_anything(store: CaseStore) -> None:
    wild = "<a\0b\udce4\"';--客@x>"
    with store.transaction():
        store.put_handled(a_handled_mail(message_id=wild, case_id="K2026-00001"))
    assert store.case_of_message(wild) == "K2026-00001"
    assert store.handled("content-one") is not None


def test_what_waits_for_a_person_comes_the_oldest_first(store: CaseStore) -> None:
    with store.transaction():
        store.put_handled(a_handled_mail("new", set_aside=True, received_at=after(hours=1)))
        store.put_handled(a_handled_mail("fine"))
        store.put_handled(a_handled_mail("old", set_aside=True))
        store.put_handled(a_handled_mail("dealt with", set_aside=True))
        store.put_handled(a_handled_mail("dealt with"))
    assert [mail.content_key for mail in store.set_aside()] == ["content-old", "content-new"]


# outbox


def test_the_same_effect_is_queued_once(store: CaseStore) -> None:
    first, second = an_outgoing_mail(), an_outgoing_mail(subject="again", message_id="<other@desk.example>")
    with store.transaction():
        assert [store.queue(first), store.queue(second)] == [True, False]
    with store.transaction():
        assert store.queue(second) is False
    assert store.outgoing_of("K2026-00001") == [first]


def test_two_mails_with_one_message_id_take_the_whole_transaction_back(store: CaseStore) -> None:
    with store.transaction():
        store.queue(an_outgoing_mail("K2026-00001/ack/customer/1", message_id="<x@desk.example>"))
    with pytest.raises(AlreadyThere), store.transaction():
        store.put_case(a_case())
        with pytest.raises(AlreadyThere, match="x@desk"):
            store.queue(an_outgoing_mail("K2026-00001/ack/customer/2", message_id="<x@desk.example>"))
    assert store.case("K2026-00001") is None


def test_an_outgoing_mail_comes_back_whole_and_to_the_byte(store: CaseStore) -> None:
    mail = an_outgoing_mail(raw=bytes(range(256)) + b"\r\n" * 3, next_at=NOON, documents=("a" * 64,))
    with store.transaction():
        store.queue(mail)
    assert store.outgoing(mail.effect_key) == mail
    assert store.outgoing_by_message_id(mail.message_id) == mail
    assert store.outgoing("x") is store.outgoing_by_message_id("") is None


def test_the_state_of_a_mail_changes_its_bytes_never(store: CaseStore) -> None:
    mail = an_outgoing_mail()
    sent = replace(mail, state=Sending.SENT, attempts=1, sent_at=after(minutes=1))
    with store.transaction():
        store.queue(mail)
        store.update_outgoing(replace(sent, raw=b"forged"))
    assert store.outgoing(mail.effect_key) == sent
    with pytest.raises(LookupError, match="never/queued"), store.transaction():
        store.update_outgoing(an_outgoing_mail("never/queued"))


def test_mails_are_listed_by_state_in_the_order_they_were_queued(store: CaseStore) -> None:
    states = [Sending.FAILED, Sending.SENT, Sending.FAILED, Sending.UNKNOWN]
    with store.transaction():
        for number, state in enumerate(states):
            store.queue(an_outgoing_mail(f"K2026-00001/notice/owner/{number}", state=state))
    listed = store.outgoing_in(Sending.UNKNOWN, Sending.FAILED)
    assert [mail.effect_key[-1] for mail in listed] == ["0", "2", "3"]
    assert store.outgoing_in() == []


def test_mails_are_sent_when_their_time_has_come_in_the_order_of_queueing(store: CaseStore) -> None:
    later = after(hours=1)
    mails: dict[str, dict[str, Any]] = {
        "deferred, its time has come": {"state": Sending.DEFERRED, "next_at": NOON},
        "deferred, later": {"state": Sending.DEFERRED, "next_at": later},
        "pending": {"not_before": NOON},
        "pending in the undo window": {"not_before": later},
        "unknown, its time has come": {"state": Sending.UNKNOWN, "not_before": NOON},
        "unknown, later": {"state": Sending.UNKNOWN, "not_before": later},
        "being sent": {"state": Sending.SENDING},
        "sent": {"state": Sending.SENT},
        "failed": {"state": Sending.FAILED},
        "cancelled": {"state": Sending.CANCELLED},
    }
    with store.transaction():
        for effect, given in mails.items():
            store.queue(an_outgoing_mail(effect, **given))
    ready = ["deferred, its time has come", "pending", "unknown, its time has come"]
    assert [mail.effect_key for mail in store.to_send(NOON)] == ready
    assert [mail.effect_key for mail in store.to_send(NOON, limit=2)] == ready[:2]
    assert len(store.to_send(later)) == 6


def test_after_a_crash_mails_that_were_being_sent_are_unknown_and_due(store: CaseStore) -> None:
    mail = an_outgoing_mail(state=Sending.SENDING, attempts=1, not_before=NOON)
    with store.transaction():
        store.queue(mail)
        store.queue(an_outgoing_mail("sent", state=Sending.SENT))
    with store.transaction():
        assert store.recover(after(hours=1)) == 1
    [found] = store.to_send(after(hours=1))
    expected = replace(mail, state=Sending.UNKNOWN, ambiguous=1, next_at=after(hours=1))
    assert replace(found, last_error="") == expected
    assert "may have it already" in found.last_error
    with store.transaction():
        assert store.recover(after(hours=2)) == 0


def test_automatic_answers_to_an_address_are_counted(store: CaseStore) -> None:
    with store.transaction():
        store.queue(an_outgoing_mail("old", queued_at=after(hours=-1)))
        store.queue(an_outgoing_mail("ack", queued_at=NOON))
        store.queue(an_outgoing_mail("question", mail_class=MailClass.QUESTION, recipient="Kunde@Example.com"))
        store.queue(an_outgoing_mail("help", mail_class=MailClass.HELP, state=Sending.SENT))
        store.queue(an_outgoing_mail("cancelled", state=Sending.CANCELLED))
        store.queue(an_outgoing_mail("answer", mail_class=MailClass.ANSWER))
        store.queue(an_outgoing_mail("other", recipient="other@example.com"))
    assert store.acknowledgements("kunde@example.com", NOON) == 3
    assert store.acknowledgements("@EXAMPLE.com", NOON) == 4
    assert [store.acknowledgements(name, NOON) for name in ("", "@", "@xample.com", "example.com")] == [0, 0, 0, 0]


# document jobs and notes


def test_jobs_come_in_order_until_they_are_finished(store: CaseStore) -> None:
    with store.transaction():
        for key in ("b", "a", "c"):
            store.put_job(a_job(key))
        store.put_job(a_job("b", attempts=1, last_error="no template"))
        store.finish_job("a")
        store.finish_job("never there")
    assert store.jobs() == [a_job("b", attempts=1, last_error="no template"), a_job("c")]


def test_a_note_is_kept_and_replaced(store: CaseStore) -> None:
    with store.transaction():
        store.set_note("uidvalidity", "1")
        store.set_note("uidvalidity", "2")
    assert (store.note("uidvalidity"), store.note("uid")) == ("2", None)
