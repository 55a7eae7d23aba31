"""Somebody else looks: verify, return rows with their reasons, or return the whole."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhicheng.core.refusal import Refusal
from zhicheng.goals.actions.verifying import return_report, verify_report
from zhicheng.goals.permissions import P
from zhicheng.goals.queries import reports
from zhicheng.web.desk.goals.units_reports import report_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest

_LINE = re.compile(r"\s*第?\s*(\d{1,9})\s*行?\s*[:：,，、\s]\s*(.+)")
LONGEST_REASON = 200


@page(P.REPORT_VERIFY)
@require_POST
def verify(request: CityRequest, key: int) -> HttpResponse:
    """Verify a report, returning the chosen rows."""
    reports.report(key, request.actor, limit=1)
    typed = _typed(request)
    if typed["bad"]:
        said = _("认不出这些行：%(lines)s。请写成“行号 理由”，一行一个。") % {"lines": "；".join(typed["bad"][:3])}
        return report_page(request, key, problem=said, typed=typed, status=422)
    if any(len(reason) > LONGEST_REASON for reason in typed["reasons"].values()):
        said = _("退回理由不超过 %(n)s 字。请精简。") % {"n": LONGEST_REASON}
        return report_page(request, key, problem=said, typed=typed, status=422)
    returned = {line: typed["reasons"].get(line, "") for line in typed["chosen"]}
    try:
        done = verify_report(key, returned=returned, seen_rows=_seen(request), by=request.actor, at=request.now)
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        return report_page(request, key, problem=refusal.sentence, typed=typed, status=refusal.status)
    back = _("已核实，退回 %(n)s 行由填报单位补正。") % {"n": len(returned)}
    messages.success(request, back if returned else _("已核实。"))
    return HttpResponseRedirect(reverse("desk-report", args=[done.pk]))


def _seen(request: CityRequest) -> int | None:
    text = request.POST.get("seen_rows", "")
    return int(text) if text.isdecimal() and len(text) < 9 else None


def _typed(request: CityRequest) -> dict[str, Any]:
    """Ticked rows with their reasons, and further rows of other pages written as “line reason”."""
    chosen = {int(line) for line in request.POST.getlist("row") if line.isdecimal() and len(line) < 10}
    reasons = {line: request.POST.get(f"reason-{line}", "").strip() for line in chosen}
    bad = []
    for text in request.POST.get("others", "").splitlines():
        if not text.strip():
            continue
        match = _LINE.fullmatch(text)
        if match is None:
            bad.append(text.strip()[:40])
            continue
        chosen.add(int(match[1]))
        reasons[int(match[1])] = match[2].strip()
    # A reason typed beside a row that was not ticked means that row as well: nobody writes one in passing.
    for name, value in request.POST.items():
        line = name.removeprefix("reason-")
        said = str(value).strip()
        if name.startswith("reason-") and line.isdecimal() and len(line) < 10 and said:
            chosen.add(int(line))
            reasons.setdefault(int(line), said)
    return {"chosen": chosen, "reasons": reasons, "bad": bad, "others": request.POST.get("others", "")}


@page(P.REPORT_VERIFY)
@require_POST
def send_back(request: CityRequest, key: int) -> HttpResponse:
    """Return a whole report with its reason."""
    reports.report(key, request.actor, limit=1)
    reason = request.POST.get("reason", "").strip()[:2000]
    try:
        return_report(key, reason=reason, by=request.actor, at=request.now)
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        return report_page(request, key, problem=refusal.sentence, typed={"reason": reason}, status=refusal.status)
    messages.success(request, _("已整份退回，填报单位的补正期限开始计时。"))
    return HttpResponseRedirect(reverse("desk-report", args=[key]))
