"""Documents at their permanent addresses, their versions, the series of their numbers, and corrections owed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhicheng.core.access import Actor, Scope
from zhicheng.publications.permissions import P
from zhicheng.publications.workflow import CORRECTION, DOCUMENT, OPEN


class DocumentQuerySet(models.QuerySet["Document"]):
    """Many documents."""

    def visible_to(self, actor: Actor) -> DocumentQuerySet:
        """What went out, opened to all or in the actor's reach; what is being written, to those who write it."""
        if actor.everything:
            return self
        out = Q(published_at__isnull=False)
        seen = out & _in_reach(actor, P.DOCUMENT_VIEW)
        if actor.holds(P.DOCUMENT_VIEW):
            opened = Version.objects.filter(disclosure="open", published_at__isnull=False)
            seen |= out & Q(pk__in=opened.values("document"))
        for permission in (P.DOCUMENT_WRITE, P.DOCUMENT_APPROVE, P.DOCUMENT_PUBLISH):
            seen |= _in_reach(actor, permission)
        return self.filter(seen)

    def locked(self, code: str) -> Document | None:
        """The document with this code, held until the transaction ends."""
        return self.select_for_update().filter(code=code).first()


def _in_reach(actor: Actor, permission: str) -> Q:
    """Those of the organisations and regions that the permission reaches."""
    reach = Q(office__in=actor.organisations_with(permission))
    for prefix in actor.regions_with(permission):
        reach |= Q(region__startswith=prefix)
    return reach


class Document(models.Model):
    """One document: its permanent code, where it stands, and its number once it has one. What it says, its versions say."""

    code = models.SlugField(max_length=60, unique=True)
    kind = models.SlugField(max_length=30)
    region = models.CharField(max_length=12)
    office = models.CharField(max_length=40, blank=True)
    letterhead = models.SlugField(max_length=60)
    programme = models.SlugField(max_length=40, blank=True)
    # 机关代字, year and number, given together when it is published for the first time; corrections keep them.
    series = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    created_by = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=40, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "year", "number"], condition=Q(number__isnull=False), name="a_number_is_given_once"
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | (Q(year__isnull=False) & ~Q(series="")),
                name="a_number_has_its_series_and_year",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | (Q(published_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="a_withdrawal_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def subject(self) -> str:
        """How the ledger and the clocks name it."""
        return f"publications.document:{self.pk}"

    @property
    def scope(self) -> Scope:
        """Where it stands."""
        return Scope(self.region, frozenset({self.office} if self.office else ()))

    @property
    def number_text(self) -> str:
        """演质强办〔2026〕3号; "" without a number."""
        return f"{self.series}〔{self.year}〕{self.number}号" if self.number is not None else ""


class Version(models.Model):
    """What a document says at one time: template and fields as written, blocks as composed, checks, who approved it."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=DOCUMENT.choices, default="draft")
    # Grows with every save, so that of two who edit at once the second is told.
    stamp = models.PositiveIntegerField(default=1)

    title = models.CharField(max_length=200)
    template = models.TextField(blank=True)
    language = models.CharField(max_length=8, default="zh-hans")
    edition = models.CharField(max_length=80, blank=True)
    earlier = models.CharField(max_length=80, blank=True)
    signatory = models.CharField(max_length=60, blank=True)
    recipients = models.TextField(blank=True)
    copies = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    urgency = models.CharField(max_length=4, blank=True)
    disclosure = models.CharField(max_length=8, blank=True)
    disclosure_reason = models.TextField(blank=True)
    # The disclosure review of art. 17: secrecy, third parties, persons; without it nothing goes out.
    reviewed = models.BooleanField(default=False)
    basis = models.TextField(blank=True)
    attachments = models.TextField(blank=True)
    # What the clerk says was changed against the version before, and why: shown with the correction.
    change_note = models.TextField(blank=True)

    # Composed when it is checked; `findings` are of exactly these blocks.
    blocks = models.JSONField(default=list, blank=True)
    findings = models.JSONField(default=list, blank=True)
    waivers = models.JSONField(default=dict, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)

    edited_by = models.CharField(max_length=40, blank=True)
    edited_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=40, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=40, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    returned_reason = models.TextField(blank=True)
    dated = models.DateField(null=True, blank=True)
    published_by = models.CharField(max_length=40, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # Hashes of the files as they went out: {"pdf": sha256, "docx": sha256}.
    files = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="versions_are_numbered"),
            models.UniqueConstraint(fields=["document"], condition=Q(state__in=OPEN), name="one_version_is_worked_on"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(state="published"), name="one_version_is_published"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("published", "superseded", "withdrawn")) | Q(published_at__isnull=False),
                name="a_published_version_says_when",
            ),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=models.F("submitted_by")),
                name="nobody_approves_their_own_version",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"

    @property
    def subject(self) -> str:
        """How evidence and the clocks name it."""
        return f"publications.version:{self.pk}"


class NumberSeries(models.Model):
    """The last number that a 机关代字 gave in a year; locked while one is given, so that there are no gaps."""

    series = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="one_series_a_year")]

    def __str__(self) -> str:
        return f"{self.series}〔{self.year}〕{self.last}"


class Correction(models.Model):
    """A figure of a published version that has another value now, for the office to decide."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="corrections")
    # The figure's key, joined by "|", and the name under which the text has it.
    key = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    printed = models.CharField(max_length=60)
    old = models.CharField(max_length=60, blank=True)
    new = models.CharField(max_length=60, blank=True)
    # The edition that gives the new value; "" where verified records give it and no edition does yet.
    edition = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=200, blank=True)
    cause = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=CORRECTION.choices, default="open")
    opened_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "key", "new"], name="a_change_is_raised_once"),
            models.CheckConstraint(condition=~Q(state="dismissed") | ~Q(reason=""), name="a_dismissal_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.printed} → {self.new}"
