"""The problem as one key, so that the same complaint is known again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from cases.chinese import to_simplified
from cases.mail import Field
from parsers.labels import dictionary

PRODUCT_FIELDS = ("model", "part_no", "product_name")
_MARKS = re.compile(r"[^\w\u3400-\u9fff]+")
MAX_MODE = 24


def problem_field(fields: Mapping[str, Field]) -> Field | None:
    """A proposal `product/failure` (`DDR4-16G/无法开机`) if both are stated; a person may say otherwise."""
    named = (fields[name] for name in PRODUCT_FIELDS if name in fields)
    product = next((field for field in named if isinstance(field.value, str)), None)
    failure = fields.get("failure_mode") or fields.get("description")
    if product is None or failure is None:
        return None
    mode = failure_name(str(failure.value))
    if not mode:
        return None
    family = " ".join(str(product.value).split()).upper()[:40]
    confidence = 0.7 if "failure_mode" in fields else 0.6
    return Field(f"{family}/{mode}", f"{product.raw}\n{failure.raw}", failure.where, confidence=confidence)


def failure_name(text: str) -> str:
    """The name a failure is compared by: the dictionary's, else the first clause without marks."""
    normal = to_simplified(unicodedata.normalize("NFKC", text).lower())
    for name, canonical in dictionary().failures:
        if name in normal:
            return canonical
    clause = re.split(r"[,，。.;；\n]", normal.strip(), maxsplit=1)[0]
    return _MARKS.sub("-", clause).strip("-")[:MAX_MODE]
