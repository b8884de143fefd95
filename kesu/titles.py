"""What a case is about, in the one line that stands below a form's name."""

from __future__ import annotations

import re

from cases.model import Case
from generator.docx_show import CLAUSE, columns, up_to_clause

LONGEST = 76
"""Columns (a Han character has two): what every form prints whole."""
LEGAL = re.compile(
    r"(?:,? (?:Co\.?,? ?Ltd|Ltd|Limited|Inc|Corp|LLC|GmbH|AG|S\.A|PLC)\b|(?:股份)?有限(?:责任)?公司).*", re.IGNORECASE
)
"""From here on a company's name is a matter of law and of addresses."""
UNIT = re.compile(r"(?<=\d) (?=[A-Za-zµμΩ°℃]{1,3}\b)")


def title_of(case: Case, lang: str) -> str:
    """`客户 产品：问题`, `Customer: product, symptom`, as far as known; of a long symptom its first clauses."""
    customer = LEGAL.sub("", case.customer.name).strip() or case.customer.name
    symptom, products = _text(case, "failure_mode"), _products(case)
    for product in products:
        for problem in (symptom, *(symptom[: end.start()] for end in reversed([*CLAUSE.finditer(symptom)]))):
            if columns(title := _joined(lang, customer, product, problem)) <= LONGEST:
                return UNIT.sub("\u00a0", title)
    return UNIT.sub("\u00a0", up_to_clause(_joined(lang, customer, products[-1], symptom), LONGEST))


def _products(case: Case) -> list[str]:
    """The product with its model, then what says less."""
    name, model = _text(case, "product_name"), _text(case, "model")
    both = name if model in name else f"{name} {model}".strip()
    return list(dict.fromkeys((both, name or model)))


def _joined(lang: str, customer: str, product: str, symptom: str) -> str:
    if lang == "en":
        about = ", ".join(filter(None, (product, symptom)))
        return ": ".join(filter(None, (customer, about)))
    return "：".join(filter(None, (f"{customer} {product}".strip(), symptom)))


def _text(case: Case, fact: str) -> str:
    """On one line, without doubled blanks."""
    return " ".join(case.text(fact).split())
