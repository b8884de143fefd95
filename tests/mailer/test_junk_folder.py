"""Where servers put what they take for spam: found by its mark or its name, read like the inbox."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cases.ports import MailboxUnavailable
from mailer.imap import ImapInbox
from mailer.imap_login import ImapSettings
from tests.integration.scripted import Script, ScriptedImap
from tests.integration.servers import Dovecot
from tests.mailer.test_imap_troubles import OK, server

MAIL = b"From: li@kehu.example\r\nSubject: x\r\n\r\ny\r\n"


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    with Dovecot() as server:
        yield server


def found(script: Script) -> str:
    with ScriptedImap(script) as scripted:
        inbox = ImapInbox(ImapSettings("127.0.0.1", "desk", scripted.port, "none", timeout=2.0), lambda: "secret")
        try:
            return inbox.junk()
        finally:
            inbox.close()


@pytest.mark.parametrize(
    ("listed", "folder"),
    [
        (['(\\HasNoChildren \\Junk) "/" "Unwanted"', '(\\HasNoChildren) "/" "Spam"'], "Unwanted"),
        (['(\\HasNoChildren) "/" "&V4NXPpCuTvY-"'], "垃圾邮件"),
        (['() "/" "Sent Messages"', '() "/" "Junk"'], "Junk"),
        (['() "/" "&V4NXPnux-"'], "垃圾箱"),
        (['() "." "INBOX.Spam"'], "INBOX.Spam"),
        (['() "/" "Junk Email"'], "Junk Email"),
        (['(\\HasNoChildren \\junk) "/" "[Gmail]/&V4NXPpCuTvY-"'], "[Gmail]/垃圾邮件"),
        (['() NIL "Bulk Mail"'], "Bulk Mail"),
        (['() "/" "Junkyard orders"', '() "/" "&dcVr0mWHTvZZOQ-"'], ""),
    ],
)
def test_it_is_found_by_its_mark_or_else_by_its_name(listed: list[str], folder: str) -> None:
    answer = "\n".join(f"* LIST {line}" for line in ['() "/" "INBOX"', *listed]) + "\n" + OK
    assert found(server(LIST=answer)) == folder


@pytest.mark.needs("dovecot")
def test_inside_it_the_calls_are_about_its_mails_and_afterwards_about_the_inbox_again(dovecot: Dovecot) -> None:
    inbox = ImapInbox(ImapSettings("127.0.0.1", dovecot.user, dovecot.port, "none"), lambda: dovecot.password)
    with dovecot.client() as client:
        client.create_folder("垃圾邮件")
    dovecot.deliver(MAIL, MAIL, folder="垃圾邮件")
    assert inbox.uids() == []
    with inbox.within(inbox.junk()):
        assert inbox.uids() == [1, 2]
        assert [(mail.folder, mail.uid, mail.raw) for mail in inbox.fetch([1], 1000)] == [("垃圾邮件", 1, MAIL)]
        inbox.move([1], "done")
        with pytest.raises(MailboxUnavailable, match="does not open the folder gone"), inbox.within("gone"):
            inbox.uids()
        assert inbox.uids() == [2]
    assert inbox.wait(60.0)  # with the other folder open nobody would hear of mail in the inbox
    assert inbox.uids() == []
    assert not inbox.wait(0.2)
    assert (dovecot.mails("Kesu/Done"), dovecot.mails("垃圾邮件")) == ([MAIL], [MAIL])
    inbox.close()
