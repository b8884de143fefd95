"""Which regulation a new mail comes under, before it is a case."""

from __future__ import annotations

from cases.mail import IncomingMail
from cases.pack import Pack
from kesu.config_desk import Rule
from kesu.desk import Desk
from parsers.signs import accusation_signs

LETTER_TYPE = "letter_type"
"""The fact by which a regulation tells accusations from complaints."""


def choose_pack(desk: Desk, mail: IncomingMail) -> Pack:
    """By the first rule of the configuration that fits, else the default pack."""
    rule = next((rule for rule in desk.config.desk.assign if _fits(rule, mail)), None)
    return desk.packs[rule.pack if rule else desk.config.desk.default_pack]


def may_accuse(desk: Desk, mail: IncomingMail) -> bool:
    """Whether a new mail reads like an accusation under a regulation that restricts who may read those: until a
    person has judged it, the department that it may be about must not get it."""
    return LETTER_TYPE in choose_pack(desk, mail).facts and accusation_signs(mail)


def _fits(rule: Rule, mail: IncomingMail) -> bool:
    text = f"{mail.subject}\n{mail.text}".lower()
    product = " ".join(
        str(mail.fields[name].value) for name in ("product_name", "model", "part_no") if name in mail.fields
    ).lower()
    recipients = {address.address for address in (*mail.to, *mail.cc)}
    checks = (
        not rule.recipient or rule.recipient.lower() in recipients,
        not rule.sender or mail.sender.address.endswith(rule.sender.lower()),
        not rule.product or rule.product.lower() in product,
        not rule.words or any(word.lower() in text for word in rule.words),
    )
    return all(checks)
