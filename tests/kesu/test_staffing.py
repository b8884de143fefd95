"""Roles as people: who fills them, who stands in, and what `kesu check` finds before somebody waits for a mail."""

from __future__ import annotations

import json
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from kesu import check as checking
from kesu.config import Config
from kesu.packs import load_pack
from kesu.people import People
from kesu.staffing import faults, warnings
from kesu.wire import words
from tests.kesu.letters import APPROVER, MODULES, MONDAY, opened, returns, says
from tests.office import PEOPLE, Office, at, settings, text_of

GM, OWNER = "lin@works.example", "fang@works.example"


def people(**changes: dict[str, Any]) -> dict[str, Any]:
    """The people of the works, some of them other than usual."""
    known = PEOPLE | {name.replace("_", "-"): {} for name in changes if name.replace("_", "-") not in PEOPLE}
    return {role: {**person, **changes.get(role.replace("-", "_"), {})} for role, person in known.items()}


def away(first: str, last: str) -> list[dict[str, str]]:
    return [{"first": first, "last": last}]


def office(**changes: dict[str, Any]) -> Office:
    return Office(settings(people=people(**changes)))


def staffed(table: dict[str, Any]) -> Config:
    """The works with these people and no others."""
    return settings().model_copy(update={"people": Config.model_validate({"people": table}).people})


def found(config: Config, *packs: str) -> list[str]:
    return faults(config, [load_pack(name) for name in packs], words(config))


def asked(works: Office, approver: str) -> list[EmailMessage]:
    """Requests for approval that somebody got."""
    return [
        mail
        for out, mail in zip(works.sender.sent, works.sent(), strict=True)
        if out.recipient == approver and "/approval-" in out.effect_key
    ]


# ---------------------------------------------------------------- names that stand for a role


@pytest.mark.parametrize(
    ("role", "filled", "who"),
    [
        ("director.sales", ["director.sales", "sales"], "director.sales"),
        ("director.sales", ["sales", "staff.sales"], "sales"),
        ("director.sales", ["staff.sales", "manager.sales"], "manager.sales"),
        ("staff.sales", ["staff"], None),
        ("sales", ["staff.sales", "manager.sales"], "manager.sales"),
        ("quality-director.memory", ["quality-director", "memory"], "quality-director"),
        ("quality-director.memory", ["quality-director.memory", "quality-director"], "quality-director.memory"),
        ("quality-director", ["quality-director.memory"], None),
    ],
)
def test_a_role_is_filled_by_the_closest_name(role: str, filled: list[str], who: str | None) -> None:
    table = {name: {"name": name, "address": f"{name}@works.example"} for name in filled}
    person = People(settings().model_validate({"people": table}).people).in_role(role)
    assert (person.name if person else None) == who


def test_one_person_has_the_further_roles_of_also() -> None:
    table = {"gm": {"name": "林", "address": GM, "also": ["sales", "desk-owner"]}}
    known = People(Config.model_validate({"people": table}).people)
    assert [known.in_role(role) for role in ("gm", "staff.sales", "desk-owner")] == [known.table["gm"]] * 3


# ---------------------------------------------------------------- absences


@pytest.mark.parametrize(
    ("deputy_away", "superior_away", "who"),
    [(False, False, "gm"), (True, False, "hr"), (True, True, "desk-owner")],
)
def test_for_who_is_absent_the_deputy_stands_in_then_the_superior_then_the_desk_owner(
    deputy_away: bool, superior_away: bool, who: str
) -> None:
    march = away("2026-03-01", "2026-03-31")
    table = people(
        qc_manager={"deputy": "gm", "reports_to": "hr", "absent": march},
        gm={"absent": march if deputy_away else []},
        hr={"absent": march if superior_away else []},
    )
    known = People(settings(people=table).people)
    assert known.on_duty("qc-manager", date(2026, 3, 2)).address == PEOPLE[who]["address"]
    assert known.on_duty("qc-manager", date(2026, 4, 1)).address == PEOPLE["qc-manager"]["address"]


def test_an_absence_counts_in_every_role_of_the_person() -> None:
    table = people(desk_owner={"absent": away("2026-03-01", "2026-03-31"), "deputy": "gm"})
    assert People(settings(people=table).people).on_duty("fae", date(2026, 3, 2)).address == GM


def test_an_approver_who_goes_on_leave_before_answering_is_joined_by_the_deputy_on_that_morning() -> None:
    works = office(resp_dept_manager={"deputy": "gm", "absent": away("2026-03-04", "2026-03-20")})
    opened(works)
    returns(works, at("2026-03-03 17:00"))
    works.works(at("2026-03-04 08:59"))
    assert asked(works, GM) == []
    works.works(at("2026-03-04 09:00"))
    (mail,) = asked(works, GM)
    says(works, GM, "同意", at("2026-03-04 09:30"), to=mail)
    assert works.case().state == "approved"
    works.works(at("2026-03-05 09:00"))
    assert len(asked(works, GM)) == 1


def test_a_question_to_somebody_who_goes_on_leave_is_put_to_the_deputy() -> None:
    desk = {"default_pack": "pv-module"}
    table = people(sales_hq={"deputy": "gm", "absent": away("2026-03-04", "2026-03-20")})
    works = Office(settings(desk=desk, people=table))
    opened(works, MODULES, subject="组件隐裂投诉")
    works.works(at("2026-03-03 12:00"))
    assert works.sent(GM) == []
    works.works(at("2026-03-04 09:00"))
    (mail,) = works.sent(GM)
    assert "total_cost_cny =" in text_of(mail)
    works.works(at("2026-03-05 09:00"))
    assert len([mail for mail in works.sent(GM) if "total_cost_cny =" in text_of(mail)]) == 1


def test_reminders_go_to_whoever_stands_in_for_the_owner() -> None:
    works = office(pqc_engineer={"deputy": "fae", "absent": away("2026-03-10", "2026-03-12")})
    opened(works)
    works.works(at("2026-03-11 09:00"))
    reminded = [out.recipient for out in works.sender.sent if "final_report" in out.effect_key]
    assert reminded == [OWNER]


def test_of_two_who_may_decide_instead_the_one_who_is_here_is_asked() -> None:
    works = office(
        resp_dept_manager={"deputy": "gm", "reports_to": "hr"},
        gm={"absent": away("2026-03-01", "2026-03-31")},
    )
    opened(works)
    returns(works, at("2026-03-02 13:00"))
    asked = [request.address for request in works.case().rounds[-1].requests]
    assert asked == [APPROVER]


# ---------------------------------------------------------------- kesu check


def test_every_role_that_nobody_fills_is_named_with_the_entries_that_need_it() -> None:
    said = found(staffed({"desk-owner": PEOPLE["desk-owner"]}), "memory-device")
    assert "nobody in [people] fills the role account-manager, which memory-device R16-A2 needs" in said
    assert [fault.split("role ")[1].split(",")[0] for fault in said] == [
        *("pqc-engineer", "resp-dept-manager", "account-manager", "quality-mgmt")
    ]
    asked = found(staffed({"desk-owner": PEOPLE["desk-owner"]}), "power-supply-ccr005")
    assert any("after-sales-dept" in fault and "(asked for notice_issued_at)" in fault for fault in asked)


def test_departments_are_named_once_with_the_levels_that_are_wanted() -> None:
    config = staffed({role: person for role, person in PEOPLE.items() if role != "legal"})
    assert found(config, "pv-module") == [
        "nobody in [people] fills the role legal (director.legal, manager.legal, staff.legal), "
        "which pv-module R01-P1, pv-module R01-P2 need"
    ]


def test_a_superior_is_missed_where_neither_owner_nor_keeper_reports_to_anybody() -> None:
    said = found(staffed(people(collection_supervisor={"reports_to": ""})), "bank-collections")
    needed = [fault.split(" reports")[0] for fault in said if "nobody fills the role superior" in fault]
    assert needed == ["林致远", "collection-supervisor 负责人"]
    named = people(
        collection_supervisor={"reports_to": ""},
        superior={"name": "上级", "address": "shang@works.example"},
        direct_leader={"name": "直属", "address": "zhi@works.example"},
    )
    assert found(staffed(named), "bank-collections") == []


def test_somebody_outside_may_be_told_but_have_no_part_inside() -> None:
    said = found(settings(people=people(gm={"outside": True})), "bank-collections")
    (named,) = [fault for fault in said if "outside the company" in fault]
    assert named.startswith("林致远 is outside the company and would get internal mails as gm, which bank-collections")
    assert found(settings(people=PEOPLE), "bank-collections") == []


def test_a_bank_that_is_not_marked_as_outside_is_a_fault() -> None:
    said = found(settings(people=people(bank={"outside": False})), "bank-collections")
    assert said == [
        "合作银行 fills the role bank, which bank-collections R06-S5 needs: write outside = true, "
        "or it gets internal mails"
    ]


def test_an_absence_within_a_fortnight_without_anybody_to_stand_in_is_a_warning() -> None:
    table = people(
        gm={"absent": away("2026-03-10", "2026-03-12")},
        qc_manager={"absent": away("2026-03-16", "2026-03-20"), "deputy": "hr"},
        hr={"absent": away("2026-03-12", "2026-03-16"), "deputy": "gm-office"},
        engineering={"absent": away("2026-03-17", "2026-03-20")},
    )
    assert warnings(settings(people=table), date(2026, 3, 2)) == [
        "林致远 is absent from 2026-03-10 and has no deputy",
        "qc-manager 负责人 is absent from 2026-03-16, and so is the deputy, hr 负责人",
    ]


def test_check_tells_faults_and_warnings_together(tmp_path: Path) -> None:
    lines = ["[desk]", 'address = "kesu@works.example"', "[mailbox]", 'host = "127.0.0.1"', 'user = "kesu"']
    lines += ["[smtp]", 'host = "127.0.0.1"', "[store]", 'url = "tinydb:d"']
    for role, person in people(gm={"absent": []}).items():
        if role not in ("supply", "sales"):
            given = {key: value for key, value in person.items() if value != []}
            lines += [f"[people.{role}]", *(f"{key} = {json.dumps(value)}" for key, value in given.items())]
    lines += ["[[people.gm.absent]]", "first = 2026-03-03", "last = 2026-03-04"]
    file = tmp_path / "config.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    said = checking.check(file, MONDAY)
    assert [fault.split(" need")[0].split(", which")[0] for fault in said.faults] == [
        f"{file}: nobody in [people] fills the role sales (director.sales, manager.sales, staff.sales)",
        f"{file}: nobody in [people] fills the role supply (director.supply, manager.supply, staff.supply)",
    ]
    assert "林致远 is absent from 2026-03-03 and has no deputy" in said.warnings
