"""Any text made fit for a Word document: what a person typed stays, what XML or Word would choke on goes."""

from __future__ import annotations

import re

# Word and docxtpl give these a meaning of their own (paragraph, page break); here they all end a line.
LINE_ENDS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# Not allowed in XML 1.0 (section 2.2), or reordering the words beside them (Unicode UAX 9, explicit overrides).
FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """`text` without control characters; line ends as \\n, tabs as blanks, half surrogates as U+FFFD."""
    if text.isprintable():
        return text
    # A surrogate pair that was split into two becomes its character again; a lone half cannot be encoded.
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    lines = LINE_ENDS.sub("\n", whole).replace("\t", "    ")
    return FORBIDDEN.sub("", lines)


def one_line(text: str) -> str:
    """`clean`, and on one line."""
    return " ".join(line.strip() for line in clean(text).split("\n")).strip()
