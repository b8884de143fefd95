"""Rich text of Outlook is unpacked by MS-OXRTFCP (its own two examples) and read without its formatting."""

from __future__ import annotations

import struct

import pytest

from parsers.rtf import rtf_text

HELLO = "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
CROSSING = "1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0"


def plain(rtf: bytes) -> bytes:
    """The uncompressed form of the same."""
    return struct.pack("<IIII", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf


@pytest.mark.parametrize(("packed", "text"), [(HELLO, "hello world"), (CROSSING, "WXYZWXYZWXYZWXYZWXYZ")])
def test_the_examples_of_the_specification_are_unpacked(packed: str, text: str) -> None:
    assert rtf_text(bytes.fromhex(packed)) == text


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (rb"{\rtf1\ansi\ansicpg936 \'c5\'fa\'ba\'c5\par 37}", "批号\n37"),
        (rb"{\rtf1 \u25209?\u21495? 37}", "批号 37"),
        (rb"{\rtf1{\fonttbl{\f0 Arial;}}{\*\generator x;}shown\line below}", "shown\nbelow"),
        (rb"{\rtf1\fromhtml1{\*\htmltag64 <p>}text{\*\htmltag72 </p>}}", "text"),
        (rb"{\rtf1 a\~b \{c\} \ldblquote d\rdblquote}", "a b {c} \u201cd\u201d"),
        (rb"{\rtf1 \u-10179?\u-8704?}", "😀"),
    ],
)
def test_rich_text_is_its_words(rtf: bytes, text: str) -> None:
    assert rtf_text(plain(rtf)) == text


@pytest.mark.parametrize("data", [b"", b"x" * 15, plain(b"}}}}\\"), bytes.fromhex(HELLO)[:20], b"\xff" * 100])
def test_what_is_no_rich_text_does_no_harm(data: bytes) -> None:
    assert len(rtf_text(data)) <= len(data)
