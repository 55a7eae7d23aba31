"""The menu: one row an entry, shown to those who may open its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhicheng.core.accounts.permissions import P as Accounts
from zhicheng.core.ledger.permissions import P as Ledger
from zhicheng.goals.permissions import P as Goals
from zhicheng.indicators.permissions import P as Indicators
from zhicheng.publications.permissions import P as Publications
from zhicheng.registry.permissions import P as Registry
from zhicheng.statutes.permissions import P as Statutes


@dataclass(frozen=True)
class Entry:
    """One entry: its words, the name of its page, the permission it needs ("" for none), and where it is current."""

    label: str | Promise
    name: str
    permission: str = ""
    section: str = ""


MENUS: dict[str, tuple[Entry, ...]] = {
    "public": (
        Entry(_("首页"), "public-home"),
        Entry(_("目标与进展"), "public-progress", section="/progress/"),
        Entry(_("公文"), "public-documents", section="/documents/"),
        Entry(_("单位查询"), "public-organisations", section="/organisations/"),
        Entry(_("数据"), "public-data", section="/data/"),
        Entry(_("统计口径"), "public-method"),
        Entry(_("勘误"), "public-corrections", section="/corrections/"),
        Entry(_("搜索"), "public-search", section="/search/"),
    ),
    "desk": (
        Entry(_("今日待办"), "desk-today"),
        Entry(_("我的任务"), "desk-parts", Goals.ASSIGNMENT_SIGN, "/desk/parts/"),
        Entry(_("任务"), "desk-tasks", Goals.TASK_VIEW, "/desk/tasks/"),
        Entry(_("报送"), "desk-reports", Goals.TASK_VIEW, "/desk/reports/"),
        Entry(_("变更审批"), "desk-changes", Goals.CHANGE_DECIDE, "/desk/changes/"),
        Entry(_("需协调事项"), "desk-matters", Goals.COORDINATION_ANSWER, "/desk/matters/"),
        Entry(_("计划"), "desk-programmes", Goals.TASK_VIEW, "/desk/programmes/"),
        Entry(_("数据版本"), "desk-editions", Indicators.EDITION_VIEW, "/desk/editions/"),
        Entry(_("公文"), "desk-documents", Publications.DOCUMENT_VIEW, "/desk/documents/"),
        Entry(_("上级报表"), "desk-forms", Publications.FORM_FILL, "/desk/forms/"),
        Entry(_("数据核校"), "desk-claims", section="/desk/claims/"),
        Entry(_("单位和人员"), "desk-registry", Registry.REGISTRY_VIEW, "/desk/registry/"),
        Entry(_("期限依据"), "desk-statutes", Statutes.STATUTES_VIEW, "/desk/statutes/"),
        Entry(_("账号"), "desk-accounts", Accounts.ACCOUNT_MANAGE, "/desk/accounts/"),
        Entry(_("操作记录"), "desk-ledger", Ledger.LEDGER_VIEW, "/desk/ledger/"),
    ),
}


@dataclass(frozen=True)
class Shown:
    """An entry as the page shows it."""

    label: str
    url: str
    current: bool


def menu(request: Any, audience: str) -> list[Shown]:
    """The entries that this visitor may open; on the desk none for whoever has not signed in."""
    if audience == "desk" and not request.user.is_authenticated:
        return []
    shown = []
    for entry in MENUS[audience]:
        if entry.permission and not request.actor.holds(entry.permission):
            continue
        try:
            url = reverse(entry.name)
        except NoReverseMatch:
            continue
        current = request.path == url or bool(entry.section and request.path.startswith(entry.section))
        shown.append(Shown(str(entry.label), url, current))
    return shown
