"""The customer's copy of a returned form: written anew from the answers, or made from the file itself."""

from __future__ import annotations

from datetime import datetime

from cases.model import Case
from cases.returned import BLOCK, Finding
from generator.customer_copy import customer_copy
from generator.docx_text import holds
from kesu.desk import Desk
from kesu.form_checking import Read
from kesu.forms import facts_for

EXTRA = "FORM-extra"


def outside_copy(desk: Desk, case: Case, read: Read, docx: bytes, revision: str, now: datetime) -> bytes | Finding:
    """What the customer gets: the form written anew from all answers, in the customer's language.

    Where the file holds what no answer carries (a chart, a paragraph between the tables), the copy is made from the
    file itself, provided that it holds everybody's answers; a finding that blocks where neither would be whole.
    Raises FormUnreadable for a file that is no plain Word document.
    """
    day = f"{desk.local(now):%Y-%m-%d}"

    score = read.review.score if read.review else None
    points = {**score.disciplines, "total": score.total} if score else {}
    shown = desk.config.documents.self_score

    def written(lang: str, *, scored: bool) -> bytes:
        facts = facts_for(desk, case, read.form.id, revision, now, lang) | {"signoff": [], "score": points}
        return customer_copy(desk.documents.write(read.form.id, lang, facts), revision, day, scored=scored)

    released, same = customer_copy(docx, revision, day), written(read.returned.language, scored=False)
    if holds(same, released, _set_aside(read)):
        lang = case.customer.language
        return same if lang == read.returned.language and not shown else written(lang, scored=shown)
    if holds(released, same):
        return released
    return Finding(
        EXTRA,
        BLOCK,
        "表格栏位之外有图片或文字，而文件中的其他内容与案件不一致，或还有同事填写的内容，两者无法自动合并。"
        "请把图片和文字放进随信的新表单后再交回。",
        "There are pictures or text outside the fields, while other parts of the file differ from the case or lack "
        "what colleagues have answered; the two cannot be joined. Please put them into the new form enclosed.",
    )


def _set_aside(read: Read) -> list[str]:
    """What the file says and the report does not: facts of ours that were overwritten, answers that clash."""
    return [*read.returned.prefilled_changed.values(), *(clash.offered for clash in read.clashes)]
