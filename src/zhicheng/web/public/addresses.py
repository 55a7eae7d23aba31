"""Permanent addresses, made in one place."""

from __future__ import annotations

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhicheng.web.public.figures import TaskFigures
from zhicheng.web.shared.numbers import NOTHING
from zhicheng.web.templatetags.zhicheng import source


def task_url(row: TaskFigures) -> str:
    """A task's address."""
    return reverse("public-task", args=[row.programme, row.key])


def source_of_task(row: TaskFigures) -> SafeString | str:
    """The small 依据 that leads to the ledger's entry and the edition."""
    if row.entry is None:
        return NOTHING if row.verified is None else source(f"{task_url(row)}#source", _("数据版本"))
    return source(f"{task_url(row)}#source", _("账本第 %(entry)s 条") % {"entry": row.entry})


def firm_url(code: str) -> str:
    """What is public about a firm."""
    return reverse("public-firm", args=[code])


def unit_url(name: str) -> str:
    """The tasks of a responsible unit."""
    return reverse("public-unit", args=[name])


def field_url(programme: str, slug: str) -> str:
    """A field of work of a programme."""
    return reverse("public-field", args=[programme, slug])


def edition_url(code: str) -> str:
    """An edition with its files."""
    return reverse("public-edition", args=[code])


def document_url(code: str) -> str:
    """A document."""
    return reverse("public-document", args=[code])
