"""Which customer a mail comes from: the configured table, else the exact address."""

from __future__ import annotations

from collections.abc import Sequence

from cases.mail import Address
from cases.model import Customer
from kesu.config import Config
from kesu.config_people import CustomerEntry

PUBLIC_DOMAINS = frozenset(
    "qq.com vip.qq.com foxmail.com 163.com 126.com yeah.net 188.com sina.com sina.cn sohu.com aliyun.com "
    "139.com 189.cn wo.cn tom.com 21cn.com gmail.com outlook.com hotmail.com live.com msn.com icloud.com me.com "
    "yahoo.com yahoo.cn proton.me protonmail.com gmx.de web.de mail.ru".split()
)
"""Domains where two addresses are two strangers."""


def customer_of(sender: Address, language: str, stated_name: str, table: Sequence[CustomerEntry]) -> Customer:
    """The customer behind `sender`; `stated_name` is what the mail says, `language` what it is written in."""
    spoken = "zh" if language.startswith("zh") or not language else "en"
    for entry in table:
        if sender.address in entry.addresses or _owns(entry, sender.domain):
            return Customer(entry.name, entry.name, sender, entry.language or spoken)
    return Customer(sender.address, stated_name or sender.name or sender.address, sender, spoken)


def languages_for(customer: Customer, config: Config) -> tuple[str, ...]:
    """The languages in which a customer gets a document, their own first."""
    entry = next((each for each in config.customers if each.name == customer.key), None)
    wanted = config.documents.copies if entry is None or entry.copies is None else entry.copies
    own = customer.language
    return tuple(sorted(wanted, key=lambda lang: lang != own)) or (own,)


def same_party(address: str, parties: Sequence[str], customer: Customer, table: Sequence[CustomerEntry]) -> bool:
    """Whether `address` may follow up on the case: it submitted, or belongs to the same configured customer."""
    if address in parties:
        return True
    domain = address.rpartition("@")[2]
    return any(entry.name == customer.key and (address in entry.addresses or _owns(entry, domain)) for entry in table)


def _owns(entry: CustomerEntry, domain: str) -> bool:
    return domain in entry.domains and domain not in PUBLIC_DOMAINS
