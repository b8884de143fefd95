"""Text is what its sender wrote, whatever the label says; judged by equality with the words."""

from __future__ import annotations

import base64
import codecs

import pytest

from parsers.charsets import decode
from tests.parsers.raw import mail, read

ZH = "客户投诉：批号2602A，不良37片"
HANT = "客戶投訴：批號2602A，不良37片"
JA = "不良品のテスト：カタカナ"
KO = "고객 불만 37개"
DE = "Prüfung „nicht ok“ – 5 €"

LABELLED = [
    *[(label, "gb18030", ZH) for label in ("gb2312", "GBK", "x-gbk", "cp936", "GB18030", "gb_2312-80", "euc-cn")],
    *[(label, "big5", HANT) for label in ("big5", "Big-5", "x-x-big5", "cp950", "big5-hkscs")],
    *[(label, "hz", ZH) for label in ("hz", "HZ-GB-2312")],
    *[(label, "utf-7", ZH) for label in ("utf-7", "UNICODE-1-1-UTF-7")],
    *[(label, "utf-8", ZH) for label in ("utf-8", "UTF8", "utf_8", "utf8mb4", "'utf-8'", "utf-8*en", "us-ascii", "")],
    ("iso-2022-jp", "iso2022_jp", JA),
    ("iso-2022-jp", "iso2022_jp_2004", "①" + JA),
    ("iso-2022-jp", "iso2022_jp_ext", "ｶﾀｶﾅ" + JA),
    ("us-ascii", "iso2022_jp", JA),
    ("iso-2022-kr", "iso2022_kr", KO),
    ("utf-16", "utf-16", ZH),
    ("utf-16le", "utf-16-le", "abc" + ZH),
    ("utf-16be", "utf-16-be", "abc"),
    ("shift_jis", "cp932", "①" + JA),
    ("x-sjis", "cp932", JA),
    ("euc-jp", "euc_jp", JA),
    ("ks_c_5601-1987", "cp949", KO),
    ("euc-kr", "cp949", "똠" + KO),
    ("iso-8859-1", "cp1252", DE),
    ("windows-1252", "cp1252", DE),
    ("iso-8859-8-i", "iso8859-8", "שלום"),
    ("koi8-r", "koi8-r", "Рекламация"),
]


@pytest.mark.parametrize(("label", "codec", "text"), LABELLED)
def test_text_is_read_by_its_label(label: str, codec: str, text: str) -> None:
    assert decode(text.encode(codec), label) == (text, ())


MISLABELLED = [
    ("big5", "utf-8", HANT),
    ("gb2312", "utf-8", ZH),
    ("iso-8859-1", "utf-8", ZH),
    ("utf-8", "gb18030", ZH),
    ("iso-8859-1", "gb18030", ZH),
    ("windows-1252", "gb18030", ZH),
    ("gb2312", "big5", HANT),
    ("big5", "gb18030", ZH),
    ("iso-8859-1", "utf-8", "Größe geprüft"),
    ("windows-1252", "utf-8", "réponse « non »"),
    ("iso-8859-15", "utf-8", "5 €"),
    ("utf-8", "cp1252", "Größe geprüft, für Müller"),
]


@pytest.mark.parametrize(("label", "codec", "text"), MISLABELLED)
def test_text_under_a_wrong_label_is_read_and_flagged(label: str, codec: str, text: str) -> None:
    assert decode(text.encode(codec), label) == (text, ("mislabelled-charset",))


UNLABELLED = [
    ("cp1252", "Größe geprüft, 25 °C – für Müller"),
    ("cp1252", "Les pièces reçues sont abîmées"),
    ("cp1252", "Maß"),
    ("cp1252", "Füße"),
    ("gb18030", "批号A类，见attachment"),
    ("gb18030", "IGBT模块不良37件"),
    ("gb18030", "朱镕基"),
    ("big5", HANT * 2),
    ("cp932", JA * 2),
    ("euc_jp", JA * 2),
    ("cp1251", "Рекламация на партию 2602"),
    ("koi8-r", "Рекламация на партию 2602"),
]


@pytest.mark.parametrize(("codec", "text"), UNLABELLED)
@pytest.mark.parametrize("label", ["", "us-ascii"])
def test_text_without_a_label_is_read_by_where_its_bytes_stand(codec: str, text: str, label: str) -> None:
    assert decode(text.encode(codec), label) == (text, ("guessed-charset",))


@pytest.mark.parametrize("label", ["utf-8", "gb2312", "us-ascii", "", "iso-8859-1"])
def test_a_byte_order_mark_says_more_than_a_label(label: str) -> None:
    assert decode(codecs.BOM_UTF8 + ZH.encode(), label)[0].lstrip("\ufeff") == ZH
    assert decode(codecs.BOM_UTF16_LE + ZH.encode("utf-16-le"), label)[0].lstrip("\ufeff") == ZH


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_read_by_where_its_zero_bytes_stand(codec: str) -> None:
    assert decode(f"{ZH}\r\nabc\r\n".encode(codec), "utf-16") == (f"{ZH}\r\nabc\r\n", ())


@pytest.mark.parametrize("text", ["Crédit à découvert", "Größe: ÄÖÜ äöü ß", "ÆØÅ æøå ÐÞ", "naïve café", "ÿÿÿÿ"])
def test_western_text_is_never_taken_for_chinese(text: str) -> None:
    assert decode(text.encode("cp1252"), "iso-8859-1") == (text, ())


def iso2022cn(text: str) -> bytes:
    """GB 2312 part of RFC 1922: designated once a line, shifted out and in."""
    lines = []
    for line in text.split("\n"):
        pieces = [b"\x1b$)A"]
        for char in line:
            pair = char.encode("gb2312")
            pieces.append(b"\x0e" + bytes(byte & 0x7F for byte in pair) + b"\x0f" if len(pair) == 2 else pair)
        lines.append(b"".join(pieces))
    return b"\n".join(lines)


def test_iso_2022_cn_is_read_although_python_has_no_codec_for_it() -> None:
    assert decode(iso2022cn(f"{ZH}\n{ZH}"), "iso-2022-cn") == (f"{ZH}\n{ZH}", ())
    with pytest.raises(LookupError):
        codecs.lookup("iso-2022-cn")


def test_characters_of_a_set_nobody_knows_are_marked_and_the_rest_is_read() -> None:
    assert decode(b"ok \x1b$)G\x0eDDDD\x0f ok", "iso-2022-cn") == ("ok \ufffd\ufffd ok", ("broken-bytes",))


@pytest.mark.parametrize(
    "data", [b"\x1b$", b"\x1b$)A\x0e", b"\x1b$B\x1b$B!", b"\x0e\x0f\x1b$B", b"\x1b$)A\x0e!\x0f", b"\x1b$Z!!"]
)
def test_escapes_that_lead_nowhere_do_no_harm(data: bytes) -> None:
    decode(data, "iso-2022-jp")[0].encode()


WORDS = [
    ("B", "gb2312", "gb18030", ZH),
    ("B", "iso-2022-jp", "iso2022_jp", JA),
    ("B", "big5", "utf-8", HANT),
    ("Q", "utf-8", "utf-8", ZH),
    ("b", "GBK", "gb18030", ZH),
    ("B", "hz-gb-2312", "hz", ZH),
]


@pytest.mark.parametrize(("encoding", "label", "codec", "text"), WORDS)
@pytest.mark.parametrize("cut", [3, 5, 8])
def test_encoded_words_are_joined_before_they_are_decoded(
    encoding: str, label: str, codec: str, text: str, cut: int
) -> None:
    raw = text.encode(codec)
    parts = [raw[at : at + cut * 3] for at in range(0, len(raw), cut * 3)]
    if encoding in "Bb":
        words = [f"=?{label}?{encoding}?{base64.b64encode(part).decode()}?=" for part in parts]
    else:
        words = [f"=?{label}?{encoding}?{''.join(f'={byte:02X}' for byte in part)}?=" for part in parts]
    assert read(mail(subject="\r\n ".join(words).encode())).subject == text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("=?utf-8?Q?a_b?=", "a b"),
        ("=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"),
        ("=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"),
        ("=?utf-8?Q?a?==?utf-8?Q?b?=", "ab"),
        ("x=?utf-8?B?5oqV?=y", "x投y"),
        ("=?utf-8?B?5oqV", "投"),
        ("=?utf-8?Q?a?= =?utf-8?Q?=E6=8A=95_b?", "a投 b"),
        ("=?utf-8?B?5oqV6", "投"),
        ("=?x-unknown?Q?abc?=", "abc"),
        ("=?utf-8?Q?=?=", "="),
        ("=?utf-8?B??=", ""),
        ("=?utf-8?Q?Betreff: =?= x", "Betreff: = x"),
        ("=?gb2312?B?zbbL3w==?= =?utf-8?B?5oqV6K+J?=", "投诉投诉"),
        ("=?UTF-8*zh?B?5oqV6K+J?=", "投诉"),
        ("=?utf-8?B?5oqV 6K+J?=", "投诉"),
        ("=?utf-8?B?5oqV6K+J5L2g5aW9YQ==5oqV?=", "投诉你好a投"),
        ("=?gb2312?B?zbY=?= =?gbk?B?y98=?=", "投诉"),
        ("=?gb2312?B?zQ==?= =?GBK?B?tsvf?=", "投诉"),
        ("=?gb2312?Q?=CD?= =?gbk?B?tsvf?=", "投诉"),
        ("=?utf-8?Q?Warum? Darum.?=", "Warum? Darum."),
        ("=?utf-8?B?abc =?utf-8?B?5oqV?=", "=?utf-8?B?abc 投"),
    ],
)
def test_encoded_words_in_every_shape(written: str, shown: str) -> None:
    assert read(mail(subject=written.encode())).subject == shown


def test_raw_bytes_of_a_header_that_was_broken_inside_a_character_are_joined() -> None:
    subject = "批次有裂纹".encode()
    assert read(mail(subject=subject[:4] + b"\r\n " + subject[4:])).subject == "批次有裂纹"
    assert read(mail(subject=subject[:3] + b"\r\n " + subject[3:])).subject == "批 次有裂纹"


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_raw_8_bit_headers_are_read(codec: str) -> None:
    found = read(mail(subject=ZH.encode(codec), sender=f'"{ZH}" <a@x.example>'.encode(codec)))
    assert (found.subject, found.sender.name, found.sender.address) == (ZH, ZH, "a@x.example")


RAW = {"euc-kr": "인버터 고장 신고", "iso-8859-2": "Porucha měniče žádost", "koi8-r": "Инвертор не работает"}


@pytest.mark.parametrize("charset", RAW)
def test_raw_headers_are_in_the_charset_that_the_mail_declares(charset: str) -> None:
    raw = RAW[charset].encode(charset)
    found = read(mail(raw, b"Content-Type: text/plain; charset=" + charset.encode(), subject=raw))
    assert (found.subject, found.text) == (RAW[charset], RAW[charset])


@pytest.mark.parametrize("charset", ["us-ascii", "iso-8859-1", "euc-kr"])
def test_raw_headers_that_are_plainly_in_another_charset_are_read_in_it(charset: str) -> None:
    kind = b"Content-Type: text/plain; charset=" + charset.encode()
    assert read(mail(b"x", kind, subject="逆变器故障投诉".encode())).subject == "逆变器故障投诉"


@pytest.mark.parametrize("words", ["清单", "客户", "联系人", "产品", "编码", "您好", "不良", "投诉函"])
def test_a_few_raw_gbk_characters_are_gbk_even_where_some_look_like_utf8(words: str) -> None:
    assert decode(words.encode("gbk"))[0] == words


@pytest.mark.parametrize("label", ["utf-8", "", "us-ascii"])
def test_utf8_with_a_damaged_byte_stays_utf8(label: str) -> None:
    data = bytearray((ZH * 2).encode())
    data[4] = 0x20
    assert decode(bytes(data), label) == (f"{ZH[0]}\ufffd \ufffd{(ZH * 2)[2:]}", ("broken-bytes",))
