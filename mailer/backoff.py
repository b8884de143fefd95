"""How long to wait before trying a server again."""

from __future__ import annotations

import random

FIRST = 5.0
LONGEST = 600.0
JITTER = 0.2


def pause(failures: int, chance: random.Random) -> float:
    """Seconds to wait after so many failures in a row (1, 2 …): 5, 10, 20 … at most 600, each ±20 %.

    The jitter keeps many desks from coming back to a restarted server in the same second.
    """
    doublings = min(max(failures, 1) - 1, 20)
    steady = min(FIRST * 2.0**doublings, LONGEST)
    return steady * chance.uniform(1 - JITTER, 1 + JITTER)
