"""Lists of names in a form: the verified items of a task, one a line, in the columns that the sender drew. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from zhicheng.core.quantities import format_number
from zhicheng.indicators.editions.content import Item
from zhicheng.publications.forms.answers import BLANK, Gap, Proposal, Question
from zhicheng.publications.forms.asking import ask_roster
from zhicheng.publications.forms.desk import Answer, Desk
from zhicheng.publications.forms.grid import Cell, Table
from zhicheng.publications.forms.meaning import item_field
from zhicheng.publications.forms.telling import period_words
from zhicheng.publications.forms.words import plain


def is_roster(table: Table) -> bool:
    """Lines without labels under a column for names."""
    return table.listing and any(item_field(head) == "name" for head in table.heads)


def fill_roster(table: Table, desk: Desk) -> list[tuple[Cell | None, Answer]]:
    """An answer for each cell of the list; one without a cell is about the table as a whole."""
    subject, question = _subject(table, desk)
    if question is not None:
        return [(None, question)]
    if not subject:
        return []
    rows = desk.shelf.rows(subject)
    named = [each for each in rows if each.name]
    lines = sorted({cell.row for cell in table.wanted})
    found: list[tuple[Cell | None, Answer]] = []
    for cell in table.wanted:
        place = lines.index(cell.row)
        slug = item_field(cell.column_path)
        if place < len(named) and slug:
            answer = item_answer(cell, named[place], slug, desk)
            if answer is not None:
                found.append((cell, answer))
        elif place < len(named):
            what = f"{named[place].name} · {cell.column_path[-1]}" if cell.column_path else named[place].name
            found.append((cell, Gap(cell.key, cell.sheet, cell.ref, what, "unknown", named[place].area, subject)))
    found += [(None, each) for each in _short(table, named, rows, lines)]
    return found


def _subject(table: Table, desk: Desk) -> tuple[str, Question | None]:
    """The task whose names the list is for, by its title or by an answer."""
    held = desk.words.contained(table.title)
    if held is not None:
        return held[0].code, None
    sure, options = desk.words.task(plain(table.title).replace("名单", "").replace("一览表", ""))
    if sure is not None:
        return sure.code, None
    key = f"roster:{plain(table.title)}"
    given = desk.answers.get(key, "")
    if given == BLANK:
        return "", None
    subject = desk.words.named(given.removeprefix("subject:")) if given else None
    if subject is not None:
        return subject.code, None
    listed = {each.subject for each in (desk.shelf.items or desk.edition.items) if each.name}
    names = [each.name for each in options] or [each.name for each in desk.words.tasks if each.code in listed]
    if not names:
        return "", None
    return "", ask_roster(table.title or table.sheet, names[:40], key)


def item_answer(cell: Cell, item: Item, slug: str, desk: Desk) -> Proposal | None:
    """One fact of an item; None where it is not known."""
    area = desk.edition.area_by_code.get(item.area)
    facts = {
        "name": item.name, "code": item.code, "certificate": item.certificate, "unit_name": item.unit_name,
        "happened_on": item.happened_on.isoformat() if item.happened_on else "", "area": area.name if area else "",
        "quantity": format_number(item.quantity),
    }  # fmt: skip
    text = facts[slug]
    if not text:
        return None
    subject = desk.edition.subject_by_code.get(item.subject)
    source = _("数据版本%(code)s（截至%(day)s）：%(name)s的核实名单") % {
        "code": desk.edition.code, "day": desk.edition.cut_off.isoformat(), "name": subject.name if subject else "",
    }  # fmt: skip
    number = Decimal(text) if slug == "quantity" else None
    return Proposal(
        cell.key, cell.sheet, cell.ref, number, "" if number is not None else text, "", source,
        period_words(item.period or desk.edition.period), "", "roster", desk.edition.code,
        refs=(item.source,) if item.source else (), label=f"{item.name} · {cell.column_path[-1]}",
    )  # fmt: skip


def _short(table: Table, named: list[Item], rows: list[Item], lines: list[int]) -> Iterable[Gap]:
    """Names that the list has no line for, and items whose names may not be shown."""
    if len(named) > len(lines):
        what = _("名单有%(names)s个，表中只有%(lines)s行，后面的没有填") % {"names": len(named), "lines": len(lines)}
        yield Gap(f"{table.sheet}!*", table.sheet, "", what, "short", subject=named[0].subject)
    hidden = len(rows) - len(named)
    if hidden:
        what = _("另有%(n)s条没有可列出的名称") % {"n": hidden}
        yield Gap(f"{table.sheet}!**", table.sheet, "", what, "nameless", subject=rows[0].subject)
