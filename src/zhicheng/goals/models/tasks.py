"""Tasks (lines of the decomposition table), the parts that units hold, and their milestones."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhicheng.core.access import Actor, Scope
from zhicheng.goals.kinds import COUNT_BASES, DIRECTIONS, TASK_KINDS, UNIT_ROLES, choices
from zhicheng.goals.models.programmes import Programme, Sentence
from zhicheng.goals.permissions import P
from zhicheng.goals.workflow import ASSIGNMENT


class TaskQuerySet(models.QuerySet["Task"]):
    """Many tasks."""

    def visible_to(self, actor: Actor) -> TaskQuerySet:
        """Tasks of programmes seen whole or opened, and those in which the actor's unit holds a delivered part."""
        if actor.everything:
            return self
        if not actor.holds(P.TASK_VIEW):
            return self.filter(programme__visibility="public")
        seen = Q(programme__visibility__in=("system", "public"))
        for prefix in actor.regions_with(P.PROGRAMME_VIEW_ALL):
            seen |= Q(programme__region__startswith=prefix)
        held = Assignment.objects.filter(organisation__in=actor.organisations).exclude(state="planned")
        return self.filter(seen | Q(pk__in=held.values("task")))


class Task(models.Model):
    """One line of the decomposition table: what is to be done, how much, by when, and when it counts as done."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="tasks")
    source_import = models.ForeignKey(
        "goals.ImportSession", on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    order = models.PositiveIntegerField()
    number = models.CharField(max_length=20, blank=True)
    section = models.CharField(max_length=200, blank=True)
    field = models.SlugField(max_length=40, blank=True)
    title = models.TextField()
    measures = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=choices(TASK_KINDS), default="counted")
    direction = models.CharField(max_length=10, choices=choices(DIRECTIONS), default="at_least")
    target = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    basis = models.CharField(max_length=12, choices=choices(COUNT_BASES), default="new")
    counted_from = models.DateField(null=True, blank=True)
    cut_off = models.DateField(null=True, blank=True)
    standard = models.TextField(blank=True)
    # 立项, 确立, 获批 count as done only where the standard of acceptance says so.
    approval_counts = models.BooleanField(default=False)
    deadline = models.DateField(null=True, blank=True)
    ongoing = models.BooleanField(default=False)
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    # The same work in other years carries the same series, so that nothing is counted as new twice.
    series = models.CharField(max_length=80, db_index=True)
    contact = models.CharField(max_length=200, blank=True)
    remark = models.TextField(blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "order"], name="a_task_has_its_own_place"),
            models.CheckConstraint(condition=Q(target=None) | Q(target__gte=0), name="a_target_is_not_negative"),
            models.CheckConstraint(
                condition=~Q(ongoing=True) | Q(deadline=None), name="an_ongoing_task_has_no_deadline"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="a_task_says_what_is_to_be_done"),
        ]
        indexes = [models.Index(fields=["programme", "field"])]

    def __str__(self) -> str:
        return f"{self.number} {self.title[:40]}"

    @property
    def subject(self) -> str:
        """How the ledger and the clocks name it."""
        return f"goals.task:{self.pk}"


class TaskSource(models.Model):
    """The sentence that asks for a task."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="asked_by")
    sentence = models.ForeignKey(Sentence, on_delete=models.PROTECT, related_name="asks_for")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "sentence"], name="a_sentence_asks_once")]

    def __str__(self) -> str:
        return f"{self.task_id} ← {self.sentence_id}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Many parts."""

    def locked(self, pk: int) -> Assignment:
        """The part with its row locked until the transaction ends."""
        return self.select_for_update(of=("self",)).select_related("task__programme").get(pk=pk)

    def visible_to(self, actor: Actor) -> AssignmentQuerySet:
        """Own parts, parts below them, parts of tasks that the unit leads, and all where the actor sees everything."""
        return self if actor.everything else self.filter(seen_parts(actor))


def seen_parts(actor: Actor, at: str = "") -> Q:
    """What a part must be for the actor to see it; `at` is the way to the part from the rows that are filtered.

    Asked of the joined rows themselves: a list of all parts that somebody sees would be made anew for every page.
    """
    whole = Q(**{f"{at}pk": None})
    for prefix in actor.regions_with(P.PROGRAMME_VIEW_ALL):
        whole |= Q(**{f"{at}task__programme__region__startswith": prefix})
    led = Assignment.objects.filter(organisation__in=actor.organisations, role__in=("lead", "co-lead")).exclude(
        state__in=("planned", "withdrawn")
    )
    own = Q(**{f"{at}organisation__in": actor.organisations})
    own |= Q(**{f"{at}parent__organisation__in": actor.organisations})
    return whole | ((own | Q(**{f"{at}task__in": led.values("task")})) & ~Q(**{f"{at}state": "planned"}))


class Assignment(models.Model):
    """One unit's part of a task, from planned to under way; the five fixed stand here and on the task."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="assignments")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts")
    organisation = models.CharField(max_length=40, db_index=True)
    region = models.CharField(max_length=12, blank=True)
    role = models.CharField(max_length=10, choices=choices(UNIT_ROLES))
    share = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    # Only where it is the unit's own; without one the task's holds, also after that was changed.
    deadline = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=ASSIGNMENT.choices, default="planned")
    leader = models.CharField(max_length=60, blank=True)
    leader_post = models.CharField(max_length=60, blank=True)
    officer = models.CharField(max_length=60, blank=True)
    officer_phone = models.CharField(max_length=40, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    fixed_at = models.DateTimeField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "organisation"], name="a_unit_holds_one_part_of_a_task"),
            models.CheckConstraint(condition=Q(share=None) | Q(share__gte=0), name="a_share_is_not_negative"),
            models.CheckConstraint(
                condition=~Q(role="township") | ~Q(parent=None), name="a_township_part_has_a_county"
            ),
            models.CheckConstraint(
                condition=~Q(state="fixed") | (~Q(leader="") & ~Q(fixed_at=None)), name="fixed_names_a_leader"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state"]),
            # Few parts are planned at any moment; whoever asks for them need not read all the others.
            models.Index(fields=["task", "organisation"], condition=Q(state="planned"), name="planned_parts"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.organisation}"

    @property
    def subject(self) -> str:
        """How the ledger and the clocks name it."""
        return f"goals.assignment:{self.pk}"

    @property
    def scope(self) -> Scope:
        """Where it stands for those who hold it, and for the office."""
        return Scope(region=self.task.programme.region, organisations=frozenset({self.organisation}))

    @property
    def verifying_scope(self) -> Scope:
        """Who may verify reports on it: the task's leads, the county above a township, the office by region.

        A lead unit never verifies its own part: that is the office's.
        """
        leads = self.task.assignments.filter(role__in=("lead", "co-lead")).exclude(state__in=("planned", "withdrawn"))
        units = {lead.organisation for lead in leads}
        if self.parent is not None:
            units.add(self.parent.organisation)
        return Scope(region=self.task.programme.region, organisations=frozenset(units - {self.organisation}))


class Milestone(models.Model):
    """A step of a part's schedule: by when, what, and, for a counted task, how much in all by then."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="milestones")
    ordinal = models.PositiveSmallIntegerField()
    due = models.DateField()
    title = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    met_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "ordinal"], name="a_milestone_has_its_own_place"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="an_amount_is_not_negative"),
        ]
        ordering = ("assignment", "ordinal")

    def __str__(self) -> str:
        return f"{self.due} {self.title}"
