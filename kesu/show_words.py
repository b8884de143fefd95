"""The titles, columns and values of a pack's tables, in Chinese and English."""

from __future__ import annotations

STATUS = {
    "stated": ("规定", "stated"),
    "reading": ("解读", "reading"),
    "proposal": ("建议", "proposal"),
}
UNITS = {
    "natural": ("自然日", "natural days"),
    "working": ("工作日", "working days"),
    "hours": ("小时", "hours"),
    "business-hours": ("工作小时", "business hours"),
    "same-day": ("当日", "same day"),
    "natural-inclusive": ("自然日（含起始日）", "natural days, the first one counted"),
    "months": ("个月", "months"),
    "date": ("指定之日", "the date named"),
}
PERIODS = {
    "week": ("每周", "weekly"),
    "month": ("每月", "monthly"),
    "quarter": ("每季", "quarterly"),
    "half-year": ("每半年", "half-yearly"),
    "year": ("每年", "yearly"),
    "event": ("需要时", "as needed"),
}
TITLES = {
    "grades": ("分级", "Grades"),
    "clocks": ("时限", "Clocks"),
    "approvers": ("批准", "Approvals"),
    "documents": ("单据", "Forms"),
    "notify": ("抄送", "Copies"),
    "flags": ("提示", "Flags"),
    "participants": ("参与者", "Participants"),
    "owner": ("责任人", "Owner"),
    "emergency_by": ("应急措施", "Emergency measure"),
    "state": ("受理状态", "State at intake"),
    "also": ("并列条款", "Clauses that also hold"),
    "asks": ("须询问", "Asked for"),
    "closing": ("结案条件", "Closing"),
    "numbering": ("编号", "Numbering"),
    "reports": ("报表", "Reports"),
    "carried": ("已落实的条款", "Clauses carried"),
    "left_out": ("未落实的条款", "Clauses left out"),
    "settings": ("可选解读", "Settings"),
    "facts": ("事实", "Facts"),
}
COLUMNS = {
    "grade": ("级别", "grade"),
    "rule": ("条款", "clause"),
    "status": ("依据", "basis"),
    "says": ("内容", "says"),
    "what": ("事项", "what"),
    "time": ("期限", "time"),
    "gives": ("给出", "gives"),
    "register": ("登记号", "register"),
    "setting": ("名称", "setting"),
    "value": ("取值", "value"),
    "others": ("其他取值", "others"),
    "fact": ("字段", "fact"),
    "label": ("名称", "label"),
    "asked": ("询问", "asked of"),
    "open": ("未知即待定", "open"),
    "where": ("位置", "where"),
    "why": ("原因", "why"),
}
CLAUSE = ("rule", "says", "status")
"""The columns that tell of the clause itself."""
