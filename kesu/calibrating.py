"""What the mail provider does with a true mail, and with one that brings forged results along: tried, not believed."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from cases.origin import Provider
from cases.outgoing import MailClass, OutgoingMail, Sending
from cases.ports import Inbox, Sender
from cases.stores import StoreUnavailable
from kesu.config import Config
from kesu.proving import ORIGIN_OR_CODE
from parsers.headers import read_headers
from parsers.limits import header_block
from parsers.origin import probed, stamped_by
from store.provider import read_provider, write_provider

ASKED_A_CODE = "every decision without a signature of its domain is asked a code"
PATIENCE = 60.0
"""Seconds for a mail to oneself to arrive."""
GLANCE = 5.0
LARGEST = 1024 * 1024
SUBJECT = "客诉台自检，请勿处理 / self-check of the complaint desk, please ignore"
BROKEN_SIGNATURE = "v=1; a=rsa-sha256; c=simple/simple; d={domain}; s=probe; h=from:subject; bh=AAAA; b=AAAA"
"""Some servers write no results above a signature that does not fit; then forged ones below come out on top."""
FORGED = "{by}; dkim=pass header.d={domain}; dmarc=pass header.from={domain}"


class NotCalibrated(Exception):
    """The probes did not go out or did not come back; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class Post:
    """The desk's two servers, and how long a mail may take from one to the other."""

    inbox: Inbox
    sender: Sender
    patience: float = PATIENCE


def findings(config: Config, post: Post, now: datetime) -> tuple[list[str], list[str]]:
    """Calibrate, keep what was found beside the store, and say it: notes, and warnings."""
    try:
        provider = calibrate(config, post, now)
        write_provider(config.folder, provider)
    except (NotCalibrated, StoreUnavailable) as error:
        return [], [f"origin: {error}; {ASKED_A_CODE}"]
    if provider.trusted_id:
        return [f"origin: the results of {provider.trusted_id} count; forged ones do not come out on top"], []
    if provider.forged_passes:
        why = "forged results come out on top here, so that no results count"
    elif provider.authserv_id:
        why = f"{provider.authserv_id} does not vouch for a mail from the desk to itself"
    else:
        why = "the mail server writes no results on a mail from the desk to itself"
    return [], [f"origin: {why}; {ASKED_A_CODE}"]


def unknown_yet(config: Config) -> list[str]:
    """A warning where the origin of a mail decides and nothing is known of the server that checks it."""
    if config.approval.strength != ORIGIN_OR_CODE or config.approval.authserv_id or read_provider(config.folder):
        return []
    return [f"origin: nobody has looked yet what the mail server checks (kesu check --online); {ASKED_A_CODE}"]


def calibrate(config: Config, post: Post, now: datetime) -> Provider:
    """Send two mails from the desk to itself and look at what arrives; they end in the folder for what is done.

    Raises NotCalibrated, MailboxUnavailable.
    """
    address = config.desk.address
    domain = address.rpartition("@")[2]
    genuine = _there_and_back(post, _probe(address, {}), address, now)
    named = stamped_by(genuine) or config.approval.authserv_id or domain
    forged_headers = {
        "Authentication-Results": FORGED.format(by=named, domain=domain),
        "DKIM-Signature": BROKEN_SIGNATURE.format(domain=domain),
    }
    forged = _there_and_back(post, _probe(address, forged_headers), address, now)
    return probed(genuine, forged, address, named)


def _probe(address: str, headers: dict[str, str]) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    for name, value in headers.items():
        mail[name] = value
    mail["From"], mail["To"], mail["Subject"] = address, address, SUBJECT
    mail["Message-ID"] = f"<probe.{secrets.token_hex(16)}@{address.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("这封邮件由客诉台发给自己，用来查看邮件服务器怎样核实发件人。\n", cte="base64")
    return mail


def _there_and_back(post: Post, mail: EmailMessage, address: str, now: datetime) -> bytes:
    """The mail as it arrives, moved out of the way."""
    message_id = str(mail["Message-ID"])
    post.inbox.uidvalidity()
    above = max(post.inbox.uids(), default=0)
    out = OutgoingMail(
        f"probe/{message_id}", message_id, "", MailClass.NOTICE, address, SUBJECT, mail.as_bytes(), now, now
    )
    delivery = post.sender.send(out)
    if delivery.state is not Sending.SENT:
        raise NotCalibrated(f"a mail from the desk to itself was not accepted: {delivery.detail}")
    over = time.monotonic() + post.patience
    while True:
        for fetched in post.inbox.fetch(post.inbox.uids(above), LARGEST):
            if message_id in read_headers(header_block(fetched.raw)).ids("message-id"):
                post.inbox.move([fetched.uid], "done")
                return fetched.raw
        if time.monotonic() >= over:
            raise NotCalibrated(
                f"a mail from the desk to itself did not arrive within {post.patience:g} seconds;"
                " a desk that is running takes it away: stop it for the check"
            )
        post.inbox.wait(min(GLANCE, post.patience))
