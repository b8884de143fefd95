"""Edges of comm-lint: every forbidden expression alone and beside others, near misses, promises, refusals."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from hypothesis import strategies as st

from tests.policies.edges.moments import FLAG, Edge, Facts
from tests.policies.oracle.lint import FORBIDDEN, REMEDIES, TRADITIONAL

PLAIN = "您反映的条码脱落问题我们已登记,工程师将于3月9日前回复您。"
PHRASES = [phrase for phrases in FORBIDDEN.values() for phrase in phrases]
TO_TRADITIONAL = {ord(simplified): traditional for traditional, simplified in TRADITIONAL.items()}
NEAR = [
    "这件事小孩有责任心也能做",
    "这批货按规定检验",
    "我们有办法处理",
    "这是我们的事",
    "我们知道怎么处理",
    "不可能在一天内完成",
    "我们说过",
    "绝对重视",
    "改善措施将于3月9日提交",
]
"""Words of the forbidden expressions in sentences that forbid nothing."""
WARNINGS = [
    "原因我们不太清楚,3月9日前核实后告知您。",
    "请您放心!谢谢!",
    "请放心!谢谢!",
    "请放心\uff01谢谢\uff01",
    "感谢来信!",
    "我们会尽快回复。",
]


def edges() -> Iterator[Edge]:
    for phrase in PHRASES:
        yield written(f"{PLAIN}{phrase}。"), []
        yield written(f"{phrase},{PLAIN}"), []
        yield written(phrase.translate(TO_TRADITIONAL)), []
    for one, two in combinations([phrases[0] for phrases in FORBIDDEN.values()], 2):
        yield written(f"{one},{two}。"), []
    for text in (*NEAR, *WARNINGS, PLAIN):
        yield written(text), []
        yield written(f"{text}没有办法。"), []
    for (word, remedy), verb in product(REMEDIES.items(), ("同意", "保证", "承诺")):
        for approved in ([], [remedy], ["improvement"]):
            yield written(f"我们{verb}为您{word}。") | {"approved_remedies": approved}, []
            yield written(f"我们{verb}{word}。") | {"approved_remedies": approved}, []
        yield written(f"我们{verb}{word}。"), []
    for confirmed in (True, False, None):
        yield written("这是我公司的质量问题,我们承担责任。") | {"cause_confirmed": confirmed}, []
    for restates in (True, False, None):
        yield written(PLAIN) | {"kind": "ack", "restates": restates}, []
    packs = ("after-sales-instruments/registry", "manufacturer-generic/contact-sheet", None)
    for pack, reason, evidence in product(packs, (True, False, None), (True, False, None)):
        yield written(PLAIN) | {"kind": "reject", "has_reason": reason, "has_evidence": evidence, "pack": pack}, []


def written(text: str) -> Facts:
    return {"text": text, "kind": "reply", "restates": True}


FACTS: st.SearchStrategy[Facts] = st.builds(
    lambda parts, kind, restates, reason: {
        "text": "。".join(parts),
        "kind": kind,
        "restates": restates,
        "has_reason": reason,
    },
    st.lists(st.sampled_from([*PHRASES, *NEAR, *WARNINGS[:5], PLAIN]), min_size=1, max_size=4),
    st.sampled_from(["ack", "question", "reply", "reject", "reminder"]),
    FLAG,
    FLAG,
)
