"""A small edition by hand: three fields, five tasks, two counties, and the quarter before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from tests.town import CITY, COUNTY, OTHER_COUNTY
from zhicheng.indicators.editions.content import FIELD, PROGRAMME, TASK, Area, Edition, Subject, Value

CHINA = ZoneInfo("Asia/Shanghai")
AREAS = (
    Area(CITY, "演示市", "city"),
    Area(COUNTY, "墨溪区", "county", CITY),
    Area(OTHER_COUNTY, "砚湖县", "county", CITY),
)
FIELDS = {"product": "产品质量", "service": "服务质量", "works": "工程质量"}
# number, field, title, unit, target, verified, light, lead
TASKS = (
    ("1", "product", "新增导入卓越绩效模式企业", "家", "60", "78", "ok", "市市场监管局"),
    ("2", "product", "使用区域品牌标志企业", "家", "105", "90", "care", "市市场监管局"),
    ("3-1", "service", "新增品牌服务企业", "家", "12", "3", "late", "市商务局"),
    ("4", "service", "主要服务行业顾客满意度", "%", "85", "86.25", "ok", "市商务局"),
    ("5", "works", "新建成标准化管理工地", "个", "18", None, "none", "市住建局"),
)


def edition(period: str = "2025Q3", *, number: int = 1, **verified: str) -> Edition:
    """The edition; `verified` gives other counts, `t2="88"`."""
    values = list(_values(period, verified))
    name = {"2025Q3": "2025年第三季度", "2025Q2": "2025年第二季度"}[period]
    code = f"annual-2025-{period}" + (f".{number}" if number > 1 else "")
    return Edition(
        code=code, programme="annual-2025", title="演示市2025年质量强市重点任务", period=period, period_name=name,
        cut_off=date(2025, 9, 30) if period == "2025Q3" else date(2025, 6, 30),
        frozen_at=datetime(2025, 10, 10, 9, 0, tzinfo=CHINA), region=CITY, subjects=tuple(_subjects()), areas=AREAS,
        values=tuple(values), number=number, mark="虚构", content_hash=f"{code}{sorted(verified.items())}",
        supersedes=f"annual-2025-{period}" if number > 1 else "", reason="砚湖县更正了核实数" if number > 1 else "",
    )  # fmt: skip


def _subjects():  # type: ignore[no-untyped-def]
    yield Subject(PROGRAMME, PROGRAMME, "演示市2025年质量强市重点任务")
    for code, name in FIELDS.items():
        yield Subject(f"field:{code}", FIELD, name)
    words = {"ok": "达到序时进度", "care": "需关注", "late": "滞后", "none": "未报送"}
    for place, (number, field, title, unit, target, _verified, light, lead) in enumerate(TASKS, start=1):
        facts = {"unit": unit, "target": target, "lead": lead, "light_words": words[light], "deadline": "2025-12-31"}
        yield Subject(f"task:{place}", TASK, title, number, f"field:{field}", facts)


def _values(period: str, verified: dict[str, str]):  # type: ignore[no-untyped-def]
    def value(
        measure: str, subject: str, number: str | None, unit: str = "", *, area: str = CITY, text: str = ""
    ) -> Value:
        exact = None if number is None else Decimal(number)
        return Value(measure, subject, area, period, exact, unit, text, source=("ledger:7",), public=area == CITY)

    for subject, counts in (
        (PROGRAMME, ("5", "2", "1", "1", "1")), ("field:product", ("2", "1", "1", "0", "0")),
        ("field:service", ("2", "1", "0", "1", "0")), ("field:works", ("1", "0", "0", "0", "1")),
    ):  # fmt: skip
        for measure, count in zip(("tasks", "on-time", "care", "late", "unreported"), counts, strict=True):
            yield value(measure, subject, count, "项")
        yield value("waiting", subject, "0", "项")
        yield value("undated", subject, "0", "项")
        mean = {PROGRAMME: "71.42857142857142857", "field:works": None}.get(subject, "92.85")
        yield value("mean-completion", subject, mean, "%")
    for place, (_number, _field, _title, unit, target, done, light, _lead) in enumerate(TASKS, start=1):
        done = verified.get(f"t{place}", done)
        if period == "2025Q2" and done is not None and f"t{place}" not in verified:
            done = str(Decimal(done) - 2)
        yield value("target", f"task:{place}", target, unit)
        yield value("verified", f"task:{place}", done, unit)
        rate = None if done is None else str(Decimal(done) * 100 / Decimal(target))
        yield value("completion", f"task:{place}", rate, "%")
        yield value("light", f"task:{place}", None, text=light)
    yield value("verified", "task:2", "60", "家", area=COUNTY)
    yield value("verified", "task:2", "30", "家", area=OTHER_COUNTY)


def with_code(one: Edition, code: str) -> Edition:
    """The same under another code."""
    return replace(one, code=code)
