"""Who reads mails, returned forms and pictures for the desk: a process of its own with limits, or the desk itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from cases.forms import Form
from cases.photos import Photo
from cases.ports import MailReader
from cases.returned import Returned
from kesu.config import Config
from parsers.form_read import FormReader, other_format, to_docx
from parsers.limits import Bounds, Limits
from parsers.office_convert import OfficeConverter
from parsers.read import MailParser

CAN_FORK = os.name == "posix"


@dataclass(frozen=True, slots=True)
class Readers:
    """All read the same way; none raises for what is in the bytes."""

    mail: MailReader
    form: Callable[[bytes], Returned]
    docx: Callable[[bytes], bytes]
    """A returned file as .docx, converted where it is .doc, .odt or .rtf; raises FormRefused."""
    pdf: Callable[[bytes], bytes]
    """A .docx as PDF; raises FormRefused. One document at a time, together with `docx`."""
    photo: Callable[[bytes], Photo]
    """A customer's picture as documents show it."""
    holds: Callable[[], list[str]] = list
    """Which limits the system keeps; raises NoReader, an OSError, if the process cannot be started."""


def readers(config: Config, forms: Iterable[Form] = ()) -> Readers:
    """As [limits] says. The process starts with the first mail or form, and ends with these readers."""
    own, convert = frozenset({config.desk.address}), OfficeConverter()

    @lru_cache(maxsize=4)
    def docx(content: bytes) -> bytes:
        return to_docx(content, other_format(content), convert)

    if not config.limits.sandbox or not CAN_FORK:
        return Readers(MailParser(own, limits(config)), FormReader(forms, convert), docx, convert.pdf, _decoded)
    from parsers.apart import Apart  # what it imports is not there on Windows

    apart = Apart(own, limits(config), bounds(config), forms, convert)
    return Readers(apart.read_mail, apart.read_form, docx, convert.pdf, apart.read_photo, apart.holds)


def _decoded(picture: bytes) -> Photo:
    from parsers.photos import shown  # decoders are loaded by who decodes only

    return shown(picture)


def limits(config: Config) -> Limits:
    """How much of a mail is read, as the configuration says."""
    own = config.limits
    return Limits(
        mail=int(own.mail_mb * 1024 * 1024),
        header_block=own.header_block_kb * 1024,
        header=own.header_kb * 1024,
        headers=own.headers,
        recipients=own.recipients,
        parts=own.parts,
        depth=own.depth,
        attachments=own.attachments,
        archive_entries=own.archive_entries,
        archive_unpacked=own.archive_unpacked_mb * 1024 * 1024,
        archive_ratio=own.archive_ratio,
    )


def bounds(config: Config) -> Bounds:
    """What reading one mail may cost, as the configuration says."""
    own = config.limits
    return Bounds(own.parse_memory_mb * 1024 * 1024, own.parse_cpu_seconds, own.parse_wall_seconds, own.tries)
