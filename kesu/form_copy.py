"""The customer's copies of a returned form: written anew from the answers, or made from the file itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cases.model import Case
from cases.returned import BLOCK, INFO, Finding
from generator.customer_copy import customer_copy
from generator.docx_text import holds
from kesu.customers import languages_for
from kesu.desk import Desk
from kesu.form_checking import Read
from kesu.form_progress import steps_of
from kesu.forms import facts_for
from kesu.pasted import with_pictures

EXTRA, LANGUAGE = "FORM-extra", "FORM-language"


def outside_copies(
    desk: Desk, case: Case, read: Read, docx: bytes, revision: str, now: datetime, beside: Sequence[bytes] = ()
) -> tuple[dict[str, bytes], list[Finding]]:
    """What the customer gets, by language: the form written anew from all answers, in each language they want, with the
    pictures that were pasted into its cells.

    Where the file holds what no answer carries (a chart, a paragraph between the tables), the one copy is made from the
    file itself, in its language, provided that it holds everybody's answers. Where neither would be whole there is
    none, and a finding that blocks. `beside`: other copies of the form from the same mail, of which nothing may be lost
    either.
    Raises FormUnreadable for a file that is no plain Word document.
    """
    day = f"{desk.local(now):%Y-%m-%d}"

    score = read.review.score if read.review else None
    points = {**score.disciplines, "total": score.total} if score else {}
    shown, own = desk.config.documents.self_score, read.returned.language
    wanted = languages_for(case.customer, desk.config)

    def written(lang: str, *, scored: bool) -> bytes:
        facts = facts_for(desk, case, read.form.id, revision, now, lang) | {
            "signoff": [],
            "score": points,
            "steps": steps_of(desk, case, read.form.id, points),
        }
        form = with_pictures(desk, case, read.form.id, desk.documents.write(read.form.id, lang, facts))
        return customer_copy(form, revision, day, scored=scored)

    released = customer_copy(docx, revision, day)
    same = written(own, scored=False)
    aside = set_aside(read)
    others = [customer_copy(each, revision, day) for each in beside]
    if all(holds(same, each, aside) for each in (released, *others)):
        return {lang: same if lang == own and not shown else written(lang, scored=shown) for lang in wanted}, []
    if holds(released, same) and all(holds(released, each, aside) for each in others):
        return {own: released}, [ONE_LANGUAGE] if set(wanted) - {own} else []
    return {}, [NOT_WHOLE]


NOT_WHOLE = Finding(
    EXTRA,
    BLOCK,
    "表格栏位之外有图片或文字，而文件中的其他内容与案件不一致，或还有同事填写的内容，两者无法自动合并。"
    "请把图片和文字放进随信的新表单后再交回。",
    "There are pictures or text outside the fields, while other parts of the file differ from the case or lack "
    "what colleagues have answered; the two cannot be joined. Please put them into the new form enclosed.",
)
ONE_LANGUAGE = Finding(
    LANGUAGE,
    INFO,
    "表格栏位之外有图片或文字，其他语言的版本无法带上，因此客户只会收到这一种语言的版本。"
    "如需其他语言的版本，请把图片和文字放进栏位后再交回。",
    "There are pictures or text outside the fields, which a version in another language would lack, so that the "
    "customer gets this language alone. For other languages please put them into the fields and send the form again.",
)


def set_aside(read: Read) -> list[str]:
    """What the file says and the report need not: facts of ours, which may be others by now, answers that clash."""
    ours = [read.returned.text(field.id) for field in read.form.fields if not field.fill.by_hand]
    return [*ours, *read.returned.prefilled_changed.values(), *(clash.offered for clash in read.clashes)]
