"""Forms from above: what is remembered of each, those that arrived, and requests for what is missing in them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from zhicheng.core.access import Actor, Scope
from zhicheng.publications.forms.workflow import FORM, REQUEST
from zhicheng.publications.permissions import P


class FormTemplate(models.Model):
    """A form told by its labels, and the answers it has been given: the same form next quarter asks nothing again."""

    region = models.CharField(max_length=12)
    fingerprint = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    answers = models.JSONField(default=dict, blank=True)
    # The same in words, [question, answer] by key: a question that is answered is asked no more.
    wording = models.JSONField(default=dict, blank=True)
    changed_by = models.CharField(max_length=40, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "fingerprint"], name="a_form_is_remembered_once")]

    def __str__(self) -> str:
        return self.title


class ArrivedFormQuerySet(models.QuerySet["ArrivedForm"]):
    """Many forms."""

    def visible_to(self, actor: Actor) -> ArrivedFormQuerySet:
        """Forms in the regions and offices where the actor fills or approves them."""
        if actor.everything:
            return self
        seen = Q(pk=None)
        for permission in (P.FORM_FILL, P.FORM_APPROVE):
            seen |= Q(office__in=actor.organisations_with(permission))
            for prefix in actor.regions_with(permission):
                seen |= Q(region__startswith=prefix)
        return self.filter(seen)

    def locked(self, pk: int) -> ArrivedForm | None:
        """The form, held until the transaction ends; None where there is none."""
        return self.select_for_update(of=("self",)).select_related("template").filter(pk=pk).first()


class ArrivedForm(models.Model):
    """One blank form that a superior sent, from its arrival to the day on which it went back."""

    template = models.ForeignKey(FormTemplate, on_delete=models.PROTECT, related_name="forms")
    region = models.CharField(max_length=12)
    office = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200)
    sender = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, blank=True)
    edition = models.CharField(max_length=80)
    period = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=FORM.choices, default="drafted")
    # Grows with every change, so that what is approved is what was looked at.
    stamp = models.PositiveIntegerField(default=1)
    # What the file holds, what is proposed for it, and what people typed or units answered, by cell.
    layout = models.JSONField(default=dict)
    draft = models.JSONField(default=dict)
    # How many cells are filled, asked about, missing, contradicted: a list shows them without opening the drafts.
    counts = models.JSONField(default=dict)
    given = models.JSONField(default=dict, blank=True)

    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=40, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_note = models.TextField(blank=True)
    approved_by = models.CharField(max_length=40, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    returned_reason = models.TextField(blank=True)
    filled_sha256 = models.CharField(max_length=64, blank=True)
    handed_back_by = models.CharField(max_length=40, blank=True)
    handed_back_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = ArrivedFormQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("submitted_by")), name="nobody_approves_their_own_form"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "returned")) | ~Q(filled_sha256=""),
                name="an_approved_form_has_its_file",
            ),
        ]
        indexes = [models.Index(fields=["region", "state"], name="forms_by_region_and_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """How the ledger, evidence and clocks name it."""
        return f"publications.form:{self.pk}"

    @property
    def scope(self) -> Scope:
        """Where it stands."""
        return Scope(self.region, frozenset({self.office} if self.office else ()))


class FormRequestQuerySet(models.QuerySet["FormRequest"]):
    """Many requests."""

    def visible_to(self, actor: Actor) -> FormRequestQuerySet:
        """Requests to the actor's own units, and those of forms that the actor fills or approves."""
        if actor.everything:
            return self
        own = Q(organisation__in=actor.organisations)
        return self.filter(own | Q(form__in=ArrivedForm.objects.visible_to(actor).values("pk")))


class FormRequest(models.Model):
    """A request to one unit for figures that a form wants and nothing verified gives."""

    form = models.ForeignKey(ArrivedForm, on_delete=models.PROTECT, related_name="requests")
    organisation = models.CharField(max_length=40, db_index=True)
    region = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=10, choices=REQUEST.choices, default="asked")
    # [{"key", "ref", "what", "unit"}], and the answers by key: {"value": "12.5", "text": ""}.
    cells = models.JSONField(default=list)
    answers = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    answer_note = models.TextField(blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = FormRequestQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "organisation"], condition=Q(state="asked"), name="a_unit_is_asked_once_for_a_form"
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False), name="an_answer_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form_id} {self.organisation}"

    @property
    def subject(self) -> str:
        """How the ledger and the clocks name it."""
        return f"publications.form-request:{self.pk}"

    @property
    def scope(self) -> Scope:
        """Where it stands: with the unit that is asked."""
        return Scope(self.region, frozenset({self.organisation}))
