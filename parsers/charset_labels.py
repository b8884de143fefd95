"""Charsets by the labels that senders give them, as Python calls them."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

AS_GB18030 = frozenset(
    "gb2312 gbk x-gbk cp936 ms936 windows-936 gb_2312-80 gb_2312 euc-cn euccn chinese gb18030 gb-18030 x-euc-cn "
    "csgb2312 gb".split()
)
"""GB18030 contains GB 2312 and GBK, and senders label GBK bytes `gb2312`."""
AS_BIG5 = frozenset(["big5", "big-5", "x-x-big5", "cn-big5", "cp950", "ms950", "big5-hkscs", "x-big5"])
NOT_A_CHARSET = frozenset(["idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"])
"""Codecs of Python that no mail may choose."""
WIDER = {
    **dict.fromkeys(["iso8859-1", "latin_1", "cp819"], "cp1252"),
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    **dict.fromkeys(["shift_jis", "shift_jisx0213", "shift_jis_2004"], "cp932"),
    **dict.fromkeys(["euc_kr", "johab"], "cp949"),
}
"""What senders write who label it so: programs of the web read these labels as their supersets, too (WHATWG)."""
OTHER_NAMES = {
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-euc-jp": "euc_jp",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "iso-10646-ucs-2": "utf-16",
    "unicode": "utf-16",
    "ucs-2": "utf-16",
    "hz-gb-2312": "hz",
}
CODEPAGES = {65001: "utf-8", 936: "gb18030", 54936: "gb18030", 950: "big5", 932: "cp932", 949: "cp949"}
CODEPAGES |= {20936: "gb18030", 52936: "hz", 20127: "ascii", 28591: "latin-1", 50220: "iso-2022-jp"}
"""Windows code pages by number, where they are not simply `cp` and the number."""
LONGEST = 100
"""Characters of a label that are looked at."""
_LABEL_ENDS = re.compile(r"[*;(]")


def codec_of(label: str) -> str | None:
    """Python's codec for a charset label, None if there is none that a mail may use."""
    return _codec_of(label[:LONGEST])


@lru_cache(maxsize=256)
def _codec_of(label: str) -> str | None:
    name = _LABEL_ENDS.split(label.strip().strip("\"'"), maxsplit=1)[0].strip().lower()
    name = OTHER_NAMES.get(name, name)
    if name in AS_GB18030:
        return "gb18030"
    if name in AS_BIG5:
        return "big5hkscs"
    if not name or name in NOT_A_CHARSET or not name.isascii() or "\0" in name:
        return None
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    is_text = getattr(found, "_is_text_encoding", True)
    return WIDER.get(found.name, found.name) if is_text and found.name not in NOT_A_CHARSET else None


def charset_of(number: int) -> str:
    """A Windows code page as Python calls it."""
    return CODEPAGES.get(number, f"cp{number}")
