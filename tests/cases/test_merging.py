"""Answers of several people joined field by field: nothing lost, nothing overwritten unseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cases.form_marks import mark
from cases.given import Clash, Given, Giver
from cases.merging import as_report, key_of, merge, to_print
from cases.returned import Answer, Returned, Row
from tests.cases.reports import FORM

AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
ANN = Giver("ann@works.example", AT, "F16a R2", "a" * 64)
BEN = Giver("ben@works.example", AT + timedelta(hours=1), "F16a R3", "b" * 64)
ERA, PLACES = "d0.era", "d3.actions"


def form(
    fields: Mapping[str, str] | None = None,
    rows: Mapping[str, Sequence[Row]] | None = None,
    handed: Mapping[str, str] | None = None,
) -> Returned:
    """A returned 8D; `handed`: what cells said when it was handed out."""
    return Returned(
        form="F16a",
        fields={name: Answer(text) for name, text in (fields or {}).items()},
        rows={name: tuple(listed) for name, listed in (rows or {}).items()},
        handed={name: mark(text) for name, text in (handed or {}).items()},
    )


def after(*returns: tuple[Returned, Giver]) -> tuple[dict[str, Given], list[Clash]]:
    answers: Mapping[str, Given] = {}
    clashes: list[Clash] = []
    for returned, giver in returns:
        merged = merge(FORM, answers, returned, giver)
        answers = merged.answers
        clashes += merged.clashes
    return dict(answers), clashes


def test_what_two_people_answered_is_all_there() -> None:
    answers, clashes = after((form({ERA: "停发"}), ANN), (form({"d2.statement": "2 条不开机"}), BEN))
    assert ({name: given.text for name, given in answers.items()}, clashes) == (
        {ERA: "停发", "d2.statement": "2 条不开机"},
        [],
    )


def test_an_empty_cell_in_a_copy_that_never_had_the_answer_takes_nothing_away() -> None:
    answers, _ = after((form({ERA: "停发"}), ANN), (form({ERA: ""}), BEN))
    assert answers[ERA] == Given(ANN, "停发")


def test_who_empties_a_cell_that_was_filled_before_their_eyes_strikes_it_out() -> None:
    answers, _ = after((form({ERA: "停发"}), ANN), (form({ERA: ""}, handed={ERA: "停发"}), BEN))
    assert ERA not in answers


def test_the_same_person_may_think_again() -> None:
    answers, clashes = after((form({ERA: "停发"}), ANN), (form({ERA: "召回"}), ANN))
    assert (answers[ERA].text, clashes) == ("召回", [])


def test_who_saw_the_answer_may_change_it_and_who_did_not_may_not() -> None:
    seen, none = after((form({ERA: "停发"}), ANN), (form({ERA: "召回"}, handed={ERA: "停发"}), BEN))
    assert (seen[ERA], none) == (Given(BEN, "召回"), [])
    kept, clashes = after((form({ERA: "停发"}), ANN), (form({ERA: "召回"}, handed={ERA: ""}), BEN))
    assert (kept[ERA], clashes) == (Given(ANN, "停发"), [Clash(ERA, "停发", ANN.by, "召回", BEN.by)])


def test_a_proposal_of_ours_that_nobody_touched_is_no_second_opinion() -> None:
    ours = {"complaint_type": "line"}
    answers, clashes = after((form({"complaint_type": "field"}), ANN), (form(ours, handed=ours), BEN))
    assert (answers["complaint_type"].text, clashes) == ("field", [])


def test_blanks_and_full_width_are_the_same_answer() -> None:
    answers, clashes = after((form({ERA: "停发 A 批"}), ANN), (form({ERA: "停发Ａ批"}), BEN))
    assert (answers[ERA], clashes) == (Given(ANN, "停发 A 批"), [])


def test_a_cell_whose_anchors_disagree_changes_nothing() -> None:
    doubtful = Returned(form="F16a", fields={ERA: Answer("", agreed=False, seen={"bookmark": "x"})})
    answers, _ = after((form({ERA: "停发"}), ANN), (doubtful, BEN))
    assert answers[ERA] == Given(ANN, "停发")


def test_our_own_facts_are_never_answers() -> None:
    answers, _ = after((form({"customer_name": "别家", "qty_defect": "9"}), ANN))
    assert answers == {}


# ---------------------------------------------------------------- lists


def row(place: str, **cells: str) -> Row:
    return {"location": place, **cells}


def test_rows_with_a_place_are_joined_cell_by_cell() -> None:
    ann = [row("客户现场 Customer", checked="800", defective="3"), row("在途 In transit", checked="50")]
    ben = [row("在途 In transit", defective="1"), row("在制 WIP", checked="9")]
    answers, clashes = after((form(rows={PLACES: ann}), ANN), (form(rows={PLACES: ben}), BEN))
    filled = [{name: text for name, text in each.items() if text} for each in answers[PLACES].rows]
    assert (filled, clashes) == (
        [
            row("客户现场 Customer", checked="800", defective="3"),
            row("在途 In transit", checked="50", defective="1"),
            row("在制 WIP", checked="9"),
        ],
        [],
    )


def test_a_cell_of_a_row_that_both_filled_differently_is_told_with_its_place() -> None:
    ann, ben = [row("在途 In transit", checked="50")], [row("在途 In transit", checked="60")]
    answers, clashes = after((form(rows={PLACES: ann}), ANN), (form(rows={PLACES: ben}), BEN))
    assert answers[PLACES].rows[0]["checked"] == "50"
    assert clashes == [Clash("d3.actions.checked 在途 In transit", "50", ANN.by, "60", BEN.by)]


def test_rows_without_a_name_of_their_own_are_all_kept_once() -> None:
    ann = [{"role": "组员 Member", "name": "王伟"}]
    ben = [{"role": "组员 Member", "name": "王伟"}, {"role": "组员 Member", "name": "赵敏"}]
    answers, _ = after((form(rows={"d1.team": ben}), ANN), (form(rows={"d1.team": ann}), BEN))
    assert [each["name"] for each in answers["d1.team"].rows] == ["王伟", "赵敏"]
    assert key_of(next(table for table in FORM.tables if table.id == "d1.team")) == ""


def test_printed_again_a_list_keeps_its_empty_places_in_the_language_of_the_page() -> None:
    answers, _ = after((form(rows={PLACES: [row("成品仓 Own FG", checked="7")]}), ANN))
    printed = to_print(FORM, "en", answers)[PLACES]
    assert isinstance(printed, list)
    assert [(each["location"], each.get("checked", "")) for each in printed] == [
        ("Customer 客户", ""),
        ("In transit 在途", ""),
        ("Own FG 成品仓", "7"),
        ("WIP 在制", ""),
        ("Supplier 供应商", ""),
    ]


def test_the_review_sees_the_whole_and_our_facts_as_they_came_back() -> None:
    answers, _ = after((form({ERA: "停发"}), ANN))
    whole = as_report(form({"qty_defect": "9", ERA: ""}), answers, FORM)
    assert (whole.text(ERA), whole.text("qty_defect")) == ("停发", "9")


HANDS = [field.id for field in FORM.fields if field.fill.by_hand and field.kind in ("text", "long")]
SAID = st.dictionaries(st.sampled_from(HANDS), st.text(min_size=1).filter(str.strip), max_size=6)


@given(SAID, SAID)
def test_whatever_two_people_write_into_blank_copies_each_answer_is_kept_or_told(
    one: dict[str, str], other: dict[str, str]
) -> None:
    answers, clashes = after((form(one), ANN), (form(other), BEN))
    told = {clash.field for clash in clashes}
    assert set(answers) == set(one) | set(other)
    assert all(answers[name].text == text for name, text in one.items())
    assert all(name in told or mark(answers[name].text) == mark(text) for name, text in other.items())
