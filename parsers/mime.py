"""A mail's parts (RFC 2045 to 2049): the readable text, the attachments, and what a report says.

Structure comes from the standard library's compat32 parser, which takes any bytes; every header value and
every text is decoded here, because real mail follows its own label less often than one would like."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32, compat32

from cases.mail import Attachment
from parsers.charsets import decode
from parsers.filenames import file_name, numbered, parameters, safe_name
from parsers.html import html_to_text
from parsers.limits import CannotBeRead, Limits
from parsers.magic import detect, flags_of

_DEBRIS = re.compile(r"&(?:nbsp|amp|lt|gt|quot);")
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|\x0b|\x0c")
_DEFECT_WORDS = re.compile(r"(?<!^)(?=[A-Z])")
SHORT = 200
"""Characters of plain text that say enough; with less the HTML is looked at, too."""
STUB_SHARE = 5
"""A plain part that is this many times shorter than its HTML is a stub ("this mail is HTML")."""
ENCRYPTED_TYPES = frozenset(["multipart/encrypted", "application/pgp-encrypted"])
PGP = "-----BEGIN PGP MESSAGE-----"


class _AsItCame(Compat32):
    """Writes header values as they were read; the standard policies fold them anew and refuse some."""

    def fold_binary(self, name: str, value: str) -> bytes:
        return f"{name}: {value}\r\n".encode("utf-8", "surrogateescape")


AS_IT_CAME = _AsItCame(linesep="\r\n")


@dataclass(slots=True)
class Content:
    """What the parts hold. `plain` and `html` are the body's texts; `html` is already turned into text, and only
    where it may say more than the plain text."""

    plain: str = ""
    html: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    types: set[str] = field(default_factory=set)
    """Content types of all parts, with `; method=…` or `; report-type=…` where they have one."""
    has_table: bool = False
    """Whether the HTML lays something out in a table."""
    report: str = ""
    """Text of message/delivery-status or message/disposition-notification."""
    returned: bytes = b""
    """Headers or whole of the mail that a report or a forward encloses."""
    defects: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The plain text, unless the HTML says much more."""
        plain, html = self.plain.strip(), self.html.strip()
        return html if len(html) > STUB_SHARE * len(plain) + 20 else plain or html


def read_content(raw: bytes, limits: Limits, is_label: Callable[[str], bool]) -> Content:
    """Parse the parts; raises CannotBeRead, and whatever the standard parser raises for hostile bytes."""
    message = BytesParser(policy=compat32).parsebytes(raw)
    content = Content()
    plains: list[str] = []
    htmls: list[str] = []
    for part in _leaves(message, limits, content):
        _take(part, content, plains, htmls, limits)
    content.plain = "\n".join(plains)
    content.has_table = any("<td" in source.lower() for source in htmls)
    if content.has_table or len(content.plain.strip()) < SHORT:
        content.html = "\n".join(html_to_text(source[: limits.html], is_label) for source in htmls)
    _name_apart(content)
    if PGP in content.plain:
        content.defects.append("encrypted")
    content.defects = list(dict.fromkeys(content.defects))
    return content


def _leaves(message: Message, limits: Limits, content: Content) -> Iterator[Message]:
    """The parts without children in order, without recursion; enclosed mails count as one part."""
    stack = [(message, 0)]
    count = 0
    while stack:
        part, depth = stack.pop()
        count += 1
        if count > limits.parts:
            raise CannotBeRead(f"邮件段落过多 / The mail has more than {limits.parts} parts.")
        if depth > limits.depth:
            raise CannotBeRead(f"邮件嵌套过深 / The parts are nested more than {limits.depth} deep.")
        kind = part.get_content_type()
        content.types.add(_with_parameter(part, kind))
        content.defects.extend(_defect_name(defect) for defect in part.defects)
        if kind in ENCRYPTED_TYPES:
            content.defects.append("encrypted")
        children = part.get_payload() if part.is_multipart() else None
        if isinstance(children, list) and not kind.startswith("message/"):
            stack.extend((child, depth + 1) for child in reversed(children) if isinstance(child, Message))
        else:
            yield part


def _take(part: Message, content: Content, plains: list[str], htmls: list[str], limits: Limits) -> None:
    kind = part.get_content_type()
    disposition, declared = _raw(part, "content-disposition"), _raw(part, "content-type")
    name = file_name(disposition, declared)
    attached = disposition[:10].lower() == b"attachment"
    if kind in ("message/delivery-status", "message/disposition-notification"):
        content.report += _payload(part).decode("utf-8", "replace")
    elif kind in ("text/plain", "text/html") and not name and not attached:
        data = _payload(part)
        text, defects = decode(data, parameters(declared).get("charset", b"").decode("ascii", "replace"))
        content.defects.extend(defects)
        (plains if kind == "text/plain" else htmls).append(_tidy(text, kind, content))
    else:
        _attach(part, kind, name, not attached and _is_inline(part, disposition), content)
    if len(content.attachments) > limits.attachments:
        raise CannotBeRead(f"附件过多 / The mail has more than {limits.attachments} attachments.")


def _attach(part: Message, kind: str, name: str, inline: bool, content: Content) -> None:
    enclosed = kind.startswith("message/")
    data = _payload(part)
    if kind in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers") and not content.returned:
        content.returned = data
    if kind in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        smime = parameters(_raw(part, "content-type")).get("smime-type", b"").lower()
        content.defects.append("opaque-signed" if smime == b"signed-data" else "encrypted")
    detected = kind if enclosed else detect(data)
    shown, flags = safe_name(name or ("mail.eml" if enclosed else ""), len(content.attachments) + 1)
    content.attachments.append(
        Attachment(shown, name, kind, detected, data, inline, flags=(*flags, *flags_of(shown, detected, data)))
    )


def _tidy(text: str, kind: str, content: Content) -> str:
    """LF line ends, no NUL; plain text without the entities that some webmails leave in it."""
    if "\0" in text:
        content.defects.append("nul-byte")
        text = text.replace("\0", "\ufffd")
    text = _LINE_ENDS.sub("\n", text).replace("\ufeff", "")
    if kind == "text/plain" and _DEBRIS.search(text):
        text = _DEBRIS.sub(lambda found: entities.unescape(found.group()), text)
    return text.replace("\xa0", " ") if kind == "text/plain" else text


def _payload(part: Message) -> bytes:
    """A part's decoded bytes; of a message/… part the bytes of the mails or header blocks inside.

    Always asked for decoded: undecoded, the standard library would turn text into characters by its label."""
    if part.is_multipart():
        children = part.get_payload()
        return b"\r\n".join(child.as_bytes(policy=AS_IT_CAME) for child in children if isinstance(child, Message))
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _raw(part: Message, header: str) -> bytes:
    for name, value in part.raw_items():
        if name.lower() == header:
            return str(value).encode("utf-8", "surrogateescape").strip()
    return b""


def _is_inline(part: Message, disposition: bytes) -> bool:
    return disposition[:6].lower() == b"inline" or part.get("content-id") is not None


def _with_parameter(part: Message, kind: str) -> str:
    values = parameters(_raw(part, "content-type"))
    for name in ("method", "report-type", "smime-type"):
        if name in values:
            return f"{kind}; {name}={values[name].decode('ascii', 'replace').lower()}"
    return kind


def _defect_name(defect: Exception) -> str:
    """`StartBoundaryNotFoundDefect` → `start-boundary-not-found`."""
    return _DEFECT_WORDS.sub("-", type(defect).__name__.removesuffix("Defect")).lower()


def _name_apart(content: Content) -> None:
    names = numbered([attachment.filename for attachment in content.attachments])
    content.attachments = [
        attachment if attachment.filename == name else replace(attachment, filename=name)
        for attachment, name in zip(content.attachments, names, strict=True)
    ]
