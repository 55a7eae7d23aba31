"""What others may read of the registry: finished rows, never QuerySets."""

from zhicheng.registry.queries import groups, organisations, people, regions
from zhicheng.registry.queries.groups import GroupFacts, lead_organisations, leading_group, leads_of
from zhicheng.registry.queries.organisations import (
    OrganisationFacts,
    find_organisations,
    match_units,
    name_on,
    names_on,
    organisation,
    organisations_by_code,
    organisations_in,
)
from zhicheng.registry.queries.people import PersonFacts, PostFacts, find_persons, holders, person, persons_of, posts_of
from zhicheng.registry.queries.regions import RegionFacts, children, path, region, region_names

__all__ = [
    "GroupFacts",
    "OrganisationFacts",
    "PersonFacts",
    "PostFacts",
    "RegionFacts",
    "children",
    "find_organisations",
    "find_persons",
    "groups",
    "holders",
    "lead_organisations",
    "leading_group",
    "leads_of",
    "match_units",
    "name_on",
    "names_on",
    "organisation",
    "organisations",
    "organisations_by_code",
    "organisations_in",
    "path",
    "people",
    "person",
    "persons_of",
    "posts_of",
    "region",
    "region_names",
    "regions",
]
