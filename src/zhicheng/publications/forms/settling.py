"""What a cell wants once every open word is answered; the first thing that is open otherwise. Pure."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from zhicheng.indicators.editions.content import PROGRAMME, TASK
from zhicheng.publications.forms.answers import AS_IT_IS, BLANK, NOTHING, Option, Question
from zhicheng.publications.forms.asking import ask_change, ask_label, ask_measure, ask_period, ask_programme
from zhicheng.publications.forms.desk import OF_PROGRAMME, OF_TASK, Answer, Desk, gap
from zhicheng.publications.forms.meaning import Want
from zhicheng.publications.forms.words import CHANGE, CHANGE_BEFORE, UNSAID, is_percent


def settled(want: Want, desk: Desk) -> Want | Answer:
    """The want once every open word is answered; the first thing that is open otherwise."""
    if not want.area:
        return _settled_area(want, desk)
    for step in (_settled_words, _settled_measure, _settled_period):
        found = step(want, desk)
        if not isinstance(found, Want):
            return found
        want = found
    return want


def _settled_area(want: Want, desk: Desk) -> Want | Answer:
    """Several areas fall together under a short name."""
    key = f"area:{want.row_label or want.column_label}"
    given = desk.answers.get(key, "")
    if given in want.areas:
        return settled(replace(want, area=given), desk)
    names = [Option(code, desk.edition.area_by_code[code].name) for code in want.areas]
    return Question(key, _("“%(label)s”指哪一个地区？") % {"label": want.row_label or want.column_label}, tuple(names),
                    (want.cell.key,))  # fmt: skip


def _settled_words(want: Want, desk: Desk) -> Want | Answer:
    if not want.unknown:
        return want
    text = "".join(want.unknown)
    key = f"label:{text}"
    given = desk.answers.get(key, "")
    if given.startswith("subject:"):
        subject = desk.words.named(given.removeprefix("subject:"))
        if subject is not None:
            return replace(want, subject=subject.code, unknown=(), options=())
    if given.startswith("area:"):
        return replace(want, area=given.removeprefix("area:"), unknown=())
    if given == AS_IT_IS and (want.subject or want.measure in OF_PROGRAMME):
        return replace(want, unknown=())
    if given == BLANK:
        return _("按答复留空")
    if given == NOTHING or not (want.options or want.subject):
        return gap(want, "unknown")
    return ask_label(want, text, key)


def _settled_measure(want: Want, desk: Desk) -> Want | Answer:
    subject = desk.edition.subject_by_code.get(want.subject)
    of_task = subject is not None and subject.kind == TASK
    if of_task and want.measure == "tasks":
        return replace(want, measure="target")
    if want.measure in OF_TASK and not of_task:
        key = f"measure:{want.measure}@{want.subject or PROGRAMME}"
        given = desk.answers.get(key, "")
        if given in OF_PROGRAMME:
            return replace(want, measure=given)
        if given == BLANK:
            return _("按答复留空")
        return gap(want, "unknown") if given == NOTHING else ask_programme(want, key)
    if want.measure:
        return replace(want, subject=want.subject or PROGRAMME)
    if not want.subject:
        return gap(want, "unknown")
    if is_percent(want.unit) and of_task and not is_percent(subject.facts.get("unit", "")):  # type: ignore[union-attr]
        return replace(want, measure="completion")
    key = "measure:*" if of_task else "measure:*@field"
    given = desk.answers.get(key, "")
    if given in (OF_TASK if of_task else OF_PROGRAMME):
        return replace(want, measure=given, period="this" if given == "new" else want.period)
    return _("按答复留空") if given == BLANK else ask_measure(want, key, of_task=of_task)


def _settled_period(want: Want, desk: Desk) -> Want | Answer:
    """本期 beside 累计 is what this period added; alone it may mean either. 增减 alone does not say against what."""
    if want.ratio == UNSAID:
        given = desk.answers.get("ratio:change", "")
        return replace(want, ratio=given) if given in (CHANGE, CHANGE_BEFORE) else ask_change(want, "ratio:change")
    if want.measure == "new":
        if want.period in ("", "whole-year"):
            return _asked_period(want, desk, "new")
        return replace(want, measure="verified", period="sum" if want.period == "sum" else "increment")
    if want.measure != "verified" or want.period != "this":
        return want
    if want.beside_sum:
        return replace(want, period="increment")
    return _asked_period(want, desk, "this")


def _asked_period(want: Want, desk: Desk, said: str) -> Want | Answer:
    key = f"period:{said}"
    given = desk.answers.get(key, "")
    if given in ("increment", "sum"):
        return replace(want, measure="verified", period=given)
    return ask_period(want, key)
