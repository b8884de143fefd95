"""The configuration file read: every fault of it at once, each with its line; and the secrets beside it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from kesu.config import Config
from kesu.config_values import ConfigError
from kesu.people import People
from kesu.presets import PRESETS

SAME_LOGIN = ("user", "auth", "password_env", "password_file", "password_keyring")
"""What a provider's submission server takes as its mailbox does."""


def load_config(path: Path) -> Config:
    """The configuration in `path`; raises ConfigError with every fault of it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([f"{path}: cannot be read: {error}"]) from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{path}: is not valid TOML: {error}"]) from error
    try:
        config = Config.model_validate(_with_preset(data) | {"base": path.resolve().parent})
    except ValidationError as error:
        raise ConfigError([_sentence(path, text, fault) for fault in error.errors()]) from error
    faults = [f"{path}:{_line(text, where)}: {what}" for where, what in _contradictions(config)]
    if faults:
        raise ConfigError(faults)
    return config


def default_config() -> Config:
    """The built-in defaults, with paths relative to the working directory."""
    return Config(base=Path.cwd())


def _with_preset(data: dict[str, object]) -> dict[str, object]:
    """Fill in host, port and security of a known provider; what the file says itself prevails."""
    mailbox = data.get("mailbox")
    name = mailbox.get("preset") if isinstance(mailbox, dict) else None
    preset = PRESETS.get(name) if isinstance(name, str) else None
    if preset is None or not isinstance(mailbox, dict):
        return data
    smtp, oauth = data.get("smtp"), data.get("oauth")
    login = {key: mailbox[key] for key in SAME_LOGIN if key in mailbox}
    return data | {
        "mailbox": preset.imap | mailbox,
        "smtp": preset.smtp | login | (smtp if isinstance(smtp, dict) else {}),
        "oauth": preset.oauth | (oauth if isinstance(oauth, dict) else {}),
    }


def _contradictions(config: Config) -> Iterable[tuple[tuple[str | int, ...], str]]:
    """Faults that only show between values: where (a key path) and the sentence."""
    if config.desk.default_pack not in config.desk.packs:
        yield ("desk", "default_pack"), f"default_pack {config.desk.default_pack!r} is not in packs"
    for number, rule in enumerate(config.desk.assign):
        if rule.pack not in config.desk.packs:
            yield ("desk", "assign", number, "pack"), f"a rule assigns mail to {rule.pack!r}, which is not in packs"
    yield from _unknown_people(config)
    yield from _no_application(config)


def _no_application(config: Config) -> Iterable[tuple[tuple[str | int, ...], str]]:
    """Servers that want an access token, and nobody to give one."""
    oauth = config.oauth
    for name, server in (("mailbox", config.mailbox), ("smtp", config.smtp)):
        if server.auth == "xoauth2" and not oauth.provider:
            yield (name, "auth"), f"[{name}] auth is xoauth2, and [oauth] names no provider (microsoft, google)"
            return
        if server.auth == "xoauth2" and not (oauth.client_id or oauth.service_account_file):
            yield ("oauth",), "[oauth] names no client_id; register an application with the provider first"
            return
        if server.auth == "xoauth2" and oauth.provider == "microsoft" and not oauth.tenant:
            yield ("oauth",), "[oauth] names no tenant, the directory in which the application is registered"
            return


def _unknown_people(config: Config) -> Iterable[tuple[tuple[str | int, ...], str]]:
    """Deputies, superiors and account managers whom nobody knows, and roles filled twice."""
    people = People(config.people)
    for role, person in config.people.items():
        for key, other in (("deputy", person.deputy), ("reports_to", person.reports_to)):
            if other and people.find(other) is None:
                yield ("people", role, key), f"{key} of {role} is {other!r}, whom [people] does not know"
        for extra in person.also:
            if config.people.get(extra, person) != person or people.roles[extra] != person:
                yield ("people", role, "also"), f"{role} and another one of [people] both fill {extra}"
    for number, customer in enumerate(config.customers):
        if customer.account_manager and people.find(customer.account_manager) is None:
            who = f"account_manager of {customer.name} is {customer.account_manager!r}"
            yield ("customers", number, "account_manager"), f"{who}, whom [people] does not know"


def _sentence(path: Path, text: str, fault: Mapping[str, object]) -> str:
    where = fault["loc"]
    keys = tuple(str(key) for key in where if not isinstance(key, int)) if isinstance(where, tuple) else ()
    what = str(fault["msg"]).removeprefix("Value error, ")
    if fault["type"] == "extra_forbidden":
        what = "there is no such setting"
    at = where if isinstance(where, tuple) else ()
    return f"{path}:{_line(text, at)}: {'.'.join(keys)}: {what}"


def _line(text: str, where: Sequence[object]) -> int:
    """The line of a key, found by following its path through the table headers; 1 if it is not written there.

    A number in the path says which of several tables of one name (`[[customers]]`) is meant.
    """
    keys = tuple(str(key) for key in where if not isinstance(key, int))
    found, depth, header, here = 1, 0, tuple[str, ...](), True
    seen: Counter[tuple[str, ...]] = Counter()
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        match = re.match(r"\[+\s*([^\]]+?)\s*\]+", stripped)
        if match:
            header = tuple(match[1].replace('"', "").split("."))
            seen[header] += stripped.startswith("[[")
            here = keys[: len(header)] == header and _is_meant(where, header, seen)
            if here and len(header) > depth:
                found, depth = number, len(header)
        elif keys and here and re.match(rf'"?{re.escape(keys[-1])}"?\s*=', stripped):
            return number
    return found


def _is_meant(where: Sequence[object], header: tuple[str, ...], seen: Counter[tuple[str, ...]]) -> bool:
    """Whether this is the table with the numbers that the path gives."""
    name: tuple[str, ...] = ()
    for key in where:
        if not isinstance(key, int):
            name = (*name, str(key))
        elif name == header[: len(name)] and seen[name] != key + 1:
            return False
    return True
