"""A form as it is drawn, and all that is known of one of its cells: what is proposed, from where, and by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import Missing
from zhicheng.publications.forms.answers import Contradiction, Gap, Proposal, Question
from zhicheng.publications.forms.grid import Cell
from zhicheng.publications.forms.outgoing import head_unit
from zhicheng.publications.forms.picture import Picture, draw, row_on_page, sheet_numbers
from zhicheng.publications.forms.writing import shown
from zhicheng.publications.queries.forms import FormDetail

# Gaps that no unit can close.
NOBODYS = ("locked", "hidden", "short", "nameless", "subtotal")
WHY = {
    "unknown": _("系统没有这项数据"),
    "no-edition": _("没有要比较的那一期数据版本"),
    "none-reported": _("该单位本期没有经核实的报送"),
    "not-held": _("数据版本里没有这个数"),
    "unassigned": _("任务没有分解到该地区"),
    "no-base": _("基数为零，没有增长率"),
    "unit": _("单位与系统的数不同"),
    "subtotal": _("上方有空格，没有小计"),
    "locked": _("单元格被锁定，不能填"),
    "hidden": _("在隐藏的列里，没有填"),
    "short": _("行数不够"),
    "nameless": _("名称不能列出"),
}


def form_picture(found: FormDetail, *, sheet: int | None = None, first: int = 0, cell: str = "") -> Picture | None:
    """A sheet of the form as it is drawn, or the page of it on which a cell stands; None for a form without one."""
    numbers = sheet_numbers(found.form)
    if not numbers:
        return None
    at = _place(found, cell)
    if at is not None:
        sheet = next(number for number, each in enumerate(found.form.sheets) if each.name == at.sheet)
        first = row_on_page(found.form.sheets[sheet], at.row)
    if sheet is None:
        used = {table.sheet for table in found.grid.tables if table.wanted}
        sheet = next((number for number in numbers if found.form.sheets[number].name in used), numbers[0])
    if sheet not in numbers:
        raise Missing(_("这份报表没有这张工作表，或它是隐藏的。请回到报表页。"))
    return draw(found.form, found.grid, found.draft, sheet=sheet, first=max(0, first))


def _place(found: FormDetail, key: str) -> Cell | None:
    return next((each for each in found.grid.cells if each.key == key), None) if key else None


@dataclass(frozen=True)
class CellDetail:
    """One cell with everything beside it; `given` is what a person typed or a unit answered."""

    cell: Cell
    label: str
    unit: str
    text: str
    proposal: Proposal | None
    gap: Gap | None
    why: str
    question: Question | None
    left: str
    contradictions: Sequence[Contradiction]
    before: str
    given: Mapping[str, Any]
    fillable: bool


def form_cell(found: FormDetail, key: str) -> CellDetail:
    """All that is known of a cell. Raises: Missing."""
    cell = _place(found, key)
    if cell is None:
        raise Missing(_("这份报表没有单元格“%(cell)s”，或它不是要填的格。请回到报表页。"), cell=key)
    draft = found.draft
    proposal = draft.by_key.get(key)
    gap = next((each for each in draft.gaps if each.key == key), None)
    return CellDetail(
        cell=cell, label=" · ".join(each for each in (" / ".join(cell.row_path), " / ".join(cell.column_path)) if each),
        unit=(proposal.unit if proposal else gap.unit if gap else "") or head_unit(cell),
        text=shown(proposal, cell.box, kind=found.form.kind, head_unit=head_unit(cell)) if proposal else "",
        proposal=proposal, gap=gap, why=str(WHY.get(gap.why, gap.why)) if gap else "",
        question=next((each for each in draft.questions if key in each.cells), None), left=draft.left.get(key, ""),
        contradictions=[each for each in draft.contradictions if each.key == key], before=found.before.get(key, ""),
        given=found.given.get(key, {}), fillable=any(each.key == key for table in found.grid.tables for each in table.wanted),
    )  # fmt: skip


@dataclass(frozen=True)
class Owed:
    """Gaps that one unit owes; `organisation` is "" where nobody could be named."""

    organisation: str
    name: str
    gaps: Sequence[Gap]


def owed_gaps(found: FormDetail) -> list[Owed]:
    """The gaps that units can close and that nobody has been asked about, by the unit that owes them."""
    asked = {cell.key for each in found.requests if each.state == "asked" for cell in each.cells}
    groups: dict[tuple[str, str], list[Gap]] = {}
    for gap in found.gaps:
        if gap.why not in NOBODYS and gap.key not in asked:
            groups.setdefault((found.owed.get(gap.key, ""), gap.owed_by), []).append(gap)
    return [Owed(code, name, gaps) for (code, name), gaps in sorted(groups.items(), key=lambda pair: not pair[0][0])]
