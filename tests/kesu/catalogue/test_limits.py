"""How much of a mail is read is said in the configuration."""

from __future__ import annotations

from kesu.config import Config
from kesu.readers import bounds, limits
from parsers.limits import Bounds, Limits


def test_the_limits_of_the_configuration_are_those_of_the_reader() -> None:
    assert limits(Config()) == Limits()
    own = {
        "mail_mb": 1,
        "header_block_kb": 32,
        "header_kb": 8,
        "headers": 100,
        "recipients": 5,
        "parts": 20,
        "depth": 4,
    }
    own |= {"attachments": 3, "archive_entries": 7, "archive_unpacked_mb": 2, "archive_ratio": 9}
    assert limits(Config.model_validate({"limits": own})) == Limits(
        mail=1024 * 1024,
        header_block=32 * 1024,
        header=8 * 1024,
        headers=100,
        recipients=5,
        parts=20,
        depth=4,
        attachments=3,
        archive_entries=7,
        archive_unpacked=2 * 1024 * 1024,
        archive_ratio=9,
    )


def test_what_reading_one_mail_may_cost_is_said_in_the_configuration() -> None:
    assert bounds(Config()) == Bounds()
    own = {"parse_memory_mb": 256, "parse_cpu_seconds": 5, "parse_wall_seconds": 7.5, "tries": 2}
    assert bounds(Config.model_validate({"limits": own})) == Bounds(256 * 1024 * 1024, 5, 7.5, 2)
