"""What our people can write in a mail, as the help mail shows it."""

from __future__ import annotations

from dataclasses import dataclass

from generator.context_parts import Verb


@dataclass(frozen=True, slots=True)
class VerbHelp:
    """One command in both languages: how it is written, what it does, an example."""

    zh: tuple[str, str, str]
    en: tuple[str, str, str]
    id: str = ""
    """The verb, where a mail asks for this very answer."""

    def name(self, lang: str) -> str:
        return self._in(lang)[0]

    def meaning(self, lang: str) -> str:
        return self._in(lang)[1]

    def example(self, lang: str) -> str:
        return self._in(lang)[2]

    def line(self, lang: str) -> Verb:
        """As mails show it."""
        return {"verb": self.name(lang), "meaning": self.meaning(lang), "example": self.example(lang)}

    def _in(self, lang: str) -> tuple[str, str, str]:
        return self.en if lang == "en" else self.zh


def verb_lines(lang: str, *ids: str) -> list[Verb]:
    """These commands, or all of them."""
    chosen = [next(verb for verb in VERBS if verb.id == id_) for id_ in ids] or list(VERBS)
    return [verb.line(lang) for verb in chosen]


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
    VerbHelp(
        ("已围堵", "报告围堵措施", "已围堵：库存 300 条已隔离"),
        ("contained", "report the containment", "contained: 300 pieces on hold"),
        "contain",
    ),
    VerbHelp(
        ("收到样品", "样品到了，开始分析", "收到样品 2026-03-04 15:00"),
        ("sample received", "the analysis starts with the sample", "sample received 2026-03-04 15:00"),
    ),
    VerbHelp(
        ("索取表单 名称", "要一份表单，可带语言", "索取表单 F16c en"),
        ("send form NAME", "get a form, in the language you name", "send form F16c en"),
    ),
    VerbHelp(
        ("退回对策 原因", "对策不可接受，退回重做", "退回对策 未说明流出原因"),
        ("send back REASON", "the countermeasure is not acceptable", "send back no cause of escape"),
        "send-back",
    ),
    VerbHelp(
        ("争议", "对策有争议，请协调", "争议：责任单位不认可"),
        ("dispute", "ask to mediate", "dispute: the unit disagrees"),
        "dispute",
    ),
    VerbHelp(
        ("客户接受", "客户接受了答复", "客户接受"),
        ("customer accepts", "our answer is accepted", "customer accepts"),
        "customer-accepts",
    ),
    VerbHelp(
        ("客户不接受 意见", "客户不接受答复，重新处理", "客户不接受 要求换货"),
        ("customer objects REASON", "our answer is not accepted", "customer objects wants new parts"),
        "customer-objects",
    ),
    VerbHelp(("措施完成", "措施已完成，开始验证", "措施完成"), ("done", "the measures are done", "done"), "done"),
    VerbHelp(
        ("有效", "效果有效，结案", "有效"), ("effective", "the measures work, close the case", "effective"), "effective"
    ),
    VerbHelp(
        ("无效 原因", "效果无效，重新分析", "无效 同批次再次发生"),
        ("not effective REASON", "analyse again", "not effective it happened again"),
        "not-effective",
    ),
    VerbHelp(
        ("close_check = 项目", "逐项确认结案条件", "close_check = cause_found, staff_educated"),
        ("close_check = POINTS", "tick what closing needs", "close_check = cause_found, staff_educated"),
    ),
    VerbHelp(
        ("不受理 原因", "不受理；下面几行写核实情况，送审后答复客户", "不受理 属正常损耗"),
        ("decline REASON", "decline; the findings in the lines below", "decline normal wear"),
        "decline",
    ),
    VerbHelp(("需求", "不是投诉而是需求", "需求"), ("demand", "a demand, no complaint", "demand"), "demand"),
    VerbHelp(
        ("不是投诉 原因", "任何时候：作非投诉归档", "不是投诉：只是询价"),
        ("not a complaint", "at any time: put it aside", "not a complaint: only a request for prices"),
        "not-a-complaint",
    ),
    VerbHelp(
        ("制度 名称", "改用另一制度", "制度 pv-module"),
        ("pack NAME", "put it under another regulation", "pack pv-module"),
        "pack",
    ),
    VerbHelp(
        ("拆分 说明", "同一来信另立一案", "拆分 标签错误"),
        ("split TEXT", "a second case from the same mail", "split wrong labels"),
        "split",
    ),
    VerbHelp(
        ("客户撤诉 原因", "客户撤回投诉，结束", "客户撤诉 已自行解决"),
        ("withdrawn REASON", "the customer has withdrawn it", "withdrawn solved by the customer"),
        "withdrawn",
    ),
    VerbHelp(
        ("重新打开 原因", "结束的案件重新处理", "重新打开 客户再次来电"),
        ("reopen REASON", "take a case up again that is over", "reopen the customer called again"),
        "reopen",
    ),
    VerbHelp(
        ("已阅", "知悉事前报告，可以开始处理", "已阅"),
        ("noted", "the report is read, handling may start", "noted"),
        "acknowledge",
    ),
    VerbHelp(
        ("放行 原因", "暂停发送的邮件照原文发出", "放行 已与客户电话说明"),
        ("override REASON", "send a held mail as it is", "override agreed with the customer by phone"),
        "override",
    ),
    VerbHelp(("状态", "查看案件现状", "状态"), ("status", "the case in ten lines", "status")),
    VerbHelp(
        ("投诉 / 不是 / 归并 编号", "回答“是否投诉”", "归并 K2026-00012"),
        ("complaint / no / merge NUMBER", "answer whether it is a complaint", "merge K2026-00012"),
    ),
)
