"""The one place that puts the desk together: configuration in, adapters out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from cases.fact_types import FactType
from cases.pack import Pack
from cases.review_rules import ReviewFaulty
from generator.mails import MailTexts
from generator.words import Words
from kesu.calendar_cn import ChinaCalendar
from kesu.config import Config
from kesu.config_servers import Server
from kesu.config_values import ConfigError
from kesu.desk import Desk
from kesu.desk_key import desk_key
from kesu.form_review import review_books
from kesu.lint_pack import load_rules
from kesu.packs import POLICIES, PackError
from kesu.people import DESK_OWNER, People
from kesu.photos import PhotoShelf
from kesu.printing import PdfShelf
from kesu.readers import readers
from kesu.readings import load_chosen
from kesu.sign_in import secret_of
from kesu.stationery import document_writer, template_folders
from mailer.dns import DnsTxt
from mailer.imap import ImapInbox
from mailer.imap_login import ImapSettings
from mailer.smtp import SmtpSender
from mailer.smtp_login import SmtpSettings
from parsers.origin import MailOrigin
from store.desk_store import TinyDeskStore
from store.papers import FilePapers
from store.provider import read_provider
from store.spool import FileSpool


def open_desk(config: Config, *, now: datetime | None = None, read_only: bool = False) -> Desk:
    """The desk on its folder. Raises ConfigError for what `kesu check` would find, StoreUnavailable for the disk.

    Opened for writing (`now` given), it first settles what a crash left behind.
    """
    if People(config.people).in_role(DESK_OWNER) is None:
        raise ConfigError([f"[people] names no {DESK_OWNER}, who keeps what nobody else has"])
    policies = policy_folders(config)
    try:
        loaded = {name: load_chosen(name, policies, config.settings) for name in config.desk.packs}
        rules = load_rules(policies)
    except PackError as error:
        raise ConfigError(list(error.faults)) from error
    kept = None if read_only else config.folder / "compiled"
    texts, documents = mail_texts(config), document_writer(config, kept)
    if not read_only and (faults := [*texts.faults(), *documents.missing()]):  # two seconds; who only looks writes none
        raise ConfigError(faults)
    try:
        reviews = review_books(template_folders(config))
    except ReviewFaulty as fault:
        raise ConfigError([str(fault)]) from fault
    read = readers(config, documents.forms().values())
    folder = config.folder
    store = TinyDeskStore(folder, read_only=read_only)
    if now is not None:
        with store.transaction():
            store.recover(now)
    return Desk(
        config=config,
        store=store,
        spool=FileSpool(folder / "spool"),
        papers=FilePapers(folder / "documents"),
        read=read.mail,
        read_form=read.form,
        as_docx=read.docx,
        photo=PhotoShelf(read.photo, None if read_only else folder / "photos"),
        reviews=reviews,
        origin=origin_check(config),
        documents=documents,
        texts=texts,
        words=words(config, loaded.values()),
        packs=loaded | {pack.id: pack for pack in loaded.values()},
        rules=rules,
        calendar=ChinaCalendar(),
        people=People(config.people),
        key=b"" if read_only else desk_key(folder),
        printer=PdfShelf(read.pdf) if config.documents.pdf and not read_only else None,
    )


def open_inbox(config: Config) -> ImapInbox:
    """The mailbox of the configuration; connects when first used. Raises ConfigError."""
    box = config.mailbox
    _needs_host("mailbox", box)
    with _refused_settings():
        settings = ImapSettings(
            host=box.host,
            port=box.port or (993 if box.security == "tls" else 143),
            security=box.security,
            user=box.user,
            folder=box.folder,
            done=box.done,
            review=box.review,
            loop=box.loop,
            timeout=box.timeout,
            ca_file=_file(config, box.ca_file),
            auth=box.auth,
            always_identify=box.identify == "always",
        )
    return ImapInbox(settings, secret_of(box, config))


def open_sender(config: Config) -> SmtpSender:
    """The submission server of the configuration. Raises ConfigError."""
    smtp = config.smtp
    _needs_host("smtp", smtp)
    with _refused_settings():
        settings = SmtpSettings(
            host=smtp.host,
            port=smtp.port or {"tls": 465, "starttls": 587, "none": 25}[smtp.security],
            security=smtp.security,
            user=smtp.user,
            sender=config.desk.address,
            divert_to=smtp.divert_to,
            ca_file=_file(config, smtp.ca_file),
            auth=smtp.auth,
        )
    return SmtpSender(settings, secret_of(smtp, config))


def origin_check(config: Config) -> MailOrigin:
    """Whose results count, and whether signatures are looked at, which asks the domain name system."""
    provider = read_provider(config.folder)
    named = config.approval.authserv_id
    pinned = named if provider is None else "" if provider.forged_passes else named or provider.trusted_id
    return MailOrigin(pinned, DnsTxt() if config.approval.strength == "origin-or-code" else None)


def policy_folders(config: Config) -> tuple[Path, ...]:
    """The company's own packs before ours."""
    return (*(config.path(folder) for folder in config.desk.policies), POLICIES)


def mail_texts(config: Config) -> MailTexts:
    return MailTexts([folder / "mail" for folder in template_folders(config)])


def words(config: Config, packs: Iterable[Pack] = ()) -> Words:
    """The dictionary; a fact that only a company's own regulation knows is called as that calls it."""
    found = next(folder for folder in template_folders(config) if (folder / "facts.toml").is_file())
    known = Words((found / "facts.toml").read_text(encoding="utf-8"))
    return known.knowing({name: _described(kind) for pack in packs for name, kind in pack.facts.items()})


def _described(kind: FactType) -> dict[str, object]:
    """A fact of a regulation as the dictionary holds it."""
    return {
        "type": "number" if kind.kind in ("int", "decimal") else kind.kind,
        "inside": kind.asked_of != "customer",
        "zh": kind.label_zh,
        "en": kind.label_en,
        "ask_zh": f"请告知{kind.label_zh}。",
        "ask_en": f"Please tell us: {kind.label_en}.",
        "unit_zh": kind.unit,
        "unit_en": kind.unit_en,
    }


@contextmanager
def _refused_settings() -> Iterator[None]:
    """Settings that would send a password unprotected are a matter of configuration."""
    try:
        yield
    except ValueError as error:
        raise ConfigError([str(error)]) from error


def _needs_host(section: str, server: Server) -> None:
    if not server.host:
        raise ConfigError([f"[{section}] has no host; set host, or preset to a known provider"])


def _file(config: Config, path: Path | None) -> str | None:
    return str(config.path(path)) if path else None
