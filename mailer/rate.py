"""How many mails a provider lets go in a minute."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Allowance:
    """A bucket of `per_minute` mails that fills evenly. `clock` readings are monotonic seconds."""

    per_minute: int
    _level: float = field(init=False)
    _read_at: float | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._level = float(self.per_minute)

    def left(self, clock: float) -> int:
        """Mails that may go now."""
        if self._read_at is not None:
            self._level = min(self.per_minute, self._level + (clock - self._read_at) * self.per_minute / 60)
        self._read_at = clock
        return int(self._level)

    def spend(self, mails: int) -> None:
        self._level -= mails
