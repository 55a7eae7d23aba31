"""What the system writes about its own work: one JSON object a line, without persons.

A line says what happened, where in the code or on which page, and how long it took, never a name,
a user name, an address on the network, what was typed or what was searched for. Messages of databases repeat the row
that they refused, so only their first line is kept; what looks like an identity number, a telephone number or an
e-mail address is masked wherever it turns up.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

Event = MutableMapping[str, Any]

# An identity number also has the shape of eighteen digits; a credit code of a firm (91…, 93…) is public and stays.
IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-8]\d{5}(?:18|19|20)\d{2}[01]\d[0-3]\d{4}[0-9Xx](?![0-9A-Za-z])")
TELEPHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# gunicorn names the sender of a request that it cannot read.
SENDER = re.compile(r"(?<=\bip=)[0-9A-Fa-f:.]*[0-9A-Fa-f]")
QUERY = re.compile(r"(?<=[\w/])\?[^\s\"']*")
MASK = "[隐去]"
# Longer texts are somebody's document or a whole page, not a message.
LONGEST = 4000


def without_persons(_logger: Any, _method: str, event: Event) -> Event:
    """Mask what may lead to a person in every text of an event, and keep no more than the first line of a refusal."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = masked(value) if key != "exception" else trace(value)
    return event


def masked(text: str) -> str:
    """A text without identity numbers, telephone numbers, mail addresses, senders and the queries of addresses."""
    for pattern in (QUERY, IDENTITY, TELEPHONE, MAIL, SENDER):
        text = pattern.sub(MASK if pattern is not QUERY else "", text)
    return text[:LONGEST]


def trace(text: str) -> str:
    """A traceback's places in the code, and of each message its first line: the rest repeats data."""
    kept = [
        line for line in text.splitlines() if line.startswith((" ", "Traceback", "During", "The above")) or not line
    ]
    said = [
        line for line in text.splitlines() if re.match(r"[A-Za-z_][\w.]*(?:Error|Exception|Interrupt|Exit)\b", line)
    ]
    return masked("\n".join([*kept, *said]))


def drop_request(_logger: Any, _method: str, event: Event) -> Event:
    """The request that Django hangs on a message holds everything that was typed."""
    for key in ("request", "server_time"):
        event.pop(key, None)
    return event


_SHARED: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=False),
    structlog.stdlib.ExtraAdder(allow={"event", "page", "status", "ms", "account", "method", "job"}),
    structlog.processors.format_exc_info,
    drop_request,
    without_persons,
]


def formatter(*, lines: bool) -> dict[str, Any]:
    """The formatter of the standard library's logging: JSON for a service, readable lines for a terminal."""
    last: Any = (
        structlog.dev.ConsoleRenderer(colors=False)
        if lines
        else structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=True)
    )
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": _SHARED,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
    }


def logging(level: str) -> dict[str, Any]:
    """The whole configuration. `ZHICHENG_LOG_FORMAT` is "json" or "lines"; else a terminal gets lines."""
    chosen = os.environ.get("ZHICHENG_LOG_FORMAT", "lines" if sys.stderr.isatty() else "json")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter(lines=chosen == "lines")},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # One line a request, written where the administrator wants them.
            "zhicheng.requests": {"level": os.environ.get("ZHICHENG_LOG_REQUESTS", "WARNING")},
            "gunicorn.error": {"level": level, "propagate": True, "handlers": []},
        },
    }


# gunicorn reads this module as its configuration file: its own lines take the same shape.
logconfig_dict = logging(os.environ.get("ZHICHENG_LOG", "WARNING"))
