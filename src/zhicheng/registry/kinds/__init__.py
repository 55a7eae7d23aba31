"""Declared kinds of this module: fields of quality, kinds of organisation, levels of region."""

from zhicheng.registry.kinds.fields import FIELDS, Field
from zhicheng.registry.kinds.organisations import ORGANISATION_KINDS, OrganisationKind
from zhicheng.registry.kinds.regions import REGION_LEVELS, RegionLevel

__all__ = ["FIELDS", "ORGANISATION_KINDS", "REGION_LEVELS", "Field", "OrganisationKind", "RegionLevel"]
