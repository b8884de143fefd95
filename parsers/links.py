"""Links to files that lie with a large-file service: they expire, so the desk asks for the files themselves."""

from __future__ import annotations

import html
import re

SERVICES = (
    # Chinese mail services: QQ and exmail 超大附件 and 中转站, 163/126 云附件, Alimail, 139
    r"(?:wx\.)?mail\.qq\.com/(?:cgi-bin/ftnexs_download|ftn/download)",
    r"exmail\.qq\.com/(?:cgi-bin/(?:ftnexs_download|bizmail_ftn)|ftn/download)",
    r"(?:[\w-]+\.)?ftn\.qq\.com/",
    r"(?:mail|u|fs|dashi|wap|ym|mailh\.qiye)\.163\.com/(?:large-attachment-download|t/|fs/|dashi-web-extend|html/cloud)",
    r"(?:[\w-]+\.)?(?:netease\.com|126\.com|188\.com)/large-attachment-download",
    r"(?:qiye\.aliyun|mail\.aliyun|alimail)\.com/(?:alimail/)?(?:netdiskfile|openlink|largeattach)",
    r"(?:yun|caiyun)\.139\.com/",
    # Chinese drives
    r"(?:pan|yun)\.baidu\.com/(?:s|share)/",
    r"(?:www\.)?(?:alipan|aliyundrive)\.com/s/",
    r"(?:share\.)?weiyun\.com/",
    r"(?:pan|drive)\.(?:quark|xunlei)\.(?:cn|com)/s/",
    r"(?:www\.)?lanzou[a-z]?\.com/",
    r"cloud\.189\.cn/(?:t|web/share)",
    r"(?:www\.)?123(?:pan|684|865|912)\.(?:com|cn)/s/",
    r"(?:www\.)?(?:115\.com|anxia\.com|115cdn\.com)/s/",
    r"(?:[\w-]+\.)?(?:cowtransfer|wenshushu|ctfile|jianguoyun)\.(?:com|cn)/",
    r"(?:[\w-]+\.)?feishu\.cn/(?:file|drive)/",
    # elsewhere
    r"(?:[\w-]+\.)?wetransfer\.com/",
    r"we\.tl/",
    r"drive\.google\.com/",
    r"(?:www\.)?dropbox\.com/(?:s|scl|sh|t|transfer)/",
    r"1drv\.ms/",
    r"onedrive\.live\.com/",
    r"[\w-]+\.sharepoint\.com/:",
    r"(?:[\w-]+\.)?box\.com/(?:s|v)/",
    r"mega\.(?:nz|io)/(?:file|folder|#)",
    r"(?:www\.)?(?:transfernow\.net|swisstransfer\.com|fromsmash\.com|filemail\.com|hightail\.com|mediafire\.com)/",
    r"(?:www\.)?icloud\.com/(?:attachment|iclouddrive)",
)
_LINK = re.compile(rf"https?://(?:{'|'.join(SERVICES)})[\w\-.~%/?#&=:;+,@!$]{{0,500}}", re.I)
_QUOTE = re.compile(
    r"<blockquote|gmail_quote|divRplyFwdMsg|alimail-quote|ntes-mailmaster-quote|includetail|原始邮件|邮件原件|回复的原邮件",
    re.I,
)
"""Where the history of a mail begins in its HTML: what was linked there was linked before."""
MOST = 20
LOOKED_AT = 500_000
"""Characters of one text."""


def linked_files(new_text: str, htmls: list[str]) -> tuple[str, ...]:
    """Links in the new text and in the HTML above the history, each once, at most twenty."""
    found = [link.group() for link in _LINK.finditer(new_text, 0, LOOKED_AT)]
    for source in (each[:LOOKED_AT] for each in htmls):
        quote = _QUOTE.search(source)
        shown = source[: quote.start()] if quote else source
        found += [html.unescape(link.group()) for link in _LINK.finditer(shown)]
    return tuple(dict.fromkeys(link.rstrip(".,;:!") for link in found))[:MOST]
