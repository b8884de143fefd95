"""Catalogue B: names and kinds of attached files. Shown safely, known by their bytes, kept whatever they are."""

from __future__ import annotations

import pytest

from tests.parsers.raw import attached, file, mixed, read

PATHS = [r"../../x", "/abs/x", r"C:\\x", r"\\\\host\\x", r"a/b\\x"]


@pytest.mark.parametrize("name", PATHS)
def test_b1_a_name_is_never_a_path(name: str) -> None:
    found = attached(mixed(file(f'filename="{name}"'.encode())))
    assert (found.filename, found.content) == ("x", b"x")


def test_b1_a_name_of_nothing_but_path_is_numbered() -> None:
    assert attached(mixed(file(rb'filename="..\\"'))).filename == "attachment-1"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("CON.txt", "_CON.txt"),
        ("a.", "a"),
        ("x:y", "x_y"),
        ("", "attachment-1"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("客" * 100 + ".pdf", "客" * 38 + ".pdf"),
    ],
)
def test_b2_a_name_no_system_could_keep_is_changed(name: str, shown: str) -> None:
    assert attached(mixed(file(f'filename="{name}"'.encode()))).filename == shown
    assert len(shown.encode()) <= 120


def test_b2_equal_names_are_numbered() -> None:
    found = read(mixed(*[file(b'filename="a.txt"')] * 3))
    assert [a.filename for a in found.attachments] == ["a.txt", "a (2).txt", "a (3).txt"]


@pytest.mark.parametrize(
    ("name", "shown"), [("cod\u202etxt.exe", "codtxt.exe"), ("a\u200b.exe", "a.exe"), ("a\u2800.exe", "a.exe")]
)
def test_b3_invisible_characters_go_before_anything_is_checked(name: str, shown: str) -> None:
    found = attached(mixed(file(f'filename="{name}"'.encode())))
    assert (found.filename, found.raw_filename) == (shown, name)
    assert found.flags == ("deceptive-name", "dangerous")
    assert found.quarantined


@pytest.mark.parametrize(("name", "shown"), [(".htaccess", "htaccess"), (".user.ini", "user.ini"), ("\u200b.x", "x")])
def test_b4_no_name_begins_with_a_dot(name: str, shown: str) -> None:
    assert attached(mixed(file(f'filename="{name}"'.encode()))).filename == shown


NAMES = {
    "sections out of order": ("filename*2=c.pdf; filename*0=a; filename*1=b", "abc.pdf"),
    "charset and percent signs": ("filename*=gb18030''%C4%E3%BA%C3.pdf", "你好.pdf"),
    "a character split between sections": ("filename*0*=utf-8''%E4%BD; filename*1*=%A0.pdf", "你.pdf"),
    "an unknown charset": ("filename*=x-foo''%C4%E3%BA%C3.pdf", "你好.pdf"),
    "percent signs in sections without a charset": ("filename*0*=%C4%E3; filename*1=.pdf", "你.pdf"),
    "encoded words in quotes": ('filename="=?gb2312?B?xOM=?= =?gb2312?B?usM=?=.pdf"', "你好.pdf"),
    "encoded words without quotes": ("filename==?utf-8?Q?=E4=BD=A0.pdf?=", "你.pdf"),
    "encoded words inside RFC 2231": ("filename*=''=?utf-8?B?5L2gLnBkZg==?=", "你.pdf"),
    "a name folded over lines": ('filename="a\r\n b.pdf"', "a b.pdf"),
    "raw UTF-8": ('filename="你好.pdf"', "你好.pdf"),
    "no closing quote": ('filename="a.pdf', "a.pdf"),
    "a semicolon in quotes": ('filename="a;b.pdf"', "a;b.pdf"),
    "both forms": ("filename=\"wrong.pdf\"; filename*=utf-8''%E4%BD%A0.pdf", "你.pdf"),
}


@pytest.mark.parametrize("form", NAMES)
def test_b5_a_name_is_what_its_sender_meant(form: str) -> None:
    written, shown = NAMES[form]
    assert attached(mixed(file(written.encode()))).filename == shown


def test_b5_a_raw_gbk_name_is_readable() -> None:
    assert attached(mixed(file('filename="不良照片.pdf"'.encode("gbk")))).filename == "不良照片.pdf"


DISGUISED = {
    "a program": (b"MZ\x90" + bytes(60), "application/x-dosexec", ("type-mismatch", "dangerous")),
    "HTML": (b"<html><script>x()</script>", "text/html", ("type-mismatch", "dangerous")),
    "SVG": (b'<?xml version="1.0"?><svg onload="x()">', "image/svg+xml", ("type-mismatch", "dangerous")),
    "text": (b"hello", "text/plain", ("type-mismatch",)),
}


@pytest.mark.parametrize("what", DISGUISED)
def test_b6_a_file_is_what_its_bytes_say_and_a_disguised_one_is_quarantined(what: str) -> None:
    content, kind, flags = DISGUISED[what]
    found = attached(mixed(file(b"filename=photo.jpg", content, b"image/jpeg")))
    assert (found.detected_type, found.flags, found.quarantined) == (kind, flags, True)


@pytest.mark.parametrize("ending", ["exe", "js", "lnk", "iso", "hta", "html", "svg", "docm", "EXE"])
def test_b7_what_a_computer_would_run_is_quarantined_by_its_name_alone(ending: str) -> None:
    found = attached(mixed(file(f"filename=a.{ending}".encode(), b"hello")))
    assert (found.flags, found.quarantined, found.content) == (("dangerous",), True, b"hello")


def test_b8_the_test_virus_is_kept_and_quarantined_without_any_scanner() -> None:
    virus = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
    found = attached(mixed(file(b"filename=report.txt", virus)))
    assert (found.detected_type, found.quarantined, found.content) == ("application/x-eicar", True, virus)


HARMFUL = {
    "disk image.bin": (bytes(32_769) + b"CD001" + bytes(20), "dangerous"),
    "disk.dat": (b"conectix" + bytes(20), "dangerous"),
    "notes.pdf": (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "dangerous"),
    "a.exe. .": (b"x", "dangerous"),
    "a.settingcontent-ms": (b"x", "dangerous"),
    "a.vhdx": (b"x", "dangerous"),
    "a.xlam": (b"x", "dangerous"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le") + bytes(50), "macros"),
    "locked.7z": (b"7z\xbc\xaf\x27\x1c" + bytes(40) + b"\x06\xf1\x07\x01", "encrypted-archive"),
    "locked.rar": (b"Rar!\x1a\x07\x01\0" + bytes(4) + b"\x0d\x04" + bytes(20), "encrypted-archive"),
    "locked4.rar": (b"Rar!\x1a\x07\0\0\0\x73\x80\0\x0d\0" + bytes(20), "encrypted-archive"),
    "file locked4.rar": (
        b"Rar!\x1a\x07\0\0\0\x73\0\0\x0d\0" + bytes(6) + b"\0\0\x74\x04\x80" + bytes(20),
        "encrypted-archive",
    ),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_b7_what_must_not_be_passed_on_is_known_by_its_bytes_or_by_its_ending(name: str) -> None:
    content, flag = HARMFUL[name]
    found = attached(mixed(file(b'filename="' + name.encode() + b'"', content)))
    assert (flag in found.flags, found.quarantined) == (True, True)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"%PDF-1.4 /OpenAction << /S /JavaScript /JS (x) >>"), ("a.rtf", b"{\\rtf1{\\object\\objdata 01}}")],
)
def test_b7_a_document_that_does_more_than_show_itself_is_flagged(name: str, content: bytes) -> None:
    found = attached(mixed(file(b'filename="' + name.encode() + b'"', content)))
    assert found.flags == ("active-content",)
