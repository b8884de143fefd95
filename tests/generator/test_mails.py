"""Each mail as its reader gets it: worded from the template, composed to bytes, read back by a mail program."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import get_type_hints

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.mail import Address, FieldValue
from cases.tags import Tag, subject_tag, tags_in
from generator.compose import MailText, compose
from generator.contexts import CONTEXTS
from generator.letter import REPLY_ABOVE
from generator.mails import MailTextFault, MailTexts
from generator.words import Words

TEMPLATES = Path(__file__).parents[2] / "templates"
TEXTS = MailTexts([TEMPLATES / "mail"])
WORDS = Words((TEMPLATES / "facts.toml").read_text("utf-8"))

ZONE = timezone(timedelta(hours=8))
RECEIVED = datetime(2026, 3, 16, 9, 12, tzinfo=ZONE)
WHOLE_DAY = datetime(2026, 3, 18, 23, 59, 59, tzinfo=ZONE)
TAG = Tag("K2026-00012", "abcdefghijklmnopqrstuvwxyz".replace("o", "2"))

FINAL = {"what": "最终报告", "due": WHOLE_DAY, "target": None, "soft": False, "waiting_for": ""}
VISIT = {"what": "到现场确认", "due": RECEIVED + timedelta(hours=4), "target": None, "soft": True, "waiting_for": ""}
EARLY = {"what": "初步分析报告", "due": None, "target": None, "soft": False, "waiting_for": "收到不良品时间"}

CASE: dict[str, object] = {
    "id": "K2026-00012",
    "number": "202603-013",
    "customer_name": "华光电力",
    "contact": "李明 <li.ming@huaguang.example>",
    "subject": "组件破裂，请处理",
    "product": "PV-240P",
    "received_at": RECEIVED,
    "grade": "三级",
    "provisional": True,
    "ceiling": "一级",
    "state": "已分派",
    "owner_name": "王工",
    "flags": ["需协调裁定：总经理室"],
}

SAMPLE: Mapping[str, object] = {
    "desk": {"name": "华东光伏客诉台", "name_en": "Huadong PV complaint desk", "address": "kesu@huadong.example"},
    "tag": subject_tag(TAG),
    "case": CASE,
    "reasons": [{"rule": "R01-G3a", "sentence": "处理总费用超过10万元"}],
    "deadlines": [FINAL, VISIT, EARLY],
    "customer_forms": ["8D 报告模板.docx"],
    "restated": [{"label": "批号", "value": "2602A"}, {"label": "不良数量", "value": "37"}],
    "questions": [{"label": "影响正常生产", "hint": "请告知贵方正常生产是否受到影响，回答 是 或 否。"}],
    "answer_by": WHOLE_DAY,
    "split_from": "202603-012",
    "body": "经分析，破裂发生在运输途中。\n\n我们已更换包装。",
    "documents": [{"name": "8D报告", "revision": "R2", "filename": "8D-K2026-00012.docx"}],
    "acknowledged": True,
    "words": "到货的组件有37块破裂。\n\n请于本周处理。",
    "facts": [{"label": "批号", "value": "2602A"}],
    "attachments_received": ["破裂照片.jpg"],
    "by_hand": ["讨论会议通知"],
    "later": ["F16c 最终报告"],
    "asked_for": True,
    "asks": [{"fact": "total_cost_cny", "label": "处理总费用", "hint": "请告知预计的处理总费用，例如 120000。"}],
    "in_charge": True,
    "doubts": ["停线 line_stop？原文：“可能要停线”（请确认 / to be confirmed）"],
    "before": "四级",
    "after": "三级",
    "sender": "li.ming@huaguang.example",
    "document": "8D报告",
    "revision": "R2",
    "filename": "8D-K2026-00012.docx",
    "sha256": "3f" * 32,
    "author": "王工",
    "sends_to": "华光电力 <li.ming@huaguang.example>",
    "undo_minutes": 15,
    "others": ["赵总"],
    "mode": "all",
    "expires_at": WHOLE_DAY,
    "asked_at": RECEIVED,
    "verdict": "reject",
    "by": "李总",
    "at": RECEIVED,
    "reason": "D4 缺少流出原因",
    "goes_out_at": RECEIVED + timedelta(minutes=15),
    "understood": "原则上可以，但是",
    "why": "一行里只能有一个决定",
    "enclosed": True,
    "role": "质量管理部",
    "roles": "销售总监、质量经理",
    "number": "202603-013",
    "deadline": FINAL,
    "step": "overdue",
    "report": "",
    "days_over": 2,
    "subject": "=?broken?=",
    "received_at": RECEIVED,
    "sha": "9c" * 32,
    "what": "收信中断",
    "detail": "15 分钟没有收到邮件服务器的回答。",
    "verbs": [{"verb": "状态", "meaning": "查看现状", "example": "状态"}],
    "done": ["改由王工负责"],
    "news": "对策被退回，请重新提出",
    "replies": [{"verb": "措施完成", "meaning": "报告措施完成", "example": "措施完成"}],
    "missing": ["处理总费用"],
    "timeline": [{"at": RECEIVED, "text": "收到来信"}],
    "remarks": [
        {
            "rule": "L-22",
            "blocks": True,
            "says": "不要只说尽快，须写明日期",
            "sentence": "我们会尽快处理。",
            "words": "尽快",
        },
        {"rule": "L-15", "blocks": False, "says": "中间答复须写明进展和日期", "sentence": "", "words": ""},
    ],
    "blocked": True,
    "outside": True,
    "findings": [
        {"rule": "8D-R44", "blocks": True, "sentence": "原因没有写验证方法、结果和日期：C1。"},
        {"rule": "8D-R41", "blocks": False, "sentence": "一、二级投诉要写管理上的原因（C3、C4）。"},
    ],
    "total": 74,
    "disciplines": [{"name": "D3", "points": 5}, {"name": "D4", "points": 2}],
    "new_form": "202603-013-8D报告-R3.docx",
    "ours": False,
    "proof": "origin",
    "code": "204816",
    "tries_left": 3,
    "recipient": "li.ming@huaguang.example",
    "leaves_at": RECEIVED + timedelta(minutes=15),
}

NOT_ANSWERED = {"approver/too-late", "desk/set-aside", "desk/alert"}
TO_CUSTOMERS = [purpose for purpose in CONTEXTS if purpose.startswith("customer/")]
OUTSIDE = [*TO_CUSTOMERS, "notify/outside"]
EVERY_MAIL = [(purpose, lang) for purpose in CONTEXTS for lang in ("zh", "en")]
every_mail = pytest.mark.parametrize(("purpose", "lang"), EVERY_MAIL)


def context(purpose: str, **others: object) -> dict[str, object]:
    """Exactly what the purpose's dictionary holds, from the sample."""
    if purpose == "approver/too-late":
        others = {"why": "changed", **others}
    if purpose == "approver/code-refused":
        others = {"why": "wrong", **others}
    given = {**SAMPLE, **others}
    return {key: given[key] for key in get_type_hints(CONTEXTS[purpose])}


def written(purpose: str, lang: str, **others: object) -> MailText:
    return TEXTS.write(purpose, lang, context(purpose, **others))


def received(text: MailText) -> EmailMessage:
    raw = compose(
        text,
        sender=Address("客诉台", "kesu@huadong.example"),
        recipient=Address("", "li@huaguang.example"),
        message_id="<k.1@huadong.example>",
        date=RECEIVED,
    )
    return BytesParser(policy=policy.default).parsebytes(raw)


def plain(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def shown(mail: EmailMessage) -> str:
    """What a reader of the HTML sees."""
    part = mail.get_body(("html",))
    assert part is not None
    return str(lxml.html.fromstring(part.get_content()).find("body").text_content())


@every_mail
def test_every_mail_arrives_with_its_tag_in_the_subject_and_at_its_end(purpose: str, lang: str) -> None:
    mail = received(written(purpose, lang))
    assert str(mail["Subject"]).endswith(f" {subject_tag(TAG)}")
    assert plain(mail).endswith(f"\n\nRef: {TAG}\n")
    assert tags_in(str(mail["Subject"])) == tags_in(plain(mail)) == [TAG]


@every_mail
def test_a_mail_that_wants_an_answer_starts_with_the_line_to_answer_above(purpose: str, lang: str) -> None:
    first, _, rest = plain(received(written(purpose, lang))).partition("\n")
    assert (first == REPLY_ABOVE) == (purpose not in NOT_ANSWERED)
    assert REPLY_ABOVE not in rest


@every_mail
def test_the_html_says_the_same_as_the_plain_text(purpose: str, lang: str) -> None:
    mail = received(written(purpose, lang))
    words = re.sub(r"【(.+)】|^\*(.+)\*$|^> ?|(?<=\w)：|: |\s", "", plain(mail), flags=re.M)
    assert len(words) > 40
    seen = re.sub(r"\s", "", shown(mail))
    for line in plain(mail).split("\n"):
        for piece in re.split(r"：|: |^> ?|^【|】$|^\*|\*$", line):
            assert re.sub(r"\s", "", piece) in seen


@every_mail
def test_the_same_mail_is_worded_the_same_and_shows_no_leftovers_of_its_template(purpose: str, lang: str) -> None:
    text = written(purpose, lang)
    assert text == written(purpose, lang)
    everything = text.subject + text.text
    assert not re.search(
        r"\{[{%#]|None|Undefined|datetime|\+0[08]:00|  +(?! )\S.*  |\n{3}|[ \t]\n|（）|\(\)", everything
    )


@every_mail
def test_a_heading_stands_after_a_blank_line(purpose: str, lang: str) -> None:
    assert not re.search(r"(?m)^.+\n(【.+】|\*.+\*)$", written(purpose, lang).text)


NOTHING: Mapping[str, object] = {
    **dict.fromkeys(("reasons", "deadlines", "restated", "facts", "attachments_received", "documents"), ()),
    **dict.fromkeys(("by_hand", "later"), ()),
    "doubts": (),
    **dict.fromkeys(("others", "missing", "timeline"), ()),
    **dict.fromkeys(
        ("words", "body", "reason", "sends_to", "understood", "before", "subject", "tag", "split_from"), ""
    ),
    **dict.fromkeys(("undo_minutes", "days_over"), 0),
    "goes_out_at": None,
    "deadline": FINAL | {"due": None},
    "case": CASE
    | dict.fromkeys(("customer_name", "contact", "subject", "product", "owner_name"), "")
    | {"grade": None, "ceiling": None},
}
"""All that may be unknown."""


@every_mail
def test_a_mail_about_a_case_of_which_little_is_known_still_reads_well(purpose: str, lang: str) -> None:
    unasked = {"questions": (), "asks": ()} if purpose in ("customer/acknowledge", "owner/new-case") else {}
    text = written(purpose, lang, **NOTHING, **unasked).text
    assert not re.search(r"None|\n{3}|^\S.*[:：] ?\n(?!\n)|[:：]\n\n(?=[【*])|（）|\(\)|“”", text, re.M)
    assert "Ref:" not in text


# ---------------------------------------------------------------- what a customer may and may not read

BLOCKED = {
    "L-01": r"小孩子?都(知道|懂)",
    "L-02": r"一分(价)?钱[,， ]*一分货",
    "L-03": r"绝对不可能|不可能(会)?有这种事",
    "L-04": r"不太清楚",
    "L-05": r"绝对没(有)?说过",
    "L-06": r"不(懂|知道|会)(该)?怎么处理",
    "L-07": r"规定就是(这样|如此)|没有办法",
    "L-08": r"看不懂(中文|字)",
    "L-09": r"改天|有空再|过几天再",
    "L-10": r"不是我们的事|不关我们(的)?事",
    "L-11": r"(同意|保证|承诺).{0,12}(退款|赔偿|换货|退货|免费维修|减价)"
    r"|(agree|guarantee|promise) to (refund|replace|compensat)",
    "L-12": r"(我们|我司|本公司)的(质量)?(问题|责任|过错)|我们承担|our (fault|mistake|responsibility)",
    "L-17": r"请.{0,6}(支付|缴纳|付费|提供(劳力|车辆|运输工具))|please pay",
    "L-18": r"请.{0,8}(签字|盖章|签名)|please sign\b",
    "L-19": r"处罚|罚款|扣款|奖金|责任人|费用分摊|penalt",
    "L-20": r"[!！]",
    "L-21": r"您自己(操作|造成)|您的问题(?!描述)",
    "L-22": r"尽快|及时|as soon as possible",
}


@pytest.mark.parametrize("purpose", OUTSIDE)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_mail_to_the_outside_says_what_the_regulations_forbid(purpose: str, lang: str) -> None:
    text = written(purpose, lang)
    assert [rule for rule, pattern in BLOCKED.items() if re.search(pattern, text.subject + text.text, re.I)] == []


@every_mail
def test_no_mail_at_all_says_what_may_never_be_sent(purpose: str, lang: str) -> None:
    never = [pattern for rule, pattern in BLOCKED.items() if rule <= "L-11"]
    assert not re.search("|".join(never), written(purpose, lang).text)


@pytest.mark.parametrize("purpose", TO_CUSTOMERS)
def test_a_letter_to_a_customer_greets_thanks_and_names_a_contact(purpose: str) -> None:
    zh, en = written(purpose, "zh").text, written(purpose, "en").text
    assert all(word in zh for word in ("您好", "感谢", "kesu@huadong.example", "此致\n敬礼"))
    assert all(word in en for word in ("Dear customer", "Thank you", "kesu@huadong.example", "Kind regards"))


@pytest.mark.parametrize("purpose", OUTSIDE)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_customer_reads_nothing_of_grade_reasons_owner_or_inner_deadlines(purpose: str, lang: str) -> None:
    text = written(purpose, lang)
    inner = ("三级", "一级", "R01-G3a", "处理总费用", "王工", "最终报告", "到现场确认", "已分派")
    assert [word for word in inner if word in text.subject + text.text + text.html] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_acknowledgement_repeats_nothing_that_the_customer_wrote_freely(lang: str) -> None:
    canary = "加微信领奖 http://evil.example/x"
    case = dict.fromkeys(("customer_name", "subject", "product", "owner_name", "state", "grade", "ceiling"), canary)
    stated: dict[str, FieldValue] = dict.fromkeys(
        ("order_no", "batch_no", "model", "failure_mode", "customer_demand", "issue_category"), canary
    )
    harmless: dict[str, FieldValue] = {
        "order_no": "PO-2026-018",
        "qty_defect": "37",
        "issue_category": "transport",
        "remedy": ("exchange",),
    }
    text = written(
        "customer/acknowledge",
        lang,
        case=CASE | case,
        words=canary,
        reasons=[{"rule": canary, "sentence": canary}],
        deadlines=[FINAL | {"what": canary}],
        restated=[*WORDS.restate(stated, lang), *WORDS.restate(harmless, lang)],
    )
    assert "evil" not in text.subject + text.text + text.html
    assert "微信" not in text.subject + text.text + text.html
    assert all(word in text.text for word in ("PO-2026-018", "37", WORDS.value("remedy", "exchange", lang)))


@pytest.mark.parametrize(("lang", "day"), [("zh", "3月18日"), ("en", "18 March 2026")])
def test_an_acknowledgement_names_the_number_what_was_reported_and_a_date(lang: str, day: str) -> None:
    text = written("customer/acknowledge", lang).text
    assert "\n    202603-013\n" in text
    assert re.search(r"批号(：|: )2602A\n不良数量(：|: )37\n", text)
    assert f"{day}" in text.split("\n\n")[-5]


# ---------------------------------------------------------------- what the people of the company read


@pytest.mark.parametrize("purpose", ["approver/request", "approver/unclear", "approver/reminder"])
def test_the_words_to_decide_with_stand_on_lines_of_their_own(purpose: str) -> None:
    zh, en = written(purpose, "zh").text.split("\n"), written(purpose, "en").text.split("\n")
    assert "    同意" in zh
    assert "    不同意 原因" in zh
    assert "    approve" in en
    assert "    reject your reason" in en


def test_a_doubtful_mail_is_asked_about_with_three_answers() -> None:
    zh, en = (written("desk/triage", lang, number="").text for lang in ("zh", "en"))
    assert re.findall(r"(?m)^    (.+)$", zh) == ["投诉", "不是", "归并 编号"]
    assert re.findall(r"(?m)^    (.+)$", en) == ["complaint", "no", "merge NUMBER"]
    assert "    归并 202603-013\n" in written("desk/triage", "zh", number="202603-013").text


def test_a_fact_is_asked_for_with_the_line_to_answer() -> None:
    assert "\n    total_cost_cny =\n" in written("role/ask-facts", "zh").text
    assert "\n    total_cost_cny =\n" in written("owner/new-case", "en").text


@pytest.mark.parametrize("why", ["decided", "changed", "expired", "not-yours"])
def test_who_answers_too_late_is_told_which_of_the_reasons_it_is(why: str) -> None:
    texts = {
        written("approver/too-late", "zh", why=other).text for other in ("decided", "changed", "expired", "not-yours")
    }
    assert len(texts) == 4
    assert ("李总" in written("approver/too-late", "zh", why=why).text) == (why == "decided")


@pytest.mark.parametrize("step", ["before", "today", "overdue", "waiting"])
def test_a_reminder_says_at_once_how_late_it_is(step: str) -> None:
    subjects = {
        written("owner/reminder", "en", step=other).subject for other in ("before", "today", "overdue", "waiting")
    }
    assert len(subjects) == 4
    assert "最终报告" in written("owner/reminder", "zh", step=step).subject


def test_a_customers_words_are_quoted_line_by_line_and_never_read_as_ours() -> None:
    hostile = f"第一行\r\n{REPLY_ABOVE}\n同意\n\n【标题】\n<script>alert(1)</script>\n\x07\u202eabc {{{{ desk }}}}"
    text = written("owner/new-case", "zh", words=hostile)
    assert text.text.count(f"\n{REPLY_ABOVE}") == 0
    assert "\n> 同意\n>\n> 【标题】\n> <script>alert(1)</script>\n> abc {{ desk }}\n" in text.text
    assert "<script>" not in text.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text.html


def test_a_value_cannot_break_its_line() -> None:
    text = written(
        "owner/follow-up",
        "zh",
        sender="x\n同意\r\n\r\nRef: [K2026-00001]",
        facts=[{"label": "批\n号", "value": "1\n2"}],
    )
    assert "\n发件人：x 同意 Ref: [K2026-00001]\n" in text.text
    assert "\n批 号：1 2\n" in text.text


@given(st.text(max_size=300))
def test_whatever_a_subject_holds_the_mail_about_it_has_one_subject_and_its_own_tag_last(wild: str) -> None:
    mail = received(written("desk/triage", "zh", case=CASE | {"subject": wild}, words=wild))
    assert str(mail["Subject"]).endswith(f" {subject_tag(TAG)}")
    assert len(mail.get_all("Subject", [])) == 1
    assert len(str(mail["Subject"])) < 200


# ---------------------------------------------------------------- times


@pytest.mark.parametrize(
    ("lang", "moment", "expected"),
    [
        ("zh", datetime(2026, 3, 18, 17, 0, tzinfo=ZONE), "3月18日 17:00"),
        ("zh", WHOLE_DAY, "3月18日"),
        ("en", datetime(2026, 3, 8, 9, 5, tzinfo=ZONE), "8 March 2026, 09:05"),
        ("en", WHOLE_DAY, "18 March 2026"),
    ],
)
def test_a_moment_is_written_as_the_reader_writes_it(lang: str, moment: datetime, expected: str) -> None:
    text = written("superior/overdue", lang, deadline=FINAL | {"due": moment}).text
    assert re.search(rf"(?:应完成：|Was due: ){re.escape(expected)}\n", text)


# ---------------------------------------------------------------- templates of a company, and their faults


def company(folder: Path, **files: str) -> MailTexts:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_zh", ".zh.j2")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return MailTexts([folder, TEMPLATES / "mail"])


def test_a_company_replaces_one_template_and_keeps_the_others(tmp_path: Path) -> None:
    texts = company(
        tmp_path, staff__done_zh="Subject: 办好了\n\n{{ done | join('；') }}，{{ case.received_at | day }}。\n"
    )
    ours = texts.write("staff/done", "zh", context("staff/done"))
    assert (ours.subject, ours.text) == (f"办好了 {subject_tag(TAG)}", f"改由王工负责，2026-03-16。\n\nRef: {TAG}\n")
    assert texts.write("staff/done", "en", context("staff/done")) == written("staff/done", "en")


def test_a_company_replaces_the_signature_in_every_letter(tmp_path: Path) -> None:
    texts = company(tmp_path, parts__signature_zh="客服部 400-000-0000")
    assert "客服部 400-000-0000" in texts.write("customer/ask", "zh", context("customer/ask")).text


def test_a_language_tag_counts_by_its_first_part() -> None:
    assert TEXTS.write("staff/done", "zh-Hant", context("staff/done")) == written("staff/done", "zh")


@pytest.mark.parametrize(("purpose", "lang"), [("owner/new-cases", "zh"), ("staff/done", "fr"), ("../facts", "zh")])
def test_a_missing_template_is_named_with_purpose_language_and_folders(purpose: str, lang: str) -> None:
    with pytest.raises(MailTextFault) as fault:
        MailTexts([Path("own"), Path("mail")]).write(purpose, lang, {})
    assert str(fault.value) == f"no mail template for {purpose!r} in language {lang!r}; looked in own, mail"


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("您好\n\n", r"must start with a line `Subject: …`"),
        ("Subject:\n\n您好", r"must start with a line `Subject: …`"),
        ("Subject: a\n\n{{ nobody }}", r"staff/done.zh.j2 asks for what nobody gives: 'nobody' is undefined"),
        ("Subject: a\n\n{% if %}", r"staff/done.zh.j2, line 3: Expected an expression"),
        ("Subject: a\n\n{% include 'x.j2' %}", r"staff/done.zh.j2 includes x.j2, which no folder has"),
        ("Subject: a\n\n{{ done.clear() }}", r"staff/done.zh.j2 does what a template may not"),
        ("Subject: a\n\n{{ tag | moment }}", r"staff/done.zh.j2 cannot be filled"),
    ],
)
def test_a_faulty_template_is_named_in_one_sentence(tmp_path: Path, template: str, sentence: str) -> None:
    with pytest.raises(MailTextFault, match=sentence):
        company(tmp_path, staff__done_zh=template).write("staff/done", "zh", context("staff/done"))


def test_our_own_templates_are_complete_and_faults_of_others_are_found_all_at_once(tmp_path: Path) -> None:
    assert TEXTS.faults() == []
    assert [
        fault.split(": ")[0] for fault in company(tmp_path, staff__done_zh="{% if %}", staff__help_zh="{{").faults()
    ] == [
        f"mail template {tmp_path}/staff/help.zh.j2, line 1",
        f"mail template {tmp_path}/staff/done.zh.j2, line 1",
    ]
    assert len(MailTexts([tmp_path / "nothing"]).faults()) == len(EVERY_MAIL)


def test_there_is_no_template_without_a_purpose() -> None:
    files = {path.relative_to(TEMPLATES / "mail").as_posix() for path in (TEMPLATES / "mail").glob("[!p]*/*.j2")}
    assert files == {f"{purpose}.{lang}.j2" for purpose, lang in EVERY_MAIL}
