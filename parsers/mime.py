"""A mail's content (RFC 2045 to 2049): the readable text, the attachments, and what a report says.

Every header value and every text is decoded here, because real mail follows its own label less often than one
would like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from cases.mail import Attachment
from parsers.charsets import decode
from parsers.cms import signed_content
from parsers.containers import NOTHING, opened
from parsers.content import Content, attachment, name_apart
from parsers.filenames import file_name, named_elsewhere
from parsers.files_in_text import files_in
from parsers.html import html_to_text
from parsers.html_quotes import may_mark_quotes
from parsers.large_files import LARGE, large_base64
from parsers.limits import CannotBeRead, Limits
from parsers.magic import TEXT
from parsers.parts import Head, Outline, Part, leaves
from parsers.shown import HTML, PLAIN, WINMAIL, Shown, in_two_versions
from parsers.texts import LINE_ENDS, may_be_a_letter, outside_the_parts, shown_of
from parsers.transfer import decoded, undeclared

_LOOKS_LIKE_A_MAIL = re.compile(rb"(?:[A-Za-z][\w-]{0,40}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2}")
SHORT = 200
"""Characters of plain text that say enough; with less the HTML is looked at, too."""
ENCRYPTED_TYPES = frozenset(["multipart/encrypted", "application/pgp-encrypted"])
PGP = "-----BEGIN PGP MESSAGE-----"
REPORTS = frozenset(
    "message/delivery-status message/global-delivery-status message/disposition-notification "
    "message/global-disposition-notification message/feedback-report".split()
)
ENCLOSED = frozenset(["message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers"])
OUTLOOK = "application/ms-tnef; class="
FRAGMENTS = {"message/partial": "part-of-a-mail", "message/external-body": "content-elsewhere"}
"""Types whose content is not, or not all, in this mail (RFC 2046, 5.2.2 and 5.2.3), as defects."""
PKCS7 = frozenset(["application/pkcs7-mime", "application/x-pkcs7-mime"])
SHOWN = frozenset(["text/html", "text/enriched", "text/richtext"])
"""Types that are shown as they stand, beside plain text."""
SIGNATURES = 4
"""Signatures around signatures that are taken off."""


def read_content(raw: bytes, limits: Limits, is_label: Callable[[str], bool], top: Head | None = None) -> Content:
    """Take the mail apart; raises CannotBeRead beyond the limits. `top` is its head, if that has been read."""
    outline = Outline()
    content = Content(types=outline.kinds)
    for part, is_wrapping in _parts(raw, limits, outline, top):
        _take(part, content, limits)
        if part.kind in PKCS7:
            content.defects.append("opaque-signed" if is_wrapping else "encrypted")
        if len(content.attachments) > limits.attachments:
            raise CannotBeRead(f"附件过多 / The mail has more than {limits.attachments} attachments.")
    if not any(each.text.strip() for each in content.shown):
        if content.named:
            _show(*content.named, content)
        else:
            content.shown += outside_the_parts(outline.outside)
    plains, content.sources = in_two_versions(content.shown, is_label)
    content.plain = "\n".join(plains)
    content.has_table = any("<td" in source.lower() for source in content.sources)
    content.may_mark_quotes = any(map(may_mark_quotes, content.sources))
    if content.has_table or content.may_mark_quotes or len(content.plain.strip()) < SHORT:
        content.html = "\n".join(html_to_text(source[: limits.html], is_label) for source in content.sources)
    name_apart(content)
    if PGP in content.plain or ENCRYPTED_TYPES & content.types:
        content.defects.append("encrypted")
    content.defects = list(dict.fromkeys([*outline.defects, *content.defects]))
    return content


def _parts(raw: bytes, limits: Limits, outline: Outline, top: Head | None) -> Iterator[tuple[Part, bool]]:
    """The parts of the mail, each with whether it is a wrapping around the parts that follow it (S/MIME)."""
    waiting = [raw]
    for _ in range(SIGNATURES):
        if not waiting:
            return
        for part in leaves(waiting.pop(), limits, outline, top):
            inner = signed_content(_decoded(part)[0]) if part.kind in PKCS7 else None
            yield part, inner is not None
            if inner is not None:
                waiting.append(inner)
        top = None


def _decoded(part: Part) -> tuple[bytes, str]:
    encoding = part.headers.raw("content-transfer-encoding")
    if part.last - part.first > LARGE:
        content = large_base64(memoryview(part.raw)[part.first : part.last], encoding)
        if content is not None:
            return content, ""
    return decoded(part.body, encoding)


def _take(part: Part, content: Content, limits: Limits) -> None:
    data, defect = _decoded(part)
    if defect:
        content.defects.append(defect)
    name = file_name(part.disposition, part.declared, part.declared_with)
    attached = part.disposition[:10].lower() == b"attachment"
    if part.kind.startswith("text/") and not name and not attached:
        data = undeclared(data, part.headers.raw("content-transfer-encoding"))
    if part.kind in REPORTS:
        content.report += data.decode("utf-8", "replace")
    elif part.kind == "text/plain" and not name and not attached:
        data, files = files_in(data)
        _show(part, data, content)
        for raw_name, file in files:
            content.attachments.append(attachment(part.kind, decode(raw_name)[0], file, False, content))
    elif part.kind in SHOWN and not name and not attached:
        _show(part, data, content)
    else:
        _attach(part, data, name, not attached and _is_inline(part), content, defect)
        _open(content.attachments[-1], content, limits)
        if part.kind in FRAGMENTS:
            content.defects.append(FRAGMENTS[part.kind])
        is_all = len(content.types) == 1
        if content.named is None and may_be_a_letter(part.kind) and (is_all or not attached):
            content.named = part, data
        if part.kind.startswith("multipart/") and content.attachments[-1].detected_type == TEXT:
            _show(part, data, content)


def _show(part: Part, data: bytes, content: Content) -> None:
    shown, defects = shown_of(part, data)
    content.defects.extend(defects)
    content.shown.append(shown)


def _attach(part: Part, data: bytes, name: str, inline: bool, content: Content, defect: str) -> None:
    saved = name.lower().endswith(".eml") and _LOOKS_LIKE_A_MAIL.match(data) is not None
    if (saved or part.kind in ENCLOSED) and not content.returned:
        content.returned = data
    name = name or named_elsewhere(part.headers.raw("content-description"), part.headers.raw("content-location"))
    found = attachment(part.kind, name, data, inline, content)
    if saved:
        found = replace(found, detected_type="message/rfc822")
    content.attachments.append(replace(found, flags=(*found.flags, defect)) if defect else found)


def _open(container: Attachment, content: Content, limits: Limits) -> None:
    """What is inside a winmail.dat, a saved mail or an archive, beside the file itself."""
    found = opened(container.detected_type, container.filename, container.content, limits)
    if found is NOTHING:
        return
    content.attachments[-1] = replace(container, flags=(*container.flags, *found.flags), members=found.members)
    if found.mail is None:
        return
    if container.detected_type in ENCLOSED and any(kind.startswith("multipart/report") for kind in content.types):
        return  # our own mail, which a server gives back
    if found.mail.message_class and found.from_tnef:
        content.types.add(f"{OUTLOOK}{found.mail.message_class}")
    room = limits.attachments - len(content.attachments)
    for file in found.mail.files[: max(0, room)]:
        kind = file.kind or "application/octet-stream"
        child = attachment(kind, file.name, file.content, file.inline, content)
        content.attachments.append(replace(child, from_tnef=found.from_tnef, within=container.filename))
    if not found.from_tnef:
        content.returned = content.returned or found.mail.as_mail()
    elif found.mail.text and not any(each.text.strip() for each in content.shown if each.form != HTML):
        content.shown.append(Shown(LINE_ENDS.sub("\n", found.mail.text), PLAIN))
    elif found.mail.html:
        source = LINE_ENDS.sub("\n", decode(found.mail.html, found.mail.html_charset)[0])
        content.shown.append(Shown(source, HTML, WINMAIL))
        content.shown = [replace(each, choice=each.choice or WINMAIL) for each in content.shown]


def _is_inline(part: Part) -> bool:
    return part.disposition[:6].lower() == b"inline" or part.headers.has("content-id")
