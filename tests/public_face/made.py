"""A small published city without a database: three editions of one programme, one of them a correction, and documents."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhicheng.indicators.editions import published
from zhicheng.indicators.editions.comparing import compare
from zhicheng.indicators.editions.content import (
    FIELD,
    PROGRAMME,
    TASK,
    Area,
    Correction,
    Edition,
    EditionHead,
    Item,
    Subject,
    Value,
)
from zhicheng.indicators.editions.hashing import content_hash

REGION, COUNTY, OTHER = "990100", "990101", "990104"
CODE, REASON = "annual-2025", "墨溪区复核后补入两家"
LATEST, CORRECTED, EARLIER = f"{CODE}-2025Q3.2", f"{CODE}-2025Q3", f"{CODE}-2025Q2"
NAMED = "样例青瓷仪表有限公司"
NAMED_CODE = "91990101000000001A"
LIGHTS = {
    "ok": "on-time",
    "care": "care",
    "late": "late",
    "none": "unreported",
    "waiting": "waiting",
    "undated": "undated",
}


@dataclass(frozen=True)
class Made:
    """One task of the made edition."""

    key: int
    name: str
    field: str
    target: int
    verified: int | None
    light: str


TASKS = (
    Made(11, "新增通过质量管理体系认证企业", "product", 40, 34, "ok"),
    Made(12, "新增导入卓越绩效模式企业", "product", 20, 4, "late"),
    Made(13, "新增品牌服务企业", "service", 30, 12, "late"),
    Made(14, "新建成放心消费示范店", "service", 10, 12, "ok"),
    Made(15, "新增知识产权合规管理企业", "intellectual-property", 5, None, "none"),
)
BEFORE = tuple(replace(each, verified=(each.verified or 0) // 2, light="late") for each in TASKS)
FIELDS = {"product": "产品质量", "service": "服务质量", "intellectual-property": "知识产权"}


def edition(
    code: str, period: str, period_name: str, cut_off: date, tasks: Sequence[Made] = TASKS, *, counties: bool = True,
    items: int = 0, **told: Any,
) -> Edition:  # fmt: skip
    """An edition with its hash."""
    made = Edition(
        code=code, programme=CODE, title=f"演示市2025年质量强市重点任务（{period_name}）", period=period,
        period_name=period_name, cut_off=cut_off, frozen_at=datetime(cut_off.year, cut_off.month, cut_off.day, 9, tzinfo=UTC),
        region=REGION, subjects=(*_subjects(tasks),), values=tuple(_values(tasks, period, counties=counties)),
        areas=(Area(REGION, "演示市", "city"), Area(COUNTY, "墨溪区", "county", REGION), Area(OTHER, "砚湖县", "county", REGION)),
        items=tuple(_item(n) for n in range(1, items + 1)), mark="虚构", **told,
    )  # fmt: skip
    return replace(made, content_hash=content_hash(made))


def _subjects(tasks: Sequence[Made]) -> list[Subject]:
    facts = {"kind": "counted", "kind_name": "数量类", "basis_name": "本年新增", "unit": "家", "deadline": "2025-12-31",
             "lead": "演示市市场监督管理局", "standard": "以证书为准"}  # fmt: skip
    return [
        Subject(PROGRAMME, PROGRAMME, "演示市2025年质量强市重点任务"),
        *(Subject(f"{FIELD}:{slug}", FIELD, name, parent=PROGRAMME) for slug, name in FIELDS.items()),
        *(Subject(f"{TASK}:{each.key}", TASK, each.name, str(each.key - 10), f"{FIELD}:{each.field}",
                  {**facts, "target": f"≥{each.target}家"}) for each in tasks),
    ]  # fmt: skip


def _values(tasks: Sequence[Made], period: str, *, counties: bool) -> list[Value]:
    def value(measure: str, subject: str, amount: Any = None, *, area: str = REGION, **told: Any) -> Value:
        number = None if amount is None else Decimal(amount)
        return Value(measure, subject, area, period, number, definition="1", public=True, **told)

    found = []
    for subject, part in (
        (PROGRAMME, tasks),
        *((f"{FIELD}:{slug}", [each for each in tasks if each.field == slug]) for slug in FIELDS),
    ):
        found += [value(slug, subject, sum(each.light == light for each in part)) for light, slug in LIGHTS.items()]
        found += [
            value("tasks", subject, len(part)),
            value("mean-completion", subject, "61.2500", unit="%", n=Decimal(len(part))),
        ]
    for each in tasks:
        subject, source = f"{TASK}:{each.key}", (f"ledger:{each.key * 10}", f"goals.report:{each.key}")
        share = None if each.verified is None else Decimal(each.verified * 100) / each.target
        found += [
            value("target", subject, each.target, unit="家"), value("light", subject, text=each.light, source=source),
            value("verified", subject, each.verified, unit="家", source=source), value("expected", subject, "75.0000", unit="%"),
            value("completion", subject, share, unit="%", n=None if each.verified is None else Decimal(each.verified),
                  denominator=Decimal(each.target), source=source),
        ]  # fmt: skip
        if counties and each.field == "product":
            found += [
                value("light", subject, text=light, area=area) for area, light in ((COUNTY, "ok"), (OTHER, "late"))
            ]
            found += [
                value("verified", subject, 3, unit="家", area=COUNTY),
                value("target", subject, 4, unit="家", area=COUNTY),
            ]
    return found


def _item(number: int) -> Item:
    """One firm after the other; the last two may not be named: a sole trader, and a part without a list."""
    source = f"ledger:{110 + number % 3}"
    if number == 1:
        return Item(
            "task:11",
            COUNTY,
            NAMED,
            NAMED_CODE,
            Decimal(1),
            date(2025, 5, 6),
            "YS-1",
            "2025Q2",
            "墨溪区人民政府",
            source,
        )
    if number == 2:
        return Item("task:11", COUNTY, "", "", Decimal(1), date(2025, 5, 6), "", "2025Q2", "墨溪区人民政府", source)
    name = f"演示第{number}号有限公司"
    return Item(
        "task:11",
        OTHER,
        name,
        f"919901040000{number:05d}X",
        Decimal(1),
        date(2025, 6, 1),
        "",
        "2025Q3",
        "砚湖县人民政府",
        source,
    )


def head(made: Edition, **told: Any) -> EditionHead:
    """A head as the index has it."""
    moment = made.frozen_at.replace(hour=12)
    return replace(
        published.head_of_edition(made, state="published"), published_at=moment, period_end=made.cut_off, **told
    )


def publish(folder: Path, *, counties: bool = True, items: int = 34) -> None:
    """Three editions: a quarter, the next, and the correction of that one."""
    old = edition(EARLIER, "2025Q2", "2025年二季度", date(2025, 7, 22), BEFORE, counties=counties)
    wrong_tasks = tuple(replace(each, verified=32) if each.key == 11 else each for each in TASKS)
    wrong = edition(
        CORRECTED, "2025Q3", "2025年三季度", date(2025, 10, 20), wrong_tasks, counties=counties, items=items - 2
    )
    right = edition(LATEST, "2025Q3", "2025年三季度", date(2025, 10, 22), counties=counties, items=items, number=2,
                    supersedes=CORRECTED, reason=REASON)  # fmt: skip
    heads = [
        head(right), head(wrong, state="superseded", superseded_by=LATEST), head(old),
    ]  # fmt: skip
    told = Correction(LATEST, CORRECTED, "2025Q3", "2025年三季度", heads[0].published_at, REASON,
                      tuple(replace(each, by="墨溪区人民政府", at=heads[0].frozen_at) for each in compare(wrong, right)))  # fmt: skip
    show(folder, heads, {each.code: each for each in (old, wrong, right)}, [told])


def show(
    folder: Path, heads: list[EditionHead], editions: dict[str, Edition], told: list[Correction] | None = None
) -> None:
    """Put them on the shelf, in one rename as the actions do."""
    published.prepare(folder, heads, editions, told or [], generation=published.generation(folder) + 1).put()


VERSIONS = (
    {"number": 1, "state": "superseded", "published_at": "2025-10-23T09:00:00+08:00"},
    {"number": 2, "state": "published", "published_at": "2025-10-24T09:00:00+08:00", "reason": "三季度数据更正",
     "changes": ["认证企业 32 家更正为 34 家"], "edition": LATEST},
)  # fmt: skip
BULLETIN: dict[str, Any] = {
    "code": "bulletin-2025q3", "kind": "bulletin", "kind_name": "通报", "kind_name_en": "Bulletin",
    "title": "关于2025年三季度质量强市工作进展情况的通报", "number_text": "演质强办〔2025〕7号",
    "issuer": "演示市质量强市工作领导小组办公室", "published_at": "2025-10-23T09:00:00+08:00", "version": 2,
    "state": "corrected", "corrected_reason": "三季度数据更正", "edition": LATEST, "disclosure": "open", "mark": "虚构",
    "changed_at": "2025-10-24T09:00:00+08:00", "versions": VERSIONS,
}  # fmt: skip
CLOSED = {**BULLETIN, "code": "closed-1", "title": "依申请公开的函", "disclosure": "request", "version": 1,
          "versions": VERSIONS[:1], "state": "published"}  # fmt: skip


def publish_documents(folder: Path) -> None:
    """A bulletin with two versions, and a letter that only those get who ask for it."""
    place = folder / "documents"
    for told in (BULLETIN, CLOSED):
        for version in told["versions"]:
            own = place / told["code"] / str(version["number"])
            own.mkdir(parents=True, exist_ok=True)
            words = "认证企业34家" if version["number"] == 2 else "认证企业32家"
            page = {"title": told["title"], "html": f"<p>截至三季度末，{words}。</p>", "fields": [["签发人", "样例甲"]],
                    "text": f"截至三季度末，{words}。", "sources": [["任务.1.核实数", "34", LATEST, ""]]}  # fmt: skip
            (own / "page.json").write_text(json.dumps(page, ensure_ascii=False), "utf-8")
            (own / "document.pdf").write_bytes(b"%PDF-1.7 made up")
    (place / "index.json").write_text(json.dumps({"documents": [BULLETIN, CLOSED]}, ensure_ascii=False), "utf-8")
