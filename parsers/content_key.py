"""The identity of a mail's content, the same for every delivery of the same mail."""

from __future__ import annotations

import hashlib

from parsers.limits import header_block

IDENTIFYING = (b"from", b"to", b"cc", b"date", b"subject", b"message-id")
"""What the sender wrote; Received, Authentication-Results and X-… differ from delivery to delivery."""


def content_key(raw: bytes) -> str:
    """SHA-256 over the identifying headers in lower case, white space folded, and the raw body."""
    block = header_block(raw)
    values: dict[bytes, list[bytes]] = {name: [] for name in IDENTIFYING}
    current: list[bytes] | None = None
    for line in block.split(b"\n"):
        if line[:1] in (b" ", b"\t"):
            if current:
                current[-1] += b" " + line
            continue
        name, colon, value = line.partition(b":")
        current = values.get(name.strip().lower()) if colon else None
        if current is not None:
            current.append(value)
    digest = hashlib.sha256()
    for name in IDENTIFYING:
        for value in values[name]:
            digest.update(name + b":" + b" ".join(value.lower().split()) + b"\n")
    digest.update(b"\n" + raw[len(block) :].lstrip(b"\r\n"))
    return digest.hexdigest()
