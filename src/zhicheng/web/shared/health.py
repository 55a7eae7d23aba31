"""`/health/`: does this installation work? For a proxy or a monitor, without signing in; it names no person and no path."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhicheng.core.jobs.queries import waiting_since
from zhicheng.web.shared.pages import page

LEAST_MB = 200
# A job that nobody has taken for so long: the worker does not run.
JOB_PATIENCE = timedelta(minutes=10)


@never_cache
@require_safe
@page(public=True)
def health(_request: HttpRequest) -> JsonResponse:
    """200 where everything works, 503 where something does not; each part as "ok" or a word for what is wrong."""
    now = timezone.now()
    parts = {name: look(now) for name, look in LOOKS.items()}
    sound = all(said == "ok" for said in parts.values())
    return JsonResponse({"status": "ok" if sound else "trouble", **parts}, status=200 if sound else 503)


def _database(_now: datetime) -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "away"
    return "ok"


def _jobs(now: datetime) -> str:
    try:
        since = waiting_since(now=now)
    except Error:
        return "unknown"
    return "waiting" if since is not None and now - since > JOB_PATIENCE else "ok"


def _disk(_now: datetime) -> str:
    return "ok" if shutil.disk_usage(settings.CITY.folder).free // 2**20 >= LEAST_MB else "full"


LOOKS: dict[str, Callable[[datetime], str]] = {"database": _database, "jobs": _jobs, "disk": _disk}
