"""The identity of a mail's content, the same for every delivery of the same mail."""

from __future__ import annotations

import hashlib
import re

from parsers.limits import header_block

IDENTIFYING = (b"from", b"to", b"cc", b"date", b"subject", b"message-id")
"""What the sender wrote; Received, Authentication-Results and X-… differ from delivery to delivery."""
LONGEST = 2**20
"""Bytes of headers that are looked into; a mail with more is never read, and is known by all of its bytes."""
_LINE_ENDS = re.compile(rb"[\r\n]*+")


def content_key(raw: bytes) -> str:
    """SHA-256 over the identifying headers in lower case, white space folded, and the raw body."""
    block = header_block(raw)
    if len(block) > LONGEST:
        return hashlib.sha256(raw).hexdigest()
    values: dict[bytes, list[list[bytes]]] = {name: [] for name in IDENTIFYING}
    current: list[list[bytes]] | None = None
    for line in block.split(b"\n"):
        if line[:1] in (b" ", b"\t"):
            if current:
                current[-1].append(line)
            continue
        name, colon, value = line.partition(b":")
        current = values.get(name.strip().lower()) if colon else None
        if current is not None:
            current.append([value])
    digest = hashlib.sha256()
    for name in IDENTIFYING:
        for lines in values[name]:
            digest.update(name + b":" + b" ".join(b" ".join(lines).lower().split()) + b"\n")
    digest.update(b"\n")
    blank = _LINE_ENDS.match(raw, len(block))
    digest.update(memoryview(raw)[blank.end() if blank else len(block) :])
    return digest.hexdigest()
