"""The desk as an answer or an attack finds it: what has happened before, by the names that the data use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import cache

from cases.model import Case
from cases.outgoing import OutgoingMail
from parsers.origin import MailOrigin
from tests.kesu.letters import APPROVER, ENGINEER, LINE_STOP, MODULES, complaint, says
from tests.office import PEOPLE, Office, at, settings

OPENED, ASKED, ANSWERED = at("2026-03-09 09:01"), at("2026-03-09 09:15"), at("2026-03-09 14:30")
OTHER_CUSTOMER, STRANGER, PUBLIC = "claims@northgate.example", "mallory@evil.example", "qq.com"
PUBLIC_CUSTOMER = f"sun.yue@{PUBLIC}"
ALIAS = "kesu-alias@works.example"
OUR_SERVER = "mx.works.example"
OTHER_APPROVER = "chen@works.example"
REPLY = "答复：已换货，附检测结果说明。"


@dataclass
class Scene:
    """A desk at a moment, to which it can be taken back; `request` is the mail that is answered."""

    office: Office
    request: EmailMessage
    approver: str = APPROVER
    case_id: str = "K2026-00001"
    now: datetime = ANSWERED
    used: EmailMessage | None = None
    """A mail that was taken in before, which an attack repeats."""
    writer: str = ENGINEER
    """Who wrote what is to be approved, and asked for it."""

    def __post_init__(self) -> None:
        self._rows = self.office.store._rows.copy()  # type: ignore[attr-defined]
        self._sent = list(self.office.sender.sent)

    def again(self) -> None:
        """As if nothing had happened since."""
        self.office.store._rows = self._rows.copy()  # type: ignore[attr-defined]
        self.office.sender.sent[:] = self._sent

    def takes(self, raw: bytes) -> list[OutgoingMail]:
        """The desk reads a mail; what it sends because of it."""
        self.office.arrives(raw, self.now)
        self.office.works(self.now)
        return self.office.sender.sent[len(self._sent) :]

    @property
    def case(self) -> Case:
        found = self.office.store.case(self.case_id)
        assert found is not None
        return found

    @property
    def token(self) -> str:
        return str(self.request["Subject"]).partition("#")[2].rstrip("]")


def request_in(office: Office, whom: str = APPROVER) -> EmailMessage:
    """The latest question for approval to somebody."""
    return next(mail for mail in reversed(office.sent(whom)) if str(mail["Subject"]).startswith("请审批"))


def pending(strength: str = "token", origin: MailOrigin | None = None, **people: dict[str, object]) -> Scene:
    """The engineer's answer in words is before the approver; the customer's case is open and acknowledged."""
    table = {role: {**person, **people.get(role.replace("-", "_"), {})} for role, person in PEOPLE.items()}
    config = settings(approval={"strength": strength}, people=table)
    office = Office(config, origin=origin or MailOrigin())
    office.arrives(complaint(office, LINE_STOP), OPENED)
    office.works(OPENED)
    says(office, ENGINEER, REPLY, ASKED)
    approver = str(table["resp-dept-manager"]["address"])
    return Scene(office, request_in(office, approver), approver)


def approved(scene: Scene) -> Scene:
    mail = scene.office.letter(f"<{scene.approver}>", "", "同意", to=scene.request)
    at_ = ANSWERED - timedelta(minutes=5)
    scene.office.arrives(mail, at_)
    scene.office.works(at_)
    return replace(scene, used=mail)


def undone(scene: Scene) -> Scene:
    says(scene.office, scene.approver, "撤回", ANSWERED - timedelta(minutes=1))
    return replace(scene)


def expired(scene: Scene) -> Scene:
    return replace(scene, now=ASKED + timedelta(days=8))


def revised(scene: Scene) -> Scene:
    says(scene.office, ENGINEER, "答复：已换货，检测结果另附。", ANSWERED - timedelta(minutes=30))
    return replace(scene)


def closed(scene: Scene) -> Scene:
    says(scene.office, ENGINEER, "关闭 已与客户确认", ANSWERED - timedelta(minutes=30))
    return replace(scene)


def two_pending(scene: Scene) -> Scene:
    """Another customer's case, whose answer is before the same approver."""
    office = scene.office
    office.arrives(complaint(office, LINE_STOP, sender=OTHER_CUSTOMER), OPENED + timedelta(minutes=1))
    office.works(OPENED + timedelta(minutes=1))
    says(office, ENGINEER, REPLY, ASKED + timedelta(minutes=1))
    return replace(scene)


def approver_is_requester(scene: Scene) -> Scene:
    """The approver has taken the case and answers it himself: somebody else is asked."""
    says(scene.office, ENGINEER, "指派 江海川", ASKED + timedelta(minutes=1))
    says(scene.office, APPROVER, "答复：已换货，检测结果另附。", ASKED + timedelta(minutes=2))
    asked = scene.office.store.case(scene.case_id).rounds[-1].requests[0].address  # type: ignore[union-attr]
    assert asked != APPROVER
    return replace(scene, request=request_in(scene.office, asked), approver=asked, writer=APPROVER)


def of_two(mode: str) -> Callable[[Scene], Scene]:
    """Four vice managers are asked; `mode` says whether one of them is enough."""

    def make(scene: Scene) -> Scene:
        office = Office(settings(desk={"default_pack": "pv-module"}))
        office.arrives(complaint(office, MODULES + "涉及组件数量：0.01MW\n", subject="组件投诉"), OPENED)
        office.works(OPENED)
        says(office, "fu@works.example", "total_cost_cny = 2000000", OPENED + timedelta(minutes=5))
        says(office, office.case().owner, REPLY, ASKED)
        case = office.case()
        with office.store.transaction():
            office.store.put_case(replace(case, rounds=(replace(case.rounds[-1], mode=mode),)))
        return Scene(office, request_in(office, "vps@works.example"), "vps@works.example")

    return make


def other_says(word: str) -> Callable[[Scene], Scene]:
    def make(scene: Scene) -> Scene:
        other = request_in(scene.office, "vpq@works.example")
        says(scene.office, "vpq@works.example", word, ANSWERED - timedelta(minutes=5), to=other)
        return replace(scene)

    return make


def stranger_wrote(scene: Scene) -> Scene:
    mail = scene.office.letter(f"<{STRANGER}>", f"Re: [{scene.case_id}]", "Hello, is anybody there?")
    scene.office.arrives(mail, ANSWERED - timedelta(minutes=30))
    scene.office.works(ANSWERED - timedelta(minutes=30))
    return replace(scene)


def public_customer(scene: Scene) -> Scene:
    office = scene.office
    office.arrives(complaint(office, LINE_STOP, sender=PUBLIC_CUSTOMER), ANSWERED - timedelta(hours=1))
    office.works(ANSWERED - timedelta(hours=1))
    return replace(scene)


def unchanged(scene: Scene) -> Scene:
    return scene


BEFORE: dict[str, Callable[[Scene], Scene]] = {
    "pending": unchanged,
    "customer-open": unchanged,
    "internal-question": unchanged,
    "calibrated": unchanged,
    "uncalibrated": unchanged,
    "author-is-deputy": unchanged,
    "approver-is-author": unchanged,
    "approver-at-public-domain": unchanged,
    "approved": approved,
    "undone": undone,
    "expired": expired,
    "revised": revised,
    "closed": closed,
    "two-pending": two_pending,
    "approver-is-requester": approver_is_requester,
    "any-of-two": of_two("any"),
    "all-of-two": of_two("all"),
    "other-rejected": other_says("不同意 数量未核实"),
    "other-approved": other_says("同意"),
    "stranger-wrote": stranger_wrote,
    "public-customer-open": public_customer,
}
"""What each name means; a desk sends no digests."""
NEEDS = {
    "calibrated": {"origin": MailOrigin(OUR_SERVER)},
    "uncalibrated": {"origin": MailOrigin("")},
    "author-is-deputy": {"resp_dept_manager": {"deputy": "pqc-engineer"}},
    "approver-at-public-domain": {"resp_dept_manager": {"address": f"chen.guodong@{PUBLIC}"}},
}
"""How the desk differs for it from the beginning."""


@cache
def _from_the_beginning(strength: str, difference: str) -> Scene:
    return pending(strength, **NEEDS.get(difference, {}))  # type: ignore[arg-type]


def scene(before: Sequence[str], strength: str) -> Scene:
    """The desk after all of this, at the moment when the mail comes."""
    (difference,) = [name for name in before if name in NEEDS] or [""]
    found = _from_the_beginning(strength, difference)
    found.again()
    for name in before:
        found = BEFORE[name](found)
    return replace(found)
