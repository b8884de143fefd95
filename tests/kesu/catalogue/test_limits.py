"""How much of a mail is read is said in the configuration."""

from __future__ import annotations

from kesu.config import Config
from kesu.wire import limits
from parsers.limits import Limits


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
