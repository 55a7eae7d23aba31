"""Units as official texts count in them, and which of them may count the same things."""

from __future__ import annotations

import re


def _words(text: str) -> list[str]:
    return text.split()


_COUNTERS = _words("""
    个工作日 工作日 个小时 个月 家次 户次 人次 批次 件次 场次 台次 车次 架次 项次 组次 样次 点次 次数 家 个 项 件 户 人 名 位 批 次 场 期 届 处 座 所
    条 套 部 台 辆 种 类 篇 份 只 幅 株 头 站 片 点 组 支 例 宗 起 单 本 张 门 款 轮 天 日 小时 分钟 分 周 班 棵 盏 袋 瓶 对 栋 间 层 桩 幢
    口 眼 根 面 艘 架 枚 尾 羽 匹 床 段 道 卷 册 封 首 路 列 具 块 把 双 盒 箱 桶 筐 颗 粒 卡 号 村 镇 县 市 乡 街道 社区 部门 企业 机构 单位
    学校 项目 户籍 位次 岁 声 讲 案 校 馆 院 坊 园 厂 店 库 塔 亭 席 线 街 里 摊 房 桥 井 趟 笔 则 幕 节 课时 学时 师 团 队 码
""")
_MEASURES = _words("""
    元 美元 欧元 港元 吨 亩 公顷 平方米 ㎡ 平方公里 平方千米 立方米 公里 千米 千瓦时 千瓦 千克 公斤 斤 克 毫克 微克 米 厘米 毫米 度 升 毫升 标准煤 吨标准煤
    兆瓦 微克/立方米 毫克/升 毫克/千克 标准箱 标箱 平方 立方 千卡 分贝 摄氏度 ℃ 元/吨 元/人 万元/人 兆 公尺 公分 件/万人 件/人
""")
_ASCII = _words("km kg mg/l mg/kg gb tb kwh mw gw mm cm kw")


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


_AMBIGUOUS = frozenset(_words("日 周 号 点 市 县 码 师 团 队 节 面 声 里 线 街 院 园 店 厂 房 桥 路 头 口 分 对"))
_BARE = [word for word in _COUNTERS if word not in _AMBIGUOUS]
_NOT_A_UNIT = ("项目", "项目(?!标)")  # 31 项目标任务 are 31 项
UNIT = _alternatives([*_COUNTERS, *_MEASURES, *_ASCII, "%", "‰", "倍"]).replace(*_NOT_A_UNIT)
UNIT_AFTER_CHINESE = _alternatives([*_BARE, *_MEASURES, "倍"]).replace(*_NOT_A_UNIT)
MEASURES = frozenset([*_MEASURES, *_ASCII])
_ALIKE = tuple(
    frozenset(words.split())
    for words in (
        "个 件 份 具 只 台 批 批次 样 次 款 组 组次 项 项次",
        "个 企业 单位 家 户 所 机构",
        "个 人 位 名",
        "个 件 例 处 宗 条 起 项 项目",
        "个 件 例 宗 条 起",
        "个工作日 天 工作日 日",
        "个 乡 县 村 社区 街道 部门 镇",
        "个 座 处 所 站 间 栋 幢 面 条",
        "台 部 辆 套 具 盏 座 艘 架",
        "场 场次 次 期 班 堂",
        "企业 家 间",
        "个 棵 株 盏",
    )
)
_SAME = tuple(
    frozenset(words.split())
    for words in (
        "批 批次",
        "家 户",
        "人 位 名",
        "件 例 宗 案 起",
        "场 场次",
        "册 本 份",
        "株 棵",
        "台 部 辆",
        "千米 公里",
        "平方公里 平方千米",
        "㎡ 平方 平方米",
    )
)


def alike(one: str, other: str) -> int:
    """2 for the same unit, 1 for units that may count the same things (批 and 批次), 0 for others."""
    if one == other or any(one in words and other in words for words in _SAME):
        return 2
    if not one or not other:
        return 1 if (one or other) not in MEASURES else 0
    return 1 if any(one in family and other in family for family in _ALIKE) else 0
