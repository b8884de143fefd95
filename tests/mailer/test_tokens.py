"""Access tokens: had from a provider, kept on the disk, renewed in time, and their refusal told with what to do."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from cases import faults
from mailer import google_sign_in
from mailer.oauth_google import GoogleApp, GoogleServiceAccount
from mailer.oauth_microsoft import MicrosoftApp
from mailer.token_file import Token, TokenFile
from mailer.tokens import AccessTokens, SignInRefused
from tests.integration.servers import free_port, self_made_certificate
from tests.integration.token_server import SECRET, TokenServer

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class Clock:
    """A clock that a test sets."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Counting:
    """A provider that gives a1, a2 … for an hour each; a refresh token is good once."""

    account: str = "app/desk"
    refresh: str = "r0"
    given: int = 0
    trouble: SignInRefused | None = None
    asked: list[str] = field(default_factory=list)

    def renew(self, refresh: str, now: datetime) -> Token:
        self.asked.append(refresh)
        if self.trouble:
            raise self.trouble
        if refresh != self.refresh:
            raise SignInRefused("the refresh token was used before")
        self.given += 1
        self.refresh = f"r{self.given}"
        return Token(f"a{self.given}", now, now + HOUR, self.refresh)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return self_made_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def server(certificate: tuple[Path, Path]) -> Iterator[TokenServer]:
    with TokenServer(certificate) as server:
        yield server


@pytest.fixture
def file(tmp_path: Path) -> TokenFile:
    file = TokenFile(tmp_path / "tokens" / "microsoft.json")
    with file.held():
        file.write("app/desk", Token("", NOON, NOON, "r0"))
    return file


def microsoft(server: TokenServer, *, secret: str | None = SECRET) -> MicrosoftApp:
    given = None if secret is None else lambda: secret
    assert server.tls
    return MicrosoftApp("desk", "app", "works", given, server.url, ca_file=str(server.tls[0]))


def google(server: TokenServer) -> GoogleApp:
    assert server.tls
    return GoogleApp("desk", "app", lambda: SECRET, f"{server.url}/token", str(server.tls[0]))


def test_a_token_serves_for_four_fifths_of_its_life_and_then_the_next_one_does(file: TokenFile) -> None:
    provider, clock = Counting(), Clock()
    tokens = AccessTokens(provider, file, clock)
    for minutes, expected in ((0, "a1"), (47, "a1"), (48, "a2"), (95, "a2"), (96, "a3")):
        clock.now = NOON + timedelta(minutes=minutes)
        assert tokens() == expected
    assert provider.asked == ["r0", "r1", "r2"]


def test_a_token_outlives_the_process_and_only_its_owner_can_read_it(file: TokenFile) -> None:
    provider = Counting()
    assert AccessTokens(provider, file, Clock())() == "a1"
    assert AccessTokens(provider, file, Clock(NOON + timedelta(minutes=30)))() == "a1"
    assert [stat.S_IMODE(each.stat().st_mode) for each in sorted(file.path.parent.iterdir())] == [0o600, 0o600]
    assert json.loads(file.path.read_text()) == {
        "account": "app/desk",
        "access": "a1",
        "refresh": "r1",
        "obtained_at": "2026-03-02T12:00:00+00:00",
        "expires_at": "2026-03-02T13:00:00+00:00",
    }


def test_a_token_kept_for_another_mailbox_or_application_is_not_used(file: TokenFile) -> None:
    AccessTokens(Counting(), file, Clock())()
    other = Counting(account="app/other", refresh="")
    assert AccessTokens(other, file, Clock())() == "a1"
    assert other.asked == [""]


def test_whoever_is_refused_with_an_old_token_gets_a_new_one_and_with_a_new_one_does_not(file: TokenFile) -> None:
    provider, clock = Counting(), Clock()
    tokens = AccessTokens(provider, file, clock)
    tokens()
    assert not tokens.forget()
    tokens()
    clock.now += timedelta(minutes=2)
    assert tokens.forget()
    assert tokens() == "a2"


def test_while_the_provider_is_away_the_old_token_serves_to_its_end(file: TokenFile) -> None:
    provider, clock = Counting(), Clock()
    AccessTokens(provider, file, clock)()
    provider.trouble = SignInRefused("away", permanent=False)
    tokens = AccessTokens(provider, file, clock)
    clock.now = NOON + timedelta(minutes=59)
    assert tokens() == "a1"
    clock.now = NOON + timedelta(minutes=60)
    with pytest.raises(SignInRefused, match="away"):
        tokens()


def test_the_next_refresh_token_is_on_the_disk_before_its_access_token_is_used(file: TokenFile) -> None:
    class Died(BaseException):
        """The power is gone."""

    def die(point: str) -> None:
        raise Died(point)

    provider = Counting()
    faults.arm(die)
    try:
        with pytest.raises(Died, match="P17"):
            AccessTokens(provider, file, Clock())()
    finally:
        faults.arm(None)
    kept = file.read("app/desk")
    assert kept == Token("", NOON, NOON, "r0")  # whole, as it was; where refresh tokens last, it goes on
    provider.refresh = "r0"
    assert AccessTokens(provider, file, Clock())() == "a2"
    assert file.read("app/desk") == Token("a2", NOON, NOON + HOUR, "r2")


def test_a_file_that_is_damaged_or_cannot_be_written_ends_in_a_sentence(file: TokenFile) -> None:
    file.path.write_text("{", encoding="utf-8")
    with pytest.raises(SignInRefused, match="used before"):
        AccessTokens(Counting(), file, Clock())()
    nowhere = TokenFile(file.path / "below" / "x.json")
    with pytest.raises(SignInRefused, match="the access token cannot be kept") as refused:
        AccessTokens(Counting(), nowhere, Clock())()
    assert not refused.value.permanent


def test_an_application_signs_in_at_microsoft_by_itself(server: TokenServer) -> None:
    token = microsoft(server).renew("", NOON)
    assert token == Token("a1", NOON, NOON + HOUR, "")
    (form,) = server.asked
    assert (form["grant_type"], form["client_id"], form["scope"]) == (
        "client_credentials",
        "app",
        "https://outlook.office365.com/.default",
    )


def test_a_person_signs_in_at_microsoft_once_with_a_code_and_the_desk_goes_on_alone(
    server: TokenServer, tmp_path: Path
) -> None:
    app, said, clock = microsoft(server, secret=None), list[str](), Clock()
    tokens = AccessTokens(app, TokenFile(tmp_path / "token.json"), clock)
    with pytest.raises(SignInRefused, match='nobody has signed in for the mailbox yet: run "kesu login"'):
        tokens()
    pending = (400, {"error": "authorization_pending"})
    server.troubles.append(pending)
    tokens.sign_in(app.sign_in(said.append, clock))
    assert said == ["open https://microsoft.com/devicelogin in any browser, enter ABCD1234, sign in as desk"]
    assert tokens() == "a1"
    clock.now += timedelta(minutes=50)
    assert tokens() == "a2"
    clock.now += timedelta(minutes=50)
    assert tokens() == "a3"
    assert [form.get("refresh_token") for form in server.asked] == [None, None, "r2", "r3"]
    assert "https://outlook.office.com/IMAP.AccessAsUser.All" in server.asked[-1]["scope"].split()
    assert "offline_access" in server.asked[-1]["scope"].split()


@pytest.mark.parametrize(
    ("error", "told", "advice"),
    [
        ("invalid_client", "AADSTS7000222: The provided client secret keys are expired.", "make a new one under Micr"),
        ("invalid_client", "AADSTS7000215: Invalid client secret provided.", "use its value, not its id"),
        ("unauthorized_client", "AADSTS700016: Application not found.", "check client_id and tenant in [oauth]"),
        ("invalid_grant", "AADSTS50173: The grant has expired.", 'run "kesu login" (the password was changed)'),
        ("invalid_grant", "AADSTS99999: Something else.", 'somebody must sign in again: run "kesu login"'),
        ("invalid_request", "AADSTS1: Something else.", "check [oauth]"),
    ],
)
def test_what_microsoft_refuses_is_told_with_what_to_do(
    server: TokenServer, error: str, told: str, advice: str
) -> None:
    trace = " Trace ID: 6b3c Correlation ID: 11 Timestamp: 2026-03-02"
    server.troubles.append((400, {"error": error, "error_description": told + trace}))
    with pytest.raises(SignInRefused) as refused:
        microsoft(server).renew("", NOON)
    assert str(refused.value).startswith(f"Microsoft gives no access token ({told}); ")
    assert advice in str(refused.value)
    assert refused.value.permanent


def test_a_provider_that_is_away_or_broken_is_waited_for(server: TokenServer) -> None:
    gone = MicrosoftApp("desk", "app", "works", lambda: SECRET, f"https://localhost:{free_port()}")
    untrusted = MicrosoftApp("desk", "app", "works", lambda: SECRET, server.url)
    for app in (gone, untrusted):
        with pytest.raises(SignInRefused, match="check network, proxy and ca_file in") as refused:
            app.renew("", NOON)
        assert not refused.value.permanent
    server.troubles.append((503, {}))
    with pytest.raises(SignInRefused, match="no access token can be had from localhost") as refused:
        microsoft(server).renew("", NOON)
    assert not refused.value.permanent


def test_google_renews_for_a_person_who_has_signed_in(server: TokenServer) -> None:
    token = google(server).renew("r1", NOON)
    assert (token.access, token.refresh) == ("a1", "r2")
    assert server.asked[0] == {
        "grant_type": "refresh_token",
        "client_id": "app",
        "client_secret": SECRET,
        "refresh_token": "r1",
        "scope": "https://mail.google.com/",
    }
    with pytest.raises(SignInRefused, match="publish it, or make it internal") as refused:
        google(server).renew("r1", NOON)
    assert refused.value.permanent
    with pytest.raises(SignInRefused, match='run "kesu login"'):
        google(server).renew("", NOON)


def test_a_service_account_of_google_acts_for_the_mailbox(server: TokenServer, tmp_path: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    account = {"client_email": "kesu@works.iam.example", "token_uri": f"{server.url}/token", "private_key": pem}
    path = tmp_path / "key.json"
    path.write_text(json.dumps(account), encoding="utf-8")
    assert server.tls
    app = GoogleServiceAccount("desk@works.example", path, str(server.tls[0]))
    assert app.renew("", NOON).access == "a1"
    assert server.asked[0]["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
    server.troubles.append((401, {"error": "unauthorized_client", "error_description": "Client is unauthorized."}))
    with pytest.raises(SignInRefused, match="Domain-wide delegation"):
        app.renew("", NOON)
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(SignInRefused, match="is no key file of a service account"):
        app.renew("", NOON)


def test_a_person_signs_in_at_google_in_a_browser_of_this_machine(server: TokenServer) -> None:
    def browser(said: str) -> None:
        asked = parse_qs(urlsplit(said.splitlines()[1]).query)
        assert (asked["scope"], asked["code_challenge_method"]) == (["https://mail.google.com/"], ["S256"])
        way_back = f"{asked['redirect_uri'][0]}/?state={asked['state'][0]}&code=c1"
        browsers.append(Thread(target=lambda: urlopen(way_back).read()))
        browsers[0].start()

    browsers: list[Thread] = []
    token = google_sign_in.in_this_browser(google(server), browser, Clock())
    browsers[0].join()
    assert token == Token("a1", NOON, NOON + HOUR, "r2")
    (form,) = server.asked
    assert (form["grant_type"], form["code"], form["client_secret"]) == ("authorization_code", "c1", SECRET)


def test_the_address_that_the_browser_ends_at_may_be_copied_and_must_answer_this_sign_in(server: TokenServer) -> None:
    wanted = google_sign_in.request(google(server))
    with pytest.raises(SignInRefused, match="not the answer to this sign-in"):
        wanted.token("http://127.0.0.1:1/?state=other&code=c1", NOON)
    with pytest.raises(SignInRefused, match="has not granted access \\(access_denied\\)"):
        wanted.token(f"http://127.0.0.1:1/?state={wanted.state}&error=access_denied", NOON)
    assert wanted.token(f"http://127.0.0.1:1/?state={wanted.state}&code=c1", NOON).refresh == "r2"
    server.troubles.append((400, {"error": "invalid_client"}))
    with pytest.raises(SignInRefused, match="check client_id and the client secret"):
        wanted.token(f"http://127.0.0.1:1/?state={wanted.state}&code=c1", NOON)
