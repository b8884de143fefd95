"""Every entry of every pack taken out in turn, and everything that nobody misses, with its line.

An entry is missed when the pack no longer loads, when the verdict on one of the cases of the tests differs (the worked
cases, and every edge of every limit), or, of one that only carries a rule, when the pack no longer lists it there.
Looked at under the default readings and under every other reading in turn. Exit code 1 if anything survives.
Usage: python -m bench.bench_mutants_packs [PACK …]
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from kesu.packs import pack_names, parsed
from tests.policies.corpus import corpus
from tests.policies.mutants import entries, pack_files, survivors


def main(wanted: list[str]) -> int:
    found = [left for file in pack_files() if not wanted or file.stem in wanted for left in without_each(file)]
    for left in found:
        print(f"  nobody misses {left}")
    return int(bool(found))


def without_each(file: Path) -> list[str]:
    """What survives in one file; a line of counts is printed."""
    start = time.process_time()
    cases = {name: tuple(corpus(name)) for name in pack_names() if name.split("/")[0] == file.stem}
    found = list(survivors(file, cases))
    _, raw = parsed(file, file.read_bytes())
    counts = f"{len(list(entries(raw))):4} entries, {sum(map(len, cases.values())):5} cases"
    print(f"{file.stem:24} {counts}, {len(found)} survive, {time.process_time() - start:5.1f} s cpu", flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
