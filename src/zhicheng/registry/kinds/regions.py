"""Levels of region, with the words that sheets use for them."""

from __future__ import annotations

from dataclasses import dataclass

from zhicheng.core.text import Names


@dataclass(frozen=True)
class RegionLevel:
    """One level: how many digits its codes have, which levels may stand above it, and what sheets call it."""

    slug: str
    names: Names
    digits: int
    parents: tuple[str, ...]
    words: tuple[str, ...]


REGION_LEVELS: dict[str, RegionLevel] = {
    each.slug: each
    for each in (
        RegionLevel("city", Names("市", "City"), 6, (), ("市", "地级市", "设区市", "地级", "市级", "city")),
        RegionLevel(
            "county", Names("县（市、区）", "County"), 6, ("city",),
            ("县(市、区)", "县(市,区)", "县市区", "县", "区", "市辖区", "县级市", "县级", "county"),
        ),
        RegionLevel(
            "zone", Names("开发区", "Development zone"), 6, ("city", "county"),
            ("开发区", "经济技术开发区", "经济开发区", "高新区", "功能区", "新区", "zone"),
        ),
        RegionLevel(
            "township", Names("乡镇（街道）", "Township"), 12, ("county", "zone"),
            ("乡镇(街道)", "乡镇街道", "乡镇", "镇街", "镇", "乡", "街道", "乡级", "乡镇级", "township"),
        ),
        RegionLevel(
            "village", Names("村（社区）", "Village"), 12, ("township",),
            ("村(社区)", "村社区", "村", "社区", "居委会", "村级", "village"),
        ),
    )
}  # fmt: skip
