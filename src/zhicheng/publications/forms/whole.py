"""A whole form at once: what is proposed, asked, missing and contradicted, from a grid, editions and answers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.publications.forms.answers import Contradiction, Draft, Gap, Proposal, Question
from zhicheng.publications.forms.checking import contradictions
from zhicheng.publications.forms.desk import Answer, Desk, gap
from zhicheng.publications.forms.grid import Cell, Grid, Table
from zhicheng.publications.forms.meaning import Want, item_field, wants
from zhicheng.publications.forms.proposing import is_additive, propose
from zhicheng.publications.forms.rosters import fill_roster, is_roster, item_answer
from zhicheng.publications.forms.settling import settled
from zhicheng.publications.forms.sheet import FormFile
from zhicheng.publications.forms.words import plain


def draft_form(form: FormFile, grid: Grid, desk: Desk, *, given: Mapping[str, Proposal] | None = None) -> Draft:
    """All that is known of a form. `given` are values typed by hand or answered by units, by cell; they go before ours."""
    given = given or {}
    answers: list[tuple[Cell | None, Answer]] = []
    every: list[Want] = []
    for table in grid.tables:
        if is_roster(table):
            answers += fill_roster(table, desk)
            continue
        found = wants(table, desk.words)
        every += found
        answers += _answers(table, found, desk)
    gathered = _gathered(answers, given)
    proposals = {each.key: each for each in gathered.proposals}
    contradicted = contradictions(form, _known(every, desk), proposals, lambda want: _expected(want, desk))
    return replace(gathered, contradictions=tuple(_in_order(contradicted)), remarks=tuple(remarks_of(grid)))


def _answers(table: Table, found: Sequence[Want], desk: Desk) -> Iterable[tuple[Cell | None, Answer]]:
    wanted = {cell.key for cell in table.wanted}
    shut = {cell.key for cell in table.shut}
    rows: list[tuple[Want, Answer]] = []
    for want in found:
        if want.cell.key in wanted:
            rows.append((want, gap(want, "subtotal") if want.subtotal else _answer(want, desk)))
        elif want.cell.key in shut and not isinstance(_answer(want, desk), str):
            rows.append((want, gap(want, "locked" if want.cell.box.locked else "hidden")))
    return [(want.cell, answer) for want, answer in _with_subtotals(rows)]


def _answer(want: Want, desk: Desk) -> Answer:
    """A cell's answer; a line that bears the name of a verified item gets that item's facts."""
    slug = item_field(want.cell.column_path)
    if slug and slug != "name" and want.cell.row_path:
        name = plain(want.cell.row_path[-1])
        items = [each for each in (desk.shelf.items or desk.edition.items) if each.name and plain(each.name) == name]
        answer = item_answer(want.cell, items[0], slug, desk) if items else None
        if answer is not None:
            return answer
    return propose(want, desk)


def _with_subtotals(rows: Sequence[tuple[Want, Answer]]) -> list[tuple[Want, Answer]]:
    """A 小计 is the sum of the lines above it, down from the last 小计; it stays open where one of them is missing."""
    found: list[tuple[Want, Answer]] = []
    groups: dict[tuple[str, int], list[Answer]] = {}
    for want, answer in sorted(rows, key=lambda pair: (pair[0].cell.sheet, pair[0].cell.row, pair[0].cell.column)):
        group = groups.setdefault((want.cell.sheet, want.cell.column), [])
        if not want.subtotal:
            group.append(answer)
            found.append((want, answer))
            continue
        found.append((want, _summed(want, group)))
        groups[want.cell.sheet, want.cell.column] = []
    return found


def _summed(want: Want, group: Sequence[Answer]) -> Answer:
    known = [each for each in group if isinstance(each, Proposal) and each.value is not None]
    others = [
        each
        for each in group
        if not (isinstance(each, Proposal) and (each.value is not None or each.text in ("—", "/")))
    ]
    if not known or others or not is_additive(want.measure, want.unit) or any(each.rate for each in known):
        return gap(want, "subtotal")
    first, total = known[0], sum((each.value or Decimal(0) for each in known), Decimal(0))
    source = _("表内上方%(n)s行相加；%(source)s") % {"n": len(known), "source": first.source}
    cell = want.cell
    return replace(first, key=cell.key, sheet=cell.sheet, ref=cell.ref, value=total, source=source, how="derived",
                   keys=tuple(key for each in known for key in each.keys), label=want.label)  # fmt: skip


def _gathered(answers: Iterable[tuple[Cell | None, Answer]], given: Mapping[str, Proposal]) -> Draft:
    proposals: dict[str, Proposal] = {}
    gaps: dict[str, Gap] = {}
    questions: dict[str, Question] = {}
    left: dict[str, str] = {}
    for cell, answer in answers:
        if cell is not None and cell.key in given:
            told = given[cell.key]
            if told.how == "blank":
                left[cell.key] = told.note
            else:
                proposals[cell.key] = told
        elif isinstance(answer, Proposal):
            proposals[answer.key] = answer
        elif isinstance(answer, Gap):
            gaps[answer.key] = answer
        elif isinstance(answer, Question):
            before = questions.get(answer.key)
            questions[answer.key] = replace(before, cells=(*before.cells, *answer.cells)) if before else answer
        elif cell is not None:
            left[cell.key] = answer
    return Draft(tuple(proposals.values()), tuple(gaps.values()), tuple(questions.values()), (), left)


def _known(every: Sequence[Want], desk: Desk) -> list[Want]:
    """Wants with what the answers settled, for what is checked."""
    return [found if isinstance(found := settled(want, desk), Want) else want for want in every]


def _expected(want: Want, desk: Desk) -> Proposal | None:
    answer = propose(want, desk)
    return answer if isinstance(answer, Proposal) else None


def _in_order(found: Iterable[Contradiction]) -> list[Contradiction]:
    return sorted(found, key=lambda each: (each.sheet, len(each.ref), each.ref))


REMARKS = {
    "macros": lazy("文件带有宏。系统不运行宏，原样保留。"),
    "links": lazy("文件链接到其他文件，链接没有打开，原样保留。"),
    "objects": lazy("文件嵌有其他文件，没有打开，原样保留。"),
    "hidden-sheet": lazy("工作表“%(name)s”是隐藏的，没有填。"),
    "hidden-columns": lazy("工作表“%(name)s”有隐藏的列，没有填。"),
    "hidden-rows": lazy("工作表“%(name)s”有隐藏的行，没有填。"),
    "protected": lazy("工作表“%(name)s”受保护，只填没有锁定的单元格。"),
    "nested": lazy("“%(name)s”的单元格里套有表格，套着的表格单独读取。"),
    "structure-locked": lazy("文件锁定了结构，不能加“数据来源”页，来源另存一个文件。"),
    "pages-counted": lazy("文件印有总页数，不在后面加页，来源另存一个文件。"),
}


def remarks_of(grid: Grid) -> list[str]:
    """What the office should know of the file, as sentences."""
    return [str(REMARKS[code]) % {"name": name} for code, name in grid.remarks if code in REMARKS]
