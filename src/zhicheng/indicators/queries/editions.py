"""Editions as others may read them: heads, contents, what changed between two, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, may
from zhicheng.core.refusal import Missing, NotAllowed
from zhicheng.goals.queries.frozen import frozen_programme, report_origins
from zhicheng.indicators.editions.comparing import Origin, compare
from zhicheng.indicators.editions.content import Change, Edition, EditionHead
from zhicheng.indicators.models import Edition as Row
from zhicheng.indicators.permissions import P
from zhicheng.indicators.queries.building import build_edition
from zhicheng.indicators.queries.contents import content_of, head_of_row
from zhicheng.registry.queries.people import persons_by_code


def editions(actor: Actor, *, programme: str = "", state: str = "") -> list[EditionHead]:
    """The editions that the actor may see, the newest period first, in it the newest number."""
    rows = Row.objects.visible_to(actor)
    rows = rows.filter(programme=programme) if programme else rows
    rows = rows.filter(state=state) if state else rows
    return _heads(rows.order_by("-period_end", "programme", "-number"))


def edition_head(code: str, actor: Actor) -> EditionHead:
    """The head of one edition. Raises: Missing (also where the actor may not see it)."""
    return _heads([visible_row(code, actor)])[0]


def edition(code: str, actor: Actor) -> Edition:
    """The content of one edition; only its public part for those who may not see all of it. Raises: Missing."""
    row = visible_row(code, actor)
    found = content_of(row)
    return found if may(actor, P.EDITION_VIEW, row.scope) else found.public_part()


def latest(programme: str, actor: Actor, *, state: str = "") -> EditionHead | None:
    """The newest edition of a programme that the actor may see and that was not withdrawn; None where there is none."""
    rows = Row.objects.visible_to(actor).filter(programme=programme).exclude(state="withdrawn")
    rows = rows.filter(state=state) if state else rows
    found = rows.order_by("-period_end", "-number").first()
    return None if found is None else _heads([found])[0]


def latest_of_period(programme: str, period: str, actor: Actor, *, state: str = "") -> EditionHead | None:
    """The newest edition of one period; None where there is none."""
    rows = Row.objects.visible_to(actor).filter(programme=programme, period=period).exclude(state="withdrawn")
    rows = rows.filter(state=state) if state else rows
    found = rows.order_by("-number").first()
    return None if found is None else _heads([found])[0]


def changes(old: str, new: str, actor: Actor) -> list[Change]:
    """What changed between two editions that the actor may see. Raises: Missing."""
    before, after = edition(old, actor), edition(new, actor)
    return compare(before, after, origins=_origins_of(after))


def public_changes(before: Edition, after: Edition) -> list[Change]:
    """What everybody will see changed from one edition to the next. For the act of publishing."""
    return compare(before.public_part(), after.public_part(), origins=_origins_of(after))


def drift(code: str, actor: Actor, *, at: datetime) -> list[Change]:
    """What the verified counts of today would give otherwise than this edition. Raises: Missing, NotAllowed."""
    row = visible_row(code, actor)
    if not may(actor, P.EDITION_VIEW, row.scope):
        raise NotAllowed(_("您的岗位只能查看已公开的数据版本，不能与当前核实数比较。"))
    frozen = content_of(row)
    now, origins = build_edition(
        frozen_programme(row.programme_key), period=row.period, cut_off=max(row.cut_off, localdate(at)), at=at,
        counties_open=counties_open(frozen), with_items=False,
    )  # fmt: skip
    return compare(frozen, now, origins=origins)


def counties_open(edition: Edition) -> list[str]:
    """The fields whose counties may be compared in public, as this edition has it."""
    opened = {each.subject for each in edition.values if each.public and each.area != edition.region}
    fields = {edition.subject_by_code[code].parent.partition(":")[2] for code in opened}
    return sorted(fields)


def visible_row(code: str, actor: Actor) -> Row:
    """One row that the actor may see. For this module. Raises: Missing."""
    row = Row.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise Missing(_("没有这个数据版本，或您的岗位不能查看。请回到数据版本列表。"))
    return row


def _heads(rows: Iterable[Row]) -> list[EditionHead]:
    found = list(rows)
    people = persons_by_code({code for row in found for code in (row.frozen_by, row.published_by) if code})
    names = {code: each.name for code, each in people.items()}
    return [head_of_row(row, names) for row in found]


def _origins_of(edition: Edition) -> dict[str, Origin]:
    reports = {source for value in edition.values for source in value.source if source.startswith("goals.report:")}
    keys = [int(source.partition(":")[2]) for source in reports]
    return {f"goals.report:{key}": Origin(unit, at) for key, (unit, at) in report_origins(keys).items()}
