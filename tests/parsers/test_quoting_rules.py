"""What holds for every text that is taken apart: nothing is lost, the sender's words win, time is linear."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from html import escape

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cases.mail import IncomingMail
from parsers.copies import Thread
from parsers.html import html_to_text
from parsers.labels import is_label
from parsers.quotes import split_quotes
from parsers.read import MailParser

ARRIVED = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
LETTER = "尊敬的客户，您好：\n\n我们已登记受理您的来信，请补充批号和不良数量。\n\n此致\n敬礼\n客诉受理台"
ROWS = [
    *LETTER.split("\n"),
    "同意",
    "> 请确认",
    ">5% 不良",
    "--",
    "-- ",
    "--------------",
    "________________________________",
    "原始邮件",
    "------------------ 原始邮件 ------------------",
    "-- 请在此线以上回复 / Please reply above this line --",
    "发件人: X <x@y.example>",
    "发送时间: 2026年3月2日 10:15",
    "主题: x",
    "On Mon, Mar 2, 2026 at 10:15 AM X <x@y.example> wrote:",
    "在 2026/3/2 10:15, X 写道:",
    "| |",
    "电话：13800000000",
    "批号：2506-07A",
    "发自我的iPhone",
]
TEXTS = st.lists(st.sampled_from(ROWS) | st.text(max_size=20), max_size=30).map("\n".join)
WILD = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def filled(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


@WILD
@given(TEXTS, st.sampled_from([Thread(()), Thread((LETTER,))]))
def test_every_line_is_new_or_quoted_or_of_a_signature(text: str, thread: Thread) -> None:
    split = split_quotes(text, thread)
    assert sorted(filled(split.new) + filled(split.quoted) + filled(split.signature)) == sorted(filled(text))


@WILD
@given(TEXTS)
def test_a_command_is_never_looked_for_in_a_copy_of_our_letter(text: str) -> None:
    said = LETTER.split("\n")[2]
    assume(said not in text)
    assert said not in split_quotes(f"{text}\n{LETTER}\n", Thread((LETTER,))).lead


def test_a_line_that_somebody_takes_from_our_example_is_their_own() -> None:
    example = "Reply with one of these:\n\n    not effective it happened again\n\nRegards\n"
    assert split_quotes("not effective it happened again\n", Thread((example,))).new.strip() == (
        "not effective it happened again"
    )


def parsed(mail: EmailMessage) -> IncomingMail:
    mail["From"], mail["Message-ID"] = "dora@cust.example", "<2@cust.example>"
    return MailParser()(mail.as_bytes(policy=SMTP), ARRIVED)


def alternative(plain: str, html: str, subject: str = "Re: x") -> IncomingMail:
    mail = EmailMessage()
    mail["Subject"] = subject
    mail.set_content(plain)
    mail.add_alternative(html, subtype="html")
    return parsed(mail)


def test_the_html_tells_what_is_quoted_where_the_plain_text_has_lost_its_marks() -> None:
    quoted = '<blockquote type="cite"><div>请补充批号和不良数量。</div></blockquote>'
    mail = alternative("批号 2506-07A\n\n请补充批号和不良数量。\n", f"<div>批号 2506-07A</div>{quoted}")
    assert (mail.new_text, mail.quoted_text.split("\n")[0]) == ("批号 2506-07A", "> 请补充批号和不良数量。")


def test_an_answer_below_what_the_html_quotes_is_kept_though_the_plain_text_would_end_above_it() -> None:
    sender, rest = "发件人: 客诉 <kesu@works.example>", "发送时间: 2026-03-02 10:15:48\n主题: x\n\n请补充批号。"
    plain = f"-----原始邮件-----\n{sender}\n{rest}\n\n批号 2506-07A\n"
    html = f'<div id="isReplyContent">{escape(sender)}<br>{rest.replace(chr(10), "<br>")}</div><p>批号 2506-07A</p>'
    assert alternative(plain, html).new_text == "批号 2506-07A"


def test_html_that_holds_only_a_part_of_the_mail_is_not_believed() -> None:
    mail = alternative("批号 2506-07A\n不良数量 9 条\n", '<blockquote type="cite">x</blockquote>')
    assert mail.new_text == "批号 2506-07A\n不良数量 9 条"


SENDER, WHEN = "王刚 &lt;wang@cust.example&gt;", "2026年3月2日 10:15"
OUTLOOK = (
    f'<div>请处理</div><hr><div id="divRplyFwdMsg"><b>发件人:</b> {SENDER}<br><b>发送时间:</b> {WHEN}<br>'
    "<b>主题:</b> 投诉</div><div>型号：DDR5-32G</div>"
)
GMAIL = (
    '<div>请处理</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>'
    f"From: {SENDER}<br>Date: Mon, Mar 2, 2026 at 10:15 AM<br>Subject: 投诉<br></div><br>型号：DDR5-32G</div>"
)
MASTER = (
    '<div>请处理</div><div class="ntes-mailmaster-quote"><div>---- 转发的原邮件 ----</div><table>'
    f"<tr><td>发件人</td><td>{SENDER}</td></tr><tr><td>发送日期</td><td>{WHEN}</td></tr></table>型号：DDR5-32G</div>"
)


@pytest.mark.parametrize("html", [OUTLOOK, GMAIL, MASTER])
def test_the_mail_inside_an_html_forward_is_found(html: str) -> None:
    mail = EmailMessage()
    mail["Subject"] = "转发: 投诉"
    mail.set_content(html, subtype="html")
    read = parsed(mail)
    assert (read.new_text, read.forwarded and read.forwarded.address) == ("请处理", "wang@cust.example")
    assert read.fields["model"].value == "DDR5-32G"


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("已寄出样品。\n\n--------------\n王刚\n>请寄样品\n>谢谢", "已寄出样品。"),
        ("请换货。\n-- \n王刚 质量部\n请注意环保，非必要不打印。", "请换货。"),
        ("请换货。\n\n此致\n敬礼\n王刚\n远岭服务器制造有限公司\n电话：021-55550000", "请换货。"),
        ("请换货。\n________________________________\n王刚\n远岭服务器制造有限公司\n电话：021-55550000", "请换货。"),
        ("请换货。\n| |\n王刚\n|\n|\n邮箱：wang@cust.example\n|", "请换货。"),
        ("请换货。\n发自我的 iPhone", "请换货。"),
        ("请换货。\n-- \n型号：DDR5-32G", "请换货。\n-- \n型号：DDR5-32G"),
        ("请换货。\n--------------\n37 件", "请换货。\n--------------\n37 件"),
    ],
)
def test_a_signature_is_cut_and_a_fact_is_not(text: str, new: str) -> None:
    assert filled(split_quotes(text).new) == filled(new)


BELOW = "\n> 请审批\n> 谢谢"


@pytest.mark.parametrize(
    ("line", "new"),
    [
        ('同意。在 2026-03-02 10:15:48，"客诉台" <kesu@works.example> 写道：', "同意。"),
        ("Approved. On Mon, Mar 2, 2026 at 10:15 AM Desk <kesu@works.example> wrote:", "Approved."),
        ("Approved, On Mar 2, 2026, At 10:15, Desk <kesu@works.example> wrote:", "Approved,"),
        ("On Mon, Mar 2, 2026, At 10:15 AM Desk <kesu@works.example> wrote:", ""),
        ("3 pcs failed. On Monday Mr. Wang wrote:", "3 pcs failed. On Monday Mr. Wang wrote:"),
    ],
)
def test_words_before_an_attribution_on_its_line_are_the_sender_s(line: str, new: str) -> None:
    assert split_quotes(line + BELOW).new == new


def test_a_signature_tells_how_to_reach_its_writer_and_nothing_else() -> None:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["Subject"] = "wang@cust.example", "x"
    mail.set_content("批号：2506，不良 37 件。\n-- \n王刚\n电话：021-55550000\n工厂 300 人")
    found = MailParser()(mail.as_bytes(), ARRIVED)
    told = {id_: field.value for id_, field in found.fields.items() if field.where == "signature"}
    assert (found.new_text, told) == ("批号：2506，不良 37 件。", {"contact_phone": "021-55550000"})


SIGNED = '<div>{}</div><div class="gmail_signature" data-smartmail="gmail_signature">{}</div>'


@pytest.mark.parametrize(
    ("above", "inside", "new"),
    [
        ("37 件不良", "王刚<br>电话：021-55550000", "37 件不良"),
        (
            "37 件不良",
            "王刚<br>批号：2506<br>电话：021-55550000",
            "37 件不良\n--\n王刚\n批号：2506\n电话：021-55550000",
        ),
        ("您好", "同意", "您好\n同意"),
        ("", "王刚<br>电话：021-55550000", "王刚\n电话：021-55550000"),
    ],
)
def test_what_gmail_calls_a_signature_is_one_if_it_looks_like_one(above: str, inside: str, new: str) -> None:
    assert filled(split_quotes(html_to_text(SIGNED.format(above, inside), is_label)).new) == filled(new)


LONG = "贵司供应的内存条在上线测试时发现部分无法开机，请尽快安排人员。" * 60
HARD = [
    "From: x@y\n\n",
    "日期：10:15\n",
    "original\n\n\n",
    "> a\n------ original ------\n",
    "On 2 Mar 10:15 " + "x " * 180 + "\n",
    "a" * 79 + "<" + "b@" * 60 + "\n",
    "-- wrote" * 40 + "\n",
    "-----\n",
    ">" * 5000,
    "\t" * 20_000 + "\n",
    "---" + " " * 20_000 + "x\n",
    "发自我的iPhone" + " " * 20_000 + "x\n",
    "2026-03-02 " + "<@" * 100 + "\n",
    ">" * 500 + "<" * 500 + "\n",
    "发自我的" + "x" * 50 + "\n",
    "ab\n",
    LONG + "\n",
]


@pytest.mark.parametrize("row", HARD)
def test_a_long_text_of_anything_is_taken_apart_in_linear_time(row: str) -> None:
    text = row * (60_000 // len(row))
    started = time.process_time()
    split_quotes(text, Thread((LONG, "ab" * 20_000)))
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    "row",
    ['<blockquote type="cite">a</blockquote>b', '<div id="divRplyFwdMsg">a</div>', "<div><hr id=replySplit>a</div>"],
)
def test_a_long_page_of_quotations_is_read_in_linear_time(row: str) -> None:
    started = time.process_time()
    html_to_text(row * (60_000 // len(row)), is_label)
    assert time.process_time() - started < 3
