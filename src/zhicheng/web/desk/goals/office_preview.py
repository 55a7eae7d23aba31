"""The original of an import, row by row, with what was read of each row beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.intake import column_letter
from zhicheng.goals.kinds import TASK_KINDS
from zhicheng.goals.queries.imports import ImportDetail
from zhicheng.web.shared.paging import address_with
from zhicheng.web.shared.request import CityRequest

ROWS = 25
FIELDS = {
    "no": lazy("序号"), "task": lazy("任务"), "detail": lazy("任务"), "category": lazy("板块"), "target": lazy("目标值"),
    "unit": lazy("计量单位"), "lead": lazy("牵头单位"), "responsible": lazy("责任单位"), "support": lazy("配合单位"),
    "deadline": lazy("时限"), "standard": lazy("验收标准"), "measures": lazy("措施"), "source": lazy("来源"),
    "contact": lazy("联系人"), "person": lazy("联系人"), "leader": lazy("分管领导"), "note": lazy("备注"),
    "total": lazy("合计"), "county": lazy("分县任务数"), "placelist": lazy("分县任务数"), "progress": lazy("不读"),
    "kind": lazy("任务类型"), "direction": lazy("目标方向"), "basis": lazy("计数口径"), "baseline": lazy("不读"),
    "target_text": lazy("目标原文"),
}  # fmt: skip


@dataclass(frozen=True)
class Heading:
    """A column of the original: its letter, its heading, and what it was taken for (empty where it is not read)."""

    letter: str
    label: str
    taken_for: str
    county: bool = False

    @property
    def shown(self) -> str:
        """What a cell beneath it is called where the heading cannot be seen: a county's column by the county."""
        return self.label if self.county and self.label else self.taken_for


@dataclass(frozen=True)
class PreviewRow:
    """A row of the original (texts with how many columns each covers and its heading), what it is, and the tasks read
    of it.
    """

    number: int
    cells: Sequence[tuple[str, int, str]]
    in_head: bool
    tasks: Sequence[Mapping[str, Any]]
    asked: int


@dataclass(frozen=True)
class PreviewPage:
    """A piece of one sheet, and the ways to the other pieces and sheets."""

    sheet: str
    sheets: Sequence[tuple[str, str, bool]]
    headings: Sequence[Heading]
    rows: Sequence[PreviewRow]
    first: int
    last: int
    total: int
    before: str
    after: str


def preview(request: CityRequest, found: ImportDetail) -> PreviewPage | None:
    """The piece of the original that the address asks for; None where nothing of it was kept."""
    if not found.sheets:
        return None
    chosen = _number(request.GET.get("sheet", ""), len(found.sheets))
    sheet = found.sheets[chosen]
    total = len(sheet["rows"])
    start = _number(request.GET.get("row", ""), max(total, 1)) // ROWS * ROWS
    end = min(start + ROWS, total)
    headings = _headings(sheet)
    return PreviewPage(
        sheet=sheet["name"],
        sheets=[
            (each["name"], address_with(request, sheet=number or None, row=None) + "#original", number == chosen)
            for number, each in enumerate(found.sheets)
        ],
        headings=headings, rows=_rows(found, sheet, headings, start, end), first=start + 1, last=end, total=total,
        before=address_with(request, row=str(max(start - ROWS, 0))) + "#original" if start else "",
        after=address_with(request, row=str(end)) + "#original" if end < total else "",
    )  # fmt: skip


def _number(text: str, limit: int) -> int:
    return int(text) if text.isdigit() and int(text) < limit else 0


def _headings(sheet: Mapping[str, Any]) -> list[Heading]:
    width = max((len(row) for row in sheet["rows"]), default=0)
    columns = [*sheet["columns"], *([["", ""]] * max(0, width - len(sheet["columns"])))]
    return [
        Heading(
            column_letter(place),
            label,
            str(FIELDS.get(name, lazy("分县任务数") if name.startswith("county") else name)),
            county=name.startswith("county"),
        )
        for place, (label, name) in enumerate(columns[:width])
    ]


def _rows(
    found: ImportDetail, sheet: Mapping[str, Any], headings: Sequence[Heading], start: int, end: int
) -> list[PreviewRow]:
    head = sheet["head_rows"] or (0, 0)
    tasks: dict[int, list[Mapping[str, Any]]] = {}
    for task in found.tasks:
        if task["sheet"] == sheet["name"]:
            tasks.setdefault(task["row"], []).append(task)
    asked: dict[int, int] = {}
    for question in found.questions:
        if question.sheet == sheet["name"] and question.row is not None:
            asked[question.row] = asked.get(question.row, 0) + 1
    first = sheet.get("first_row", 1)
    labels = [f"{each.letter} {each.shown}".strip() for each in headings]
    return [
        PreviewRow(
            number=place + first, cells=_cells(sheet["rows"][place], labels, joined=place + first not in tasks), in_head=head[0] <= place + 1 <= head[1],
            tasks=[read(task, found.units) for task in tasks.get(place + first, ())], asked=asked.get(place + first, 0),
        )
        for place in range(start, end)
    ]  # fmt: skip


def _cells(texts: Sequence[str], labels: Sequence[str], *, joined: bool) -> list[tuple[str, int, str]]:
    """The cells of a row; outside of tasks, a text that a merged cell spread over its columns stands once."""
    cells: list[tuple[str, int, str]] = []
    for place, label in enumerate(labels):
        text = texts[place] if place < len(texts) else ""
        if joined and cells and text.strip() and cells[-1][0] == text:
            cells[-1] = (text, cells[-1][1] + 1, "")
        else:
            cells.append((text, 1, label))
    return cells


def read(task: Mapping[str, Any], units: Mapping[str, str]) -> dict[str, Any]:
    """What was read of one row, in words."""
    deadline = task["deadline"]
    return {
        "no": task["no"] or "", "title": task["task"] or _("（没有读到任务内容）"), "kind": str(TASK_KINDS[task["kind"]]),
        "target": f"{task['target']}{task['unit'] or ''}" if task["target"] is not None else "",
        "deadline": _("持续推进") if deadline == "ongoing" else (deadline or _("未读到")),
        "lead": _units(task["lead_units"], units) or _("未读到"), "support": _units(task["supporting_units"], units),
        "splits": "、".join(f"{county} {share}" for county, share in task["splits"]),
        "hidden": task["hidden"],
    }  # fmt: skip


def _units(names: Sequence[str], units: Mapping[str, str]) -> str:
    """Each name, with today's official name where it differs."""
    shown = []
    for name in names:
        official = units.get(name, "")
        shown.append(f"{name}（{official}）" if official and official != name else name)
    return "、".join(shown)


def figures_of(found: ImportDetail) -> list[tuple[str, int]]:
    """How many tasks of each kind, and how many lack something, for the head of the page."""
    if not found.tasks:
        return []
    kinds = [(str(names), sum(1 for task in found.tasks if task["kind"] == slug)) for slug, names in TASK_KINDS.items()]
    lacks = [
        (_("缺牵头单位"), sum(1 for task in found.tasks if not task["lead_units"])),
        (_("缺时限"), sum(1 for task in found.tasks if not task["deadline"])),
        (_("缺验收标准"), sum(1 for task in found.tasks if not task["standard"])),
    ]
    return [(words, n) for words, n in [*kinds, *lacks] if n]
