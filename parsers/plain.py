"""Values of the house as plain JSON and back, by their types: what another process says is data and nothing else.

A dataclass becomes the list of its fields, an enum its value, bytes a number in a list of blobs beside the JSON. What
comes back is checked against the types, so that whoever wrote it can at most state something false.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

from parsers.plain_simple import (
    SCALARS,
    Decode,
    Encode,
    Malformed,
    as_it_is,
    exactly,
    from_blob,
    from_moment,
    number,
    to_blob,
    to_moment,
)


def to_plain(value: object, kind: Any) -> tuple[Any, list[bytes]]:
    """`value`, which is of type `kind`, as JSON can hold it, and its blobs."""
    blobs: list[bytes] = []
    return _shape(kind)[0](value, blobs), blobs


def from_plain(plain: Any, blobs: Sequence[bytes], kind: Any) -> Any:
    """The value of type `kind`. Raises Malformed."""
    try:
        return _shape(kind)[1](plain, blobs)
    except (TypeError, ValueError, LookupError, OverflowError, RecursionError) as fault:
        raise Malformed(f"{type(fault).__name__}: {fault}") from fault


@cache
def _shape(kind: Any) -> tuple[Encode, Decode]:
    origin = typing.get_origin(kind)
    if kind in SCALARS:
        return as_it_is, exactly(kind)
    if kind is float:
        return as_it_is, number
    if kind is bytes:
        return to_blob, from_blob
    if kind is datetime:
        return from_moment, to_moment
    if dataclasses.is_dataclass(kind):
        return _record(typing.cast(type, kind))
    if origin is tuple:
        return _sequence(typing.get_args(kind))
    if origin is not None and issubclass(origin, Mapping):
        return _table(typing.get_args(kind)[1])
    if origin in (types.UnionType, typing.Union):
        return _one_of(typing.get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda value, _: value.value, lambda plain, _: kind(plain)
    raise TypeError(f"{kind} has no plain form")


def _record(kind: type) -> tuple[Encode, Decode]:
    """Fields that JSON has itself are taken as they are, and their types compared in one go; most others are empty."""
    hints = typing.get_type_hints(kind)
    names = [each.name for each in dataclasses.fields(kind)]
    simple = [at for at, name in enumerate(names) if hints[name] in SCALARS]
    types_there = [hints[names[at]] for at in simple]
    others = [(at, *_shape(hints[name])) for at, name in enumerate(names) if at not in simple]
    reads = [(at, read, type(None) in typing.get_args(hints[names[at]])) for at, _, read in others]
    writes = [(at, write) for at, write, _ in others if write is not as_it_is]

    def encode(value: Any, blobs: list[bytes]) -> list[Any]:
        found = [getattr(value, name) for name in names]
        for at, write in writes:
            if found[at] is not None:
                found[at] = write(found[at], blobs)
        return found

    def decode(plain: Any, blobs: Sequence[bytes]) -> Any:
        if type(plain) is not list or len(plain) != len(names) or [type(plain[at]) for at in simple] != types_there:
            raise Malformed(f"no {kind.__name__}")
        items = plain.copy()
        for at, read, may_be_none in reads:
            if items[at] is not None or not may_be_none:
                items[at] = read(items[at], blobs)
        return kind(*items)

    return encode, decode


def _sequence(kinds: tuple[Any, ...]) -> tuple[Encode, Decode]:
    """`tuple[X, ...]`, or one of fixed length."""
    if kinds[1:] != (...,):
        return _fixed([_shape(each) for each in kinds])
    if kinds[0] in SCALARS:
        return as_it_is, _list_of(kinds[0])
    write, read = _shape(kinds[0])

    def encode(value: Any, blobs: list[bytes]) -> list[Any]:
        return [write(item, blobs) for item in value]

    def decode(plain: Any, blobs: Sequence[bytes]) -> tuple[Any, ...]:
        if type(plain) is not list:
            raise Malformed(f"{type(plain).__name__} where a list belongs")
        return tuple([read(item, blobs) for item in plain])

    return encode, decode


def _list_of(kind: type) -> Decode:
    def decode(plain: Any, _: Sequence[bytes]) -> tuple[Any, ...]:
        if type(plain) is not list or (plain and set(map(type, plain)) != {kind}):
            raise Malformed(f"no list of {kind.__name__}")
        return tuple(plain)

    return decode


def _fixed(shapes: list[tuple[Encode, Decode]]) -> tuple[Encode, Decode]:
    def encode(value: Any, blobs: list[bytes]) -> list[Any]:
        return [write(item, blobs) for (write, _), item in zip(shapes, value, strict=True)]

    def decode(plain: Any, blobs: Sequence[bytes]) -> tuple[Any, ...]:
        return tuple([read(item, blobs) for (_, read), item in zip(shapes, plain, strict=True)])

    return encode, decode


def _table(kind: Any) -> tuple[Encode, Decode]:
    """`Mapping[str, X]`."""
    write, read = _shape(kind)

    def encode(value: Any, blobs: list[bytes]) -> dict[str, Any]:
        return {key: write(item, blobs) for key, item in value.items()}

    def decode(plain: Any, blobs: Sequence[bytes]) -> dict[str, Any]:
        if type(plain) is not dict:
            raise Malformed(f"{type(plain).__name__} where a table belongs")
        return {key: read(item, blobs) for key, item in plain.items()}

    return encode, decode


def _one_of(kinds: tuple[Any, ...]) -> tuple[Encode, Decode]:
    """A union of kinds that look different in JSON."""
    shapes = [(typing.get_origin(each) or each, *_shape(each)) for each in kinds]

    def encode(value: Any, blobs: list[bytes]) -> Any:
        return next(write for kind, write, _ in shapes if isinstance(value, kind))(value, blobs)

    def decode(plain: Any, blobs: Sequence[bytes]) -> Any:
        for _, _, read in shapes:
            try:
                return read(plain, blobs)
            except Malformed:
                continue
        raise Malformed(f"{type(plain).__name__} is none of {kinds}")

    return encode, decode
