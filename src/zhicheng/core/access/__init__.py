"""Who may do what, where: a permission, a role's slug, a scope of region and organisation codes.

A person holds grants; a grant names a role and where it reaches. The same declaration answers "may she" for one
thing and "which ones may she" for a list. There is no row per object: reach follows from the codes that a thing
carries. Region codes contain each other by prefix (province 2, city 4, county 6, township 9, village 12 digits), so
this floor needs to know no region.
"""

from zhicheng.core.access.actor import SYSTEM, Actor, Grant, Scope, may, region_prefix, require
from zhicheng.core.access.roles import Role, role

__all__ = ["SYSTEM", "Actor", "Grant", "Role", "Scope", "may", "region_prefix", "require", "role"]
