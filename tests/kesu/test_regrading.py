"""A grade rises by itself and falls only by who may lower it, with a reason; a case keeps its version of the rules."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases.model import Case
from kesu.by_hand import step
from kesu.orders import CommandRefused
from tests.kesu.letters import APPROVER, ENGINEER, LINE_STOP, MONDAY, OWNER, QUALITY, events, opened, says
from tests.office import CUSTOMER, PEOPLE, Office, at, settings, text_of

NOON = at("2026-03-02 12:00")
STRANGER = "fu@works.example"
"""The account manager: told of the case, with a code, but not responsible for it."""


@pytest.fixture
def office() -> Office:
    """A case of grade 1 whose facts have become milder."""
    office = Office()
    opened(office, LINE_STOP)
    says(office, CUSTOMER, "产线停线：否\n影响正常生产：否\n", at("2026-03-02 11:00"))
    assert grade(office) == 1
    return office


def grade(office: Office) -> object:
    grading = office.case().grading
    return grading.grade if grading else None


def regrade(office: Office, by: str, reason: str = "停线说法已撤回") -> Case:
    return step(office.desk, office.case(), "regrade", [], by, reason, None, NOON)


@pytest.mark.parametrize("by", [ENGINEER, APPROVER, QUALITY, OWNER, "resp-dept-manager", "罗静"])
def test_owner_superior_approver_quality_manager_and_desk_owner_may_lower_it_with_a_reason(
    office: Office, by: str
) -> None:
    regrade(office, by)
    assert grade(office) == 3
    line = next(line for line in office.case().timeline if line.what == "regrade asked")
    assert (line.by, line.text) == (by, "停线说法已撤回")


def test_the_stand_in_of_an_absent_approver_may_too() -> None:
    away = {**PEOPLE["resp-dept-manager"], "absent": [{"first": "2026-03-01", "last": "2026-03-08"}]}
    office = Office(settings(people={"resp-dept-manager": away}))
    opened(office, LINE_STOP)
    step(
        office.desk,
        office.case(),
        "set",
        ["line_stop=false", "production_affected=false"],
        "gm",
        "电话确认",
        None,
        NOON,
    )
    assert grade(office) == 3


def test_others_are_refused_by_mail_and_on_the_command_line_with_who_may(office: Office) -> None:
    says(office, STRANGER, "重新定级 停线说法已撤回", NOON)
    assert grade(office) == 1
    assert "只有罗静、江海川、温亦、方晓可以凭原因降低等级" in text_of(office.last(STRANGER))
    with pytest.raises(CommandRefused, match="may lower the grade, with a reason"):
        regrade(office, "somebody")
    assert events(office).count("regrade asked") == 0


def test_what_others_state_is_kept_and_the_grade_too_and_they_read_who_may(office: Office) -> None:
    says(office, STRANGER, "qty_defect = 3 理由 客户来电", NOON)
    assert (office.case().facts["qty_defect"].value, grade(office)) == ("3", 1)
    assert "等级不变；降低等级须有原因，并由以下人员提出：罗静、江海川、温亦、方晓" in text_of(office.last(STRANGER))


def test_without_a_reason_not_even_they(office: Office) -> None:
    says(office, ENGINEER, "重新定级", NOON)
    assert grade(office) == 1
    assert any("降低等级须写明原因" in text_of(mail) for mail in office.sent(ENGINEER))


def test_upwards_anybody_s_fact_counts_at_once() -> None:
    office = Office()
    opened(office, LINE_STOP.replace("产线停线：是", "影响正常生产：否"))
    assert grade(office) == 3
    says(office, STRANGER, "line_stop = true", NOON, to=office.last("luo@works.example"))
    assert grade(office) == 3  # it was no mail of theirs
    step(office.desk, office.case(), "set", ["line_stop=true"], STRANGER, "", None, NOON)
    assert grade(office) == 1


# ---------------------------------------------------------------- the version of the regulation


def newer(office: Office) -> None:
    """The desk starts again with the next version of the regulation."""
    pack = replace(office.desk.packs["memory-device"], version="9.9.9")
    office.desk = replace(office.desk, packs={**office.desk.packs, "memory-device": pack})


def versions(office: Office) -> list[str]:
    return [line.text for line in office.case().timeline if line.what == "pack version"]


def test_a_newer_version_does_not_grade_a_case_by_itself(office: Office) -> None:
    graded_at = office.case().grading
    newer(office)
    office.works(at("2026-03-20 10:00"))
    assert (office.case().pack_version, office.case().grading, versions(office)) == ("1.0.0", graded_at, [])


def test_with_new_facts_or_when_asked_it_does_and_the_timeline_says_from_which_to_which(office: Office) -> None:
    newer(office)
    regrade(office, ENGINEER)
    assert (office.case().pack_version, versions(office)) == ("9.9.9", ["memory-device 1.0.0 → 9.9.9"])
    office = Office()
    opened(office, when=MONDAY)
    newer(office)
    says(office, CUSTOMER, "不良数量：9 条", NOON)
    assert (office.case().pack_version, versions(office)) == ("9.9.9", ["memory-device 1.0.0 → 9.9.9"])


def test_a_clock_that_waited_for_its_calendar_brings_no_newer_version() -> None:
    office = Office()
    opened(office, when=at("2027-12-30 10:00"))
    newer(office)
    office.works(at("2028-01-03 10:00"))
    assert (office.case().pack_version, versions(office)) == ("1.0.0", [])
