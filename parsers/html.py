"""HTML to plain text in linear time: what a reader would see, tables as `label: value` lines.

Nothing is fetched, rendered or run; scripts, styles and hidden elements are left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.html_depth import shallow
from parsers.html_quotes import begins_the_rest, is_quote, is_signature, may_mark_quotes
from parsers.tables import Row, table_lines

HIDDEN_TAGS = frozenset(
    ["script", "style", "head", "title", "template", "noscript", "svg", "object", "select", "_comment"]
)
BLOCK_TAGS = frozenset(
    "address article aside blockquote center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr li main nav ol p pre section table tr ul caption".split()
)
_ZERO = r"\s*:\s*0(?:\.0*)?(?![.\d])"
_HIDDEN_STYLE = re.compile(
    rf"display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity|max-height){_ZERO}|mso-hide\s*:\s*all"
    rf"|font-size\s*:\s*1px|text-indent\s*:\s*-\d{{3}}|(?<![-\w])(?:left|top)\s*:\s*-\d{{3}}|scale\(0\)"
    rf"|(?<![-\w])height{_ZERO}.{{0,200}}overflow\s*:\s*hidden",
    re.I,
)
_SPACES = re.compile(r"[ \t\r\n\f\u200b\ufeff]+")
_MANY_BLANKS = re.compile(r"\n{3,}")
MAX_NODES = 200_000
IsLabel = Callable[[str], bool]


def html_to_text(source: str, is_label: IsLabel) -> str:
    """The visible text; a row of a data table is one line per label and value, quoted blocks begin with `> `."""
    if not source.strip():
        return ""
    root = LexborHTMLParser(shallow(source.replace("\0", "\ufffd"))).body
    if root is None:
        return ""
    writer = _Writer(is_label, may_mark_quotes(source))
    for node, leaving in _walk(root):
        writer.leave(node) if leaving else writer.enter(node)
    return writer.text()


def _walk(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Every visible node on the way in and, for elements, on the way out; without recursion."""
    stack: list[tuple[LexborNode, bool]] = [(root, False)]
    count = 0
    while stack and count < MAX_NODES:
        node, leaving = stack.pop()
        count += 1
        yield node, leaving
        if leaving or node.tag == "-text":
            continue
        stack.append((node, True))
        children = []
        child = node.child
        while child is not None:
            if not _hidden(child):
                children.append((child, False))
            child = child.next
        stack.extend(reversed(children))


def _hidden(node: LexborNode) -> bool:
    tag = node.tag
    if tag == "-text":
        return False
    if tag in HIDDEN_TAGS or not tag or tag[0] in "-!":
        return True
    style = node.attributes.get("style")
    return "hidden" in node.attributes or (style is not None and _HIDDEN_STYLE.search(style) is not None)


class _Writer:
    """Collects lines; a cell of a table collects its own until its row ends."""

    def __init__(self, is_label: IsLabel, has_quotes: bool) -> None:
        self._is_label = is_label
        self._has_quotes = has_quotes
        self._lines: list[str] = [""]
        self._outer: list[list[str]] = []
        self._tables: list[list[list[str]]] = []
        self._depth = 0
        self._quotes: list[tuple[int, int]] = []
        """Of each open quotation the depth whose end is its own, and the line with which it began."""
        self._pre = 0

    def enter(self, node: LexborNode) -> None:
        tag = node.tag
        if tag == "-text":
            self._write(node.text_content or "")
            return
        self._depth += 1
        if tag == "br":
            self._lines.append("")
        elif tag in ("td", "th"):
            self._outer.append(self._lines)
            self._lines = [""]
        elif tag in BLOCK_TAGS:
            self._new_line()
            self._begin(node)
        elif tag == "span" and self._has_quotes and is_quote(node):
            self._new_line()
            self._quotes.append((self._depth, len(self._lines) - 1))

    def leave(self, node: LexborNode) -> None:
        tag = node.tag
        if tag in BLOCK_TAGS:
            self._end(node)
        self._end_quotes(self._depth)
        self._depth -= 1
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in BLOCK_TAGS:
            self._new_line()
            if tag in ("p", "table"):
                self._lines.append("")

    def text(self) -> str:
        self._end_quotes(0)
        while self._outer:
            self._end_cell()
        lines = [line.replace("\xa0", " ").rstrip() for line in self._lines]
        return _MANY_BLANKS.sub("\n\n", "\n".join(lines)).strip("\n")

    def _begin(self, node: LexborNode) -> None:
        if node.tag == "table":
            self._tables.append([])
        elif node.tag == "tr" and self._tables:
            self._tables[-1].append([])
        elif node.tag == "pre":
            self._pre += 1
        if self._has_quotes and is_quote(node):
            self._quotes.append((self._depth, len(self._lines) - 1))
        elif self._has_quotes and begins_the_rest(node):
            self._quotes.append((self._depth - 1, len(self._lines) - 1))
        elif self._has_quotes and is_signature(node):
            self._sign()

    def _end(self, node: LexborNode) -> None:
        if node.tag == "table" and self._tables:
            self._end_table(tuple(tuple(row) for row in self._tables.pop()))
        elif node.tag == "pre":
            self._pre -= 1

    def _sign(self) -> None:
        """`-- ` above a signature, where it does not stand there or in it already."""
        above = next((line for line in reversed(self._lines) if line.strip()), "")
        if above and above.rstrip() != "--":
            self._lines[-1:] = ["-- ", ""]

    def _end_quotes(self, depth: int) -> None:
        """`> ` before every line of a quotation that ends here: one inside another is marked with it, once."""
        while self._quotes and self._quotes[-1][0] >= depth:
            start = self._quotes.pop()[1]
            if not self._quotes:
                self._lines[start:] = [line if line.startswith("> ") else "> " + line for line in self._lines[start:]]

    def _end_cell(self) -> None:
        cell = "\n".join(line.strip() for line in self._lines).strip()
        self._lines = self._outer.pop()
        if self._tables and self._tables[-1]:
            self._tables[-1][-1].append(cell)
        else:
            self._write_lines(cell)

    def _end_table(self, rows: tuple[Row, ...]) -> None:
        for line in table_lines(rows, self._is_label):
            self._write_lines(line)

    def _write_lines(self, text: str) -> None:
        self._new_line()
        self._lines[-1:] = [*text.split("\n"), ""]

    def _new_line(self) -> None:
        if self._lines[-1].strip():
            self._lines.append("")

    def _write(self, text: str) -> None:
        if self._pre:
            first, *more = text.split("\n")
            self._lines[-1] += first
            self._lines.extend(more)
            return
        collapsed = _SPACES.sub(" ", text)
        if collapsed != " " or self._lines[-1]:
            self._lines[-1] += collapsed if self._lines[-1] else collapsed.lstrip(" ")
