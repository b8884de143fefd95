"""What mail servers report: that a mail arrived, or that it did not."""

from __future__ import annotations

import re

from parsers import bounce_words
from parsers.delivery_reports import SUCCESS, action_of, fates
from parsers.evidence import READING, Signs, no_return_path
from parsers.kind_words import AUTO_SUBJECT

OUTLOOK_FAILURE = re.compile(r"^application/ms-tnef; class=(?:report\..*\.ndr$|ipm\..*non-delivery)")
REJECTED = re.compile(r"automatically rejected|rejected mail", re.I)
DELIVERY = frozenset(
    [
        "message/delivery-status",
        "message/global-delivery-status",
        "multipart/report; report-type=delivery-status",
        "multipart/mixed; report-type=delivery-status",
    ]
)
BEGINNING = 4_000
"""Characters in which a mail server says that it gives a mail back."""


def delivered(signs: Signs) -> str:
    """Why it is a report that a mail arrived, or was passed on; "" if it is none."""
    told = fates(signs.report) if DELIVERY & signs.types else []
    if told and action_of(told) in SUCCESS:
        return f"It is a delivery report of success: {action_of(told)} (RFC 3464)."
    return ""


def returned(signs: Signs) -> str:
    """Why it is a report that a mail did not arrive, or not yet; "" if it is none."""
    if DELIVERY & signs.types and action_of(fates(signs.report)) == "delayed":
        return "It is a delivery report: the server still tries (RFC 3464)."
    if DELIVERY & signs.types:
        return "It is a delivery report (RFC 3464)."
    if "message/feedback-report" in signs.types:
        return "It is a complaint of unwanted mail that a provider passes on (RFC 5965)."
    if any(OUTLOOK_FAILURE.match(kind) for kind in signs.types):
        return "It is a non-delivery report of Outlook (its message class says so)."
    if signs.headers.has("x-failed-recipients"):
        return "The header X-Failed-Recipients names who did not get the mail."
    if READING & signs.types and (REJECTED.search(signs.subject) or REJECTED.search(signs.text[:BEGINNING])):
        return "A mail server refused a mail (it says so in the form of a receipt)."
    return _in_its_own_words(signs)


def _in_its_own_words(signs: Signs) -> str:
    """Mail servers that have no form for it. The less the sender looks like one, the more the words must say."""
    local = signs.sender.address.partition("@")[0] or signs.sender.name.partition("@")[0].strip('<"\\')
    nobody = no_return_path(signs.headers)
    server = nobody or bounce_words.ROBOT_NAMES.match(local) or bounce_words.ROBOT_DISPLAY.search(signs.sender.name)
    opens = not signs.parts.outermost and bounce_words.SUBJECT.match(signs.subject.lstrip(" [【")) is not None
    if not (server or opens or bounce_words.NO_REPLY.match(local)) or AUTO_SUBJECT.match(signs.subject):
        return ""
    beginning = signs.text[:BEGINNING]
    by_subject = bounce_words.SUBJECT.search(signs.subject) is not None
    by_text = bounce_words.TEXT.search(beginning) is not None
    if server and ((by_subject and by_text) or ((by_subject or by_text) and (nobody or not signs.parts.outermost))):
        return f"A mail server returns a mail ({'its subject' if by_subject else 'its text'} says so)."
    detail = bounce_words.NAMED_BELOW.search(beginning) or bounce_words.REASON_CODE.search(signs.text)
    if not server and by_subject and by_text and detail:
        return "A mail is returned (its subject and its text say so, and whom it did not reach or why)."
    return ""
