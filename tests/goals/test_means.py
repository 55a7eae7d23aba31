"""The mean that the database sums agrees with the written rule, exactly, whatever the percentages and points are."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

from zhicheng.goals.models import Programme, Standing, Task
from zhicheng.goals.queries.lines import half_up
from zhicheng.goals.queries.programmes import summary
from zhicheng.goals.rules.lights import capped_mean

DAY = date(2026, 3, 2)


def test_the_mean_of_a_programme_is_the_rules_mean(db: None) -> None:
    chance = random.Random(5)
    owner = Programme.objects.create(
        code="m", title="计划", first_year=2026, last_year=2026, region="990100", office="O"
    )
    pairs, surplus = [], 0
    for n in range(1, 201):
        points = chance.choice([None, Decimal(0), Decimal("0.01"), Decimal(2), Decimal("3.33")])
        percent = chance.choice([None, Decimal(chance.randint(0, 1_500_000)) / 10_000])
        kind = chance.choice(["counted", "rate", "qualitative"])
        task = Task.objects.create(
            programme=owner, order=n, title=f"任务{n}", kind=kind, points=points, field="product"
        )
        Standing.objects.create(
            programme=owner, task=task, as_of=DAY, light=chance.choice(["ok", "late"]), actual_percent=percent,
            reason="on-schedule",
        )  # fmt: skip
        if kind != "qualitative" and percent is not None:
            pairs.append((percent, points or Decimal(1)))
            surplus += percent > 100
    found = summary(owner.pk)
    whole = capped_mean(pairs)
    assert whole is not None
    assert found.mean_percent is not None
    assert abs(found.mean_percent - half_up(whole)) <= Decimal("0.01")
    exact = sum(min(percent, Decimal(100)) * points for percent, points in pairs) / sum(points for _p, points in pairs)
    assert found.mean_percent == half_up(exact)
    assert (found.mean_tasks, found.surplus, found.as_of, found.tasks) == (len(pairs), surplus, DAY, 200)


def test_a_programme_without_figures_has_no_mean(db: None) -> None:
    owner = Programme.objects.create(
        code="n", title="计划", first_year=2026, last_year=2026, region="990100", office="O"
    )
    Task.objects.create(programme=owner, order=1, title="任务", field="product")
    found = summary(owner.pk)
    assert (found.mean_percent, found.mean_tasks, found.as_of, found.counts["waiting"]) == (None, 0, None, 1)
