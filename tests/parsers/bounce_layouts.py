# ruff: noqa: E501 - a text stands as its server writes it
"""How servers that have no form for it give a mail back: made-up texts in the shape of each, and what they say."""

from __future__ import annotations

from typing import NamedTuple


class Layout(NamedTuple):
    """A returned mail: who returns it, its subject, its text, and recipients, status, reason, id of our mail."""

    name: str
    sender: str
    subject: str
    text: str
    recipients: tuple[str, ...]
    status: str
    reason: str
    original: str = ""
    html: bool = False
    action: str = "failed"


WANG = ("wang@cust.example",)
BOTH = ("wang@cust.example", "li@cust.example")
OURS = "<k.80@desk.example>"
HEAD = f"Received: from desk.example by mx.example; Mon, 2 Mar 2026 09:00:00 +0800\nMessage-ID: {OURS}\nSubject: ours\n"

LAYOUTS = (
    Layout(
        "qmail", "MAILER-DAEMON@mx.example", "failure notice",
        "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the "
        "following addresses.\nThis is a permanent error; I've given up.\n\n<wang@cust.example>:\n192.0.2.7 does not "
        "like recipient.\nRemote host said: 550 5.1.1 No such user\n\n--- Below this line is a copy of the message.\n\n"
        + HEAD,
        WANG, "5.1.1", "550 5.1.1 No such user", OURS,
    ),
    Layout(
        "qmail, two recipients", "MAILER-DAEMON@mx.example", "failure notice",
        "Hi. This is the qmail-send program at mx.example.\n\n<wang@cust.example>:\nSorry, no mailbox here by that name. "
        "(#5.1.1)\n\n<li@cust.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy "
        "of the message.\n\n" + HEAD,
        BOTH, "5.1.1", "Sorry, no mailbox here by that name. (#5.1.1)", OURS,
    ),
    Layout(
        "Postfix without a report", "Mail Delivery System <MAILER-DAEMON@mx.example>",
        "Undelivered Mail Returned to Sender",
        "This is the mail system at host mx.example.\n\nI'm sorry to have to inform you that your message could not\n"
        "be delivered to one or more recipients. It's attached below.\n\nFor further assistance, please send mail to "
        "<postmaster@mx.example>\n\n<wang@cust.example>: host mx.cust.example[192.0.2.8] said: 550 5.2.2 mailbox is full\n",
        WANG, "5.2.2", "host mx.cust.example[192.0.2.8] said: 550 5.2.2 mailbox is full",
    ),
    Layout(
        "Exim", "Mail Delivery System <Mailer-Daemon@mx.example>",
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be "
        "delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n"
        "  wang@cust.example\n    host mx.cust.example [192.0.2.8]\n    SMTP error from remote mail server after RCPT TO:"
        "<wang@cust.example>:\n    550 Unknown user\n\n------ This is a copy of the message, including all the headers. "
        "------\n\n" + HEAD,
        WANG, "5.0.0", "550 Unknown user", OURS,
    ),
    Layout(
        "Exim, delayed", "Mail Delivery System <Mailer-Daemon@mx.example>",
        "Warning: message 1abc-0001 delayed 24 hours",
        "A message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours "
        "on the queue.\n\nThe address to which the message has not yet been delivered is:\n\n  wang@cust.example\n    "
        "Delay reason: connection timed out\n\nNo action is required on your part. Delivery attempts will continue for\n"
        "some time.\n",
        WANG, "", "Delay reason: connection timed out", action="delayed",
    ),
    Layout(
        "sendmail", "Mail Delivery Subsystem <MAILER-DAEMON@mx.example>", "Returned mail: see transcript for details",
        "The original message was received at Mon, 2 Mar 2026 09:00:00 +0800\nfrom desk.example [192.0.2.1]\n\n   ----- "
        "The following addresses had permanent fatal errors -----\n<wang@cust.example>\n    (reason: 550 5.1.1 User "
        "unknown)\n\n   ----- Transcript of session follows -----\n... while talking to mx.cust.example.:\n>>> RCPT To:"
        "<wang@cust.example>\n<<< 550 5.1.1 User unknown\n",
        WANG, "5.1.1", "550 5.1.1 User unknown",
    ),
    Layout(
        "sendmail, a warning", "Mail Delivery Subsystem <MAILER-DAEMON@mx.example>",
        "Warning: could not send message for past 4 hours",
        "    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n    "
        "**  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n\n   ----- The following addresses had transient non-fatal "
        "errors -----\n<wang@cust.example>\n\nWarning: message still undelivered after 4 hours\nWill keep trying until "
        "message is 5 days old\n",
        WANG, "", "", action="delayed",
    ),
    Layout(
        "Exchange 5.5", "System Administrator <postmaster@cust.example>", "Undeliverable: RE: 8D",
        "Your message\n\n  To:      wang@cust.example; boss@else.example\n  Subject: RE: 8D\n  Sent:    Mon, 2 Mar 2026 "
        "09:00:00 +0800\n\ndid not reach the following recipient(s):\n\nwang@cust.example on Mon, 2 Mar 2026 09:00:05 "
        "+0800\n    The recipient name is not recognized\n        The MTS-ID of the original message is: c=us;a= ;p=x\n",
        WANG, "", "The recipient name is not recognized",
    ),
    Layout(
        "Exchange 2003", "System Administrator", "Undeliverable: 8D",
        "Your message did not reach some or all of the intended recipients.\n\n      Subject: 8D\n      Sent:    "
        "3/2/2026 9:00 AM\n\nThe following recipient(s) could not be reached:\n\n      wang@cust.example on 3/2/2026 9:00 "
        "AM\n            The e-mail account does not exist at the organization this message was sent to.\n            "
        "<mx.cust.example #5.1.1>\n",
        WANG, "5.1.1", "mx.cust.example #5.1.1",
    ),
    Layout(
        "Exchange 2010 and later", "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@cust.example>",
        "Undeliverable: 8D",
        "Delivery has failed to these recipients or groups:\n\nwang@cust.example (wang@cust.example)\nThe e-mail address "
        "you entered couldn't be found.\n\nDiagnostic information for administrators:\n\nGenerating server: "
        "mx.cust.example\n\nwang@cust.example\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'\n\n"
        f"Original message headers:\n\nReceived: from x\nMessage-ID: {OURS}\n",
        WANG, "5.1.10", "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'", OURS,
    ),
    Layout(
        "Exchange in Chinese", "Microsoft Outlook <postmaster@cust.example>", "未送达: 8D报告",
        "未能向以下收件人或组传递邮件:\n\nwang@cust.example\n找不到您输入的电子邮件地址。\n\n供管理员使用的诊断信息:\n\n"
        "生成服务器: mx.cust.example\n\nwang@cust.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n\n"
        f"原始邮件头:\n\nReceived: from x\nMessage-ID: {OURS}\n",
        WANG, "5.1.1", "#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##", OURS,
    ),
    Layout(
        "Exchange in German", "Microsoft Outlook <postmaster@cust.example>", "Unzustellbar: 8D",
        "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:\n\nwang@cust.example\nDie eingegebene "
        "E-Mail-Adresse konnte nicht gefunden werden.\n\nDiagnoseinformationen für Administratoren:\n\nRemote Server "
        "returned '550 5.1.1 not found'\n",
        WANG, "5.1.1", "Remote Server returned '550 5.1.1 not found'",
    ),
    Layout(
        "Office 365", "Microsoft Outlook <postmaster@cust.example>", "Undeliverable: 8D",
        "<p>Your message to wang@cust.example couldn't be delivered.</p><p>wang wasn't found at cust.example.</p>"
        "<p>Error Details</p><p>Reported error: 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found</p>"
        f"<p>Original Message Details</p><p>Message-ID: &lt;{OURS.strip('<>')}&gt;</p>",
        WANG, "5.1.10", "Reported error: 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found", OURS, html=True,
    ),
    Layout(
        "QQ", '"PostMaster" <PostMaster@qq.example>', "来自qq.com的退信",
        "<h1>抱歉，您的邮件被退回来了……</h1><table><tr><td>原邮件信息</td><td>主 题：8D报告<br/>时 间：2026-03-02 09:00:00"
        "</td></tr></table><table><tr><td colspan='2'>无法发送到 wang@cust.example</td></tr><tr><td>退信原因</td><td>"
        "收件人邮件地址（wang@cust.example）不存在，邮件无法送达。<br/>host mx.cust.example[192.0.2.8] said: 550 Mailbox not found"
        "</td></tr><tr><td>解决方案</td><td>请联系您的收件人</td></tr></table>",
        WANG, "5.0.0", "host mx.cust.example[192.0.2.8] said: 550 Mailbox not found", html=True,
    ),
    Layout(
        "163", "Postmaster@163.example", "系统退信",
        "<h1>抱歉，您的邮件被退回来了……</h1><table><tr><th>原邮件信息：</th><td><table><tr><th>时　间：</th><td>2026-03-02"
        "</td></tr><tr><th>主　题：</th><td>8D报告</td></tr><tr><th>收件人：</th><td>wang@cust.example</td></tr></table></td>"
        "</tr><tr><th>退信原因：</th><td><div>对方邮箱已满。</div><div>英文说明:552 Quota exceeded</div></td></tr></table>",
        WANG, "5.0.0", "英文说明:552 Quota exceeded", html=True,
    ),
    Layout(
        "Coremail", "postmaster@cust.example", "系统退信/The email is returned",
        "尊敬的用户：\n您的邮箱账号（complaints@desk.example）发送的邮件被系统退回。以下是退信相关信息：\n\n原邮件信息\n"
        "发送时间：Mon, 2 Mar 2026 09:00:00 +0800\n主题：8D报告\n收件人：wang@cust.example\n\n退信原因：\n"
        "收件人不存在 550 User not found: wang@cust.example\n",
        WANG, "5.0.0", "收件人不存在 550 User not found: wang@cust.example",
    ),
    Layout(
        "Exmail", "postmaster@exmail.example", "系统退信",
        "您好，\n您的邮件未能送达以下收件人：\n\nwang@cust.example\n\n退信原因：收件人服务器拒收 554 DT:SPM\n",
        WANG, "5.0.0", "退信原因：收件人服务器拒收 554 DT:SPM",
    ),
    Layout(
        "Aliyun", "邮件系统 <MAILER-DAEMON@mail.aliyun.example>", "退信通知 / Undelivered Mail",
        "您发给 wang@cust.example 的邮件投递失败。\n收件人: wang@cust.example\n失败原因: 553 domain not found\n",
        WANG, "5.0.0", "失败原因: 553 domain not found",
    ),
    Layout(
        "Sina", "MAILER-DAEMON@sina.example", "邮件传输失败！",
        "邮件无法发送到您指定的地址中。\n在邮件传输过程中由于外部的错误导致邮件无法送达。\n\n<wang@cust.example>:\n"
        "user not exist\n\n--- 附件中的内容是原信件的一份拷贝\n",
        WANG, "", "user not exist",
    ),
    Layout(
        "Gmail", "Mail Delivery Subsystem <mailer-daemon@googlemail.example>", "Delivery Status Notification (Failure)",
        "** Address not found **\n\nYour message wasn't delivered to wang@cust.example because the address couldn't be "
        "found, or is unable to receive mail.\n\nThe response was:\n\n550 5.1.1 The email account that you tried to reach "
        "does not exist.\n",
        WANG, "5.1.1", "550 5.1.1 The email account that you tried to reach does not exist.",
    ),
    Layout(
        "Gmail, delayed", "Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        "Delivery Status Notification (Delay)",
        "** Delivery incomplete **\n\nThere was a temporary problem delivering your message to wang@cust.example. Gmail "
        "will retry for 45 more hours. You'll be notified if the delivery fails permanently.\n",
        WANG, "", "", action="delayed",
    ),
    Layout(
        "Domino", "Postmaster@cust.example", "DELIVERY FAILURE: User wang (wang@cust.example) not listed in Domino "
        "Directory",
        "Your message\n\n  Subject: 8D\n\nwas not delivered to:\n\n  wang@cust.example\n\nbecause:\n\n  User wang "
        "(wang@cust.example) not listed in Domino Directory\n",
        WANG, "", "User wang (wang@cust.example) not listed in Domino Directory",
    ),
    Layout(
        "Yahoo", "MAILER-DAEMON@yahoo.example", "Failure Notice",
        "Sorry, we were unable to deliver your message to the following address.\n\n<wang@cust.example>:\n554: delivery "
        "error: dd This user doesn't have an account (wang@cust.example) [0]\n\n--- Below this line is a copy of the "
        "message.\n\n" + HEAD,
        WANG, "5.0.0", "554: delivery error: dd This user doesn't have an account (wang@cust.example) [0]", OURS,
    ),
    Layout(
        "MDaemon", "MDaemon@cust.example", "MDaemon Warning - delivery failure",
        "The attached message had permanent delivery errors!\n\nFailed address: wang@cust.example\n\n--- Session "
        "Transcript ---\n --> RCPT To:<wang@cust.example>\n <-- 550 wang@cust.example, Recipient unknown\n",
        WANG, "5.0.0", "550 wang@cust.example, Recipient unknown",
    ),
    Layout(
        "MailEnable", "Postmaster@cust.example", "Message Delivery Failure",
        "MailEnable: Message could not be delivered to some recipients.\nThe following recipient(s) could not be "
        "reached:\n\n    Recipient: [SMTP:wang@cust.example]\n    Reason: Mailbox full\n\nMessage headers follow:\n\n" + HEAD,
        WANG, "", "Mailbox full", OURS,
    ),
    Layout(
        "CommuniGate", "MAILER-DAEMON@cust.example", "Undeliverable mail: 8D",
        "Failed to deliver to 'wang@cust.example'\nLOCAL module(account wang) reports:\n account is full (quota "
        "exceeded)\n",
        WANG, "", "account is full (quota exceeded)",
    ),
    Layout(
        "GroupWise", "Mail System <Postmaster@cust.example>", "Message status - undeliverable",
        "The message that you sent was undeliverable to the following:\n\twang@cust.example (user not found)\n",
        WANG, "", "wang@cust.example (user not found)",
    ),
    Layout(
        "Barracuda", "Barracuda Spam Firewall <postmaster@cust.example>",
        "**Message you sent blocked by our bulk email filter**",
        "Your message to: wang@cust.example\nwas blocked by our Spam Firewall. The email you sent with the following "
        "subject has NOT BEEN DELIVERED:\n\nSubject: 8D\n\n550 5.7.1 Message content rejected\n",
        WANG, "5.7.1", "550 5.7.1 Message content rejected",
    ),
    Layout(
        "Mimecast", "postmaster@cust.example", "[Postmaster] Email Delivery Failure",
        "This is a delivery failure notification message indicating that an email you addressed to email address :\n-- "
        "wang@cust.example\n\ncould not be delivered. The problem appears to be :\n-- Recipient email address is possibly "
        "incorrect\n\nAdditional information follows :\n-- 5.4.1 Recipient address rejected: Access denied\n",
        WANG, "5.4.1", "5.4.1 Recipient address rejected: Access denied",
    ),
    Layout(
        "Symantec", "Symantec_AntiVirus_for_SMTP_Gateways@cust.example", "Delivery failure notification",
        "Your message with Subject: 8D\ncould not be delivered to the following recipients:\n\nwang@cust.example\n\n"
        "Please do not resend your original message.\n",
        WANG, "", "",
    ),
    Layout(
        "InterScan", "imss@cust.example", "Mail could not be delivered",
        "****** Message from InterScan Messaging Security Suite ******\n\nSent <<< RCPT TO:<wang@cust.example>\nReceived "
        ">>> 550 5.1.1 unknown user.\n\nUnable to deliver message to <wang@cust.example>.\n",
        WANG, "5.1.1", "Received >>> 550 5.1.1 unknown user.",
    ),
    Layout(
        "GMX and web.de", "GMX Mailer Daemon <mailer-daemon@gmx.example>",
        "Mail delivery failed: returning message to sender",
        "Diese Nachricht wurde automatisch erzeugt.\n\nEine Ihrer Nachrichten konnte an die folgende Adresse nicht "
        "zugestellt werden:\n\nwang@cust.example:\nSMTP error from remote server for RCPT TO command, host: "
        "mx.cust.example reason: 550 unknown user\n\n--- The header of the original message is following. ---\n\n" + HEAD,
        WANG, "5.0.0",
        "SMTP error from remote server for RCPT TO command, host: mx.cust.example reason: 550 unknown user", OURS,
    ),
    Layout(
        "T-Online", "MAILER-DAEMON@t-online.example", "Undelivered Mail Returned to Sender",
        "|------------------------- Message log follows: -------------------------|\n no valid recipients were found for "
        "this message\n|------------------------- Failed addresses follow: ---------------------|\n <wang@cust.example> "
        "... unknown host\n|------------------------- Message text follows: ------------------------|\n" + HEAD,
        WANG, "", "unknown host", OURS,
    ),
    Layout(
        "Yandex", "mailer-daemon@yandex.example", "Недоставленное сообщение",
        "This is the mail system at host yandex.example.\n\nК сожалению, Ваше письмо не может быть доставлено одному или "
        "нескольким получателям.\n\n<wang@cust.example>: 550 5.7.1 No such user!\n",
        WANG, "5.7.1", "550 5.7.1 No such user!",
    ),
    Layout(
        "mail.ru", "Mail Delivery System <Mailer-Daemon@mail.ru.example>",
        "Ваше сообщение не доставлено. Mail failure.",
        "Это письмо создано автоматически сервером, отвечать на него не нужно.\n\nLocal mailbox wang@cust.example is "
        "unavailable: user not found\n",
        WANG, "", "Local mailbox wang@cust.example is unavailable: user not found",
    ),
    Layout(
        "Biglobe", "postmaster@biglobe.example", "Returned mail",
        "   ----- The following addresses had delivery problems -----\n<wang@cust.example>\n\n   ----- Non-delivered "
        "information -----\nThe number of messages in recipient's mailbox exceeded the local limit.\n",
        WANG, "", "The number of messages in recipient's mailbox exceeded the local limit.",
    ),
    Layout(
        "Japanese", "Mail Delivery Subsystem <MAILER-DAEMON@cust.example>", "配信エラー通知",
        "以下のメールアドレスへの配信ができませんでした。\n\nwang@cust.example\n\n理由: 宛先が見つかりません 550 5.1.1\n",
        WANG, "5.1.1", "理由: 宛先が見つかりません 550 5.1.1",
    ),
    Layout(
        "French", "Administrateur système <postmaster@cust.example>", "Non remis : 8D",
        "Échec de la remise pour ces destinataires ou groupes :\n\nwang@cust.example\nadresse introuvable\n",
        WANG, "", "adresse introuvable",
    ),
    Layout(
        "Spanish", "Microsoft Outlook <postmaster@cust.example>", "No se puede entregar: 8D",
        "No se pudo entregar el mensaje a los destinatarios siguientes:\n\nwang@cust.example\n\nEl usuario no existe.\n",
        WANG, "", "El usuario no existe.",
    ),
    Layout(
        "SendGrid", "bounces+123@sendgrid.example", "Delivery failure",
        "Your message to wang@cust.example bounced: 550 5.1.1 no such user",
        WANG, "5.1.1", "Your message to wang@cust.example bounced: 550 5.1.1 no such user",
    ),
    Layout(
        "Exchange in traditional Chinese", "postmaster@cust.example", "無法傳遞: 8D",
        "無法傳遞給下列收件者或群組:\n\nwang@cust.example\n找不到您輸入的電子郵件地址。\n",
        WANG, "", "找不到您輸入的電子郵件地址。",
    ),
    Layout(
        "Exchange in Chinese, delayed", "postmaster@cust.example", "已延迟: 8D",
        "向以下收件人或分发列表传递邮件时延迟:\n\nwang@cust.example\n\n此邮件尚未传递。系统将继续尝试传递。\n",
        WANG, "", "", action="delayed",
    ),
    Layout(
        "Domino in German", "Postmaster@cust.example", "Zustellfehler: 8D",
        "Ihr Dokument: 8D\nkonnte nicht zugestellt werden an: wang@cust.example\nweil: Benutzer unbekannt\n",
        WANG, "", "weil: Benutzer unbekannt",
    ),
    Layout(
        "AOL", "Mail Delivery Subsystem <MAILER-DAEMON@aol.example>", "Mail Delivery Problem",
        "Your mail to the following recipients could not be delivered because they are not accepting mail from you:\n\t"
        "wang@cust.example\n",
        WANG, "", "Your mail to the following recipients could not be delivered because they are not accepting mail from "
        "you:",
    ),
)  # fmt: skip
