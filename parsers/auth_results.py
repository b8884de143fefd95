"""The results of checks that the receiving server has written on top of a mail (RFC 8601)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import authres

from cases.origin import Origin, Proof
from parsers.headers import Headers

LONGEST = 8_000
"""Bytes of a header of results that is read; servers write some hundred."""


@dataclass(frozen=True, slots=True)
class Results:
    """Who has checked, and what came out: (method, result, {type.name: value}) in lower case."""

    authserv_id: str
    found: tuple[tuple[str, str, dict[str, str]], ...]

    def of(self, method: str) -> Iterator[tuple[str, dict[str, str]]]:
        return ((result, told) for name, result, told in self.found if name == method)


def topmost_results(headers: Headers) -> Results | None:
    """The first Authentication-Results: each server writes above what it was given, so all below may be forged."""
    raw = headers.raw("authentication-results")
    if not raw or len(raw) > LONGEST:
        return None
    try:
        read = authres.parse_value(raw.decode("ascii", "replace"))
    except authres.AuthResError:
        return None
    found = tuple(
        (
            str(one.method).lower(),
            str(one.result).lower(),
            {f"{p.type}.{p.name}".lower(): str(p.value).lower() for p in one.properties if p.value},
        )
        for one in read.results
    )
    return Results(str(read.authserv_id or "").lower(), found)


def by_results(headers: Headers, authserv_id: str, domain: str) -> Origin:
    """What the pinned server's results say of a From in `domain`; anybody else's say nothing."""
    if not authserv_id:
        return Origin(Proof.UNKNOWN, "no authserv-id is pinned")
    results = topmost_results(headers)
    if results is None:
        return Origin(Proof.UNKNOWN, "no readable Authentication-Results")
    if results.authserv_id != authserv_id.lower():
        return Origin(Proof.UNKNOWN, f"the topmost Authentication-Results is not by {authserv_id}")
    return _told(results, domain)


def _told(results: Results, domain: str) -> Origin:
    by = results.authserv_id
    dmarc = {result for result, told in results.of("dmarc") if told.get("header.from", domain) == domain}
    if dmarc - {"pass", "none", "bestguesspass"}:
        return Origin(Proof.FAILED, f"{by}: dmarc={', '.join(sorted(dmarc))} for {domain}")
    if any(result == "pass" and told.get("header.from") == domain for result, told in results.of("dmarc")):
        return Origin(Proof.PASSED, f"{by}: dmarc=pass header.from={domain}")
    if any(result == "pass" and _signer(told) == domain for result, told in results.of("dkim")):
        return Origin(Proof.PASSED, f"{by}: dkim=pass header.d={domain}")
    return Origin(Proof.UNKNOWN, f"{by}: nothing passed for {domain}")


def _signer(told: dict[str, str]) -> str:
    """The domain that signed; header.i is in it or below it, and only counts where it is the same."""
    return told.get("header.d") or told.get("header.i", "").rpartition("@")[2]
