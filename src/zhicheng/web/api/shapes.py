"""What the addresses for reading answer: one shape for each kind of thing, the tables' rows made from their columns."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from django.utils.timezone import localtime
from ninja import Field, Schema
from pydantic import PlainSerializer, WithJsonSchema, create_model

from zhicheng.web.public.datasets import DATASETS, Dataset
from zhicheng.web.public.datasets import Field as Column

_TYPES: dict[str, Any] = {"string": str, "number": int | float | None, "integer": int | None, "date": date | None}
# Told in the city's own time, whatever the zone it was stored in.
Moment = Annotated[
    datetime,
    PlainSerializer(lambda moment: localtime(moment).isoformat(timespec="seconds")),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


class Error(Schema):
    """One thing that is wrong, and where."""

    pointer: str = Field(description="JSON 指针或参数名。JSON pointer into the body, or a parameter's name.")
    detail: str


class Problem(Schema):
    """问题说明（RFC 9457）。What went wrong, why, and what to do."""

    type: str = Field(description="问题的种类，不随语言变。Kind of problem, for programs.")
    title: str
    status: int
    detail: str = Field(description="一句话说明原因和怎么办。Why, and what to do.")
    errors: list[Error] | None = None


class Index(Schema):
    """入口。Where to begin."""

    name: str
    mark: str = Field(description="“虚构”等数据性质，真实城市为空。Kind of data; empty for a real city's own.")
    licence: str
    licence_url: str
    links: dict[str, str]


class ProgrammeHead(Schema):
    """有数据公布的计划。A programme of which editions were published."""

    code: str
    title: str
    current: str = Field(description="现行数据版本的代码。Code of the edition that holds now.")
    editions: int


class EditionRow(Schema):
    """一期数据：冻结、计算哈希、只被替代、从不改动。A frozen, hashed set of values; replaced, never changed."""

    code: str
    programme: str
    title: str
    period: str
    period_name: str
    cut_off: date = Field(description="数据截至。Last day whose verified facts are in it.")
    published_at: Moment | None
    state: str = Field(description="published、superseded 或 withdrawn。")
    sha256: str
    supersedes: str
    reason: str
    mark: str


class EditionDetail(EditionRow):
    """一期数据和各张表。An edition with its tables."""

    licence: str
    licence_url: str
    rows: dict[str, int] = Field(description="各表行数。Rows of each table.")
    links: dict[str, str]


class Measure(Schema):
    """指标的定义。Definition of a measure."""

    slug: str
    name: str
    name_en: str
    unit: str
    version: str
    definition: str
    definition_en: str


class VersionRow(Schema):
    """公文的一个版本。A version of a document."""

    number: int
    state: str
    published_at: Moment
    changes: list[str]
    reason: str
    edition: str


class DocumentRow(Schema):
    """公布的公文。A published document."""

    code: str
    kind: str
    kind_name: str
    title: str
    number: str = Field(description="发文字号。Official number.")
    issuer: str
    published_at: Moment
    changed_at: Moment | None
    version: int
    state: str = Field(description="published、corrected 或 withdrawn。")
    reason: str
    edition: str
    mark: str
    url: str


class Source(Schema):
    """文中一个数的来源。Where a figure of the text comes from."""

    figure: str
    shown: str
    edition: str
    key: str = Field(description="指标|对象|地区|时期。measure|subject|area|period.")


class DocumentDetail(DocumentRow):
    """一份公文：要素、正文、版本、文件和每个数的来源。A document with its text, versions, files and sources."""

    shown_version: int
    fields: dict[str, str]
    text: str
    versions: list[VersionRow]
    files: dict[str, str]
    sha256: dict[str, str]
    sources: list[Source]


class ChangeRow(Schema):
    """一个更正过的数。A value that was corrected."""

    edition: str
    before: str
    programme: str
    period_name: str
    published_at: Moment
    measure: str
    about: str
    area: str
    old: str
    new: str
    verified_by: str
    verified_at: Moment | None
    reason: str


class OrganisationRow(Schema):
    """公布的明细中的企业等。A firm that published items name."""

    code: str
    name: str
    items: int


class CountedItem(Schema):
    """它被哪项任务计入。Which task counts it."""

    edition: str
    task: str
    task_name: str
    certificate: str
    quantity: int | float
    happened_on: date | None
    ledger_entry: int | None


class OrganisationDetail(OrganisationRow):
    """一家企业公开的内容。What is public about one firm."""

    counted: list[CountedItem]


class UnitRow(Schema):
    """牵头或报送任务的单位。A unit that leads or reports tasks."""

    name: str
    leads: list[str] = Field(description="牵头的任务代码。Codes of tasks it leads.")
    reports: list[str] = Field(description="报送的任务代码。Codes of tasks it reports for.")


def key_of(column: Column) -> str:
    """A column's name in JSON: its English heading in small letters."""
    return re.sub(r"[^a-z0-9]+", "_", column.names.en.lower()).strip("_")


def _row(dataset: Dataset) -> type[Schema]:
    fields: dict[str, Any] = {
        key_of(column): (
            _TYPES[column.kind],
            Field(description=f"{column.names.zh}：{column.meaning.zh}。{column.meaning.en}."
                              + (f" 单位 unit: {column.unit}" if column.unit else "")),
        )
        for column in dataset.fields
    }  # fmt: skip
    made: type[Schema] = create_model(
        f"{dataset.slug.capitalize()}Row",
        __base__=Schema,
        __doc__=f"{dataset.one_row.zh}。{dataset.one_row.en}.",
        **fields,
    )
    return made


def page_shape(row: type[Schema], name: str, **more: Any) -> type[Schema]:
    """A page of such rows."""
    made: type[Schema] = create_model(
        name,
        __base__=Schema,
        data=(list[row], ...),  # type: ignore[valid-type]
        total=(int, Field(description="总行数。Rows in all.")),
        next=(str | None, Field(description="下一页的网址，没有则为 null。Address of the next page.")),
        **more,
    )
    return made


ROWS: dict[str, type[Schema]] = {slug: _row(dataset) for slug, dataset in DATASETS.items()}
# Every page of a table says of which edition it is, so that pages of two editions are never put together unnoticed.
TABLES: dict[str, type[Schema]] = {
    slug: page_shape(row, f"{slug.capitalize()}Page", edition=(str, ...), mark=(str, ...)) for slug, row in ROWS.items()
}
EditionPage = page_shape(EditionRow, "EditionPage")
DocumentPage = page_shape(DocumentRow, "DocumentPage")
ChangePage = page_shape(ChangeRow, "ChangePage")
OrganisationPage = page_shape(OrganisationRow, "OrganisationPage")
UnitPage = page_shape(UnitRow, "UnitPage")
