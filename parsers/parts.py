"""A mail taken apart into its parts (RFC 2045, 2046) as slices of the raw bytes, without recursion.

Nothing is decoded and nothing is lost: a multipart whose delimiters cannot be found is looked through for the ones
its sender meant, and otherwise stays one part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from parsers.filenames import parameters
from parsers.headers import Headers, split_head
from parsers.limits import CannotBeRead, Limits
from parsers.transfer import decoded

_MEDIA_TYPE = re.compile(rb"\s*([\w!#$&^.+-]+)\s*/\s*([\w!#$&^.+-]+)")
_BOUNDARY = re.compile(rb"[;\s]boundary\s*+=\s*+(?:\"([^\"]*+)\"|('[^']*+'|[^;\s]*+))", re.I)
OUTSIDE = 50_000
"""Bytes of what stands outside the parts that are looked at."""
_IN_BOUNDARY = re.compile(rb"[\w'()+,./:=?-]")
"""What a longer boundary could go on with (RFC 2046, 5.1.1); anything else behind a closing one is a slip."""
_MEANT = re.compile(rb"(?<![^\n])--([^\r\n]{1,200}?)[ \t]*\r?\n(?=content-[a-z-]{1,40}[ \t]*:)", re.I)
"""A delimiter by its looks: a line that begins with two hyphens, and a header of a part below it."""


@dataclass(slots=True)
class Part:
    """A part without children: its headers and its body, still encoded."""

    headers: Headers
    raw: bytes = field(repr=False)
    """The whole mail; the body is what stands from `first` to `last` of it."""
    first: int
    last: int
    kind: str
    """`type/subtype` in lower case, text/plain for what is none (RFC 2045, 5.2)."""
    declared: bytes
    """The Content-Type header as it came."""
    disposition: bytes
    declared_with: Mapping[str, bytes]
    """Parameters of Content-Type by lower-case name."""
    choice: int = 0
    """Where the outermost multipart/alternative that offers this part begins; 0 if none does."""

    @property
    def body(self) -> bytes:
        """A copy: there are large ones."""
        return self.raw[self.first : self.last]

    def parameter(self, name: str) -> bytes:
        return self.declared_with.get(name, b"")


@dataclass(slots=True)
class Outline:
    """What the structure shows besides the parts themselves."""

    kinds: set[str] = field(default_factory=set)
    """Content types of all parts, with `; method=…`, `; report-type=…` or `; smime-type=…` where they have one."""
    defects: list[str] = field(default_factory=list)
    outside: list[bytes] = field(default_factory=list)
    """What stands before the first part of a multipart and behind its end."""


Head = tuple[Headers, int]
"""The headers, and where the body begins."""


def leaves(raw: bytes, limits: Limits, outline: Outline, top: Head | None = None) -> Iterator[Part]:
    """The parts without children in order; an enclosed mail is one part. Raises CannotBeRead beyond the limits.

    `top` is the mail's own head, if it has been read already."""
    stack = [(0, len(raw), 0, "text/plain", 0)]
    count = 0
    while stack:
        start, end, depth, otherwise, choice = stack.pop()
        count += 1
        if count > limits.parts:
            raise CannotBeRead(f"邮件段落过多 / The mail has more than {limits.parts} parts.")
        if depth > limits.depth:
            raise CannotBeRead(f"邮件嵌套过深 / The parts are nested more than {limits.depth} deep.")
        headers, body = top if top is not None and count == 1 else split_head(raw, start, end)
        part = _part(headers, raw, body, end, otherwise, choice)
        outline.kinds.add(_with_parameter(part))
        if not part.kind.startswith("multipart/"):
            yield part
            continue
        if inside := _decoded_multipart(part):
            yield from leaves(inside, limits, outline)
            continue
        children = _children(raw, body, end, part, outline)
        inner = "message/rfc822" if part.kind == "multipart/digest" else "text/plain"
        if part.kind == "multipart/alternative" and not choice:
            choice = body
        stack.extend((first, last, depth + 1, inner, choice) for first, last in reversed(children))
        if not children and part.body.strip():
            yield part


def _decoded_multipart(part: Part) -> bytes:
    """A multipart that was encoded as a whole, which nobody may do (RFC 2045, 6.4), decoded; b"" if it was not."""
    encoding = part.headers.raw("content-transfer-encoding").strip().lower()
    delimiter = b"--" + part.parameter("boundary")
    if encoding not in (b"base64", b"quoted-printable") or len(delimiter) == 2 or delimiter in part.body:
        return b""
    data, defect = decoded(part.body, encoding)
    return b"Content-Type: " + part.declared + b"\r\n\r\n" + data if not defect and delimiter in data else b""


def _part(headers: Headers, raw: bytes, first: int, last: int, otherwise: str, choice: int) -> Part:
    declared = headers.raw("content-type")
    found = _MEDIA_TYPE.match(declared)
    if found:
        otherwise = b"/".join(found.groups()).decode("ascii", "replace").lower()
    elif declared:
        otherwise = "text/plain"
    declared_with = parameters(declared) if b";" in declared else {}
    disposition = headers.raw("content-disposition")
    return Part(headers, raw, first, last, otherwise, declared, disposition, declared_with, choice)


def _children(raw: bytes, start: int, end: int, part: Part, outline: Outline) -> list[tuple[int, int]]:
    """First and last byte of each part between the delimiters; the text before and after them is not a part."""
    boundaries = _boundaries(part)
    marks = [mark for boundary in boundaries for mark in _delimiters(raw, start, end, boundary)]
    if len(boundaries) > 1:
        marks.sort()
    if not marks:
        outline.defects.append("start-boundary-not-found" if boundaries else "no-boundary-in-multipart")
        meant = _MEANT.search(raw, start, end)
        marks = list(_delimiters(raw, start, end, meant.group(1))) if meant else []
    children = []
    for i, (_, first, closes) in enumerate(marks):
        last = marks[i + 1][0] if i + 1 < len(marks) else end
        if not closes:
            children.append((first, max(first, _without_line_end(raw, first, last) if i + 1 < len(marks) else last)))
    if marks:
        first, (_, behind, is_closed) = marks[0][0], marks[-1]
        outline.outside.append(raw[start : min(first, start + OUTSIDE)])
        if is_closed:
            outline.outside.append(raw[behind : min(end, behind + OUTSIDE)])
        else:
            outline.defects.append("close-boundary-not-found")
    return children


def _boundaries(part: Part) -> list[bytes]:
    """The boundary; all of them if the sender names several, or writes it in quotes that are none."""
    boundary = part.parameter("boundary").rstrip()
    types = part.headers.all("content-type")
    if len(types) < 2 and boundary[:1] != b"'" and part.declared.lower().count(b"boundary") < 2:
        return [boundary] if boundary else []
    named = [b"".join(found).rstrip() for header in types for found in _BOUNDARY.findall(header)]
    return list(dict.fromkeys(filter(None, [*named, *(each.strip(b"'") for each in named)])))


def _delimiters(raw: bytes, start: int, end: int, boundary: bytes) -> Iterator[tuple[int, int, bool]]:
    """(start of the line, start of the next line, whether it closes) for each delimiter line (RFC 2046, 5.1.1)."""
    needle = b"--" + boundary
    at = raw.find(needle, start, end)
    while at >= 0:
        after = at + len(needle)
        if at == start or raw[at - 1] in b"\r\n":
            closes = raw[after : after + 2] == b"--" and after + 2 <= end
            line_end = raw.find(b"\n", after, end)
            line_end = end if line_end < 0 else line_end
            rest = raw[after + 2 * closes : min(line_end, after + 1000)].strip()
            if not rest or (closes and not _IN_BOUNDARY.match(rest)):
                yield at, min(line_end + 1, end), closes
        at = raw.find(needle, after, end)


def _without_line_end(raw: bytes, first: int, last: int) -> int:
    """The line end before a delimiter belongs to the delimiter."""
    if last > first and raw[last - 1] == 0x0A:
        last -= 1
        if last > first and raw[last - 1] == 0x0D:
            last -= 1
    return last


def _with_parameter(part: Part) -> str:
    for name in ("method", "report-type", "smime-type"):
        if value := part.parameter(name):
            return f"{part.kind}; {name}={value.decode('ascii', 'replace').lower()}"
    return part.kind
