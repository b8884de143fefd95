"""What IMAP and SMTP share about a connection: who may go without TLS, trust, dead links, plain sentences."""

from __future__ import annotations

import socket
import ssl
from typing import Literal

Security = Literal["tls", "starttls", "none"]
Auth = Literal["password", "xoauth2"]

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

KEEPALIVE = {"TCP_KEEPIDLE": 60, "TCP_KEEPINTVL": 15, "TCP_KEEPCNT": 4}
"""Seconds, seconds, probes: a dead link is noticed after two minutes."""


def check_security(what: str, security: str, host: str, ca_file: str | None) -> None:
    """Raise ValueError, one sentence, if a password would be shown to the network or nobody can be trusted."""
    if security not in ("tls", "starttls", "none"):
        raise ValueError(f"{what}: security is {security!r}; it can be 'tls', 'starttls' or 'none'")
    if security == "none" and host not in LOOPBACK:
        raise ValueError(
            f"{what}: security = 'none' is allowed for this machine only (localhost), not for {host}; "
            "use 'tls' or 'starttls'"
        )
    if ca_file:
        try:
            tls_context(ca_file)
        except OSError as error:
            raise ValueError(
                f"{what}: ca_file {ca_file} is not a readable file of PEM certificates ({error.strerror})"
            ) from error


def tls_context(ca_file: str | None) -> ssl.SSLContext:
    """A context that verifies certificate and host name, TLS 1.2 or newer; `ca_file` adds a company's own CA."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file:
        context.load_verify_locations(ca_file)
    return context


def tune(sock: socket.socket) -> None:
    """Let the kernel notice a dead link, and send the last short segment without waiting for an ACK."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for option, value in KEEPALIVE.items():
        if hasattr(socket, option):
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)


def why_unreachable(host: str, port: int, error: OSError) -> str:
    """One sentence on why no connection came about, or why it ended, with what to look at."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"the certificate of {host} is not trusted ({error.verify_message}); "
            "use the name in the certificate as host, or set ca_file to your company's CA"
        )
    if isinstance(error, ssl.SSLError):
        return (
            f"{host}:{port} does not complete a TLS handshake ({error.reason or error}); "
            "check port and security ('tls' for 993 and 465, 'starttls' for 143 and 587)"
        )
    if isinstance(error, socket.gaierror):
        return f"the host name {host} cannot be resolved; check the spelling and this machine's DNS"
    if isinstance(error, ConnectionRefusedError):
        return f"{host}:{port} refuses the connection; check host, port and firewall"
    if isinstance(error, TimeoutError):
        return f"{host}:{port} does not answer in time; check network and firewall"
    return f"the connection to {host}:{port} failed ({error.strerror or error})"


def is_hopeless(error: OSError) -> bool:
    """Whether waiting does not help: TLS that cannot be agreed on is a matter of configuration."""
    return isinstance(error, ssl.SSLCertVerificationError) or (
        isinstance(error, ssl.SSLError) and not isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError))
    )
