"""Secrets, wherever they are kept: never in the configuration, never in a log."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from kesu.config import Config
from kesu.config_servers import OauthSection, Server
from kesu.config_values import ConfigError


@dataclass(frozen=True, slots=True)
class Secret:
    """Where one secret is; the first place that is named counts. `what` it is, for sentences."""

    what: str
    env: str = ""
    keyring: str = ""
    user: str = ""
    """Under which name the keyring has it."""
    file: Path | None = None

    def read(self) -> str:
        """The secret; "" if no place is named. Raises ConfigError with what to do."""
        if self.env:
            return self._from_environment()
        if self.keyring:
            return self._from_keyring()
        return self._from_file(self.file) if self.file else ""

    def _from_environment(self) -> str:
        if self.env not in os.environ:
            raise ConfigError([f"the environment variable {self.env} is not set; put the {self.what} in it"])
        return os.environ[self.env]

    def _from_keyring(self) -> str:
        try:
            import keyring  # a fifth of a second, for those who have one
            from keyring.errors import KeyringError
        except ImportError as missing:
            raise ConfigError([f"the {self.what} is in the keyring; run: pip install 'kesu[keyring]'"]) from missing
        try:
            found = keyring.get_password(self.keyring, self.user)
        except KeyringError as error:
            raise ConfigError([f"the keyring does not give the {self.what} ({error}); is it unlocked?"]) from error
        if found is None:
            where = f"{self.keyring} {self.user}"
            raise ConfigError([f"the keyring has no {self.what} for {where}; run: keyring set {where}"])
        return found

    def _from_file(self, path: Path) -> str:
        try:
            if path.stat().st_mode & 0o077 and not _handed_over(path):
                raise ConfigError([f"{path} can be read by others; run chmod 600 {path}"])
            return path.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ConfigError([f"the {self.what} file {path} cannot be read: {error.strerror}"]) from error


def _handed_over(path: Path) -> bool:
    """Whether systemd has put the file there for this service alone (LoadCredential); its mode shows an access list."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY", "")
    return bool(folder) and path.resolve().parent == Path(folder).resolve()


def password(server: Server, config: Config) -> str:
    """The server's password; raises ConfigError with what to do."""
    file = config.path(server.password_file) if server.password_file else None
    return Secret("password", server.password_env, server.password_keyring, server.user, file).read()


def client_secret(oauth: OauthSection, config: Config) -> str:
    """The application's secret; raises ConfigError with what to do."""
    file = config.path(oauth.client_secret_file) if oauth.client_secret_file else None
    named = oauth.client_secret_keyring
    return Secret("client secret", oauth.client_secret_env, named, oauth.client_id, file).read()
