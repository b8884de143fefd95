"""Values of the domain to JSON and back, and the keys they are looked up by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

Value = TypeVar("Value")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Codec(Generic[Value]):
    """A dataclass as plain JSON data; what comes back equals what went in."""

    def __init__(self, of: type[Value]) -> None:
        self._adapter = TypeAdapter(of)

    def dump(self, value: Value) -> dict[str, Any]:
        data: dict[str, Any] = self._adapter.dump_python(value, mode="json")
        return data

    def load(self, data: dict[str, Any]) -> Value:
        return self._adapter.validate_python(data)


def exact(text: str) -> str:
    """A look-up key that SQLite can hold and compare, whatever a header put into it."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")


def folded(text: str) -> str:
    """A key that is the same in upper and lower case."""
    return exact(text.casefold())


def instant(at: datetime) -> int:
    """Microseconds since 1970 UTC, so that times of different zones compare; TypeError if naive."""
    return (at - EPOCH) // timedelta(microseconds=1)
