"""The words by which machines give themselves away: in subjects and texts, in the languages their users set."""

from __future__ import annotations

import re

_STAMPS = r"^\s*(?:[\[【][^\]】]{1,20}[\]】]\s*)?[\[【(（]?"
_ENDS = r"\s*(?:[:：()（）\[\]【】!！。|–—-]|$)"
"""What may follow words that open an automatic subject: `Automatic reply: x`, but not `automatic reply broken`."""

AUTO_SUBJECT = re.compile(
    _STAMPS + r"(?:"
    r"(?:系统)?(?:自动|自動)(?:回复|回覆|答复|答覆|应答|應答|回信|回復)(?:邮件|郵件|通知)?(?:\s|" + _ENDS + r")"
    r"|auto(?:mat(?:ic|ed))?[- ]?(?:reply|response|responder|answer)(?: message| e?mail)?"
    r"(?:" + _ENDS + r"|\s+(?:re|fw|from|to)\b)"
    r"|out[- ]of[- ](?:the[- ])?office(?: auto-?reply| reply| response| notification| message| assistant)?"
    r"(?:" + _ENDS + r"|\s+(?:re\b|from\b|until\b|till\b|\d))"
    r"|ooo\b(?:" + _ENDS + r"|\s+(?:from|until|till)\b)"
    r"|(?:休假|外出|出差)(?:中|通知|自动回复|自动答复|回复)?\s*(?:[:：]|$)"
    r"|vacation (?:auto-?)?(?:reply|response|notice|message)|away from (?:my )?(?:mail|the office)" + _ENDS + r"|"
    r"abwesenheits(?:notiz|nachricht|assistent|meldung)|automatische (?:antwort|rückmeldung|nachricht)"
    r"|abwesend"
    + _ENDS
    + r"|réponse automatique|message d[’']absence|absen(?:t|ce) du bureau|notification d[’']absence"
    r"|respuesta autom[aá]tica|fuera de (?:la )?oficina" + _ENDS + r"|risposta automatica|fuori (?:sede"
    r"|ufficio)"
    + _ENDS
    + r"|resposta autom[aá]tica|(?:automatisch antwoord|afwezig(?:heid)?)"
    + _ENDS
    + r"|automatiskt? svar|autosvar\b"
    r"|automaattinen vastaus|autoodpowied[zź]|automatyczna odpowied[zź]|auto: .{2,60} is out of"
    r"|odpowiedź automatyczna|automatická odpověď|otomatik yanıt"
    r"|автоответ|автоматический ответ|自動(?:応答|返信)|不在(?:通知|のお知らせ|応答)|자동 ?(?:회신|응답)|부재 ?중"
    r")",
    re.I,
)
RECALL_SUBJECT = re.compile(r"^\s*(?:recall|撤回|召回|收回|rückruf|rappel)\s*[:：]", re.I)
RECALL_TEXT = re.compile(
    r"would like to recall the message|撤回(?:此|该)?邮件|收回郵件|möchte die nachricht .{1,200} zurückrufen"
    r"|souhaite rappeler le message",
    re.I,
)
"""Outlook's request to forget a mail, as every other program shows it."""
AUTO_SUBJECT_END = re.compile(r"[(（\[](?:auto-?reply|autoresponder|out of office|vacation|自动回复)[)）\]]\s*$", re.I)
AUTO_TEXT = re.compile(
    r"^\W{0,4}(?:这是来自QQ邮箱的假期自动回复邮件|(?:这是|此邮件[是为]|本邮件[是为]|本郵件為)(?:一封"
    r"|系统)*(?:的)?(?:自动|自動)(?:回复|回覆|答复)"
    r"|this (?:is|message is) an? (?:auto(?:matic|mated|matically[- ]generated)?|out of (?:the )?office)[ -]"
    r"(?:e?-?mail )?(?:reply|response|answer)|dies ist eine automatische (?:antwort|abwesenheit|nachricht)"
    r"|ceci est une réponse automatique|これは自動|このメールは自動|本メールは自動|this is an autoresponder)",
    re.I | re.M,
)
ABSENT = re.compile(
    r"^\W{0,4}(?:(?:hello|hi|dear \w+|您好|你好|hallo|guten tag|thank you[^.\n]{0,60}|感谢[^。\n]{0,30}"
    r"|谢谢[^。\n]{0,30})[,，.!！。\s]*)?"
    r"(?:i(?:['’]m| am)(?: currently| now)? (?:out of (?:the )?office|away from|on (?:annual |maternity |parental )?"
    r"(?:leave|vacation|holiday))|i will be (?:out of|away|on leave|on vacation)"
    r"|ich bin (?:bis|vom|ab|derzeit|momentan|zurzeit|aktuell)?[^\n]{0,60}(?:nicht im (?:büro|haus)|im urlaub"
    r"|abwesend|außer haus)"
    r"|je suis (?:actuellement )?(?:absent|en congé)|我(?:目前|正在|现在|现|已|将)?(?:于"
    r"|从)?[^。\n]{0,25}(?:休假|年假|出差|外出|休年假|请假))",
    re.I | re.M,
)
ABSENT_TOO = re.compile(
    r"limited access|will (?:reply|respond|answer|get back|return)|urgent|in my absence|be back|no access|dringend"
    r"|meiner abwesenheit|nicht weitergeleitet|en cas d[’']urgence|mon retour|无法及时|不能及时|紧急|急事"
    r"|尽快回复|如有急|联系",
    re.I,
)
RECEIPT_SUBJECT = re.compile(
    r"^\s*(?:(?:已读|已讀|已读回执|已讀回條|阅读回执|閱讀回條|邮件收条|未读便已删除|未读|未讀)\s*(?:[:：]|$)"
    r"|(?:read|not read|read receipt|return receipt(?: \(displayed\))?|delivered)\s*(?:[:：-]|$)"
    r"|(?:gelesen|ungelesen|lesebestätigung|lu|non lu|leído|no leído|letto|lido|開封済み|開封確認|읽음"
    r"|прочитано)\s*[:：])",
    re.I,
)
RECEIPT_TEXT = re.compile(
    r"(?:was|were) (?:read|displayed|deleted without being read) on|邮件收条|已读回执|阅读回执|已被阅读|已閱讀"
    r"|(?:已|曾)(?:于|在).{0,60}(?:阅读|显示|打开)|阅读时间为|未经阅读(?:就|便)?被?删除|this is a (?:return"
    r"|read) receipt"
    r"|return receipt for the mail|wurde am .{0,40}gelesen|a été lu|fue leído|開封されました|开封",
    re.I,
)
CALENDAR_SUBJECT = re.compile(
    r"^\s*(?:(?:已)?接受|(?:已)?拒绝|已拒絕|暂定|暫定|已谢绝|会议取消|已取消|已取消活动|会议邀请|邀请"
    r"|accepted|declined|tentative(?:ly accepted)?|cancell?ed(?: event)?|(?:updated )?invitation|meeting (?:forward"
    r" notification|request|canceled)|new time proposed|zugesagt|abgesagt|mit vorbehalt|abgelehnt|accepté"
    r"|refusé|annulé"
    r"|aceptada?|rechazada?|承諾|辞退|仮承諾)\s*[:：]",
    re.I,
)
QUARANTINE_SUBJECT = re.compile(
    r"quarantine (?:summary|digest|notification|report|message)|(?:end[- ]user|spam|quarantine) digest"
    r"|spam (?:report|summary"
    r"|quarantine)|messages? (?:on hold|held) |held messages?|you have (?:new )?(?:held|quarantined) messages"
    r"|spam-?quarantäne|rapport de quarantaine|隔离(?:区|邮件)?(?:通知|摘要|报告|列表|汇总|提醒)"
    r"|垃圾邮件(?:隔离)?(?:通知|摘要|日报|报告|汇总)"
    r"|拦截(?:邮件)?(?:通知|报告|日报|摘要|汇总)|隔離(?:郵件|信件)?(?:通知|清單|報告)"
    r"|迷惑メール.{0,6}(?:レポート|通知)",
    re.I,
)
QUARANTINE_TEXT = re.compile(
    r"quarantin|release|whitelist|safe senders|allow ?list|隔离|放行|白名单|拦截|隔離|安全寄件|freigeben|libérer", re.I
)
