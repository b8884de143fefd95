"""What people really type in what clients really send, and what must never work: measured on independent data.

The desk is a whole one in memory; each row finds it as it was before, so that no row helps another. docs/mail.md
tells the shares.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from functools import cache

from cases.approval import Verdict
from cases.handled import HandledMail
from cases.model import Case
from cases.outgoing import OutgoingMail
from tests.kesu.decision_mails import Row, answers, attack, attacks, layouts, reply
from tests.kesu.decision_scenes import (
    ALIAS,
    OTHER_APPROVER,
    OTHER_CUSTOMER,
    OUR_SERVER,
    PUBLIC,
    REPLY,
    STRANGER,
    Scene,
    scene,
)
from tests.kesu.letters import ENGINEER, LINE_STOP
from tests.office import CUSTOMER, DESK, text_of

GENUINE = 216
"""A001 to A216 are decisions; the others must be asked again."""
NOT_HERE = {"digest"}
"""What this desk does not do."""
EXECUTED = {"decided", "called back", "assigned", "closed", "withdrawn", "dismissed", "merged", "override"}


@cache
def whole_scene(before: tuple[str, ...], strength: str) -> Scene:
    return scene(before, strength)


def squeezed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def plain(mail: OutgoingMail) -> str:
    parsed = message_from_bytes(mail.raw, policy=policy.default)
    return text_of(parsed)


# ---------------------------------------------------------------- answers


@dataclass(frozen=True)
class Outcome:
    """What the desk made of an answer: `verb` as the data name it, and the reason it has recorded."""

    verb: str
    reason: str = ""


def outcome(row: Row) -> Outcome:
    found = whole_scene(("pending",), "token")
    found.again()
    request = found.request
    values = {
        "quote_from": "客诉受理台",
        "quote_from_address": DESK,
        "quote_subject": str(request["Subject"]),
        "quote_text": text_of(request).replace("\r\n", "\n").rstrip("\n"),
        "quote_message_id": str(request["Message-ID"]).strip("<>"),
        "approver_name": "江海川",
        "approver_address": found.approver,
    }
    before = found.case
    sent = found.takes(reply(layouts()[row["layout"]], row["words"], values, f"<{row['id']}@works.example>"))
    request_ = found.case.rounds[-1].requests[0]
    if request_.verdict is not None:
        return Outcome(str(request_.verdict), request_.reason)
    if executed(before, found.case):
        return Outcome("something else")
    told = [plain(mail) for mail in sent if mail.recipient == found.approver]
    if not told:
        return Outcome("no answer")
    return Outcome("needs-reason" if "请在“不同意”后写明原因" in told[-1] else "unclear")


def judged(row: Row) -> str:
    """`right`, `left open`, `wrong` or `missed`."""
    got = outcome(row)
    if got.verb == row["verb"] and squeezed(row.get("reason", "")) in squeezed(got.reason):
        return "right"
    if got.verb in row.get("also", ()):
        return "left open"
    return "wrong" if got.verb in ("approve", "reject", "something else", "no answer") else "missed"


def executed(before: Case, after: Case) -> list[str]:
    """Decisions and commands that were carried out in between."""
    return [line.what for line in after.timeline[len(before.timeline) :] if line.what in EXECUTED]


@cache
def answers_judged() -> dict[str, str]:
    return {row["id"]: judged(row) for row in answers()}


def test_every_client_has_two_approvals_and_a_rejection_in_the_data() -> None:
    genuine = answers()[:GENUINE]
    per_layout = Counter((row["layout"], row["verb"]) for row in genuine)
    assert len(layouts()) == 72
    assert {per_layout[layout, "approve"] for layout in layouts()} == {2}
    assert {per_layout[layout, "reject"] for layout in layouts()} == {1}


def test_98_of_100_genuine_decisions_are_carried_out_and_none_wrongly() -> None:
    found = Counter(answers_judged()[row["id"]] for row in answers()[:GENUINE])
    assert found["wrong"] == 0, [key for key, value in answers_judged().items() if value == "wrong"]
    assert found["right"] >= 0.98 * GENUINE, [key for key, value in answers_judged().items() if value == "missed"]


def test_what_is_no_decision_is_never_carried_out_and_always_answered() -> None:
    found = {row["id"]: answers_judged()[row["id"]] for row in answers()[GENUINE:]}
    assert [key for key, value in found.items() if value not in ("right", "left open")] == []


# ---------------------------------------------------------------- attacks


@cache
def values_in(before: tuple[str, ...], strength: str) -> dict[str, str]:
    """What the placeholders stand for in this scene."""
    found = whole_scene(before, strength)
    found.again()
    return values_of(found)


def values_of(found: Scene) -> dict[str, str]:
    office, request = found.office, found.request
    local, _, domain = found.approver.partition("@")
    token, tag = found.token, str(request["Subject"]).partition("[")[2]
    text = text_of(request).replace("\r\n", "\n")
    ack = office.sent(CUSTOMER)[0] if office.sent(CUSTOMER) else request
    internal = next((mail for mail in office.sent(ENGINEER)), request)
    others = [mail for mail in office.sent(found.approver) if str(mail["Subject"]).startswith("请审批")]
    other_case = "K2026-00002"
    public = next((case.id for case in office.cases() if case.customer.contact.domain == PUBLIC), other_case)
    used = found.used
    return {
        "desk_name": "客诉受理台",
        "desk_address": DESK,
        "desk_alias": ALIAS,
        "approver_name": "江海川",
        "approver_address": found.approver,
        "approver_local": local,
        "approver_domain": domain,
        "approver_local_fullwidth": "".join(chr(ord(char) + 0xFEE0) for char in local),
        "approver_domain_cyrillic": domain.replace("o", "о").replace("p", "р"),
        "approver_domain_punycode": domain.replace("o", "о").replace("p", "р").encode("idna").decode(),
        "other_approver_address": OTHER_APPROVER,
        "requester_address": found.writer,
        "author_address": found.writer,
        "engineer_address": ENGINEER,
        "customer_address": CUSTOMER,
        "customer_name": "远岭服务器制造有限公司",
        "other_customer_address": OTHER_CUSTOMER,
        "stranger_address": STRANGER,
        "public_domain": PUBLIC,
        "public_case": public,
        "case": found.case_id,
        "other_case": other_case,
        "token": token,
        "tag": f"[{tag}",
        "wrong_token": "abcdefghijklmnopqrstuvwxyz",
        "near_token": ("a" if token[0] != "a" else "b") + token[1:],
        "zero_token": "0" * 26,
        "short_token": token[:6],
        "request_subject": str(request["Subject"]),
        "request_message_id": str(request["Message-ID"]),
        "request_text": text,
        "request_quote": f"From: {DESK}\nSent: 9 March 2026 09:15\nSubject: {request['Subject']}\n\n{text}",
        "other_subject": str(others[-1]["Subject"]) if others else "",
        "internal_subject": str(internal["Subject"]),
        "ack_subject": str(ack["Subject"]),
        "customer_thread_id": str(ack["Message-ID"]),
        "used_message_id": str(used["Message-ID"]) if used else "<used@farridge.example>",
        "used_subject": "内存不开机投诉",
        "used_text": LINE_STOP,
        "authserv_id": OUR_SERVER,
    }


@dataclass(frozen=True)
class Effect:
    """What an attack has come to."""

    executed: tuple[str, ...]
    instead: str
    sent: tuple[OutgoingMail, ...]
    before: Case
    after: Case
    approver: str
    sender: str


DELIVERED_TWICE = {"H6-1": ("pending",), "I9-2": ("customer-open",)}
"""Rows that are about a second delivery of the same mail: the first one is the mail itself."""
SEEN = {"H6-1": "already-done", "I9-2": "one-case"}
"""What it is called that a second delivery leaves no trace but in the record of the first."""
INSTEAD = {
    "unclear": "help",
    "help": "help",
    "note": "help",
    "refused": "refused",
    "review": "refused",
    "code-asked": "code-asked",
    "ignored": "kept-silent",
    "bounce": "bounce",
    "follow-up": "attached",
    "claim": "new-case-claims",
    "triage": "new-case-or-triage",
    "case": "new-case-or-triage",
}
"""The desk's word for what it did with a mail, and the data's."""


def effect(row: Row) -> Effect:
    happened = DELIVERED_TWICE.get(row["id"], tuple(row["before"]))
    found, values = whole_scene(happened, row["strength"]), values_in(happened, row["strength"])
    found.again()
    before = found.case
    known = set(found.office.store._rows.handled)  # type: ignore[attr-defined]
    own = [f"To: {DESK}", "Date: Mon, 9 Mar 2026 14:30:00 +0800", f"Message-ID: <{row['id']}@evil.example>"]
    raw = attack(row, values, own)
    if row["id"] in DELIVERED_TWICE:
        found.takes(raw)
        before, known = found.case, set(found.office.store._rows.handled)  # type: ignore[attr-defined]
        raw = b"Received: from alias.works.example by mx.works.example; Mon, 9 Mar 2026 14:30:05 +0800\r\n" + raw
    sent = found.takes(raw)
    rows = found.office.store._rows.handled  # type: ignore[attr-defined]
    new = [handled for key, handled in rows.items() if key not in known]
    instead = _instead(found, new[0], sent) if new else SEEN.get(row["id"], "nothing")
    sender = re.findall(r"^From: .*?<?([^<>\s]+@[^<>\s]+?)>?\r?$", raw.decode("utf-8"), re.MULTILINE)
    return Effect(
        tuple(executed(before, found.case)),
        instead,
        tuple(sent),
        before,
        found.case,
        found.approver,
        sender[0] if sender else "",
    )


def _instead(found: Scene, handled: HandledMail, sent: list[OutgoingMail]) -> str:
    new_case = found.office.store.case(handled.case_id) if handled.outcome in ("case", "triage") else None
    if new_case is not None and new_case.claims:
        return "new-case-claims"
    if handled.outcome == "case" and not any(mail.recipient == handled.sender for mail in sent):
        return "new-case-no-ack"
    if handled.outcome == "refused" and handled.note.endswith(": decided"):
        return "already-done"
    if handled.outcome == "unclear" and any("请在“不同意”后写明原因" in plain(mail) for mail in sent):
        return "reason-asked"
    return INSTEAD.get(handled.outcome, handled.outcome)


def to(effect_: Effect, *addresses: str) -> str:
    """All that these addresses read because of it."""
    return "\n".join(f"{mail.subject}\n{plain(mail)}" for mail in effect_.sent if mail.recipient in addresses)


def decided(case: Case) -> list[Verdict]:
    return [request.verdict for round_ in case.rounds for request in round_.requests if request.verdict is not None]


def same_matter(effect_: Effect) -> bool:
    def matter(case: Case) -> tuple[object, ...]:
        grade = case.grading.grade if case.grading else None
        return case.owner, case.state, grade, {name: fact.value for name, fact in case.facts.items()}

    return matter(effect_.before) == matter(effect_.after)


CUSTOMER_S = ("远岭", "2506-07A", "DDR5-32G", CUSTOMER)
"""What the case knows of its customer."""
MUST_NOT: dict[str, Callable[[Effect], bool]] = {
    "owner, state, grade or a triage fact of {{case}} changes": lambda e: not same_matter(e),
    "any mail to {{stranger_address}}": lambda e: to(e, STRANGER) != "",
    "the new revision is sent out": lambda e: REPLY[3:8] in to(e, CUSTOMER),
    "any answer to the customer names the approval": lambda e: "审批" in to(e, CUSTOMER) or "approv" in to(e, CUSTOMER),
    "text, name or address of the customer of {{case}} in any mail to the stranger": lambda e: _leaks(to(e, STRANGER)),
    "the note is put on {{case}}": lambda e: "Adding a note" in repr(e.after),
    "{{case}} takes 40 or 2603B as a fact": lambda e: "2603B" in repr(e.after.facts) or "'40'" in repr(e.after.facts),
    "earlier text of {{case}} in any mail to the stranger": lambda e: _leaks(to(e, STRANGER)),
    "{{customer_name}} in any mail to the stranger": lambda e: _leaks(to(e, STRANGER)),
    "a document of {{case}} to the stranger": lambda e: any(m.documents for m in e.sent if m.recipient == STRANGER),
    "internal text in any mail to the customer": lambda e: "同意" in to(e, CUSTOMER),
    "the note in any mail to the customer": lambda e: "操作失误" in to(e, CUSTOMER),
    "total_cost_cny taken without a flag": lambda e: "total_cost_cny" in e.after.facts,
    "the mail is taken for our own without a valid signature": lambda e: e.instead == "loop",
    "text of {{public_case}} to somebody.else@{{public_domain}}": lambda e: _leaks(to(e, f"somebody.else@{PUBLIC}")),
}
"""What the data forbid, sentence by sentence, as it shows here."""


def _leaks(text: str) -> bool:
    return any(word in text for word in CUSTOMER_S)


@cache
def effects() -> dict[str, Effect]:
    return {row["id"]: effect(row) for row in attacks() if not NOT_HERE.intersection(row["before"])}


def test_no_attack_is_carried_out() -> None:
    assert len(effects()) == 125
    assert {key: found.executed for key, found in effects().items() if found.executed} == {}
    assert {key for key, found in effects().items() if decided(found.before) != decided(found.after)} == set()


def test_nothing_happens_that_must_not() -> None:
    rows = {row["id"]: row for row in attacks()}
    broken = [
        (key, sentence)
        for key, found in effects().items()
        for sentence in rows[key]["expected"].get("must_not", [])
        if MUST_NOT[sentence](found)
    ]
    assert broken == []


def test_nobody_outside_learns_anything_of_a_case() -> None:
    outside = {
        mail.recipient
        for found in effects().values()
        for mail in found.sent
        if not mail.recipient.endswith("@works.example") and not mail.recipient.startswith("chen.guodong")
    }
    told = [key for key, found in effects().items() if _leaks(to(found, *(outside - {CUSTOMER})))]
    assert told == []


def test_whoever_must_hear_of_it_does() -> None:
    silent = []
    for row in attacks():
        if (found := effects().get(row["id"])) is None:
            continue
        wanted = {"approver": found.approver, "sender": found.sender}
        silent += [(row["id"], who) for who in row["expected"].get("told", []) if not to(found, wanted[who])]
    assert silent == []


OTHERWISE = {
    "H8-6": "attached",  # the customer's words are kept with the case as any other, and the approver is warned
    "I5-1": "attached",
    "I5-2": "help",  # the engineer's note is kept, and he hears that it did nothing
    "I7-1": "new-case-or-triage",  # what is no token makes no tag: the owner of the desk is asked what it is
    "I7-3": "new-case-or-triage",
    "I7-4": "new-case-or-triage",
    "I7-5": "new-case-or-triage",
}
"""Where the desk does something else without effect than the data think best, and why."""


def test_what_happens_instead_is_as_the_data_say() -> None:
    told = {"help": "told why", "refused": "told why"}  # the data let the two change places
    best = {row["id"]: row["expected"]["instead"] for row in attacks()}
    other = {
        key: found.instead
        for key, found in effects().items()
        if told.get(found.instead, found.instead) != told.get(best[key], best[key])
    }
    assert other == OTHERWISE
