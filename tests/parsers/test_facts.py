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
        "product_name": "内存条",
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


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("抽检80件，不合格5件（5/80）。", {"qty_defect": "5"}),
        ("20条里坏了6条", {"qty_defect": "6"}),
        ("第一批1000台没有问题，第二批2000台有15台异响", {"qty_defect": "15"}),
        ("14 of 1,200 boards did not boot.", {"qty_defect": "14"}),
        ("We received 40 gear pumps.", {"qty_shipped": "40"}),
        ("组件批号为 25K07 和 25K09。", {"batch_no": ("25K07", "25K09")}),
        ("我们是江苏恒通电力设备厂，型号DTZY-341。", {"customer_name": "江苏恒通电力设备厂", "model": "DTZY-341"}),
        ("联系人 周经理 025-88880000转8012", {"contact_name": "周经理", "contact_phone": "025-88880000转8012"}),
        ("请派工程师到我厂处理。", {"site_visit_needed": True}),
        ("要求退货，或者全检后返工。", {"remedy": ("return", "rework")}),
        ("不需要8D报告，请换货即可。", {"remedy": ("exchange",)}),
        (
            "去年4月2日安装调试，运行了7,900小时，还在保修期内。",
            {"installed_at": "2025-04-02", "running_time": "7900", "warranty_status": "in"},
        ),
        ("产线昨天发现异常，样品已于今天寄出。", {"occurred_at": "2026-03-01", "sample_provided": True}),
        ("请周五前回复。", {"customer_deadline": "2026-03-06"}),
        ("Please answer by Friday.", {"customer_deadline": "2026-03-06"}),
        ("希望 48小时 内安排", {"customer_deadline": "2026-03-04"}),
        ("这是第三次投诉", {"complaint_count_same_customer": "3"}),
        ("我对处理结果表示满意，不再就此事继续投诉。", {"satisfied_on_spot": True, "no_further_complaint": True}),
        ("qty_mw = 0.35", {"qty_mw": "0.35"}),
    ],
)
def test_a_sentence_states_its_facts_without_a_label(text: str, stated: dict[str, FieldValue]) -> None:
    found = {id_: value for id_, value in facts(text).items() if id_ not in ("failure_mode", "problem_key")}
    assert stated.items() <= found.items()


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("听说你们有200台不良。", "hearsay"),
        ("如果3月10日前不能解决，我们将索赔50万元。", "supposed"),
        ("损失可能有2万元。", "supposed"),
    ],
)
def test_hearsay_and_what_is_only_supposed_is_a_question(text: str, flag: str) -> None:
    found = read(text)
    assert facts(text).keys() <= {"failure_mode"}
    assert any(flag in field.flags for field in found.values())


@pytest.mark.parametrize(
    ("text", "id_", "value", "flag"),
    [
        ("更换费用预计8万元左右", "cost_rectification", "80000", "about"),
        ("有约20-30台存在啸叫", "qty_defect", "30", "range"),
        ("现场不良37台。仓库清点收回 41 台不良。", "qty_defect", "37", "several"),
        ("Model X-200 works, but model X-300 stops.", "model", "X-200", "several"),
    ],
)
def test_what_is_not_exact_or_not_alone_carries_a_flag(text: str, id_: str, value: str, flag: str) -> None:
    found = read(text)[id_]
    assert found.value == value
    assert flag in found.flags


@pytest.mark.parametrize(
    "text",
    [
        "运单号SF1234567890123，邮编100089，报告编号20260907-33。",
        "我司ERP单号202603020001，请查收附件共3个。",
        "We have been your customer for 10 years.",
        "Please deliver the missing 20 pcs.",
        "客诉台收到一件投诉。",
        "Requested: ☐ refund ☐ repair",
    ],
)
def test_numbers_of_other_things_and_boxes_left_empty_state_nothing(text: str) -> None:
    assert facts(text) == {}


def test_quantities_of_a_list_of_lots_are_those_of_all_lots() -> None:
    text = "批号：2608C\n不良数量：5\n批号：2609A\n不良数量：7"
    assert facts(text) == {"batch_no": ("2608C", "2609A"), "qty_defect": "12"}
    assert read(text)["qty_defect"].flags == ("sum",)


def test_a_label_inside_brackets_ends_with_them() -> None:
    assert facts("贵司内存（D/C：2551），本批上线") == {"batch_no": ("2551",)}
