"""The demo's play on another stage: Dovecot, and for every pass the command `kesu once --now …`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from kesu.cli import app
from kesu.config_file import load_config
from kesu.demo.folder import DemoFolder
from kesu.demo.play import load_play
from kesu.demo.run import run_demo
from kesu.demo.servers import append
from kesu.demo.stage import perform
from tests.integration.servers import Dovecot, SmtpSink


@dataclass
class DovecotStage:
    """A desk between Dovecot and the sink, opened anew for every pass."""

    server: Dovecot
    sink: SmtpSink
    config: Path

    def deliver(self, raw: bytes, at: datetime) -> None:
        append(self.server.port, "kesu", self.server.password, raw, at)

    def pass_at(self, now: datetime) -> None:
        # the command in this process: forty interpreters to start would take minutes
        arguments = ["once", "--now", now.isoformat(), "--config", str(self.config)]
        done = CliRunner().invoke(app, arguments, catch_exceptions=False)
        assert done.exit_code == 0, done.output

    def sent(self) -> Sequence[bytes]:
        return [mail.raw for mail in self.sink.accepted]

    def cases(self) -> Any:
        command = [sys.executable, "-m", "kesu", "cases", "--json", "--config", str(self.config)]
        return json.loads(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)


@pytest.mark.needs("dovecot")
@pytest.mark.timeout(600)
def test_the_demo_does_what_the_product_does_with_the_same_mails_from_dovecot(tmp_path: Path) -> None:
    """Same cases to the last value, same documents and same mails to the last byte, given the same desk key."""
    shown = tmp_path / "demo"
    assert run_demo(shown, "memory-device", Console(quiet=True), Console(stderr=True)) == 0
    folder = DemoFolder(tmp_path / "dovecot")
    folder.make()
    (folder.path / "desk").mkdir()
    shutil.copy(shown / "desk" / "desk.key", folder.path / "desk" / "desk.key")
    with Dovecot() as server, SmtpSink() as sink:
        stage = DovecotStage(server, sink, folder.write_config(server.port, sink.port, server.password))
        address = load_config(stage.config).desk.address
        for happenings in perform(load_play("memory-device"), stage, address):
            for happening in happenings:
                folder.keep(happening)
        cases = stage.cases()
    assert cases == json.loads((shown / "cases.json").read_text(encoding="utf-8"))
    assert files(folder.path / "mail") == files(shown / "mail")
    assert files(folder.path / "mail-in") == files(shown / "mail-in")
    assert files(folder.path / "desk" / "documents") == files(shown / "documents")


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
