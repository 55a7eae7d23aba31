"""The amount that a settled cell wants: out of an edition, compared with another period, or shared among areas. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from zhicheng.indicators.editions.content import PROGRAMME, TASK, Edition, Value
from zhicheng.publications.forms.answers import BLANK, NOTHING
from zhicheng.publications.forms.asking import ask_unassigned
from zhicheng.publications.forms.desk import Answer, Desk, gap
from zhicheng.publications.forms.meaning import Want
from zhicheng.publications.forms.shelf import county_count, county_lights
from zhicheng.publications.forms.telling import period_words
from zhicheng.publications.forms.words import CHANGE, CHANGE_BEFORE, SHARE, is_percent


@dataclass(frozen=True)
class Amount:
    """A value found, with what it was computed from."""

    value: Decimal | None
    text: str = ""
    unit: str = ""
    values: tuple[Value, ...] = ()
    edition: Edition | None = None
    derived: str = ""
    none_reported: bool = False


def amount_of(want: Want, desk: Desk) -> Amount | Answer:
    """The value wanted, compared with another period or another area where the label says so."""
    shelf = desk.shelf
    period, earlier = want.period, {"year-before": shelf.year_before(), "before": shelf.before()}
    if want.ratio == CHANGE:
        return _change(want, desk, shelf.year_before())
    if want.ratio == CHANGE_BEFORE:
        return _change(want, desk, shelf.before())
    if want.ratio == SHARE:
        return _share(want, desk)
    if period == "increment":
        return _increment(want, desk)
    if period in earlier:
        return _of_period(want, desk, earlier[period])
    if period and period[-1:].isdigit():
        return _of_period(want, desk, shelf.resolved(period))
    return _of_period(want, desk, shelf.current.period)


def _of_period(want: Want, desk: Desk, period: str) -> Amount | Answer:
    edition = desk.shelf.of_period(period) if period else None
    if edition is None:
        return gap(want, "no-edition", _("%(what)s（没有%(period)s的数据版本）") % {
            "what": want.label, "period": period_words(period) if period else _("上一期")})  # fmt: skip
    subject = want.subject
    if edition is not desk.edition and subject != PROGRAMME:
        subject = _same_subject(want, desk, edition)
    value = edition.by_key.get((want.measure, subject, want.area, edition.period))
    if value is not None:
        if value.value is None and not value.text:
            return Amount(None, unit=value.unit, values=(value,), edition=edition, none_reported=True)
        return Amount(value.value, value.text, value.unit, (value,), edition)
    return _not_held(replace(want, subject=subject), desk, edition)


def _same_subject(want: Want, desk: Desk, edition: Edition) -> str:
    """The same task in another edition: by its name, since numbers change from year to year."""
    name = desk.edition.subject_by_code[want.subject].name if want.subject in desk.edition.subject_by_code else ""
    hits = [each.code for each in edition.subjects if each.name == name]
    return hits[0] if len(hits) == 1 else ""


def _not_held(want: Want, desk: Desk, edition: Edition) -> Amount | Answer:
    """An area's count of tasks is counted from its lights; an area without a part in a task is asked about once."""
    subject = edition.subject_by_code.get(want.subject)
    if want.area != edition.region and (want.subject == PROGRAMME or (subject is not None and subject.kind != TASK)):
        lights = county_lights(edition, want.area, want.subject)
        counted = county_count(edition, want.measure, lights)
        if counted is not None:
            unit = "%" if want.measure == "on-time-share" else "项"
            words = _("由该地区各项任务的进度状态计数")
            return Amount(counted, unit=unit, values=tuple(lights), edition=edition, derived=words)
        return gap(want, "not-held")
    shared = any(
        value.subject == want.subject and value.area not in ("", edition.region) and value.area != want.area
        for value in edition.values if value.measure == "target"
    )  # fmt: skip
    if want.area != edition.region and shared:
        return _unassigned(want, desk)
    return gap(want, "not-held")


def _unassigned(want: Want, desk: Desk) -> Amount | Answer:
    name = desk.edition.subject_by_code[want.subject].name
    given = desk.answers.get("unassigned", "")
    if given == BLANK:
        return _("任务没有分解到该地区，按答复留空")
    if given in ("dash", "slash", "zero"):
        sign = {"dash": "—", "slash": "/", "zero": "0"}[given]
        number = Decimal(0) if given == "zero" else None
        text = "" if given == "zero" else sign
        return Amount(number, text, edition=desk.edition, derived=_("“%(name)s”没有分解到该地区") % {"name": name})
    return gap(want, "unassigned") if given == NOTHING else ask_unassigned(want, name)


def _increment(want: Want, desk: Desk) -> Amount | Answer:
    """What a period added: the count now less the count a period ago; a year's first period is its own count."""
    now = _of_period(want, desk, desk.shelf.current.period)
    before = desk.shelf.before()
    if not isinstance(now, Amount) or now.value is None or not before:
        return now
    then = _of_period(want, desk, before)
    if not isinstance(then, Amount):
        return then
    if then.value is None:
        return gap(want, "no-edition", _("%(what)s（上期没有核实数）") % {"what": want.label})
    words = f"{now.value:f} − {then.value:f}"
    return replace(now, value=now.value - then.value, values=(*now.values, *then.values), derived=words)


def _change(want: Want, desk: Desk, period: str) -> Amount | Answer:
    plain = replace(want, ratio="", period="")
    now, then = _of_period(plain, desk, desk.shelf.current.period), _of_period(plain, desk, period)
    if not isinstance(now, Amount):
        return now
    if not isinstance(then, Amount):
        return then
    if now.value is None or then.value is None:
        return gap(want, "none-reported")
    values = (*now.values, *then.values)
    if is_percent(now.unit) or (want.unit and not is_percent(want.unit)):
        unit = "个百分点" if is_percent(now.unit) else now.unit
        words = f"{now.value:f} − {then.value:f}"
        return replace(now, value=now.value - then.value, unit=unit, values=values, derived=words)
    if not then.value:
        return gap(want, "no-base", _("%(what)s（基数为零，没有增长率）") % {"what": want.label})
    words = f"({now.value:f} − {then.value:f}) ÷ {then.value:f} × 100"
    change = (now.value - then.value) * 100 / abs(then.value)
    return replace(now, value=change, unit="%", values=values, derived=words)


def _share(want: Want, desk: Desk) -> Amount | Answer:
    plain = replace(want, ratio="")
    part = _of_period(plain, desk, desk.shelf.current.period)
    whole = _of_period(replace(plain, area=desk.edition.region), desk, desk.shelf.current.period)
    if not isinstance(part, Amount):
        return part
    if not isinstance(whole, Amount):
        return whole
    if part.value is None or not whole.value:
        return gap(want, "none-reported" if part.value is None else "no-base")
    words = f"{part.value:f} ÷ {whole.value:f} × 100"
    share = part.value * 100 / whole.value
    return replace(part, value=share, unit="%", values=(*part.values, *whole.values), derived=words)
