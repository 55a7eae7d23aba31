"""Which typefaces count as 仿宋, 黑体, 楷体, 小标宋 and 宋体, under the many names that they are sold by."""

from __future__ import annotations

import re

FANGSONG, HEI, KAI, XIAOBIAO, SONG = "fangsong", "hei", "kai", "xiaobiao", "song"

_NAMES: dict[str, tuple[str, ...]] = {
    FANGSONG: (
        "仿宋", "仿宋体", "仿宋gb2312", "仿宋gbk", "fangsong", "fangsonggb2312", "simfang", "方正仿宋", "方正仿宋gbk", "方正仿宋简体",
        "方正仿宋gb2312", "方正仿宋gb18030", "方正仿宋繁体", "fzfangsongz02", "fzfsk", "fzfsgbk", "汉仪仿宋", "汉仪仿宋简", "文鼎仿宋", "cwtexfangsong", "朱雀仿宋",
    ),
    HEI: (
        "黑体", "simhei", "方正黑体", "方正黑体gbk", "方正黑体简体", "方正黑体gb18030", "方正黑体繁体", "fzheib01", "fzhtk", "fzhtgbk", "汉仪黑体", "汉仪中黑简",
    ),
    KAI: (
        "楷体", "楷体gb2312", "楷体gbk", "kaiti", "kaitigb2312", "simkai", "方正楷体", "方正楷体gbk", "方正楷体简体", "方正楷体gb18030", "方正楷体繁体", "fzkaiz03",
        "fzktk", "fzktgbk", "汉仪楷体", "汉仪楷体简",
    ),
    XIAOBIAO: (
        "小标宋", "小标宋体", "方正小标宋", "方正小标宋简体", "方正小标宋gbk", "方正小标宋gb18030", "方正小标宋gb2312", "方正小标宋繁体", "fzxiaobiaosongb05", "fzxiaobiaosongb05s",
        "fzxbsk", "fzxbsjwgb10", "fzxbsgbk", "汉仪小标宋", "汉仪小标宋简", "文星标宋", "文星简小标宋", "长城小标宋体",
    ),
    SONG: (
        "宋体", "simsun", "nsimsun", "新宋体", "方正书宋", "方正书宋gbk", "方正书宋简体", "simsungb18030", "宋体18030", "song", "汉仪书宋一简",
    ),
}  # fmt: skip

_INSTEAD: dict[str, tuple[str, ...]] = {
    FANGSONG: ("华文仿宋", "stfangsong"),
    HEI: ("华文黑体", "华文细黑", "stheiti", "stxihei"),
    KAI: ("华文楷体", "stkaiti"),
    XIAOBIAO: ("华文中宋", "stzhongsong"),
    SONG: ("华文宋体", "stsong"),
}

_FAMILIES = {name: family for family, names in _NAMES.items() for name in names}
_SUBSTITUTES = {name: family for family, names in _INSTEAD.items() for name in names}
_MARKS = re.compile(r"[\s_\-@.·]+")


def family(name: str) -> str:
    """The family a typeface belongs to, also as an accepted substitute; "" for any other."""
    bare = _bare(name)
    return _FAMILIES.get(bare) or _SUBSTITUTES.get(bare, "")


def substitute(name: str) -> bool:
    """Is it of the family only by what programs draw when the right one is missing?"""
    return _bare(name) in _SUBSTITUTES


def _bare(name: str) -> str:
    return _MARKS.sub("", name).lower()
