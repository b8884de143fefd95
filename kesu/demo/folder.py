"""The folder that a demo leaves behind."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from string import Template

from kesu.demo.letters import read
from kesu.demo.stage import Happening

MARKER = ".kesu-demo"
OURS = ("mail", "mail-in", "documents", "desk", "cases.json", "timeline.md", "config.toml", "password", MARKER)
TWO_WORDS = ("follow-up", "set-aside")
"""Events whose name has a hyphen; in other names what follows one is a number or a hash."""
CONFIG = Path(__file__).with_name("desk.toml")


class FolderInUse(Exception):
    """The folder holds something that no demo made; the text is a sentence for a person."""


@dataclass
class DemoFolder:
    """Files named so that they sort by time. An earlier demo in the folder is replaced, anything else is not."""

    path: Path
    count: int = 0

    def make(self) -> None:
        """An empty folder of ours. Raises FolderInUse."""
        if self.path.exists() and not self.path.is_dir():
            raise FolderInUse(f"{self.path} is a file; give --out a folder")
        if self.path.is_dir() and any(self.path.iterdir()) and not (self.path / MARKER).is_file():
            raise FolderInUse(f"{self.path} holds other files; give --out a new folder, so that nothing is overwritten")
        for name in OURS:
            old = self.path / name
            if old.is_dir():
                shutil.rmtree(old)
            else:
                old.unlink(missing_ok=True)
        for name in ("mail", "mail-in"):
            (self.path / name).mkdir(parents=True)
        (self.path / MARKER).write_text("made by kesu demo; the next demo in this folder replaces it\n")

    def write_config(self, imap_port: int, smtp_port: int, password: str) -> Path:
        """The configuration of the desk, as a person would write it."""
        secret = self.path / "password"
        secret.touch(mode=0o600)
        secret.write_text(password, encoding="utf-8")
        config = self.path / "config.toml"
        text = Template(CONFIG.read_text(encoding="utf-8"))
        config.write_text(text.substitute(imap_port=imap_port, smtp_port=smtp_port), encoding="utf-8")
        return config

    def keep(self, happening: Happening) -> None:
        """A mail as a file: `mail/007-2026-03-02-1005-ack-to-bai@….eml`."""
        self.count += 1
        stamp = f"{self.count:03}-{happening.at:%Y-%m-%d-%H%M}"
        mail = read(happening.raw)
        if happening.incoming:
            name = f"{stamp}-from-{_plain(str(mail['From'] or 'nobody'))}.eml"
            (self.path / "mail-in" / name).write_bytes(happening.raw)
        else:
            name = f"{stamp}-{_event(str(mail['X-Kesu-Id']))}-to-{_plain(str(mail['To']))}.eml"
            (self.path / "mail" / name).write_bytes(happening.raw)

    def finish(self, cases: list[dict[str, object]], story: str) -> None:
        """Cases, their story, and the documents under the paths that the cases name."""
        (self.path / "cases.json").write_text(json.dumps(cases, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        (self.path / "timeline.md").write_text(story, encoding="utf-8")
        shutil.copytree(self.path / "desk" / "documents", self.path / "documents")


def _event(effect: str) -> str:
    """`ack` from `K2026-00001; K2026-00001/ack/customer/1`, `decided` from `…/decided-1-5f0c…/approver/1`."""
    name = effect.rpartition(" ")[2].split("/")[1]
    return next((event for event in TWO_WORDS if name.startswith(event)), name.partition("-")[0])


def _plain(sender: str) -> str:
    """The address, as a part of a file name."""
    address = re.search(r"[\w.+-]+@[\w.-]+", sender)
    return address.group() if address else "nobody"


def stamp(moment: datetime) -> str:
    """`03-02 10:05`, for tables and stories."""
    return f"{moment:%m-%d %H:%M}"
