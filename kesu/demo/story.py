"""`timeline.md`: the story of each case, from its JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from kesu.demo.folder import stamp

HEADLINES = {
    "received": "客户来信 received",
    "graded": "定级 graded",
    "grade kept": "等级不变 grade kept",
    "asked": "请客户补充 asked",
    "assigned": "指派 assigned",
    "acknowledged": "受理回执 acknowledged",
    "document": "生成文件 document",
    "papers ordered": "重出文件 papers ordered",
    "follow-up": "客户补充 follow-up",
    "facts set": "信息确认 facts set",
    "done": "完成 done",
    "reminded": "提醒 reminded",
    "document returned": "交回文件 returned",
    "approval asked": "送审 approval asked",
    "ignored": "自动回复，不采信 ignored",
    "unclear": "答复不明确 unclear",
    "decided": "审批 decided",
    "approved": "批准 approved",
    "answer queued": "待发客户 queued",
    "answered": "已答复客户 answered",
    "doubted": "是否投诉？doubted",
    "dismissed": "不是投诉 dismissed",
    "closed": "结案 closed",
    "doubt": "待确认 doubt",
    "note": "备注 note",
}


def story(cases: Sequence[Mapping[str, Any]]) -> str:
    """Every case as a chapter: how it stands, what happened line by line, which mails went out."""
    return "\n".join(["# 两周 A fortnight at the desk", "", *(_chapter(case) for case in cases)])


def _chapter(case: Mapping[str, Any]) -> str:
    standing = [case["pack"], f"grade {case['grade']}" if case["grade"] is not None else "not graded", case["state"]]
    head = [
        f"## {case['case_no'] or case['id']} · {case['customer']['name']}",
        "",
        f"{case['subject']}  ",
        " · ".join(standing) + (f" · {', '.join(case['reasons'])}" if case["reasons"] else ""),
        "",
        "| 时间 time | 事件 event | 内容 detail |",
        "|---|---|---|",
    ]
    events = [(event["at"], HEADLINES.get(event["what"], event["what"]), _event(event)) for event in case["timeline"]]
    mails = [(mail["sent_at"], f"→ {mail['to']}", mail["subject"]) for mail in case["mails"] if mail["sent_at"]]
    lines = sorted([*events, *mails], key=lambda line: datetime.fromisoformat(line[0]))
    rows = [f"| {stamp(datetime.fromisoformat(at))} | {_cell(what)} | {_cell(text)} |" for at, what, text in lines]
    return "\n".join([*head, *rows, ""])


def _event(event: Mapping[str, Any]) -> str:
    return f"{event['text']} ({event['by']})" if event["by"] else str(event["text"])


def _cell(text: str) -> str:
    """One line of a Markdown table; a token in a subject is nobody's business here."""
    return " ".join(text.split()).replace("|", "\\|")
