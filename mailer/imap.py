"""The complaint mailbox on an IMAP server (RFC 3501, 4315, 6851), read by UID and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from imaplib import IMAP4

from cases.faults import hit
from cases.ports import Fetched, MailboxUnavailable
from mailer import imap_folders, imap_idle, imap_mails, imap_moves
from mailer.imap_errors import folder_refused, said, unavailable
from mailer.imap_login import Client, ImapSettings, hang_up, log_in


@dataclass(frozen=True, slots=True)
class _Opened:
    """The inbox as the server opened it just now."""

    client: Client
    uidvalidity: int
    mails: int


class ImapInbox:
    """An `Inbox` that connects when it is needed, and again when the link has died.

    UIDs mean something only under the UIDVALIDITY they were listed with. If that changes behind our back,
    every call but `uidvalidity` refuses: the number of one mail must never move another.
    """

    def __init__(self, settings: ImapSettings, password: Callable[[], str]) -> None:
        self._settings = settings
        self._password = password
        self._client: Client | None = None
        self._agreed: int | None = None
        self._made: dict[str, str] = {}
        self._elsewhere = False
        self._alarm = imap_idle.Alarm()

    def uidvalidity(self) -> int:
        self._agreed = None
        with self._inbox() as inbox:
            return inbox.uidvalidity

    def uids(self, above: int = 0) -> list[int]:
        hit("P0")
        with self._inbox() as inbox:
            if not inbox.mails:
                return []
            # `n:*` names the last mail even if its UID is below n
            return [uid for uid in imap_mails.undeleted(inbox.client, f"{above + 1}:*") if uid > above]

    def fetch(self, uids: Sequence[int], max_size: int) -> Iterator[Fetched]:
        for some in imap_mails.in_groups(sorted(uids), imap_mails.AT_ONCE):
            with self._inbox() as inbox:
                mails = imap_mails.listing(inbox.client, some)
            for portion in imap_mails.portions(mails):
                yield from self._fetch(portion, max_size)

    def _fetch(self, mails: Sequence[imap_mails.Listed], max_size: int) -> Iterator[Fetched]:
        with self._inbox() as inbox:
            raws = imap_mails.bodies(inbox.client, [mail.uid for mail in mails if mail.size <= max_size])
        for mail in mails:
            if mail.uid not in raws and mail.size <= max_size:
                continue
            hit("P1")
            yield Fetched(
                account=self._settings.account,
                folder=self._settings.folder,
                uidvalidity=inbox.uidvalidity,
                uid=mail.uid,
                arrived_at=mail.arrived_at,
                size=mail.size,
                raw=raws.get(mail.uid, b""),
            )

    def move(self, uids: Sequence[int], folder: str) -> None:
        for some in imap_mails.in_groups(sorted(uids), imap_moves.AT_ONCE):
            with self._inbox() as inbox:
                name = self._folder(inbox.client, folder)
                hit("P11")
                imap_moves.move(inbox.client, some, name)
                hit("P13")

    def junk(self) -> str:
        with self._inbox() as inbox:
            return imap_folders.junk(inbox.client)

    @contextmanager
    def within(self, folder: str) -> Iterator[None]:
        before = self._settings, self._agreed
        self._settings, self._agreed = replace(self._settings, folder=folder), None
        try:
            yield
        finally:
            self._settings, self._agreed = before
            self._elsewhere = True

    def wait(self, seconds: float) -> bool:
        """As the port says, and never raises: without a link, or with another folder open, there may be news."""
        if self._client is None or self._elsewhere:
            return True
        try:
            if self._client.has_capability("IDLE"):
                return imap_idle.idle(self._client, seconds, self._alarm)
            return imap_idle.sleep(seconds, self._alarm)
        except (OSError, IMAP4.error, ValueError):  # ValueError: imapclient reading half a line
            self._drop()
            return True

    def wake(self) -> None:
        """End the current `wait`, or else the next one; may be called from a signal handler."""
        self._alarm.ring()

    def close(self) -> None:
        if self._client is not None:
            with suppress(OSError, IMAP4.error):
                self._client.logout()
        self._drop()
        self._alarm.close()

    def capabilities(self) -> list[str]:
        """What the server says it can do after login; for `kesu check --online`."""
        with self._inbox() as inbox:
            return sorted(name.decode() for name in inbox.client.capabilities())

    @contextmanager
    def _inbox(self) -> Iterator[_Opened]:
        """The inbox, opened again so that its counts are fresh; every failure leaves as MailboxUnavailable."""
        settings = self._settings
        try:
            yield self._agreed_on(self._open())
        except (OSError, IMAP4.error) as error:
            self._drop()
            raise unavailable(settings.host, settings.port, error) from error

    def _open(self) -> _Opened:
        """SELECT; a link that has died since the last call is replaced without a word."""
        if self._client is not None:
            try:
                return self._select(self._client)
            except (OSError, IMAP4.abort):
                self._drop()
        self._client = log_in(self._settings, self._password)
        return self._select(self._client)

    def _select(self, client: Client) -> _Opened:
        try:
            answer = client.select_folder(self._settings.folder)
            self._elsewhere = False
        except IMAP4.abort:
            raise
        except IMAP4.error as error:
            self._drop()
            raise folder_refused(self._settings.host, self._settings.folder, said(error)) from error
        if b"UIDVALIDITY" not in answer:
            raise MailboxUnavailable(
                f"{self._settings.host} gives no UIDVALIDITY for {self._settings.folder}: "
                "its mails cannot be told apart, so the desk cannot work on it",
                permanent=True,
            )
        return _Opened(client, answer[b"UIDVALIDITY"], answer.get(b"EXISTS", 1))

    def _agreed_on(self, opened: _Opened) -> _Opened:
        if self._agreed is None:
            self._agreed = opened.uidvalidity
        if self._agreed != opened.uidvalidity:
            raise MailboxUnavailable(
                f"{self._settings.host} has numbered the mails of {self._settings.folder} anew "
                f"(UIDVALIDITY {self._agreed} is now {opened.uidvalidity}); they will be listed again"
            )
        return opened

    def _folder(self, client: Client, role: str) -> str:
        """The role's folder as the server spells it, made if it is missing."""
        if role not in self._made:
            name = imap_folders.server_name(client, self._settings.name_of(role))
            imap_folders.make(client, name)
            self._made[role] = name
        return self._made[role]

    def _drop(self) -> None:
        if self._client is not None:
            hang_up(self._client)
        self._client = None
        self._made = {}
