"""What the sections of the configuration are made of."""

from __future__ import annotations

import re
from datetime import UTC
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from cases.periods import read_period


class ConfigError(Exception):
    """The configuration cannot be used; `faults` are sentences with file and line, the first one first."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(faults[0])
        self.faults = faults


class Section(BaseModel):
    """A table of the file; an unknown key is a fault, since it is most often a typo."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


MAIL_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")


def _mail_address(value: object) -> object:
    if isinstance(value, str) and MAIL_ADDRESS.fullmatch(value.strip()):
        return value.strip().lower()
    raise ValueError("is not a mail address")


def _period(value: object) -> object:
    return read_period(str(value), UTC).text


def _copies(value: object) -> object:
    if isinstance(value, tuple):  # a configuration that was read already; TOML has lists alone
        return value
    if value == "customer":
        return ()
    if isinstance(value, list) and value and all(value.count(each) == 1 and each in ("zh", "en") for each in value):
        return tuple(value)
    raise ValueError('write "customer" for the customer\'s language, or the languages: ["zh", "en"]')


Copies = Annotated[tuple[str, ...], BeforeValidator(_copies)]
"""Languages of a document that a customer gets; none: the customer's own."""
PeriodName = Annotated[str, BeforeValidator(_period)]
MailAddress = Annotated[str, BeforeValidator(_mail_address)]
