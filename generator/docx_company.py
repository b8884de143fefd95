"""A template in the company's own dress: its colour instead of our navy, its logo where the template names it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from docx.oxml.ns import qn

from generator.docx_drawing import MM, Picture, drawing, embed
from generator.docx_package import pack, parse, serialise, unpack

TINTS = {"1F3A5F": 1.0, "DCE5EF": 0.13, "EFF3F7": 0.065, "F7F9FB": 0.03}
"""Our own colours, and how much of the full one stands in each on white paper."""
LOGO = "{{ us.logo }}"
LOGO_BOX = (45 * MM, 7 * MM)
_PAGES = re.compile(r"word/(document|styles|header\d*|footer\d*)\.xml")
_COLOUR = re.compile(rf'(w:(?:val|color|fill)=")({"|".join(TINTS)})(")', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """`colour`: six hexadecimal digits, "" for ours. `logo`: a picture for the first page's header."""

    colour: str = ""
    logo: Picture | None = None


OURS = Look()


class Dresser:
    """Templates as this company wants them, each dressed once."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._dressed: dict[bytes, bytes] = {}

    def __call__(self, path: Path) -> bytes:
        """The .docx of a template file. Raises FormUnreadable."""
        template = path.read_bytes()
        if self._look == OURS:
            return template
        if template not in self._dressed:
            self._dressed[template] = pack(dressed(unpack(template), self._look))
        return self._dressed[template]


def dressed(parts: Mapping[str, bytes], look: Look) -> dict[str, bytes]:
    """The parts of a template as this company wants them."""
    found = dict(parts)
    if look.colour:
        for name in filter(_PAGES.fullmatch, found):
            found[name] = _COLOUR.sub(lambda match: _recoloured(match, look.colour), found[name].decode()).encode()
    if look.logo is not None:
        for name in [name for name in found if name.startswith("word/header")]:
            _with_logo(found, name, look.logo)
    return found


def tint(colour: str, share: float) -> str:
    """`share` of a colour on white: `tint("1F3A5F", 0.13)`."""
    channels = (int(colour[start : start + 2], 16) for start in (0, 2, 4))
    return "".join(f"{round(255 - (255 - channel) * share):02X}" for channel in channels)


def _recoloured(match: re.Match[str], colour: str) -> str:
    return match[1] + tint(colour, TINTS[match[2].upper()]) + match[3]


def _with_logo(parts: dict[str, bytes], page: str, logo: Picture) -> None:
    root = parse(parts[page])
    for text in [node for node in root.iter(qn("w:t")) if (node.text or "").strip() == LOGO]:
        shown = drawing(embed(parts, page, logo, "company-logo"), 1, "logo", "logo", logo.fitted(*LOGO_BOX))
        run = text.getparent()
        run.replace(text, shown)
        gap = run.makeelement(qn("w:t"))
        gap.text = "  "
        gap.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(gap)
        parts[page] = serialise(root)
