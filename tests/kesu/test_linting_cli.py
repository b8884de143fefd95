"""Held mails on the command line: listed with the reason, let go by a named person."""

from __future__ import annotations

import email.policy
import json
import shutil
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from kesu import cli_cases, cli_outbox, service
from kesu.config_file import load_config
from kesu.wire import open_desk
from tests.fakes_mail import FakeInbox, FakeSender
from tests.kesu.letters import LINE_STOP, MONDAY, complaint
from tests.office import PEOPLE, Office

APP = typer.Typer()
cli_cases.register(APP)
APP.add_typer(cli_outbox.app, name="outbox")
OWN = "Subject: 来信收悉\n\n尊敬的客户，您好：来信收悉，感谢。编号 {{ case.number }}，3月9日前答复，联系电话见下。\n"
EFFECT = "K2026-00001/ack/customer/1"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a desk whose own acknowledgement restates nothing, and is held."""
    tmp_path = tmp_path_factory.mktemp("desk")
    own = tmp_path / "templates" / "mail" / "customer"
    own.mkdir(parents=True)
    (own / "acknowledge.zh.j2").write_text(OWN, encoding="utf-8")
    lines = ["[desk]", 'address = "kesu@works.example"', 'templates = ["templates"]']
    lines += ["[mailbox]", 'host = "127.0.0.1"', "port = 1", 'security = "none"', 'user = "kesu"', 'start = "all"']
    lines += ["[smtp]", 'host = "127.0.0.1"', "port = 1", 'security = "none"']
    for role, person in PEOPLE.items():
        lines += [f"[people.{role}]", *(f"{key} = {json.dumps(value)}" for key, value in person.items())]
    path = tmp_path / "config.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    config = load_config(path)
    desk = open_desk(config, now=MONDAY)
    inbox = FakeInbox(config.mailbox.account)
    inbox.deliver(complaint(Office(), LINE_STOP).as_bytes(policy=email.policy.SMTP), MONDAY)
    service.once(desk, inbox, FakeSender(), MONDAY)
    desk.store.close()
    return tmp_path


@pytest.fixture
def file(made: Path, tmp_path: Path) -> Path:
    """The configuration of that desk, of which each test has its own."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "config.toml"


def kesu(*arguments: object) -> tuple[int, str, str]:
    ran = CliRunner().invoke(APP, [str(argument) for argument in arguments])
    return ran.exit_code, ran.stdout, ran.stderr


def outbox(file: Path) -> list[tuple[str, str, str]]:
    _, shown, _ = kesu("outbox", "list", "--json", "--config", file)
    return [(mail["effect"], mail["state"], mail["error"]) for mail in json.loads(shown)]


def test_the_outbox_lists_what_is_held_and_why(file: Path) -> None:
    assert outbox(file) == [(EFFECT, "held", "L-13")]
    _, shown, _ = kesu("outbox", "list", "--config", file)
    assert "held" in shown
    assert "L-13" in shown


def test_a_held_mail_is_not_sent_again_by_itself(file: Path) -> None:
    code, _, said = kesu("outbox", "retry", EFFECT, "--config", file)
    assert (code, "that mail is held" in said) == (1, True)


def test_an_override_without_a_name_that_is_known_is_refused(file: Path) -> None:
    code, _, said = kesu("case", "K2026-00001", "override", "--reason", "told by phone", "--config", file)
    assert (code, "[people] knows nobody called" in said) == (1, True)
    assert outbox(file) == [(EFFECT, "held", "L-13")]


def test_an_override_by_a_named_person_lets_it_go(file: Path) -> None:
    by = ("--by", "luo@works.example", "--reason", "told by phone")
    code, shown, _ = kesu("case", "K2026-00001", "override", *by, "--json", "--config", file)
    assert code == 0
    lines = [(line["what"], line["by"], line["text"]) for line in json.loads(shown)["timeline"]]
    assert ("override", "luo@works.example", "L-13: told by phone") in lines
    assert (EFFECT, "pending", "") in outbox(file)
