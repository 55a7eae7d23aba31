"""Tables of the registry; one file a noun."""

from zhicheng.registry.models.groups import GroupMember, GroupPosition, LeadingGroup, LeadRole
from zhicheng.registry.models.numbers import Counter
from zhicheng.registry.models.organisations import Organisation, OrganisationName, Succession
from zhicheng.registry.models.people import Person, Post
from zhicheng.registry.models.regions import Region

__all__ = [
    "Counter",
    "GroupMember",
    "GroupPosition",
    "LeadRole",
    "LeadingGroup",
    "Organisation",
    "OrganisationName",
    "Person",
    "Post",
    "Region",
    "Succession",
]
