"""The places and offices of the made-up city: no name here stands in the list of China's administrative divisions.

The area number 99 is never given to a province, so that no code of ours can be taken for a real one.
"""

from __future__ import annotations

from dataclasses import dataclass

CITY_NAME = "演示市"
CITY_CODE = "990100"


@dataclass(frozen=True)
class Place:
    """A county (6 digits) or a township (12 digits) of the made-up city."""

    code: str
    name: str

    @property
    def county_code(self) -> str:
        """The six digits of the county in which it lies."""
        return self.code[:6]


@dataclass(frozen=True)
class Department:
    """An office of the city government: full name, and the short names that tables use for it."""

    name: str
    short_names: tuple[str, ...]


COUNTIES = tuple(
    Place(f"9901{number:02d}", name)
    for number, name in enumerate(
        ("墨溪区", "鹭汀区", "镜浦区", "砚湖县", "榴山县", "棠川县", "枫浦市", "锦桥市", "雁洲市"), start=1
    )
)

_TOWNSHIPS = {
    "990101": ("纸坊溪街道", "墨香街道", "砚台山镇"),
    "990102": ("鹭影街道", "芦汀街道", "鹤汀镇"),
    "990103": ("镜心街道", "浦月街道", "荻浦镇"),
    "990104": ("砚前镇", "砚水镇", "云砚乡"),
    "990105": ("榴火镇", "榴实镇", "榴香乡"),
    "990106": ("棠影镇", "棠荫镇", "棠梨乡"),
    "990107": ("枫晚街道", "枫映镇", "浦帆镇"),
    "990108": ("云锦桥街道", "锦帆桥镇"),
    "990109": ("雁声街道", "雁影镇"),
}
TOWNSHIPS = tuple(
    Place(f"{county}{number:03d}000", name)
    for county, names in _TOWNSHIPS.items()
    for number, name in enumerate(names, start=1)
)

DEPARTMENTS = tuple(
    Department(CITY_NAME + name, ("市" + short[0], *short))
    for name, *short in (
        ("市场监督管理局", "市场监管局", "市监局"),
        ("发展和改革委员会", "发展改革委", "发改委"),
        ("经济和信息化局", "经济和信息化局", "经信局"),
        ("教育局", "教育局"),
        ("科学技术局", "科技局"),
        ("公安局", "公安局"),
        ("民政局", "民政局"),
        ("司法局", "司法局"),
        ("财政局", "财政局"),
        ("人力资源和社会保障局", "人力社保局", "人社局"),
        ("自然资源和规划局", "自然资源和规划局", "资规局"),
        ("生态环境局", "生态环境局", "环保局"),
        ("住房和城乡建设局", "住建局", "建设局"),
        ("交通运输局", "交通运输局", "交通局"),
        ("水利局", "水利局"),
        ("农业农村局", "农业农村局", "农业局"),
        ("商务局", "商务局"),
        ("文化广电旅游局", "文广旅游局", "文旅局"),
        ("卫生健康委员会", "卫生健康委", "卫健委"),
        ("应急管理局", "应急管理局", "应急局"),
        ("审计局", "审计局"),
        ("人民政府国有资产监督管理委员会", "国资委"),
        ("统计局", "统计局"),
        ("综合行政执法局", "综合执法局"),
        ("金融工作办公室", "金融办"),
        ("大数据发展管理局", "大数据局"),
        ("行政服务中心", "行政服务中心"),
        ("公共资源交易中心", "公共资源交易中心"),
    )
)
