"""How mail programs begin a quotation or a signature: quotes.toml as patterns, and the marks that are no words.

A line may be a megabyte of blanks: what repeats without bound gives nothing back (`*+`), so a match takes linear
time."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

_DATA = tomllib.loads(Path(__file__).with_name("quotes.toml").read_text("utf-8"))


def _any(words: Iterable[str]) -> str:
    """One of the words, the longest first; blanks in them may be several."""
    longest = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest)


OWN_LINE = re.compile(r"--.{0,4}(?:请在此线以上回复|Please reply above this line)", re.I)
"""The separator of our own mails: `-- 请在此线以上回复 / Please reply above this line --`."""

_QUOTED, _FORWARDED = _any(_DATA["titles"]["quoted"]), _any(_DATA["titles"]["forwarded"])
SEPARATOR = re.compile(
    rf"^[\s|>*]*+[-_=—–]{{2,}}+\s*+(?:{_QUOTED}|{_FORWARDED}|forwarded by .{{1,80}})\s*+[-_=—–]{{2,}}+\s*+$", re.I
)
TITLE = re.compile(rf"^[\s|>*]*+(?:{_QUOTED}|{_FORWARDED})[\s*:：]*+$", re.I)
"""The words alone, as QQ Mail shows them between two rules."""
FORWARDED = re.compile(rf"{_FORWARDED}|forwarded by", re.I)
FORWARD_OPENING = re.compile(rf"^[\s>]*+(?:{_any(_DATA['titles']['openings'])})\s*+[:：]\s*+$", re.I)
"""Apple Mail."""

LABELS = {label: kind for kind, labels in _DATA["labels"].items() for label in labels}
"""The kind of header (from, sent, date, to, cc, subject, other) by label, in lower case and without blanks."""
HEADER_LINE = re.compile(r"^[\s|*]*+([^\s:：|*][^:：|*]{0,24})\*?\s*+[:：|]\s*+\**+\s*+(.*)$")
"""`发件人： X<mailto:x@y>`, `*From:* X`, `| 发件人 | X |`, `抄　送：`."""

NOTES_FRAME = re.compile(r"^\s*+\|-{4,}+>\s*+$")
"""The frame that Lotus Notes draws around each label of what it quotes."""

FOXMAIL = re.compile(r"^-{14}\s*+$")
"""Foxmail's rule above a signature, which stands above what it quotes."""
RULE = re.compile(r"^\s*+[-_=—]{5,}+\s*+$")
TIME = re.compile(r"\d{1,2}\s?[:：.点點时時h]\s?\d{2}")

_ADDRESS = r"<\s?[^\s<>@]{1,120}@[^\s<>@]{1,120}\s?>"

VERB = re.compile("|".join(_DATA["attribution"]["verbs"]), re.I)
ATTRIBUTION_END = re.compile(r"[:：]\s*$|\S\s?-{2,}\s*$")
ATTRIBUTION_START = re.compile(
    rf"^[\s>|*]*+(?P<dashes>-{{2,}}+)?\s*+(?:(?:{'|'.join(_DATA['attribution']['starts'])})(?:\b|(?<=[在于於]))"
    r"|\d{1,4}\s?[./年년:-]|[^.。!！?？:：]{1,100}\bwrote on\b|\w{2,4}\.?,?\s\d{1,2}\W"
    r"|[^.。!！?？:：]{0,80}[<\[(][^\s@]{1,120}@[^\s>\])]{1,120}[>\])]|\"[^\"]{1,80}\"\s?于)",
    re.I,
)
"""A word such as `On`, a date, a weekday and a date, or a name and an address."""
GLUED_START = re.compile(r"(?<=[\s,.!?;，。！？；])(?:在|于|於|(?:On|At|Am|Le|El|Il|Em|Op)\b)(?=.{0,24}\d)")
"""Where an attribution may begin behind the writer's own words on the same line."""
DATED_ADDRESS = re.compile(
    r"^[\s>]*+(?:\w{2,4}\.?,\s)?(?:\d{4}[-/.年]\s?\d{1,2}[-/.月]|\d{1,2}\s\w{3,9}\.?\s\d{4}|\d{1,2}[./]\d{1,2}[./]\d{4})"
    rf".{{0,200}}{_ADDRESS}\s*+[:：]\s*+$"
)
"""`2026年3月2日(月) 10:15 X <x@y>:`, without a verb: Gmail in Japanese and Russian webmails."""
IN_DASHES = re.compile(rf"^[\s>]*+-{{2,}}+\s*+\S.{{0,300}}(?:{VERB.pattern}).{{0,120}}-{{2,}}\s*$", re.I)
"""`---- X wrote ----`: MailMaster, Zoho, Android."""
DATE_AND_ADDRESS = re.compile(rf"^[\s>]*+\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}\s.{{1,200}}{_ADDRESS}\s*+$")
"""`2011/4/7 X <x@y>`, where marks follow: early Gmail."""
DATED = re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}|\d{1,2}[:：]\d{2}")
PROSE = re.compile(r"[。！？!?；;]|[a-z]{4,}\. [A-Z]")
"""What stands inside a sentence and in no line of this kind."""

QUOTED = re.compile(r"^\s{0,3}>")
COMPARISON = re.compile(r"^\s*>\s?=?\s?[\d.,]+\s?\S{0,12}(?:\s.{0,60})?$")
"""`>5% 不良`, `> 100 pcs`: greater than, if nothing else says that it is a quotation."""
FRAMED = re.compile(r"^\s*+>[^<]*+<{2,}+\s*+$")
"""`>>> www.example.com <<<`."""

SIGNATURE_ELEMENT = re.compile(r"(?:^|\s)(?:gmail_signature|moz-signature)(?=\s|$)")
"""A class of the HTML element around a signature."""
SIGNATURE = re.compile(r"^--\s?$")
"""RFC 3676, 4.3, with or without its space."""
MOBILE = re.compile(rf"^\s*+(?:{'|'.join(_DATA['signature']['mobile'])})\s*+[.。]?\s*+$", re.I)
BANNER = re.compile(
    r"^\s*+\[?\s*+(?:"
    r"你通常不会收到来自|您通常不会收到来自|you don't often get email from"
    r"|(?:caution|warning|external(?: e-?mail| mail| sender)?)\s*[:：!].{0,40}(?:external|outside|originated)"
    r"|(?:this|the) (?:e-?mail|message) (?:originated|was sent|came) from (?:outside|an external)"
    r"|【?\s*+(?:外部邮件|注意：外部邮件|此邮件来自外部)"
    r")",
    re.I,
)
"""Lines that a gateway put above the text."""
CLOSING = re.compile(
    r"^\s*+(?:此致|敬礼|此致敬礼|祝好|顺祝商祺|顺颂商祺|商祺|祝商祺|祝工作顺利|谢谢[!！]?\s*祝好"
    r"|(?:best|kind|warm|with best|with kind)?\s*regards|b\.?r\.?|best wishes|sincerely(?: yours)?|yours sincerely"
    r"|mit freundlichen grüßen|freundliche grüße|viele grüße|mfg|cordialement|saludos cordiales|cordiali saluti)"
    r"\s*+[,，!！。.]?\s*+$",
    re.I,
)
CARD = re.compile(r"^\s*+\|(?:\s*+\|)*+\s*+$")
"""The frame that MailMaster's plain text leaves of a visiting card."""
CONTACT = re.compile(
    r"@[\w-]+\.\w|(?:电话|電話|手机|手機|座机|传真|邮箱|网址|地址|\btel\b|\bphone|\bmobile|\bmob\b|\bcell|\bfax\b|e-?mail)\s?[.:：]"
    r"|有限公司|股份|集团|\b(?:co\.,?\s?ltd|ltd|inc|gmbh|corp|llc)\b|\+\d{2}[\d\s()-]{8,}|(?<!\d)1[3-9]\d{9}(?!\d)",
    re.I,
)
SENTENCE_END = re.compile(r"[。？！?!;；]\s*$|[a-z]{3,}\.\s*$")
LONE_ADDRESS = re.compile(r"^\s*+<?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}>?\s*+$")

_NAMES = "|".join(_DATA["html"]["containers"])
CONTAINER = re.compile(rf"(?:^|\s)(?:x_)*(?:{_NAMES})(?=\s|$)", re.I)
"""A class, id, name or title of an HTML element whose content is quoted."""
INTRODUCTION = re.compile(rf"(?:^|\s)(?:{_any(_DATA['html']['introductions'])})(?=\s|$)", re.I)
"""A class of the element that holds the attribution above a blockquote."""
REST = re.compile(rf"(?:^|\s)(?:x_)*(?:{_any(_DATA['html']['rests'])})(?=\s|$)", re.I)
"""One of an element from which on its surroundings are quoted."""
