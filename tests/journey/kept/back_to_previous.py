"""Run in a city's own process: its tables taken back to those of the previous release, with what they hold."""

from __future__ import annotations

import json
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

STATES = Path(__file__).with_name("previous_release.json")


def main() -> None:
    """Migrate to the recorded state of each app; null is an app that did not exist."""
    recorded = json.loads(STATES.read_text("utf-8"))
    executor = MigrationExecutor(connection)
    ours = {app for app, _name in executor.loader.graph.leaf_nodes() if app in recorded}
    missing = {app for app, name in recorded.items() if name and (app, name) not in executor.loader.graph.nodes}
    if missing or ours != set(recorded):
        raise SystemExit(f"{STATES.name} does not fit the migrations: {sorted(missing or ours ^ set(recorded))}")
    executor.migrate(list(recorded.items()))


main()
