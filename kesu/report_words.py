"""The sentences of reports in both languages. A name in braces is filled in; nothing a customer wrote is a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SAID: Mapping[str, tuple[str, str]] = {
    # ---------------------------------------------------------------- periods
    "week": ("{year} 年第 {number} 周", "Week {number} of {year}"),
    "month": ("{year} 年 {number} 月", "{month} {year}"),
    "quarter": ("{year} 年第 {number} 季度", "Quarter {number} of {year}"),
    "year": ("{year} 年", "{year}"),
    "to": ("{first} 至 {last}", "{first} to {last}"),
    "month_head": ("{number} 月", "{month}"),
    "month_mark": ("{number}", "{month}"),
    # ---------------------------------------------------------------- cases
    "occurrence": ("发生：", "Occurrence: "),
    "escape": ("流出：", "Escape: "),
    "semicolon": ("；", "; "),
    "running": ("进行中", "In progress"),
    "late": ("逾期\n{days} 天", "Overdue\n{days} d"),
    "late_today": ("逾期\n当日", "Overdue\ntoday"),
    "due_today": ("到期\n今天", "Due\ntoday"),
    "due_tomorrow": ("到期\n明天", "Due\ntomorrow"),
    "due": ("到期\n{days} 天", "Due in\n{days} d"),
    "none_late": ("没有逾期和 7 日内到期的案件", "Nothing is overdue or due within 7 days"),
    "none_open": ("没有其他未结案件", "No other case is open"),
    "none_closed": ("没有已结案件", "No case has been closed"),
    "nothing": ("没有", "Nothing"),
    "ungraded": ("未定级", "Ungraded"),
    "unclassified": ("未归类", "Not classified"),
    "others": ("其他", "Others"),
    "and_more": ("{cases} 等 {count} 件", "{cases} and others, {count} in all"),
    # ---------------------------------------------------------------- scope and notes
    "all_packs": ("全部制度", "All regulations"),
    "target": ("目标 {bound}", "target {bound}"),
    "before": ("上期 {count}", "before: {count}"),
    "not_given": ("未提供数据", "not stated"),
    "follows": ("按制度编制：{papers}。", "Required by the regulation: {papers}. "),
    "sent_to": ("报送：{roles}。", "For: {roles}. "),
    "left_out": (
        "不是投诉的、并案的、撤回的来信不计；限制查阅的案件不列入。期限按各制度的时钟计算，等待客户期间可暂停的时钟暂停。",
        "Mails that are no complaint, merged and withdrawn ones are not counted; restricted cases are left out. "
        "Dates follow the clocks of each regulation; those that may pause stand still while the customer is to act.",
    ),
    # ---------------------------------------------------------------- tiles and table rows
    "received": ("受理件数", "Received"),
    "closed": ("结案件数", "Closed"),
    "open": ("期末未结", "Open at the end"),
    "row_received": ("受理", "Received"),
    "row_closed": ("结案", "Closed"),
    "row_open": ("月末未结", "Open"),
    "grade_row": ("· {grade}", "· {grade}"),
    "met": ("达标", "Met"),
    "missed": ("未达标", "Missed"),
    "all_cases": ("全部案件", "All cases"),
    # ---------------------------------------------------------------- names of figures
    "acknowledged-in-time": ("24h受理及时率", "Ack. in 24 h"),
    "report.on-time": ("时限达成率", "Clocks on time"),
    "replied-in-time": ("时限达成率", "On time"),
    "closed-in-time": ("按时结案率", "Closed on time"),
    "closure-rate": ("结案率", "Closure rate"),
    "repeat-rate": ("重复发生率", "Repeat rate"),
    "raised-by-repetition": ("因重复定级", "Raised by repetition"),
    "complaints-per-shipment": ("客诉率", "Complaints per shipment"),
    "ppm": ("PPM", "PPM"),
    "valid-share": ("有效投诉率", "Valid share"),
    "first-pass": ("8D 一次通过率", "8D first pass"),
    "effective-measures": ("措施有效率", "Effective measures"),
    "R02-K1": ("服务及时率", "Service timeliness"),
    "R02-K2": ("用户满意率", "User satisfaction"),
    "R02-K3": ("用户抱怨率", "Complaint rate"),
    "R04-K2": ("顾客满意率", "Satisfaction"),
    "R07-K4": ("员工调查抽样", "Staff survey"),
    "R16-K4": ("各级时限达成率", "On time by level"),
    # ---------------------------------------------------------------- charts
    "chart.flow": ("按月受理、结案与月末未结", "Received, closed and open by month"),
    "chart.pareto": ("问题排列图与累计占比", "Pareto of problems with cumulative share"),
    "chart.grades": ("各级别件数", "Cases by grade"),
    "chart.times": ("各时限达成率与目标", "Timeliness against targets"),
    "chart.ages": ("未结案件账龄", "Age of open cases"),
    "chart.customers": ("各客户件数", "Cases by customer"),
    "cases": ("件数", "Cases"),
    "on_time": ("达成率", "On time"),
    "goal": ("目标", "Target"),
    "age": ("{days} 天", "{days} d"),
    # ---------------------------------------------------------------- captions and findings
    "cap.flow": (
        "受理 {received} 件，结案 {ended} 件，期末未结 {open} 件",
        "{received} received, {ended} closed, {open} open",
    ),
    "cap.pareto": (
        "前 {top} 类占 {share}%（括号内为累计）",
        "The first {top} make up {share}% (cumulated in brackets)",
    ),
    "cap.pareto_none": ("本期没有受理", "Nothing received"),
    "cap.grades": ("本期最多：{grade} {count} 件", "Most in the period: {grade}, {count}"),
    "cap.times": ("{shown} 项中 {missed} 项未达标", "{missed} of {shown} missed their target"),
    "cap.times_plain": ("{shown} 项时限，最低 {value}", "{shown} clocks, the lowest at {value}"),
    "cap.times_none": ("本期没有到期的时限", "Nothing was due"),
    "cap.ages": ("未结 {open} 件，超过 30 天 {old} 件", "{open} open, {old} of them for over 30 days"),
    "cap.customers": ("{name} {count} 件居首", "{name} leads with {count}"),
    "cap.customers_tied": (
        "{name}等 {customers} 家各 {count} 件居首",
        "{name} and others, {customers} in all, lead with {count} each",
    ),
    "find.flow": (
        "受理 {received} 件，比上期（{before} 件）{change}；结案 {ended} 件，期末未结 {open} 件（图\u00a01）。",
        "{received} received, {change} the period before ({before}); {ended} closed, {open} left open (fig.\u00a01).",
    ),
    "more": ("多 {count} 件", "{count} more than"),
    "fewer": ("少 {count} 件", "{count} fewer than"),
    "equal": ("持平", "as many as"),
    "find.none": ("本期没有受理投诉。", "No complaint was received in the period."),
    "find.top": (
        "“{problem}” {count} 件居首，占 {share}%；前 {top} 类合计 {sum}%（图\u00a02）。",
        '"{problem}" leads with {count} ({share}%); the first {top} make up {sum}% (fig.\u00a02).',
    ),
    "find.missed": (
        "{name} {value}，未达目标 {bound}；{late} 件须说明（图\u00a04）。",
        "{name} is {value}, short of its target {bound}; {late} cases to explain (fig.\u00a04).",
    ),
    "find.lowest": (
        "时限达成最低的是{name}：{value}（{num}/{den}），超时 {late} 件（图\u00a04）。",
        "Least on time: {name}, {value} ({num}/{den}), {late} late (fig.\u00a04).",
    ),
    "find.late": (
        "期末逾期 {count} 件，最长 {days} 天（{case}，{owner}）（逾期案件表）。",
        "{count} cases overdue at the end, the longest for {days} days ({case}, {owner}) (list of what is overdue).",
    ),
    "find.old": (
        "未结中超过 30 天的 {old} 件（图\u00a05）。",
        "{old} of the open cases are over 30 days old (fig.\u00a05).",
    ),
    "find.repeats": (
        "12 个月内同一客户同一问题再次发生 {count} 件，占受理的 {value}：{cases}。",
        "{count} cases repeat a problem of the same customer within 12 months, {value} of those received: {cases}.",
    ),
    # ---------------------------------------------------------------- workbook
    "sheet.cases": ("案件清单", "Case list"),
    "sheet.months": ("按月统计", "By month"),
    "sheet.summary": ("概览", "Summary"),
    "sheet.problems": ("问题排列", "Problems"),
    "sheet.customers": ("客户分布", "Customers"),
    "sheet.findings": ("结论", "Findings"),
    "sheet.follow_up": ("跟进表", "Follow-up"),
    "col.group": ("分组", "Group"),
    "group.pressing": ("逾期与 7 日内到期", "Overdue and due in 7 days"),
    "group.running": ("进行中", "In progress"),
    "group.closed": ("已结案", "Closed"),
    "col.case": ("编号", "No."),
    "col.regulation": ("制度", "Regulation"),
    "col.grade": ("等级", "Grade"),
    "col.customer": ("客户", "Customer"),
    "col.product": ("产品", "Product"),
    "col.model": ("型号/料号", "Model, part no."),
    "col.lot": ("批号", "Lot"),
    "col.problem": ("问题", "Issue"),
    "col.quantity": ("不良/交货", "NG/delivered"),
    "col.received": ("受理", "Received"),
    "col.ended": ("结案", "Closed"),
    "col.owner": ("负责人", "Owner"),
    "col.cause": ("原因", "Cause"),
    "col.measures": ("措施与进展", "Actions, progress"),
    "col.due": ("下一期限", "Next due"),
    "col.what": ("期限事项", "What is due"),
    "col.late": ("逾期天数", "Days overdue"),
    "col.state": ("状态", "State"),
    "col.item": ("项目", "Item"),
    "col.total": ("合计", "Total"),
    "col.figure": ("指标", "Indicator"),
    "col.value": ("数值", "Value"),
    "col.note": ("目标与说明", "Target, remark"),
    "col.share": ("占比 %", "Share %"),
    "col.sum": ("累计 %", "Cumulated %"),
    "col.count": ("件数", "Cases"),
    "col.cases": ("案件", "Case numbers"),
    "col.finding": ("结论", "Finding"),
    "tile.open": ("未结", "Open"),
    "tile.received": ("本周受理", "New"),
    "tile.closed": ("本周结案", "Closed"),
    "tile.overdue": ("逾期", "Overdue"),
    "tile.soon": ("7 日内到期", "Due in 7 days"),
    "tile.gravest": ("最高级件数", "Top-grade cases"),
    "tile.on_time": ("本周按时率", "On time"),
}


@dataclass(frozen=True, slots=True)
class Say:
    """Words in one language, `zh` or `en`: `say("late", days=3)`."""

    lang: str

    def __call__(self, key: str, **values: object) -> str:
        zh, en = SAID[key]
        return (en if self.lang == "en" else zh).format(**values)

    def knows(self, key: str) -> bool:
        return key in SAID
