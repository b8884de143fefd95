"""A Word template made ready once and filled many times: Jinja over the three or five parts that change, all
other parts as the deflated bytes they already are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import jinja2

from generator.docx_finish import AMBIGUOUS, BODY, CORE, HAN, QUOTES
from generator.docx_source import Source
from generator.docx_zip import Member, archive, member

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
SPLIT = "\0"
"""Between the page and the texts of its cells; no value holds one, since `clean` drops it."""
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_RUN = re.compile(r"<w:r(?: [^>]*)?>")

Texts = Mapping[str, str]


class Compiled:
    """One template. `static`: the parts without tags; `pages`: part name -> compiled Jinja text, the body's with
    the texts of the bookmarked cells behind it, in the order of `cells` (field ids).
    """

    def __init__(self, static: Sequence[Member], pages: Mapping[str, jinja2.Template], cells: Sequence[str]) -> None:
        self.pages = dict(pages)
        self._static, self._cells = tuple(static), tuple(cells)

    def fill(self, values: Mapping[str, Any], core: Callable[[Texts], bytes], level: int = 6) -> bytes:
        """The .docx. `core`: makes the file's properties from the text of each bookmarked cell;
        `level`: of compression, as in zlib. Raises jinja2.TemplateError.
        """
        fresh: list[Member] = []
        texts: dict[str, str] = {}
        for name, page in self.pages.items():
            xml, *found = page.render(values).split(SPLIT)
            texts.update(zip(self._cells, map(html.unescape, found), strict=False))
            fresh.append(member(name, (DECLARATION + printed(xml)).encode(), level))
        return archive((*self._static, *fresh, member(CORE, core(texts), level)))


def page_text(source: Source, name: str) -> str:
    """The Jinja text of a part; the body's carries its cells' texts behind it."""
    cells = (text for _, text in source.cells) if name == BODY else ()
    return SPLIT.join((source.pages[name], *cells))


def printed(xml: str) -> str:
    """A rendered page as Word wants it: line ends as breaks, Chinese quotes full width."""
    return _full_width_quotes(xml.replace("\n", BREAK))


def _full_width_quotes(xml: str) -> str:
    """`hint_quotes`, on text: the few runs that hold such a character are looked at, nothing else."""
    done = 0
    pieces: list[str] = []
    for place in sorted(place for character in QUOTES for place in _places(xml, character)):
        start = _start_of_run(xml, done, place)
        if start < 0:
            continue
        end = xml.index("</w:r>", place)
        pieces += (xml[done:start], _hinted(xml[start:end]))
        done = end
    return "".join((*pieces, xml[done:]))


def _places(text: str, character: str) -> Iterator[int]:
    place = text.find(character)
    while place >= 0:
        yield place
        place = text.find(character, place + 1)


def _start_of_run(xml: str, done: int, place: int) -> int:
    """Where the run begins that holds `place`; -1 before `done`, in a run that has been seen to."""
    start = xml.rfind("<w:r", done, place)
    while start >= 0 and xml[start + 4] not in " >":
        start = xml.rfind("<w:r", done, start)
    return start


def _hinted(run: str) -> str:
    text = "".join(_TEXT.findall(run))
    if 'w:hint="' in run or not (AMBIGUOUS.search(text) and HAN.search(text)):
        return run
    if "<w:rFonts " in run:
        return run.replace("<w:rFonts ", '<w:rFonts w:hint="eastAsia" ', 1)
    hint = '<w:rFonts w:hint="eastAsia"/>'
    if "<w:rPr>" not in run:
        return _RUN.sub(lambda match: f"{match[0]}<w:rPr>{hint}</w:rPr>", run, count=1)
    before, after = run.split("<w:rPr>", 1)
    styled = re.match(r"<w:rStyle [^>]*/>", after)
    place = styled.end() if styled else 0
    return f"{before}<w:rPr>{after[:place]}{hint}{after[place:]}"
