"""Mails set aside: found by the beginning of their hash, taken off the list when a person has looked."""

from __future__ import annotations

from dataclasses import replace

from cases.handled import HandledMail
from kesu.desk import Desk


def find_mail(desk: Desk, prefix: str) -> HandledMail | None:
    """The one mail set aside whose SHA-256 (or content key) begins like this."""
    found = [mail for mail in desk.store.set_aside() if (mail.sha256 or mail.content_key).startswith(prefix.lower())]
    return found[0] if len(found) == 1 else None


def dismiss(desk: Desk, mail: HandledMail) -> None:
    """Nothing to do about it; the mail itself is kept."""
    with desk.store.transaction():
        desk.store.put_handled(replace(mail, set_aside=False, note=f"{mail.note} (looked at, nothing to do)"))
