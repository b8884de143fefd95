"""Everything that is wrong with a set-up, found at once: configuration, packs, templates, people, servers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cases.forms import FormFaulty
from cases.pack import Pack
from cases.ports import MailboxUnavailable
from cases.review_rules import ReviewFaulty
from generator.docx_lint import Level
from kesu import calibrating, check_reading, check_sign_in, staffing
from kesu.calendar_cn import ChinaCalendar
from kesu.config import Config
from kesu.config_file import load_config
from kesu.config_values import ConfigError
from kesu.form_review import review_books
from kesu.kpis import load_kpis
from kesu.lint_pack import load_rules
from kesu.packs import PackError
from kesu.people import DESK_OWNER, QUALITY_MANAGER, People
from kesu.readings import load_chosen, names_of
from kesu.stationery import document_writer, template_folders
from kesu.template_check import company_templates
from kesu.wire import mail_texts, open_inbox, open_sender, policy_folders, words
from mailer.smtp_login import NoSession
from parsers.office_convert import OfficeConverter

WARN_FROM_MONTH = 11
"""The State Council announces next year's calendar in autumn."""


@dataclass
class Findings:
    """`faults` keep the desk from running; `warnings` should be read; `notes` are good news."""

    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def check(path: Path, now: datetime, *, online: bool = False) -> Findings:
    """All findings for the configuration in `path`."""
    found = Findings()
    try:
        config = load_config(path)
    except ConfigError as error:
        found.faults.extend(error.faults)
        return found
    packs = _packs(config, found)
    _figures(config, found)
    _rules(config, found)
    _templates(config, found)
    _people(config, packs, found, path, now)
    found.notes.extend(check_sign_in.notes(config))
    found.warnings.extend(check_sign_in.warnings(config, now.astimezone(config.zone).date()))
    found.notes.extend(check_reading.notes(config))
    found.warnings.extend(check_reading.warnings(config))
    _servers(config, found, now, online=online)
    _calendar(now, found)
    _printer(config, found)
    return found


def _packs(config: Config, found: Findings) -> list[Pack]:
    packs = []
    for name in config.desk.packs:
        try:
            packs.append(load_chosen(name, policy_folders(config), config.settings))
        except PackError as error:
            found.faults.extend(error.faults)
    used = {alias for name in config.desk.packs for alias in names_of(name, policy_folders(config))}
    found.faults.extend(
        f"[settings] names the pack {name}, which [desk] packs does not" for name in config.settings if name not in used
    )
    found.notes.extend(f"pack {pack.id} {pack.version}: {len(pack.rules)} grading rules" for pack in packs)
    return packs


def _figures(config: Config, found: Findings) -> None:
    try:
        found.notes.append(f"figures: {len(load_kpis(policy_folders(config)))} are defined")
    except PackError as error:
        found.faults.extend(error.faults)


def _rules(config: Config, found: Findings) -> None:
    try:
        rules = load_rules(policy_folders(config))
        found.notes.append(f"rules of communication {rules.version}: {len({rule.id for rule in rules.rules})} rules")
    except PackError as error:
        found.faults.extend(error.faults)


def _templates(config: Config, found: Findings) -> None:
    found.faults.extend(mail_texts(config).faults())
    try:
        folders = template_folders(config)
        writer = document_writer(config)
        found.faults.extend(writer.missing())
        for path, remarks in company_templates(folders, writer):
            for remark in remarks:
                kind = found.faults if remark.level == Level.FAULT else found.warnings
                kind.append(": ".join(filter(None, (str(path), remark.where, remark.text))))
        found.notes.append(f"document templates: {', '.join(writer.forms())}")
        for form, book in review_books(folders).items():
            found.notes.append(f"review of {form}: {len({rule.id for rule in book.rules})} rules")
    except (FormFaulty, ReviewFaulty, OSError) as error:
        found.faults.append(str(error))
    except ConfigError as error:
        found.faults.extend(error.faults)


def _people(config: Config, packs: list[Pack], found: Findings, path: Path, now: datetime) -> None:
    people = People(config.people)
    if people.in_role(DESK_OWNER) is None:
        found.faults.append(f"{path}: [people] names no {DESK_OWNER}, who keeps what nobody else has")
        return
    found.faults.extend(f"{path}: {fault}" for fault in staffing.faults(config, packs, words(config)))
    found.warnings.extend(staffing.warnings(config, now.astimezone(config.zone).date()))
    if people.in_role(QUALITY_MANAGER) is None:
        found.warnings.append(f"no {QUALITY_MANAGER} in [people]: the desk owner gets every alert and decision")
    for role, person in config.people.items():
        if person.address == config.desk.address:
            found.faults.append(f"{path}: {role} has the desk's own address, so that the desk would write to itself")


def _servers(config: Config, found: Findings, now: datetime, *, online: bool) -> None:
    for opened in (open_inbox, open_sender):
        try:
            opened(config).close()
        except ConfigError as error:
            found.faults.extend(error.faults)
    if online and not found.faults:
        _log_in(config, found, now)
    elif not online:
        found.warnings.extend(calibrating.unknown_yet(config))


def _log_in(config: Config, found: Findings, now: datetime) -> None:
    inbox, sender = open_inbox(config), open_sender(config)
    try:
        found.notes.append(
            f"mailbox: {len(inbox.uids())} mails in {config.mailbox.folder}; {' '.join(inbox.capabilities())}"
        )
        found.notes.append(check_sign_in.spam(config, inbox))
    except MailboxUnavailable as error:
        found.faults.append(f"[mailbox] {error}")
    try:
        found.notes.append(f"smtp: {' '.join(sender.capabilities())}")
        if config.approval.strength == "origin-or-code" and not found.faults:
            notes, warnings = calibrating.findings(config, calibrating.Post(inbox, sender), now)
            found.notes.extend(notes)
            found.warnings.extend(warnings)
    except NoSession as error:
        found.faults.append(f"[smtp] {error}")
    finally:
        inbox.close()
        sender.close()


def _printer(config: Config, found: Findings) -> None:
    if config.documents.pdf and not OfficeConverter().there:
        found.warnings.append(
            "[documents] pdf = true, but LibreOffice (soffice) is not installed: documents go out as .docx alone"
        )


def _calendar(now: datetime, found: Findings) -> None:
    calendar = ChinaCalendar()
    years = [now.year] + ([now.year + 1] if now.month >= WARN_FROM_MONTH else [])
    for year in years:
        if not calendar.knows(year):
            found.warnings.append(
                f"no working-day calendar for {year}: clocks in working days will wait; update holidays"
            )
