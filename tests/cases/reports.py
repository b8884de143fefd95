"""A returned 8D that nobody could object to, and the same with something changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from cases import review_rules
from cases.forms import Form, load
from cases.returned import Answer, Returned
from cases.review import CHECKS, Review, review
from cases.review_sheet import About

TEMPLATES = Path(__file__).parents[2] / "templates"
FORM: Form = load((TEMPLATES / "forms" / "8d.toml").read_text(encoding="utf-8"))
BOOK = review_rules.load((TEMPLATES / "review" / "8d.toml").read_text(encoding="utf-8"), CHECKS)
ABOUT = About(
    today=date(2026, 6, 30),
    complained=date(2026, 3, 10),
    grade=1,
    due={"D3": date(2026, 3, 13), "D8": date(2026, 6, 30)},
    rests=lambda day: day.weekday() > 4,
)
FIELDS: Mapping[str, str] = {
    "stage": "final",
    "product_name": "光伏组件",
    "model": "SP-M10-550",
    "failure_mode": "铭牌角部剥离",
    "d2.statement": "SP-M10-550 组件铭牌角部剥离 2 mm 以上，86 件，2026-03-08 于客户现场发现",
    "d2.not_what": "正面标识",
    "d2.not_where": "1、2 号方阵",
    "d3.mark": "绿色圆点",
    "d3.first_shipment": "DN-2603-118，2026-03-14",
    "d4.tua": "铭牌胶型由 A 换为 B，湿热后剥离力下降",
    "d4.tua_check": "湿热 1,000 h 后剥离试验，A/B 各 20 片，B 为 3.1 N，2026-03-16",
    "d4.tua_share": "60 %",
    "d4.tun": "出货检验没有湿热后剥离力项目",
    "d4.tun_check": "查阅检验规范并重做检验，20 片漏检 20 片，2026-03-17",
    "d4.tun_share": "40 %",
    "d4.sua": "变更评审流程未要求材料寿命试验",
    "d4.sua_check": "抽查 2025 年 12 份变更评审，均无寿命试验，2026-03-18",
    "d6.ica_removed": "2026-05-20 撤除全检",
    "d7.read_across": "SP-M10-540 用同一胶型，同步切换",
    "d8.summary": "胶型变更导致铭牌剥离，改回后零复发",
    "d8.closed_on": "2026-06-25",
    "d8.customer_acceptance": "2026-06-20 邮件确认",
}
PLACES = ("客户现场 Customer", "在途 In transit", "成品仓 Own FG", "在制 WIP")
ROWS: Mapping[str, Sequence[Mapping[str, str]]] = {
    "d1.team": [
        {"role": "发起人 Sponsor", "name": "林致远", "department": "总经办", "contact": "lin@example.cn"},
        {"role": "组长 Leader", "name": "陈立群", "department": "质量管理部", "contact": "chen@example.cn"},
        {"role": "组员 Member", "name": "王伟", "department": "制造二部", "contact": "8102"},
        {"role": "组员 Member", "name": "赵敏", "department": "采购部", "contact": "8103"},
    ],
    "d3.actions": [
        {"location": place, "checked": "800", "defective": "3", "action": "逐片剥离力测试", "owner": "王伟",
         "effective_from": "2026-03-11", "effect": "100 %"}
        for place in PLACES
    ],
    "d4.why": [
        {"no": "1", "occurrence": "铭牌剥离", "escape": "检验没有发现"},
        {"no": "2", "occurrence": "胶型换了", "escape": "没有湿热项目"},
        {"no": "3", "occurrence": "变更评审没有要求寿命试验", "escape": "检验规范按旧胶型写"},
    ],
    "d5.actions": [
        {"no": "A1", "action": "改回胶型 A", "cause": "C1", "owner": "王伟", "planned": "2026-03-20"},
        {"no": "A2", "action": "增加湿热后剥离力检测项目", "cause": "C2", "owner": "赵敏", "planned": "2026-03-20"},
        {"no": "A3", "action": "变更评审表增加寿命试验，系统互锁", "cause": "C3", "owner": "陈立群",
         "planned": "2026-03-27"},
    ],
    "d6.actions": [
        {"no": no, "done_on": done, "first_batch": "2603-B1", "validation": "5 批共 2,000 片，45 天，0 件不良",
         "effect": "100 %", "state": "已关闭"}
        for no, done in (("A1", "2026-03-20"), ("A2", "2026-03-23"), ("A3", "2026-03-27"))
    ],
    "d7.documents": [
        {"document": "PFMEA", "number": "FM-08", "revision": "C", "date": "2026-04-02", "change": "增加胶型失效"},
        {"document": "控制计划 Control plan", "number": "CP-08", "revision": "D", "date": "2026-04-02",
         "change": "增加检测"},
    ],
}  # fmt: skip


def report(
    fields: Mapping[str, str] | None = None,
    rows: Mapping[str, Mapping[int, Mapping[str, str] | None]] | None = None,
    **other: Any,
) -> Returned:
    """The good report with fields and cells changed; rows: table -> row number -> cells, None removes the row."""
    lists = {table: [dict(row) for row in listed] for table, listed in ROWS.items()}
    for table, edits in (rows or {}).items():
        for number, cells in sorted(edits.items(), reverse=True):
            if cells is None:
                del lists[table][number]
            elif number < len(lists[table]):
                lists[table][number].update(cells)
            else:
                lists[table].append(dict(cells))
    said = {**FIELDS, **(fields or {})}
    return Returned(
        form="F16a",
        language=other.pop("language", "zh"),
        fields={name: Answer(text) for name, text in said.items()},
        rows={table: tuple(listed) for table, listed in lists.items()},
        **other,
    )


def reviewed(returned: Returned, about: About = ABOUT) -> Review:
    return review(FORM, BOOK, returned, about)


def findings(returned: Returned, about: About = ABOUT) -> list[tuple[str, str]]:
    """Rule and level of each finding."""
    return [(each.rule, each.level) for each in reviewed(returned, about).findings]
