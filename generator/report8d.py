"""The 8D as data: a Report8D of Catena-X from the facts and answers that the Word form is written from.

Nothing is invented. What the model requires and the case does not know is left out and listed, also in the report
itself; what the model has no place for stands in its lists of additional information. Our form and the model differ in
three places. An emergency action (D0) has neither date nor proof on our form: it stands in the header's list. The
model has no text of a containment action (D3): it stands in the list of D3. Our form does not ask when a risk
assessment began (D2): its date is the model's `null`.
"""

from __future__ import annotations

from generator import report8d_steps as steps
from generator.report8d_shape import unmet
from generator.report8d_values import Facts, Json, extras, full, iso, listed, mail, phone, rows_of, text

INCOMPLETE = "required and not known"


def report8d(facts: Facts) -> Json:
    """The report; the keys of `facts` are those of the 8D form, and `customer.bpnl`, `customer.city`,
    `customer.country`, `us.bpnl`, `us.city`, `us.country`, `us.supplier_no`."""
    planned = rows_of(facts, "d5.actions")
    found = {
        "stepD1": steps.team(rows_of(facts, "d1.team")),
        "stepD2": steps.problem(facts),
        "stepD3": steps.containment(rows_of(facts, "d3.actions"), facts),
        "stepD4": steps.causes(facts),
        "stepD5": steps.chosen(planned),
        "stepD6": steps.implemented(rows_of(facts, "d6.actions"), planned, facts),
        "stepD7": steps.prevention(rows_of(facts, "d7.documents"), facts),
        "stepD8": full(closingDate=iso(text(facts, "d8.closed_on")), resultAssesment=text(facts, "d8.summary")),
    }
    header = _header(facts)
    report = {"header": header, **{name: step for name, step in found.items() if step}}
    if missing := unmet(report):
        header.setdefault("additionalInformationList", []).extend(extras({INCOMPLETE: ", ".join(missing)}))
    return report


def _header(facts: Facts) -> Json:
    ours = _contact(facts, "us", text(facts, "us.name_en") or text(facts, "us.name"), text(facts, "us.mail"), "")
    contact = [text(facts, name) for name in ("customer_name", "contact_email", "contact_phone")]
    return {
        **full(
            title=text(facts, "title"),
            complaintDate=iso(text(facts, "received_at")),
            lastRevisionDate=iso(text(facts, "revision_date")),
            customerComplaintId=text(facts, "customer_ref"),
            supplierComplaintId=text(facts, "case_no") or text(facts, "desk_id"),
            complaintLocation=text(facts, "stage_found") or text(facts, "address"),
            supplierId=text(facts, "us.supplier_no"),
            supplierName=text(facts, "us.name_en") or text(facts, "us.name"),
            supplierContact=_complete(ours),
            additionalInformationList=extras(
                {
                    "quantity delivered": text(facts, "qty_shipped"),
                    "quantity complained": text(facts, "qty_defect"),
                    "quantity returned": text(facts, "qty_returned"),
                    "date of delivery": text(facts, "ship_date"),
                    "date of production": text(facts, "production_date"),
                    "emergency response action": text(facts, "d0.era"),
                    "serial numbers": ", ".join(listed(facts, "serial_no"))
                    if len(listed(facts, "batch_no")) > 1
                    else "",
                }
            ),
        ),
        "customerContact": _contact(facts, "customer", *contact),
        "parts": _parts(facts),
    }


def _complete(contact: Json) -> Json:
    """A contact that may be left out altogether, if something of it is missing."""
    lacking = unmet({"header": {"supplierContact": contact}})
    return {} if any("supplierContact." in each for each in lacking) else contact


def _contact(facts: Facts, whose: str, company: str, address: str, number: str) -> Json:
    return full(
        companyName=company,
        city=text(facts, f"{whose}.city"),
        country=text(facts, f"{whose}.country"),
        bpnlProperty=text(facts, f"{whose}.bpnl"),
        email=mail(address),
        phoneNumber=phone(number),
    )


def _parts(facts: Facts) -> list[Json]:
    """One part; of several batches, or several pieces of one batch, one each."""
    batches, serials = listed(facts, "batch_no") or [""], listed(facts, "serial_no") or [""]
    pairs = [(batch, "") for batch in batches] if len(batches) > 1 else [(batches[0], serial) for serial in serials]
    return [
        full(
            customerPartNumber=text(facts, "customer_part_no"),
            supplierPartNumber=text(facts, "part_no") or text(facts, "model"),
            orderNumber=text(facts, "order_no"),
            partName=text(facts, "product_name"),
            batchNumber=batch,
            serialNumber=serial,
        )
        for batch, serial in pairs
    ]
