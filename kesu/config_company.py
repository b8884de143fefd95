"""Who we are on paper and in mails: name, address, logo and colour, in one place."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import Field, field_validator

from kesu.config_values import Section

READABLE = 4.5
"""Least contrast of white letters on the colour (WCAG 2.1, 1.4.3)."""
BPNL = "^(BPNL[A-Za-z0-9]{12})?$"
"""A business partner number of Catena-X, or none."""
_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})")


class CompanySection(Section):
    name_zh: str = "示例制造有限公司"
    name_en: str = "Example Manufacturing Co., Ltd."
    department: str = "质量管理部 Quality Management"
    department_en: str = ""
    """On English documents; else `department` on these too."""
    address: str = ""
    phone: str = ""
    city: str = ""
    country: str = ""
    bpnl: str = Field(default="", pattern=BPNL)
    """Our number among the partners of Catena-X. City, country and this stand in reports as data only."""
    logo: Path | None = None
    """A PNG or JPEG; printed 7 mm high in the header of each document."""
    colour: str = ""
    """Six hexadecimal digits; bars and titles of the documents take it, their tints follow."""

    def department_in(self, lang: str) -> str:
        return (lang == "en" and self.department_en) or self.department

    @field_validator("colour")
    @classmethod
    def _dark_enough(cls, value: str) -> str:
        found = _COLOUR.fullmatch(value.strip())
        if value and found is None:
            raise ValueError('write it as six hexadecimal digits, such as "1F3A5F"')
        if found is not None and _contrast_with_white(found[1]) < READABLE:
            raise ValueError(f"{value} is too light: white letters on it cannot be read; choose a darker one")
        return found[1].upper() if found else ""


def _contrast_with_white(colour: str) -> float:
    """The contrast ratio of WCAG 2.1 (relative luminance of sRGB)."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4))
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
