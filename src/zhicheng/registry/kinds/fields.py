"""Fields of quality: for each of them one or several organisations take the lead."""

from __future__ import annotations

from dataclasses import dataclass

from zhicheng.core.text import Names


@dataclass(frozen=True)
class Field:
    """One kind of quality; `core` marks the four that every programme knows."""

    slug: str
    names: Names
    core: bool = False


FIELDS: dict[str, Field] = {
    each.slug: each
    for each in (
        Field("product", Names("产品质量", "Product quality"), core=True),
        Field("works", Names("工程质量", "Quality of works"), core=True),
        Field("service", Names("服务质量", "Service quality"), core=True),
        Field("environment", Names("环境质量", "Environmental quality"), core=True),
        Field("economy", Names("经济运行质量", "Quality of economic operation")),
        Field("standards", Names("标准化", "Standards")),
        Field("brands", Names("品牌", "Brands")),
        Field("intellectual-property", Names("知识产权", "Intellectual property")),
        Field("safety", Names("质量安全", "Quality safety")),
    )
}
