"""How mail programs begin a quotation or a signature: the patterns, one per habit that was seen."""

from __future__ import annotations

import re

OWN_LINE = re.compile(r"--.{0,4}(?:请在此线以上回复|Please reply above this line)", re.I)
"""The separator of our own mails: `-- 请在此线以上回复 / Please reply above this line --`."""

SEPARATOR = re.compile(
    r"^[\s|>*]*(?:-{2,}|_{2,}|={2,})\s*(?:"
    r"原始邮件|原始郵件|邮件原件|原邮件|回复的原邮件|转发的邮件|转发邮件信息|转发邮件|轉寄郵件|轉寄的郵件"
    r"|original message|original|original mail|original appointment|reply to message|replied message"
    r"|forwarded message|forwarded mail|forwarded by .{1,80}|ursprüngliche nachricht|weitergeleitete nachricht"
    r"|message d'origine|mensaje original"
    r")\s*(?:-{2,}|_{2,}|={2,})\s*$",
    re.I,
)
"""QQ, Foxmail, Coremail, MailMaster, Outlook, WeCom, Gmail (forwarded), German and French Outlook."""

FORWARD_OPENING = re.compile(
    r"^\s*(?:begin forwarded message|以下是转发的邮件|下面是被转发的邮件|开始转发的邮件"
    r"|anfang der weitergeleiteten (?:nachricht|e-mail))"
    r"\s*[:：]\s*$",
    re.I,
)
"""Apple Mail."""

FROM_LABELS = frozenset(["发件人", "寄件者", "寄件人", "发送人", "from", "von", "de"])
OTHER_LABELS = frozenset(
    "发送时间 发送日期 发件时间 寄件日期 日期 时间 收件人 收件者 抄送 抄送人 副本 主题 主旨 sent date to cc subject "
    "gesendet datum an betreff envoyé objet à reply-to importance 重要性 附件".split()
)
HEADER_LINE = re.compile(r"^[\s|*]*([^\s:：|*][^:：|*]{0,14})\*?\s*[:：|]\s*\**\s*(.*)$")
"""`发件人： X<mailto:x@y>`, `*From:* X`, `| 发件人 | X |`, `抄　送：`."""

RULE = re.compile(r"^\s*[-_=—]{5,}\s*$")

ATTRIBUTION_END = re.compile(r"(?:写道|寫道|wrote|schrieb|a écrit|escribió|ha scritto)[^:：]{0,120}[:：]\s*$", re.I)
ATTRIBUTION = re.compile(
    r"^\s*>?\s*(?:"
    r"(?:在|于)?\s*\d{4}\s*[年/.-].{1,250}(?:写道|寫道)"
    r"|.{1,150}\s?(?:于|在)\s?\d{4}\s?[年/.-].{1,100}(?:写道|寫道)"
    r"|(?:on|at)\b.{5,300}\bwrote"
    r"|am\b.{5,200}\bschrieb\b.{0,120}"
    r"|le\b.{5,200}\ba écrit"
    r"|el\b.{5,200}\bescribió"
    r")\s*[:：]\s*$",
    re.I,
)
"""163, Apple, Gmail, Thunderbird and their like, in Chinese, English, German, French, Spanish."""
WHO_AND_WHEN = re.compile(r"@|\d{1,2}[:：]\d{2}")
"""An attribution has an address or a time of day; a sentence that ends in 写道 has not."""

QUOTED = re.compile(r"^\s{0,3}>")

SIGNATURE = re.compile(r"^--\s?$")
"""RFC 3676, 4.3, with or without its space."""
MOBILE = re.compile(
    r"^\s*(?:"
    r"(?:发自|來自|来自|從|从)\s*(?:我的|我|of)?\s?.{0,20}(?:iphone|ipad|手机|手機|企业微信|android|安卓|outlook|华为|小米|三星|邮箱|邮箱大师|傳送|发送|mail)"
    r".{0,12}"
    r"|发送自\s?(?:windows|我的|outlook).{0,30}"
    r"|sent (?:from|with|via) (?:my |outlook|mail|yahoo|proton|the ).{0,40}"
    r"|get outlook for (?:ios|android).{0,60}"
    r"|获取\s?outlook for (?:ios|android).{0,60}"
    r"|von meinem (?:iphone|ipad) gesendet"
    r")\s*$",
    re.I,
)
BANNER = re.compile(
    r"^\s*\[?\s*(?:"
    r"你通常不会收到来自|您通常不会收到来自|you don't often get email from"
    r"|(?:caution|warning|external)\s*[:：!].{0,40}(?:external|outside|originated)"
    r"|(?:this|the) (?:e-?mail|message) (?:originated|was sent|came) from (?:outside|an external)"
    r"|(?:【|\[)?\s*(?:外部邮件|注意：外部邮件|此邮件来自外部)"
    r")",
    re.I,
)
"""Lines that a gateway put above the text."""
CLOSING = re.compile(
    r"^\s*(?:此致|敬礼|此致敬礼|祝好|顺祝商祺|顺颂商祺|商祺|祝商祺|祝工作顺利|谢谢[!！]?\s*祝好"
    r"|(?:best|kind|warm|with best|with kind)?\s*regards|b\.?r\.?|best wishes|sincerely(?: yours)?|yours sincerely"
    r"|mit freundlichen grüßen|mfg)\s*[,，!！。.]?\s*$",
    re.I,
)
SENTENCE_END = re.compile(r"[。？！?!;；]\s*$|[a-z]{3,}\.\s*$")
LONE_ADDRESS = re.compile(r"^\s*<?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}>?\s*$")
