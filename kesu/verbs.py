"""What our people can write in a mail, as the help mail shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VerbHelp:
    """One command in both languages."""

    zh: tuple[str, str, str]
    en: tuple[str, str, str]

    def name(self, lang: str) -> str:
        return self._in(lang)[0]

    def meaning(self, lang: str) -> str:
        return self._in(lang)[1]

    def example(self, lang: str) -> str:
        return self._in(lang)[2]

    def _in(self, lang: str) -> tuple[str, str, str]:
        return self.en if lang == "en" else self.zh


VERBS = (
    VerbHelp(
        ("附上填好的文件", "送审，批准后发给客户", "（回复时附上 Word 文件）"),
        ("attach the filled form", "put it before the approvers, then the customer", "(reply with the Word file)"),
    ),
    VerbHelp(
        ("答复", "用文字答复客户（先送审）", "答复：经复测，……"),
        ("answer", "answer the customer in words (after approval)", "answer: We tested the parts again and …"),
    ),
    VerbHelp(
        ("事实 = 数值", "补充或更正事实，重新定级", "total_cost_cny = 120000"),
        ("FACT = VALUE", "state or correct a fact; the case is graded again", "total_cost_cny = 120000"),
    ),
    VerbHelp(
        ("事件 名称 时间", "记录已发生的事", "事件 sample_received_at 2026-03-04 15:00"),
        ("event NAME TIME", "record what has happened", "event sample_received_at 2026-03-04 15:00"),
    ),
    VerbHelp(("指派", "换负责人", "指派 李工"), ("assign", "give the case to somebody", "assign fae")),
    VerbHelp(
        ("重新定级 原因", "按现有事实重新定级", "重新定级 客户已撤回停线说法"),
        ("regrade REASON", "grade again", "regrade line stop withdrawn"),
    ),
    VerbHelp(("关闭 原因", "结案", "关闭 客户确认有效"), ("close REASON", "end the case", "close customer confirmed")),
    VerbHelp(("状态", "查看案件现状", "状态"), ("status", "the case in ten lines", "status")),
    VerbHelp(
        ("投诉 / 不是 / 归并 编号", "回答“是否投诉”", "归并 K2026-00012"),
        ("complaint / no / merge NUMBER", "answer whether it is a complaint", "merge K2026-00012"),
    ),
)
