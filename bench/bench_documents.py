"""Filling a Word form: ours beside docxtpl, and beside the floor (Jinja and deflate of the parts that change).

python -m bench.bench_documents

The same template and values for all, no photos, methods by turns, medians of processor time. Goals: 40 times
docxtpl at zlib 6, 60 times at zlib 1, at most twice the floor.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from docxtpl import DocxTemplate

from cases.forms import LANGUAGES, Form
from generator.documents import DocxWriter
from generator.docx_compiled import Compiled
from generator.docx_compiler import Cells, Compiler
from generator.docx_facts import context
from generator.docx_source import Uncovered
from generator.docx_zip import member
from tests.generator.docx_reading import TEMPLATES, WRITER, facts

ROUNDS, OURS_A_ROUND = 7, 20
GOALS = {"zlib 6": 40.0, "zlib 1": 60.0}
FLOOR = 2.0
Way = Callable[[], object]


def cost(way: Way, times: int) -> float:
    """Milliseconds of processor time of one call."""
    begun = time.process_time()
    for _ in range(times):
        way()
    return (time.process_time() - begun) * 1000 / times


def docxtpl(path: Path, values: dict[str, Any]) -> Way:
    def fill() -> bytes:
        document = DocxTemplate(path)
        document.render(values, Cells(), autoescape=True)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    return fill


def floor(made: Compiled, values: Mapping[str, Any], level: int) -> Way:
    return lambda: [member(name, page.render(values).encode(), level) for name, page in made.pages.items()]


def ours(made: Compiled, values: Mapping[str, Any], level: int) -> Way:
    return lambda: made.fill(values, lambda _: b"", level)


def measured(form: str, lang: str, sample: str) -> bool:
    """Prints a form's table; whether every goal is met."""
    schema = WRITER.forms()[form]
    path = TEMPLATES / "docx" / f"{schema.template}.{lang}.docx"
    values = context(schema, lang, facts(sample))
    made = Compiler().compiled(path.read_bytes(), schema)
    ways: dict[str, Way] = {"docxtpl": docxtpl(path, values)}
    for level in (6, 1):
        ways[f"floor, zlib {level}"] = floor(made, values, level)
        ways[f"zlib {level}"] = ours(made, values, level)
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            taken[name].append(cost(way, 1 if name == "docxtpl" else OURS_A_ROUND))
    ms = {name: median(each) for name, each in taken.items()}
    print(f"{form} {lang}: docxtpl {ms['docxtpl']:.1f} ms; the whole of write(), with the facts made ready:"
          f" {cost(lambda: WRITER.write(form, lang, facts(sample)), OURS_A_ROUND):.1f} ms")  # fmt: skip
    met = True
    for name, goal in GOALS.items():
        times, over = ms["docxtpl"] / ms[name], ms[name] / ms[f"floor, {name}"]
        met &= times >= goal and over <= FLOOR
        print(f"  {name}: {ms[name]:5.2f} ms, {times:5.1f} x docxtpl (goal {goal:.0f}),"
              f" {over:.2f} x floor (goal {FLOOR:.0f})")  # fmt: skip
    return met


def covered(form: Form, lang: str) -> bool:
    try:
        Compiler().compiled((TEMPLATES / "docx" / f"{form.template}.{lang}.docx").read_bytes(), form)
    except Uncovered as reason:
        print(f"{form.id} {lang} is filled by docxtpl: {reason}")
        return False
    return True


def start() -> None:
    """What the first document after a start costs, with and without compiled templates kept."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("no template kept", "templates kept"):
            writer = DocxWriter([TEMPLATES], Path(folder))
            print(f"first 8D, {name}: {cost(lambda writer=writer: writer.write('F16a', 'zh', {}), 1):.0f} ms")  # type: ignore[misc]


def main() -> int:
    met = [measured("F16a", "zh", "peeling-label.zh"), measured("contact-sheet", "en", "no-boot.en")]
    start()
    fast = [covered(form, lang) for form in WRITER.forms().values() for lang in LANGUAGES]
    print(f"{sum(fast)} of {len(fast)} templates of ours take the fast path")
    return int(not all(met) or not all(fast))


if __name__ == "__main__":
    sys.exit(main())
