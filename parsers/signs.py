"""Whether a mail looks like a complaint at all: for the desk's question to a person, never for a refusal."""

from __future__ import annotations

import re

from cases.mail import IncomingMail

COMPLAINT_FIELDS = frozenset(
    ["failure_mode", "qty_defect", "defect_rate", "claim_cny", "case_no", "line_stop", "formal_written"]
)
COMPLAINT = re.compile(
    r"投诉|客诉|抱怨|不良|异常|故障|缺陷|索赔|赔偿|质量|品质|退货|换货|退换|返修|损坏|破损|失效|不合格"
    r"|不能用|无法使用|无法开机|坏了|停线|停产|整改"
    r"|异常联络|漏发|少发|错发"
    r"|\bcomplain\w*|\bdefect\w*|\bfail(?:s|ed|ure|ures|ing)?\b|\bfaulty\b|\bclaim\w*"
    r"|\breturn(?:ed|ing)? (?:goods|parts|material|of)"
    r"|\b8d\b|\bscar\b|\brma\b|\bnonconform\w*|\bnon-conform\w*|\bdamaged?\b|\bquality (?:issue|problem)"
    r"|\bnot working\b|\bbroken\b|\bline (?:stop|down)\b|\breject(?:ed|ion)\b",
    re.I,
)
OTHER_BUSINESS = re.compile(
    r"退订|代开发票|代开.{0,4}票|推广|优惠|促销|培训课程|公开课|研讨会|邀请函"
    r"|展会|求职|应聘|简历|招聘|贷款|中奖|询价|报价单|新品发布|加微信"
    r"|\bunsubscribe\b|\bnewsletter\b|\bpromotion\b|\bspecial offer\b|\bwebinar\b"
    r"|\bcurriculum vitae\b|\bresume\b|\bjob application\b|\bseo\b"
    r"|\brequest for quotation\b|\brfq\b|\bquotation\b|\bour products include\b"
    r"|\bwe are a (?:leading|professional) (?:manufacturer|supplier)",
    re.I,
)
ORDER = re.compile(
    r"采购订单|新订单|订单确认|下单|交期确认|\bnew (?:purchase )?order\b"
    r"|\border confirmation\b|\bpurchase order attached\b",
    re.I,
)


def complaint_signs(mail: IncomingMail) -> bool:
    """True if words or fields of a complaint are there and it is not plainly something else."""
    text = f"{mail.subject}\n{mail.new_text}\n{mail.quoted_text if mail.forwarded else ''}"
    stated = [id_ for id_, field in mail.fields.items() if id_ in COMPLAINT_FIELDS and "suspected" not in field.flags]
    words = {found.group().lower() for found in COMPLAINT.finditer(text)}
    weight = len(words) + 2 * len(stated)
    against = len({found.group().lower() for found in OTHER_BUSINESS.finditer(text)})
    if against and not stated:
        return weight > 2 * against
    if ORDER.search(text) and not stated:
        return weight > 1
    return weight > 0


ACCEPTANCE = re.compile(
    r"无不良|零不良|没有(?:再)?(?:出现|发现|发生)|未再(?:出现|发现|发生)|无(?:任何)?异常|(?:已经?|已得到)(?:彻底)?解决"
    r"|(?:已|已经)恢复(?:正常)?生产|(?<!不)(?<!不能)(?:同意|可以|予以|确认)(?:结案|关闭|有效)"
    r"|(?<!不)(?<!不能)(?<!无法)(?:接受|认可)(?:贵司|贵公司|你们|该)?的?(?:答复|报告|方案)"
    r"|\b(?:issue|problem|matter) (?:is |has been )?(?:resolved|solved|closed)\b"
    r"|\bno further (?:issues?|problems?|questions?)\b|\bworks? (?:fine|well)\b|\byou (?:may|can) close\b"
    r"|\bwe accept\b|\b(?:case|8d|report) (?:is )?accepted\b|\bno defects?\b",
    re.I,
)


def acceptance_signs(mail: IncomingMail) -> bool:
    """True if the new text says that the answer or its effect is accepted: no objection, whatever else it names."""
    return ACCEPTANCE.search(mail.new_text) is not None


OBJECTION = re.compile(
    r"(?:不|不能|无法|难以|不予)(?:接受|认可|认同|同意).{0,8}(?:答复|回复|报告|方案|结论|解释|说法|对策|处理)"
    r"|对.{0,12}(?:答复|回复|报告|方案|结论|解释|说法|对策|处理).{0,6}(?:不满|有异议|不认可|不认同|不接受|不同意)"
    r"|(?:仍|还|尚|依然|依旧|一直)(?:没有|没|未)(?:得到)?解决"
    r"|\b(?:do not|don['’]t|cannot|can not|can['’]t|will not|won['’]t|unable to) (?:accept|agree)\b"
    r"|\bnot (?:at all |really )?(?:satisfied|happy|acceptable)\b|\bunacceptable\b|\bwe (?:strongly )?disagree\b"
    r"|\b(?:issue|problem|matter) (?:is |has |was )?(?:still )?not (?:yet )?(?:been )?(?:resolved|solved)\b",
    re.I,
)


def objection_signs(mail: IncomingMail) -> bool:
    """True if the new text refuses our answer, whether or not it complains of anything new."""
    return OBJECTION.search(mail.new_text) is not None


WITHDRAWAL = re.compile(
    r"撤诉|(?:撤回|撤销|取消|撤掉)(?:本次|此次|该|这个|我们的|我司的|本)?(?:起|件)?(?:的)?(?:投诉|客诉|抱怨)|不再(?:追究|投诉)"
    r"|\bwithdraw(?:s|n|ing)?\b.{0,30}\bcomplaint\b|\bcomplaint\b.{0,30}\bwithdrawn\b"
    r"|\b(?:cancel|retract|drop)(?:s|ping|ling|led|ped|ed|ing)? (?:the|our|this|my) complaint\b",
    re.I,
)


def withdrawal_signs(mail: IncomingMail) -> bool:
    """True if the new text seems to take the complaint back: a question for a person, who alone can end the case."""
    return WITHDRAWAL.search(mail.new_text) is not None


ACCUSATION = re.compile(r"检举|举报|举检|揭发|匿名信|\bwhistle[- ]?blow\w*|\banonymous (?:letter|report)\b", re.I)


def accusation_signs(mail: IncomingMail) -> bool:
    """Whether the mail may accuse our own people, so that few should read it before somebody has judged it."""
    return ACCUSATION.search(f"{mail.subject}\n{mail.new_text}") is not None
