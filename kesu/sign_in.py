"""How the desk proves who it is to its servers: a password, or access tokens that both servers share."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable

from kesu.config import Config, ConfigError
from kesu.config_servers import Server
from kesu.credentials import client_secret, password
from mailer.oauth_google import ENDPOINT, GoogleApp, GoogleServiceAccount
from mailer.oauth_microsoft import WORLDWIDE, MicrosoftApp
from mailer.token_file import TokenFile
from mailer.tokens import AccessTokens

LIBRARIES = {"microsoft": "msal", "google": "google.auth"}


def secret_of(server: Server, config: Config) -> Callable[[], str]:
    """Gives the password or the access token whenever a connection is made. Raises ConfigError for what is wrong now
    and would be found at night."""
    if server.auth == "xoauth2":
        return access_tokens(config)
    password(server, config)
    return lambda: password(server, config)


def access_tokens(config: Config) -> AccessTokens:
    """The tokens of [oauth], kept beside the cases. Raises ConfigError."""
    return AccessTokens(provider(config), TokenFile(config.folder / f"token-{config.oauth.provider}.json"))


def provider(config: Config) -> MicrosoftApp | GoogleApp | GoogleServiceAccount:
    """The application that [oauth] describes. Raises ConfigError."""
    oauth, user = config.oauth, config.mailbox.user
    _needs_library(oauth.provider)
    if oauth.has_secret:
        client_secret(oauth, config)
    ca_file = str(config.path(oauth.ca_file)) if oauth.ca_file else None
    given = (lambda: client_secret(oauth, config)) if oauth.has_secret else None
    if oauth.provider == "microsoft":
        authority = oauth.endpoint or WORLDWIDE
        return MicrosoftApp(user, oauth.client_id, oauth.tenant, given, authority, oauth.resource, ca_file)
    if oauth.service_account_file:
        return GoogleServiceAccount(user, config.path(oauth.service_account_file), ca_file)
    return GoogleApp(user, oauth.client_id, given or str, oauth.endpoint or ENDPOINT, ca_file)


def _needs_library(name: str) -> None:
    library = LIBRARIES[name]
    try:
        there = importlib.util.find_spec(library) is not None
    except ModuleNotFoundError:  # of the package around it
        there = False
    if not there:
        raise ConfigError([f"auth = 'xoauth2' needs {library}, which is not installed; run: pip install 'kesu[oauth]'"])
