"""Where a mail comes from: the word of the desk's own server first, then the signature of the sender's domain."""

from __future__ import annotations

from dataclasses import dataclass

from cases.origin import Origin, Proof, Provider
from cases.ports import TxtRecords
from parsers.addresses import parse_addresses
from parsers.auth_results import by_results, topmost_results
from parsers.headers import Headers, read_headers
from parsers.limits import header_block
from parsers.signed_by import by_signature


@dataclass(frozen=True, slots=True)
class MailOrigin:
    """An OriginCheck. `authserv_id` is whose results count ("" = nobody's); without `txt` no signature is checked."""

    authserv_id: str = ""
    txt: TxtRecords | None = None

    def __call__(self, raw: bytes, sender: str) -> Origin:
        headers = read_headers(header_block(raw))
        if (wrong := _other_sender(headers, sender)) is not None:
            return wrong
        domain = sender.rpartition("@")[2].lower()
        told = by_results(headers, self.authserv_id, domain)
        if told.proof is Proof.PASSED or self.txt is None:
            return told
        own = by_signature(raw, headers, domain, self.txt)
        if own.proof is Proof.PASSED or not self.authserv_id:
            return own
        return _both(told, own)


def stamped_by(raw: bytes) -> str:
    """The authserv-id of the topmost results; "" if there are none."""
    results = topmost_results(read_headers(header_block(raw)))
    return results.authserv_id if results else ""


def probed(genuine: bytes, forged: bytes, sender: str, forged_id: str) -> Provider:
    """What two mails from the desk to itself show: one as it was sent, one that brought results of its own along.

    `forged_id` is whom the forged results name.
    """
    by = stamped_by(genuine)
    genuine_passes = MailOrigin(by)(genuine, sender).proof is Proof.PASSED
    forged_passes = MailOrigin(forged_id)(forged, sender).proof is Proof.PASSED
    return Provider(by, genuine_passes, forged_passes)


def _other_sender(headers: Headers, sender: str) -> Origin | None:
    """One From header with one mailbox, the one that is taken for the sender: else nothing is proved, ever."""
    written = headers.all("from")
    named = parse_addresses(written)
    if len(written) != 1 or len(named) != 1:
        return Origin(Proof.FAILED, f"{len(written)} From headers with {len(named)} mailboxes")
    if not sender or named[0].address != sender.lower():
        return Origin(Proof.FAILED, f"the From is not {sender}")
    return None


def _both(told: Origin, own: Origin) -> Origin:
    proof = Proof.FAILED if Proof.FAILED in (told.proof, own.proof) else Proof.UNKNOWN
    return Origin(proof, f"{told.says}; {own.says}")
