"""What a review says, as lines of a mail."""

from __future__ import annotations

from cases.documents import DocumentRevision
from cases.model import Case
from cases.returned import BLOCK, Finding
from generator.context_parts import ReviewLine


def review_line(finding: Finding, lang: str) -> ReviewLine:
    sentence = finding.en if lang == "en" else finding.zh
    return {"rule": finding.rule, "blocks": finding.level == BLOCK, "sentence": sentence}


def review_of(case: Case, document: DocumentRevision, lang: str) -> dict[str, object]:
    """What the review said of a document that passed it, for who decides on it."""
    wanted = (document.form, document.revision)
    told = next((each for each in reversed(case.reviews) if (each.form, each.revision) == wanted), None)
    return {
        "total": told.total if told else None,
        "findings": [review_line(each, lang) for each in told.findings] if told else [],
    }
