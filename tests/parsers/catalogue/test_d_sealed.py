"""Catalogue D: encrypted and signed mails. Kept; a signature is taken off and never trusted."""

from __future__ import annotations

import pytest

from cases.mail import Kind
from tests.parsers.raw import file, mail, mixed, read, text
from tests.parsers.sealed import signed

PKCS7 = b"application/pkcs7-mime; name=smime.p7m; smime-type="
PGP = b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----\r\n"
PARTS = b"--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\n\r\n" + PGP + b"--b--\r\n"
SEALED = {
    "S/MIME": mixed(file(b"filename=smime.p7m", b"\x30\x80", PKCS7 + b"enveloped-data")),
    "PGP/MIME": mail(PARTS, b"Content-Type: multipart/encrypted; protocol=application/pgp-encrypted; boundary=b"),
    "PGP in the text": mail(PGP),
}


@pytest.mark.parametrize("name", SEALED)
def test_d1_an_encrypted_mail_says_that_it_is_and_nothing_of_it_is_guessed(name: str) -> None:
    found = read(SEALED[name])
    assert (found.kind, found.decision, found.fields) == (Kind.SUBMISSION, None, {})
    assert "encrypted" in found.defects


def test_d2_a_signed_mail_is_unwrapped_and_its_signature_proves_nothing() -> None:
    inner = b"From: boss@desk.example\r\n" + text("同意".encode())
    found = read(mixed(file(b"filename=smime.p7m", signed(inner), PKCS7 + b"signed-data")))
    assert (found.text, found.sender.address) == ("同意", "a@x.example")
    assert "opaque-signed" in found.defects
    assert [a.filename for a in found.attachments] == ["smime.p7m"]
