"""Our marks on a mail survive what mail programs do to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.tags import Tag, message_id, ref_line, subject_tag, tags_in, token, token_hash, without_tags

KEY = b"the desk's secret"
TOKEN = token(KEY, "K2026-00012", "F16a-2", "approve", "qm@works.example")
TAG = Tag("K2026-00012", TOKEN)


def test_the_same_effect_has_the_same_message_id_and_another_effect_another() -> None:
    first = message_id(KEY, "K2026-00012/ack/customer/1", "works.example")
    assert first == "<k.f24880deba892e31ca890ac352d76d27@works.example>"
    assert first == message_id(KEY, "K2026-00012/ack/customer/1", "works.example")
    assert first != message_id(KEY, "K2026-00012/ack/customer/2", "works.example")
    assert first != message_id(b"another desk's", "K2026-00012/ack/customer/1", "works.example")


def test_a_token_is_26_base32_characters_and_depends_on_every_part() -> None:
    assert len(TOKEN) == 26
    assert set(TOKEN) <= set("abcdefghijklmnopqrstuvwxyz234567")
    assert token(KEY, "ab", "c") != token(KEY, "a", "bc") != token(KEY, "abc")
    assert token(KEY, "ab", "c") == token(KEY, "ab", "c")


def test_the_hash_of_a_token_does_not_depend_on_letter_case() -> None:
    assert token_hash(TOKEN.upper()) == token_hash(TOKEN)
    assert len(token_hash(TOKEN)) == 64


def test_a_tag_is_read_back_from_the_subject_and_from_the_ref_line() -> None:
    assert subject_tag(Tag("K2026-00012")) == "[K2026-00012]"
    for tag in (TAG, Tag("K2026-00012")):
        assert tags_in(f"回复：屏幕闪烁 {subject_tag(tag)}") == [tag]
        assert tags_in(f"您好，\n\n{ref_line(tag)}\n") == [tag]


@pytest.mark.parametrize(
    "mangled",
    [
        f"Re: 【K2026-00012 #{TOKEN}】 屏幕闪烁",
        f"Re: ［Ｋ２０２６－０００１２　＃{TOKEN}］",
        f"RE: [ k2026-00012  #{TOKEN.upper()} ]",
        f"Re: [K2026-00012\r\n #{TOKEN}]",
        f"Re: [K2026-00012 #{TOKEN[:11]}\r\n\t{TOKEN[11:]}]",
        f"Re: [K2026-00012\u00a0#{TOKEN[:4]}-{TOKEN[4:]}]",
        f"Re: [\u200bK2026\u201300012 #\u200b{TOKEN}]",
        f"> Ref： K2026-00012\n>  #{TOKEN}\n> 谢谢",
        f">> ref: K2026-00012 #{TOKEN[:20]}\n>> {TOKEN[20:]}\n",
    ],
)
def test_a_tag_survives_folding_quoting_and_wide_characters(mangled: str) -> None:
    assert tags_in(mangled) == [TAG]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("order K2026-00012 of last week", []),
        ("[K2026-12]", []),
        ("[K2026-00012", []),
        (f"[K2026-00012 #{TOKEN[:25]}]", []),
        (f"[K2026-00012 #{TOKEN}a]", []),
        ("Pref: K2026-00012", []),
        (f"Ref: K2026-00012 #{TOKEN}a", [Tag("K2026-00012")]),
        ("[K2026-00012] [K2026-00013] [K2026-00012]", [Tag("K2026-00012"), Tag("K2026-00013")]),
    ],
)
def test_what_is_not_quite_a_tag_is_none(text: str, tags: list[Tag]) -> None:
    assert tags_in(text) == tags


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        (f"屏幕闪烁：第２批 [K2026-00012 #{TOKEN}]", "屏幕闪烁：第２批"),
        ("Re: 【K2026-00012】 flicker", "Re: flicker"),
        ("[EXT] flicker  twice", "[EXT] flicker  twice"),
    ],
)
def test_without_its_tag_a_subject_is_what_the_customer_wrote(subject: str, bare: str) -> None:
    assert without_tags(subject) == bare


@given(st.text(alphabet="[]【】K2026-01 #>\nabz7Ref:：", max_size=400))
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert all(len(tag.token) in (0, 26) for tag in tags_in(text))
    without_tags(text)


@pytest.mark.timeout(10)
def test_a_long_hostile_text_does_not_hold_the_reader_up() -> None:
    assert tags_in("[K2026-00012 #" * 20_000) == []
    assert tags_in("Ref: " + "> " * 200_000) == []
    assert tags_in("[K2026-00012 #" + "a" * 400_000) == []
