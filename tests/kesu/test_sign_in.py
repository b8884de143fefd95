"""Signing in: where secrets are, who vouches for the desk, what is said before it fails and when it has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cases.ports import MailboxUnavailable
from kesu import check, check_sign_in, cli_login
from kesu.cli import app
from kesu.config import Config
from kesu.config_file import load_config
from kesu.config_values import ConfigError
from kesu.credentials import password
from kesu.presets import PRESETS
from kesu.sign_in import access_tokens
from tests.integration.servers import self_made_certificate
from tests.integration.token_server import SECRET, TokenServer
from tests.kesu.config_files import faults, written
from tests.kesu.letters import OWNER
from tests.office import Office, at, settings, text_of

MONDAY = at("2026-03-02 10:00")
OAUTH = """
[mailbox]
preset = "microsoft365"
user = "kesu@works.example"
[oauth]
tenant = "works"
client_id = "app"
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[TokenServer]:
    with TokenServer(self_made_certificate(tmp_path), user="kesu@works.example") as server:
        yield server


def with_server(server: TokenServer, more: str = "") -> str:
    assert server.tls
    return OAUTH + f'endpoint = "{server.url}"\nca_file = "{server.tls[0]}"\n' + more


@pytest.mark.parametrize(
    ("name", "imap", "smtp"),
    [
        ("163", ("imap.163.com", 993, "tls", "password"), ("smtp.163.com", 465, "tls", "password")),
        ("qq", ("imap.qq.com", 993, "tls", "password"), ("smtp.qq.com", 465, "tls", "password")),
        ("exmail", ("imap.exmail.qq.com", 993, "tls", "password"), ("smtp.exmail.qq.com", 465, "tls", "password")),
        (
            "aliyun",
            ("imap.qiye.aliyun.com", 993, "tls", "password"),
            ("smtp.qiye.aliyun.com", 465, "tls", "password"),
        ),
        (
            "microsoft365",
            ("outlook.office365.com", 993, "tls", "xoauth2"),
            ("smtp.office365.com", 587, "starttls", "xoauth2"),
        ),
        ("gmail", ("imap.gmail.com", 993, "tls", "password"), ("smtp.gmail.com", 465, "tls", "password")),
    ],
)
def test_a_preset_knows_servers_and_manner_of_signing_in(
    tmp_path: Path, name: str, imap: tuple[object, ...], smtp: tuple[object, ...]
) -> None:
    oauth = '[oauth]\ntenant = "t"\nclient_id = "c"\n'
    config = load_config(written(tmp_path, f'[mailbox]\npreset = "{name}"\nuser = "kesu"\n{oauth}'))
    found = [(s.host, s.port, s.security, s.auth) for s in (config.mailbox, config.smtp)]
    assert found == [imap, smtp]
    assert config.smtp.user == "kesu"
    assert (config.mailbox.identify == "always") == (name == "163")
    assert config.oauth.provider == PRESETS[name].oauth.get("provider", "")


def test_what_the_file_says_prevails_over_the_preset(tmp_path: Path) -> None:
    text = (
        '[mailbox]\npreset = "qq"\nhost = "imap.works.example"\nuser = "a"\n[smtp]\nport = 587\nsecurity = "starttls"\n'
    )
    config = load_config(written(tmp_path, text))
    assert (config.mailbox.host, config.mailbox.port) == ("imap.works.example", 993)
    assert (config.smtp.host, config.smtp.port, config.smtp.security) == ("smtp.qq.com", 587, "starttls")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[mailbox]\nauth = "xoauth2"\n', ":2: [mailbox] auth is xoauth2, and [oauth] names no provider"),
        ('[smtp]\nauth = "xoauth2"\n', ":2: [smtp] auth is xoauth2, and [oauth] names no provider"),
        (OAUTH.replace('client_id = "app"\n', ""), ":5: [oauth] names no client_id; register an application"),
        (OAUTH.replace('tenant = "works"\n', ""), ":5: [oauth] names no tenant, the directory"),
    ],
)
def test_tokens_without_somebody_to_give_them_are_a_fault(tmp_path: Path, text: str, fault: str) -> None:
    (found,) = faults(tmp_path, text)
    assert found.startswith(fault)


class Keyring:
    """A keyring with one entry; the real one asks a desktop that no test has."""

    def get_keyring(self) -> object:
        return self

    def get_password(self, service: str, user: str) -> str | None:
        return {("kesu", "kesu@works.example"): "s3cret"}.get((service, user))


def from_keyring(folder: Path, service: str) -> str:
    config = load_config(written(folder, f'[mailbox]\nuser = "kesu@works.example"\npassword_keyring = "{service}"\n'))
    return password(config.mailbox, config)


def test_the_password_comes_from_the_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring.core
    from keyring.backends import fail

    monkeypatch.setattr(keyring.core, "_keyring_backend", Keyring())
    assert from_keyring(tmp_path, "kesu") == "s3cret"
    with pytest.raises(ConfigError, match=r"run: keyring set other kesu@works\.example"):
        from_keyring(tmp_path, "other")
    monkeypatch.setattr(keyring.core, "_keyring_backend", fail.Keyring())
    with pytest.raises(ConfigError, match="the keyring does not give the password"):
        from_keyring(tmp_path, "kesu")


def test_both_servers_get_the_token_of_one_application(
    tmp_path: Path, server: TokenServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KESU_TEST_SECRET", SECRET)
    config = load_config(written(tmp_path, with_server(server, 'client_secret_env = "KESU_TEST_SECRET"\n')))
    assert [access_tokens(config)() for _ in ("mailbox", "smtp")] == ["a1", "a1"]
    assert len(server.asked) == 1
    assert (config.folder / "token-microsoft.json").stat().st_mode & 0o077 == 0


def test_a_client_secret_that_is_not_there_is_found_by_the_check(tmp_path: Path) -> None:
    path = written(tmp_path, OAUTH + 'client_secret_env = "KESU_NO_SUCH"\n')
    found = check.check(path, datetime(2026, 3, 2, tzinfo=UTC))
    assert "the environment variable KESU_NO_SUCH is not set; put the client secret in it" in found.faults


def test_the_check_shows_the_preset_and_that_nobody_has_signed_in(tmp_path: Path) -> None:
    found = check.check(written(tmp_path, OAUTH), datetime(2026, 3, 2, tzinfo=UTC))
    assert (
        "preset microsoft365: outlook.office365.com:993 (tls) and smtp.office365.com:587 (starttls), auth = xoauth2; "
        "register an application in Microsoft Entra and name it in [oauth]; passwords are not taken any more"
    ) in found.notes
    assert 'nobody has signed in for the mailbox yet: run "kesu login"' in found.warnings


def test_whoever_logs_in_reads_where_to_go_and_the_desk_has_its_tokens(tmp_path: Path, server: TokenServer) -> None:
    if not any(command.callback is cli_login.login for command in app.registered_commands):
        cli_login.register(app)
    path = written(tmp_path, with_server(server))
    done = CliRunner().invoke(app, ["login", "--config", str(path)])
    assert done.exit_code == 0, done.output
    assert "open https://microsoft.com/devicelogin in any browser, enter ABCD1234" in done.output
    config = load_config(path)
    assert access_tokens(config)() == "a1"
    assert list(check_sign_in.warnings(config, date(2026, 3, 2))) == []


def test_where_nobody_has_to_log_in_the_command_says_so(tmp_path: Path) -> None:
    if not any(command.callback is cli_login.login for command in app.registered_commands):
        cli_login.register(app)
    done = CliRunner().invoke(app, ["login", "--config", str(written(tmp_path, '[mailbox]\nuser = "a"\n'))])
    assert (done.exit_code, "[mailbox] signs in with a password; nobody has to log in" in done.output) == (2, True)
    secret = written(tmp_path, OAUTH + 'client_secret_env = "PATH"\n')
    done = CliRunner().invoke(app, ["login", "--config", str(secret)])
    assert (done.exit_code, "the application sign in by itself" in done.output) == (2, True)


def ending(days: int) -> Config:
    return settings(mailbox={"host": "localhost", "secret_expires": date(2026, 3, 2) + timedelta(days=days)})


def alerts(office: Office) -> list[str]:
    return [str(mail["Subject"]) for mail in office.sent(OWNER) if "告警" in str(mail["Subject"])]


@pytest.mark.parametrize(
    ("days", "when"), [(14, "in 14 days"), (7, "in 7 days"), (1, "tomorrow"), (0, "today"), (-1, "already")]
)
def test_the_owner_of_the_desk_hears_of_a_secret_before_it_ends(days: int, when: str) -> None:
    office = Office(ending(days))
    for _ in range(2):
        office.works(MONDAY)
    (mail,) = office.sent(OWNER)
    assert when in text_of(mail)
    assert "[mailbox] secret_expires" in text_of(mail)


def test_a_secret_is_told_of_a_fortnight_and_a_week_ahead_and_when_it_is_over() -> None:
    office = Office(ending(20))
    days_told = []
    for day in range(25):
        before = len(office.sent(OWNER))
        office.works(MONDAY + timedelta(days=day))
        if len(office.sent(OWNER)) > before:
            days_told.append(20 - day)
    assert days_told == [14, 7, -1]


def test_a_mailbox_that_refuses_is_told_of_at_once_and_once_until_it_has_let_us_in() -> None:
    office = Office()
    refused = MailboxUnavailable("imap.qq.com refuses the login of desk; use the 授权码", permanent=True)

    def refuses(hour: int, trouble: MailboxUnavailable | None) -> None:
        office.inbox.trouble = trouble
        if trouble is None:
            office.works(MONDAY + timedelta(hours=hour))
            return
        with pytest.raises(MailboxUnavailable):
            office.works(MONDAY + timedelta(hours=hour))

    refuses(0, refused)
    refuses(1, refused)
    assert len(alerts(office)) == 1
    assert "use the 授权码" in text_of(office.last(OWNER))
    refuses(2, None)
    refuses(3, MailboxUnavailable("busy"))
    assert len(alerts(office)) == 1
    refuses(4, refused)
    assert len(alerts(office)) == 2
