"""Each rule of communication: what it hits in simplified and traditional Chinese and in English, and what only
looks like it."""

from __future__ import annotations

from typing import Any

import pytest

from kesu.lint_eval import evaluate_lint

ACK = {"kind": "ack", "restates": True}
REPLY = {"kind": "reply"}
REJECT = {"kind": "reject", "has_reason": True, "has_evidence": True}
CONFIRMED = {"kind": "reply", "cause_confirmed": True}
INTERIM = {"kind": "interim", "whole_letter": True}

LETTER = "尊敬的客户，您好：感谢您的来信。{}如有疑问请致电 021-55551234。"
LETTER_EN = "Dear customer, thank you for your mail. {} Please call us with any question."

HITS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "L-01": [
        ("连小孩子都知道要先断电。", REPLY),
        ("這種事連小孩都懂。", REPLY),
        ("连 三 岁 小 孩 也 知 道。", REPLY),
        ("Even a child knows that.", REPLY),
        ("Any five-year-old could tell you that.", REPLY),
        ("這麼簡單的操作小孩子也會。", REPLY),
    ],
    "L-02": [
        ("一分钱一分货。", REPLY),
        ("一分價錢，一分貨。", REPLY),
        ("一分价钱、一分货，您懂的。", REPLY),
        ("便宜没好货。", REPLY),
        ("You get what you pay for.", REPLY),
        ("What do you expect at this price?", REPLY),
    ],
    "L-03": [
        ("绝对不可能。", REPLY),
        ("不可能會有這種事。", REPLY),
        ("不可能有这种事", REPLY),
        ("我们的产品根本不可能出现这种情况。", REPLY),
        ("That is absolutely impossible.", REPLY),
        ("This can't happen with our modules. It's impossible.", REPLY),
    ],
    "L-04": [
        ("这个我们不太清楚。", REPLY),
        ("這件事我也不太清楚。", REPLY),
        ("原因我们不是很清楚。", REPLY),
        ("We are not quite sure about that.", REPLY),
    ],
    "L-05": [
        ("我们绝对没说过这样的话。", REPLY),
        ("我們絕對沒有說過。", REPLY),
        ("我们从来没有这样承诺过。", REPLY),
        ("We never said that.", REPLY),
        ("We definitely did not say this.", REPLY),
        ("我们从未说过可以退货。", REPLY),
    ],
    "L-06": [
        ("我们不知道该怎么处理。", REPLY),
        ("我不懂怎麼處理。", REPLY),
        ("这个我也不会处理，不知道怎么办。", REPLY),
        ("We don't know how to handle this.", REPLY),
    ],
    "L-07": [
        ("规定就是这样。", REPLY),
        ("公司的規定就是如此。", REPLY),
        ("制度就是这样规定的，我们也没办法。", REPLY),
        ("These are the rules: rules are rules.", REPLY),
        ("There is nothing we can do.", REPLY),
        ("這是公司的規定，就是這樣。", REPLY),
    ],
    "L-08": [
        ("您看不懂中文吗？", REPLY),
        ("你是不是看不懂字？", REPLY),
        ("您看不懂漢字嗎？", REPLY),
        ("Can't you read?", REPLY),
        ("Are you stupid?", REPLY),
        ("您连字都看不懂吗？", REPLY),
    ],
    "L-09": [
        ("改天再通知您。", REPLY),
        ("有空再聯繫您。", REPLY),
        ("过几天再说。", REPLY),
        ("過幾天再給您答覆。", REPLY),
        ("等有时间了再处理。", REPLY),
        ("We will call you some other day.", REPLY),
        ("We will look at it when we have time.", REPLY),
    ],
    "L-10": [
        ("这不是我们的事。", REPLY),
        ("不關我們的事。", REPLY),
        ("不关我们事，请找物流。", REPLY),
        ("与我公司无关。", REPLY),
        ("That is not our business.", REPLY),
        ("It has nothing to do with us.", REPLY),
        ("物流损坏不关我们的事。", REPLY),
    ],
    "L-11": [
        ("我们保证三天内退款。", REPLY),
        ("我司承諾予以賠償。", REPLY),
        ("我们同意您的换货要求。", REPLY),
        ("我们将为您免费维修。", REPLY),
        ("可以给您减价处理。", REPLY),
        ("我们同意退货和换货。", {**REPLY, "approved_remedies": ["exchange"]}),
        ("We agree to a full refund.", REPLY),
        ("We will replace the defective parts.", REPLY),
        ("We promise to compensate you for the loss.", {**REPLY, "approved_remedies": ["exchange"]}),
        ("We offer you a discount of ten percent.", REPLY),
        ("Your modules will be replaced free of charge.", REPLY),
        ("A refund will be paid by 12 March.", REPLY),
    ],
    "L-12": [
        ("这是我公司的质量问题。", REPLY),
        ("是我們的責任。", REPLY),
        ("由于我司生产失误造成不良。", REPLY),
        ("我方承担全部责任。", REPLY),
        ("It is our fault.", REPLY),
        ("We accept full responsibility.", REPLY),
        ("The failure was caused by our soldering process.", REPLY),
        ("我司对此次质量事故负全部责任。", REPLY),
        ("我们的检验员漏检导致不良流出。", REPLY),
        ("This defect was our fault.", REPLY),
        ("The root cause is a solder void in our process.", REPLY),
    ],
    "L-13": [
        ("来信收悉，我们将于3月9日前答复。", {"kind": "ack"}),
        ("來信收悉，我們將於3月9日前答覆。", {"kind": "ack", "restates": False}),
        ("We have received your mail and answer by 9 March.", {"kind": "ack", "restates": False}),
    ],
    "L-14": [
        ("很抱歉，无法受理。", {"kind": "reject"}),
        ("很抱歉，無法受理。", {"kind": "reject", "has_evidence": True}),
        ("We cannot accept your complaint.", {"kind": "reject", "has_reason": False}),
        (
            "经检查不是我方责任，原因如下。",
            {"kind": "reject", "has_reason": True, "pack": "after-sales-instruments/registry"},
        ),
        (
            "经调查属非责任投诉。",
            {
                "kind": "reject",
                "has_reason": True,
                "pack": "service-utility",
                "nonresp_reason": "customer_or_false",
            },
        ),
        ("经调查系客户自身原因所致。", {"kind": "reject", "has_reason": True, "pack": "service-utility"}),
        (
            "The damage is the customer's own doing.",
            {"kind": "reject", "has_reason": True, "pack": "service-utility"},
        ),
    ],
    "L-15": [
        (LETTER.format("我们正在检测样品。"), INTERIM),
        (LETTER.format("下一次答覆：3月9日。"), INTERIM),
        (LETTER_EN.format("The samples are being tested."), INTERIM),
    ],
    "L-16": [
        ("经核实，我公司客服人员态度确有不当，已进行教育。", CONFIRMED),
        ("經核實，服務人員態度生硬。", CONFIRMED),
        ("服务不周的情况属实。", CONFIRMED),
        ("您反映的服务态度问题属实，已安排培训。", REPLY),
        ("Our engineer was rude to you; he has been trained again.", CONFIRMED),
        (
            LETTER.format("处理结果：已安排培训。"),
            {**CONFIRMED, "whole_letter": True, "issue_category": "service_attitude"},
        ),
        (LETTER.format("处理结果：已安排培训。"), {**CONFIRMED, "whole_letter": True, "content_type": "attitude"}),
    ],
    "L-17": [
        ("请您先支付检测费200元。", REPLY),
        ("維修費用由貴司承擔。", REPLY),
        ("请安排车辆接送我们的工程师。", REPLY),
        ("请派两个工人来帮忙搬运。", REPLY),
        ("上门服务需要收费。", REPLY),
        ("请准备一个红包。", REPLY),
        ("Please pay the inspection fee in advance.", REPLY),
        ("The repair is at your own expense.", REPLY),
        ("Please provide two workers for unloading.", REPLY),
        ("请给我们的维修师傅准备两条烟。", REPLY),
        ("請貴司先匯款後再派工。", REPLY),
        ("请把车派来接一下我们工程师。", REPLY),
        ("检测费用500元，请汇至我司账户。", REPLY),
    ],
    "L-18": [
        ("请您先在服务单上签字盖章，我们再安排上门。", REPLY),
        ("請在維修前簽字。", REPLY),
        ("请签字后回传，我们随后安排工程师上门服务。", REPLY),
        ("请在空白服务单上盖章。", REPLY),
        ("Please sign the service sheet before our visit.", REPLY),
        ("Once you have signed it, we send the engineer to repair it.", REPLY),
        ("We need your signature on the service report before our engineer starts.", REPLY),
        ("请在回执上盖章后回传，我们再安排工程师。", REPLY),
        ("请务必先签验收单。", REPLY),
    ],
    "L-19": [
        ("本次问题的责任人是生产部张伟。", REPLY),
        ("已對操作員罰款200元。", REPLY),
        ("已开具奖罚通知单。", REPLY),
        ("本次损失由生产部承担60%。", REPLY),
        ("其他客户也反映过同样的问题。", REPLY),
        ("因检验员李明漏检造成。", CONFIRMED),
        ("Our operator Wang made a mistake.", CONFIRMED),
        ("He was fined and his bonus was cut.", REPLY),
        ("Other customers have complained about this, too.", REPLY),
        ("本批由赵铁柱生产。", {**REPLY, "inside_names": ["赵铁柱"]}),
        ("别家客户都没有投诉。", REPLY),
        ("质检员小王被扣了200元。", REPLY),
    ],
    "L-20": [
        ("你必须马上把货寄回来。", REPLY),
        ("少廢話，趕緊把貨退回來。", REPLY),
        ("我们已经说过了！！", REPLY),
        ("收到！3月9日前答复！", REPLY),
        ("贵公司的投诉我们已处理，请知悉。", {**REPLY, "whole_letter": True}),
        ("Stop complaining.", REPLY),
        ("We have told you! Read it!", REPLY),
        ("Your complaint is settled.", {**REPLY, "whole_letter": True}),
    ],
    "L-21": [
        ("是您自己操作造成的。", REPLY),
        ("這是您的問題。", REPLY),
        ("由于贵司使用不当，产品损坏。", REPLY),
        ("否则我们将起诉。", {**REPLY, "has_evidence": True}),
        ("我们将通过法律途径解决。", REPLY),
        ("后果自负。", REPLY),
        ("It is your own fault.", REPLY),
        ("You have handled it wrongly; you broke the connector.", REPLY),
        ("We will take legal action.", {**REPLY, "has_evidence": True}),
        ("您单方面的操作失误造成停机。", REPLY),
    ],
    "L-22": [
        ("我们会尽快答复。", REPLY),
        ("我們將及時處理。", REPLY),
        ("您3月2日反映的问题我们会尽快处理。", REPLY),
        ("We will answer as soon as possible.", REPLY),
        ("We will come back to you shortly.", REPLY),
        ("我们很快给您答复。", REPLY),
    ],
}

PASSES: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "L-01": [("产品贴纸请勿让小孩子接触。", REPLY), ("Keep the parts away from children.", REPLY)],
    "L-02": [("该电阻单价为一分钱，附一份货单。", REPLY), ("The price is on the invoice.", REPLY)],
    "L-03": [
        ("今天之内不可能完成全部检测，3月9日前给您结果。", REPLY),
        ("It is impossible to finish the test today; you have the result by 9 March.", REPLY),
    ],
    "L-04": [
        ("您发来的照片不太清楚，请补发。", {"kind": "question"}),
        ("如您不太清楚批号的位置，请看附图。", REPLY),
        ("The photo is not very clear; please send another one.", {"kind": "question"}),
    ],
    "L-05": [("来信没有说明批号，请补充。", {"kind": "question"}), ("You did not say which lot it is.", REPLY)],
    "L-06": [
        ("如果您不知道怎么处理不良品，请看附件。", REPLY),
        ("If you do not know how to send the parts, please call us.", REPLY),
    ],
    "L-07": [
        ("按规定我们于3月9日前答复。", REPLY),
        ("目前没有办法复现该故障，3月9日前告知进展。", REPLY),
        ("The rules of shipment are attached.", REPLY),
    ],
    "L-08": [
        ("如果现场人员看不懂英文说明，我们提供中文版。", REPLY),
        ("如果看不懂中文说明书，请告知。", REPLY),
        ("We cannot read the lot number on the label.", {"kind": "question"}),
    ],
    "L-09": [("我们于3月9日前再通知您。", REPLY), ("We will call you on another line on 9 March.", REPLY)],
    "L-10": [("这是我们的事，由我们负责。", REPLY), ("经核实不属于我司责任。", REPLY), ("It is our business.", REPLY)],
    "L-11": [
        ("我们同意为您換貨。", {**REPLY, "approved_remedies": ["exchange"]}),
        ("我们同意退货退款。", {**REPLY, "approved_remedies": ["return", "refund"]}),
        ("很遗憾，我们不同意退款。", REPLY),
        ("您提出的退款和赔偿要求，我们将于3月9日前答复。", REPLY),
        ("我们将对您的换货申请进行审核，3月9日前答复。", REPLY),
        ("是否同意退货，需审批后于3月9日前告知。", REPLY),
        ("请问您希望换货还是退款？", {"kind": "question"}),
        ("We will check by 9 March whether a refund is possible.", REPLY),
        ("We cannot agree to a refund.", REPLY),
        ("We will replace the fixture on our line by 9 March.", REPLY),
        ("We agree to exchange the parts.", {**REPLY, "approved_remedies": ["exchange"]}),
        ("是否可以换货，我们正在审核，3月10日前回复。", REPLY),
        ("A refund will be paid by 12 March.", {**REPLY, "approved_remedies": ["refund"]}),
        ("We decide by 12 March whether a refund will be paid.", REPLY),
        ("The fixture on our line will be replaced by 12 March.", REPLY),
    ],
    "L-12": [
        ("这是我公司的质量问题。", CONFIRMED),
        ("是否为我司原因，3月9日前告知。", REPLY),
        ("如确属我司责任，将按合同处理。", REPLY),
        ("经检测不是我公司的质量问题。", REPLY),
        ("给您带来不便，深表歉意。", REPLY),
        ("It was our fault.", CONFIRMED),
        ("We examine whether it is our fault and answer by 9 March.", REPLY),
        ("如确属我司原因，我们将承担责任。", REPLY),
        ("您反映是我司产品质量问题，我们3月9日前答复。", ACK),
    ],
    "L-13": [("您反映的条码脱落已登记，3月9日前答复。", ACK), ("来信收悉，3月9日前答复。", REPLY)],
    "L-14": [
        ("经检测，破损发生在卸货环节，因此无法受理，检测报告附后。", REJECT),
        ("因超过合同约定的期限，无法受理。", {"kind": "reject", "has_reason": True}),
        ("因不可抗力所致，无法受理。", {"kind": "reject", "has_reason": True, "pack": "service-utility"}),
        ("无法受理。", {"kind": "reply"}),
    ],
    "L-15": [
        (LETTER.format("目前样品已收到，正在检测，3月9日前再次答复。"), INTERIM),
        ("我们在检测。", {"kind": "interim"}),
        (LETTER_EN.format("The samples are being tested; the next answer comes by 9 March."), INTERIM),
    ],
    "L-16": [
        ("经核实，客服人员态度确有不当，我们深表歉意。", CONFIRMED),
        ("经核实，未发现服务人员态度不当。", CONFIRMED),
        (LETTER.format("处理结果：已安排培训。"), {**CONFIRMED, "whole_letter": True, "content_type": "not_ours"}),
        ("Our engineer was rude to you; we apologise.", CONFIRMED),
        ("关于您投诉的服务态度问题，经核实不属实。", CONFIRMED),
    ],
    "L-17": [
        ("维修费用由我司承担，您无需支付任何费用。", REPLY),
        ("请您提供订单号和批号。", {"kind": "question"}),
        ("请您支付检测费200元。", {**REPLY, "approved_remedies": ["paid_service"]}),
        ("You need not pay any fee.", REPLY),
        ("您反映安检员收取200元检测费一事，我们3月9日前答复。", ACK),
        ("关于您提出的收费问题，经核查多收的50元将退还给您。", {**REPLY, "approved_remedies": ["refund"]}),
        ("You reported that our technician asked you to pay a fee; we answer by 9 March.", ACK),
    ],
    "L-18": [
        ("维修完成后请您在服务单上签字确认。", REPLY),
        ("After the repair please sign the service sheet.", REPLY),
        ("您反映我公司维修人员在上门前要求您先签字，我们3月9日前答复。", ACK),
        ("You reported that our engineer asked you to sign before the repair; we answer by 9 March.", ACK),
    ],
    "L-19": [
        ("本案负责人：李工，电话见下。", REPLY),
        ("运费由我司承担。", REPLY),
        ("我们对您和其他客户一样重视。", {**REPLY}),
        ("贵司开具的罚款单已收到。", REPLY),
        ("已对其他客户的库存和在途品进行排查。", REPLY),
        ("The stock at other customers has been sorted.", REPLY),
        ("Your contact is our engineer Li.", REPLY),
        ("您反映被扣200元一事，3月9日前答复。", ACK),
    ],
    "L-20": [
        ("收到您的来信，谢谢！", REPLY),
        ("样品必须防静电包装。", REPLY),
        (LETTER.format("处理结果见附件。"), {**REPLY, "whole_letter": True}),
        (LETTER_EN.format("The result is enclosed."), {**REPLY, "whole_letter": True}),
    ],
    "L-21": [
        ("是您自己操作造成的，检测报告附后。", {**REPLY, "has_evidence": True}),
        ("经查损坏发生在卸货过程中。", REPLY),
        ("关于您的问题，3月9日前答复。", REPLY),
        ("您有权依法向法院起诉。", REPLY),
        ("请确认是否因操作不当造成。", {"kind": "question"}),
        ("The damage arose at unloading.", REPLY),
    ],
    "L-22": [
        ("我们会尽快处理，并于3月9日前答复。", REPLY),
        ("感谢您及时告知。", REPLY),
        ("We will answer as soon as possible, by 9 March at the latest.", REPLY),
        ("我们已第一时间安排工程师到场。", REPLY),
    ],
}

BLOCKS = {"L-01", "L-02", "L-03", "L-05", "L-06", "L-07", "L-08", "L-09", "L-10"} | {
    "L-11", "L-13", "L-14", "L-17", "L-18", "L-19",
}  # fmt: skip


def judged(text: str, facts: dict[str, Any]) -> tuple[str, list[str]]:
    verdict = evaluate_lint({"text": text, **facts})
    return verdict["grade"], verdict["reasons"]


def cases(table: dict[str, list[tuple[str, dict[str, Any]]]]) -> list[Any]:
    return [
        pytest.param(rule, text, facts, id=f"{rule}-{number}")
        for rule, examples in table.items()
        for number, (text, facts) in enumerate(examples)
    ]


@pytest.mark.parametrize(("rule", "text", "facts"), cases(HITS))
def test_a_rule_hits_what_it_is_about(rule: str, text: str, facts: dict[str, Any]) -> None:
    assert judged(text, facts) == ("block" if rule in BLOCKS else "warn", [rule])


@pytest.mark.parametrize(("rule", "text", "facts"), cases(PASSES))
def test_what_only_looks_like_it_passes(rule: str, text: str, facts: dict[str, Any]) -> None:
    assert judged(text, facts) == ("pass", [])
