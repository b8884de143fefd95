"""Messages between the desk and the process that reads: JSON with its blobs, lengths first, in few system calls."""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Sequence
from typing import Any

from parsers.plain import Malformed

_LENGTHS = struct.Struct("!II")
"""Bytes of the JSON, bytes of all blobs."""
_AT_ONCE = 64 * 1024
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


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
    length, total = _LENGTHS.unpack(_exactly(line, _LENGTHS.size, until))
    if length + total > most:
        raise Malformed(f"a message of {length + total} bytes")
    content = memoryview(_exactly(line, length + total, until))
    try:
        message, sizes = json.loads(str(content[:length], "utf-8", "surrogatepass"))
        if any(type(size) is not int or size < 0 for size in sizes) or sum(sizes) != total:
            raise Malformed("sizes that do not add up")
    except (ValueError, TypeError, RecursionError) as fault:
        raise Malformed(f"no message: {fault}") from fault
    blobs, at = [], length
    for size in sizes:
        blobs.append(bytes(content[at : at + size]))
        at += size
    return message, blobs


def receive_one(line: socket.socket) -> tuple[Any, bytes]:
    """A message with one blob; waits for ever. A large blob is not copied. Raises Ended."""
    length, total = _LENGTHS.unpack(_whole(line, _LENGTHS.size))
    if total <= _AT_ONCE:
        content = _whole(line, length + total)
        return json.loads(content[:length])[0], content[length:]
    return json.loads(_whole(line, length))[0], _whole(line, total)


def _whole(line: socket.socket, size: int) -> bytes:
    content = line.recv(size, socket.MSG_WAITALL)
    if len(content) < size:
        raise Ended
    return content


def _exactly(line: socket.socket, size: int, until: float) -> bytearray:
    content = bytearray(size)
    rest = memoryview(content)
    while rest:
        try:
            got = line.recv_into(rest, 0, socket.MSG_WAITALL)
        except BlockingIOError as late:
            raise TimeoutError from late
        except ConnectionError as gone:
            raise Ended from gone
        if not got:
            raise Ended
        rest = rest[got:]
        if rest and time.monotonic() > until:
            raise TimeoutError
    return content
