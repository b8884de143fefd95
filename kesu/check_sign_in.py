"""What `kesu check` says of signing in: the provider's servers and demands, secrets that end, spam that waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cases.ports import Inbox
from kesu.config import Config
from kesu.config_values import ConfigError
from kesu.expiry import ending
from kesu.presets import PRESETS
from kesu.sign_in import signed_in


def notes(config: Config) -> Iterator[str]:
    """The preset with what it stands for."""
    preset = PRESETS.get(config.mailbox.preset)
    if preset is not None:
        box, smtp = config.mailbox, config.smtp
        servers = f"{box.host}:{box.port} ({box.security}) and {smtp.host}:{smtp.port} ({smtp.security})"
        yield f"preset {box.preset}: {servers}, auth = {box.auth}; {preset.note}"


def warnings(config: Config, today: date) -> Iterator[str]:
    """Secrets in their last days, and a person who has yet to sign in."""
    yield from (each.sentence for each in ending(config, today))
    if config.mailbox.auth == "xoauth2" and config.oauth.by_a_person:
        try:
            known = signed_in(config)
        except (ConfigError, OSError):
            return  # a fault of its own, told with the servers
        if not known:
            yield 'nobody has signed in for the mailbox yet: run "kesu login"'


def spam(config: Config, inbox: Inbox) -> str:
    """How many mails the server has put aside as spam. Raises MailboxUnavailable."""
    folder = inbox.junk()
    if not folder:
        return "junk: the server has no folder for spam"
    with inbox.within(folder):
        count = len(inbox.uids())
    does = {"count": "counted daily", "poll": "read like the inbox", "ignore": "ignored"}[config.mailbox.junk]
    return f"junk: {count} mails in {folder}, {does} ([mailbox] junk)"
