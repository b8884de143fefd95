"""A customer's picture as documents show it, made from the original, which stays with the mail as it came."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Unshown(StrEnum):
    """Why a picture is named in a document instead of shown; generator and forms have a sentence for each."""

    FORMAT = "format"
    """Of a format that Word does not show everywhere (HEIC), or of none that is known."""
    DAMAGED = "damaged"
    TOO_MANY_PIXELS = "too-many-pixels"
    TOO_COSTLY = "too-costly"
    """Opening it took more memory or time than it may."""
    TOO_MANY = "too-many"
    """There is no more room for it in the document."""


@dataclass(frozen=True, slots=True)
class Photo:
    """JPEG or PNG, upright, of print size, without metadata; or no bytes and the reason."""

    image: bytes = field(default=b"", repr=False)
    why: Unshown | None = None
