"""Who sent it, which mail it is: addresses beyond doubt, and one key for every delivery of a mail."""

from __future__ import annotations

import pytest

from cases.mail import Address
from parsers.addresses import parse_addresses
from parsers.content_key import content_key

MAIL = (
    b"From: Wang <Wang@x.example>\r\nTo: d@desk.example\r\nDate: Mon, 2 Mar 2026 09:00:00 +0800\r\n"
    b"Subject: a\r\n long subject\r\nMessage-ID: <m@x.example>\r\n\r\nbody\r\n"
)


@pytest.mark.parametrize(
    ("header", "mailboxes"),
    [
        (b"Wang <Wang@X.example>", [Address("Wang", "wang@x.example")]),
        (b"wang@x.example (Wang)", [Address("Wang", "wang@x.example")]),
        ('"王工, 质量部" <w@x.example>'.encode(), [Address("王工, 质量部", "w@x.example")]),
        ("张三(质量部) <w@x.example>".encode("gbk"), [Address("张三(质量部)", "w@x.example")]),
        (b'"boss@corp.example" <evil@x.example>', [Address("boss@corp.example", "evil@x.example")]),
        (
            b"boss@corp.example, evil <evil@x.example>",
            [Address("", "boss@corp.example"), Address("evil", "evil@x.example")],
        ),
        (b"alice@corp.example)bob@evil.example", [Address("alice@corp.example)bob@evil.example", "")]),
        (b"a@evil@corp.example", [Address("a@evil@corp.example", "")]),
        (b"<a@x.example> <b@x.example>", [Address("a@x.example> <b@x.example", "")]),
        (b"Wang, Li <w@x.example>", [Address("Wang, Li", "w@x.example")]),
        (b"Wang, Li, QA <w@x.example>", [Address("Wang, Li, QA", "w@x.example")]),
        (b"Wang, w@x.example", [Address("Wang", ""), Address("", "w@x.example")]),
        (b"Wang Li w@x.example", [Address("Wang Li", "w@x.example")]),
        (b"boss@corp.example w@x.example", [Address("boss@corp.example w@x.example", "")]),
        (b"Wang <@relay.example,@b.example:w@x.example>", [Address("Wang", "w@x.example")]),
        (b"Wang <mailto:w@x.example>", [Address("Wang", "w@x.example")]),
        (b"Wang <<w@x.example>>", [Address("Wang", "w@x.example")]),
        (b"Wang <w@x.example", [Address("Wang <w@x.example", "")]),
        (b"undisclosed-recipients:;", []),
        (b"team: a@x.example, b@x.example;", [Address("", "a@x.example"), Address("", "b@x.example")]),
        (b"<>", []),
        (b"", []),
        (b'"x" <""@d>', [Address('"x" <""@d', "")]),
    ],
)
def test_only_one_strict_address_names_a_person(header: bytes, mailboxes: list[Address]) -> None:
    found = parse_addresses([header])
    assert [m.address for m in found] == [m.address for m in mailboxes]
    assert [m.name for m in found if m.address] == [m.name for m in mailboxes if m.address]


def test_all_from_headers_count() -> None:
    assert len(parse_addresses([b"a@x.example", b"b@x.example"])) == 2


def test_a_second_delivery_has_the_same_key() -> None:
    again = b"Received: from elsewhere\r\nX-Spam: no\r\n" + MAIL.replace(b"From: Wang", b"FROM:  wang")
    assert content_key(again) == content_key(MAIL)


def test_folding_does_not_change_the_key() -> None:
    assert content_key(MAIL.replace(b"a\r\n long", b"a long")) == content_key(MAIL)


@pytest.mark.parametrize("changed", [(b"body", b"Body"), (b"<m@", b"<n@"), (b"Subject: a", b"Subject: b")])
def test_another_content_has_another_key(changed: tuple[bytes, bytes]) -> None:
    assert content_key(MAIL.replace(*changed)) != content_key(MAIL)


def test_the_body_is_not_taken_for_a_header() -> None:
    assert content_key(MAIL + b"Subject: x\r\n") != content_key(MAIL.replace(b"Subject: a", b"Subject: x"))
