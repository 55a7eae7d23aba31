"""Kinds of organisation."""

from __future__ import annotations

from dataclasses import dataclass

from zhicheng.core.text import Names


@dataclass(frozen=True)
class OrganisationKind:
    """One kind; `public` organisations are offices that tasks name, the others are looked up in rosters."""

    slug: str
    names: Names
    public: bool = False


ORGANISATION_KINDS: dict[str, OrganisationKind] = {
    each.slug: each
    for each in (
        OrganisationKind("government", Names("人民政府（管委会、街道办）", "Government"), public=True),
        OrganisationKind("department", Names("部门", "Department"), public=True),
        OrganisationKind("institution", Names("事业单位", "Public institution"), public=True),
        OrganisationKind("association", Names("社会团体", "Association")),
        OrganisationKind("enterprise", Names("企业", "Enterprise")),
        OrganisationKind("self-employed", Names("个体工商户", "Self-employed")),
    )
}
