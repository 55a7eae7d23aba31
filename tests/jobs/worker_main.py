"""A process of its own for the tests that kill workers: `prepare`, `enqueue`, `work`."""

from __future__ import annotations

import json
import sys
from typing import Any

import django


def main(command: str, argument: str = "{}") -> None:
    """Do one of three things against the database that the environment names."""
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from zhicheng.cli.jobs import work
    from zhicheng.core.access import SYSTEM
    from zhicheng.core.jobs import enqueue

    args: dict[str, Any] = json.loads(argument)
    if command == "prepare":
        call_command("migrate", verbosity=0)
    elif command == "enqueue":
        print(enqueue("tests.store", args, by=SYSTEM, at=timezone.now()).pk)
    else:
        work(poll=0.1)


if __name__ == "__main__":
    main(*sys.argv[1:])
