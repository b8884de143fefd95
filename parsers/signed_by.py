"""The desk's own look at DKIM signatures (RFC 6376): did the domain of the From sign these very bytes?"""

from __future__ import annotations

import re
from collections import Counter

from cases.origin import Origin, Proof
from cases.ports import LookupUnavailable, TxtRecords
from parsers.headers import Headers

SIGNATURES = 8
"""Signatures of one mail that are looked at; each costs a look-up."""
KEY_BITS = 1024
MUST_BE_SIGNED = frozenset([b"from", b"subject"])
"""Who says it, and the code in the subject."""
ONCE = ("from", "subject", "content-type")
"""Of two, the signature would cover one, and the reader might take the other."""
_DOMAIN = re.compile(r"(?:^|;)\s*d\s*=\s*([^;\s]+)")


def by_signature(raw: bytes, headers: Headers, domain: str, txt: TxtRecords) -> Origin:
    """Passed if one signature of exactly `domain` covers From, Subject and the whole text, and its key fits.

    A signature of another domain says nothing of the From. One that does not fit may be the work of a server on the
    way, so that it proves as little as none.
    """
    seen = Counter(name for name, _ in headers.fields)
    if twice := [name for name in ONCE if seen[name] > 1]:
        return Origin(Proof.FAILED, f"more than one header {', '.join(twice)}")
    signatures = headers.all("dkim-signature")[:SIGNATURES]
    ours = [i for i, value in enumerate(signatures) if _signer(value) == domain]
    if not ours:
        return Origin(Proof.UNKNOWN, f"no signature of {domain}")
    found = [_look(raw, index, txt) for index in ours]
    if "" in found:
        return Origin(Proof.PASSED, f"signature of {domain} (DKIM) verified by the desk")
    return Origin(Proof.UNKNOWN, f"signature of {domain}: {found[0]}")


def _signer(value: bytes) -> str:
    told = _DOMAIN.search(value.decode("latin-1"))
    return told[1].lower() if told else ""


def _look(raw: bytes, index: int, txt: TxtRecords) -> str:
    """What is wrong with the signature at this place; "" if nothing is."""
    import dkim  # a fifth of a second, and most mails are no decisions

    def record(name: bytes, timeout: int = 0) -> bytes | None:  # noqa: ARG001 - dkimpy gives its own time limit
        return txt(name.decode("ascii"))

    mail = dkim.DKIM(raw, minkey=KEY_BITS)
    try:
        told, signed, _ = mail.verify_headerprep(index)
        if b"l" in told:
            return "it covers a part of the text only"
        if not told[b"a"].endswith(b"-sha256"):
            return f"it is made with {told[b'a'].decode('ascii', 'replace')}"
        if missing := MUST_BE_SIGNED - set(signed):
            return f"it does not cover {b', '.join(sorted(missing)).decode()}"
        return "" if mail.verify(index, dnsfunc=record) else "it does not fit the mail"
    except LookupUnavailable as trouble:
        return f"the key could not be asked for: {trouble}"
    except Exception as fault:  # noqa: BLE001 - whatever strangers write in a signature proves nothing
        return f"it cannot be checked ({fault or type(fault).__name__})"
