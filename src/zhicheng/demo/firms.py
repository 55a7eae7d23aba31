"""Made-up firms: 演示 or 样例 in every name, and codes of an area number that was never given to a province."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from stdnum.cn import uscc

from zhicheng.demo.places import COUNTIES

HOW_MANY = 400
FRONTS = ("砚光", "墨澜", "鹭羽", "镜湖", "榴实", "棠影", "枫岚", "锦帆", "雁秋", "纸鸢", "松烟", "竹简", "荻花", "云笺",
          "石屏", "溪声", "月舫", "青瓷", "鹤语", "橹声")  # fmt: skip
TRADES = ("轴承", "阀门", "泵业", "电机", "电子", "仪表", "机械", "模具", "五金", "工具", "家具", "纺织", "服装", "食品",
          "饮料", "医疗器械", "新材料", "包装", "环保设备", "文具")  # fmt: skip
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Firm:
    """A firm of the made-up city; `county` is its county's code."""

    name: str
    uscc: str
    county: str


def make_firms(random: Random) -> list[Firm]:
    """The firms, county by county in turn; the same random source gives the same firms."""
    names = [(front, trade) for front in FRONTS for trade in TRADES]
    random.shuffle(names)
    numbers = random.sample(range(10_000_000, 99_999_999), HOW_MANY)
    return [
        _firm(index, front, trade, numbers[index])
        for index, (front, trade) in enumerate(names[:HOW_MANY])
    ]  # fmt: skip


def _firm(index: int, front: str, trade: str, number: int) -> Firm:
    county = COUNTIES[index % len(COUNTIES)].code
    word = "样例" if index % 10 == 9 else "演示"
    return Firm(f"{word}{front}{trade}有限公司", code_of(county, str(number)), county)


def code_of(area: str, number: str) -> str:
    """A firm's unified social credit code with both check digits right (GB 32100, GB 11714)."""
    total = sum(int(digit) * weight for digit, weight in zip(number, ORGANISATION_WEIGHTS, strict=True))
    body = f"91{area}{number}{'0123456789X0'[11 - total % 11]}"
    return body + str(uscc.calc_check_digit(body))


def by_county(firms: Sequence[Firm]) -> dict[str, list[Firm]]:
    """The firms of each county."""
    found: dict[str, list[Firm]] = {county.code: [] for county in COUNTIES}
    for firm in firms:
        found[firm.county].append(firm)
    return found
