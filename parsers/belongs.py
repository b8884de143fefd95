"""Whether what a sentence says belongs to this complaint, and whether it leaves something open."""

from __future__ import annotations

import re

ELSEWHERE = re.compile(
    r"[与跟和](?:本案|本次|此次|此事|这次)[^，。；;]{0,8}无关|非同一(?:故障|问题|事件)|另案(?:处理|反映)"
    r"|\b(?:not related|unrelated) to (?:this|the present)\b"
    r"|\ba (?:different|separate) (?:issue|case|matter|defect|problem|part)\b",
    re.I,
)
"""What such a sentence tells belongs to another complaint."""
_PROMISED = re.compile(
    r"(?:你们?|贵司|贵公司|贵厂|师傅|客服)[^，。；;]{0,6}(?:说|承诺|答应|保证)|合同(?:规定|约定)"
    r"|\byou (?:had )?(?:promised|said|told|assured|agreed)|\bwas promised\b",
    re.I,
)
_OURS = re.compile(
    r"\b(?:we|i)(?: will|'ll| shall| plan to| intend to)(?! need| require| expect| want)\b[^.;]{0,60}$", re.I
)
_ARRIVED = re.compile(
    r"\b(?:bought|purchased|ordered|received|delivered|installed|shipped|commissioned)\b"
    r"(?:(?!fail|broke|stop|found|notic|occur|happen|detect|discover|leak|saw|seen)(?:[^.;]|\.(?=\d))){0,50}$",
    re.I,
)
_LETTER = re.compile(
    r".{4,24}? (?:we|i) (?:have )?(?:received|got) (?:your|the) (?:\w+ )?(?:report|reply|answer|mail|letter|8D)\b", re.I
)
_ELSE = re.compile(
    r"[向从](?:其他|其它|别的|另一家|第三方)[^，。；;]{0,12}$"
    r"|\b(?:distributor|competitor|another (?:supplier|source|vendor)|elsewhere|locally)\b[^.;]{0,30}$",
    re.I,
)
_THERE = re.compile(
    r"[^.;,]{0,24}\b(?:elsewhere|locally|(?:from|at|with) (?:an?|another|other|some) (?:[a-z]+ )?"
    r"(?:distributor|dealer|shop|competitor|supplier|source)s?)\b",
    re.I,
)
_OTHER_LOT = re.compile(
    r"\b(?:former|previous|earlier|older?|other|another|good|unaffected) (?:lots?|batch(?:es)?|date codes?)"
    r"(?: (?:no\.?|numbers?|code))?[ :#]*$|(?:上一?|前一?|之前那|其他|其它|良品)批(?:号|次)?(?:为|是|[:：])?\s?$",
    re.I,
)
"""Goods that are not complained of: `we have stock from the former lot 2549`."""
_RETURNED = re.compile(
    r"(?:样品|样件|不良品|坏件)[^，。；;,]{0,20}$"
    r"|\b(?:samples?|RMA|rejected (?:parts|units)|defective (?:parts|units))\b[^.;,]{0,40}$",
    re.I,
)
"""What the customer sent, and not what was delivered to him."""
_FORMER = re.compile(
    r"(?:上一?批|上次|上回|前一批|之前那批)[^。；;]{0,6}$|\b(?:last|previous|earlier) time\b[^.;]{0,60}$", re.I
)
_NO_GOODS = re.compile(
    r"(?:\d[\d,]*|[一二两三四五六七八九十]{1,3})\s?[张个份名位封段家]?(?:不良|破损|异常|现场|故障|缺陷)?的?"
    r"(?:照片|图片|截图|视频|附图|客户|用户|顾客|员工|人员|报告|说明书|投诉|邮件|电话)"
    r"|[\w,-]+ (?:[a-z]+ )?samples?\b[^.;]{0,16}(?:enclosed|attached|sent|returned|shipped|way)\b"
    r"|[\w,-]+ (?:[a-z]+ )?(?:photo|picture|image|video|customer|client|employee|worker|people|person|user|report"
    r"|complaint|e?-?mail|call|document)s?\b",
    re.I,
)
"""`5张不良照片`, `12 customers`: not what has failed."""
_INSPECTED = re.compile(r"(?:抽检|抽查|抽样|抽|检验|全检)了?\s?$|\b(?:missing|lacking|short of|short by) $", re.I)
_ALL = re.compile(r"[^，。；;,.]{0,10}(?:均|都|全部?|all)")
"""`抽检 125 件不合格 6 件`: looked at, unless all of them have failed."""
_NTH = re.compile(r"第\s?$")
_FINE = re.compile(r"\b(?:found|tested|is|are|was|were) (?:all )?(?:ok|good|in order|fine)\b", re.I)
_OR = re.compile(r"\b(?:or|either)\b|或者?|还是", re.I)
_PAYS = re.compile(r"\b(?:pays?|paying) for\b", re.I)
"""`My money back, and somebody pays for the table`: more is wanted than has a name."""
_MORE = re.compile(r"\s?(?:,|and)?\s?(?:and )?(?:\w+ )?(?:more|others)\b|\s?等", re.I)
"""A list that goes on elsewhere."""


def of_another(field: str, text: str, at: int) -> bool:
    """A day that was promised to the writer is none that he sets; on the day of a purchase nothing failed."""
    if field == "customer_deadline":
        return _PROMISED.search(text, 0, at) is not None or _OURS.search(text[:at]) is not None
    before = text[:at]
    if field == "qty_defect":
        looked_at = _INSPECTED.search(before) and not _ALL.match(text, at)
        return any((looked_at, _NTH.search(before), _NO_GOODS.match(text, at), _FORMER.search(before)))
    if field in ("qty_shipped", "product_name"):
        return any((_ELSE.search(before), _THERE.match(text, at), _RETURNED.search(before)))
    if field == "batch_no":
        return any((_OTHER_LOT.search(before), _FORMER.search(before)))
    if field == "ship_date":
        return _RETURNED.search(before) is not None
    return field == "occurred_at" and any(
        found is not None
        for found in (_FINE.search(text), _ARRIVED.search(before), _FORMER.search(before), _LETTER.match(text, at))
    )


def left_open(kind: str, said: str, text: str, end: int) -> tuple[str, ...]:
    """What a value of a type leaves open: `credit note or replacement`, `serials 4471, 4474 and five more`."""
    if kind == "choices":
        return ("alternatives",) if _OR.search(said) else ("incomplete",) if _PAYS.search(said) else ()
    return ("incomplete",) if kind == "idents" and _MORE.match(text, end) else ()
