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


def choice(text: str, label: Label) -> Value | None:
    """The values whose names stand in the text; longer names first, so that 免费维修 is not also 维修."""
    rest, found = _UNWANTED.sub(" ", text.lower()) if label.type == "choices" else text.lower(), []
    for name, value in dictionary().choices[label.choice]:
        if name not in rest:
            continue
        pattern = rf"(?<![a-z]){re.escape(name)}(?![a-z])" if name.isascii() else re.escape(name)
        if re.search(pattern, rest):
            rest = re.sub(pattern, " ", rest)
            found.append(value)
    unique = tuple(dict.fromkeys(found))
    if label.type == "choices":
        return Value(unique, flags=left_open(label.type, text, text, 0)) if unique else None
    return Value(unique[0]) if len(unique) == 1 else None
