"""Real servers on loopback ports for every integration test and for the kill bench.

- `Dovecot()`: IMAP; `deliver`, `mails(folder)`, `client`, `stop`/`start`, `forget_numbering`
- `SmtpSink()`: SMTP; `accepted`, `manners`, `wait_for`; with `log=` readable from another process (`read_log`)
- `CuttingProxy(port)`: a link that a test can cut
"""

from __future__ import annotations

from tests.integration.dovecot import Dovecot, free_port, self_made_certificate
from tests.integration.proxy import CuttingProxy
from tests.integration.smtp_sink import Accepted, Manners, SmtpSink, read_log

__all__ = [
    "Accepted",
    "CuttingProxy",
    "Dovecot",
    "Manners",
    "SmtpSink",
    "free_port",
    "read_log",
    "self_made_certificate",
]
