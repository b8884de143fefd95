"""A form that somebody asks for in one line: `索取表单 F16c`, `send form final report en`."""

from __future__ import annotations

from cases.forms import LANGUAGES, find
from cases.model import Case
from kesu.desk import Desk
from kesu.ordering import REQUEST, later, order_forms
from kesu.orders import CommandRefused, Order, Outcome


def send_form(desk: Desk, case: Case, order: Order) -> Outcome:
    """Make the form that they name, in the language they name, and send it to them."""
    wanted, lang = _language(order.text.strip())
    form = find(desk.documents.forms().values(), wanted)
    if form is None:
        known = "、".join(f"{one.id} {one.name_zh}" for one in later(desk, case)) or "—"
        raise CommandRefused(
            f"没有表单“{wanted[:40]}”，本案可用：{known} / there is no form {wanted[:40]!r}: send form F16c"
        )
    lang = lang or (case.customer.language if form.outside else "zh")
    case = order_forms(desk, case, [form], lang, f"{REQUEST}:{order.by}", order.by, order.now)
    desk.store.put_case(case)
    return Outcome(case, "form-ordered", f"{form.id} {form.name(lang)}")


def _language(text: str) -> tuple[str, str]:
    """The form's name and the language behind it; "" if none is named."""
    name, _, last = text.rpartition(" ")
    return (name, last.lower()) if name and last.lower() in LANGUAGES else (text, "")
