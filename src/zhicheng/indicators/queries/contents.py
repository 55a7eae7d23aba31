"""Contents of editions from the database: unpacked, checked against their hash, and kept in memory as they are."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import Unreadable
from zhicheng.goals.queries.frozen import name_of_period
from zhicheng.indicators.editions.content import Edition, EditionHead
from zhicheng.indicators.editions.plain import edition_of
from zhicheng.indicators.models import Edition as Row
from zhicheng.indicators.models import EditionContent

REMEMBERED = 16  # editions in the memory of one process


def content_of(row: Row) -> Edition:
    """The whole content of an edition. Raises: Unreadable where it is not what was frozen."""
    return replace(_content(row.pk, row.content_hash), ledger_entry=row.ledger_entry)


@lru_cache(maxsize=REMEMBERED)
def _content(key: int, hashed: str) -> Edition:
    body = gzip.decompress(bytes(EditionContent.objects.get(pk=key).body))
    if sha256(body).hexdigest() != hashed:
        raise Unreadable(
            _("这一数据版本的内容与冻结时的校验值不符，不能使用。请联系系统管理员核对数据库（校验值 %(hash)s）。"),
            hash=hashed[:16],
        )
    return edition_of(json.loads(body), content_hash=hashed)


def head_of_row(row: Row, names: Mapping[str, str] | None = None) -> EditionHead:
    """A row as a head; `names` of persons by code, for desks."""
    told = names or {}
    return EditionHead(
        code=row.code, programme=row.programme, title=row.title, period=row.period,
        period_name=name_of_period(row.period), number=row.number, cut_off=row.cut_off, frozen_at=row.frozen_at,
        state=row.state, period_end=row.period_end, region=row.region, supersedes=row.supersedes,
        superseded_by=row.superseded_by, reason=row.reason, content_hash=row.content_hash, public_hash=row.public_hash,
        values=row.values, by_name=told.get(row.frozen_by, ""), mark=row.mark, published_at=row.published_at,
        published_by_name=told.get(row.published_by, ""), withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason,
    )  # fmt: skip
