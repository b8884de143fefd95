"""The few words that the writer itself puts into the cells of a form; a form's TOML may choose others."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "yes": "是",
        "no": "否",
        "due": "期限",
        "done": "完成",
        "join": "、",
        "more": "等 {count} 项，全部见原邮件",
        "cut": "……（全文见原邮件）",
        "figure": "图 {no}",
        "unshown": "未印出",
        "unshown.format": "{name}（此格式不能印出）",
        "unshown.damaged": "{name}（文件已损坏）",
        "unshown.too-many-pixels": "{name}（像素过多，未打开）",
        "unshown.too-costly": "{name}（打开所需内存或时间过多）",
        "unshown.too-many": "{name}（超出可印张数或大小）",
        "approved": "电子批准 e-approved",
        "returned": "电子退回 e-returned",
        "submitted": "电子提交 e-submitted",
        "by_yes": "邮件批复“同意”",
        "by_no": "邮件批复“退回”",
        "by_mail": "邮件提交",
        "check": "校验 {code}",
    },
    "en": {
        "yes": "Yes",
        "no": "No",
        "due": "Due",
        "done": "Done",
        "join": ", ",
        "more": "and more, {count} in all, see the original mail",
        "cut": "… (full text in the original mail)",
        "figure": "Fig. {no}",
        "unshown": "Not printed",
        "unshown.format": "{name} (a format that cannot be printed)",
        "unshown.damaged": "{name} (damaged)",
        "unshown.too-many-pixels": "{name} (too many pixels, not opened)",
        "unshown.too-costly": "{name} (opening it takes too much memory or time)",
        "unshown.too-many": "{name} (more than there is room for)",
        "approved": "e-approved",
        "returned": "e-returned",
        "submitted": "e-submitted",
        "by_yes": "Approved by mail",
        "by_no": "Returned by mail",
        "by_mail": "Sent by mail",
        "check": "check {code}",
    },
}
"""By language. `more` and `cut` end what is longer than its cell; the last seven stand in the sign-off block."""
