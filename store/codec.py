"""Values of the domain to JSON and back, and the keys they are looked up by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

Value = TypeVar("Value")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Codec(Generic[Value]):
    """A dataclass as plain JSON data. What comes back equals what went in; only lone surrogates,
    which are no characters (RFC 3629), come back as U+FFFD."""

    def __init__(self, of: type[Value]) -> None:
        self._adapter = TypeAdapter(of)

    def dump(self, value: Value, *, without: frozenset[str] = frozenset()) -> dict[str, Any]:
        data: dict[str, Any] = self._adapter.dump_python(value, mode="json", exclude=set(without) or None)
        return data

    def load(self, data: dict[str, Any]) -> Value:
        try:
            return self._adapter.validate_python(data)
        except ValidationError:
            return self._adapter.validate_python(_mended(data))


def _mended(data: Any) -> Any:
    """The same data with every lone surrogate replaced."""
    if isinstance(data, str):
        return data.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(data, dict):
        return {_mended(name): _mended(value) for name, value in data.items()}
    return [_mended(item) for item in data] if isinstance(data, list) else data


def exact(text: str) -> str | None:
    """A look-up key that SQLite can hold and compare, whatever a header put into it; None for ""."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0") or None


def folded(text: str) -> str | None:
    """A key that is the same in upper and lower case."""
    return exact(text.casefold())


def instant(at: datetime) -> int:
    """Microseconds since 1970 UTC, so that times of different zones compare; TypeError if naive."""
    return (at - EPOCH) // timedelta(microseconds=1)
