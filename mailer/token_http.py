"""HTTP to whoever gives access tokens: proxies as the environment says, trust as the configuration says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mailer.tokens import SignInRefused

if TYPE_CHECKING:
    from requests import Session

SECONDS = 30.0


@contextmanager
def asking(address: str, ca_file: str | None) -> Iterator[Session]:
    """A session to ask the provider at `address`; one that is away, or behind something that is not it, is waited for.

    Raises SignInRefused.
    """
    import requests  # a fifth of a second, for those who sign in with tokens

    trust = {"verify": ca_file} if ca_file else {}
    with requests.Session() as session:
        # as arguments: an attribute of the session gives way to REQUESTS_CA_BUNDLE
        session.request = partial(session.request, timeout=SECONDS, **trust)  # type: ignore[method-assign,arg-type]
        try:
            yield session
        except (OSError, ValueError) as error:  # what requests raises are OSErrors
            raise SignInRefused(
                f"no access token can be had from {urlsplit(address).netloc or address} ({type(error).__name__}); "
                "check network, proxy and ca_file in [oauth]",
                permanent=False,
            ) from error
