"""Missing figures chased: asked of the units that owe them with a clock, answered, asked again, or no longer needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, may, require
from zhicheng.core.ledger import record
from zhicheng.core.refusal import Missing, RuleBroken, WrongState
from zhicheng.publications.actions.forms.holding import DRAFTED, held, in_work, me, redraft
from zhicheng.publications.entries.forms import FormRequestAnswered, FormRequested, FormRequestWithdrawn
from zhicheng.publications.forms.answers import Draft
from zhicheng.publications.forms.workflow import FORM, REQUEST
from zhicheng.publications.models import ArrivedForm, FormRequest
from zhicheng.publications.permissions import P
from zhicheng.registry.queries.labels import names_of_organisations, regions_of_organisations
from zhicheng.statutes.actions import ClockStart, start_clocks, stop_clocks, withdraw_clocks

DUTY, RULE = "answer-form", "publications-form-request"
LONGEST = 200


@transaction.atomic
def request_missing(
    form: int, *, units: Mapping[str, Sequence[str]], note: str = "", by: Actor, at: datetime
) -> list[FormRequest]:
    """Ask units for missing cells: organisation codes with the keys of the cells that each owes.

    Raises: Missing, NotAllowed, WrongState, RuleBroken (nothing asked, no such gap, no such unit, one asked already).
    """
    row = in_work(held(form, P.FORM_FILL, by))
    gaps = {each.key: each for each in Draft.from_plain(row.draft).gaps}
    regions = regions_of_organisations(units)
    if not any(units.values()):
        raise RuleBroken(_("没有选定要问的空格。请为空格选定单位后再发送。"), code="nothing-asked")
    if set(units) - set(regions):
        raise RuleBroken(
            _("单位库中没有代码 %(codes)s。请从列表中选择。"), codes="、".join(sorted(set(units) - set(regions)))
        )
    if any(key not in gaps for keys in units.values() for key in keys):
        raise RuleBroken(_("有的空格已经填上，或不再需要。请刷新页面。"), code="no-such-gap")
    _not_twice(row, units)
    made = [
        FormRequest.objects.create(
            form=row, organisation=code, region=regions[code], note=note.strip(), asked_by=me(by), asked_at=at,
            cells=[{"key": key, "ref": gaps[key].ref, "what": gaps[key].what, "unit": gaps[key].unit} for key in keys],
        )
        for code, keys in units.items() if keys
    ]  # fmt: skip
    start_clocks([_clock(each, at) for each in made], by=by, at=at)
    FORM.move(row, "ask")
    row.save(update_fields=["state"])
    for each in made:
        told = FormRequested(row.pk, each.pk, each.organisation, len(each.cells))
        record(told, by=by, at=at, subject=row.subject)
    return made


def _not_twice(row: ArrivedForm, units: Mapping[str, Sequence[str]]) -> None:
    waiting = list(FormRequest.objects.filter(form=row, state="asked"))
    asked = {cell["key"] for each in waiting for cell in each.cells}
    held_by = {each.organisation for each in waiting}
    again = sorted({code for code, keys in units.items() if keys and code in held_by})
    if again:
        names = names_of_organisations(again)
        raise RuleBroken(
            _("%(units)s还有未答复的要数。请先等待答复，或撤回后一并再问。"), code="asked-already",
            units="、".join(names.get(code, code) for code in again),
        )  # fmt: skip
    if any(key in asked for keys in units.values() for key in keys):
        raise RuleBroken(_("有的空格已向其他单位要数。请刷新页面。"), code="asked-already")


def _clock(request: FormRequest, at: datetime) -> ClockStart:
    return ClockStart(
        subject=request.subject, duty=DUTY, rule=RULE, trigger=at, owner_organisation=request.organisation,
        region=request.region,
    )  # fmt: skip


@dataclass(frozen=True)
class Answered:
    """A unit's answer for a cell: a value, or the reason why there is none."""

    value: str = ""
    reason: str = ""


@transaction.atomic
def answer_request(
    request: int, *, answers: Mapping[str, Answered], note: str = "", by: Actor, at: datetime
) -> FormRequest:
    """Give the figures that were asked for; each cell gets a value or a reason. The form is proposed for anew.

    Raises: Missing, NotAllowed, WrongState, RuleBroken (a cell without either, too long).
    """
    row = _request(request, by)
    require(by, P.FORM_ANSWER, row.scope)
    form = ArrivedForm.objects.locked(row.form_id)
    if form is None or form.state not in ("drafted", "asked"):
        raise WrongState(_("这份报表已经不再填报，无需答复。"))
    REQUEST.move(row, "answer")
    kept = {}
    for cell in row.cells:
        given = answers.get(cell["key"], Answered())
        value, reason = given.value.strip(), given.reason.strip()
        if not value and not reason:
            raise RuleBroken(_("“%(what)s”没有填写。没有数据的，请写明原因。"), code="unanswered", what=cell["what"])
        if len(value) > LONGEST or len(reason) > LONGEST:
            raise RuleBroken(_("每项内容不超过%(most)s字。"), code="too-long", most=LONGEST)
        kept[cell["key"]] = {"value": value, "reason": reason}
    row.answers, row.answer_note, row.answered_by, row.answered_at = kept, note.strip()[:1000], me(by), at
    row.save(update_fields=["state", "answers", "answer_note", "answered_by", "answered_at"])
    stop_clocks([row.subject], DUTY, by=by, at=at)
    _take_in(form, row, at)
    told = FormRequestAnswered(form.pk, row.pk, row.organisation, len(kept))
    record(told, by=by, at=at, subject=form.subject)
    return row


def _request(request: int, by: Actor) -> FormRequest:
    row = FormRequest.objects.select_for_update(of=("self",)).select_related("form").filter(pk=request).first()
    if row is None or not (may(by, P.FORM_ANSWER, row.scope) or may(by, P.FORM_FILL, row.form.scope)):
        raise Missing(_("没有这件要数，或它不属于您的单位。请回到今日待办。"))
    return row


def _take_in(form: ArrivedForm, request: FormRequest, at: datetime) -> None:
    """The answers as values of the form; a reason leaves its cell open, for the office to decide."""
    unit = names_of_organisations([request.organisation]).get(request.organisation, request.organisation)
    given = dict(form.given)
    for key, answer in request.answers.items():
        if answer["value"] and given.get(key, {}).get("how") != "hand":
            given[key] = {"how": "answer", "value": answer["value"], "source": unit, "by": request.answered_by,
                          "at": at.isoformat(), "request": request.pk}  # fmt: skip
    form.given = given
    redraft(form)
    if not FormRequest.objects.filter(form=form, state="asked").exists():
        FORM.move(form, "fill")
    form.save(update_fields=["given", *DRAFTED, "state"])


@transaction.atomic
def ask_again(request: int, *, note: str, by: Actor, at: datetime) -> FormRequest:
    """Send an answer back to its unit with what is wrong; the clock runs anew. Raises: as `request_missing`."""
    row = _request(request, by)
    form = in_work(held(row.form_id, P.FORM_FILL, by))
    if not note.strip():
        raise RuleBroken(_("请写明退回的理由。"), code="no-reason")
    if FormRequest.objects.filter(form=form, organisation=row.organisation, state="asked").exists():
        raise RuleBroken(_("该单位还有未答复的要数。请等待答复后再退回。"), code="asked-already")
    REQUEST.move(row, "ask-again")
    row.note = note.strip()
    row.save(update_fields=["state", "note"])
    form.given = {key: each for key, each in form.given.items() if each.get("request") != row.pk}
    redraft(form)
    FORM.move(form, "ask")
    form.save(update_fields=["given", *DRAFTED, "state"])
    start_clocks([_clock(row, at)], by=by, at=at)
    record(FormRequested(form.pk, row.pk, row.organisation, len(row.cells)), by=by, at=at, subject=form.subject)
    return row


@transaction.atomic
def withdraw_request(request: int, *, by: Actor, at: datetime) -> FormRequest:
    """Ask no longer. Raises: Missing, NotAllowed, WrongState."""
    row = _request(request, by)
    form = held(row.form_id, P.FORM_FILL, by)
    REQUEST.move(row, "withdraw")
    row.save(update_fields=["state"])
    withdraw_clocks([row.subject], DUTY, by=by, at=at)
    if form.state == "asked" and not FormRequest.objects.filter(form=form, state="asked").exists():
        FORM.move(form, "fill")
        form.save(update_fields=["state"])
    record(FormRequestWithdrawn(form.pk, row.pk, row.organisation), by=by, at=at, subject=form.subject)
    return row
