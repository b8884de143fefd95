"""A text is looked at in sentences, and words are the same words however they were typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.lint_text import OVERLAP, SENTENCE, plain, sentences


def shown(text: str) -> list[str]:
    return [sentence.shown for sentence in sentences(text)]


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("規定就是這樣", "规定就是这样"),
        ("规 定 就 是 这 样", "规定就是这样"),
        ("规定\u200b就是\ufeff这样", "规定就是这样"),
        ("一分錢， 一分貨", "一分钱,一分货"),
        ("Ｎｏｔ　ＯＵＲ business", "not our business"),
        ("We can't; it isn‘t", "we can’t; it isn’t"),
        ("退\n货", "退货"),
        ("", ""),
    ],
)
def test_the_same_words_are_the_same_characters(typed: str, seen: str) -> None:
    assert plain(typed) == seen


def test_sentences_end_with_their_marks_and_with_the_line() -> None:
    assert shown("第一句。第二句！\n第三行\n\n- 第四行；第五句？") == [
        "第一句。",
        "第二句！",
        "第三行",
        "- 第四行；",
        "第五句？",
    ]
    assert shown("One. Two ends here! Version 1.5 is one sentence.") == [
        "One.",
        "Two ends here!",
        "Version 1.5 is one sentence.",
    ]


def test_a_line_that_a_mail_program_broke_is_joined() -> None:
    text = "We have looked at this for a long time and know that even a\nchild knows how to do it.\nShort\nlines stay."
    assert shown(text) == [
        "We have looked at this for a long time and know that even a child knows how to do it.",
        "Short",
        "lines stay.",
    ]


def test_a_sentence_without_end_is_looked_at_in_parts_that_overlap() -> None:
    first, second = sentences("长" * (SENTENCE + 1))
    assert (len(first.shown), len(second.shown)) == (SENTENCE, OVERLAP + 1)


@given(st.text(max_size=300))
def test_no_character_that_can_be_seen_is_lost(text: str) -> None:
    together = "".join("".join(shown(text)).split())
    for char in "".join(text.split()):
        assert char in together
