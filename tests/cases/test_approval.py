"""Rounds of approval: who may decide what, once, and when a round is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cases import tags
from cases.approval import Refused, Request, Round, Verdict, Why, decide, renew, revoke, waiting_for
from tests.office import at

NOON = at("2026-03-02 12:00")
LATER = NOON + timedelta(days=7)


def a_token(name: str) -> str:
    return tags.token(b"key", name)


def asked(role: str, name: str) -> Request:
    return Request(role, f"{name}@works.example", tags.token_hash(a_token(name)), NOON, LATER)


def a_round(*requests: Request, mode: str = "all") -> Round:
    return Round(1, "R2", "F16a", "ab", "author@works.example", "author@works.example", mode, requests, NOON)


def says(round_: Round, name: str, verdict: Verdict = Verdict.APPROVE, *, as_: str = "", at_: object = None) -> Round:
    moment = NOON + timedelta(hours=1) if at_ is None else at_
    assert moment is not None
    sender = f"{as_ or name}@works.example"
    return decide([round_], a_token(name), sender, verdict, "because", "sha", moment)  # type: ignore[arg-type]


def refusal(round_: Round, name: str, **how: object) -> Why:
    with pytest.raises(Refused) as refused:
        says(round_, name, **how)  # type: ignore[arg-type]
    return refused.value.why


def test_a_decision_keeps_who_when_why_and_the_evidence() -> None:
    (decided,) = says(a_round(asked("gm", "lin")), "lin").requests
    assert decided == replace(
        asked("gm", "lin"),
        verdict=Verdict.APPROVE,
        decided_at=NOON + timedelta(hours=1),
        decided_by="lin@works.example",
        reason="because",
        evidence="sha",
    )


def test_all_roles_must_approve_unless_any_is_enough() -> None:
    two = (asked("gm", "lin"), asked("quality", "wen"))
    assert says(a_round(*two), "lin").outcome is None
    assert says(says(a_round(*two), "lin"), "wen").outcome is Verdict.APPROVE
    assert says(a_round(*two, mode="any"), "lin").outcome is Verdict.APPROVE


def test_one_rejection_ends_the_round_even_where_any_approval_is_enough() -> None:
    two = (asked("gm", "lin"), asked("quality", "wen"))
    assert says(a_round(*two, mode="any"), "wen", Verdict.REJECT).outcome is Verdict.REJECT


def test_holder_and_deputy_are_one_role_and_the_first_to_answer_settles_it() -> None:
    both = a_round(asked("gm", "lin"), asked("gm", "deputy"), asked("quality", "wen"))
    after = says(both, "deputy")
    assert [r.address for r in waiting_for(after)] == ["wen@works.example"]
    assert says(after, "wen").outcome is Verdict.APPROVE


def test_who_fills_two_roles_decides_for_both_at_once() -> None:
    assert says(a_round(asked("gm", "lin"), asked("quality", "lin")), "lin").outcome is Verdict.APPROVE


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_code_works_once(verdict: Verdict) -> None:
    two = a_round(asked("gm", "lin"), asked("quality", "wen"))
    assert refusal(says(two, "lin", verdict), "lin") is Why.DECIDED


def test_a_code_works_for_the_person_it_was_sent_to() -> None:
    assert refusal(a_round(asked("gm", "lin")), "lin", as_="wen") is Why.NOT_YOURS
    assert refusal(a_round(asked("gm", "lin")), "wen") is Why.NOT_YOURS


def test_nobody_approves_what_they_wrote_or_sent_for_approval() -> None:
    written = a_round(asked("gm", "author"))
    assert refusal(written, "author") is Why.OWN_WORK
    assert refusal(replace(written, author="x@works.example"), "author") is Why.OWN_WORK
    assert refusal(replace(written, requester="x@works.example"), "author") is Why.OWN_WORK


def test_a_code_expires_and_can_be_renewed_where_an_answer_is_still_wanted() -> None:
    two = says(a_round(asked("gm", "lin"), asked("quality", "wen")), "lin")
    late = LATER + timedelta(seconds=1)
    assert refusal(two, "wen", at_=late) is Why.EXPIRED
    fresh = renew(two, late, late + timedelta(days=7))
    assert [r.expires_at for r in fresh.requests] == [LATER, late + timedelta(days=7)]
    assert says(fresh, "wen", at_=late).outcome is Verdict.APPROVE


def test_a_code_on_the_last_second_still_works() -> None:
    assert says(a_round(asked("gm", "lin")), "lin", at_=LATER).outcome is Verdict.APPROVE


def test_a_round_whose_document_changed_or_whose_approval_was_called_back_takes_no_answer() -> None:
    open_ = a_round(asked("gm", "lin"))
    assert refusal(revoke(open_, NOON), "lin") is Why.CHANGED
    assert refusal(replace(says(open_, "lin"), undone=True), "lin") is Why.CALLED_BACK
    assert waiting_for(revoke(open_, NOON)) == ()
