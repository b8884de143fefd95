"""Text that switches character sets by escape sequences (ISO/IEC 2022): Chinese (RFC 1922), Japanese (RFC 1468 and
what Outlook makes of it), Korean (RFC 1557). One reader for all, because senders mix them up."""

from __future__ import annotations

import re

_TOKEN = re.compile(rb"\x1b(?:\$[()*]?[@-Z]|\([@-Z]|[NO]|&@)|[\x0e\x0f\n]|[^\x1b\x0e\x0f\n]+|\x1b")
_SETS = {
    b"\x1b$@": "euc_jp",
    b"\x1b$B": "euc_jp",
    b"\x1b$(@": "euc_jp",
    b"\x1b$(B": "euc_jp",
    b"\x1b$(O": "euc_jis_2004",
    b"\x1b$(Q": "euc_jis_2004",
    b"\x1b$A": "gb2312",
    b"\x1b$(A": "gb2312",
    b"\x1b$)A": "gb2312",
    b"\x1b$)E": "gb2312",
    b"\x1b$(C": "euc_kr",
    b"\x1b$)C": "euc_kr",
    b"\x1b(I": "half-width",
}
"""Two-byte sets by their escape, as the 8-bit charset that has the same characters with the high bits set."""
_WIDER = {"euc_jp": "euc_jis_2004", "gb2312": "gb18030", "euc_kr": "cp949"}
SHIFT_OUT, SHIFT_IN, LINE_END = b"\x0e", b"\x0f", b"\n"


def is_iso2022(data: bytes) -> bool:
    """Whether the bytes switch to a two-byte set: nothing else does that in a mail."""
    return b"\x1b$" in data


def decode_iso2022(data: bytes) -> tuple[str, bool]:
    """The text, and whether every character of it is known. Sets that no program here knows (CNS 11643) are not."""
    pieces: list[str] = []
    standing, shifted, out = "", "", False
    known = True
    for token in _TOKEN.findall(data):
        if token[:1] == b"\x1b":
            if token[:3] in (b"\x1b$)", b"\x1b$*"):
                shifted = _SETS.get(token, "unknown")
            else:
                standing = _SETS.get(token, "" if token[:2] == b"\x1b(" else "unknown")
        elif token in (SHIFT_OUT, SHIFT_IN):
            out = token == SHIFT_OUT
        elif token == LINE_END:
            standing, out = "", False
            pieces.append("\n")
        else:
            piece = _decoded(token, shifted if out else standing)
            known = known and "\ufffd" not in piece
            pieces.append(piece)
    return "".join(pieces), known


def _decoded(data: bytes, charset: str) -> str:
    if not charset:
        return data.decode("ascii", "replace")
    if charset == "unknown":
        return "\ufffd" * ((len(data) + 1) // 2)
    high = bytes(byte | 0x80 if byte > 0x20 else byte for byte in data)
    if charset == "half-width":
        return high.decode("cp932", "replace")
    try:
        return high.decode(charset)
    except UnicodeDecodeError:
        return high.decode(_WIDER.get(charset, charset), "replace")
