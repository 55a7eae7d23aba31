"""What others may read of forms from above: the list, one form as a grid with its proposals, requests, duties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import SYSTEM, Actor, may
from zhicheng.core.evidence.queries import AttachmentRow, attachments_of
from zhicheng.core.refusal import Missing
from zhicheng.indicators.queries import editions
from zhicheng.publications.forms.answers import Contradiction, Draft, Gap, Question
from zhicheng.publications.forms.grid import Grid
from zhicheng.publications.forms.sheet import FormFile
from zhicheng.publications.forms.telling import period_words
from zhicheng.publications.forms.workflow import FORM, REQUEST
from zhicheng.publications.models import ArrivedForm, FormRequest
from zhicheng.publications.permissions import P
from zhicheng.publications.queries.form_materials import grid_of, owed_by
from zhicheng.registry.queries.labels import names_of_organisations
from zhicheng.registry.queries.people import persons_by_code
from zhicheng.statutes.queries import RunningClock, clocks_of, running_clocks

DUTY = "answer-form"
LISTED = (
    "pk",
    "title",
    "sender",
    "due_on",
    "file_name",
    "period",
    "edition",
    "state",
    "made_at",
    "template_id",
    "counts",
)


@dataclass(frozen=True)
class FormLine:
    """A form in a list, with how far it is."""

    pk: int
    title: str
    sender: str
    due_on: date | None
    file_name: str
    period: str
    period_name: str
    edition: str
    state: str
    state_name: str
    made_at: datetime
    filled: int
    questions: int
    gaps: int
    contradictions: int


def forms(
    actor: Actor, *, words: str = "", state: str = "", before: int | None = None, limit: int = 200
) -> list[FormLine]:
    """The forms that the actor fills or approves, the newest first, paged by `before` (a form's key): one query."""
    rows = ArrivedForm.objects.visible_to(actor).order_by("-pk")
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(sender__icontains=words) | Q(file_name__icontains=words))
    if state:
        rows = rows.filter(state=state)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_line(row) for row in rows.only(*LISTED)[:limit]]


def counts_by_state(actor: Actor) -> dict[str, int]:
    """How many forms stand in each state: one query."""
    rows = ArrivedForm.objects.visible_to(actor).order_by().values_list("state").annotate(n=Count("pk"))
    return dict(rows)


def _line(row: ArrivedForm) -> FormLine:
    counts = row.counts
    return FormLine(
        row.pk, row.title, row.sender, row.due_on, row.file_name, row.period, period_words(row.period), row.edition,
        row.state, str(FORM.states[row.state]), row.made_at, counts.get("filled", 0),
        counts.get("questions", 0), counts.get("gaps", 0), counts.get("contradictions", 0),
    )  # fmt: skip


@dataclass(frozen=True)
class RequestedCell:
    """A cell that a unit was asked for, with its answer."""

    key: str
    ref: str
    what: str
    unit: str
    value: str = ""
    reason: str = ""


@dataclass(frozen=True)
class RequestLine:
    """A request to a unit, with its clock."""

    pk: int
    form: int
    form_title: str
    sender: str
    period_name: str
    organisation: str
    unit: str
    state: str
    state_name: str
    note: str
    asked_at: datetime
    answered_at: datetime | None
    answer_note: str
    cells: Sequence[RequestedCell]
    clock: RunningClock | None
    may_answer: bool
    may_chase: bool


@dataclass(frozen=True)
class FormDetail:
    """One form with all that its page shows. `before` are last time's values by cell."""

    line: FormLine
    form: FormFile
    grid: Grid
    draft: Draft
    given: Mapping[str, Mapping[str, Any]]
    answers: Mapping[str, str]
    wording: Mapping[str, Sequence[str]]
    requests: Sequence[RequestLine]
    owed: Mapping[str, str]
    before: Mapping[str, str]
    before_line: FormLine | None
    original: AttachmentRow | None
    filled: Sequence[AttachmentRow]
    people: Mapping[str, str]
    submitted_note: str
    returned_reason: str
    withdrawn_reason: str
    superseded_by: str
    edition_withdrawn: bool
    subject: str
    stamp: int
    may_fill: bool
    may_approve: bool
    own: bool

    @property
    def questions(self) -> Sequence[Question]:
        """What is asked."""
        return self.draft.questions

    @property
    def gaps(self) -> Sequence[Gap]:
        """What is missing."""
        return self.draft.gaps

    @property
    def contradictions(self) -> Sequence[Contradiction]:
        """What does not agree."""
        return self.draft.contradictions


def seen_form(key: int, actor: Actor) -> ArrivedForm:
    """The form's row with what is remembered of it. Raises: Missing (also where the actor may not see it)."""
    row = ArrivedForm.objects.visible_to(actor).select_related("template").filter(pk=key).first()
    if row is None:
        raise Missing(_("没有这份上级报表，或您的岗位不能查看。请回到上级报表列表。"))
    return row


def form_detail(key: int, actor: Actor, *, at: datetime) -> FormDetail:
    """One form. Raises: Missing (also where the actor may not see it)."""
    row = seen_form(key, actor)
    form, grid = grid_of(row.layout)
    draft = Draft.from_plain(row.draft)
    previous = _previous(row)
    head = editions.edition_head(row.edition, SYSTEM)
    mine = actor.person or str(actor.account_id or "")
    typed = {each.get("by") for each in row.given.values() if each.get("how") in ("hand", "blank")}
    filled = attachments_of(f"{row.subject}:filled")
    return FormDetail(
        line=_line(row), form=form, grid=grid, draft=draft, given=row.given, answers=row.template.answers, wording=row.template.wording,
        requests=requests_of(FormRequest.objects.filter(form=row), actor, at=at),
        owed=owed_by(draft, editions.edition(row.edition, SYSTEM)) if row.state in ("drafted", "asked") else {},
        before=_values(previous), before_line=_line(previous) if previous else None,
        original=next(iter(attachments_of(row.subject)), None),
        filled=[each for each in filled if row.filled_sha256 and each.at >= (row.approved_at or each.at)],
        people=_people(row), submitted_note=row.submitted_note, returned_reason=row.returned_reason,
        withdrawn_reason=row.withdrawn_reason, superseded_by=head.superseded_by,
        edition_withdrawn=head.state == "withdrawn", subject=row.subject, stamp=row.stamp,
        may_fill=may(actor, P.FORM_FILL, row.scope), may_approve=may(actor, P.FORM_APPROVE, row.scope),
        own=mine in typed | {row.submitted_by},
    )  # fmt: skip


def _people(row: ArrivedForm) -> dict[str, str]:
    """Names of those who made, submitted, approved and handed back."""
    codes = {
        "made": row.made_by,
        "submitted": row.submitted_by,
        "approved": row.approved_by,
        "handed": row.handed_back_by,
    }
    known = persons_by_code({code for code in codes.values() if code})
    return {part: known[code].name if code in known else "" for part, code in codes.items() if code}


def _previous(row: ArrivedForm) -> ArrivedForm | None:
    """The same form the time before."""
    earlier = ArrivedForm.objects.filter(template=row.template_id, pk__lt=row.pk, state__in=("approved", "returned"))
    return earlier.exclude(period=row.period).order_by("-pk").first()


def _values(row: ArrivedForm | None) -> dict[str, str]:
    if row is None:
        return {}
    found = Draft.from_plain(row.draft)
    return {each.key: str(each.value) if each.value is not None else each.text for each in found.proposals}


def requests_of(rows: Any, actor: Actor, *, at: datetime) -> list[RequestLine]:
    """Requests with their clocks, a handful of queries however many."""
    found = list(rows.select_related("form"))
    names = names_of_organisations({row.organisation for row in found})
    clocks = clocks_of([row.subject for row in found], at=at, closed=True)
    return [
        RequestLine(
            row.pk, row.form_id, row.form.title, row.form.sender, period_words(row.form.period), row.organisation,
            names.get(row.organisation, row.organisation), row.state, str(REQUEST.states[row.state]), row.note,
            row.asked_at, row.answered_at, row.answer_note, [_cell(each, row.answers) for each in row.cells],
            next(reversed(clocks[row.subject]), None), may(actor, P.FORM_ANSWER, row.scope) and row.state == "asked",
            may(actor, P.FORM_FILL, row.form.scope),
        )
        for row in found
    ]  # fmt: skip


def _cell(cell: Mapping[str, str], answers: Mapping[str, Mapping[str, str]]) -> RequestedCell:
    given = answers.get(cell["key"], {})
    return RequestedCell(
        cell["key"], cell["ref"], cell["what"], cell["unit"], given.get("value", ""), given.get("reason", "")
    )


def form_request(key: int, actor: Actor, *, at: datetime) -> RequestLine:
    """One request. Raises: Missing (also where the actor may not see it)."""
    found = requests_of(FormRequest.objects.visible_to(actor).filter(pk=key), actor, at=at)
    if not found:
        raise Missing(_("没有这件要数，或它不属于您的单位。请回到今日待办。"))
    return found[0]


def requests_to(actor: Actor, *, at: datetime, limit: int = 100) -> list[RequestLine]:
    """Requests to the actor's own units, open ones first, then the newest."""
    rows = FormRequest.objects.filter(organisation__in=actor.organisations).exclude(state="withdrawn")
    found = requests_of(rows.order_by("-pk")[:limit], actor, at=at)
    return sorted(found, key=lambda each: (each.state != "asked", -each.pk))


@dataclass(frozen=True)
class FormDuty:
    """A request that one of the actor's units owes an answer to."""

    clock: RunningClock
    request: int
    title: str
    detail: str


def form_duties(actor: Actor, *, at: datetime, limit: int = 100) -> list[FormDuty]:
    """What the actor's units owe to forms from above, what ends first in front: two or three queries."""
    if not actor.holds(P.FORM_ANSWER) or not actor.organisations:
        return []
    clocks = running_clocks(organisations=actor.organisations, duties=[DUTY], at=at, limit=limit)
    keys = {int(clock.subject.rpartition(":")[2]): clock for clock in clocks}
    rows = {row.pk: row for row in FormRequest.objects.filter(pk__in=keys).select_related("form")}
    found = []
    for key, clock in keys.items():
        if key in rows:
            row = rows[key]
            what = "；".join(cell["what"] for cell in row.cells[:2])
            found.append(FormDuty(clock, key, row.form.title, f"{what}（{len(row.cells)}）"))
    return found
