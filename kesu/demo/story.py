"""`timeline.md`: the story of each case, from its JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cases.tags import without_tags
from kesu.demo.folder import stamp
from kesu.demo.letters import read
from kesu.demo.stage import Happening

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


HEAD = ("| 时间 time | 事件 event | 内容 detail |", "|---|---|---|")


def story(cases: Sequence[Mapping[str, Any]], happenings: Sequence[Happening]) -> str:
    """Every case as a chapter: how it stands, what happened line by line, which mails went out; then the mails
    that the desk sent about no case."""
    chapters = [*(_chapter(case) for case in cases), _about_no_case(happenings)]
    return "\n".join(["# 两周 A fortnight at the desk", "", *chapters])


def _chapter(case: Mapping[str, Any]) -> str:
    standing = [case["pack"], f"grade {case['grade']}" if case["grade"] is not None else "not graded", case["state"]]
    head = [
        f"## {case['case_no'] or case['id']} · {case['customer']['name']}",
        "",
        f"{case['subject']}  ",
        " · ".join(standing) + (f" · {', '.join(case['reasons'])}" if case["reasons"] else ""),
        "",
        *HEAD,
    ]
    events = [(event["at"], HEADLINES.get(event["what"], event["what"]), _event(event)) for event in case["timeline"]]
    sent = [mail for mail in case["mails"] if mail["sent_at"]]
    mails = [(mail["sent_at"], f"→ {mail['to']}", without_tags(mail["subject"])) for mail in sent]
    lines = sorted([*events, *mails], key=lambda line: datetime.fromisoformat(line[0]))
    rows = [f"| {stamp(datetime.fromisoformat(at))} | {_cell(what)} | {_cell(text)} |" for at, what, text in lines]
    return "\n".join([*head, *rows, ""])


def _about_no_case(happenings: Sequence[Happening]) -> str:
    """Mails set aside and alerts: their `X-Kesu-Id` names no case."""
    told = [h for h in happenings if not h.incoming and str(read(h.raw)["X-Kesu-Id"]).startswith("desk/")]
    rows = [f"| {stamp(h.at)} | → {h.who} | {_cell(without_tags(h.what))} |" for h in told]
    return "\n".join(["## 不属于任何案件 About no case", "", *HEAD, *rows, ""])


def _event(event: Mapping[str, Any]) -> str:
    by = f" ({event['by']})" if event["by"] not in ("", "desk") else ""
    return f"{without_tags(event['text'])}{by}"


def _cell(text: str) -> str:
    """One line of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")
