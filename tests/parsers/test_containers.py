"""Files that hold a mail or other files: what is inside is shown beside them, and nothing in it is trusted."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from cases.mail import Address, Attachment, Kind
from tests.parsers.outlook import binary, msg, number, string8, tnef, unicode
from tests.parsers.raw import attached, file, mail, mixed, read, text
from tests.parsers.sealed import signed, streamed

PHOTO = b"\xff\xd8\xff" + b"photo"
FILES = [
    [
        unicode(0x3707, "不良照片.jpg"),
        unicode(0x3704, "BLZP~1.JPG"),
        binary(0x3701, PHOTO),
        unicode(0x370E, "image/jpeg"),
    ],
    [string8(0x3704, "清单.txt".encode("gbk")), binary(0x3701, b"x")],
]
WORDS = "批号：2602A\r\n不良数量：37"


_RTF = (
    rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 SimSun;}}\pard \'c5\'fa\'ba\'c5\'a3\'ba2602A\par "
    rb"\u19981?\u33391?\u25968?\u37327?: 37\par}"
)
RICH = struct.pack("<IIII", len(_RTF) + 12, len(_RTF), 0x414C454D, 0) + _RTF


def winmail(*message: tuple[int, int, bytes]) -> bytes:
    return tnef([unicode(0x0037, "投诉"), *message], FILES)


def test_winmail_dat_and_the_files_in_it_are_both_listed() -> None:
    found = read(mixed(text(b"see attached"), file(b"filename=winmail.dat", winmail(), b"application/ms-tnef")))
    assert found.text == "see attached"
    assert [(a.filename, a.from_tnef, a.content_type) for a in found.attachments] == [
        ("winmail.dat", False, "application/ms-tnef"),
        ("不良照片.jpg", True, "image/jpeg"),
        ("清单.txt", True, "application/octet-stream"),
    ]
    assert [a.content for a in found.attachments[1:]] == [PHOTO, b"x"]


@pytest.mark.parametrize(
    "body",
    [
        unicode(0x1000, WORDS),
        string8(0x1000, WORDS.encode("gbk")),
        binary(0x1013, f"<p>{WORDS.replace(chr(13), '<br>')}</p>".encode()),
        binary(0x1009, RICH),
    ],
    ids=["Unicode", "GBK", "HTML", "RTF"],
)
def test_a_mail_that_is_nothing_but_winmail_dat_is_read(body: tuple[int, int, bytes]) -> None:
    data = winmail(number(0x3FDE, 65001), body) if body[1] == 0x1013 else winmail(body)
    found = read(mixed(file(b"filename=winmail.dat", data, b"application/ms-tnef")))
    assert {id_: f.value for id_, f in found.fields.items()} == {"batch_no": ("2602A",), "qty_defect": "37"}


def test_the_text_of_the_mail_goes_before_that_of_its_winmail_dat() -> None:
    data = winmail(unicode(0x1000, "other words"))
    found = read(mixed(text(b"the words"), file(b"filename=winmail.dat", data, b"application/ms-tnef")))
    assert found.text == "the words"


WHOLE = winmail(unicode(0x1000, WORDS))


@pytest.mark.parametrize("length", range(0, len(WHOLE), 23))
def test_of_a_winmail_dat_that_breaks_off_there_is_what_came_before(length: int) -> None:
    found = read(mixed(text(), file(b"filename=winmail.dat", WHOLE[:length])))
    container, *inside = found.attachments
    assert (found.text, container.content) == ("hello", WHOLE[:length])
    assert [a.filename for a in inside if a.content == PHOTO] in ([], ["不良照片.jpg"])


def test_a_winmail_dat_without_its_end_is_flagged() -> None:
    assert "damaged" in read(mixed(text(), file(b"filename=winmail.dat", WHOLE[:-3]))).attachments[0].flags


def saved(*message: tuple[int, int, bytes]) -> bytes:
    return msg([unicode(0x0037, "投诉：不良"), *message], FILES)


SENDER = [unicode(0x0C1A, "Dora"), unicode(0x0C1F, "/O=EX/CN=DORA"), unicode(0x5D01, "dora@cust.example")]


def test_a_saved_mail_shows_its_files_and_whose_mail_it_is() -> None:
    data = saved(*SENDER, unicode(0x1000, WORDS))
    found = read(mixed(text(b"see attached"), file(b'filename="complaint.msg"', data), subject=b"Fw: complaint"))
    assert [(a.filename, a.content) for a in found.attachments] == [
        ("complaint.msg", data),
        ("不良照片.jpg", PHOTO),
        ("清单.txt", b"x"),
    ]
    assert found.attachments[0].flags == ("saved-mail",)
    assert found.forwarded == Address("Dora", "dora@cust.example")
    assert {id_: f.value for id_, f in found.fields.items()} == {"batch_no": ("2602A",), "qty_defect": "37"}


@pytest.mark.parametrize("length", [0, 8, 511, 512, 600, 1024, 2000, 3000])
def test_a_saved_mail_that_breaks_off_is_kept_and_flagged(length: int) -> None:
    data = saved(*SENDER, unicode(0x1000, WORDS))[:length]
    container = read(mixed(text(), file(b'filename="complaint.msg"', data))).attachments[0]
    assert container.content == data
    assert container.flags in (("damaged",), ("saved-mail",), ("empty",))


INNER = mixed(text("批号：2602A".encode()), file(b"filename=a.txt", b"photo")).partition(b"\r\nMIME-Version: 1.0\r\n")[
    2
]
PKCS7 = b"application/pkcs7-mime; smime-type=signed-data; name=smime.p7m"


@pytest.mark.parametrize("wrapped", [signed(INNER), streamed(INNER)], ids=["DER", "BER"])
def test_what_is_inside_a_signature_is_read_and_the_signature_is_not_trusted(wrapped: bytes) -> None:
    found = read(mixed(file(b"filename=smime.p7m", wrapped, PKCS7)))
    assert found.text == "批号：2602A"
    assert [a.filename for a in found.attachments] == ["smime.p7m", "a.txt"]
    assert "opaque-signed" in found.defects


@pytest.mark.parametrize("content", [b"", b"x", signed(INNER)[:40], b"0\x80" * 500, b"\x30\x84\xff\xff\xff\xff"])
def test_an_envelope_that_cannot_be_opened_is_kept_as_encrypted(content: bytes) -> None:
    found = read(mixed(file(b"filename=smime.p7m", content, b"application/pkcs7-mime")))
    assert [a.content for a in found.attachments] == [content]
    assert "encrypted" in found.defects


@pytest.mark.parametrize("marked", ["multipart/encrypted; protocol=application/pgp-encrypted", "text/plain"])
def test_a_pgp_mail_is_kept_and_flagged(marked: str) -> None:
    block = "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----\r\n"
    body = block if marked == "text/plain" else f"--b\r\nContent-Type: application/octet-stream\r\n\r\n{block}--b--\r\n"
    found = read(mail(body.encode(), f"Content-Type: {marked}; boundary=b".encode()))
    assert (found.kind, found.decision) == (Kind.SUBMISSION, None)
    assert "encrypted" in found.defects


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return out.getvalue()


def test_a_zip_is_listed_and_stays_closed() -> None:
    found = attached(mixed(file(b"filename=a.zip", zipped(a__txt=b"x", 照片__jpg=PHOTO))))
    assert (found.members, found.flags) == (("a.txt", "照片.jpg"), ())


@pytest.mark.parametrize(
    "address",
    [
        "https://pan.baidu.com/s/1aBc-dEf",
        "https://mail.qq.com/cgi-bin/ftnExs_download?k=7d3&t=exs_ftn_download",
        "https://wx.mail.qq.com/ftn/download?func=3&key=ab",
        "https://exmail.qq.com/cgi-bin/ftnExs_download?k=1",
        "https://mail.163.com/large-attachment-download/index.html?p=X-NETEASE-HUGE-ATTACHMENT&file=abc",
        "https://dashi.163.com/html/cloud-attachment-download/?key=abc",
        "https://cloud.189.cn/t/abc",
        "https://we.tl/t-abc",
        "https://wetransfer.com/downloads/abc",
        "https://x-my.sharepoint.com/:f:/g/personal/abc",
        "https://www.dropbox.com/scl/fi/abc/a.zip?dl=0",
        "https://drive.google.com/file/d/abc/view",
    ],
)
@pytest.mark.parametrize("kind", ["text", "html"])
def test_files_behind_a_link_are_noticed(address: str, kind: str) -> None:
    escaped = address.replace("&", "&amp;")
    body = f"下载：{address} " if kind == "text" else f"<p>照片<a href='{escaped}'>进入下载页面</a></p>"
    found = read(mail(body.encode(), f"Content-Type: text/{'plain' if kind == 'text' else 'html'}".encode()))
    assert found.linked_files == (address,)
    assert "linked-files" in found.defects


def test_a_link_in_the_history_or_to_a_web_site_is_none() -> None:
    body = "见附件 https://www.x.example/products\r\n\r\n------------------ 原始邮件 ------------------\r\n"
    body += "发件人: X <x@y.example>\r\n主题: x\r\n\r\nhttps://we.tl/t-abc\r\n"
    assert read(mail(body.encode())).linked_files == ()


def test_an_enclosed_mail_with_something_harmful_in_it_is_quarantined_however_deep_it_lies() -> None:
    exe = mixed(text(), file(b"filename=a.exe", b"MZ"), boundary=b"inner")
    for level in b"cde":
        assert attached_mail(exe).flags == ("holds-dangerous",)
        exe = mixed(b"Content-Type: message/rfc822\r\n\r\n" + exe, boundary=bytes([level]))
    assert attached_mail(mixed(text(), file(b"filename=a.txt"), boundary=b"inner")).flags == ()


def attached_mail(inner: bytes) -> Attachment:
    return read(mixed(text(), b"Content-Type: message/rfc822\r\n\r\n" + inner)).attachments[0]


INNER_MAIL = mixed(
    text("见附件".encode()),
    file(b"filename=photo.jpg", PHOTO, b"image/jpeg"),
    b"Content-Type: message/rfc822\r\n\r\n" + mixed(text(), file(b"filename=deep.txt", b"deep"), boundary=b"z"),
    boundary=b"y",
)


@pytest.mark.parametrize(
    "part",
    [
        b"Content-Type: message/rfc822\r\n\r\n" + INNER_MAIL,
        file(b"filename=mail.eml", INNER_MAIL, b"message/rfc822"),
        file(b"filename=mail.eml", INNER_MAIL),
    ],
    ids=["as a mail", "in base64", "as a file"],
)
def test_the_files_of_an_attached_mail_are_listed_with_where_they_came_from(part: bytes) -> None:
    found = read(mixed(text(), part)).attachments
    assert [(a.filename, a.within, a.detected_type) for a in found] == [
        ("mail.eml", "", "message/rfc822"),
        ("photo.jpg", "mail.eml", "image/jpeg"),
        ("mail (2).eml", "mail.eml", "message/rfc822"),
        ("deep.txt", "mail.eml", "text/plain"),
    ]
    assert (found[1].content, found[3].content) == (PHOTO, b"deep")


def test_the_files_of_our_own_mail_that_a_server_gives_back_are_not_listed() -> None:
    raw = mixed(text(), b"Content-Type: message/rfc822\r\n\r\n" + INNER_MAIL)
    given_back = raw.replace(
        b"multipart/mixed; boundary=b", b"multipart/report; report-type=delivery-status; boundary=b"
    )
    assert [a.filename for a in read(given_back).attachments] == ["mail.eml"]


@pytest.mark.parametrize(
    ("message_class", "kind"),
    [
        ("IPM.Note", Kind.SUBMISSION),
        ("IPM.Schedule.Meeting.Request", Kind.CALENDAR),
        ("IPM.Schedule.Meeting.Resp.Pos", Kind.CALENDAR),
        ("REPORT.IPM.Note.IPNRN", Kind.RECEIPT),
        ("REPORT.IPM.Note.IPNNRN", Kind.RECEIPT),
        ("REPORT.IPM.Note.DR", Kind.RECEIPT),
        ("REPORT.IPM.Note.NDR", Kind.BOUNCE),
    ],
)
def test_what_outlook_takes_its_mail_for_decides_its_kind(message_class: str, kind: Kind) -> None:
    data = winmail(unicode(0x001A, message_class))
    assert read(mixed(file(b"filename=winmail.dat", data, b"application/ms-tnef"))).kind is kind


def test_an_enclosed_object_is_listed_without_the_id_of_its_interface() -> None:
    data = tnef([], [[unicode(0x3707, "plan.doc"), (0x000D, 0x3701, b"\x0b" + bytes(15) + b"content")]])
    found = read(mixed(text(), file(b"filename=winmail.dat", data))).attachments[1]
    assert (found.filename, found.content, found.within) == ("plan.doc", b"content", "winmail.dat")
