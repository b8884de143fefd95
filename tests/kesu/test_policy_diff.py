"""`kesu policy diff`: stored cases judged by another version of their regulation, before anybody adopts it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kesu.packs import load_pack
from kesu.policy_diff import Difference, differences
from tests.kesu.letters import HARMLESS, LINE_STOP, MONDAY, opened
from tests.office import Office

LATER = MONDAY + timedelta(days=40)


@pytest.fixture
def desk() -> Office:
    """Three complaints: a line stop, a harmless one, and the same harmless problem of that customer again."""
    office = Office()
    opened(office, LINE_STOP, sender="qc@stop.example")
    opened(office, HARMLESS, MONDAY + timedelta(days=1))
    opened(office, HARMLESS, LATER, subject="Again")
    return office


def changed(office: Office, **settings: bool | str) -> list[Difference]:
    new = load_pack("memory-device", settings=settings)
    return list(differences(office.desk, load_pack("memory-device"), new, LATER))


def test_the_same_regulation_changes_nothing(desk: Office) -> None:
    assert [case.grading.grade for case in desk.cases() if case.grading] == [1, 3, 1]
    assert changed(desk) == []


def test_every_verdict_that_would_change_is_listed_with_what_it_was(desk: Office) -> None:
    found = {difference.case: difference.changes for difference in changed(desk, written="formal_or_email")}
    told = {key: found["K2026-00002"][key] for key in ("grade", "reasons", "approvers", "documents")}
    assert told == {
        "grade": (3, 1),
        "reasons": (["R16-G3a"], ["R16-G1a"]),
        "approvers": ([], ["resp-dept-manager"]),
        "documents": (["F16g", "F16c"], ["F16g", "F16b", "F16a"]),
    }
    assert found["K2026-00001"] == {"reasons": (["R16-G1c"], ["R16-G1a", "R16-G1c"])}


def test_the_cases_themselves_stay_as_they_are(desk: Office) -> None:
    before = [(case.grading, case.timeline) for case in desk.cases()]
    changed(desk, written="formal_or_email")
    assert [(case.grading, case.timeline) for case in desk.cases()] == before


def test_a_regulation_that_no_case_is_under_changes_nothing(desk: Office) -> None:
    other = load_pack("pv-module")
    assert list(differences(desk.desk, other, load_pack("pv-module", settings={"threshold": "ge"}), LATER)) == []
