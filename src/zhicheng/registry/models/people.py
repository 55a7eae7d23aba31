"""Persons and the posts they hold."""

from __future__ import annotations

from django.db import models

from zhicheng.registry.models.dated import DatedQuerySet, ends_after_it_begins
from zhicheng.registry.models.organisations import Organisation


class Person(models.Model):
    """Someone who works for one of the organisations. No identity number, no private telephone."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=60)
    folded = models.CharField(max_length=60, editable=False)
    work_phone = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="a_person_has_a_name")]

    def __str__(self) -> str:
        return f"{self.name} {self.code}"


class Post(models.Model):
    """A post that a person holds in an organisation, with its duties and the role that it grants.

    `region` is where the role reaches, for roles that reach by region; else that of the organisation.
    """

    code = models.CharField(max_length=12, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=60)
    duty = models.TextField(blank=True)
    role = models.SlugField(max_length=40)
    region = models.CharField(max_length=12, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    # The post that this one stands in for; such a post always has a last day.
    acting_for = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="deputies")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role", "title"],
                condition=models.Q(valid_to=None),
                name="the_same_open_post_once",
            ),
            models.CheckConstraint(
                condition=models.Q(acting_for=None) | models.Q(valid_to__isnull=False), name="deputising_has_a_last_day"
            ),
            ends_after_it_begins("post_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.code}"
