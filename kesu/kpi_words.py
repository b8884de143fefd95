"""The titles, columns, units and values of the tables of figures, in Chinese and English."""

from __future__ import annotations

SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
UNIT_SIGNS = {"percent": "%", "ppm": "ppm"}
WORDS = {
    "all": ("全部", "all"),
    "valid": ("有效", "valid"),
    "elapsed": ("全程", "elapsed"),
    "own": ("扣除等待客户", "without waiting for the customer"),
    "met": ("达标", "met"),
    "missed": ("未达标", "missed"),
    "n/a": ("无数据", "n/a"),
    "nothing-counted": ("期间内无可计", "nothing was due or counted"),
    "not-given": ("未提供", "not given:"),
    "unknown": ("未说明", "not stated:"),
}
HEADS = {
    "flow": (("案件", "Cases"), ("口径 期初未结 受理 结案 期末未结", "of open-before received ended open-after")),
    "rates": (
        ("比率", "Rates"),
        ("指标 项目 口径 分子 分母 数值 目标 结果", "figure what of num den value target result"),
    ),
    "times": (("时长（小时）", "Hours"), ("指标 项目 口径 件数 平均 中位 P90", "figure what of count mean median P90")),
    "counts": (("计数", "Counts"), ("指标 项目 口径 件数", "figure what of count")),
    "same": (("同一抱怨", "The same complaint"), ("指标 问题 口径 次数 案件", "figure problem of count cases")),
    "sums": (("金额", "Amounts"), ("指标 口径 合计 单位 已知 未知", "figure of total unit known unknown")),
    "late": (
        ("逾期", "Overdue"),
        ("案件 条款 事项 到期 逾期天数 级别 负责人", "case clause what due days grade owner"),
    ),
    "meaning": (("指标说明", "What they mean"), ("指标 依据 内容", "figure basis says")),
}
DEFINITIONS = {
    "zh": ("指标", "性质", "适用制度", "目标", "内容"),
    "en": ("figure", "basis", "pack", "target", "says"),
}
