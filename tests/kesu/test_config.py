"""One TOML file: every fault at once with its line, known providers filled in, secrets never inside."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from kesu.config import Config
from kesu.config_file import load_config
from kesu.config_values import ConfigError
from kesu.credentials import password
from kesu.presets import PRESETS
from tests.kesu.config_files import faults, written

MINIMAL = """
[people.desk-owner]
name = "方晓"
address = "Fang@Works.example "
"""


def test_every_setting_has_a_default_but_people(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, MINIMAL))
    assert config.people["desk-owner"].address == "fang@works.example"
    assert config.desk.office == (time(9), time(18))
    assert (config.desk.first_answer, config.approval.undo_minutes, config.mailbox.start) == (3, 15, "now")


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, MINIMAL + '[store]\nurl = "tinydb:desk-data"\n'))
    assert config.folder == tmp_path / "desk-data"
    assert config.path(Path("/etc/x")) == Path("/etc/x")


def test_every_fault_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    text = """
[desk]
addres = "kesu@works.example"
zone = "Asia/Shanghia"
office_hours = "18:00-09:00"
default_pack = "no-such"
[mailbox]
port = 99999
preset = "hotmail"
[store]
url = "postgresql://x"
[people.gm]
name = "林致远"
address = "not an address"
"""
    assert sorted(faults(tmp_path, text), key=lambda fault: int(fault.split(":")[1])) == [
        ":3: desk.addres: there is no such setting",
        ":4: desk.zone: no such time zone: Asia/Shanghia",
        ":5: desk.office_hours: write it as 09:00-18:00",
        ":8: mailbox.port: Input should be less than or equal to 65535",
        ":9: mailbox.preset: no such preset; there are 163, qq, exmail, aliyun, microsoft365, gmail",
        ":11: store.url: write it as tinydb:FOLDER",
        ":14: people.gm.address: is not a mail address",
    ]


def test_what_contradicts_itself_is_told_with_its_line(tmp_path: Path) -> None:
    text = """
[desk]
default_pack = "no-such"
[[desk.assign]]
pack = "other"
words = ["x"]
[people.gm]
name = "林致远"
address = "lin@works.example"
deputy = "nobody"
"""
    assert faults(tmp_path, text) == [
        ":3: default_pack 'no-such' is not in packs",
        ":5: a rule assigns mail to 'other', which is not in packs",
        ":10: deputy of gm is 'nobody', whom [people] does not know",
    ]


def test_a_fault_in_the_second_of_several_tables_points_there(tmp_path: Path) -> None:
    text = """
[[customers]]
name = "甲"
language = "zh"

[[customers]]
name = "乙"
language = "fr"
"""
    assert [fault.partition(": ")[0] for fault in faults(tmp_path, text)] == [":8"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[desk\n", "is not valid TOML"),
        ("desk = 3\n", "desk: "),
        ('[desk]\nname = "x"\nname = "y"\n', "is not valid TOML"),
    ],
)
def test_a_broken_file_is_one_sentence(tmp_path: Path, text: str, why: str) -> None:
    (fault,) = faults(tmp_path, text)
    assert why in fault


def test_a_file_that_is_not_there_or_no_text_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b"name = '\xff'")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / "latin.toml")


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "microsoft365"])
def test_of_a_known_provider_servers_are_filled_in_and_the_file_prevails(tmp_path: Path, name: str) -> None:
    login = f'[mailbox]\npreset = "{name}"\nuser = "kesu"\npassword_env = "P"\n'
    config = load_config(written(tmp_path, MINIMAL + login + "[smtp]\nport = 2525\n"))
    assert config.mailbox.host == PRESETS[name].imap["host"]
    assert (config.mailbox.port, config.mailbox.security) == (993, "tls")
    assert (config.smtp.host, config.smtp.port, config.smtp.user) == (PRESETS[name].smtp["host"], 2525, "kesu")


def secret(folder: Path, text: str) -> str:
    config = load_config(written(folder, MINIMAL + "[mailbox]\n" + text))
    return password(config.mailbox, config)


def test_the_password_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KESU_TEST_PASSWORD", "s3cret")
    assert secret(tmp_path, 'password_env = "KESU_TEST_PASSWORD"\n') == "s3cret"
    monkeypatch.delenv("KESU_TEST_PASSWORD")
    with pytest.raises(ConfigError, match="KESU_TEST_PASSWORD is not set"):
        secret(tmp_path, 'password_env = "KESU_TEST_PASSWORD"\n')


def test_the_password_comes_from_a_file_that_nobody_else_can_read(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("s3cret\n", encoding="utf-8")
    file.chmod(0o600)
    assert secret(tmp_path, 'password_file = "secret"\n') == "s3cret"
    file.chmod(0o644)
    with pytest.raises(ConfigError, match="run chmod 600"):
        secret(tmp_path, 'password_file = "secret"\n')
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        secret(tmp_path, 'password_file = "none"\n')


def test_a_file_that_systemd_hands_over_is_the_service_s_own_whatever_its_mode_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "credentials"
    folder.mkdir()
    (folder / "imap").write_text("s3cret", encoding="utf-8")
    (folder / "imap").chmod(0o440)
    with pytest.raises(ConfigError, match="run chmod 600"):
        secret(tmp_path, 'password_file = "credentials/imap"\n')
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    assert secret(tmp_path, 'password_file = "credentials/imap"\n') == "s3cret"


def test_a_password_in_the_file_itself_is_a_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, '[mailbox]\npassword = "x"\n') == [":2: mailbox.password: there is no such setting"]


def test_the_defaults_are_a_valid_configuration() -> None:
    assert Config() == Config.model_validate({})
