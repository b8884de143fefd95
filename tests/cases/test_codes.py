"""One-time codes: what is kept, how often one may err, and that a new one makes guessing no easier."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cases import codes
from cases.codes import Answer, CodeAsked, Codes

KEY, CASE, BOSS = b"k" * 32, "K2026-00001", "jiang@works.example"
NOON = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def asked(mail: str = "a" * 64, at: datetime = NOON, address: str = BOSS) -> CodeAsked:
    code = codes.code(KEY, CASE, mail, address)
    return CodeAsked(mail, at, address, codes.seal(KEY, code, CASE, mail), at, at + codes.LASTS)


def tried(known: Codes, written: str, at: datetime = NOON + MINUTE) -> tuple[Codes, Answer]:
    waiting = codes.waiting(known, BOSS)
    assert waiting is not None
    return codes.answered(known, waiting, KEY, written, CASE, at)


def right(mail: str = "a" * 64) -> str:
    return codes.code(KEY, CASE, mail, BOSS)


@given(st.binary(min_size=32, max_size=32), st.text(max_size=80), st.text(max_size=80))
def test_a_code_has_six_digits_and_its_seal_does_not_show_it(key: bytes, mail: str, address: str) -> None:
    code = codes.code(key, CASE, mail, address)
    assert len(code) == 6
    assert code.isdecimal()
    assert codes.seal(key, code, CASE, mail) != codes.seal(b"another key", code, CASE, mail)


def test_the_right_code_works_once() -> None:
    known, answer = tried(codes.asking((), asked()), right())
    assert answer is Answer.RIGHT
    assert codes.waiting(known, BOSS) is None
    assert known[0].state == "used"


def test_the_code_of_another_mail_case_or_person_is_wrong() -> None:
    known = codes.asking((), asked())
    for other in (
        codes.code(KEY, CASE, "b" * 64, BOSS),
        codes.code(KEY, "K2026-00002", "a" * 64, BOSS),
        codes.code(KEY, CASE, "a" * 64, "wen@works.example"),
        "",
    ):
        assert tried(known, other)[1] is Answer.WRONG


def test_it_works_up_to_its_last_moment_and_not_after() -> None:
    known = codes.asking((), asked())
    assert tried(known, right(), NOON + codes.LASTS)[1] is Answer.RIGHT
    assert tried(known, right(), NOON + codes.LASTS + timedelta(seconds=1)) == (known, Answer.EXPIRED)


def test_the_fifth_wrong_answer_locks_it_and_the_right_one_comes_too_late() -> None:
    known = codes.asking((), asked())
    for _ in range(4):
        known, answer = tried(known, "none")
        assert answer is Answer.WRONG
    known, answer = tried(known, "none")
    assert (answer, known[0].state, known[0].tries) == (Answer.LOCKED, "locked", 5)
    assert codes.waiting(known, BOSS) is None
    assert codes.locked(known, BOSS, NOON + timedelta(hours=23))
    assert not codes.locked(known, BOSS, NOON + timedelta(days=1))


def test_wrong_answers_count_over_all_codes_of_a_day_and_for_each_person_alone() -> None:
    known = codes.asking((), asked())
    for _ in range(3):
        known, _answer = tried(known, "none")
    known = codes.asking(known, asked("b" * 64, NOON + MINUTE))
    assert [each.state for each in known] == ["overtaken", "waiting"]
    assert codes.tries_left(known, BOSS, NOON + MINUTE) == 2
    assert codes.tries_left(known, "wen@works.example", NOON + MINUTE) == 5
    known, _answer = tried(known, right())
    known, answer = tried(known, "none")
    assert answer is Answer.LOCKED


def test_ten_codes_in_a_day_are_enough() -> None:
    known: Codes = ()
    for number in range(10):
        assert not codes.locked(known, BOSS, NOON)
        known = codes.asking(known, asked(f"{number}" * 64))
    assert codes.locked(known, BOSS, NOON)
    assert not codes.locked(known, "wen@works.example", NOON)
