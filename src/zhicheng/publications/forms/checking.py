"""Where a form contradicts itself: its formulas, its printed totals, its parts, figures that the sender typed. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from zhicheng.core.quantities import format_number, parse_number
from zhicheng.publications.forms.answers import Contradiction, Proposal
from zhicheng.publications.forms.formulas import Cell as Where
from zhicheng.publications.forms.formulas import Evaluator, Known
from zhicheng.publications.forms.meaning import Want
from zhicheng.publications.forms.proposing import is_additive
from zhicheng.publications.forms.sheet import Box, FormFile
from zhicheng.publications.forms.words import is_percent
from zhicheng.publications.forms.writing import refused, shows_percent, stored

CLOSE = Decimal("0.006")


def evaluator(form: FormFile, proposals: Mapping[str, Proposal]) -> Evaluator:
    """Works the form's formulas out with the proposed values in place."""
    boxes = {(sheet.name, box.row, box.column): box for sheet in form.sheets for box in sheet.boxes.values()}
    filled = {(each.sheet, *_place(each)): each for each in proposals.values()}
    formulas = {where: box.formula for where, box in boxes.items() if box.formula}

    def known(where: Where) -> Known:
        box = boxes.get(where)
        if where in filled:
            number = stored(filled[where], box or Box(where[1], where[2]))
            return number if number is not None else filled[where].text
        if box is None or not box.text.strip():
            return None
        return Decimal(box.number) if _plain(box.number) else box.text

    return Evaluator(formulas, known)


def _plain(text: str) -> bool:
    try:
        return bool(text) and Decimal(text).is_finite()
    except ArithmeticError:
        return False


def _place(proposal: Proposal) -> tuple[int, int]:
    letters = "".join(sign for sign in proposal.ref if sign.isalpha())
    column = 0
    for sign in letters:
        column = column * 26 + ord(sign) - 64
    return int(proposal.ref[len(letters) :]) - 1, column - 1


def contradictions(
    form: FormFile,
    wants: Sequence[Want],
    proposals: Mapping[str, Proposal],
    expected: Callable[[Want], Proposal | None],
) -> list[Contradiction]:
    """Everything in the form that does not agree. `expected` proposes for a cell that computes itself or is typed."""
    found = [
        *_formulas(form, wants, proposals, expected), *_typed(wants, expected), *_totals(wants, proposals),
        *_parts(wants, proposals), *_choices(wants, proposals),
    ]  # fmt: skip
    return list({each.key + each.text: each for each in found}.values())


def _formulas(
    form: FormFile,
    wants: Sequence[Want],
    proposals: Mapping[str, Proposal],
    expected: Callable[[Want], Proposal | None],
) -> Iterable[Contradiction]:
    work = evaluator(form, proposals)
    for want in wants:
        box = want.cell.box
        if not box.formula:
            continue
        recorded, computed = expected(want), work.value((want.cell.sheet, want.cell.row, want.cell.column))
        if recorded is None or recorded.value is None or computed is None:
            continue
        given = computed * 100 if is_percent(recorded.unit) and _fraction(box, computed, recorded.value) else computed
        if abs(given - recorded.value) > CLOSE:
            text = _("%(label)s：表内公式 %(formula)s 得 %(computed)s，数据版本为 %(recorded)s。") % {
                "label": want.label, "formula": box.formula, "computed": _number(given),
                "recorded": _number(recorded.value),
            }  # fmt: skip
            yield _contradiction(want, text, given, recorded.value)


def _fraction(box: Box, computed: Decimal, recorded: Decimal) -> bool:
    """The formula gives a share of one where we count in percent."""
    return shows_percent(box.format) or (abs(computed) <= Decimal("1.5") < abs(recorded))


def _typed(wants: Sequence[Want], expected: Callable[[Want], Proposal | None]) -> Iterable[Contradiction]:
    for want in wants:
        box = want.cell.box
        if box.formula or box.blank:
            continue
        recorded = expected(want)
        typed = Decimal(box.number) if _plain(box.number) else parse_number(box.text.strip().rstrip("%％"))
        if recorded is None or recorded.value is None or typed is None:
            continue
        if is_percent(recorded.unit) and shows_percent(box.format):
            typed = typed * 100
        if abs(typed - recorded.value) > CLOSE:
            text = _("%(label)s：表中已填 %(computed)s，数据版本为 %(recorded)s。已填的没有改动。") % {
                "label": want.label, "computed": _number(typed), "recorded": _number(recorded.value)
            }  # fmt: skip
            yield _contradiction(want, text, typed, recorded.value)


def _totals(wants: Sequence[Want], proposals: Mapping[str, Proposal]) -> Iterable[Contradiction]:
    """A total that is filled or printed against the sum of the areas beneath it, where all of them are there."""
    columns: dict[tuple[str, int], list[Want]] = defaultdict(list)
    for want in wants:
        columns[want.cell.sheet, want.cell.column].append(want)
    for column in columns.values():
        whole = [want for want in column if _is_total(want) and not want.cell.box.formula]
        parts = [want for want in column if not _is_total(want) and not want.part and not want.subtotal and want.area]
        if len(whole) != 1 or len(parts) < 2 or not _summable(column):
            continue
        numbers = [_figure(want, proposals) for want in parts]
        total = _figure(whole[0], proposals)
        known = [number for number in numbers if number is not None]
        if total is None or len(known) < len(numbers):
            continue
        added = sum(known, Decimal(0))
        if abs(added - total) > CLOSE:
            text = _("%(label)s：各地区相加为 %(computed)s，合计为 %(recorded)s，相差 %(apart)s。") % {
                "label": whole[0].label, "computed": _number(added), "recorded": _number(total),
                "apart": _number(abs(added - total)),
            }  # fmt: skip
            yield _contradiction(whole[0], text, added, total)


def _is_total(want: Want) -> bool:
    from_row = want.cell.row_path[-1] if want.cell.row_path else ""
    return bool(from_row) and any(word in "".join(from_row.split()) for word in ("合计", "总计", "全市", "共计"))


def _summable(column: Sequence[Want]) -> bool:
    return len({want.subject for want in column}) == 1 and all(
        is_additive(want.measure, want.unit) and not want.ratio for want in column
    )


def _figure(want: Want, proposals: Mapping[str, Proposal]) -> Decimal | None:
    if want.cell.key in proposals:
        found = proposals[want.cell.key]
        return Decimal(0) if found.value is None and found.text in ("—", "/") else found.value
    return Decimal(want.cell.box.number) if _plain(want.cell.box.number) else None


def _parts(wants: Sequence[Want], proposals: Mapping[str, Proposal]) -> Iterable[Contradiction]:
    """A 其中 line that is greater than what it is part of."""
    by_place = {(want.cell.sheet, want.cell.column, want.cell.row_path): want for want in wants}
    for want in wants:
        if not want.part or len(want.cell.row_path) < 2:
            continue
        whole = by_place.get((want.cell.sheet, want.cell.column, want.cell.row_path[:-1]))
        part, all_of_it = _figure(want, proposals), _figure(whole, proposals) if whole else None
        if part is not None and all_of_it is not None and part > all_of_it:
            text = _("%(label)s：其中数 %(computed)s 大于总数 %(recorded)s。") % {
                "label": want.label, "computed": _number(part), "recorded": _number(all_of_it)
            }  # fmt: skip
            yield _contradiction(want, text, part, all_of_it)


def _choices(wants: Sequence[Want], proposals: Mapping[str, Proposal]) -> Iterable[Contradiction]:
    """A proposal that the sender's own validation would refuse."""
    for want in wants:
        proposal = proposals.get(want.cell.key)
        if proposal is None or not refused(proposal, want.cell.box):
            continue
        text = _("%(label)s：要填的“%(value)s”不在表格允许的范围内。") % {
            "label": want.label, "value": proposal.text or _number(proposal.value or Decimal(0)),
        }  # fmt: skip
        yield Contradiction(want.cell.key, want.cell.sheet, want.cell.ref, text)


def _number(value: Decimal) -> str:
    return format_number(round(value, 4))


def _contradiction(want: Want, text: str, computed: Decimal, recorded: Decimal) -> Contradiction:
    cell = want.cell
    return Contradiction(cell.key, cell.sheet, cell.ref, text, _number(computed), _number(recorded))
