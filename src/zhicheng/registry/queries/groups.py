"""Leading groups, and who leads which field of quality."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhicheng.registry.models import GroupMember, GroupPosition, LeadingGroup, LeadRole


@dataclass(frozen=True)
class PositionFacts:
    """Who chairs a group, stands in, or directs its office."""

    position: str
    post: str
    title: str
    person: str
    person_name: str


@dataclass(frozen=True)
class GroupFacts:
    """A leading group on a day: its office, its members as (code, name), and its positions."""

    code: str
    name: str
    region: str
    office: str
    office_name: str
    members: tuple[tuple[str, str], ...]
    positions: tuple[PositionFacts, ...]
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class GroupHold:
    """That an organisation belongs to a leading group, or has its office."""

    code: str
    name: str
    office: bool


def leading_group(region: str, *, on: date) -> GroupFacts | None:
    """The leading group of a region on that day; None where it has none."""
    group = LeadingGroup.objects.in_force(on).filter(region=region).select_related("office").first()
    if group is None:
        return None
    members = GroupMember.objects.in_force(on).filter(group=group).order_by("organisation__code")
    return GroupFacts(
        code=group.code, name=group.name, region=group.region, office=group.office.code,
        office_name=group.office.name, valid_from=group.valid_from, valid_to=group.valid_to,
        members=tuple(members.values_list("organisation__code", "organisation__name")),
        positions=_positions(group, on),
    )  # fmt: skip


def lead_organisations(field: str, *, region: str, on: date) -> tuple[str, ...]:
    """Codes of the organisations that lead a field of quality in a region on that day; one or several."""
    rows = LeadRole.objects.in_force(on).filter(field=field, region=region).order_by("organisation__code")
    return tuple(rows.values_list("organisation__code", flat=True))


def leads_of(region: str, *, on: date) -> dict[str, tuple[str, ...]]:
    """Lead organisations of every field of a region on that day: one query."""
    found: dict[str, tuple[str, ...]] = {}
    rows = LeadRole.objects.in_force(on).filter(region=region).order_by("field", "organisation__code")
    for field, organisation in rows.values_list("field", "organisation__code"):
        found[field] = (*found.get(field, ()), organisation)
    return found


def lead_fields_of(organisation: str, *, on: date) -> tuple[str, ...]:
    """The fields of quality that an organisation leads on that day, wherever: one query."""
    rows = LeadRole.objects.in_force(on).filter(organisation__code=organisation).order_by("field")
    return tuple(dict.fromkeys(rows.values_list("field", flat=True)))


def groups_of(organisation: str, *, on: date) -> tuple[GroupHold, ...]:
    """The leading groups of which an organisation is a member, or has the office, on that day: two queries."""
    offices = LeadingGroup.objects.in_force(on).filter(office__code=organisation)
    found = {code: GroupHold(code, name, office=True) for code, name in offices.values_list("code", "name")}
    members = GroupMember.objects.in_force(on).filter(organisation__code=organisation).order_by("group__code")
    for code, name in members.values_list("group__code", "group__name"):
        found.setdefault(code, GroupHold(code, name, office=False))
    return tuple(found.values())


def _positions(group: LeadingGroup, on: date) -> tuple[PositionFacts, ...]:
    rows = GroupPosition.objects.in_force(on).filter(group=group).select_related("post__person").order_by("pk")
    return tuple(
        PositionFacts(
            position=row.position, post=row.post.code, title=row.post.title, person=row.post.person.code,
            person_name=row.post.person.name,
        )
        for row in rows
    )  # fmt: skip
