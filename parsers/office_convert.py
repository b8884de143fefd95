"""LibreOffice at work: old and open formats to .docx, .docx to PDF; its own profile, no network, a time-out, one file
at a time."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from functools import cache
from pathlib import Path

from parsers.form_package import MAX_TOTAL
from parsers.form_refusals import FormRefused

PROGRAM = "soffice"
KINDS = ("doc", "odt", "rtf")
SECONDS = 60.0
TARGET = "docx:MS Word 2007 XML"
PDF = "pdf:writer_pdf_Export"
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
"""What LibreOffice may not do with a file from a mail: run macros, follow links."""
DEAD_PROXY = "http://127.0.0.1:9"


class OfficeConverter:
    """Converts one document at a time, whoever asks. `program` is looked for in the PATH."""

    def __init__(self, program: str = PROGRAM, seconds: float = SECONDS) -> None:
        self._program = program
        self._seconds = seconds
        self._one = threading.Lock()

    def __call__(self, content: bytes, kind: str) -> bytes:
        """The .docx. Raises FormRefused: no-office, not-converted (also when it takes too long), too-large."""
        if self.there and kind not in KINDS:
            raise FormRefused("not-a-form")
        return self._made(content, kind, TARGET)

    def pdf(self, docx: bytes) -> bytes:
        """The document as PDF. Raises FormRefused as above."""
        return self._made(docx, "docx", PDF)

    @property
    def there(self) -> bool:
        """Whether the program is installed."""
        return shutil.which(self._program) is not None

    def _made(self, content: bytes, kind: str, target: str) -> bytes:
        found = shutil.which(self._program)
        if found is None:
            raise FormRefused("no-office")
        with self._one, tempfile.TemporaryDirectory(prefix="kesu-office-") as folder:
            return self._convert(found, Path(folder), content, kind, target)

    def _convert(self, program: str, folder: Path, content: bytes, kind: str, target: str) -> bytes:
        source, made = folder / f"form.{kind}", folder / "out" / f"form.{target.partition(':')[0]}"
        source.write_bytes(content)
        run(program, folder, self._seconds, ["--convert-to", target, "--outdir", str(made.parent), str(source)])
        if not made.is_file():
            raise FormRefused("not-converted")
        if made.stat().st_size > MAX_TOTAL:
            raise FormRefused("too-large")
        return made.read_bytes()


def run(program: str, folder: Path, seconds: float, arguments: list[str]) -> None:
    """LibreOffice with a profile in `folder`; killed with all it started when the time is over."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", f"-env:UserInstallation={profile.as_uri()}"]
    process = subprocess.Popen(
        [*_without_network(), program, *options, *arguments],
        env=_surroundings(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as late:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise FormRefused("not-converted") from late


def _surroundings(folder: Path) -> dict[str, str]:
    """The least that LibreOffice needs; nothing of ours, no way out."""
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), DEAD_PROXY)
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LANG": "C.UTF-8", **proxies}


@cache
def _without_network() -> tuple[str, ...]:
    """A network of its own with nobody in it, where the system lets us (Linux, user namespaces)."""
    command = ("unshare", "--net", "--map-root-user", "--")
    if shutil.which(command[0]) is None:
        return ()
    tried = subprocess.run([*command, "true"], capture_output=True, timeout=10, check=False)
    return command if tried.returncode == 0 else ()
