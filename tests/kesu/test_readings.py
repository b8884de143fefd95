"""The readings a desk has chosen hold for its regulation, whichever of its names is written where."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kesu.calendar_cn import ChinaCalendar
from kesu.check import check
from kesu.evaluate import Evaluator
from kesu.packs import POLICIES
from kesu.readings import load_chosen, names_of
from kesu.wire import open_desk
from tests.office import at, settings

BARE, WHOLE = "manufacturer-generic", "manufacturer-generic/contact-sheet"
WORKING = {"week": "working"}


def week(name: str, chosen: dict[str, dict[str, bool | int | str]]) -> str:
    """How the week of R11-D1 is counted."""
    pack = load_chosen(name, [POLICIES], chosen)
    return next(clock.kind for clock in pack.clocks if clock.rule == "R11-D1")


@pytest.mark.parametrize("name", [BARE, WHOLE])
@pytest.mark.parametrize("chosen", [BARE, WHOLE])
def test_the_name_of_the_file_and_the_name_with_the_default_profile_are_one(name: str, chosen: str) -> None:
    assert week(name, {}) == "natural"
    assert week(name, {chosen: {**WORKING}}) == "working"


def test_the_choice_for_the_default_profile_is_none_for_another_one() -> None:
    assert names_of(BARE) == names_of(WHOLE) == [WHOLE, BARE]
    assert names_of("manufacturer-generic/qehs") == ["manufacturer-generic/qehs"]
    assert names_of("pv-module") == ["pv-module"]


@pytest.mark.parametrize(("listed", "chosen"), [(BARE, WHOLE), (WHOLE, BARE)])
def test_desk_and_evaluation_read_a_regulation_alike(listed: str, chosen: str, tmp_path: Path) -> None:
    config = settings(desk={"default_pack": listed, "packs": [listed]}, store={"url": f"tinydb:{tmp_path}"})
    config = config.model_copy(update={"settings": {chosen: {**WORKING}}})
    desk = open_desk(config, now=at("2026-03-02 10:00"))
    pack = desk.packs[WHOLE]
    desk.store.close()
    assert "working" in {clock.kind for clock in pack.clocks if clock.rule == "R11-D1"}
    case = {"id": "1", "facts": {"received_at": "2026-09-28T10:00:00+08:00"}, "history": []}
    evaluator = Evaluator(ZoneInfo("Asia/Shanghai"), ChinaCalendar(), [POLICIES], config.settings)
    verdicts = [evaluator.one({**case, "pack": name}) for name in (BARE, WHOLE)]
    assert verdicts[0] == verdicts[1]
    assert [each["due"] for each in verdicts[0]["deadlines"]] == ["2026-10-13T23:59:59+08:00"], "seven days of work"


def test_a_draft_in_a_file_is_read_as_the_pack_that_it_would_replace(tmp_path: Path) -> None:
    draft = tmp_path / "draft.toml"
    draft.write_text((POLICIES / f"{BARE}.toml").read_text(encoding="utf-8"), encoding="utf-8")
    assert week(str(draft), {BARE: {**WORKING}}) == "working"
    assert week(f"{draft}/contact-sheet", {WHOLE: {**WORKING}}) == "working"


def test_check_finds_a_choice_for_a_regulation_that_is_not_in_use(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(
        f'[desk]\npacks = ["{BARE}"]\ndefault_pack = "{BARE}"\n'
        f'[settings."{WHOLE}"]\nweek = "working"\n[settings."manufacturer-generic/qehs"]\nweek = "working"\n',
        encoding="utf-8",
    )
    faults = [fault for fault in check(file, online=False, now=at("2026-03-02 10:00")).faults if "[settings]" in fault]
    assert faults == ["[settings] names the pack manufacturer-generic/qehs, which [desk] packs does not"]
