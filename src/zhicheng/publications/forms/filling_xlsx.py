"""Values into a sender's workbook, inside the child: only the cells written change, every other byte of a sheet stays.

Formulas stay. What they show is rewritten where we could compute it, and taken away where we could not; the workbook is
told to compute everything when it is opened.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from zhicheng.core.intake.archive import Package, whole
from zhicheng.core.intake.limits import Limits
from zhicheng.core.intake.model import column_letter
from zhicheng.core.intake.refusals import Refused
from zhicheng.publications.forms.surgery import Cut, Span, cut, escaped, plain_utf8, repacked, spans
from zhicheng.publications.forms.xlsx_reading import position, workbook_part

_SHEET_PARTS = frozenset(("sheetData", "row", "c", "v", "f", "is", "col"))
_TYPE = re.compile(rb"""\s+t=("[^"]*"|'[^']*')""")
# What may stand in a workbook before calcPr, in the order of the schema.
_BEFORE_CALC = ("sheets", "functionGroups", "externalReferences", "definedNames")
_BOOK_PARTS = frozenset(("workbook", "sheet", "calcPr", *_BEFORE_CALC))


def fill_workbook(path: Path, limits: Limits, work: Mapping[str, Any]) -> bytes:
    """The workbook's bytes with values, computed formulas and the sheet of sources. Raises Refused."""
    package = Package(path, limits)
    by_part: dict[str, dict[tuple[int, int], Mapping[str, Any]]] = {}
    for each in (*work["values"], *work["formulas"]):
        by_part.setdefault(each["part"], {})[each["row"], each["column"]] = each
    computed = {(each["part"], each["row"], each["column"]) for each in work["formulas"]}
    replaced = {}
    for part, cells in by_part.items():
        formulas = {(row, column) for name, row, column in computed if name == part}
        replaced[package.names[part].filename] = _sheet(plain_utf8(package.part(part)), cells, formulas)
    added, more = _book(package, work["sources"], work["title"], with_formulas=bool(work["formulas"]))
    replaced |= more
    for content in replaced.values():
        spans(content, lambda _local: False)  # whatever goes out can be read again
    return repacked(path.read_bytes(), replaced, added)


def _sheet(content: bytes, cells: Mapping[tuple[int, int], Mapping[str, Any]], formulas: set[tuple[int, int]]) -> bytes:
    found = spans(content, _SHEET_PARTS.__contains__)
    data = next((span for span in found if span.local == "sheetData"), None)
    if data is None:
        raise Refused("damaged")
    styles = _column_styles(found)
    rows = dict(_numbered_rows(data))
    cuts: list[Cut] = []
    new_rows: dict[int, list[tuple[int, bytes]]] = {}
    for (row, column), work in sorted(cells.items()):
        there = rows.get(row)
        if there is None:
            new_rows.setdefault(row, []).append((column, _new_cell(data.prefix, row, column, styles.get(column), work)))
            continue
        columns = dict(_numbered_cells(there))
        if column in columns:
            is_formula = (row, column) in formulas
            cuts += (
                _recomputed(content, columns[column], work)
                if is_formula
                else [_written(content, columns[column], work)]
            )
        else:
            style = there.get("s") or styles.get(column)
            new = _new_cell(there.prefix, row, column, style, work)
            cuts.append(_inserted_cell(content, there, columns, column, new))
    cuts += _inserted_rows(content, data, rows, new_rows)
    return cut(content, _opened(cuts, content, rows.values(), data))


def _column_styles(found: Sequence[Span]) -> dict[int, str]:
    styles = {}
    for span in found:
        if span.local == "col" and span.get("style"):
            first, last = whole(span.get("min"), 1) - 1, whole(span.get("max"), 1) - 1
            styles.update({column: span.get("style") or "0" for column in range(max(0, first), min(last, 400) + 1)})
    return styles


def _numbered_rows(data: Span) -> Iterator[tuple[int, Span]]:
    number = -1
    for row in data.children:
        if row.local == "row":
            number = whole(row.get("r")) - 1 if row.get("r") else number + 1
            yield number, row


def _numbered_cells(row: Span) -> Iterator[tuple[int, Span]]:
    column = -1
    for cell in row.children:
        if cell.local == "c":
            column = position(cell.get("r") or "")[1] if cell.get("r") else column + 1
            yield column, cell


def _value(prefix: str, work: Mapping[str, Any]) -> tuple[str, str]:
    """The type attribute and the element of a value."""
    if work.get("number"):
        return "", f"<{prefix}v>{work['number']}</{prefix}v>"
    if work.get("text"):
        text = escaped(work["text"])
        return ' t="inlineStr"', f'<{prefix}is><{prefix}t xml:space="preserve">{text}</{prefix}t></{prefix}is>'
    return "", ""


def _new_cell(prefix: str, row: int, column: int, style: str | None, work: Mapping[str, Any]) -> bytes:
    kind, value = _value(prefix, work)
    dress = f' s="{whole(style)}"' if style else ""
    return f'<{prefix}c r="{column_letter(column)}{row + 1}"{dress}{kind}>{value}</{prefix}c>'.encode()


def _written(content: bytes, cell: Span, work: Mapping[str, Any]) -> Cut:
    """The cell's own tag with its other attributes, and the new value instead of the old content."""
    kind, value = _value(cell.prefix, work)
    tag = _TYPE.sub(b"", content[cell.start : cell.inner]).rstrip(b">").rstrip(b"/").rstrip()
    return Cut(cell.start, cell.end, tag + f"{kind}>{value}</{cell.name}>".encode())


def _recomputed(content: bytes, cell: Span, work: Mapping[str, Any]) -> list[Cut]:
    """The formula stays; its shown value is replaced, or taken away."""
    formula = next((child for child in cell.children if child.local == "f"), None)
    shown = next((child for child in cell.children if child.local == "v"), None)
    if formula is None:
        return []
    new = f"<{cell.prefix}v>{work['number']}</{cell.prefix}v>".encode() if work["number"] else b""
    cuts = [Cut(shown.start, shown.end, new)] if shown else [Cut(formula.end, formula.end, new)]
    tag = content[cell.start : cell.inner]
    if _TYPE.search(tag):
        cuts.append(Cut(cell.start, cell.inner, _TYPE.sub(b"", tag)))
    return cuts


def _inserted_cell(content: bytes, row: Span, columns: Mapping[int, Span], column: int, new: bytes) -> Cut:
    behind = [cell for number, cell in columns.items() if number > column]
    if behind:
        place = min(cell.start for cell in behind)
        return Cut(place, place, new)
    return Cut(row.inner_end, row.inner_end, new)


def _inserted_rows(
    content: bytes, data: Span, rows: Mapping[int, Span], new_rows: Mapping[int, Sequence[tuple[int, bytes]]]
) -> list[Cut]:
    cuts = []
    for number, cells in sorted(new_rows.items()):
        inner = b"".join(cell for _column, cell in sorted(cells))
        whole_row = f'<{data.prefix}row r="{number + 1}">'.encode() + inner + f"</{data.prefix}row>".encode()
        behind = [span.start for there, span in rows.items() if there > number]
        place = min(behind) if behind else data.inner_end
        cuts.append(Cut(place, place, whole_row))
    return cuts


def _opened(cuts: Sequence[Cut], content: bytes, rows: Any, data: Span) -> list[Cut]:
    """`<row r="5"/>` that gets cells needs two tags; so does an empty sheet."""
    found = list(cuts)
    for span in (*rows, data):
        inside = [each for each in found if span.bare and each.start == each.end == span.inner_end]
        if not inside:
            continue
        found = [each for each in found if each not in inside]
        tag = content[span.start : span.inner].rstrip(b">").rstrip(b"/").rstrip() + b">"
        found.append(Cut(span.start, span.end, tag + b"".join(e.new for e in inside) + f"</{span.name}>".encode()))
    return found


def _book(
    package: Package, sources: Sequence[Sequence[str]], title: str, *, with_formulas: bool
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """New parts, and the changed list of sheets, relations and types."""
    part = workbook_part(package)
    content = plain_utf8(package.part(part))
    found = spans(content, _BOOK_PARTS.__contains__)
    root = next(span for span in found if span.local == "workbook")
    cuts = _told_to_compute(content, found, root) if with_formulas else []
    added: dict[str, bytes] = {}
    replaced: dict[str, bytes] = {}
    if sources:
        name, target, identity = _free_names(package, part)
        cuts.append(_listed(found, title, identity))
        added[name] = sources_sheet(sources)
        replaced |= _related_parts(package, part, name, target, identity)
    if cuts:
        replaced[package.names[part].filename] = cut(content, cuts)
    return added, replaced


def _told_to_compute(content: bytes, found: Sequence[Span], root: Span) -> list[Cut]:
    calc = next((span for span in found if span.local == "calcPr"), None)
    if calc is None:
        place = max((span.end for span in found if span.local in _BEFORE_CALC), default=root.inner_end)
        return [Cut(place, place, f'<{root.prefix}calcPr fullCalcOnLoad="1"/>'.encode())]
    tag = re.sub(rb"""\s+fullCalcOnLoad=("[^"]*"|'[^']*')""", b"", content[calc.start : calc.inner])
    name = f"<{calc.name}".encode()
    return [Cut(calc.start, calc.inner, tag.replace(name, name + b' fullCalcOnLoad="1"', 1))]


def _free_names(package: Package, part: str) -> tuple[str, str, str]:
    folder = part.rpartition("/")[0]
    number = 1
    while f"{folder}/worksheets/sheet{number}.xml" in package:
        number += 1
    known = set(package.relations(part))
    place = 1
    while f"rIdSource{place}" in known:
        place += 1
    return f"{folder}/worksheets/sheet{number}.xml".lstrip("/"), f"worksheets/sheet{number}.xml", f"rIdSource{place}"


def _listed(found: Sequence[Span], title: str, identity: str) -> Cut:
    sheets = next(span for span in found if span.local == "sheets")
    entries = [span for span in sheets.children if span.local == "sheet"]
    taken = {(span.get("name") or "").lower() for span in entries}
    name, number = title, 2
    while name.lower() in taken:
        name, number = f"{title}{number}", number + 1
    last = entries[-1]
    relation = next((key for key in last.attributes if key.endswith(":id")), "r:id")
    sheet_id = max(whole(span.get("sheetId"), 1) for span in entries) + 1
    new = f'<{last.name} name="{escaped(name)}" sheetId="{sheet_id}" {relation}="{identity}"/>'
    return Cut(sheets.inner_end, sheets.inner_end, new.encode())


def _related_parts(package: Package, part: str, name: str, target: str, identity: str) -> dict[str, bytes]:
    folder, _slash, base = part.rpartition("/")
    relations = posixpath.join(folder, "_rels", f"{base}.rels")
    content = plain_utf8(package.part(relations))
    found = spans(content, ("Relationships", "Relationship").__contains__)
    kind = next((s.get("Type") for s in found if (s.get("Type") or "").endswith("/worksheet")), None)
    if kind is None:
        raise Refused("damaged")
    root = found[0]
    line = f'<{root.prefix}Relationship Id="{identity}" Type="{kind}" Target="{target}"/>'.encode()
    types = plain_utf8(package.part("[Content_Types].xml"))
    type_root = spans(types, ("Types",).__contains__)[0]
    override = (
        f'<{type_root.prefix}Override PartName="/{name}" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    ).encode()
    return {
        package.names[relations].filename: cut(content, [Cut(root.inner_end, root.inner_end, line)]),
        _real(package, "[Content_Types].xml"): cut(types, [Cut(type_root.inner_end, type_root.inner_end, override)]),
    }


def _real(package: Package, name: str) -> str:
    return next(info.filename for there, info in package.names.items() if there.lower() == name.lower())


_WIDTHS = (14, 8, 14, 10, 34, 34, 20, 46, 30, 18, 18)


def sources_sheet(rows: Sequence[Sequence[str]]) -> bytes:
    """A plain sheet of texts; it needs no style of the sender's."""
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(_WIDTHS, start=1)
    )
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(
            f'<c r="{column_letter(column)}{number}" t="inlineStr"><is><t xml:space="preserve">{escaped(text)}</t></is></c>'
            for column, text in enumerate(row)
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>{''.join(lines)}</sheetData>"
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()
