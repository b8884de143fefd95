"""Layer comm-lint: the ten forbidden expressions, promises, acknowledgements, refusals and the plain warnings.

Only what the table spells out word by word; the rules that need an understanding of the text (most of L-12, L-15 to
L-19, most of L-20, L-21) are not read a second time.
"""

from __future__ import annotations

from typing import Any

Facts = dict[str, Any]

FORBIDDEN = {
    "L-01": ["小孩都知道", "小孩子都知道", "小孩都懂", "小孩子都懂"],
    "L-02": ["一分钱一分货", "一分价钱一分货", "一分钱,一分货", "一分钱\uff0c一分货", "一分钱 一分货"],
    "L-03": ["绝对不可能", "不可能有这种事", "不可能会有这种事"],
    "L-05": ["绝对没说过", "绝对没有说过"],
    "L-06": [f"不{know}{should}怎么处理" for know in ("懂", "知道", "会") for should in ("", "该")],
    "L-07": ["规定就是这样", "规定就是如此", "没有办法"],
    "L-08": ["看不懂中文", "看不懂字"],
    "L-09": ["改天", "有空再", "过几天再"],
    "L-10": ["不是我们的事", "不关我们事", "不关我们的事"],
}
REMEDIES = {
    "赔偿": "compensation",
    "换货": "exchange",
    "退货": "return",
    "免费维修": "free_repair",
    "减价": "price_cut",
    "退款": "refund",
}
TRADITIONAL = dict(zip("們沒辦規這樣說過絕對關錢貨會該麼處", "们没办规这样说过绝对关钱货会该么处", strict=True))
ADMITTED = ["我公司的质量问题", "我们承担责任"]


def judge(facts: Facts, history: list[Facts]) -> Facts:
    text: str = facts["text"].translate(str.maketrans(TRADITIONAL))
    block = [rule for rule, phrases in FORBIDDEN.items() if any(phrase in text for phrase in phrases)]
    if promised(text) - set(facts.get("approved_remedies", [])):
        block.append("L-11")
    if facts["kind"] == "ack" and not facts.get("restates"):
        block.append("L-13")
    if facts["kind"] == "reject" and not grounded(facts):
        block.append("L-14")
    warn = []
    if "不太清楚" in text:
        warn.append("L-04")
    if any(phrase in text for phrase in ADMITTED) and not facts.get("cause_confirmed"):
        warn.append("L-12")
    if text.count("!") + text.count("\uff01") >= 2:
        warn.append("L-20")
    if ("尽快" in text or "及时" in text) and "日" not in text:
        warn.append("L-22")
    return {
        "grade": "block" if block else "warn" if warn else "pass",
        "reasons": block or warn,
        "deadlines": [],
        "approvers": [],
        "documents": [],
        "missing": [],
        "flags": [],
        "provisional": False,
    }


def promised(text: str) -> set[str]:
    """Remedies named after a word of consent in the same clause."""
    found = set()
    for clause in text.replace("。", ",").replace("\uff0c", ",").split(","):
        for verb in ("同意", "保证", "承诺"):
            _, said, rest = clause.partition(verb)
            found |= {remedy for word, remedy in REMEDIES.items() if said and word in rest}
    return found


def grounded(facts: Facts) -> bool:
    if facts.get("pack") == "after-sales-instruments/registry":
        return bool(facts.get("has_reason") and facts.get("has_evidence"))
    return bool(facts.get("has_reason"))
