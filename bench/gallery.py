"""Every form as it looks: both languages, filled, empty, to the brim, with hostile text, and the customer's copy.

python -m bench.gallery [--out gallery-out] [FORM ...]

Writes .docx, .pdf and .png, and an index.html to look through. LibreOffice takes a batch at a time. What a program can
see is checked as in the tests (tests/generator/page_faults.py): pages as designed and none empty, nothing lost, no sign
without a glyph, nothing over borders, margins or other text. Faults are printed, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from cases.forms import Form
from generator.customer_copy import customer_copy
from tests.generator.docx_reading import US, WRITER
from tests.generator.form_facts import extreme, realistic, wild
from tests.generator.page_faults import faults
from tests.generator.pdf_reading import office, tool

BATCH = 24
"""Documents for one LibreOffice: its start is shared, and progress is seen."""
SHOWN = 6
"""Pages of a document that are made pictures; one filled to the brim has dozens."""
DPI = 80
STYLE = (
    "body{font:14px Arial,'Microsoft YaHei',sans-serif;margin:24px;background:#f3f5f8;color:#1a1a1a}"
    "h2{color:#1f3a5f;margin:32px 0 4px}section{display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start}"
    "figure{margin:0}figcaption{font-size:12px;color:#3b4b5c;margin-bottom:4px}.odd{color:#b3261e;font-weight:bold}"
    "img{height:330px;border:1px solid #8796a5;background:#fff}"
)


def editions(form: Form, lang: str) -> Iterator[tuple[str, bytes]]:
    """Each kind of a form, by its name."""
    ours = {} if lang == "zh" else {"us.department": "Quality Management"}
    filled, brim = (WRITER.write(form.id, lang, facts) for facts in (realistic(form, lang), extreme(form) | ours))
    yield "filled", filled
    yield "empty", WRITER.write(form.id, lang, US | ours)
    yield "wild", WRITER.write(form.id, lang, wild(form) | ours)
    yield "brim", brim
    if form.outside:
        yield "customer", customer_copy(filled)
        yield "customer.brim", customer_copy(brim)


def draw(out: Path, forms: list[Form]) -> None:
    made = [path for form in forms for lang in ("zh", "en") for path in written(out, form, lang)]
    for done in range(0, len(made), BATCH):
        batch = made[done : done + BATCH]
        office(out, "pdf", out, batch)
        for path in batch:
            tool("pdftoppm", "-r", DPI, "-l", SHOWN, "-png", path.with_suffix(".pdf"), path.with_suffix(""))
        print(f"{done + len(batch)} of {len(made)} documents drawn", flush=True)


def written(out: Path, form: Form, lang: str) -> Iterator[Path]:
    for kind, docx in editions(form, lang):
        path = out / f"{form.template}.{lang}.{kind}.docx"
        path.write_bytes(docx)
        yield path


def pages(pdf: Path) -> int:
    return int(tool("pdfinfo", pdf).partition("Pages:")[2].split()[0])


def index(out: Path, every: list[Form], drawn: list[Form]) -> tuple[str, list[str]]:
    """The page to look through, of all that was ever drawn; and what is wrong with what was drawn now."""
    parts, odd = [], []
    for form in every:
        parts.append(f"<h2>{escape(form.id)} {escape(form.name_zh)} · {escape(form.name_en)}</h2><section>")
        for pdf in sorted(out.glob(f"{form.template}.*.pdf")):
            found = faults(pdf.stem, pdf.with_suffix(".docx").read_bytes(), pdf) if form in drawn else []
            odd += found
            parts.append(figure(pdf, out, found))
        parts.append("</section>")
    head = f"<!doctype html><meta charset=utf-8><title>kesu: every form</title><style>{STYLE}</style>"
    return head + "".join(parts), odd


def figure(pdf: Path, out: Path, found: list[str]) -> str:
    names = [each.name for each in sorted(out.glob(f"{pdf.stem}-*.png"))]
    pictures = [f'<a href="{name}"><img loading=lazy src="{name}"></a>' for name in names]
    mark = f" class=odd title='{escape(chr(10).join(found))}'" if found else ""
    links = f'<a href="{pdf.name}">pdf</a> <a href="{pdf.stem}.docx">docx</a>'
    return f"<figure><figcaption{mark}>{pdf.stem}, {pages(pdf)} p. {links}</figcaption>{''.join(pictures)}</figure>"


def main() -> int:
    parser = argparse.ArgumentParser(prog="gallery")
    parser.add_argument("--out", type=Path, default=Path("gallery-out"))
    parser.add_argument("forms", nargs="*", help="ids; all if none is given")
    asked = parser.parse_args()
    every = sorted(WRITER.forms().values(), key=lambda form: form.id)
    forms = [form for form in every if not asked.forms or form.id in asked.forms]
    asked.out.mkdir(parents=True, exist_ok=True)
    for old in [path for form in forms for path in asked.out.glob(f"{form.template}.*")]:
        old.unlink()
    draw(asked.out, forms)
    page, odd = index(asked.out, every, forms)
    (asked.out / "index.html").write_text(page, encoding="utf-8")
    print(*odd, f"{len(forms)} forms in {asked.out / 'index.html'}", sep="\n")
    return int(bool(odd))


if __name__ == "__main__":
    sys.exit(main())
