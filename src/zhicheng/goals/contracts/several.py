"""Several tasks in one cell: numbered points, or lines with a target each, and what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from zhicheng.core.intake import Cell
from zhicheng.core.text import fold
from zhicheng.goals.contracts import targets

_MARK = re.compile(
    r"(?:(?P<plain>\d{1,2})(?:[.．、](?!\d)|[.．、](?=\d{1,2}月|20\d\d年)|[)）])|[（(](?P<round>\d{1,2})[)）]|(?P<circle>[①-⑳]))\s*"
)
_START = re.compile(r"(?:^|[\n；;。])\s*")
_ROUNDABOUT = (
    "全市 年内 全年 今年 每年 大力 积极 持续 深入 全面 切实 稳步 有序 扎实 着力 重点 加快 进一步 组织 继续 同步 牵头"
)
_VERBS = (
    "推进 推动 开展 组织 实施 制定 制订 出台 印发 编制 修订 编写 建立 建成 建设 新建 健全 完善 构建 打造 培育 培养 新增 增加 "
    "引进 引导 支持 鼓励 帮助 帮扶 指导 督促 加强 加快 加大 强化 深化 提升 提高 优化 落实 完成 确保 实现 达到 争创 创建 创新 "
    "争取 力争 召开 举办 承办 发布 宣传 培训 检查 抽查 监督 监测 抽检 查处 整治 排查 治理 淘汰 改造 升级 扩大 拓展 巩固 保持 "
    "探索 试点 申报 申请 获得 获评 取得 认定 评选 评定 参与 参加 主导 设立 设置 成立 配备 推广 应用 对接 降低 减少 压减 缩短 "
    "控制 做好 抓好 选树 遴选 梳理 摸排 导入 采用 发展 研究 开发 研发 攻克 突破 汇总 上报 报送 启动 规范 严格 落地 覆盖 征集 宣贯 "
    "走访 调研 评价 考核 表彰 奖励 兑现 搭建 集聚 招引 注册 新获 净增 办理 核查 建档 更新 发放"
)
_VERB = re.compile(
    rf"(?:{_ROUNDABOUT.replace(' ', '|')})*(?:{_VERBS.replace(' ', '|')}|{_ROUNDABOUT.replace(' ', '|')})"
)
# What belongs to the whole row, however many tasks it holds.
_OF_THE_ROW = {"no", "category", "kind", "direction", "basis"}
_ONE_EACH = {"target", "total", "target_text"}


@dataclass(frozen=True)
class Point:
    """A numbered point of a cell, or a line of it without a number."""

    number: str
    text: str


def points_in(text: str) -> tuple[Point, ...]:
    """The points of a text that is numbered from its beginning (1. 2. 3.); () for fewer than two or a gap."""
    found: list[tuple[int, int, int, str]] = []
    kind = ""
    for start in _START.finditer(text):
        match = _MARK.match(text, start.end())
        if match is None or (kind and match.lastgroup != kind):
            continue
        kind = match.lastgroup or ""
        shown = match[kind]
        count = ord(shown) - ord("①") + 1 if kind == "circle" else int(fold(shown))
        if count == len(found) + 1:
            found.append((count, match.start(), match.end(), fold(shown)))
    if len(found) < 2 or text[: found[0][1]].strip():
        return ()
    ends = [begin for _count, begin, _end, _shown in found[1:]] + [len(text)]
    points = tuple(
        Point(shown, text[end:stop].strip(" \t\n；;")) for (_c, _b, end, shown), stop in zip(found, ends, strict=True)
    )
    return points if all(point.text for point in points) else ()


def lines_in(text: str) -> tuple[Point, ...]:
    """The lines of a cell, each a whole task with a target of its own; () where one of them is not."""
    lines = [line.strip(" \t；;。") for line in text.split("\n") if line.strip(" \t；;。")]
    whole = all(is_whole(line) and targets.from_text(line).value is not None for line in lines)
    return tuple(Point("", line) for line in lines) if whole and len(lines) > 1 else ()


def is_whole(text: str) -> bool:
    """The words can be a task by themselves: they begin with what is to be done, or state a target."""
    return len(text) >= 6 and (_VERB.match(fold(text)) is not None or targets.from_text(text).value is not None)


def fits(count: int, text: str) -> bool:
    """A cell beside the task says one thing, or one for each of the tasks."""
    points = points_in(text)
    return not points or len(points) == count


def is_certain(points: tuple[Point, ...], cells: Mapping[str, Cell], *, shares: bool) -> bool:
    """Each point is a task, and every other cell says one thing for all or one for each; a lone target does not."""
    for name, cell in cells.items():
        if name in _OF_THE_ROW or name == "task":
            continue
        beside = each_of(len(points), cell, name)
        if not fits(len(points), cell.text) or (name in _ONE_EACH and not beside and not _blank(cell)):
            return False
    return not shares and all(is_whole(point.text) for point in points)


def is_paired(points: tuple[Point, ...], cells: Mapping[str, Cell]) -> bool:
    """Some cell beside the task is numbered in the same way."""
    return any(name != "task" and len(points_in(cell.text)) == len(points) for name, cell in cells.items())


def each_of(count: int, cell: Cell, name: str) -> tuple[str, ...]:
    """What a cell says for each of so many tasks; () where it says one thing for all."""
    if not isinstance(cell.value, str):
        return ()
    points = points_in(cell.text)
    if len(points) == count:
        return tuple(point.text for point in points)
    lines = tuple(line.strip(" \t；;") for line in cell.text.split("\n") if line.strip(" \t；;"))
    # Units stand on lines of their own for other reasons too; numbers and days do not.
    return lines if len(lines) == count and name in (*_ONE_EACH, "deadline") and not points else ()


def cells_for(place: int, count: int, cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """The cells of one of the tasks: its own part of each, or what holds for all. A lone target holds for none."""
    found: dict[str, Cell] = {}
    for name, cell in cells.items():
        own = each_of(count, cell, name) if name not in _OF_THE_ROW else ()
        if own:
            found[name] = Cell(own[place], own[place])
        elif name not in _ONE_EACH or _blank(cell):
            found[name] = cell
    return found


def _blank(cell: Cell) -> bool:
    return cell.text.strip() in targets.BLANKS or fold(cell.text.strip()) in targets.QUALITATIVE_WORDS
