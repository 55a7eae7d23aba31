"""Every list as CSV, Excel and JSON: the page's columns, all rows, no formula that could run, and the made-up mark.

The mark is a last column, so that it stays with every row that somebody copies, and a program that reads the file
still finds its headings in the first line.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from zhicheng.core.intake.export import safe_csv, write_sheet
from zhicheng.core.refusal import RuleBroken
from zhicheng.web.shared.tables import Column, Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def wants_export(request: HttpRequest) -> bool:
    """Does the address ask for a file instead of the page?"""
    return bool(request.GET.get("format"))


def export(request: HttpRequest, table: Table, name: str, *, mark: str | None = None) -> HttpResponse:
    """The table as the file that `?format=` asks for. Raises: RuleBroken for a format there is none of.

    `mark` says what kind of data it is; unless given, 虚构 in a made-up city and nothing in a real one.
    """
    wanted = request.GET.get("format", "")
    if wanted not in WRITERS:
        raise RuleBroken(_("没有“%(format)s”格式，可下载 CSV、Excel 或 JSON。"), code="no-such-format", format=wanted)
    made_up = _("虚构") if settings.CITY.made_up else ""
    mark = made_up if mark is None else mark
    headings, rows = _content(table, mark)
    body, kind = WRITERS[wanted](headings, rows, name)
    return attached(body, kind, f"{name}{_marked_name(mark, made_up)}.{wanted}")


def written(
    kind: str, headings: Sequence[str], rows: Iterable[Sequence[Any]], name: str, *, marked: str = ""
) -> HttpResponse:
    """Lines as a file of that kind, a key of WRITERS; `marked` is added to its name."""
    body, content_type = WRITERS[kind](headings, ([_plain(value) for value in row] for row in rows), name)
    return attached(body, content_type, f"{name}{marked}.{kind}")


def attached(body: bytes, content_type: str, name: str) -> HttpResponse:
    """A file with a Chinese name that old programs can store too."""
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = _attachment(name)
    return response


def _marked_name(mark: str, made_up: str) -> str:
    """What the file's name says of its data; figures that are quoted are not called a demonstration."""
    if not mark:
        return ""
    return _("（演示数据）") if mark == made_up else _("（%(mark)s）") % {"mark": mark}


def _content(table: Table, mark: str) -> tuple[list[str], Iterator[list[Any]]]:
    columns = [column for column in table.columns if not column.page_only]
    headings = [str(column.title) for column in columns]
    if mark:
        headings.append(_("数据性质"))
    return headings, _rows(table, columns, mark)


def _rows(table: Table, columns: Iterable[Column], mark: str) -> Iterator[list[Any]]:
    columns = list(columns)
    for row in table.rows:
        values = [_plain(column.value(row)) for column in columns]
        yield [*values, mark] if mark else values


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value.normalize()
    if isinstance(value, datetime):
        return localtime(value).replace(microsecond=0)
    return strip_tags(value) if isinstance(value, SafeString) else value


def _for_people(rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    """Moments as the city's clocks show them; a program takes them with their time zone from JSON."""
    for row in rows:
        yield [f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else value for value in row]


def _csv(headings: Sequence[str], rows: Iterable[Sequence[Any]], name: str) -> tuple[bytes, str]:
    return safe_csv([headings, *_for_people(rows)]).encode("utf-8"), "text/csv; charset=utf-8"


def _xlsx(headings: Sequence[str], rows: Iterable[Sequence[Any]], name: str) -> tuple[bytes, str]:
    book = io.BytesIO()
    write_sheet(headings, _for_people(rows), book, name=name)
    return book.getvalue(), XLSX


def _json(headings: Sequence[str], rows: Iterable[Sequence[Any]], name: str) -> tuple[bytes, str]:
    body = {"name": name, "rows": [dict(zip(headings, row, strict=True)) for row in rows]}
    return json.dumps(body, ensure_ascii=False, default=_json_value).encode(), "application/json; charset=utf-8"


def _json_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


WRITERS = {"csv": _csv, "xlsx": _xlsx, "json": _json}


def _attachment(name: str) -> str:
    """A header that old programs read too: plain letters first, the Chinese name encoded after it."""
    return f"attachment; filename=\"export.{name.rpartition('.')[2]}\"; filename*=UTF-8''{quote(name)}"
