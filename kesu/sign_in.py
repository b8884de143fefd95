"""How the desk proves who it is to its servers: a password, or access tokens that both servers share."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from datetime import UTC, datetime

from kesu.config import Config
from kesu.config_servers import Server
from kesu.config_values import ConfigError
from kesu.credentials import client_secret, password
from mailer import google_sign_in
from mailer.oauth_google import ENDPOINT, GoogleApp, GoogleServiceAccount
from mailer.oauth_microsoft import WORLDWIDE, MicrosoftApp
from mailer.token_file import Token, TokenFile
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
    """The tokens of [oauth]. Raises ConfigError."""
    return AccessTokens(provider(config), _file(config))


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


class NothingToDo(Exception):
    """Nobody has to sign in for this mailbox; the text says why."""


def first_sign_in(config: Config, say: Callable[[str], None], paste: Callable[[str], str] | None) -> None:
    """A person signs in; what comes of it is kept. `paste` asks for the address at which a browser elsewhere ends.

    Raises NothingToDo, ConfigError, SignInRefused.
    """
    if config.mailbox.auth != "xoauth2":
        raise NothingToDo("[mailbox] signs in with a password; nobody has to log in")
    app = provider(config)
    if not config.oauth.by_a_person or isinstance(app, GoogleServiceAccount):
        raise NothingToDo("[oauth] has the application sign in by itself; nobody has to log in")
    access_tokens(config).sign_in(_person_s(app, say, paste))


def _person_s(app: MicrosoftApp | GoogleApp, say: Callable[[str], None], paste: Callable[[str], str] | None) -> Token:
    if isinstance(app, MicrosoftApp):
        return app.sign_in(say, _now)
    if paste is None:
        return google_sign_in.in_this_browser(app, say, _now)
    wanted = google_sign_in.request(app)
    say(f"open this address in any browser and sign in as {app.user}; it ends at a page that cannot be shown:")
    say(wanted.address)
    return wanted.token(paste("the address of that page"), _now())


def _now() -> datetime:
    return datetime.now(UTC)


def signed_in(config: Config) -> bool:
    """Whether a person's sign-in is kept."""
    kept = _file(config).read(provider(config).account)
    return kept is not None and bool(kept.refresh)


def _file(config: Config) -> TokenFile:
    """Beside the cases."""
    return TokenFile(config.folder / f"token-{config.oauth.provider}.json")


def _needs_library(name: str) -> None:
    library = LIBRARIES[name]
    try:
        there = importlib.util.find_spec(library) is not None
    except ModuleNotFoundError:  # of the package around it
        there = False
    if not there:
        raise ConfigError([f"auth = 'xoauth2' needs {library}, which is not installed; run: pip install 'kesu[oauth]'"])
