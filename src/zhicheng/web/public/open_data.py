"""Open data: every table of every edition as CSV, Excel and JSON, with its dictionary, its licence and a data package."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from zhicheng.core.refusal import Missing
from zhicheng.indicators.catalogue import MEASURES
from zhicheng.indicators.editions.content import Edition, EditionHead
from zhicheng.web.public import reading
from zhicheng.web.public.corrections import correction_lines
from zhicheng.web.public.datasets import DATASETS, Dataset, Field
from zhicheng.web.public.kept import open_page
from zhicheng.web.public.own_words import about_city
from zhicheng.web.shared.exports import attached, written

KINDS = ("csv", "xlsx", "json")
JSON = "application/json; charset=utf-8"


def found_head(code: str) -> EditionHead:
    """An edition by its own code; the one that holds now by its programme's code or by "current". Raises: Missing."""
    programmes = reading.programmes()
    if code == "current" and programmes:
        return programmes[0].current
    for each in programmes:
        if each.code == code:
            return each.current
    return reading.head_of(code)


@open_page()
def data(request: HttpRequest) -> HttpResponse:
    """What there is to download, what its columns mean, under which licence."""
    programmes = reading.programmes()
    told = {
        "programmes": programmes, "datasets": list(DATASETS.values()), "measures": list(MEASURES.values()),
        "about": about_city(), **reading.coming(not programmes),
    }  # fmt: skip
    return render(request, "public/data.html", told)


@open_page()
def edition(request: HttpRequest, code: str) -> HttpResponse:
    """One edition: when it was frozen, its hash, what it replaced or was replaced by, and its files."""
    head = found_head(code)
    told: dict[str, Any] = {
        "head": head,
        "withdrawn": head.state == "withdrawn",
        "programme": reading.programme(head.programme),
    }
    if not told["withdrawn"]:
        found = reading.edition(head.code)
        told["edition"] = found
        told["datasets"] = [(each, sum(1 for _row in each.rows(found))) for each in DATASETS.values()]
        told["correction"] = next((each for each in correction_lines() if each.edition == head.code), None)
    return render(request, "public/edition.html", told)


@open_page(query=("task",))
def file(request: HttpRequest, code: str, table: str, kind: str) -> HttpResponse:
    """One table as a file, the same in whatever language the page is. Raises: Missing."""
    if table not in DATASETS or kind not in KINDS:
        raise Missing(_("没有这张表或这种格式。请从“数据”页下载。"))
    head, dataset = found_head(code), DATASETS[table]
    with translation.override("zh-hans"):
        found = reading.edition(head.code)
        name, only = f"{head.code}-{dataset.names.zh}", only_of(request.GET.get("task", ""))
        if kind == "json":
            return _json(dataset, found, head, name, only)
        marked = f"（{found.mark}）" if found.mark else ""
        return written(kind, dataset.headings(found.mark), dataset.content(found, only=only), name, marked=marked)


def only_of(task: str) -> Callable[[Any], bool]:
    """Rows of one task, where the address names one."""
    if not task:
        return lambda _row: True
    code = f"task:{task}"
    return lambda row: code in (
        getattr(getattr(row, "item", None), "subject", ""), getattr(getattr(row, "subject", None), "code", ""),
        getattr(row, "subject", ""),
    )  # fmt: skip


def _json(dataset: Dataset, found: Edition, head: EditionHead, name: str, only: Callable[[Any], bool]) -> HttpResponse:
    headings = dataset.headings(found.mark)
    body = {
        **provenance(found, head), "table": dataset.slug, "name": dataset.names.zh,
        "columns": [_described(each) for each in dataset.columns(found.mark)],
        "rows": [dict(zip(headings, row, strict=True)) for row in dataset.content(found, only=only)],
    }  # fmt: skip
    marked = f"（{found.mark}）" if found.mark else ""
    return attached(json.dumps(body, ensure_ascii=False, default=plain_value).encode(), JSON, f"{name}{marked}.json")


def provenance(found: Edition, head: EditionHead) -> dict[str, Any]:
    """What every file of an edition says of where it comes from."""
    licence = about_city()
    return {
        "edition": head.code, "title": found.title, "period": found.period, "cut_off": found.cut_off.isoformat(),
        "frozen_at": found.frozen_at.isoformat(), "sha256": head.public_hash or head.content_hash, "state": head.state,
        "mark": found.mark, "licence": licence.licence, "licence_url": licence.licence_url,
    }  # fmt: skip


def _described(field: Field) -> dict[str, str]:
    told = {"name": field.heading, "title": field.names.en, "type": field.kind, "description": field.meaning.zh}
    return {**told, "unit": field.unit} if field.unit else told


def plain_value(value: Any) -> Any:
    """A value as JSON has it: whole numbers whole, days and moments as ISO texts; None stays."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


@open_page()
def package(request: HttpRequest, code: str) -> HttpResponse:
    """The edition described for programs, as a frictionless data package: files, columns, types, licence."""
    head = found_head(code)
    with translation.override("zh-hans"):
        found, own = reading.edition(head.code), about_city()
        body = {
            "profile": "tabular-data-package", "name": head.code.lower(), "title": f"{found.title}（{found.period_name}）",
            "version": str(head.number), "created": found.frozen_at.isoformat(), **provenance(found, head),
            "homepage": request.build_absolute_uri(reverse("public-edition", args=[head.code])),
            "licenses": [{"name": own.licence_code, "title": own.licence, "path": own.licence_url}],
            "sources": [{"title": own.who}],
            "resources": [
                {"name": each.slug, "title": each.names.zh, "description": each.one_row.zh, "format": "csv",
                 "path": request.build_absolute_uri(reverse("public-file", args=[head.code, each.slug, "csv"])),
                 "mediatype": "text/csv", "encoding": "utf-8", "profile": "tabular-data-resource",
                 "schema": {"fields": [_described(field) for field in each.columns(found.mark)], "missingValues": [""]}}
                for each in DATASETS.values()
            ],
            "measures": [
                {"slug": each.slug, "name": each.names.zh, "unit": each.unit, "version": each.version,
                 "definition": each.definition.zh} for each in MEASURES.values()
            ],
        }  # fmt: skip
    return HttpResponse(json.dumps(body, ensure_ascii=False, indent=1).encode(), content_type=JSON)
