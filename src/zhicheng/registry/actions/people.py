"""Entering and amending persons."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhicheng.core.access import Actor
from zhicheng.core.ledger import record
from zhicheng.core.refusal import RuleBroken
from zhicheng.core.text import fold
from zhicheng.registry.actions.finding import person_of, require_somewhere
from zhicheng.registry.entries import PersonAmended, PersonEntered
from zhicheng.registry.models import Counter, Person
from zhicheng.registry.permissions import P


@transaction.atomic
def enter_person(name: str, *, work_phone: str = "", by: Actor, at: datetime) -> str:
    """Enter a person and return the code. Two persons may share a name. Raises: NotAllowed, RuleBroken."""
    require_somewhere(by, P.REGISTRY_EDIT)
    name, work_phone = _checked_name(name), _checked_phone(work_phone)
    [code] = Counter.take("P")
    Person.objects.create(code=code, name=name, folded=fold(name), work_phone=work_phone)
    record(PersonEntered(person=code), by=by, at=at, subject=code)
    return code


@transaction.atomic
def amend_person(
    code: str, *, name: str | None = None, work_phone: str | None = None, by: Actor, at: datetime
) -> tuple[str, ...]:
    """Put a person's name or work telephone right; what is None stays. Returns the fields that changed."""
    row = person_of(code)
    require_somewhere(by, P.REGISTRY_EDIT)
    changed = []
    if name is not None and _checked_name(name) != row.name:
        row.name = _checked_name(name)
        row.folded = fold(row.name)
        changed.append("name")
    if work_phone is not None and _checked_phone(work_phone) != row.work_phone:
        row.work_phone = _checked_phone(work_phone)
        changed.append("work_phone")
    if changed:
        row.save()
        record(PersonAmended(person=code, fields=tuple(changed)), by=by, at=at, subject=code)
    return tuple(changed)


def _checked_name(name: str) -> str:
    name = name.strip()
    if not 1 <= len(name) <= 60 or not name.isprintable():
        raise RuleBroken(_("姓名应为1至60个字，不含控制字符。请核对姓名。"))
    return name


def _checked_phone(text: str) -> str:
    text = fold(text).strip()
    if len(text) > 30 or not set(text) <= set("0123456789-+() 转#,"):
        raise RuleBroken(_("办公电话只填数字、短横和分机号，不超过30位。请核对电话。"))
    return text
