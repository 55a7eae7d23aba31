"""Figures: programmes, editions, their tables, measures and corrections; read from what was published and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Path, Query, Router

from zhicheng.goals.kinds import ORIGINS
from zhicheng.indicators.catalogue import MEASURES
from zhicheng.indicators.editions.content import EditionHead
from zhicheng.web.api import shapes
from zhicheng.web.api.paging import Asked, page_of
from zhicheng.web.public import reading
from zhicheng.web.public.corrections import ChangeLine as Change
from zhicheng.web.public.corrections import CorrectionLine, correction_lines
from zhicheng.web.public.datasets import DATASETS
from zhicheng.web.public.open_data import found_head, only_of, plain_value
from zhicheng.web.public.own_words import about_city

router = Router(tags=["数据 Figures"])

Code = Annotated[
    str,
    Path(
        max_length=80,
        description="版本代码；计划代码或 current 表示现行的一期。Code of an edition; a programme's code or `current` for the one that holds now.",
        examples=["current"],
    ),
]


class AskedEditions(Asked):
    """Which editions."""

    programme: str = Field("", max_length=80, description="计划代码。Code of a programme.")
    state: str = Field("", pattern="^(published|superseded|withdrawn)?$", description="状态。State.")


class AskedRows(Asked):
    """Which rows of a table."""

    task: str = Field("", max_length=40, description="任务代码中冒号后的部分。A task's code without `task:`.")


class AskedValues(AskedRows):
    """Which values."""

    measure: str = Field("", max_length=80, description="指标代码。Code of a measure.")
    subject: str = Field("", max_length=80, description="对象代码。Code of a subject.")
    area: str = Field("", max_length=20, description="行政区划代码。Code of an area.")
    period: str = Field("", max_length=20, description="时期，如 2026Q3。Period.")


@router.get("/", response=shapes.Index, summary="入口", operation_id="index")
def index(request: HttpRequest) -> dict[str, Any]:
    """Where everything else is."""
    own, here = about_city(), request.path
    names = ("programmes", "editions", "measures", "corrections", "documents", "organisations", "units", "my/parts")
    return {
        "name": settings.CITY.name, "mark": ORIGINS["made-up"].zh if settings.CITY.made_up else "", "licence": own.licence,
        "licence_url": own.licence_url,
        "links": {**{name: here + name for name in names}, "openapi": f"{here}openapi.json",
                  "documentation": reverse("public-api")},
    }  # fmt: skip


@router.get("/programmes", response=list[shapes.ProgrammeHead], summary="公布过数据的计划", operation_id="programmes")
def programmes(request: HttpRequest) -> list[dict[str, Any]]:
    """Programmes of which editions were published."""
    return [
        {"code": each.code, "title": each.title, "current": each.current.code, "editions": len(each.heads)}
        for each in reading.programmes()
    ]


@router.get("/editions", response=shapes.EditionPage, summary="各期数据版本", operation_id="editions")
def editions(request: HttpRequest, asked: Query[AskedEditions]) -> dict[str, Any]:
    """Editions, the newest first; those that were replaced or withdrawn too, with the reason."""
    heads = [
        head for each in reading.programmes() for head in each.heads
        if asked.programme in ("", head.programme) and asked.state in ("", head.state)
    ]  # fmt: skip
    heads.sort(key=_moment, reverse=True)
    return page_of(request, heads, asked, _moment, falling=True).told(_edition)


def _moment(head: EditionHead) -> tuple[str, str]:
    return (head.frozen_at.isoformat(), head.code)


def _edition(head: EditionHead) -> dict[str, Any]:
    return {
        "code": head.code, "programme": head.programme, "title": head.title, "period": head.period,
        "period_name": head.period_name, "cut_off": head.cut_off, "published_at": head.published_at,
        "state": head.state, "sha256": head.public_hash or head.content_hash, "supersedes": head.supersedes,
        "reason": head.withdrawn_reason or head.reason, "mark": head.mark,
    }  # fmt: skip


@router.get("/editions/{code}", response=shapes.EditionDetail, summary="一期数据", operation_id="edition")
def edition(request: HttpRequest, code: Code) -> dict[str, Any]:
    """One edition, how many rows its tables have, and where they are."""
    head, own = found_head(code), about_city()
    tables = {} if head.state == "withdrawn" else DATASETS
    found = reading.edition(head.code) if tables else None
    place = request.path.rpartition("/")[0]
    return {
        **_edition(head), "licence": own.licence, "licence_url": own.licence_url,
        "rows": {slug: sum(1 for _row in each.rows(found)) for slug, each in tables.items() if found},
        "links": {slug: f"{place}/{head.code}/{slug}" for slug in tables}
        | {f"{slug}.csv": reverse("public-file", args=[head.code, slug, "csv"]) for slug in tables}
        | {"page": reverse("public-edition", args=[head.code])},
    }  # fmt: skip


def _table(
    request: HttpRequest, code: str, slug: str, asked: Asked, *, task: str = "",
    keep: Callable[[Any], bool] = lambda _row: True,
) -> dict[str, Any]:  # fmt: skip
    """A page of a table. An edition never changes, so a row's place in it is its key."""
    head, dataset = found_head(code), DATASETS[slug]
    found, names = reading.edition(head.code), [shapes.key_of(each) for each in dataset.fields]
    of_task = only_of(task)
    rows = [(place, row) for place, row in enumerate(dataset.rows(found)) if of_task(row) and keep(row)]

    def told(row: tuple[int, Any]) -> dict[str, Any]:
        read = (plain_value(each.read(row[1])) for each in dataset.fields)
        return {
            name: None if value == "" and column.kind != "string" else "" if value is None and column.kind == "string" else value
            for name, value, column in zip(names, read, dataset.fields, strict=True)
        }  # fmt: skip

    # The pages that follow are of this very edition, even where "current" was asked for and a newer one comes out.
    place = request.path.removesuffix(f"{code}/{slug}") + f"{head.code}/{slug}"
    page = page_of(request, rows, asked, lambda row: (row[0],), at=place)
    return {**page.told(told), "edition": head.code, "mark": found.mark}


@router.get("/editions/{code}/tasks", response=shapes.TABLES["tasks"], summary="任务进展", operation_id="tasks")
def tasks(request: HttpRequest, code: Code, asked: Query[AskedRows]) -> dict[str, Any]:
    """Progress of each task: target, verified count, completion with its arithmetic, light."""
    return _table(request, code, "tasks", asked, task=asked.task)


@router.get(
    "/editions/{code}/fields", response=shapes.TABLES["fields"], summary="各领域任务构成", operation_id="fields"
)
def fields(request: HttpRequest, code: Code, asked: Query[Asked]) -> dict[str, Any]:
    """Tasks by field of work and light."""
    return _table(request, code, "fields", asked)


@router.get("/editions/{code}/items", response=shapes.TABLES["items"], summary="经核实的明细", operation_id="items")
def items(request: HttpRequest, code: Code, asked: Query[AskedRows]) -> dict[str, Any]:
    """The verified items behind the counts; their quantities add up to them."""
    return _table(request, code, "items", asked, task=asked.task)


@router.get("/editions/{code}/values", response=shapes.TABLES["values"], summary="全部数值", operation_id="values")
def values(request: HttpRequest, code: Code, asked: Query[AskedValues]) -> dict[str, Any]:
    """Every value with its unit, the counts behind it, its definition and its signed source."""
    wanted = {name: getattr(asked, name) for name in ("measure", "subject", "area", "period") if getattr(asked, name)}
    return _table(
        request, code, "values", asked, task=asked.task,
        keep=lambda row: all(getattr(row, name) == value for name, value in wanted.items()),
    )  # fmt: skip


@router.get("/measures", response=list[shapes.Measure], summary="指标的定义", operation_id="measures")
def measures(request: HttpRequest) -> list[dict[str, Any]]:
    """What each measure means."""
    return [
        {"slug": each.slug, "name": each.names.zh, "name_en": each.names.en, "unit": each.unit, "version": each.version,
         "definition": each.definition.zh, "definition_en": each.definition.en}
        for each in MEASURES.values()
    ]  # fmt: skip


@router.get("/corrections", response=shapes.ChangePage, summary="勘误", operation_id="corrections")
def corrections(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Every published value that was corrected: old, new, why, verified by whom; the latest first."""
    rows = [
        ((line.at.isoformat(), line.edition, -place), line, change)
        for line in correction_lines() for place, change in enumerate(line.changes)
    ]  # fmt: skip
    rows.sort(key=lambda row: row[0], reverse=True)
    return page_of(request, rows, asked, lambda row: row[0], falling=True).told(_correction)


def _correction(row: tuple[tuple[str, str, int], CorrectionLine, Change]) -> dict[str, Any]:
    _key, line, change = row
    return {
        "edition": line.edition, "before": line.before, "programme": line.programme, "period_name": line.period_name,
        "published_at": line.at, "measure": change.measure, "about": change.about, "area": change.area,
        "old": change.old, "new": change.new, "verified_by": change.by, "verified_at": change.at,
        "reason": change.reason or line.reason,
    }  # fmt: skip
