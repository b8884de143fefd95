"""The schema of a form, from its TOML text."""

from __future__ import annotations

import pytest

from cases.form_fields import Field, Fill, Option, Table
from cases.form_words import WORDS
from cases.forms import Form, FormFaulty, bookmark, find, load, style

SMALL = """
id = "F99"
aliases = ["small"]
template = "small"
number = "Q-1"
[name]
zh = "小表"
en = "Small form"
[words.en]
yes = "y"
[steps]
ids = ["received", "closed"]
[signoff]
zh = ["承办"]
en = ["Handled by"]
[[field]]
id = "remedy"
zh = "客户要求"
en = "Demand"
fill = "proposed"
kind = "choice"
aliases = ["诉求"]
options = [
  { id = "return", zh = "退货", en = "Return", values = ["return"] },
  { id = "other", zh = "其他", en = "Other", rest = true },
]
[[table]]
id = "d5.actions"
zh = "措施"
en = "Actions"
least = 2
preset = [{ no = { zh = "一", en = "1" } }]
columns = [{ id = "no", zh = "序号", en = "No.", fill = "system" }]
"""


def test_a_form_is_read_from_its_toml() -> None:
    options = (Option("return", "退货", "Return", ("return",)), Option("other", "其他", "Other", rest=True))
    assert load(SMALL) == Form(
        id="F99",
        name_zh="小表",
        name_en="Small form",
        template="small",
        number="Q-1",
        fields=(Field("remedy", "客户要求", "Demand", Fill.PROPOSED, "choice", aliases=("诉求",), options=options),),
        tables=(
            Table(
                "d5.actions",
                "措施",
                "Actions",
                columns=(Field("no", "序号", "No.", Fill.SYSTEM),),
                least=2,
                preset={"zh": ({"no": "一"},), "en": ({"no": "1"},)},
            ),
        ),
        aliases=("small",),
        steps=("received", "closed"),
        signoff={"zh": ("承办",), "en": ("Handled by",)},
        words={"zh": WORDS["zh"], "en": {**WORDS["en"], "yes": "y"}},
    )


SHARED = """
[field.case_no]
zh = "编号"
en = "No."
fill = "system"
[field.remedy]
zh = "要求"
en = "Wish"
fill = "prefilled"
[table.people]
zh = "人员"
en = "People"
least = 1
columns = [{ id = "name", zh = "姓名", en = "Name", fill = "engineer" }]
"""
TAKING = SMALL.replace("[steps]", '[use]\nfield = ["remedy", "case_no"]\ntable = ["people"]\n[steps]')


def test_a_form_takes_shared_fields_in_its_own_order_and_says_what_is_different() -> None:
    form = load(TAKING, SHARED)
    assert [(each.id, each.label_zh, each.fill) for each in form.fields] == [
        ("remedy", "客户要求", Fill.PROPOSED),
        ("case_no", "编号", Fill.SYSTEM),
    ]
    assert [each.id for each in form.tables] == ["people", "d5.actions"]


def test_what_a_company_shares_among_its_forms_prevails() -> None:
    ours = '[field.case_no]\nzh = "投诉编号"\nen = "No."\nfill = "system"'
    assert [each.label_zh for each in load(TAKING, SHARED, ours).fields] == ["客户要求", "投诉编号"]


def test_a_shared_field_that_nobody_knows_is_a_fault() -> None:
    with pytest.raises(FormFaulty, match="form F99: missing or wrong entry: 'case_no'"):
        load(TAKING, SHARED.replace("[field.case_no]", "[field.other]"))


def test_columns_are_anchored_under_the_name_of_their_table() -> None:
    assert [each.id for each in load(SMALL).anchored()] == ["remedy", "d5.actions.no"]


def test_anchors_are_named_after_the_field() -> None:
    assert (bookmark("d4.tua"), style("d4.tua")) == ("kesu_d4_tua", "kesu d4.tua")


@pytest.mark.parametrize("name", ["F99", "f99", "small", "小表", " Small Form "])
def test_a_form_is_found_by_id_alias_and_name(name: str) -> None:
    form = load(SMALL)
    assert find([form], name) is form


def test_a_form_nobody_knows_is_not_found() -> None:
    assert find([load(SMALL)], "F98") is None


def test_a_field_has_a_label_in_both_languages() -> None:
    form = load(SMALL)
    assert [form.fields[0].label(lang) for lang in ("zh", "en")] == ["客户要求", "Demand"]
    assert [form.name(lang) for lang in ("zh", "en")] == ["小表", "Small form"]


def test_what_a_person_fills_or_confirms_is_by_hand() -> None:
    assert [fill for fill in Fill if fill.by_hand] == [Fill.ENGINEER, Fill.PROPOSED]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('id = "F99"', "id = ", "a form is not valid TOML: .*line 2"),
        ('number = "Q-1"', "", "form F99: missing or wrong entry: 'number'"),
        ('fill = "proposed"', 'fill = "anybody"', "form F99: .*anybody"),
        ('kind = "choice"', 'kind = "colour"', "form F99: .*kind colour of remedy"),
        ('number = "Q-1"', 'number = "Q-1"\nmade = "tomorrow"', "form F99: .*made tomorrow"),
        ('[[field]]\nid = "remedy"', '[[field]]\nid = "d5.actions.no"', "form F99: field given twice: d5.actions.no"),
    ],
)
def test_a_faulty_form_is_named_with_its_fault(old: str, new: str, sentence: str) -> None:
    with pytest.raises(FormFaulty, match=sentence):
        load(SMALL.replace(old, new))
