"""How fast a name is found among many, on the database that the settings name."""

from __future__ import annotations

import random
import statistics
import time

from zhicheng.core.search import actions, queries
from zhicheng.core.search.actions import Findable

SYLLABLES = "质量强市演示样例检验检测标准计量认证品牌服务工程环境机械电子食品医药纺织化工建材物流科技贸易农业酱油"
ENDINGS = ("有限公司", "股份有限公司", "经营部", "合作社")
QUERIES = ("酱油", "有限", "质", "演示质量", "科技贸易", "9912")


def fill(names: int, *, seed: int = 1) -> float:
    """Index so many made-up names; the seconds that it took."""
    chance = random.Random(seed)

    def things() -> list[Findable]:
        return [
            Findable(
                "organisation", f"o-{number}",
                "演示" + "".join(chance.choices(SYLLABLES, k=6)) + chance.choice(ENDINGS) + f"\n99{number:016d}",
                f"9901{number % 9:02d}",
            )
            for number in range(names)
        ]  # fmt: skip

    began = time.perf_counter()
    actions.index_many(things())
    return time.perf_counter() - began


def milliseconds(rounds: int = 20) -> dict[str, float]:
    """Median time of each query, everywhere and within one county."""
    times: dict[str, float] = {}
    for query in QUERIES:
        for within in ("", "990103"):
            taken = []
            for _round in range(rounds):
                began = time.perf_counter()
                queries.find("organisation", query, within=within)
                taken.append((time.perf_counter() - began) * 1000)
            times[f"{query} {within}".strip()] = round(statistics.median(taken), 2)
    return times
