"""Which named style a paragraph has: ours, wherever it stands in the chain of styles it is based on."""

from __future__ import annotations

from typing import Any

from parsers.wordml import BASED_ON, NAME, STYLE, STYLE_ID, VAL


def style_names(styles: Any | None) -> dict[str, str]:
    """Style id -> the name of ours that it has or is based on, else its own name."""
    known = {} if styles is None else {each.get(STYLE_ID, ""): each for each in styles.iter(STYLE)}
    return {style_id: _name(known, style_id) for style_id in known}


def _name(known: dict[str, Any], style_id: str) -> str:
    own, at = "", style_id
    for _ in range(10):
        style = known.get(at)
        if style is None:
            break
        name = value_of(child(style, NAME))
        own = own or name
        if name.startswith("kesu "):
            return name
        at = value_of(child(style, BASED_ON))
    return own


def child(node: Any, tag: str) -> Any | None:
    """The first child with this tag; several times as fast as `find`."""
    return next(node.iterchildren(tag), None)


def value_of(node: Any | None) -> str:
    """What Word writes in `w:val`; "" where there is nothing."""
    return "" if node is None else node.get(VAL, "")
