"""Word documents as pages, for tests: LibreOffice makes PDFs of many in one go, poppler reads them."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Sequence
from pathlib import Path

UNCODED = "☐☑√✓℃\u200b\u200d\ufe0f"
"""Signs that LibreOffice prints but leaves without a code, so that no PDF reader finds them; and invisible ones."""


def office(profile: Path, to: str, into: Path, files: Sequence[Path]) -> None:
    """All files converted by one LibreOffice, with a profile of its own under `profile`."""
    own = f"-env:UserInstallation={(profile / 'profile').absolute().as_uri()}"
    command = ["soffice", own, "--headless", "--convert-to", to, "--outdir", str(into), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=max(240, 20 * len(files)))


def tool(program: str, *arguments: object) -> str:
    return subprocess.run([program, *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def read(pdf: Path) -> list[str]:
    """The text of each page, without blanks."""
    return [squeezed(page) for page in tool("pdftotext", "-raw", pdf, "-").split("\f")[:-1]]


def squeezed(text: str) -> str:
    """Without blanks and line ends: where a cell wraps does not matter."""
    return re.sub(r"[\s\u00a0]+", "", text)


def plain(text: str) -> str:
    """As a PDF holds it: one form for each letter, none for what has no code."""
    return squeezed(unicodedata.normalize("NFKC", "".join(char for char in text if char not in UNCODED)))
