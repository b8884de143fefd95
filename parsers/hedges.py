"""Words by which a sentence leaves open what it says: doubt, denial, hearsay, suppositions, requests."""

from __future__ import annotations

import re

DOUBT = re.compile(
    r"如果|若|可能|是否|会不会|以免|避免|担心|防止|怀疑|恐|将会|请确认"
    r"|\b(?:if(?! you (?:could|would|can)\b)|whether|(?<!\d-)(?<!\d )(?-i:may)(?!\s\d)|might|could(?! you)"
    r"|would(?! you| like| appreciate| be (?:grateful|glad|happy))|avoid|prevent|risk of|worried)\b",
    re.I,
)
DENIAL = re.compile(
    r"没有|没(?!完没|了)|未(?!来)|不(?!良|合格|能|足|同|符|停(?!线|产)|断(?!线)|时|仅|但|止|顾|满)|无(?!法|输出|显示)|并非"
    r"|\b(?:no|not|never|without|isn't|wasn't|hasn't|don't|doesn't)\b",
    re.I,
)
"""不 and 无 also begin the names of failures (不良, 无法开机), 不 words for again and again (不停, 不断)."""
HEARSAY = re.compile(
    r"听说|据说|据称|据传|传闻|据悉|有人说|不知道是不是"
    r"|\b(?:reportedly|allegedly|rumou?rs?|heard (?:that|from)|we are told|supposedly)\b",
    re.I,
)
SPAN = re.compile(r"\d\s?(?:and|or|to|或者?|[-~～至到])\s?$", re.I)
ALSO = re.compile(r"(?:还有|另有|另外|又有)\s?$")
"""`坏了三台，还有两台时好时坏`: not all of them."""
REQUEST = re.compile(r"能否|能不能|可否|麻烦|\b(?:could|can|would|will) you\b", re.I)
"""A request in the form of a question."""
PERHAPS = re.compile(
    r"万一|可能|也许|或许|\b(?:might|(?<!\d-)(?<!\d )(?-i:may)(?!\s\d)|perhaps|maybe|possibly|could be)\b", re.I
)
SUPPOSED = re.compile(r"如果|假如|倘若|若(?!干)|\b(?:if(?! you (?:could|would|can)\b)|in case|unless)\b", re.I)
"""`I should be grateful if you would …` asks politely and supposes nothing."""
