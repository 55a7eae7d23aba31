"""How fast signed-in pages are answered on a full database: 300 requests after one of each to warm up."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import Any

from django.test import Client
from django.urls import NoReverseMatch, reverse

from benchmarks.scale import YEARS
from zhicheng.core.accounts.models import Account
from zhicheng.goals.models import Assignment, Programme, Report, Task

REQUESTS = 300


def addresses(owners: dict[int, Programme]) -> list[tuple[str, str, str]]:
    """Who asks for what, with a name for the print; pages that are not there are left out and named on stderr."""
    owner = owners[YEARS[-1]]
    task = Task.objects.filter(programme=owner).order_by("order")[TASKS_IN].pk
    held = Assignment.objects.filter(task=task)
    waits = Report.objects.filter(state="submitted").order_by("pk").first()
    county = Account.objects.get(username="moxi").person
    wanted: list[tuple[str, str, str, Sequence[Any], str]] = [
        ("today of the office", "office", "desk-today", (), ""),
        ("today of a lead", "market", "desk-today", (), ""),
        ("today of a county", "moxi", "desk-today", (), ""),
        ("tasks, filtered", "office", "desk-tasks", (), f"?programme={owner.pk}&light=late&field=product"),
        ("tasks, searched", "office", "desk-tasks", (), f"?programme={owner.pk}&words=认证企业"),
        ("a task", "office", "desk-task", (task,), ""),
        ("parts of a county", "moxi", "desk-parts", (), f"?programme={owner.code}"),
        ("a part", "moxi", "desk-part", (held.filter(role="county").order_by("pk")[0].pk,), ""),
        ("reports to verify", "market", "desk-reports", (), "?show=mine"),
        ("a report", "office", "desk-report", (waits.pk if waits else 0,), ""),
        ("a programme", "office", "desk-programme", (owner.pk,), ""),
        ("programmes", "office", "desk-programmes", (), ""),
    ]
    found = []
    for says, username, name, arguments, query in wanted:
        try:
            found.append((says, username, reverse(name, args=arguments) + query))
        except NoReverseMatch:
            sys.stderr.write(f"page {name} is not there yet: not measured\n")
    if not county:
        raise RuntimeError("the county's officer is missing")
    return found


TASKS_IN = 1_000


def p95_milliseconds(owners: dict[int, Programme]) -> float:
    """The 95th percentile of all requests in milliseconds; each page's own goes to stderr."""
    pages = addresses(owners)
    clients = {username: _client(username) for _says, username, _address in pages}
    times: dict[str, list[float]] = {says: [] for says, _username, _address in pages}
    busy: list[float] = []
    for says, username, address in pages:
        status = clients[username].get(address).status_code
        if status != 200:
            raise RuntimeError(f"{says}: {address} answered {status}")
    for place in range(REQUESTS):
        says, username, address = pages[place % len(pages)]
        began, worked = time.perf_counter(), time.process_time()
        clients[username].get(address)
        times[says].append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    for says, own in times.items():
        sys.stderr.write(f"  {says:<22}median {_at(own, 0.5):6.1f} ms, p95 {_at(own, 0.95):6.1f} ms\n")
    sys.stderr.write(f"  processor time of all: p95 {_at(busy, 0.95):.1f} ms\n")
    return _at([each for own in times.values() for each in own], 0.95)


def _client(username: str) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(
        Account.objects.get(username=username), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def _at(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
