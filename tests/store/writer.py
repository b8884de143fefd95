"""A desk that writes for ever, saying each commit on stdout; made to be killed."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from store.desk_store import TinyDeskStore
from tests.store.samples import a_case, a_handled_mail, an_outgoing_mail


def main(folder: Path) -> None:
    store = TinyDeskStore(folder)
    for _ in count():
        with store.transaction():
            number = store.next_number("K2026")
            store.put_case(a_case(number, words="组件隐裂 " * 200))
            store.put_handled(a_handled_mail(str(number)))
            store.queue(an_outgoing_mail(f"K2026-{number:05}/ack/customer/1"))
        print(number, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
