"""Values out of a list: the names of an enumeration in a text."""

from __future__ import annotations

import re

from parsers.belongs import left_open
from parsers.labels import Label, dictionary
from parsers.measures import Value

_UNWANTED = re.compile(
    r"(?:不接受|不要|不同意|拒绝|无需|不需要?)[^，,。.;；]{0,6}|(?:返工|挑选|维修|返修|更换|分选)(?:所?产生)?的?(?:费用?|成本|工时)"
    r"|\b(?:don't|do not|no need to|not) (?:need|want|accept)[^,.;]{0,20}",
    re.I,
)
"""`不接受换货`, `返工的费用`: no demands."""
WHOLE = frozenset(["y", "n", "内", "外", "期内", "期外", "过期", "超期"])
"""Names that count only alone: `☑内 □外`, and not `三年内`."""
_SO_MANY = re.compile(
    r"([换退补])\s?(?:给我们?|回|发)?\s?(?:\d[\d,]{0,6}|[一二两三四五六七八九十百]{1,5})\s?(?:[个台块件只套条支根颗片把瓶箱盒袋卷张]|pcs)",
    re.I,
)
_TAKEN = re.compile(r"\b(take|send) (?:[a-z]+ ){1,3}back\b")
"""`take the whole batch back`"""
_NAMED_SO = {"换": "换一", "退": "退货", "补": "补货"}
"""`先换 5 台应急`, `补 80 只`: what is wished, whatever its number."""


def choice(text: str, label: Label) -> Value | None:
    """The values whose names stand in the text; longer names first, so that 免费维修 is not also 维修."""
    rest, found = text.lower(), []
    if label.type == "choices":
        rest = _SO_MANY.sub(lambda many: _NAMED_SO[many[1]], _UNWANTED.sub(" ", rest))
        rest = _TAKEN.sub(r"\1 back", rest)
    for name, value in dictionary().choices[label.choice]:
        if name not in rest or (len(name) < 3 and name in WHOLE and rest.strip(" .。,，") != name):
            continue
        pattern = rf"(?<![a-z]){re.escape(name)}(?![a-z])" if name.isascii() else re.escape(name)
        if re.search(pattern, rest):
            rest = re.sub(pattern, " ", rest)
            found.append(value)
    unique = tuple(dict.fromkeys(found))
    if label.type == "choices":
        return Value(unique, flags=left_open(label.type, text, text, 0)) if unique else None
    return Value(unique[0]) if len(unique) == 1 else None
