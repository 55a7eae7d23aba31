"""A county hands its part on to its townships; what is handed on is added up beside what the county owes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhicheng.core.refusal import Refusal
from zhicheng.goals.actions.units import split_assignment
from zhicheng.goals.permissions import P
from zhicheng.goals.queries import parts as queries
from zhicheng.registry.queries import organisations_in, regions
from zhicheng.web.shared.numbers import number
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest

MOST_UNITS = 200


@dataclass
class UnitLine:
    """A township's office with what is typed beside it."""

    code: str
    name: str
    held: Decimal | None = None
    has_part: bool = False
    text: str = ""
    chosen: bool = False
    error: str = ""


@page(P.ASSIGNMENT_SPLIT)
def split(request: CityRequest, key: int) -> HttpResponse:
    """Split a county's part among its townships."""
    part = queries.part(key, request.actor)
    if not part.may_split:
        messages.warning(request, _("签收后的责任县（市、区）任务才能分解到乡镇（街道），由县质量强县办办理。"))
        return HttpResponseRedirect(reverse("desk-part", args=[key]))
    counted = part.line.share is not None
    lines = _lines(request, part, counted=counted)
    chosen = [(line.code, _amount(line) if counted else None) for line in lines if line.chosen]
    reconciliation = _sum(part, [amount for _code, amount in chosen])
    problem, asks = "", False
    if request.method == "POST" and not any(line.error for line in lines):
        asks = counted and reconciliation["difference"] != 0
        if not chosen:
            problem = _("没有填写任何乡镇（街道）。请至少填写一个。")
        elif "check" not in request.POST and (not asks or request.POST.get("anyway")):
            problem = _split(request, part, chosen)
            if not problem:
                messages.success(request, _("已分解到 %(n)s 个乡镇（街道），签收期限开始计时。") % {"n": len(chosen)})
                return HttpResponseRedirect(reverse("desk-part", args=[key]))
    context = {
        "part": part, "line": part.line, "task": part.task, "lines": lines, "counted": counted, "sum": reconciliation,
        "problem": problem, "asks": asks and request.method == "POST", "checked": "check" in request.POST,
    }  # fmt: skip
    bad = problem or any(line.error for line in lines)
    return render(request, "desk/goals/units/split.html", context, status=422 if bad else 200)


def _lines(request: CityRequest, part: queries.Part, *, counted: bool) -> list[UnitLine]:
    on = request.today
    places = {each.code for each in regions.within(part.region, on=on, levels=["township"])}
    found = organisations_in(part.region, on=on, kinds=("government", "institution"), below=True, limit=MOST_UNITS)
    held = {each.organisation: each.share for each in part.below}
    lines = []
    for unit in found:
        if unit.region not in places:
            continue
        text = request.POST.get(f"amount-{unit.code}", "").strip()
        has_part = unit.code in held
        chosen = not has_part and bool(text if counted else request.POST.get(f"unit-{unit.code}"))
        line = UnitLine(unit.code, unit.name, held.get(unit.code), has_part, text, chosen)
        if chosen and counted and _amount(line) is None:
            line.error = _("“%(text)s”不是可填的数。请填 0 或正数。") % {"text": text[:20]}
        lines.append(line)
    return lines


def _amount(line: UnitLine) -> Decimal | None:
    try:
        value = Decimal(line.text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value < 10**13 and value == round(value, 4) else None


def _sum(part: queries.Part, amounts: Sequence[Decimal | None]) -> dict[str, Any]:
    """What is handed on, together with what was before, against the part's own number."""
    whole = part.line.share
    given = part.reconciliation.allocated + sum((each for each in amounts if each is not None), Decimal(0))
    difference = None if whole is None else given - whole
    if difference is None:
        words = ""
    elif difference == 0:
        words = _("合计与本县任务数一致")
    elif difference > 0:
        words = _("超出任务数 %(n)s") % {"n": number(difference)}
    else:
        words = _("还差 %(n)s") % {"n": number(-difference)}
    light = "ok" if difference == 0 else "care"
    return {"whole": whole, "given": given, "difference": difference, "words": words, "light": light}


def _split(request: CityRequest, part: queries.Part, chosen: Sequence[tuple[str, Decimal | None]]) -> str:
    try:
        split_assignment(part.line.pk, parts=chosen, by=request.actor, at=request.now)
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        return refusal.sentence
    return ""
