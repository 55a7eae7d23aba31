"""What others may do with the registry."""

from zhicheng.registry.actions.divisions import Division, divide_organisation
from zhicheng.registry.actions.groups import give_position, set_lead_organisations, set_leading_group, set_members
from zhicheng.registry.actions.mergers import Moved, merge_organisations, split_organisation
from zhicheng.registry.actions.organisations import (
    amend_organisation,
    close_organisation,
    enter_organisation,
    rename_organisation,
)
from zhicheng.registry.actions.people import amend_person, enter_person
from zhicheng.registry.actions.people_sheets import PeoplePlan, PeopleStored, plan_people_file, store_people_file
from zhicheng.registry.actions.posts import appoint, deputise, end_post, hand_over_posts
from zhicheng.registry.actions.regions import (
    change_region,
    check_region_sheet,
    enter_region,
    load_regions,
    merge_regions,
)
from zhicheng.registry.actions.sheets import (
    Loaded,
    SheetRefused,
    load_organisation_file,
    load_organisations,
    load_region_file,
)

__all__ = [
    "Division",
    "Loaded",
    "Moved",
    "PeoplePlan",
    "PeopleStored",
    "SheetRefused",
    "amend_organisation",
    "amend_person",
    "appoint",
    "change_region",
    "check_region_sheet",
    "close_organisation",
    "deputise",
    "divide_organisation",
    "end_post",
    "enter_organisation",
    "enter_person",
    "enter_region",
    "give_position",
    "hand_over_posts",
    "load_organisation_file",
    "load_organisations",
    "load_region_file",
    "load_regions",
    "merge_organisations",
    "merge_regions",
    "plan_people_file",
    "rename_organisation",
    "set_lead_organisations",
    "set_leading_group",
    "set_members",
    "split_organisation",
    "store_people_file",
]
