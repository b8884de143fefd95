"""The 8D as data: the names of Catena-X's Report8D, nothing invented, what is missing listed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from generator.report8d import INCOMPLETE, report8d
from generator.report8d_shape import unmet
from tests.generator.docx_reading import ROOT, US, WRITER, facts
from tests.generator.form_facts import COMMON, extreme, realistic, wild

PARTNERS = {
    "customer.city": "Yan'an",
    "customer.country": "China",
    "customer.bpnl": "BPNL0123456789ZZ",
    "us.supplier_no": "10442",
}
DONE: dict[str, Any] = {
    **facts("peeling-label.zh"),
    **PARTNERS,
    "d0.era": "17:30 停止上线",
    "d2.statement": "SP-M10-550 铭牌标签角部剥离，86 件",
    "d2.is_what": "铭牌标签",
    "d3.actions": [
        {
            "location": "成品仓 Own FG",
            "checked": "3,600",
            "defective": "4",
            "action": "隔离，逐件拉拔",
            "owner": "王伟",
            "effective_from": "2026/3/11",
            "effect": "99.5 %，复检两次",
        },
        {"location": "供应商 Supplier", "action": "不适用：胶由我司采购"},
    ],
    "d4.tua": "胶型 B 不耐湿热",
    "d4.tua_check": "双 85 试验 500 h 复现，2026-03-15 验证",
    "d4.tua_share": "80",
    "d5.actions": [
        {
            "no": "A1",
            "action": "改回胶型 A",
            "cause": "C1",
            "owner": "陈立群",
            "planned": "2026-03-20",
            "reason": "拉拔力 2 倍",
        }
    ],
    "d6.actions": [
        {
            "no": "A1",
            "done_on": "2026-03-22",
            "first_batch": "2603-B1",
            "validation": "n=200，30 天，0 不良",
            "effect": "100%",
            "state": "已完成",
        }
    ],
    "d7.documents": [
        {"document": "PFMEA", "number": "PF-021", "revision": "C", "date": "2026-03-25", "change": "增加标签老化"},
        {"document": "图纸", "change": "不更新：与尺寸无关"},
    ],
    "d8.summary": "措施有效",
    "d8.closed_on": "2026-04-30",
}


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    return report8d(DONE)


def extras(step: dict[str, Any]) -> dict[str, str]:
    return {each["key"]: each["value"] for each in step["additionalInformationList"]}


def test_with_all_facts_and_a_partner_number_nothing_is_missing(report: dict[str, Any]) -> None:
    assert unmet(report) == []
    assert INCOMPLETE not in extras(report["header"])


def test_the_header_names_the_complaint_and_who_complained(report: dict[str, Any]) -> None:
    header = {name: value for name, value in report["header"].items() if isinstance(value, str)}
    assert header == {
        "title": "华光电力 SP-M10-550 组件：铭牌标签角部剥离",
        "complaintDate": "2026-03-10",
        "lastRevisionDate": "2026-03-10",
        "customerComplaintId": "HG-QN-2026-0318",
        "supplierComplaintId": "202603-007",
        "complaintLocation": "现场巡检",
        "supplierId": "10442",
        "supplierName": "Example PV Technology Co., Ltd.",
    }
    assert report["header"]["customerContact"] == {
        "companyName": "华光电力有限公司",
        "city": "Yan'an",
        "country": "China",
        "bpnlProperty": "BPNL0123456789ZZ",
        "email": "guo.xf@example.com",
        "phoneNumber": "0911 5550123",
    }


def test_each_batch_is_a_part(report: dict[str, Any]) -> None:
    assert [part["batchNumber"] for part in report["header"]["parts"]] == ["2511-A3", "2511-A4"]
    assert extras(report["header"])["serial numbers"] == "2511A3-00001～01800"


def test_causes_measures_and_their_outcome_stand_under_the_names_of_the_model(report: dict[str, Any]) -> None:
    assert report["stepD4"]["causes"] == [
        {
            "typeOfCauses": "TUA",
            "causeHypothesisDescription": "胶型 B 不耐湿热",
            "result": "双 85 试验 500 h 复现，2026-03-15 验证",
            "clarificationDate": "2026-03-15",
        }
    ]
    assert report["stepD6"]["implementedCorrectiveMeasures"] == [
        {
            "measure": "改回胶型 A",
            "causeAssignment": "C1",
            "responsiblePerson": "陈立群",
            "introductionDate": "2026-03-22",
            "proofOfEffectiveness": "n=200，30 天，0 不良",
            "effectivenessResult": 100,
            "status": "closed",
        }
    ]
    assert report["stepD7"]["errorPreventiveMeasures"] == [
        {"measure": "PFMEA: 增加标签老化", "introductionDate": "2026-03-25", "proofOfEffectiveness": "PF-021 C"}
    ]
    assert report["stepD8"] == {"closingDate": "2026-04-30", "resultAssesment": "措施有效"}


def test_what_the_model_has_no_place_for_is_not_lost(report: dict[str, Any]) -> None:
    (containment,) = report["stepD3"]["descriptionOfInterimContainmentActions"]
    assert containment["effectivenessResult"] == 99.5
    assert extras(report["stepD3"]) == {
        "1: 成品仓 Own FG": "隔离，逐件拉拔; checked 3,600; defective 4",
        "2: 供应商 Supplier": "不适用：胶由我司采购",
    }
    assert extras(report["header"])["emergency response action"] == "17:30 停止上线"
    assert extras(report["stepD6"]) == {"cut-in batch of A1": "2603-B1"}
    assert extras(report["stepD7"]) == {"2: 图纸": "不更新：与尺寸无关"}
    assert (report["stepD2"]["riskAssessmentStarted"], "stepD0" in report) == ("null", False)


def test_no_row_takes_the_place_of_another() -> None:
    """Two plants that implement one measure; two documents of one kind, and one without a name."""
    done = {"no": "A1", "done_on": "2026-03-22", "validation": "n=200", "state": "已完成"}
    kept = [{"document": name, "change": change} for name, change in (("图纸", "一"), ("图纸", "二"), ("", "三"))]
    measures = [{**done, "first_batch": "2603-B1"}, {**done, "done_on": "2026-04-02", "first_batch": "2604-C7"}]
    steps = report8d({**DONE, "d6.actions": measures, "d7.documents": kept})
    days = [each["introductionDate"] for each in steps["stepD6"]["implementedCorrectiveMeasures"]]
    assert days == ["2026-03-22", "2026-04-02"]
    assert extras(steps["stepD6"]) == {"cut-in batch of A1": "2603-B1, 2604-C7"}
    assert extras(steps["stepD7"]) == {"1: 图纸": "一", "2: 图纸": "二", "3: ": "三"}
    assert unmet(steps) == []


def test_the_contact_person_is_the_leader_whom_a_mail_reaches(report: dict[str, Any]) -> None:
    assert report["stepD1"]["contactPerson"]["email"] == "chen.lq@example.cn"
    assert set(report["stepD1"]) == {"sponsor", "teamLeader", "contactPerson"}


@pytest.mark.parametrize(
    ("lost", "missing"),
    [
        ("customer.bpnl", ["header.customerContact.bpnlProperty"]),
        ("us.supplier_no", ["header.supplierId"]),
        ("customer_ref", ["header.customerComplaintId"]),
        ("d4.tua_check", ["stepD4.causes[0].clarificationDate", "stepD4.causes[0].result"]),
        ("order_no", ["header.parts[0].orderNumber", "header.parts[1].orderNumber"]),
        ("d8.closed_on", ["stepD8.closingDate"]),
    ],
)
def test_what_is_required_and_not_known_is_left_out_and_listed(lost: str, missing: list[str]) -> None:
    report = report8d({name: value for name, value in DONE.items() if name != lost})
    assert sorted(unmet(report)) == missing
    assert sorted(extras(report["header"])[INCOMPLETE].split(", ")) == missing


def test_a_number_of_another_kind_is_no_partner_number() -> None:
    assert unmet(report8d({**DONE, "customer.bpnl": "91320500MA1"})) == ["header.customerContact.bpnlProperty"]


def test_a_step_that_nobody_has_begun_is_not_there() -> None:
    assert set(report8d(facts("peeling-label.zh"))) == {"header", "stepD1"}


@pytest.mark.parametrize(
    ("said", "status"), [("未完成", "open"), ("进行中", "in progress"), ("Done", "closed"), ("?", None), ("验收", None)]
)
def test_a_status_is_one_of_the_model_s_or_none(said: str, status: str | None) -> None:
    rows = [{"no": "A1", "done_on": "2026-03-22", "state": said}]
    (measure,) = report8d({**DONE, "d6.actions": rows})["stepD6"]["implementedCorrectiveMeasures"]
    assert measure.get("status") == status


SCHEMA = json.loads((ROOT / "tests" / "fixtures" / "report8d-1.0.0.schema.json").read_text(encoding="utf-8"))
MODEL = Draft4Validator(SCHEMA)
F16A = WRITER.forms()["F16a"]
TYPED = st.sampled_from(
    ["2026-02-30", "2026.3.5", "n/a", "\u3000", "100 %", "130%", "chen@", "+86 (512) 1", "🔥\n", "-"]
)


def wrong(report: dict[str, Any]) -> list[str]:
    """Where a validator of JSON Schema finds the report at odds with the model, in the words of `unmet`."""
    places = []
    for error in MODEL.iter_errors(report):
        at = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.absolute_path)
        lost = error.validator_value if error.validator == "required" else ()
        places += [f"{at}.{name}" for name in lost if name not in error.instance] or [at]
    return sorted({place.removeprefix(".") for place in places})


def test_the_schema_is_one() -> None:
    Draft4Validator.check_schema(SCHEMA)
    assert wrong({}) == ["header"]
    assert wrong({**report8d(DONE), "stepD8": {"closingDate": "2026-02-30", "result": ""}}) == [
        "stepD8",
        "stepD8.closingDate",
    ]


@pytest.mark.parametrize(
    "given_facts",
    [DONE, {}, US, facts("no-boot.en"), extreme(F16A), wild(F16A), {**extreme(F16A), **PARTNERS}]
    + [realistic(F16A, lang) for lang in COMMON],
    ids=["done", "nothing", "us", "intake", "brim", "wild", "brim and partners", "filled zh", "filled en"],
)
def test_a_validator_finds_what_we_list_and_nothing_else(given_facts: dict[str, Any]) -> None:
    report = report8d(given_facts)
    assert wrong(json.loads(json.dumps(report))) == sorted(unmet(report))


@settings(max_examples=30, deadline=None)
@given(st.sets(st.sampled_from(sorted(DONE))), st.dictionaries(st.sampled_from(sorted(DONE)), TYPED, max_size=6))
def test_whatever_is_lost_or_mistyped_is_found_by_both(lost: set[str], mistyped: dict[str, str]) -> None:
    report = report8d({name: value for name, value in (DONE | mistyped).items() if name not in lost})
    assert wrong(report) == sorted(unmet(report))
