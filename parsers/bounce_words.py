"""The words with which mail servers give a mail back, in the languages they speak."""

from __future__ import annotations

import re

ROBOT_NAMES = re.compile(
    r"^(?:mailer[-_.]?daemon|postmaster|mail[-_.]?daemon|mdaemon|daemon|mail[-_.]?system|mail\.delivery\.system"
    r"|microsoftexchange[0-9a-f]{32}|postoffice|mailerror|bounces?(?:[+=-].*)?|[\w.]*smtp_mail_service"
    r"|symantec_[\w]*)$",
    re.I,
)
"""Local parts behind which no person sits."""
ROBOT_DISPLAY = re.compile(
    r"mail delivery (?:sub)?system|mailer[- ]daemon|system administrator|mail administrator|^postmaster|^microsoft "
    r"(?:outlook|exchange)|邮件系统|系统管理员|系統管理員|邮件管理员",
    re.I,
)
NO_REPLY = re.compile(r"^(?:do[-_.]?not|no|never)[-_.]?reply|^noreply|^admin$|^imss$|^system$|^support$", re.I)

SUBJECT = re.compile(
    r"undeliver|delivery (?:status|failure|fail|has failed|problem|error|notification|report|delay|warning"
    r"|incomplete)"
    r"|returned (?:mail|to sender)|returning (?:message|to)|non[- ]?deliver|(?:not|n't) (?:be )?deliver"
    r"|couldn't be deliv"
    r"|mail (?:delivery|failure|failed|not delivered|system error|error|returned|status report)|failed mail"
    r"|failure (?:notice|notification|delivery)|message (?:delayed|undeliver|was rejected)|delayed mail"
    r"|unable to deliver|(?:rejected|bounced) (?:mail|message)|processing error|warning: (?:could not send|message)"
    r"|user unknown|mail not accepted"
    r"|退信|退回邮件|邮件退回|退件|未送达|未送達|(?:无法|無法)(?:送达|送達|投递|投遞|传递|傳遞)|未(?:传递|傳遞"
    r"|能送达|能投递)"
    r"|(?:投递|投遞|传输|傳輸|传送|傳送|发送|發送|送信)(?:失败|失敗|状态通知)|传递状态|傳遞狀態|投递状态"
    r"|unzustellbar|nicht zustellbar|zustell\w* ?(?:fehl|status)|nicht zugestellt|übermittlungsstatus"
    r"|non[- ]remis|non distribu|échec (?:de|d')|impossible de remettre|notification d[’']état"
    r"|no se (?:puede|pudo|ha podido) entregar|no entregado|correo devuelto|estado de entrega"
    r"|impossibile recapitare|mancat[oa] (?:recapito|consegna)|stato del recapito"
    r"|não (?:pôde|foi|pode) .{0,6}entregue|não entregue|falha na entrega|status de entrega"
    r"|не (?:может быть )?доставлен|недоставлен|не удалось доставить"
    r"|配信(?:不能|エラー|できません|状態|失敗)|配達不能|配送(?:エラー|失敗|状況|できません)|送信(?:エラー"
    r"|できません)|未達|不達"
    r"|배달(?:되지| ?실패| ?상태|할 수)|반송|전송 ?실패|발송 ?실패|전달되지"
    r"|onbestelbaar|niet (?:worden )?(?:afgeleverd|bezorgd)|niedostarcz|nie (?:można|została) dostarcz"
    r"|(?:inte|ikke) (?:levereras|levert|leveres)|kan inte levereras|nedoruč|teslim edileme",
    re.I,
)
TEXT = re.compile(
    r"qmail-send program|(?:could|can|would)(?:n['’]t| ?not) (?:be )?deliver|not be delivered"
    r"|did not reach the following"
    r"|(?:was|were)(?:n['’]t| not) (?:able to |be )?deliver|undeliver(?:able|ed)|(?:unable|failed"
    r"|impossible) to deliver"
    r"|(?:permanent|transient|fatal|delivery) (?:fatal )?errors?|del[ie]very (?:attempts|has failed|failed"
    r"|to the following)"
    r"|has not (?:yet )?been delivered|hasn['’]t been delivered|failed (?:recipients?|addresses)|returned to sender"
    r"|non-delivery report|was automatically rejected|mail has been returned|not match an? \S{1,30} email address"
    r"|not been delivered|returned because it encountered|delivery of (?:email|your message)|no such user here"
    r"|(?:无法|無法|未能|没有|未)(?:送达|送達|投递|投遞|传递|傳遞)|无法发送到|(?:投递|投遞|传递|发送"
    r"|發送)(?:失败|失敗)|退信|被退回"
    r"|nicht (?:an .{1,80} )?(?:zugestellt|ausgeliefert|übermittelt)|zustellung .{0,60}fehlgeschlagen|unzustellbar"
    r"|n[’']a (?:pas )?p(?:u|as pu) [êe]tre|non remis|n[’']ont pas pu|no se (?:ha podido|pudo) entregar"
    r"|non è stato possibile (?:recapitare|consegnare)|não (?:foi possível|pôde ser) entreg"
    r"|не (?:может быть|было|удалось) доставл?|(?:配信|配送|送信|お届け)(?:は)?(?:できません|できなかった|出来ません)"
    r"|届けることができません|配信に失敗|宛先不明|배달(?:하지 못|할 수 없|되지)|전달(?:하지 못|되지)",
    re.I,
)
DELAYED_SUBJECT = re.compile(
    r"delay|still being retried|warning: (?:could not send|message)|delivery warning|verzögert|延迟|延遲|遅延"
    r"|retard[ée]",
    re.I,
)
DELAYED_TEXT = re.compile(
    r"(?<!not )will (?:be retried|(?:keep trying|retry)|continue (?:to (?:try|attempt)|trying|for))"
    r"|attempts? will (?:be )?continue|will continue to be (?:made|attempted)|still being retried"
    r"|warning message only"
    r"|not yet been delivered|hasn['’]t been delivered yet|has been (?:postponed|delayed)|need to (?:resend"
    r"|take any action)"
    r"|尚未(?:送达|投递|传递)|仍在(?:尝试|重试)|将(?:会)?(?:继续|在.{0,20}内)(?:尝试|重试|投递)|已延迟|投递延迟"
    r"|延遲傳遞"
    r"|noch nicht zugestellt|weiterhin versuch|verzögert sich|a été retardée?|配信が遅れ|再送",
    re.I,
)
GIVEN_UP = re.compile(
    r"permanent(?:ly)? (?:fatal|error|failure|failed)|failed permanently|(?:given|giving|gave) up"
    r"|(?<!non-)fatal error"
    r"|will not (?:be|try|retry)|放弃|不再尝试",
    re.I,
)

ORIGINAL_BELOW = re.compile(
    r"(?im)^[ \t|>*=~_#-]{0,100}(?:a |the |your )?(?:below this line is|(?:this is |included is "
    r"|here is )?a? ?copy of (?:the|your)"
    r"|(?:the )?(?:original|unsent|undelivered|returned) (?:message|mail)(?! (?:identifier|size|was|to|could"
    r"|has|recipient))"
    r"|(?:message|mail) (?:text|header|headers|contents?|follows)|the (?:header|first|body|following \d)"
    r"|start of returned|(?:full )?headers? of the|old message|original headers|message headers follow"
    r"|原始邮件(?!信息)|原邮件(?!信息)|原信件|附件中的内容|邮件原件|原始郵件|ursprüngliche nachricht|en-têtes)"
    r"|^(?:Received: (?:from|by) |Return-Path: ?<)",
)
"""Where the text of a report ends and the returned mail begins."""
NAMED_BELOW = re.compile(
    r"following (?:e-?mail )?(?:address|recipient|user|person|people|destination|email)|these (?:recipients"
    r"|addresses)"
    r"|(?:failed|invalid) (?:recipients?|address(?:es)?)|to (?:the )?(?:address|recipient)(?:es|s)?(?:\(e?s\))? ?:|"
    r"delivered to:?\s*$|your message to:?\s*$|not delivered to|addressed to|could not be delivered to"
    r"|had (?:permanent|transient)"
    r"|以下(?:收件人|地址|邮箱|用户)|下列(?:收件人|地址|邮箱)|指定的地址|folgende[nr]? (?:empfänger|adresse|e-?mail)"
    r"|(?:destinataires|adresses) suivant|destinatarios? siguientes?|destinatari|следующи[мх] (?:адрес|получател)"
    r"|以下の(?:宛先|メールアドレス|アドレス|受信者)|다음 (?:수신자|받는 사람)",
    re.I,
)
"""Behind or below such words stand the addresses that were not reached."""
LABELLED = re.compile(
    r"(?im)^[ \t*•|-]{0,40}(?:(?:failed|final|original|intended) )?(?:recipient(?: address)?|rcpt to|受信者|宛先"
    r"|收件人(?:地址|邮箱)?"
    r"|收信人|收件者|收件地址|目标地址|empfänger|destinataire|destinatario|to"
    r"|an)[ \t]{0,40}(?:\[\d+\])?[ \t]{0,40}[:：|][ \t]{0,40}(.{1,300})"
)

REASON_CODE = re.compile(
    r"(?<![\d.])(?<!\d:)[45]\d\d(?:[\s\-#]|: )|(?<![\d.])[45]\.\d\.\d{1,3}(?![\d.])|error code:? [45]\d\d"
)
REASON_WORDS = re.compile(
    r"user (?:unknown|not found|is unknown|does)|unknown (?:user|recipient|address|host)|no such (?:user"
    r"|address|recipient)"
    r"|mailbox (?:full|not found|unavailable|is full|has exceeded|unknown)|full mailbox|does ?n[o']t? exist"
    r"|user not exist|exceeded the (?:local )?limit|has exceeded"
    r"|over (?:the )?quota"
    r"|quota (?:exceeded|violation)|exceeded .{0,20}quota|host (?:or domain name )?(?:not found|unknown)|unknown host"
    r"|not (?:recogni[sz]ed|listed|accepting|reachable|responding|a known)|reject(?:ed|s)|refused|denied|blocked|"
    r"timed? ?out|disabled|discontinued|suspended|no mailbox here|invalid (?:mailbox|recipient|address)|no mx"
    r"|couldn't find|could not find|unavailable or busy|did not (?:respond|exactly match)|unroutable|too large"
    r"|exceeds"
    r"|no longer valid|no valid recipients|not (?:yet )?been delivered because|(?:as|is|be) spam"
    r"|spam (?:content|block|filter|reject)|virus (?:found|detected)|connection .{0,30}failed"
    r"|不存在|已满|已滿|拒收|拒绝|拒絕|退信原因|找不到|无法送达|无效|无法识别|超过|超出|频率|黑名单|垃圾邮件"
    r"|停用|冻结|禁用|超时|解析失败"
    r"|unbekannt|existiert nicht|voll\b|abgelehnt|inconnu|introuvable|desconocido|no existe|sconosciuto|inesistente"
    r"|не существует|не найден|переполнен|存在しません|見つかりません|不明|拒否|満杯|존재하지|없는",
    re.I,
)
REASON_LABEL = re.compile(
    r"^(?:[\s(*>|<-]*(?:reason|grund|raison|motivo|remote host said|the (?:problem|reason) (?:appears to be"
    r"|was))\s*:)+\s*",
    re.I,
)
