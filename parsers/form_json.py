"""A returned form as JSON: the shape of `kesu read-form`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cases.returned import Answer, Finding, Returned


def form_as_json(
    returned: Returned, findings: Iterable[Finding], score: Mapping[str, object] | None
) -> dict[str, object]:
    """`score`: None for a form that is not scored."""
    return {
        "case": returned.case,
        "form": returned.form,
        "revision": returned.revision,
        "language": returned.language,
        "fields": {name: _answer(answer) for name, answer in returned.fields.items()},
        "rows": {table: [dict(row) for row in rows] for table, rows in returned.rows.items()},
        "prefilled_changed": [{"field": name, "value": text} for name, text in returned.prefilled_changed.items()],
        "findings": [{"rule": each.rule, "level": each.level, "zh": each.zh, "en": each.en} for each in findings],
        "score": None if score is None else dict(score),
        "converted_from": returned.converted_from or None,
        "flags": list(returned.flags),
    }


def _answer(answer: Answer) -> dict[str, object]:
    value = list(answer.value) if isinstance(answer.value, tuple) else answer.value
    return {"value": value if answer.agreed else dict(answer.seen), "by": list(answer.by), "agreed": answer.agreed}
