"""Letters that several use cases write: to the desk's owner, and alerts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cases.mail import Address
from cases.model import Case
from cases.outgoing import MailClass, OutgoingMail
from kesu.config_people import Person
from kesu.desk import Desk
from kesu.people import as_address
from kesu.posting import OUTSIDE, Letter, post, staff_token
from kesu.present import common, of_desk


def to_desk_owner(
    desk: Desk, purpose: str, effect: str, context: Mapping[str, object], case: Case | None = None
) -> Letter:
    """A letter to whoever keeps what nobody else has."""
    return to_person(desk, desk.people.desk_owner, purpose, effect, context, case)


def to_person(
    desk: Desk,
    person: Person,
    purpose: str,
    effect: str,
    context: Mapping[str, object],
    case: Case | None = None,
    mail_class: MailClass = MailClass.NOTICE,
) -> Letter:
    """A letter to one of our people, in their language, with the code that lets them answer with commands."""
    about = common(desk, case, person.language) if case else {"desk": of_desk(desk)}
    return Letter(
        purpose=purpose,
        to=as_address(person),
        lang=person.language,
        effect=effect,
        mail_class=mail_class,
        context={**about, **context},
        token=staff_token(desk, case.id, person.address) if case else "",
    )


def to_customer(
    desk: Desk, case: Case, purpose: str, effect: str, context: Mapping[str, object], mail_class: MailClass
) -> Letter:
    """A letter to the customer's contact, in the customer's language, in the customer's thread."""
    return Letter(
        purpose=purpose,
        to=Address("", case.customer.contact.address),
        lang=case.customer.language,
        effect=effect,
        mail_class=mail_class,
        context={**common(desk, case, case.customer.language), **context},
        thread="customer",
    )


def to_outside(desk: Desk, person: Person, purpose: str, effect: str, context: Mapping[str, object]) -> Letter:
    """A letter to somebody outside who is no party to the case: no code, nothing of the case but `context`."""
    return Letter(
        purpose=purpose,
        to=as_address(person),
        lang=person.language,
        effect=effect,
        mail_class=MailClass.NOTICE,
        context={"desk": of_desk(desk), **context},
        thread=OUTSIDE,
    )


def is_alert(mail: OutgoingMail) -> bool:
    """Of an alert that is not delivered there is no alert, which would never end."""
    return "/alert/" in mail.effect_key


def alert(desk: Desk, what: str, detail: str, key: str, now: datetime, case: Case | None = None) -> None:
    """Tell the quality manager, once per `key`; for things that must not pass in silence. What concerns a restricted
    case is for its owner alone."""
    context = {"what": what, "detail": detail}
    hidden = case is not None and case.restricted
    person = desk.people.or_owner(case.owner) if case is not None and hidden else desk.people.quality_manager
    post(desk, case, to_person(desk, person, "desk/alert", f"alert/quality/{key}", context, case), now)
