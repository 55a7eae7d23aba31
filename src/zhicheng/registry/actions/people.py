"""Entering and amending persons."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhicheng.core.access import Actor, require
from zhicheng.core.ledger import record
from zhicheng.core.refusal import RuleBroken
from zhicheng.core.text import fold
from zhicheng.registry.actions.finding import person_of, require_somewhere, scope_of
from zhicheng.registry.entries import PersonAmended, PersonEntered
from zhicheng.registry.models import Counter, Person, Post
from zhicheng.registry.permissions import P
from zhicheng.registry.rules.names import clean_name
from zhicheng.registry.rules.people import read_phone


@transaction.atomic
def enter_person(name: str, *, work_phone: str = "", namesake: bool = True, by: Actor, at: datetime) -> str:
    """Enter a person and return the code. Two persons may share a name, but not where `namesake` is denied: then the
    same form sent twice makes no second person. Raises: NotAllowed, RuleBroken."""
    require_somewhere(by, P.REGISTRY_EDIT)
    name, work_phone = _checked_name(name), read_phone(work_phone)
    [code] = Counter.take("P")
    if not namesake:
        _refuse_namesake(name)
    Person.objects.create(code=code, name=name, folded=fold(name), work_phone=work_phone)
    record(PersonEntered(person=code), by=by, at=at, subject=code)
    return code


@transaction.atomic
def amend_person(
    code: str, *, name: str | None = None, work_phone: str | None = None, by: Actor, at: datetime
) -> tuple[str, ...]:
    """Put a person's name or work telephone right; what is None stays. Returns the fields that changed.

    Raises: NotAllowed (a post outside of the actor's reach), Missing, RuleBroken.
    """
    row = person_of(code)
    _require_over_person(by, code)
    changed = []
    if name is not None and _checked_name(name) != row.name:
        row.name = _checked_name(name)
        row.folded = fold(row.name)
        changed.append("name")
    if work_phone is not None and read_phone(work_phone) != row.work_phone:
        row.work_phone = read_phone(work_phone)
        changed.append("work_phone")
    if changed:
        row.save()
        record(PersonAmended(person=code, fields=tuple(changed)), by=by, at=at, subject=code)
    return tuple(changed)


def _checked_name(name: str) -> str:
    return clean_name(name, what=_("姓名"), shortest=1, longest=60)


def _refuse_namesake(name: str) -> None:
    codes = list(Person.objects.filter(folded=fold(name)).order_by("code").values_list("code", flat=True)[:5])
    if codes:
        raise RuleBroken(
            _("已登记有同名人员（%(codes)s）。是同一人的，请直接为其任职；确为另一人的，请勾选“同名的另一人”后再登记。"),
            code="namesake", codes="、".join(codes),
        )  # fmt: skip


def _require_over_person(by: Actor, code: str) -> None:
    """Whoever puts a person's facts right keeps the registry wherever that person holds posts. Raises: NotAllowed."""
    posts = Post.objects.filter(person__code=code).select_related("organisation").order_by("-valid_from", "-pk")
    held = [post for post in posts if post.valid_to is None] or list(posts[:1])
    if not held:
        require_somewhere(by, P.REGISTRY_EDIT)
    for post in held:
        require(by, P.REGISTRY_EDIT, scope_of(post.organisation))
