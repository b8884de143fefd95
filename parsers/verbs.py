"""The words of the desk's commands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verb:
    """A command. `wants`: the sentence that asks for what must stand behind it; `text`: all that follows
    counts; `number`: a case number must follow."""

    id: str
    wants: str = ""
    text: bool = False
    number: bool = False


APPROVE = Verb("approve")
REJECT = Verb("reject")
UNDO = Verb("undo")
HELP = Verb("help")
STATUS = Verb("status")
COMPLAINT = Verb("complaint")
NOT_A_COMPLAINT = Verb("not-a-complaint")
MERGE = Verb("merge", "请写明编号：归并 K2026-00012 / Please name the case: merge K2026-00012.", number=True)
ASSIGN = Verb("assign", "请写明姓名：指派 王工 / Please name the person: assign Wang.")
CLOSE = Verb("close", "请写明原因：关闭 已换货并确认 / Please give a reason: close replaced and confirmed.")
REGRADE = Verb("regrade")
ANSWER = Verb("answer", "请在“答复：”后面写答复内容 / Please write the answer's text behind answer:.", text=True)


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
    (NOT_A_COMPLAINT, "不是,不是投诉,非投诉,no,not a complaint"),
)
NEEDS_GAP = frozenset(["退回", "拒绝"])
"""Words that also begin ordinary sentences (退回的货…): only with a mark or a blank behind them."""
WITH_ARGUMENT = _table(
    (MERGE, "归并,合并,并入,merge,merge into"),
    (ASSIGN, "指派,转派,分配给,assign,assign to"),
    (CLOSE, "关闭,结案,close"),
    (ANSWER, "答复,answer"),
    (REGRADE, "重新定级,重定级,regrade"),
)
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
            ("notice issued", "notice_issued_at"),
        ),
        key=lambda pair: -len(pair[0]),
    )
)
"""(word, the fact that it dates)."""
