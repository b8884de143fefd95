"""A real Dovecot with its own configuration on a loopback port; runs without root, and as nobody if root."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from imapclient import IMAPClient

CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
mail_location = maildir:{home}/mail/%u
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
first_valid_gid = 0
disable_plaintext_auth = no
{tls}
{capability}
mail_max_userip_connections = 50
maildir_very_dirty_syncs = no
namespace inbox {{
  inbox = yes
  separator = {delimiter}
  prefix = {prefix}
}}
{tokens}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = {imaps_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service imap {{
  process_limit = 100
}}
"""

TOKENS = """
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/tokens.conf
}}
"""


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        assert isinstance(port, int)
        return port


def self_made_certificate(folder: Path) -> tuple[Path, Path]:
    """Certificate (its own CA) and key for `localhost` and 127.0.0.1, valid for a day."""
    certificate, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost "
        f"-addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout {key} -out {certificate}".split(),
        check=True,
        capture_output=True,
    )
    return certificate, key


@dataclass
class Dovecot:
    """`with Dovecot() as server:` — IMAP on `server.port` (and `tls_port`); any user, one password."""

    delimiter: str = "/"
    prefix: str = ""
    tls: bool = False
    tokens: str = ""
    """The address to ask about access tokens, which follow it; "" = none are taken."""
    capability: str = ""
    """What `imap_capability` is set to; "" = all that Dovecot can."""
    user: str = "desk"
    password: str = "secret"
    port: int = field(default_factory=free_port)
    tls_port: int = field(default_factory=free_port)
    home: Path = field(init=False)
    certificate: Path | None = field(init=False, default=None)
    _users: Iterator[int] = field(init=False, default_factory=lambda: count(1))

    def __enter__(self) -> Self:
        # not pytest's tmp_path: that is closed to the user that the server runs as
        self.home = Path(tempfile.mkdtemp(prefix="kesu-dovecot-"))
        self.home.chmod(0o755)
        self._write_config()
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._kill()
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def start(self) -> None:
        self._process = subprocess.Popen(
            [dovecot_program(), "-F", "-c", str(self.home / "dovecot.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            user=self._account.pw_uid,
            group=self._account.pw_gid,
            extra_groups=[] if os.geteuid() == 0 else None,
            start_new_session=True,
        )
        for _ in range(200):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(f"Dovecot does not start: {self.log()}")

    def stop(self) -> None:
        """End the server and its children; the mail stays until the `with` block ends."""
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)
        self._kill()  # it would wait for clients in IDLE
        self._process.wait(timeout=20)
        assert self._process.stderr
        self._process.stderr.close()

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def fresh_mailbox(self) -> None:
        """From now on `user` is somebody whose mailbox is empty; quicker than another server."""
        self.user = f"desk{next(self._users)}"

    def log(self) -> str:
        with suppress(FileNotFoundError):
            return (self.home / "dovecot.log").read_text()
        return ""

    def client(self) -> IMAPClient:
        """A second pair of eyes on the mailbox, logged in."""
        client = IMAPClient("127.0.0.1", self.port, ssl=False, timeout=20)
        client._imap.debug = 0
        client.login(self.user, self.password)
        return client

    def deliver(self, *mails: bytes, at: datetime | None = None, folder: str = "INBOX") -> None:
        """Append mails, as a delivery agent would."""
        with self.client() as client:
            for raw in mails:
                client.append(folder, raw, msg_time=at)

    def mails(self, folder: str = "INBOX") -> list[bytes]:
        """The mails in a folder that are not flagged \\Deleted, in the order of arrival; [] without the folder."""
        with self.client() as client:
            if not client.folder_exists(folder):
                return []
            client.select_folder(folder, readonly=True)
            found = client.fetch(client.search(["UNDELETED"]), ["BODY.PEEK[]"])
            return [found[uid][b"BODY[]"] for uid in sorted(found)]

    def forget_numbering(self) -> None:
        """Lose the UIDs of the inbox, as after a restored backup: a new UIDVALIDITY from now on."""
        for pattern in ("dovecot-uidlist", "dovecot.index*"):
            for file in (self.home / "mail" / self.user).glob(pattern):
                file.unlink()

    @property
    def _account(self) -> pwd.struct_passwd:
        return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())

    def _write_config(self) -> None:
        account = self._account
        tls = "ssl = no"
        if self.tls:
            self.certificate, key = self_made_certificate(self.home)
            tls = f"ssl = yes\nssl_cert = <{self.certificate}\nssl_key = <{key}\nssl_min_protocol = TLSv1.2"
        config = CONFIG.format(
            home=self.home,
            password=self.password,
            user=account.pw_name,
            uid=account.pw_uid,
            gid=account.pw_gid,
            group=_group_name(account.pw_gid),
            tls=tls,
            tokens=TOKENS.format(home=self.home) if self.tokens else "",
            capability=f"imap_capability = {self.capability}" if self.capability else "",
            delimiter=self.delimiter,
            prefix=self.prefix,
            imap_port=self.port,
            imaps_port=self.tls_port if self.tls else 0,
        )
        (self.home / "dovecot.conf").write_text(config)
        (self.home / "tokens.conf").write_text(f"tokeninfo_url = {self.tokens}\nusername_attribute = email\n")
        (self.home / "mail").mkdir()
        if os.geteuid() == 0:
            for path in (self.home, *self.home.rglob("*")):
                os.chown(path, account.pw_uid, account.pw_gid)


def _group_name(gid: int) -> str:
    return grp.getgrgid(gid).gr_name


def dovecot_program() -> str:
    found = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
    if not found:
        raise RuntimeError("dovecot is not installed")
    return found
