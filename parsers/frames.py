"""Messages between the desk and the process that reads: JSON with its blobs, lengths first, in few system calls."""

from __future__ import annotations

import json
import math
import socket
import struct
import time
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

from parsers.plain_simple import Malformed

_LENGTHS = struct.Struct("!II")
"""Bytes of the JSON, bytes of all blobs."""
_AT_ONCE = 64 * 1024
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_read = json.JSONDecoder().decode


class Ended(Exception):
    """The other side is gone."""


def patient(line: socket.socket, seconds: float) -> socket.socket:
    """From now on a transfer that does not move for so long is a TimeoutError; the kernel counts, nobody polls."""
    whole = int(seconds)
    wait = struct.pack("@ll", whole, int((seconds - whole) * 1_000_000) or (not whole))
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, wait)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, wait)
    return line


def send(line: socket.socket, message: Any, blobs: Sequence[bytes] = ()) -> None:
    """Raises Ended and TimeoutError."""
    sizes = [len(blob) for blob in blobs]
    text = _write([message, sizes]).encode("utf-8", "surrogatepass")
    total = sum(sizes)
    start = _LENGTHS.pack(len(text), total)
    pieces = [b"".join([start, text, *blobs])] if total <= _AT_ONCE else [start, text, *blobs]
    try:
        for piece in pieces:
            line.sendall(piece)
    except BlockingIOError as late:
        raise TimeoutError from late
    except ConnectionError as gone:
        raise Ended from gone


def receive(line: socket.socket, most: int, until: float) -> tuple[Any, list[bytes]]:
    """Raises Ended, TimeoutError (`until` is in monotonic seconds), and Malformed for what is no message of at most
    `most` bytes."""
    length, total = _LENGTHS.unpack(_bytes(line, _LENGTHS.size, until))
    if length + total > most:
        raise Malformed(f"a message of {length + total} bytes")
    small = _bytes(line, length + total, until) if total <= _AT_ONCE else b""
    try:
        message, sizes = _read(str(small[:length] or _bytes(line, length, until), "utf-8", "surrogatepass"))
        if any(type(size) is not int or size < 0 for size in sizes) or sum(sizes) != total:
            raise Malformed("sizes that do not add up")
    except (ValueError, TypeError, RecursionError) as fault:
        raise Malformed(f"no message: {fault}") from fault
    if not small:
        return message, [_bytes(line, size, until) for size in sizes]
    ends = list(accumulate(sizes, initial=length))
    return message, [small[start:end] for start, end in pairwise(ends)]


def receive_one(line: socket.socket) -> tuple[Any, bytes]:
    """A message with one blob; waits for ever. A large blob is not copied. Raises Ended."""
    length, total = _LENGTHS.unpack(_bytes(line, _LENGTHS.size))
    if total <= _AT_ONCE:
        content = _bytes(line, length + total)
        return _read(str(content[:length], "utf-8", "surrogatepass"))[0], content[length:]
    return _read(str(_bytes(line, length), "utf-8", "surrogatepass"))[0], _bytes(line, total)


def _bytes(line: socket.socket, size: int, until: float = math.inf) -> bytes:
    """So many; in one call, unless a signal comes in between."""
    content = b""
    while len(content) < size:
        try:
            more = line.recv(size - len(content), socket.MSG_WAITALL)
        except BlockingIOError as late:
            raise TimeoutError from late
        except ConnectionError as gone:
            raise Ended from gone
        if not more:
            raise Ended
        content = content + more if content else more
        if len(content) < size and time.monotonic() > until:
            raise TimeoutError
    return content
