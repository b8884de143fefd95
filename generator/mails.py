"""The wording of every mail: one template per purpose and language, and a company's own before ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError, TemplateError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.compose import MailText
from generator.contexts import CONTEXTS
from generator.letter import PROSE, REPLY_ABOVE, html
from generator.plain import clean, one_line, short

LANGUAGES = ("zh", "en")

_NAME = re.compile(r"[a-z]+(-[a-z]+)*/[a-z]+(-[a-z]+)*")
_SUBJECT_LENGTH = 120
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAY_END = time(23, 59, 59)


class MailTextFault(Exception):
    """A mail cannot be worded: a template is missing or wrong. One sentence, with the file."""


class _Lines(str):
    """Text that may keep its line ends in a mail; all other values are put on one line."""


class MailTexts:
    """Templates `<audience>/<purpose>.<lang>.j2` in `folders`; the first folder that has one wins.

    A template starts with `Subject: …` and a blank line; the plain text follows. Values are data: they
    cannot break their line, and the HTML is made from the plain text with every character escaped. The
    case's tag ends the subject, and `Ref: <tag>` without its brackets the text, whatever the template says.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._by_language = {lang: _environment(self._folders, lang) for lang in LANGUAGES}

    def write(self, purpose: str, lang: str, context: Mapping[str, object]) -> MailText:
        """The mail for `purpose` (`customer/acknowledge` …, keys and contexts: generator.contexts).

        `lang` is a language tag of which the first part counts (`zh-Hans` is `zh`). Raises MailTextFault.
        """
        lang = lang.lower().partition("-")[0]
        file = f"{purpose}.{lang}.j2"
        if lang not in self._by_language or not _NAME.fullmatch(purpose):
            raise self._missing(purpose, lang)
        try:
            rendered = self._by_language[lang].get_template(file).render(context)
        except TemplateNotFound as error:
            if error.name == file:
                raise self._missing(purpose, lang) from None
            raise MailTextFault(f"mail template {file} includes {error.name}, which no folder has") from None
        except TemplateSyntaxError as error:
            raise MailTextFault(_syntax(error, file)) from None
        except UndefinedError as error:
            raise MailTextFault(f"mail template {file} asks for what nobody gives: {error.message}") from None
        except SecurityError as error:
            raise MailTextFault(f"mail template {file} does what a template may not: {error}") from None
        except (TemplateError, AttributeError, TypeError, ValueError) as error:
            raise MailTextFault(f"mail template {file} cannot be filled: {error}") from error
        return _finished(file, rendered, one_line(str(context.get("tag", ""))), lang)

    def faults(self) -> list[str]:
        """What is wrong with the templates as they lie there: missing ones, and faults of their syntax."""
        found = []
        for purpose in CONTEXTS:
            for lang, environment in self._by_language.items():
                try:
                    environment.get_template(f"{purpose}.{lang}.j2")
                except TemplateNotFound:
                    found.append(str(self._missing(purpose, lang)))
                except TemplateSyntaxError as error:
                    found.append(_syntax(error, f"{purpose}.{lang}.j2"))
        return found

    def _missing(self, purpose: str, lang: str) -> MailTextFault:
        folders = ", ".join(str(folder) for folder in self._folders) or "no folder at all"
        return MailTextFault(f"no mail template for {purpose!r} in language {lang!r}; looked in {folders}")


@lru_cache(maxsize=8)
def _environment(folders: tuple[Path, ...], lang: str) -> ImmutableSandboxedEnvironment:
    """One for all who write from the same folders; a file that has changed is read again by Jinja itself."""
    # No autoescape: the result is plain text, and generator.letter escapes the whole of it for HTML.
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.globals["reply_above"] = REPLY_ABOVE
    environment.filters.update(moment=_MOMENT[lang], day=_DAY[lang], quoted=_quoted, lines=_lines, short=short)
    return environment


def _finished(file: str, rendered: str, tag: str, lang: str) -> MailText:
    head, _, body = rendered.lstrip("\n").partition("\n")
    subject = short(head.removeprefix("Subject:"), _SUBJECT_LENGTH)
    if not head.startswith("Subject:") or not subject:
        raise MailTextFault(f"mail template {file} must start with a line `Subject: …`")
    text = re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", body)).strip("\n")
    if tag:
        subject, text = f"{subject} {tag}", f"{text}\n\nRef: {tag.strip('[]')}"
    return MailText(subject, text.replace(PROSE, "") + "\n", html(subject, text, lang))


def _syntax(error: TemplateSyntaxError, file: str) -> str:
    return f"mail template {error.filename or file}, line {error.lineno}: {error.message}"


def _shown(value: object) -> object:
    return value if isinstance(value, _Lines | int) else one_line(str(value))


def _lines(text: str) -> _Lines:
    """Text of a person in several lines, as it is, without empty lines at its ends."""
    return _Lines("\n".join(f"{PROSE}{line}" if line.strip() else "" for line in clean(text).strip("\n").split("\n")))


def _quoted(text: str, limit: int = 4000) -> _Lines:
    """Text of a person as a quotation, each line after `> `; the rest beyond `limit` characters is left out."""
    whole = clean(text).strip()
    kept = whole if len(whole) <= limit else whole[:limit].rstrip() + " …"
    return _Lines("\n".join(f"> {line}".rstrip() for line in kept.split("\n")))


def _clock_time(moment: datetime, before: str) -> str:
    """The time of day; nothing for the end of a day, which is how whole days are due."""
    return "" if moment.time().replace(microsecond=0) == _DAY_END else f"{before}{moment:%H:%M}"


def _moment_zh(moment: datetime) -> str:
    return f"{moment.month}月{moment.day}日{_clock_time(moment, ' ')}"


def _moment_en(moment: datetime) -> str:
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}{_clock_time(moment, ', ')}"


def _day_zh(day: date) -> str:
    return f"{day:%Y-%m-%d}"


def _day_en(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MOMENT: Mapping[str, Callable[[datetime], str]] = {"zh": _moment_zh, "en": _moment_en}
_DAY: Mapping[str, Callable[[date], str]] = {"zh": _day_zh, "en": _day_en}
