"""Leading groups with their office, members and chairs; and who leads each field of quality."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhicheng.registry.models.dated import DatedQuerySet, ends_after_it_begins
from zhicheng.registry.models.organisations import Organisation
from zhicheng.registry.models.people import Post


class LeadingGroup(models.Model):
    """The leading group of a city or county, whose office coordinates the work."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    region = models.CharField(max_length=12, db_index=True)
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="office_of")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region"], condition=Q(valid_to=None), name="one_leading_group_a_region"),
            ends_after_it_begins("group_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.code}"


class GroupMember(models.Model):
    """An organisation that belongs to a leading group, from a day to a day."""

    group = models.ForeignKey(LeadingGroup, on_delete=models.CASCADE, related_name="members")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "organisation"], condition=Q(valid_to=None), name="a_member_once"),
            ends_after_it_begins("member_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.organisation_id}"


class GroupPosition(models.Model):
    """A post whose holder chairs a leading group, stands in for the chair, or directs its office."""

    CHAIR, DEPUTY, DIRECTOR = "chair", "deputy", "office-director"
    POSITIONS = ((CHAIR, "组长"), (DEPUTY, "副组长"), (DIRECTOR, "办公室主任"))

    group = models.ForeignKey(LeadingGroup, on_delete=models.CASCADE, related_name="positions")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="positions")
    position = models.CharField(max_length=20, choices=POSITIONS)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "post", "position"], condition=Q(valid_to=None), name="a_position_once"
            ),
            models.CheckConstraint(
                condition=Q(position__in=["chair", "deputy", "office-director"]), name="group_position_is_known"
            ),
            ends_after_it_begins("position_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.group_id}"


class LeadRole(models.Model):
    """An organisation that leads one field of quality (a declared slug) in a region; a field may have several."""

    field = models.SlugField(max_length=30)
    region = models.CharField(max_length=12)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="lead_roles")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["field", "region", "organisation"], condition=Q(valid_to=None), name="a_lead_role_once"
            ),
            ends_after_it_begins("lead_role_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.organisation_id}"
