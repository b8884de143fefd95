"""Yes, no and ticked boxes."""

from __future__ import annotations

import re

TICKED = "☑☒■√✓✔●◉▣"
EMPTY = "□☐○◯"
_NAME = rf"[^{TICKED}{EMPTY}\n,，;；、/|]{{1,40}}?"
BOXES = re.compile(rf"([{TICKED}{EMPTY}])\s*({_NAME})\s*(?=[{TICKED}{EMPTY}\n,，;；、/|]|$)")
BOXES_BEHIND = re.compile(rf"({_NAME})\s*([{TICKED}{EMPTY}])")
_BOX = re.compile(rf"[{EMPTY}☑☒]|\[\s*[xX√✓]?\s*\]")
_TYPED = ((re.compile(r"[\[(（]\s*[xX√✓✔■]\s*[\])）]"), "☑"), (re.compile(r"\[\s*\]|[(（]\s{0,3}[)）]"), "☐"))
"""`[x]` and `( )` as people type boxes."""
YES = re.compile(
    r"^(?:是|有|需要|需|要|已|对|会|y(?:es)?|true|required|requested)(?!\w)"
    r"|^(?:是的|有的|已经?(?:提供|寄|发出|造成|停线|停产|附|随)|随附|附上)|^[√✓✔☑■]",
    re.I,
)
NO = re.compile(
    r"^(?:否|无|没|未(?!知|定|确)|不(?!良|合格|确|清|详|一定)|暂无|暂不|[×✗]"
    r"|(?:none|nil|nope|negative|n|false|no(?! idea)|not(?! (?:yet )?(?:known|sure|clear)))(?![a-z]))",
    re.I,
)
"""未确定 and 不良 are no answers."""


def has_boxes(text: str) -> bool:
    return _BOX.search(text) is not None


def ticked(text: str) -> str:
    """The ticked names of a row of boxes (`☑是 □否`, `是☑ 否□`, `[x] yes [ ] no`), "" if there are no boxes."""
    for typed, box in _TYPED:
        text = typed.sub(box, text)
    if not any(mark in text for mark in TICKED + EMPTY):
        return ""
    starts_with_box = text.lstrip()[:1] in TICKED + EMPTY
    pairs = BOXES.findall(text) if starts_with_box else [(m, n) for n, m in BOXES_BEHIND.findall(text)]
    return " ".join(name.strip() for mark, name in pairs if mark in TICKED)


def yes_or_no(text: str) -> bool | None:
    chosen = ticked(text) or text.strip()
    if NO.match(chosen):
        return False
    return True if YES.match(chosen) else None
