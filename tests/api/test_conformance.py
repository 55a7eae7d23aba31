"""Schemathesis against the whole description: no answer that is not described, nothing wrongly taken or refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.api.conftest import Program
from tests.web.goals_units.conftest import Desk
from zhicheng.core.limits.counting import Limit
from zhicheng.web.api import door
from zhicheng.web.api.urls import description

OPERATIONS = sorted(
    (method.upper(), path, mode)
    for path, methods in description()["paths"].items()
    for method, told in methods.items()
    for mode in ("described", "malformed")
    # What stands in a path is only ever not found: malformed are queries and bodies.
    if mode == "described" or "requestBody" in told or any(each["in"] == "query" for each in told["parameters"])
)
MODES = {"described": GenerationMode.POSITIVE, "malformed": GenerationMode.NEGATIVE}


@pytest.fixture
def held(
    program: Program, desk: Desk, bearer: Callable[..., Program], monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, Any]]:
    """A token that may report, and the part that it reports for; no limit."""
    monkeypatch.setattr(door, "LIMIT", Limit(10**9, block=10**9))
    part = desk.held()
    # As Django's own test client does: the connection in whose transaction the test stands must not be closed.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield {"token": bearer().token, "part": part}
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.clause("H2")
@pytest.mark.parametrize(("method", "path", "mode"), OPERATIONS)
def test_nothing_undocumented_is_answered(method: str, path: str, mode: str, held: dict[str, Any]) -> None:
    served = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    operation = served[path][method]
    tried = 0

    @settings(max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=MODES[mode]))
    def asked(case: Case) -> None:
        nonlocal tried
        numbers = case.path_parameters or {}
        # Half of the cases speak of a part that is there, in a period that may be reported.
        if isinstance(numbers.get("part"), int) and tried % 2:
            numbers["part"] = held["part"]
            if "period" in numbers:
                numbers["period"] = "2025Q3"
        tried += 1
        headers = {"Accept-Encoding": "identity"}
        if "/my/" in path:
            headers["Authorization"] = f"Bearer {held['token']}"
        # Whether a well-formed cursor or report is taken is a matter of the work's rules, which no schema can say.
        case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

    asked()
    assert tried
