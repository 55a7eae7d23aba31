"""The small town with people who sign in: the office and its colleague, a lead department, two counties, a visitor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from tests.goals.conftest import ROLES, Town, last_entry, town  # noqa: F401 - fixtures of the goals' own tests
from zhicheng.core.access.actions import grant_role
from zhicheng.core.accounts.models import Account
from zhicheng.core.jobs import runner
from zhicheng.goals.actions.assigning import TaskPlan, UnitPart, deliver_tasks, plan_tasks
from zhicheng.goals.actions.imports import begin_import
from zhicheng.goals.models import Programme, Task

FOUNDED = date(2015, 1, 1)
SAMPLES = Path(__file__).resolve().parents[3] / "samples"


@pytest.fixture(autouse=True)
def now(at: datetime, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The pages' clock stands at the moment at which the tests act."""
    monkeypatch.setattr("zhicheng.web.shared.middleware.timezone.now", lambda: at)
    return at


@dataclass
class SignedIn:
    """The town's people at their browsers."""

    town: Town
    clients: dict[str, Client]

    def __getitem__(self, name: str) -> Client:
        return self.clients[name]


@pytest.fixture
def desk(town: Town) -> SignedIn:  # noqa: F811 - the fixture
    """Everybody of the town signed in, and a colleague of the office."""
    clients = {}
    for name, (role, region) in {**ROLES, "colleague": ROLES["office"]}.items():
        unit = town.units.get(name, town.units["office"])
        person = f"P-{name}"
        account = Account.objects.create_account(name, person=person, name=f"演示{name}", password=None)
        grant_role(person, role, region=region, organisation=unit, post=f"T-{name}", valid_from=FOUNDED)
        Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "x"})
        clients[name] = Client()
        clients[name].force_login(account)
    return SignedIn(town, clients)


@pytest.fixture
def programme(desk: SignedIn) -> Programme:
    """An issued programme without tasks."""
    return desk.town.programme()


@pytest.fixture
def running(desk: SignedIn, programme: Programme) -> Task:
    """A task of 120 firms that the lead and both counties hold; the first county has reported 40, verified."""
    task = desk.town.task(programme)
    desk.town.hand_out(task, at=desk.town.at.replace(month=1), county=70, other=50)
    return task


@pytest.fixture
def many(desk: SignedIn, programme: Programme) -> Callable[[int], list[Task]]:
    """So many more tasks, each planned with a lead and both counties."""

    def make(count: int) -> list[Task]:
        units = desk.town.units
        made = []
        for _number in range(count):
            place = Task.objects.filter(programme=programme).count() + 1
            made.append(desk.town.task(programme, number=str(place), title=f"新增演示认证企业第{place}批"))
        plans = [
            TaskPlan(
                task.pk,
                [UnitPart(units["lead"], "lead"), UnitPart(units["county"], "county", Decimal(70)),
                 UnitPart(units["other"], "county", Decimal(50))],
            )
            for task in made
        ]  # fmt: skip
        plan_tasks(programme.pk, plans=plans, by=desk.town.office, at=desk.town.at)
        return made

    return make


@pytest.fixture
def delivered(many: Callable[[int], list[Task]], desk: SignedIn, programme: Programme) -> Callable[[int], list[Task]]:
    """The same, handed out."""

    def make(count: int) -> list[Task]:
        made = many(count)
        deliver_tasks(programme.pk, tasks=[task.pk for task in made], by=desk.town.office, at=desk.town.at)
        return made

    return make


@pytest.fixture
def work() -> Callable[[], None]:
    """Let the worker do all that waits."""

    def run() -> None:
        while runner.run_next(worker="tests", clock=timezone.now):
            pass

    return run


@pytest.fixture
def imported(desk: SignedIn, programme: Programme, work: Callable[[], None]) -> Any:
    """Our sample of 200 tasks, uploaded and read."""
    path = SAMPLES / "任务分解表-200项.xlsx"
    if not path.exists():
        pytest.skip("the sample table is not there")
    with path.open("rb") as content:
        session = begin_import(
            programme.pk, content=content, file_name=path.name, by=desk.town.office, at=desk.town.at
        )  # fmt: skip
    work()
    return session
