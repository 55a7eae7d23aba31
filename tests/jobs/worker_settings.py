"""Settings of the workers that the tests start and kill: the jobs of the tests, the city folder of the test."""

from __future__ import annotations

import os

from zhicheng.config.settings import *  # noqa: F403

JOBS = "tests.jobs.work.TABLE"
SCHEDULE = "tests.jobs.work.NO_TIMETABLE"
JOB_LEASE_SECONDS = 2
LOGGING_CONFIG = None
SECRET_KEY = "tests-only"
# Only what the queue needs: a worker starts in half the time.
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    *[f"zhicheng.core.{room}" for room in ("accounts", "access", "ledger", "jobs")],
]
MIDDLEWARE: list[str] = []
assert os.environ["ZHICHENG_CITY"]
