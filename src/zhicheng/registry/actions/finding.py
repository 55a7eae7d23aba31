"""Looking rows up by code, locked or not, with a refusal that says which code is not there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from zhicheng.core.access import Actor, Scope, require
from zhicheng.core.refusal import Missing
from zhicheng.registry.models import Organisation, Person, Post

ONE_DAY = timedelta(days=1)


def organisation_of(code: str) -> Organisation:
    """The organisation, locked until the transaction ends. Raises: Missing."""
    return _locked(Organisation, code, _("没有代码为%(code)s的单位。请先登记单位。"))


def person_of(code: str) -> Person:
    """The person, locked. Raises: Missing."""
    return _locked(Person, code, _("没有代码为%(code)s的人员。请先登记人员。"))


def post_of(code: str) -> Post:
    """The post, locked; its person and organisation come with it. Raises: Missing."""
    return _locked(Post, code, _("没有代码为%(code)s的岗位。请刷新后重试。"), "person", "organisation")


def _locked(table: type[models.Model], code: str, sentence: str, *related: str) -> Any:
    row = table._default_manager.select_for_update(of=("self",)).select_related(*related).filter(code=code).first()
    if row is None:
        raise Missing(sentence % {"code": code})
    return row


def organisations_of(codes: Iterable[str]) -> list[Organisation]:
    """The organisations in the order of their codes, locked: one query. Raises: Missing."""
    wanted = sorted(set(codes))
    found = list(Organisation.objects.select_for_update().filter(code__in=wanted).order_by("code"))
    missing = set(wanted) - {each.code for each in found}
    if missing:
        raise Missing(_("没有代码为%(codes)s的单位。请先登记单位。"), codes="、".join(sorted(missing)))
    return found


def scope_of(organisation: Organisation) -> Scope:
    """Where an organisation stands."""
    return Scope(organisation.region, frozenset({organisation.code}))


def require_somewhere(by: Actor, permission: str) -> None:
    """For what stands in no region, such as a person without a post. Raises: NotAllowed."""
    if not by.holds(permission):
        require(by, permission, Scope())


def day_before(day: date) -> date:
    """The last day of what ends when something new begins on `day`."""
    return day - ONE_DAY


def end_dated(rows: Iterable[models.Model], *, on: date) -> None:
    """What began on that very day or later was never in force and goes; the rest ends on the day before."""
    for row in rows:
        if row.valid_from >= on:  # type: ignore[attr-defined]
            row.delete()
        elif row.valid_to is None or row.valid_to >= on:  # type: ignore[attr-defined]
            row.valid_to = day_before(on)  # type: ignore[attr-defined]
            row.save(update_fields=["valid_to"])
