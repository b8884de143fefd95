"""The words of the desk's commands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verb:
    """A command. `wants`: the sentence that asks for what must stand behind it."""

    id: str
    wants: str = ""
    text: bool = False
    """All that follows counts, and only behind a colon."""
    number: bool = False
    """A case number must follow."""
    name: bool = False
    """The name of a regulation must follow."""
    gap: bool = False
    """Between the word and what is behind it stands a mark or a blank: the word also begins ordinary sentences."""
    alone: bool = False
    """Needs nothing behind it. What stands there all the same is a note, and in no case a condition or a question."""
    lines: bool = False
    """The lines below belong to it."""


APPROVE = Verb("approve")
REJECT = Verb("reject")
UNDO = Verb("undo")
HELP = Verb("help")
STATUS = Verb("status")
COMPLAINT = Verb("complaint")
NO = Verb("not-a-complaint")
NOT_A_COMPLAINT = Verb("not-a-complaint", gap=True, alone=True)
MERGE = Verb("merge", "请写明编号：归并 K2026-00012 / Please name the case: merge K2026-00012.", number=True)
ASSIGN = Verb("assign", "请写明姓名：指派 王工 / Please name the person: assign Wang.")
CLOSE = Verb("close", "请写明原因：关闭 已换货并确认 / Please give a reason: close replaced and confirmed.", gap=True)
REGRADE = Verb("regrade", gap=True)
ANSWER = Verb("answer", "请在“答复：”后面写答复内容 / Please write the answer's text behind answer:.", text=True)
OVERRIDE = Verb(
    "override", "请写明原因：放行 已与客户电话说明 / Please give a reason: override agreed by phone.", gap=True
)
CONTAIN = Verb("contain", gap=True, alone=True)
DECLINE = Verb(
    "decline",
    "请写明原因，并在下面几行写核实情况：不受理 属正常损耗"
    " / Please give a reason, and the findings in the lines below: decline normal wear.",
    gap=True,
    lines=True,
)
SEND_FORM = Verb("send-form", "请写明表单：索取表单 F16c / Please name the form: send form F16c.", gap=True)
DEMAND = Verb("demand", gap=True, alone=True)
DONE = Verb("done", gap=True, alone=True)
EFFECTIVE = Verb("effective", gap=True, alone=True)
NOT_EFFECTIVE = Verb(
    "not-effective", "请写明情况：无效 同批次再次发生 / Please say why: not effective it happened again.", gap=True
)
ACCEPTED = Verb("customer-accepts", gap=True, alone=True)
OBJECTS = Verb(
    "customer-objects", "请写明意见：客户不接受 要求换货 / Please say why: customer objects wants new parts.", gap=True
)
SEND_BACK = Verb(
    "send-back", "请写明原因：退回对策 未说明流出原因 / Please give a reason: send back no cause of escape.", gap=True
)
DISPUTE = Verb("dispute", gap=True, alone=True)
ACKNOWLEDGE = Verb("acknowledge", gap=True, alone=True)
PACK = Verb("pack", "请写明制度：制度 pv-module / Please name the regulation: pack pv-module.", gap=True, name=True)
SPLIT = Verb(
    "split",
    "请写明另案内容：拆分 标签错误 / Please say what the other case is about: split wrong labels.",
    gap=True,
    lines=True,
)
WITHDRAWN = Verb(
    "withdrawn", "请写明原因：客户撤诉 已自行解决 / Please give a reason: withdrawn solved by the customer.", gap=True
)
REOPEN = Verb(
    "reopen", "请写明原因：重新打开 客户再次来电 / Please give a reason: reopen the customer called.", gap=True
)


def _table(*entries: tuple[Verb, str]) -> tuple[tuple[str, Verb], ...]:
    """(word, verb), the longest words first, so that 不同意 is never read as 同意."""
    pairs = [(word.strip(), verb) for verb, words in entries for word in words.split(",")]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


VERBS = _table(
    (APPROVE, "同意,批准,通过,核准,approve,approved"),
    (REJECT, "不同意,驳回,退回,拒绝,不批准,不通过,reject,rejected"),
    (UNDO, "撤回,撤销,undo"),
    (HELP, "帮助,help"),
    (STATUS, "状态,status"),
    (COMPLAINT, "投诉,是投诉,complaint"),
    (NO, "不是,no"),
)
NEEDS_GAP = frozenset(["退回", "拒绝"])
"""Words that also begin ordinary sentences (退回的货…): only with a mark or a blank behind them."""
WITH_ARGUMENT = _table(
    (NOT_A_COMPLAINT, "不是投诉,非投诉,not a complaint"),
    (MERGE, "归并,合并,并入,重复,重复于,merge,merge into,duplicate,duplicate of"),
    (ASSIGN, "指派,转派,分配给,assign,assign to"),
    (CLOSE, "关闭,结案,close"),
    (ANSWER, "答复,answer"),
    (REGRADE, "重新定级,重定级,regrade"),
    (OVERRIDE, "放行,override"),
    (CONTAIN, "已围堵,已采取围堵,contained"),
    (DECLINE, "不受理,不予受理,decline"),
    (SEND_FORM, "索取表单,send form"),
    (DEMAND, "需求,按需求处理,demand"),
    (DONE, "措施完成,措施已完成,done,measures done"),
    (EFFECTIVE, "有效,措施有效,effective"),
    (NOT_EFFECTIVE, "无效,措施无效,not effective"),
    (ACCEPTED, "客户接受,客户已接受,customer accepts"),
    (OBJECTS, "客户不接受,客户异议,customer objects"),
    (SEND_BACK, "退回对策,对策退回,send back"),
    (DISPUTE, "争议,dispute"),
    (ACKNOWLEDGE, "已阅,知悉,已知悉,acknowledged,noted"),
    (PACK, "制度,适用制度,pack,regulation"),
    (SPLIT, "拆分,split"),
    (WITHDRAWN, "客户撤诉,撤诉,withdrawn"),
    (REOPEN, "重新打开,重开,reopen"),
)


def verb_of(words: str) -> Verb | None:
    """The command that somebody means by these words, nothing else standing there."""
    wanted = words.strip().lower()
    return next((verb for word, verb in (*VERBS, *WITH_ARGUMENT) if word == wanted), None)


EVENTS = tuple(
    sorted(
        (
            ("收到样品", "sample_received_at"),
            ("样品收到", "sample_received_at"),
            ("已收到样品", "sample_received_at"),
            ("收到不良品", "sample_received_at"),
            ("sample received", "sample_received_at"),
            ("samples received", "sample_received_at"),
            ("受理", "accepted_at"),
            ("已受理", "accepted_at"),
            ("accepted", "accepted_at"),
            ("到达现场", "onsite_arrival_at"),
            ("arrived on site", "onsite_arrival_at"),
            ("发出通知单", "notice_issued_at"),
            ("已发出通知单", "notice_issued_at"),
            ("通知单已发出", "notice_issued_at"),
            ("通知单发出", "notice_issued_at"),
            ("notice issued", "notice_issued_at"),
            ("部门收到通知", "dept_notified_at"),
            ("收到处理通知", "dept_notified_at"),
            ("department notified", "dept_notified_at"),
            ("安装调试完成", "installed_at"),
            ("安装完成", "installed_at"),
            ("installed", "installed_at"),
        ),
        key=lambda pair: -len(pair[0]),
    )
)
"""(word, the fact that it dates)."""
