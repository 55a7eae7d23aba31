"""The festivals of the national list: their names, and what a full list must contain."""

from __future__ import annotations

from django.utils.translation import pgettext

from zhicheng.core.text import Names

NATIONAL = {
    each.zh: each
    for each in (
        Names("元旦", "New Year"),
        Names("春节", "Spring Festival"),
        Names("清明节", "Tomb-Sweeping Day"),
        Names("劳动节", "Labour Day"),
        Names("端午节", "Dragon Boat Festival"),
        Names("中秋节", "Mid-Autumn Festival"),
        Names("国庆节", "National Day"),
    )
}


def festivals_in(name: str) -> list[str]:
    """The festivals that one entry of a list joins: 国庆节、中秋节 are two."""
    return [part.strip() for part in name.replace("和", "、").split("、") if part.strip()]


def shown(name: str) -> str:
    """The name of an entry in the language that is active; a local festival stays as it was entered."""
    parts = [NATIONAL.get(part, Names(part, part)) for part in festivals_in(name)]
    return pgettext("between the items of a list", "、").join(str(part) for part in parts)
