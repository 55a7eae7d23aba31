"""A roster beside the registry: what does not agree is told to whoever verifies, and decides nothing by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from tests.web.goals_units.conftest import Desk
from zhicheng.core.access import SYSTEM
from zhicheng.demo.firms import code_of
from zhicheng.goals.actions.drafts import Draft, ReportText
from zhicheng.goals.actions.reporting import submit_report
from zhicheng.goals.rules.rosters import Row
from zhicheng.registry import actions as registry

RIGHT, OTHER = code_of("990101", "00000011"), code_of("990101", "00000022")
MISPRINTED = OTHER[:-1] + ("1" if OTHER[-1] != "1" else "2")


@pytest.mark.clause("A4")
@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("演示二厂有限公司", RIGHT, "单位库中有登记"),
        ("演示二厂有限公司", "证第7号", "单位库中有登记"),
        ("演示二厂有限公司", OTHER, f"单位库登记的代码是 {RIGHT}，与此不同"),
        ("演示九厂有限公司", RIGHT, "单位库中此代码登记为“演示二厂有限公司”"),
        ("演示十厂有限公司", MISPRINTED, "校验码不符，可能抄错了某一位"),
        ("演示十厂有限公司", OTHER, ""),
        ("演示十厂有限公司", "证第8号", ""),
    ],
)
def test_the_verifier_reads_how_a_row_agrees_with_the_registry(
    desk: Desk, as_: Callable[[str], Client], name: str, code: str, said: str
) -> None:
    registry.enter_organisation(
        "演示二厂有限公司", kind="enterprise", region="990101", uscc=RIGHT,
        valid_from=desk.at.date() - timedelta(days=900), by=SYSTEM, at=desk.at,
    )  # fmt: skip
    draft = Draft(text=ReportText(progress="按计划推进"), rows=[Row(1, name, code, date(2025, 8, 5))])
    report = submit_report(desk.held(), period="2025Q3", draft=draft, by=desk.people["county"], at=desk.at)
    page = as_("lead").get(f"/desk/reports/{report.pk}/").content.decode()
    told = [each for each in ("单位库", "校验码") if each in page]
    assert said in page if said else not told
