"""Plain implementations, one number at a time, with which the quick ones are compared to 1e-9."""

from __future__ import annotations

import math
from itertools import permutations
from typing import Any

Rows = list[list[float]]


def present(values: list[float]) -> list[float]:
    return [value for value in values if not math.isnan(value)]


def skewness(values: list[float]) -> float:
    x = present(values)
    n, mean = len(x), math.fsum(x) / len(x)
    m2 = math.fsum((v - mean) ** 2 for v in x) / n
    m3 = math.fsum((v - mean) ** 3 for v in x) / n
    return math.sqrt(n * (n - 1)) / (n - 2) * m3 / m2**1.5


def kurtosis(values: list[float]) -> float:
    x = present(values)
    n, mean = len(x), math.fsum(x) / len(x)
    m2 = math.fsum((v - mean) ** 2 for v in x) / n
    m4 = math.fsum((v - mean) ** 4 for v in x) / n
    return ((n + 1) * (m4 / m2**2 - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))


def passes(values: list[float], skew: float = 2.0, kurt: float = 3.5) -> bool:
    x = present(values)
    return min(x) == max(x) or abs(skewness(x)) < skew or kurtosis(x) < kurt


def winsorise(values: list[float], most: int) -> list[float]:
    x, moved = list(values), set()
    while not passes(x) and len(moved) < most:
        if skewness(x) >= 0:
            end = max(present(x))
            rest = [v for v in present(x) if v != end]
            new = max(rest)
        else:
            end = min(present(x))
            rest = [v for v in present(x) if v != end]
            new = min(rest)
        if len(set(rest)) < 2:
            break
        for place, value in enumerate(x):
            if value == end:
                x[place] = new
                moved.add(place)
    return x


def log_default(values: list[float]) -> list[float]:
    low, high = min(present(values)), max(present(values))
    return [math.log(v - low + 0.01 * (high - low)) if not math.isnan(v) else v for v in values]


def treat(values: list[float], most: int = 5) -> list[float]:
    if passes(values):
        return list(values)
    once = winsorise(values, most)
    return once if passes(once) else log_default(values)


def minmax(values: list[float], direction: int, low: float = 0.0, high: float = 100.0) -> list[float]:
    x = [v * direction for v in values]
    least, most = min(present(x)), max(present(x))
    return [low + (v - least) / (most - least) * (high - low) for v in x]


def arithmetic(values: list[float], weights: list[float]) -> float:
    pairs = [(v, w) for v, w in zip(values, weights, strict=True) if not math.isnan(v) and w > 0]
    return math.fsum(v * w for v, w in pairs) / math.fsum(w for _, w in pairs) if pairs else math.nan


def geometric(values: list[float], weights: list[float]) -> float:
    pairs = [(v, w) for v, w in zip(values, weights, strict=True) if not math.isnan(v) and w > 0]
    return (
        math.exp(math.fsum(math.log(v) * w for v, w in pairs) / math.fsum(w for _, w in pairs)) if pairs else math.nan
    )


def harmonic(values: list[float], weights: list[float]) -> float:
    pairs = [(v, w) for v, w in zip(values, weights, strict=True) if not math.isnan(v) and w > 0]
    return math.fsum(w for _, w in pairs) / math.fsum(w / v for v, w in pairs) if pairs else math.nan


def power(values: list[float], weights: list[float], p: float) -> float:
    pairs = [(v, w) for v, w in zip(values, weights, strict=True) if not math.isnan(v) and w > 0]
    return (math.fsum(v**p * w for v, w in pairs) / math.fsum(w for _, w in pairs)) ** (1 / p) if pairs else math.nan


def copeland(rows: Rows, weights: list[float]) -> list[float]:
    scores = []
    for i, one in enumerate(rows):
        score = 0
        for j, other in enumerate(rows):
            if i == j:
                continue
            got, whole = 0.0, 0.0
            for a, b, w in zip(one, other, weights, strict=True):
                if math.isnan(a) or math.isnan(b):
                    continue
                whole += w
                got += w if a > b else w / 2 if a == b else 0.0
            if whole > 0:
                score += (got / whole > 0.5 + 1e-9) - (got / whole < 0.5 - 1e-9)
        scores.append(float(score))
    return scores


def ranks(scores: list[float]) -> list[float]:
    return [1.0 + sum(other > s for other in scores) if not math.isnan(s) else math.nan for s in scores]


def shapley(worth: Any, players: int) -> list[float]:
    """Mean marginal worth over all orders."""
    totals, orders = [0.0] * players, list(permutations(range(players)))
    for order in orders:
        inside: frozenset[int] = frozenset()
        for player in order:
            totals[player] += worth(inside | {player}) - worth(inside)
            inside = inside | {player}
    return [total / len(orders) for total in totals]


def index_asem(data: list[dict[str, str]], meta: list[dict[str, str]]) -> dict[str, dict[str, dict[str, float]]]:
    """COINr's ASEM example by its definitions: stage -> code -> unit -> value; the scores of nodes under "scores"."""
    units = [row["uCode"] for row in data]
    leaves = [row for row in meta if row["Type"] == "Indicator"]
    nodes = [row for row in meta if row["Type"] in ("Indicator", "Aggregate")]
    number = [
        {k: float(v) if v not in ("", "NA") else math.nan for k, v in r.items() if k in _numeric(meta)} for r in data
    ]
    stages: dict[str, dict[str, dict[str, float]]] = {"divided": {}, "imputed": {}, "treated": {}, "scaled": {}}
    for leaf in leaves:
        code, by = leaf["iCode"], leaf["Denominator"]
        column = [row[code] / row[by] if by else row[code] for row in number]
        stages["divided"][code] = dict(zip(units, column, strict=True))
        filled = []
        for row, value in zip(data, column, strict=True):
            mates = [v for r, v in zip(data, column, strict=True) if r["EurAsia_group"] == row["EurAsia_group"]]
            filled.append(math.fsum(present(mates)) / len(present(mates)) if math.isnan(value) else value)
        stages["imputed"][code] = dict(zip(units, filled, strict=True))
        treated = treat(filled)
        stages["treated"][code] = dict(zip(units, treated, strict=True))
        stages["scaled"][code] = dict(zip(units, minmax(treated, int(leaf["Direction"])), strict=True))
    scores: dict[str, dict[str, float]] = {code: dict(column) for code, column in stages["scaled"].items()}
    while len(scores) < len(nodes):
        for node in nodes:
            children = [row for row in nodes if row["Parent"] == node["iCode"]]
            if node["iCode"] not in scores and all(child["iCode"] in scores for child in children):
                weights = [float(child["Weight"]) for child in children]
                scores[node["iCode"]] = {
                    unit: arithmetic([scores[child["iCode"]][unit] for child in children], weights) for unit in units
                }
    return {**stages, "scores": scores}


def _numeric(meta: list[dict[str, str]]) -> set[str]:
    return {row["iCode"] for row in meta if row["Type"] in ("Indicator", "Denominator")}
