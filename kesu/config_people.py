"""The people of the desk and its known customers, as the configuration names them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from kesu.config_company import BPNL
from kesu.config_values import Copies, MailAddress, Section


class Absence(Section):
    first: date
    last: date


class Person(Section):
    """Who fills a role."""

    name: str
    address: MailAddress
    also: list[str] = []
    """Further roles of the same person."""
    outside: bool = False
    """Whether this is somebody outside the company, such as a bank: told what customers may know, nothing else."""
    deputy: str = ""
    """Role, address or name of who stands in."""
    reports_to: str = ""
    department: str = ""
    language: Literal["zh", "en"] = "zh"
    absent: list[Absence] = []


class CustomerEntry(Section):
    name: str
    addresses: list[MailAddress] = []
    domains: list[str] = []
    language: Literal["", "zh", "en"] = ""
    copies: Copies | None = None
    """Languages in which this customer gets documents; None: as [documents] says."""
    account_manager: str = ""
    """Role, address or name of who looks after this customer."""
    city: str = ""
    country: str = ""
    bpnl: str = Field(default="", pattern=BPNL)
    """The customer's number among the partners of Catena-X."""
    supplier_no: str = ""
    """Ours among this customer's suppliers. These four stand in reports as data only."""
