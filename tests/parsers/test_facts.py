"""Facts of letters without forms: whole sentences count, alarm words only ask."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from cases.mail import Field, FieldValue
from parsers.fields import Source, read_fields

WRITTEN = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=8)))


def read(text: str) -> dict[str, Field]:
    return read_fields([Source(text, "text")], (), WRITTEN)


def facts(text: str) -> dict[str, FieldValue]:
    return {id_: field.value for id_, field in read(text).items() if "suspected" not in field.flags}


def questions(text: str) -> set[str]:
    return {id_ for id_, field in read(text).items() if "suspected" in field.flags}


def test_a_chinese_letter_states_its_facts() -> None:
    text = (
        "我司在产线使用贵司内存条（料号：51-0093，批号2602A）时发现不良，投入500片，不良37片，不良率7.4%。\n"
        "现象：开机黑屏\n已造成产线停线2小时，影响正常生产。\n请在3月10日前提供8D报告。\n联系人：李工 13900000000"
    )
    assert facts(text) == {
        "part_no": "51-0093",
        "batch_no": ("2602A",),
        "qty_defect": "37",
        "defect_rate": "7.4",
        "failure_mode": "开机黑屏",
        "production_affected": True,
        "formal_written": True,
        "customer_deadline": "2026-03-10",
        "contact_name": "李工",
        "contact_phone": "13900000000",
        "problem_key": "51-0093/黑屏",
    }
    assert questions(text) == {"suspected.line_stop"}


def test_an_english_letter_states_its_facts() -> None:
    text = (
        "we received lot 2602A (PO 4500012345) and 12 pcs are defective: they do not boot.\n"
        "Our production line had to be stopped for 3 hours.\nPlease send the 8D report by March 12."
    )
    assert facts(text) == {
        "batch_no": ("2602A",),
        "order_no": "4500012345",
        "qty_defect": "12",
        "failure_mode": "无法开机",
        "formal_written": True,
        "customer_deadline": "2026-03-12",
    }
    assert questions(text) == {"suspected.line_stop"}


@pytest.mark.parametrize(
    ("text", "affected"),
    [
        ("未影响正常生产。", False),
        ("目前没有影响生产", False),
        ("生产未受影响", False),
        ("Production is not affected.", False),
        ("已影响到我司正常生产。", True),
        ("Our production is affected.", True),
    ],
)
def test_only_an_explicit_sentence_says_whether_production_is_affected(text: str, affected: bool) -> None:
    assert facts(text) == {"production_affected": affected}


@pytest.mark.parametrize(
    "text", ["如果影响生产怎么办", "担心会影响正常生产。", "是否影响生产？", "This may affect our production."]
)
def test_a_doubted_sentence_states_nothing(text: str) -> None:
    assert facts(text) == {}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("产线停线了", "line_stop"),
        ("The line is down.", "line_stop"),
        ("产品冒烟", "safety_hazard"),
        ("我们将委托律师起诉", "legal_action"),
        ("要求批量召回", "batch_recall"),
        ("将向媒体曝光", "media_exposed"),
        ("催收员半夜骚扰、威胁我", "violation"),
        ("催收员半夜骚扰、威胁我", "threat_of_extreme_act"),
        ("催收員不停打電話騷擾我的家人", "violation"),
        ("They keep harassing me at night.", "violation"),
        ("我要到法院告你们", "litigation"),
        ("You will hear of my lawyer.", "litigation"),
        ("这样做影响银行的声誉", "bank_reputation"),
        ("I have complained to the bank.", "bank_reputation"),
        ("没有解决问题，还威胁我", "threat_of_extreme_act"),
        ("I will kill myself.", "threat_of_extreme_act"),
        ("抄表员辱骂老人", "staff_abuse"),
        ("師傅還動手打人", "staff_abuse"),
        ("The fitter swore at my mother.", "staff_abuse"),
        ("工作人员故意刁难", "coercion"),
        ("They blackmailed us.", "coercion"),
        ("师傅让我自己搬设备", "demand_help"),
        ("He asked me to carry the pipes.", "demand_help"),
        ("上门的人乱收费", "unauthorised_fee"),
        ("上門的人額外收了50元", "unauthorised_fee"),
        ("He charged me 50 yuan in cash.", "unauthorised_fee"),
        ("师傅暗示要红包", "bribe"),
        ("He asked for a bribe.", "bribe"),
        ("施工队把地板弄坏了", "property_loss_by_service"),
        ("The technician damaged our floor.", "property_loss_by_service"),
        ("施工中发生事故", "safety_accident_by_service"),
        ("There was an accident.", "safety_accident_by_service"),
        ("我已拨打12315", "regulator_criticised"),
        ("We reported it to the authorities.", "regulator_criticised"),
        ("这严重损害了贵公司的形象", "image_risk"),
        ("This harms your reputation.", "image_risk"),
        ("业主准备集体上访", "mass_complaint_risk"),
        ("Other customers also complain.", "mass_complaint_risk"),
        ("燃气泄漏", "safety_hazard"),
    ],
)
def test_an_alarm_word_raises_a_question_never_a_fact(text: str, asked: str) -> None:
    assert asked not in facts(text)
    assert f"suspected.{asked}" in questions(text)


@pytest.mark.parametrize(
    "text",
    [
        "没有停线。",
        "No line stop.",
        "未冒烟",
        "安全无事故",
        "没有威胁",
        "沒有騷擾和威脅",
        "They did not threaten me.",
        "没有乱收费",
        "PO 4500012345",
        "the voltage regulator fails",
    ],
)
def test_a_denied_alarm_asks_nothing(text: str) -> None:
    assert questions(text) == set()


@pytest.mark.parametrize(
    "text", ["不需要8D报告", "无需提供8D报告。", "No 8D report is required.", "We need the car battery"]
)
def test_no_form_is_wanted(text: str) -> None:
    assert "formal_written" not in facts(text)


def test_a_label_with_an_answer_settles_the_question() -> None:
    found = read("产线停线！\n是否停线：否")
    assert found["line_stop"].value is False
    assert "suspected.line_stop" not in found


def test_yes_and_no_in_one_letter_is_a_question() -> None:
    assert questions("生产未受影响。\n影响正常生产。") == {"production_affected"}


def test_a_claimed_amount_is_not_a_cost() -> None:
    assert facts("索赔金额：10万元") == {"claim_cny": "100000"}


def test_modules_are_counted_with_their_power() -> None:
    assert facts("涉及400块×500W组件。") == {"module_count": "400", "module_wp": "500", "qty_mw": "0.2"}
    assert read("涉及400块×500W组件。")["qty_mw"].flags == ("derived",)


@pytest.mark.parametrize(
    "text",
    [
        "客户名称\n\n华光电力\n\n批号\n\n2602A",
        "客户名称\t华光电力\t批号\t2602A",
        "| 客户名称 | 华光电力 |\n| 批号 | 2602A |",
        "客户名称：\n华光电力\n批号：\n2602A",
        "客户名称：华光电力，批号：2602A",
        "１．客戶名稱：华光电力　　２．批 号：2602A",
    ],
)
def test_labels_are_read_however_they_are_laid_out(text: str) -> None:
    assert facts(text) == {"customer_name": "华光电力", "batch_no": ("2602A",)}
