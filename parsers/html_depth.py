"""HTML that is nested deeper than its parser can bear, laid flat."""

from __future__ import annotations

import re

MAX_DEPTH = 1_000
"""Of block elements: what is deeper costs the HTML parser quadratic time and is no letter."""
_BLOCK_TAG = re.compile(
    r"<(/?)(?:address|article|aside|blockquote|center|d[dlt]|div|fieldset|figure|footer|form|h[1-6]|header|li|main|menu|nav|ol|section|ul)\b[^<>]*+>?",
    re.I,
)


def shallow(source: str) -> str:
    """The source, without its block elements if they are nested absurdly deep."""
    depth = 0
    for tag in _BLOCK_TAG.finditer(source):
        depth = max(0, depth - 1) if tag.group(1) else depth + 1
        if depth > MAX_DEPTH:
            return _BLOCK_TAG.sub("<br>", source)
    return source
