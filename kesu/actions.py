"""Every step that one of us can ask for in one line, by the verb's id: the same by mail and on the command line."""

from __future__ import annotations

from collections.abc import Mapping

from kesu import declining, form_orders, pre_report, splitting, steps, triage
from kesu.orders import Action

STEPS: Mapping[str, Action] = {
    "contain": steps.contain,
    "send-back": steps.send_back,
    "dispute": steps.dispute,
    "customer-accepts": steps.customer_accepts,
    "customer-objects": steps.customer_objects,
    "done": steps.measures_done,
    "effective": steps.effective,
    "not-effective": steps.not_effective,
    "reopen": steps.reopen,
    "decline": declining.decline,
    "send-form": form_orders.send_form,
    "acknowledge": pre_report.acknowledge,
    "demand": triage.demand,
    "not-a-complaint": triage.not_a_complaint,
    "pack": triage.other_pack,
    "split": splitting.split,
    "withdrawn": triage.withdrawn,
}
