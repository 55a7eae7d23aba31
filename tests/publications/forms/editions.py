"""Frozen values of the made-up city for tests: nine counties, seven tasks, two quarters and the year before."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from zhicheng.demo.places import CITY_CODE, CITY_NAME, COUNTIES
from zhicheng.indicators.editions.content import Area, Edition, Item, Subject, Value

TASKS = (
    ("1", "新增导入卓越绩效模式企业", "家", range(9)),
    ("2", "采用国际标准和国外先进标准企业", "家", range(9)),
    ("3", "新建成放心消费示范店", "家", (0, 3, 4, 6, 7)),
    ("4", "制造业产品质量监督抽查合格率", "%", ()),
    ("5", "新创建绿色工厂", "家", (0, 2, 6)),
    ("6", "发布市级地方标准", "项", ()),
    ("7", "建立工程质量终身责任信息档案", "", ()),
)
LIGHTS = ("ok", "ok", "care", "late", "ok", "none")


def edition(period: str = "2026Q3", *, factor: int = 3, unreported: tuple[tuple[str, int], ...] = ()) -> Edition:
    """An edition in which a county's verified count is its place plus one, times `factor`, and its target ten times that."""
    values: list[Value] = []

    def put(measure: str, subject: str, area: str, value: object, unit: str = "", text: str = "") -> None:
        number = None if value is None else Decimal(str(value))
        values.append(Value(measure, subject, area, period, number, unit, text, source=(f"ledger:{len(values) + 1}",),
                            definition="1"))  # fmt: skip

    for number, _name, unit, split in TASKS:
        subject = f"task:{number}"
        counted = unit not in ("", "%")
        done = targets = 0
        for place in split:
            verified, target = (place + 1) * factor, (place + 1) * 10
            missing = (number, place) in unreported
            put("verified", subject, COUNTIES[place].code, None if missing else verified, unit)
            put("target", subject, COUNTIES[place].code, target, unit)
            put("completion", subject, COUNTIES[place].code, None if missing else Decimal(verified) * 100 / target, "%")
            put("light", subject, COUNTIES[place].code, None, text=LIGHTS[(place + int(number)) % len(LIGHTS)])
            done, targets = done + (0 if missing else verified), targets + target
        if counted:
            put("verified", subject, CITY_CODE, done or 4 * factor, unit)
            put("target", subject, CITY_CODE, targets or 20, unit)
            put("completion", subject, CITY_CODE, Decimal((done or 4 * factor) * 100) / (targets or 20), "%")
        elif unit == "%":
            put("verified", subject, CITY_CODE, Decimal("96.25"), "%")
            put("target", subject, CITY_CODE, 94, "%")
            put("completion", subject, CITY_CODE, Decimal("102.3936"), "%")
        put("light", subject, CITY_CODE, None, text="ok")
    for measure, value, unit in (("tasks", 7, "项"), ("on-time", 5, "项"), ("late", 1, "项"), ("care", 1, "项"),
                                 ("on-time-share", Decimal("71.4286"), "%"), ("mean-completion", Decimal("68.2"), "%")):  # fmt: skip
        put(measure, "programme", CITY_CODE, value, unit)
        put(measure, "field:product", CITY_CODE, value, unit)
    year, quarter = int(period[:4]), int(period[5:])
    return Edition(
        code=f"annual-{year}-{period}", programme=f"annual-{year}", title=f"{CITY_NAME}{year}年质量强市重点任务", period=period,
        period_name=f"{year}年{'一二三四'[quarter - 1]}季度", cut_off=date(year, quarter * 3, 30),
        frozen_at=datetime(year, quarter * 3, 30, 12, tzinfo=UTC), region=CITY_CODE, subjects=_subjects(),
        areas=(Area(CITY_CODE, CITY_NAME, "city"), *(Area(c.code, c.name, "county", CITY_CODE) for c in COUNTIES)),
        values=tuple(values), items=_items(period), mark="虚构",
    )  # fmt: skip


def _subjects() -> tuple[Subject, ...]:
    return (
        Subject("programme", "programme", "重点任务"),
        Subject("field:product", "field", "产品质量"),
        *(
            Subject(f"task:{number}", "task", name, number, "field:product",
                    {"unit": unit, "lead": f"{CITY_NAME}样例局", "light_words": "达到序时进度"})
            for number, name, unit, _split in TASKS
        ),
    )  # fmt: skip


def _items(period: str) -> tuple[Item, ...]:
    return tuple(
        Item("task:5", COUNTIES[place].code, f"演示样例{place}厂", f"9199{place:014d}", Decimal(1), date(2026, 5, 1 + place),
             period=period, unit_name="样例单位", source=f"ledger:9{place}")
        for place in (6, 0, 2)
    )  # fmt: skip
