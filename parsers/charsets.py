"""Bytes to text, whatever the label says."""

from __future__ import annotations

import codecs
import re

from parsers.charset_labels import codec_of
from parsers.chinese_or_western import by_frequent_bytes, meant_chinese
from parsers.iso2022 import decode_iso2022, is_iso2022

SEVEN_BIT = frozenset(["hz", "utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
"""Codecs whose bytes may be valid UTF-8 and mean something else."""
WESTERN = frozenset(["cp1252", "cp1250", "cp1254", "latin_1", "iso8859-15", "iso8859-2"])
"""Codecs that take any bytes, so that a wrong label never shows."""
CHINESE = frozenset(["gb18030", "big5hkscs"])
MARKS = ((codecs.BOM_UTF8, "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
"""Byte order marks, which say more than a label."""
EAST_ASIAN_CODECS = frozenset(["gb18030", "big5hkscs", "cp949", "cp932", "euc_jp"])
BEYOND_CHANCE = 3
MANY = 10
"""Bytes beyond ASCII of which a share says something."""
_PAIRS = re.compile(rb"[\xa1-\xfe]+")
_EAST_ASIAN = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_OTHER_HIGH = re.compile("[\u0080-\u1fff]")
_UTF8_SEQUENCE = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}|\xc2[\xa0-\xbf]"
)
_HZ = re.compile(rb"~\{(?:[!-w][!-~]){1,2000}~\}")
_HIGH = bytes(range(0x80, 0x100))
_SURROGATES = re.compile("[\ud800-\udfff]")


def decode(data: bytes, label: str = "") -> tuple[str, tuple[str, ...]]:
    """The text and its defects. Tries the label, unless the bytes are plainly in another charset; then UTF-8,
    GB18030 and at last Latin-1, which never fails."""
    if is_iso2022(data) and (data.isascii() or "2022" in label):
        text, known = decode_iso2022(data)
        return text, () if known else ("broken-bytes",)
    if data.isascii() and not _is_seven_bit(label, data):
        return _ascii(data), ()
    if marked := next((name for mark, name in MARKS if data.startswith(mark)), ""):
        return _clean(data.decode(marked, "replace")), ()
    codec = codec_of(label)
    if codec in (None, "ascii"):
        text, defects = _guess(data)
        return text, ("unknown-charset", *defects) if label and codec is None else defects
    if meant := _meant(data, codec or ""):
        return _clean(data.decode(meant, "replace")), ("mislabelled-charset",)
    if codec == "utf-16":
        codec = _byte_order(data)
    try:
        return _clean(data.decode(codec or "utf-8")), ()
    except (UnicodeError, ValueError):
        return _second_try(data, codec or "utf-8")


def _ascii(data: bytes) -> str:
    """HZ (RFC 1843) comes as plain ASCII, too, with or without a label of its own."""
    if _HZ.search(data):
        try:
            return data.decode("hz")
        except UnicodeDecodeError:
            pass
    return data.decode("ascii")


def _meant(data: bytes, codec: str) -> str:
    """The charset that the bytes are plainly in, whatever the label says; "" if they may be in the label's."""
    if codec.startswith("utf-16") and b"\0" not in data and _is_utf8_after_all(data, in_pairs=False):
        return "utf-8"
    if codec not in ("utf-8", *SEVEN_BIT) and _is_utf8_after_all(data, codec in EAST_ASIAN_CODECS):
        return "utf-8"
    if codec in WESTERN and _is_gb2312_after_all(data):
        return "gb18030"
    if codec in CHINESE and (meant := meant_chinese(data, codec)) != codec:
        return meant
    return ""


def decode_header_bytes(data: bytes) -> str:
    """Raw 8-bit header bytes (RFC 6532 or older habits): UTF-8, else GB18030, else Latin-1."""
    return decode(data)[0]


def _is_seven_bit(label: str, data: bytes) -> bool:
    if not label:
        return False
    return codec_of(label) in SEVEN_BIT and (b"~" in data or b"+" in data or b"\x1b" in data or b"\0" in data)


def _byte_order(data: bytes) -> str:
    """UTF-16 without its mark: by where the zero bytes of Latin letters and line ends stand (RFC 2781, 4.3)."""
    return "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"


def _is_utf8_after_all(data: bytes, in_pairs: bool) -> bool:
    """Whether bytes labelled as something else are UTF-8; beyond coincidence, if the label's charset is one of pairs,
    whose text may look like UTF-8."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if not in_pairs:
        return True
    return len(_EAST_ASIAN.findall(text)) >= max(2, len(_OTHER_HIGH.findall(text)))


def _is_gb2312_after_all(data: bytes) -> bool:
    """Whether bytes labelled as a Western charset are Chinese: high bytes in pairs only, and pairs of GB 2312."""
    runs: list[bytes] = _PAIRS.findall(data)
    high = sum(map(len, runs))
    if high < 8 or high < sum(byte >= 0x80 for byte in data) or any(len(run) % 2 for run in runs):
        return False
    try:
        return len(_EAST_ASIAN.findall(b"".join(runs).decode("gb2312"))) * 4 >= high
    except UnicodeDecodeError:
        return False


def _second_try(data: bytes, codec: str) -> tuple[str, tuple[str, ...]]:
    """The label does not fit: either some bytes were damaged on the way, or it names the wrong charset."""
    if _is_damaged_utf8(data, 1 if codec == "utf-8" else BEYOND_CHANCE):
        damaged = "broken-bytes" if codec == "utf-8" else "mislabelled-charset"
        return _clean(data.decode("utf-8", "replace")), (damaged,)
    if codec == "cp1252":  # a few of its bytes mean nothing; in Latin-1 they are control characters
        return data.decode("latin-1"), ("broken-bytes",)
    text = _clean(data.decode(codec, "replace"))
    if codec != "utf-8" and _few_are_lost(text, data):
        return text, ("broken-bytes",)
    guess, doubts = _guess(data)
    if codec in EAST_ASIAN_CODECS and doubts[-1:] != ("guessed-charset",):
        return text, ("broken-bytes",)
    return guess, ("mislabelled-charset",)


def _guess(data: bytes) -> tuple[str, tuple[str, ...]]:
    """UTF-8, GB18030 or at last Latin-1; damaged UTF-8 and GB18030 before that."""
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    if _is_damaged_utf8(data, BEYOND_CHANCE):
        return _clean(data.decode("utf-8", "replace")), ("broken-bytes",)
    if (meant := by_frequent_bytes(data)) == "cp1252":
        return _western(data), ("guessed-charset",)
    if meant != "gb18030":
        return _clean(data.decode(meant, "replace")), ("guessed-charset",)
    try:
        return data.decode("gb18030"), ("guessed-charset",)
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
    if _few_are_lost(text, data):
        return _clean(text), ("guessed-charset", "broken-bytes")
    return data.decode("latin-1"), ("guessed-charset",)


def _is_damaged_utf8(data: bytes, least: int) -> bool:
    """Whether most bytes beyond ASCII are whole UTF-8 characters, `least` of them of three bytes or more, which in
    such number no other charset makes by chance; or all but a few are of any length."""
    sequences = _UTF8_SEQUENCE.findall(data)
    high = len(data) - len(data.translate(None, _HIGH))
    wide = [len(each) for each in sequences if len(each) > 2]
    if len(wide) >= least and sum(wide) * 2 > high:
        return True
    return high >= MANY and sum(map(len, sequences)) * 10 >= high * 9


def _western(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _few_are_lost(text: str, data: bytes) -> bool:
    high = len(data) - len(data.translate(None, _HIGH))
    return text.count("\ufffd") <= max(1, high // 10)


def _clean(text: str) -> str:
    return _SURROGATES.sub("\ufffd", text)
