"""Whether a mail comes from where its From says: what was looked at, and what it showed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Proof(StrEnum):
    """No sign of the origin is never a good sign: a mail that says nothing of it is UNKNOWN, not PASSED."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of the origin of one mail; `says` is the evidence, one line for people."""

    proof: Proof
    says: str

    def __str__(self) -> str:
        return f"{self.proof}: {self.says}"


@dataclass(frozen=True, slots=True)
class Provider:
    """What the desk's mail provider does with mails that it delivers, as two probes have shown."""

    authserv_id: str = ""
    """Who signs the topmost Authentication-Results of a genuine mail (RFC 8601, 2.5); "" if nobody does."""
    genuine_passes: bool = False
    """Whether the results of the genuine probe say that its From is true."""
    forged_passes: bool = False
    """Whether results that the probe brought along itself stood on top when it arrived."""

    @property
    def trusted_id(self) -> str:
        """The authserv-id to go by; "" where the results prove nothing."""
        return self.authserv_id if self.genuine_passes and not self.forged_passes else ""
