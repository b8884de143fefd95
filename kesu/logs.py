"""Logs as JSON lines on standard error: values escaped, never a mail's text, never a secret."""

from __future__ import annotations

import logging
import sys

import structlog


def log_json(level: int = logging.INFO) -> None:
    """For the service: one JSON object per event."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # asked at each event: standard error as it is then, not as it was at the start
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def log_quietly() -> None:
    """For commands at a terminal: errors only."""
    log_json(logging.ERROR)
