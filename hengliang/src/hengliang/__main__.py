"""`python -m hengliang`: commands for people who write no Python."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from hengliang.composite import command


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse and run; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m hengliang", description="衡量 hengliang: measuring quality")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    composite = commands.add_parser("composite", help="a composite index from a plan, data and a framework")
    command.add_arguments(composite)
    composite.set_defaults(run=command.run)
    parsed = parser.parse_args(arguments)
    return int(parsed.run(parsed))


if __name__ == "__main__":
    sys.exit(main())
