"""Filling a form: questions answered and remembered, cells typed by hand with their source, another edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor
from zhicheng.core.ledger import record
from zhicheng.core.refusal import RuleBroken, WrongState
from zhicheng.indicators.queries import editions
from zhicheng.publications.actions.forms.holding import DRAFTED, held, in_work, me, redraft
from zhicheng.publications.entries.forms import FormAnswered, FormCellSet, FormEditionChanged
from zhicheng.publications.forms.answers import Draft, Question
from zhicheng.publications.models import ArrivedForm, FormTemplate
from zhicheng.publications.permissions import P
from zhicheng.publications.queries.form_materials import grid_of

LONGEST = 200


@transaction.atomic
def answer_question(form: int, *, answers: Mapping[str, str], by: Actor, at: datetime) -> ArrivedForm:
    """Answer questions about labels; remembered for this form whenever it comes again.

    An empty answer takes an earlier one back, so that it is asked again. Raises: Missing, NotAllowed, WrongState,
    RuleBroken (no such question, or none of its answers).
    """
    row = in_work(held(form, P.FORM_FILL, by))
    template = FormTemplate.objects.select_for_update().get(pk=row.template_id)
    open_now = {each.key: each for each in Draft.from_plain(row.draft).questions}
    for key, value in answers.items():
        question = open_now.get(key)
        if question is None and key not in template.answers:
            raise RuleBroken(_("有的问题已不存在。请刷新页面后再答。"), code="no-such-question")
        if question is not None and value and value not in {option.value for option in question.options}:
            raise RuleBroken(
                _("“%(text)s”没有这个选项。请从列出的选项中选择。"), code="no-such-answer", text=question.text
            )
    kept = {**template.answers, **answers}
    template.answers = {key: value for key, value in kept.items() if value}
    said = {key: _in_words(open_now[key], value) for key, value in answers.items() if value and key in open_now}
    template.wording = {key: words for key, words in {**template.wording, **said}.items() if key in template.answers}
    template.changed_by, template.changed_at = me(by), at
    template.save(update_fields=["answers", "wording", "changed_by", "changed_at"])
    row.template = template
    redraft(row)
    row.save(update_fields=DRAFTED)
    record(FormAnswered(row.pk, len(answers)), by=by, at=at, subject=row.subject)
    return row


def _in_words(question: Question, value: str) -> list[str]:
    """A question with its answer, for whoever looks at what is remembered."""
    return [question.text, next((each.words for each in question.options if each.value == value), value)]


@dataclass(frozen=True)
class Typed:
    """What is typed for a cell. Without a value the cell stays blank for the reason in `source`; without both, ours holds."""

    value: str = ""
    source: str = ""


@transaction.atomic
def set_cell(form: int, *, cells: Mapping[str, Typed], by: Actor, at: datetime) -> ArrivedForm:
    """Type cells by hand, each with where its value comes from.

    Raises: Missing, NotAllowed, WrongState, RuleBroken (no such cell, no source, too long).
    """
    row = in_work(held(form, P.FORM_FILL, by))
    _form, grid = grid_of(row.layout)
    wanted = {cell.key: cell for table in grid.tables for cell in table.wanted}
    given = dict(row.given)
    for key, typed in cells.items():
        value, source = typed.value.strip(), typed.source.strip()
        if key not in wanted:
            raise RuleBroken(_("单元格%(cell)s不能填写：它不是空格，或被锁定。"), code="no-such-cell", cell=key)
        if len(value) > LONGEST or len(source) > LONGEST:
            raise RuleBroken(_("内容和来源各不超过%(most)s字。"), code="too-long", most=LONGEST)
        if value and not source:
            raise RuleBroken(_("人工填写%(cell)s须写明数据来源。"), code="no-source", cell=wanted[key].ref)
        if not value and not source:
            given.pop(key, None)
            continue
        given[key] = {
            "how": "hand" if value else "blank", "value": value, "source": source, "note": "" if value else source,
            "by": me(by), "at": at.isoformat(),
        }  # fmt: skip
    row.given = given
    redraft(row)
    row.save(update_fields=["given", *DRAFTED])
    record(FormCellSet(row.pk, len(cells), row.stamp), by=by, at=at, subject=row.subject)
    return row


@transaction.atomic
def use_edition(form: int, *, edition: str, by: Actor, at: datetime) -> ArrivedForm:
    """Fill a form from another edition; what was typed and answered stays. Raises: Missing, NotAllowed, WrongState."""
    row = in_work(held(form, P.FORM_FILL, by))
    head = editions.edition_head(edition, by)
    if head.state == "withdrawn":
        raise WrongState(_("数据版本“%(edition)s”已撤回，不能用来填报。请选择其他版本。"), edition=edition)
    before, row.edition, row.period = row.edition, head.code, head.period
    redraft(row)
    row.save(update_fields=["edition", "period", *DRAFTED])
    record(FormEditionChanged(row.pk, row.edition, before), by=by, at=at, subject=row.subject)
    return row
