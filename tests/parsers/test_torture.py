"""Mail that is broken in the ways of real programs: the words and files are what the sender meant."""

from __future__ import annotations

import base64

import pytest

from tests.parsers.raw import attached, file, mail, mixed, read, text

WORDS = "客户投诉：不良37片"
PLAIN = b"Content-Type: text/plain; charset=utf-8"
PHOTO = b"\xff\xd8\xff\xe0"


def body(raw: bytes) -> str:
    return read(raw).text


GOOD = mail(WORDS.encode() + b"\r\n", PLAIN)
ENDS = {
    "CRLF": GOOD,
    "LF": GOOD.replace(b"\r\n", b"\n"),
    "CR": GOOD.replace(b"\r\n", b"\r"),
    "CR CR LF": GOOD.replace(b"\r\n", b"\r\r\n"),
    "a byte order mark first": b"\xef\xbb\xbf" + GOOD,
    "blank lines first": b"\r\n\r\n" + GOOD,
    "a line of a mailbox file first": b"From a@x.example Mon Mar  2 09:00:00 2026\r\n" + GOOD,
    "mixed": GOOD.replace(b"\r\n", b"\n", 3),
}


@pytest.mark.parametrize("name", ENDS)
def test_line_ends_and_what_stands_before_a_mail_do_not_matter(name: str) -> None:
    found = read(ENDS[name])
    assert (found.text, found.subject, found.sender.address) == (WORDS, "x", "a@x.example")


TYPES = [
    b"text",
    b"",
    b'text/plain;;; charset = "gb2312" ;',
    b"text/plain (a comment); charset=gb2312 (another)",
    b'text/plain; charset="gb2312',
    b"text / plain ; charset=gb2312",
    b"TEXT/PLAIN; CHARSET='GB2312'",
    b"text/plain; charset=gb2312; charset=utf-8",
    b"text/plain; Content-Type=text/html; charset=gb2312",
]


@pytest.mark.parametrize("declared", TYPES)
def test_a_content_type_is_read_as_far_as_it_can_be(declared: bytes) -> None:
    assert body(mail(WORDS.encode("gb18030"), b"Content-Type: " + declared)) == WORDS


ENCODINGS = {
    b"base64": base64.encodebytes(WORDS.encode()),
    b"BASE64": base64.encodebytes(WORDS.encode()).rstrip(b"=\n"),
    b"base-64": base64.encodebytes(WORDS.encode()),
    b"base64 (RFC 2045)": base64.encodebytes(WORDS.encode()),
    b"quoted printable": "".join(f"={byte:02X}" for byte in WORDS.encode()).encode(),
    b"Quoted-Printable;": "".join(f"={byte:02x}= \r\n" for byte in WORDS.encode()).encode(),
    b"(as agreed) x-base64": base64.encodebytes(WORDS.encode()),
    b"8 bit": WORDS.encode(),
    b"utf-8": WORDS.encode(),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_transfer_encoding_is_known_by_what_its_name_begins_with(encoding: bytes) -> None:
    assert body(mail(ENCODINGS[encoding], PLAIN, b"Content-Transfer-Encoding: " + encoding)) == WORDS


def test_writing_that_was_only_labelled_base64_stays_as_it_is() -> None:
    words = b"Dear Sirs please send the report for the broken parts\r\nbefore Friday because the line is down\r\n" * 3
    found = read(mail(words, PLAIN, b"Content-Transfer-Encoding: base64"))
    assert (found.text.split(), found.defects) == (words.decode().split(), ("not-base64",))


FOOTER = "-- \nThis mail was passed on by the list of the quality circle."


@pytest.mark.parametrize("between", [b"", b"\r\n", b"\r\n\r\n"])
@pytest.mark.parametrize("words", [WORDS, WORDS + "!", WORDS * 20])
def test_what_a_list_wrote_below_base64_is_words_and_spoils_nothing_above(words: str, between: bytes) -> None:
    coded = base64.encodebytes(words.encode())
    if not coded.endswith(b"=\n") and not between:
        return  # nothing shows then where the base64 ends
    found = read(mail(coded + between + FOOTER.encode(), PLAIN, b"Content-Transfer-Encoding: base64"))
    assert (found.text, found.new_text, found.defects) == (f"{words}\n{FOOTER}", words, ())


def test_words_below_a_file_are_no_part_of_it() -> None:
    scan = b"%PDF-1.4\n" + bytes(range(256))
    words = b"\r\nThis mail was passed on by the list of the quality circle.\r\n"
    part = file(b"filename=a.pdf", scan, b"application/pdf") + words
    found = attached(mixed(part))
    assert (found.content, found.flags) == (scan, ("broken-base64",))


def test_a_text_that_is_encoded_although_nothing_says_so_is_decoded() -> None:
    assert body(mail(base64.encodebytes((WORDS * 9).encode()), PLAIN)) == WORDS * 9
    quoted = "".join(f"={byte:02X}" for byte in WORDS.encode()).encode()
    assert body(mail(quoted + b"=\r\n" + quoted, PLAIN, b"Content-Transfer-Encoding: 7bit")) == WORDS * 2
    key = base64.encodebytes(bytes(range(256)))
    assert body(mail(key, PLAIN)).encode().split() == key.split()
    assert body(mail(b"a=\r\nb=C3", PLAIN)) == "a=\nb=C3"
    assert body(mail(b"a=C3=D4=E5 and\r\nb=\r\nc = 3", PLAIN)) == "a=C3=D4=E5 and\nb=\nc = 3"


def alternative(boundary: bytes, delimiter: bytes, closing: bytes | None = None) -> bytes:
    closing = delimiter + b"--" if closing is None else closing
    inner = delimiter + b"\r\n" + text(WORDS.encode()) + b"\r\n" + closing + b"\r\n"
    return mail(inner, b"Content-Type: multipart/mixed; boundary=" + boundary)


BOUNDARIES = {
    "as it should be": alternative(b"b", b"--b"),
    "blanks behind": alternative(b'"b "', b"--b ", b"--b-- "),
    "other case": alternative(b"b", b"--B"),
    "its hyphens declared": alternative(b"--b", b"--b"),
    "another one": alternative(b"wrong", b"--b"),
    "none": alternative(b"", b"--b"),
    "without an end": alternative(b"b", b"--b", b""),
    "more behind its end": alternative(b"b", b"--b", b"--b-->"),
    "in quotes that do not end": alternative(b'"b', b"--b"),
    "in quotes that are none": alternative(b"'b c'", b"--b c"),
    "two, the second is meant": alternative(b'"a"; boundary="b"', b"--b"),
    "in a second header": alternative(b"a\r\nContent-Type: multipart/mixed; boundary=b", b"--b"),
}


@pytest.mark.parametrize("name", BOUNDARIES)
def test_parts_are_found_by_the_delimiters_their_sender_meant(name: str) -> None:
    assert body(BOUNDARIES[name]) == WORDS


def test_a_blank_line_with_blanks_in_it_ends_the_headers_all_the_same() -> None:
    raw = mixed(text(WORDS.encode()))
    assert body(raw.replace(b"\r\n\r\n--b", b"\r\n \r\n--b", 1)) == WORDS


def test_a_multipart_that_was_encoded_as_a_whole_is_taken_apart() -> None:
    parts = b"--b\r\n" + text(WORDS.encode()) + b"\r\n--b\r\n" + file(b"filename=a.txt") + b"\r\n--b--"
    inner = base64.encodebytes(parts)
    found = read(mail(inner, b"Content-Type: multipart/mixed; boundary=b", b"Content-Transfer-Encoding: base64"))
    assert (found.text, [a.filename for a in found.attachments]) == (WORDS, ["a.txt"])


def test_a_text_with_the_name_of_a_file_is_the_text_where_there_is_no_other() -> None:
    named = b'Content-Type: text/plain; charset=utf-8; name="body.txt"\r\n\r\n' + WORDS.encode()
    assert body(mixed(named)) == WORDS
    assert body(mixed(text(b"the letter"), named)) == "the letter"


def test_parts_between_either_of_two_boundaries_are_found() -> None:
    inner = b"--a\r\n" + text(WORDS.encode()) + b"\r\n--b\r\n" + file(b"filename=a.txt") + b"\r\n--b--\r\n--a--\r\n"
    found = read(mail(inner, b"Content-Type: multipart/mixed; boundary=b; boundary=a"))
    assert (found.text, [a.filename for a in found.attachments]) == (WORDS, ["a.txt"])


LETTERS = {
    "text/markdown; charset=utf-8": WORDS.encode(),
    "text/x-of-some-program; charset=utf-8": WORDS.encode(),
    "application/xhtml+xml; charset=utf-8": b"<html><body><p>" + WORDS.encode() + b"</p></body></html>",
    "text/rtf": b"{\\rtf1\\ansi\\ansicpg936 "
    + "".join(f"\\'{b:02x}" for b in WORDS.encode("gbk")).encode()
    + b"\\par}",
    "text/plain; charset=utf-8\r\nContent-Disposition: attachment; filename=letter.txt": WORDS.encode(),
}


@pytest.mark.parametrize("kind", LETTERS)
def test_the_only_part_of_a_mail_is_its_text_if_it_can_be_read(kind: str) -> None:
    assert body(mail(LETTERS[kind], b"Content-Type: " + kind.encode())) == WORDS


def test_a_file_of_text_beside_another_is_no_letter() -> None:
    files = (file(b"filename=a.txt", b"one", b"text/plain"), file(b"filename=b.txt", b"two", b"text/plain"))
    assert body(mixed(*files)) == body(mail(b"BEGIN:VCARD", b"Content-Type: text/vcard")) == ""


def test_what_is_written_outside_the_parts_is_read_where_they_say_nothing() -> None:
    plan = file(b"filename=a.pdf", b"%PDF-1.4", b"application/pdf")
    inner = b"--b\r\n" + plan + b"\r\n--b--\r\n"
    kind = b"Content-Type: multipart/mixed; boundary=b"
    assert body(mail(WORDS.encode() + b"\r\n" + inner, kind)) == body(mail(inner + WORDS.encode(), kind)) == WORDS
    assert body(mail(b"This is a multi-part message in MIME format.\r\n" + inner, kind)) == ""
    assert body(mixed(text(b"the letter")).replace(b"--b\r\n", WORDS.encode() + b"\r\n--b\r\n", 1)) == "the letter"


def test_html_that_is_called_plain_text_and_the_reverse_are_shown_as_they_are_meant() -> None:
    page = b"<!DOCTYPE html>\r\n<html><body><p>" + WORDS.encode() + b"</p><p>a &lt; b</p></body></html>"
    assert body(mail(page, PLAIN)) == f"{WORDS}\n\na < b"
    assert body(mail(b"<lot 4711> is bad", PLAIN)) == "<lot 4711> is bad"
    assert body(mail(b"Lot: 4711\r\nParts: 37 &amp; more", b"Content-Type: text/html")) == "Lot: 4711\nParts: 37 & more"


def test_text_before_and_after_a_picture_is_one_text() -> None:
    found = read(mixed(text("前".encode()), file(b"filename=a.jpg", PHOTO, b"image/jpeg"), text("后".encode())))
    assert found.text == "前\n后"


def test_enriched_text_is_read_without_its_commands() -> None:
    words = b"<bold>" + WORDS.encode() + b"</bold>\r\n\r\n<color><param>red</param>a << b</color>\r\nc"
    assert body(mail(words, b"Content-Type: text/enriched; charset=utf-8")) == f"{WORDS}\na < b c"


INSIDE = {
    "uuencode": b"begin 644 a.txt\r\n%:&5L;&\\\r\n`\r\nend\r\n",
    "uuencode, longer than it says": b"begin 644 a.txt\r\n%:&5L;&\\ \r\n`\r\nend\r\n",
    "yEnc": b"=ybegin line=128 size=5 name=a.txt\r\n" + bytes(b + 42 for b in b"hello") + b"\r\n=yend size=5\r\n",
    "yEnc in parts": b"=ybegin part=1 line=128 size=5 name=a.txt\r\n=ypart begin=1 end=5\r\n"
    + bytes(b + 42 for b in b"hello")
    + b"\r\n=yend size=5 part=1\r\n",
}


@pytest.mark.parametrize("name", INSIDE)
def test_a_file_inside_the_text_is_a_file(name: str) -> None:
    found = read(mail(b"above\r\n" + INSIDE[name] + b"below\r\n", b"Content-Type: text/plain"))
    (only,) = found.attachments
    assert (found.text, only.filename, only.content) == ("above\nbelow", "a.txt", b"hello")


def test_an_apple_double_is_the_file_and_what_the_macintosh_knows_of_it() -> None:
    double = (
        b"Content-Type: multipart/appledouble; boundary=c\r\n\r\n--c\r\n"
        b"Content-Type: application/applefile; name=a.jpg\r\n\r\nx\r\n--c\r\n"
        b"Content-Type: image/jpeg; name=a.jpg\r\n\r\n" + PHOTO + b"\r\n--c--"
    )
    found = read(mixed(text(), double)).attachments
    assert [(a.filename, a.content) for a in found] == [("_a.jpg", b"x"), ("a.jpg", PHOTO)]


@pytest.mark.parametrize(
    ("declared", "defect"),
    [
        (b"message/partial; id=x; number=1; total=3", "part-of-a-mail"),
        (b"message/external-body; access-type=anon-ftp; site=x; name=a.zip", "content-elsewhere"),
    ],
)
def test_content_that_is_not_all_in_the_mail_is_kept_and_told(declared: bytes, defect: str) -> None:
    found = read(mail(b"words", b"Content-Type: " + declared))
    assert (found.defects, [a.content for a in found.attachments]) == ((defect,), [b"words"])


def test_a_text_that_is_signed_in_its_own_lines_is_read_without_the_signature() -> None:
    signed = (
        "-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\n同意\r\n- - item\r\n"
        "-----BEGIN PGP SIGNATURE-----\r\n\r\n"
        "iQ==\r\n-----END PGP SIGNATURE-----\r\n"
    )
    found = read(mail(signed.encode(), PLAIN))
    assert (found.text, found.defects) == ("同意\n- item", ("signed-in-text",))


@pytest.mark.parametrize("label", [b"us-ascii", b"gb2312", b"hz-gb-2312", b"utf-8"])
def test_hz_is_read_with_or_without_its_label(label: bytes) -> None:
    assert body(mail(WORDS.encode("hz"), b"Content-Type: text/plain; charset=" + label)) == WORDS


NAMES = [
    b'filename="=?utf-8?B?5oqV6K+J?=.doc"',
    b"filename==?gb2312?B?zbbL3w==?=.doc",
    b'filename="=?gb2312?B?zbbL?=\r\n =?gb2312?B?3w==?=.doc"',
    b'filename="=?gbk?Q?=CD=B6=CB=DF=2Edoc?="',
    b"filename*=utf-8''%E6%8A%95%E8%AF%89.doc",
    b"filename*=\"utf-8''%E6%8A%95%E8%AF%89.doc\"",
    b"filename*=%E6%8A%95%E8%AF%89.doc",
    b"filename* = UTF-8'zh-cn'%E6%8A%95%E8%AF%89.doc",
    b"filename*=gb2312''%CD%B6%CB%DF.doc",
    b"filename*=gbk''" + "投诉.doc".encode("gbk"),
    b"filename*1*=%AF%89.doc; filename*0*=utf-8''%E6%8A%95%E8",
    b'filename*0="=?utf-8?B?5oqV"; filename*1="6K+J?=.doc"',
    b"filename=" + "投诉.doc".encode("gbk"),
    b'filename="' + "投诉.doc".encode() + b'"',
    b'filename="&#25237;&#35785;.doc"',
    b'filename="%E6%8A%95%E8%AF%89.doc"',
    b'filename="C:\\\\tmp\\\\' + "投诉.doc".encode() + b'"',
    b'filename="../../' + "投诉.doc".encode() + b'"',
    b'filename="' + "投诉.doc".encode(),
    b"FILENAME=" + "投诉.doc".encode() + b" ; size=3",
    b'filename="%CD%B6%CB%DF.doc"',
    b"filename='" + "投诉.doc".encode() + b"'",
    b'name="=?utf-8?B?5oqV6K+J?=.doc"',
    b'size=3 filename="=?utf-8?B?5oqV6K+J?=.doc"',
]


def test_a_file_without_a_name_is_called_what_its_description_or_its_place_calls_it() -> None:
    part = b"Content-Type: image/jpeg\r\n%b\r\n\r\n" + PHOTO
    assert attached(mixed(part % b"Content-Description: photo 3.jpg")).filename == "photo 3.jpg"
    assert attached(mixed(part % b"Content-Location: http://x.example/a/b.jpg")).filename == "b.jpg"
    assert attached(mixed(part % b"Content-Description: a photo of the weld.")).filename == "attachment-1"


@pytest.mark.parametrize("written", NAMES)
def test_a_file_has_the_name_its_sender_meant(written: bytes) -> None:
    assert attached(mixed(text(), file(written)).replace(text() + b"\r\n--b\r\n", b"", 1)).filename == "投诉.doc"
