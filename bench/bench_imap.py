"""How fast mail comes in and is put away, beside the plain use of IMAPClient, in one run on one Dovecot.

`python -m bench.bench_imap [MAILS]`; the methods alternate, every figure is the median of five rounds.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from imapclient import IMAPClient

from mailer.imap import ImapInbox
from mailer.imap_login import ImapSettings
from tests.integration.servers import Dovecot

Figures = dict[str, list[tuple[float, float]]]

ROUNDS = 5
MAIL = b"Subject: mail %d\r\n\r\n" + (b"y" * 76 + b"\r\n") * 243
"""19 KB, as an ordinary complaint with a small picture."""


def main(count: int) -> None:
    with Dovecot() as server:
        server.deliver(*(MAIL % number for number in range(count)))
        fetching: Figures = {name: [] for name in FETCHING}
        moving: Figures = {name: [] for name in MOVING}
        for _ in range(ROUNDS):
            for name, act in FETCHING.items():
                fetching[name].append(measure(act, server, count))
        for _ in range(ROUNDS):
            for name, act in MOVING.items():
                server.fresh_mailbox()
                server.deliver(*(MAIL % number for number in range(count)))
                moving[name].append(measure(act, server, count))
        report("fetch", fetching)
        report("move", moving)


def measure(act: Callable[[Dovecot], None], server: Dovecot, count: int) -> tuple[float, float]:
    """Wall and client cpu, milliseconds per mail."""
    wall, cpu = time.perf_counter(), time.process_time()
    act(server)
    return (time.perf_counter() - wall) * 1000 / count, (time.process_time() - cpu) * 1000 / count


def report(what: str, figures: Figures) -> None:
    """One line per method, the first one being the measure of the others."""
    medians = {name: [*map(statistics.median, zip(*rows, strict=True))] for name, rows in figures.items()}
    base = next(iter(medians.values()))
    for name, (wall, cpu) in medians.items():
        ratio = f"x {base[0] / wall:.1f} wall, x {base[1] / cpu:.1f} cpu"
        print(f"{what:6} {name:24} {wall:7.3f} ms wall {cpu:7.3f} ms cpu per mail   {ratio}")


def plain_client(server: Dovecot) -> IMAPClient:
    client = IMAPClient("127.0.0.1", server.port, ssl=False)
    client.login(server.user, server.password)
    client.select_folder("INBOX")
    return client


def fetch_one_by_one(server: Dovecot) -> None:
    with plain_client(server) as client:
        for uid in client.search():
            client.fetch([uid], ["RFC822.SIZE", "INTERNALDATE", "BODY.PEEK[]"])


def move_one_by_one(server: Dovecot) -> None:
    with plain_client(server) as client:
        client.create_folder("Kesu/Done")
        for uid in client.search():
            client.move([uid], "Kesu/Done")


def our_inbox(server: Dovecot) -> ImapInbox:
    return ImapInbox(ImapSettings("127.0.0.1", server.user, server.port, "none"), lambda: server.password)


def fetch_ours(server: Dovecot) -> None:
    inbox = our_inbox(server)
    for _ in inbox.fetch(inbox.uids(), 1_000_000):
        pass
    inbox.close()


def move_ours(server: Dovecot) -> None:
    inbox = our_inbox(server)
    inbox.move(inbox.uids(), "done")
    inbox.close()


FETCHING: dict[str, Callable[[Dovecot], None]] = {"IMAPClient one by one": fetch_one_by_one, "ours": fetch_ours}
MOVING: dict[str, Callable[[Dovecot], None]] = {"IMAPClient one by one": move_one_by_one, "ours": move_ours}

if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
