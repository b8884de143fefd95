"""What every Papers promises; the file one is durable besides."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from cases.faults import arm
from cases.stores import Papers
from store.papers import FilePapers
from tests.fakes import FakePapers

NAME = "K2026-00001/8d-R1.docx"


@pytest.fixture(params=["fake", "files"])
def papers(request: pytest.FixtureRequest, tmp_path: Path) -> Papers:
    return FakePapers() if request.param == "fake" else FilePapers(tmp_path / "papers")


def test_a_document_is_kept_under_its_name(papers: Papers) -> None:
    assert papers.put(NAME, b"word") == hashlib.sha256(b"word").hexdigest()
    assert papers.get(NAME) == b"word"
    assert papers.path(NAME).endswith(NAME)


def test_the_same_name_is_replaced(papers: Papers) -> None:
    papers.put(NAME, b"first")
    papers.put(NAME, b"second")
    assert papers.get(NAME) == b"second"


@pytest.mark.parametrize("name", ["../x.docx", "/etc/x", "a/../b", ".x", "a//b", "", "a/", "a\n", "a\0b", "a b"])
def test_a_name_that_is_no_path_of_ours_is_refused(papers: Papers, name: str) -> None:
    with pytest.raises(ValueError, match="no name of a document"):
        papers.put(name, b"x")


def test_a_document_that_is_not_there_is_a_clear_error(papers: Papers) -> None:
    with pytest.raises(LookupError, match=NAME):
        papers.get(NAME)


def test_the_fault_points_are_before_and_after_the_rename(tmp_path: Path) -> None:
    seen: list[tuple[str, list[str]]] = []
    arm(lambda point: seen.append((point, [path.name for path in (tmp_path / "K2026-00001").iterdir()])))
    try:
        FilePapers(tmp_path).put(NAME, b"word")
    finally:
        arm(None)
    assert seen == [("P5", ["8d-R1.docx.tmp"]), ("P6", ["8d-R1.docx"])]
