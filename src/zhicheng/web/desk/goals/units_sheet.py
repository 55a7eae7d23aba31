"""A unit's whole period as one workbook: downloaded with its tasks filled in, uploaded all or nothing."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.intake import Limits, column_letter, read_rows
from zhicheng.core.refusal import Refusal
from zhicheng.goals.actions.sheets import SheetRefused, Submitted, submit_sheet
from zhicheng.goals.contracts.quarter_sheet import read_quarter_sheet, write_quarter_sheet
from zhicheng.goals.permissions import P
from zhicheng.goals.queries.sheets import PeriodSheet, period_sheet
from zhicheng.web.desk.goals.units_copies import XLSX, sheet_copy
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.uploads import Arrived, SheetField, arrived
from zhicheng.web.shared.wording import Form

SHOWN_PROBLEMS = 200
LIMITS = Limits(rows=40_000, columns=100)


class SheetForm(Form):
    """The workbook that was filled in."""

    sheet = SheetField(help_text=lazy("填好的预填表（.xlsx），不超过 20 MB。"))


@page(P.REPORT_WRITE)
def sheet(request: CityRequest, programme: str, period: str) -> HttpResponse:
    """What the workbook holds, and the place to upload it."""
    found = period_sheet(programme, period, _unit(request), request.actor, on=request.today)
    if request.method != "POST":
        return _shown(request, found, SheetForm())
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, found, form, status=422)
    with arrived(form.cleaned_data["sheet"]) as file:
        try:
            done = _submitted(request, found, file)
        except SheetRefused as refused:
            form.add_error(None, refused.sentence)
            copy = sheet_copy(file.path, file.name, refused.problems)
            return _shown(request, found, form, problems=refused.problems, copy=copy, status=422)
        except Refusal as refusal:
            if refusal.status in (403, 404):
                raise
            form.add_error("sheet", refusal.sentence)
            return _shown(request, found, form, status=422)
    counts = {"reports": done.reports, "names": done.names}
    messages.success(request, _("已报送 %(reports)s 项，名单 %(names)s 行，等待核实。") % counts)
    return HttpResponseRedirect(f"{reverse('desk-parts')}?programme={programme}&due={period}")


def _unit(request: CityRequest) -> str:
    """Whose workbook: the unit that the address names, else the only one of the actor."""
    held = request.actor.organisations_with(P.REPORT_WRITE)
    wanted = request.GET.get("unit", "")
    return wanted if wanted in held else (held[0] if held else "")


def _submitted(request: CityRequest, found: PeriodSheet, file: Arrived) -> Submitted:
    filled = read_quarter_sheet(read_rows(file.path, name=file.name, limits=LIMITS), found.tasks)
    return submit_sheet(
        found.organisation, programme=found.programme, period=found.period, filled=filled, sha256=file.sha256,
        by=request.actor, at=request.now,
    )  # fmt: skip


def _shown(
    request: CityRequest, found: PeriodSheet, form: SheetForm, *, problems: Any = (), copy: str = "", status: int = 200
) -> HttpResponse:
    shown = [
        {"sheet": each.sheet, "cell": f"{column_letter(each.column - 1)}{each.row}", "sentence": each.sentence}
        for each in problems[:SHOWN_PROBLEMS]
    ]
    context = {
        "found": found, "form": form, "problems": shown, "problem_count": len(problems), "copy": copy,
        "unit_query": f"?unit={found.organisation}" if request.GET.get("unit") else "",
    }  # fmt: skip
    return render(request, "desk/goals/units/sheet.html", context, status=status)


@page(P.REPORT_WRITE)
def download(request: CityRequest, programme: str, period: str) -> HttpResponse:
    """The workbook with the unit's tasks filled in."""
    found = period_sheet(programme, period, _unit(request), request.actor, on=request.today)
    mark = found.origin or (_("虚构") if settings.CITY.made_up else "")
    body = write_quarter_sheet(found.tasks, unit=found.unit, period=found.period_name, mark=mark)
    name = f"{found.unit}{found.period_name}进展{f'（{mark}）' if mark else ''}.xlsx"
    response = HttpResponse(body, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename=\"sheet.xlsx\"; filename*=UTF-8''{quote(name)}"
    return response
