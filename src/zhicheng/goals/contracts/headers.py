"""Finding the head of a table and saying what each column holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from zhicheng.core.intake import Cell, Sheet
from zhicheng.core.quantities import parse_deadline, parse_quantity
from zhicheng.core.quantities.amounts import is_unit
from zhicheng.core.text import fold
from zhicheng.goals.contracts import words
from zhicheng.goals.contracts.organisations import looks_like_unit, split_units, take_units_behind

_REACH = 60
_SAMPLE = 200


@dataclass(frozen=True)
class Column:
    """One column: what it holds, its headings from top to bottom, the county it is for, a unit in its heading."""

    index: int
    field: str = ""
    path: tuple[str, ...] = ()
    county: str = ""
    unit: str = ""
    options: tuple[str, ...] = ()
    hidden: bool = False

    @property
    def label(self) -> str:
        """The lowest heading."""
        return self.path[-1] if self.path else ""


@dataclass
class Head:
    """Where the head stands (rows from 0) and its columns."""

    top: int
    bottom: int
    columns: list[Column] = field(default_factory=list)
    doubts: list[tuple[Column, str, tuple[str, ...]]] = field(default_factory=list)

    def all(self, name: str) -> list[Column]:
        """The visible columns of a field."""
        return [column for column in self.columns if name in column.field.split("+") and not column.hidden]

    def one(self, name: str) -> Column | None:
        """The first visible column of a field."""
        return next(iter(self.all(name)), None)

    @property
    def counties(self) -> list[Column]:
        """The visible columns with a county's share."""
        return [column for column in self.columns if column.county and not column.hidden]

    @property
    def labels(self) -> tuple[str, ...]:
        """The lowest headings, for comparing a repeated head."""
        return tuple(words.clean_label(column.label) for column in self.columns)


def squeeze(text: str) -> str:
    """A heading without the blanks and breaks that offices put in to spread it."""
    return re.sub(r"[\s\u3000\xa0]+", "", text)


def find_head(sheet: Sheet, start: int = 0) -> Head | None:
    """The next head from a row on, or None. A head names a task and something to do about it."""
    for row in range(start, min(len(sheet.rows), start + _REACH)):
        if row in sheet.deleted_rows or len(_hits(sheet, row)) < 2:
            continue
        head = _block(sheet, row, start)
        _name(sheet, head)
        names = {column.field for column in head.columns}
        rest = {"lead", "responsible", "support", "target", "deadline", "total", "county"}
        names = {single for name in names for single in name.split("+")}
        if "task" in names and (names & rest or _units_in_tasks(sheet, head)):
            return head
    return None


def _units_in_tasks(sheet: Sheet, head: Head) -> bool:
    """No column beside the task says anything, but the tasks name their units themselves."""
    task = head.one("task")
    cells = cells_below(sheet, head, task.index) if task else []
    return _share(cells, lambda cell: take_units_behind(cell.text, alone=False)[1].named) >= 0.3


def is_head_row(sheet: Sheet, row: int, head: Head) -> bool:
    """The row repeats (a part of) the head: a table printed over pages."""
    own = [words.clean_label(sheet.cell(row, column.index).text) for column in head.columns]
    if not any(own):
        return False
    known = [{words.clean_label(label) for label in column.path} | {""} for column in head.columns]
    filled = len({text for text in own if text})
    return filled >= 2 and all(text in labels for text, labels in zip(own, known, strict=True))


def starts_new_head(sheet: Sheet, row: int) -> bool:
    """The row is the head of another table below the first."""
    fields = [name for column, name in _hits(sheet, row).items() if name]
    return len(set(fields)) >= 3 and "task" in {f for fs in fields for f in fs}


def _own(sheet: Sheet, row: int, column: int) -> Cell | None:
    cell = sheet.cell(row, column)
    return cell if cell.text.strip() and (cell.merged_from in (None, (row, column))) else None


def _hits(sheet: Sheet, row: int) -> dict[int, tuple[str, ...]]:
    """The cells of a row that are heading words, one for each merged area."""
    hits, seen = {}, set()
    for column in range(sheet.width):
        cell = sheet.cell(row, column)
        if not isinstance(cell.value, str) or (cell.merged_from in seen and cell.merged_from is not None):
            continue
        fields = words.fields_of(squeeze(cell.text))
        if fields and fields not in hits.values():
            hits[column] = fields
            seen.add(cell.merged_from)
    return hits


def _block(sheet: Sheet, row: int, start: int) -> Head:
    """The rows of the head: those that its merges reach, and lines of sub-headings or column numbers below."""
    top = bottom = row
    for first, left, last, _right in sheet.merges:
        reaches = first <= row <= last and first >= start and last - first < 4 and left < sheet.width
        if reaches and words.fields_of(squeeze(sheet.cell(first, left).text)):
            top, bottom = min(top, first), max(bottom, last)
    if top > start and _is_group_row(sheet, top - 1, top):
        top -= 1
    while bottom + 1 < len(sheet.rows) and bottom - top < 4 and _is_subhead(sheet, bottom + 1, top, bottom):
        bottom += 1
    return Head(top, bottom)


def _is_group_row(sheet: Sheet, row: int, head_row: int) -> bool:
    texts = [squeeze(sheet.cell(row, column).text) for column in range(sheet.width)]
    distinct = {text for text in texts if text}
    if not distinct or max(len(text) for text in distinct) > 14 or (len(distinct) == 1 and len([t for t in texts if t]) > 0.7 * sheet.width):
        return False
    if texts and texts[0] and not words.fields_of(texts[0]):
        return False
    spans = any(first == last == row and right > left for first, left, last, right in sheet.merges)
    named = all(words.fields_of(text) or words.GROUPS.fullmatch(words.clean_label(text)) for text in distinct)
    return named and (spans or len(distinct) < len({squeeze(sheet.cell(head_row, c).text) for c in range(sheet.width)}))


def _is_subhead(sheet: Sheet, row: int, top: int, bottom: int) -> bool:
    """The row holds only sub-headings: words of the head, places under a group, or the numbers of columns."""
    fresh = [
        (column, cell)
        for column in range(sheet.width)
        if (cell := sheet.cell(row, column)).text.strip() and not (cell.merged_from and cell.merged_from[0] <= bottom)
    ]
    if not fresh:
        return any(first <= bottom and last >= row for first, left, last, _r in sheet.merges if first >= top and left < sheet.width)
    if _numbers_columns([cell for _column, cell in fresh]):
        return True
    texts = [squeeze(cell.text) for _column, cell in fresh]
    if any(not isinstance(cell.value, str) or len(text) > 14 for (_c, cell), text in zip(fresh, texts, strict=True)):
        return False
    known = [bool(words.fields_of(text)) or words.is_place(text) or is_unit(text) for text in texts]
    under = [_under_group(sheet, column, top, bottom) for column, _cell in fresh]
    empty_above = all(not sheet.cell(bottom, column).text.strip() for column, _cell in fresh)
    if not all(k or u for k, u in zip(known, under, strict=True)):
        return False
    covered = any(first <= bottom and last >= row for first, left, last, _r in sheet.merges if first >= top)
    return all(under) or covered or empty_above or (all(bool(words.fields_of(text)) for text in texts) and len(texts) > 1)


def _under_group(sheet: Sheet, column: int, top: int, bottom: int) -> bool:
    """A heading above spreads over several columns here."""
    above = squeeze(sheet.cell(bottom, column).text)
    for first, left, last, right in sheet.merges:
        if top <= first and last <= bottom and left <= column <= right and right > left:
            return True
    if above:
        return bool(words.GROUPS.fullmatch(words.clean_label(above))) and not words.fields_of(above)
    # Not merged: the heading stands over the first column of its group only.
    for left in range(column - 1, -1, -1):
        text = squeeze(sheet.cell(bottom, left).text)
        if text:
            return bool(words.GROUPS.fullmatch(words.clean_label(text))) or bool(words.fields_of(text))
    return False


def _numbers_columns(cells: list[Cell]) -> bool:
    texts = [squeeze(cell.text).strip("（）()栏") for cell in cells]
    if len(texts) < 3:
        return False
    numbers = [int(text) for text in texts if text.isdigit()]
    letters = [text for text in texts if text in "甲乙丙丁戊" or text in ("栏次",)]
    return len(numbers) + len(letters) == len(texts) and len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (1, 0) and (bool(letters) or len(numbers) >= 3)


def _path(sheet: Sheet, head: Head, column: int) -> tuple[str, ...]:
    path: list[str] = []
    for row in range(head.top, head.bottom + 1):
        if _numbers_columns([cell for index in range(sheet.width) if (cell := sheet.cell(row, index)).text.strip()]):
            continue
        text = squeeze(sheet.cell(row, column).text)
        if text and (not path or path[-1] != text) and not text.isdigit():
            path.append(text)
        elif not text and row < head.bottom and not path:
            group = _open_group(sheet, row, column, head)
            if group:
                path.append(group)
    return tuple(path)


def _open_group(sheet: Sheet, row: int, column: int, head: Head) -> str:
    """The unmerged group heading to the left that this column still belongs to."""
    if not squeeze(sheet.cell(head.bottom, column).text):
        return ""
    for left in range(column - 1, -1, -1):
        text = squeeze(sheet.cell(row, left).text)
        if text:
            under = squeeze(sheet.cell(head.bottom, left).text)
            return text if under and under != text else ""
    return ""


def _unit_in(label: str) -> str:
    match = re.search(r"[（(](?:单位[:：])?([^（()）]{1,8})[)）]", label)
    return match[1].strip() if match and is_unit(match[1]) and match[1] not in ("无",) else ""


def _name(sheet: Sheet, head: Head) -> None:
    """Give every column its field: by its words, then by its cells where the words leave a choice."""
    columns = []
    for index in range(sheet.width):
        path = _path(sheet, head, index)
        options = _options(path)
        unit = next((found for label in reversed(path) if (found := _unit_in(label))), "")
        columns.append(Column(index, path=path, options=options, unit=unit, hidden=index in sheet.hidden_columns))
    columns = _counties(sheet, head, columns)
    taken = [column if column.county else replace(column, field=_by_cells(sheet, head, column, columns)) for column in columns]
    head.columns = taken
    _settle(sheet, head)


def _options(path: tuple[str, ...]) -> tuple[str, ...]:
    if not path:
        return ()
    leaf, parents = path[-1], path[:-1]
    own = words.fields_of(leaf)
    above = tuple(found for label in parents for found in words.fields_of(label))
    joined = words.fields_of("".join(path)) if len(path) > 1 else ()
    plain = words.clean_label(leaf)
    if any(field in ("progress", "baseline") for field in above):
        return (above[0],)
    if set(above) & {"lead", "responsible"}:
        if re.match(r"市级|市直|市有关|县级|县|属地|各县|部门", plain):
            return ("responsible",)
        if own and own[0] in ("lead", "support", "contact", "person", "phone"):
            return own
        if "unit" in own:
            return ("responsible",)
    if set(above) & {"contact", "person"} and plain in ("姓名", "名字", "职务", "单位"):
        return ("contact",) if plain == "姓名" else ("progress",)
    if "target" in above and own:
        if "unit" in own:
            return ("unit",)
        if plain in ("指标", "指标名称", "内容", "项目", "名称"):
            return ("task", "target")
        return own
    if "deadline" in above and own:
        return own if own[0] in ("start", "deadline", "milestone") else ("milestone",)
    return own or joined or (above[-1:] if above and len(parents) == 1 and not own and plain in ("", "内容") else ())


def _counties(sheet: Sheet, head: Head, columns: list[Column]) -> list[Column]:
    """Columns that stand for a county: under a group that says so, or named as places side by side."""
    named = [
        column.index
        for column in columns
        if column.path and not column.options and (words.is_place(column.label) or _grouped(column))
    ]
    numeric = [index for index in named if _numeric(sheet, head, index)]
    chosen = {index for index in numeric if len(numeric) >= 2 or _grouped(columns[index])}
    return [
        replace(column, county=re.sub(r"[（(][^（()）]*[)）]$", "", column.label), field="county") if column.index in chosen else column
        for column in columns
    ]


def _grouped(column: Column) -> bool:
    return (len(column.path) > 1 and any(
        words.GROUPS.fullmatch(words.clean_label(label)) for label in column.path[:-1]
    )) or (len(column.path) > 1 and words.is_place(column.label))


def cells_below(sheet: Sheet, head: Head, column: int) -> list[Cell]:
    """The filled data cells of a column, each merged area once."""
    found = []
    for row in range(head.bottom + 1, min(len(sheet.rows), head.bottom + 1 + _SAMPLE)):
        cell = _own(sheet, row, column)
        if cell is not None and cell.text.strip() and not is_head_row_cheap(cell):
            found.append(cell)
    return found


def is_head_row_cheap(cell: Cell) -> bool:
    """The cell of a repeated head."""
    return isinstance(cell.value, str) and len(cell.text) < 8 and words.fields_of(squeeze(cell.text)) != () and not is_unit(cell.text)


def _numeric(sheet: Sheet, head: Head, index: int) -> bool:
    cells = cells_below(sheet, head, index)
    short = [cell for cell in cells if not isinstance(cell.value, str) or len(cell.text.strip()) <= 10]
    return not cells or len(short) >= 0.7 * len(cells)


def _share(cells: list[Cell], test: object) -> float:
    return sum(1 for cell in cells if test(cell)) / len(cells) if cells else 0.0  # type: ignore[operator]


def _is_amount(cell: Cell) -> bool:
    if isinstance(cell.value, int | float):
        return True
    return parse_quantity(cell.text) is not None or fold(cell.text.strip()) in ("全覆盖", "定性", "-", "—", "/")


def _all_units(cell: Cell) -> bool:
    pieces = split_units(cell.text)[0]
    return bool(pieces) and all(looks_like_unit(piece) for piece in pieces)


def _by_cells(sheet: Sheet, head: Head, column: Column, columns: list[Column]) -> str:
    options = column.options
    if not options:
        return ""
    if len(options) == 1:
        return options[0]
    cells = cells_below(sheet, head, column.index)
    if "unit" in options:
        units, offices = _share(cells, lambda cell: is_unit(cell.text)), _share(cells, _all_units)
        if max(units, offices) < 0.6 or not cells:
            others = {option for other in columns if other is not column for option in other.options}
            if cells:
                head.doubts.append((column, "“单位”一栏看不出是计量单位还是责任单位", ("计量单位", "责任单位")))
                return ""
            return "unit" if others & {"lead", "responsible"} else "responsible"
        return "unit" if units > offices else "responsible"
    if set(options) & {"deadline"} and "measures" in options:
        dated = _share(cells, lambda cell: hasattr(cell.value, "year") or parse_deadline(cell.text, 2000) is not None)
        return "deadline" if dated >= 0.5 or not cells else "measures"
    if "target" in options and "task" in options:
        others = [other for other in columns if other is not column and "task" in other.options and "target" not in other.options]
        amounts = _share(cells, _is_amount)
        if others:
            return "target"
        rivals = [other for other in columns if other is not column and other.options and {"task", "target"} <= set(other.options)]
        if rivals and amounts >= 0.5:
            return "target"
        return "task"
    return options[0]


def _settle(sheet: Sheet, head: Head) -> None:
    """Where several columns claim one field, keep one; where that is not plain, leave a doubt."""
    if not head.one("task"):
        target = head.one("target")
        if target and _share(cells_below(sheet, head, target.index), _is_amount) < 0.3 and head.all("target"):
            _rename(head, target, "task")
    _settle_tasks(sheet, head)
    _lift_detail(sheet, head)
    _settle_targets(sheet, head)
    if head.all("lead"):
        for column in head.all("responsible"):
            _rename(head, column, "support")
    else:
        _settle_responsible(head)
    if not head.one("deadline"):
        return
    for column in head.all("deadline")[1:]:
        head.doubts.append((column, "有两栏都像完成时限，以左边一栏为准", tuple(c.label for c in head.all("deadline"))))
        _rename(head, column, "")


def _settle_responsible(head: Head) -> None:
    columns = head.all("responsible")
    for position, column in enumerate(columns):
        _rename(head, column, "lead" if position == 0 else "support")
    if len(columns) > 1:
        same_group = len({column.path[0] for column in columns}) == 1 and len(columns[0].path) > 1
        if not same_group:
            labels = tuple(column.label for column in columns)
            head.doubts.append((columns[1], "有两栏都像责任单位，暂以左边一栏为牵头单位", labels))


def _rename(head: Head, column: Column, field_name: str) -> None:
    head.columns[head.columns.index(column)] = replace(column, field=field_name)


_DETAIL = re.compile(r"内容|具体|描述|要求|及措施|二级|三级|指标")


def _settle_tasks(sheet: Sheet, head: Head) -> None:
    tasks = head.all("task")
    if len(tasks) < 2:
        return
    counts = {column.index: len(cells_below(sheet, head, column.index)) for column in tasks}
    most = max(counts.values())
    dense = [column for column in tasks if counts[column.index] >= 0.8 * most]
    for column in tasks:
        if column not in dense:
            _rename(head, column, "category" if column.index < dense[0].index else "measures")
    if len(dense) < 2:
        return
    chosen = dense[0]
    if _repeats(sheet, head, dense[0]) and not _repeats(sheet, head, dense[1]):
        _rename(head, dense[0], "category")
        chosen = dense[1]
    for column in dense:
        if column is chosen or column.index < chosen.index:
            continue
        _rename(head, column, "detail")
        if not _DETAIL.search(column.label):
            labels = tuple(c.label for c in dense)
            head.doubts.append((column, f"有两栏都像任务内容，暂以“{chosen.label}”为任务", labels))


def _lift_detail(sheet: Sheet, head: Head) -> None:
    """The task column only groups rows, and another text column holds what is to be done: that one is the task."""
    task = head.one("task")
    others = [c for name in ("detail", "standard", "measures") for c in head.all(name)]
    anchors = {name for name in ("lead", "responsible", "target", "deadline", "total")}
    if task is None or not others:
        return
    rows = range(head.bottom + 1, min(len(sheet.rows), head.bottom + 1 + _SAMPLE))
    under = [row for row in rows if (cell := sheet.cell(row, task.index)).merged_from and cell.merged_from[0] < row]
    facts = [column.index for column in head.columns if column.field in anchors and not column.hidden]
    if not any(_own(sheet, row, index) for row in under for index in facts):
        return
    for column in others:
        filled = [row for row in under if _own(sheet, row, column.index)]
        if under and len(filled) >= 0.8 * len(under):
            _rename(head, task, "category")
            _rename(head, column, "task")
            return


def _repeats(sheet: Sheet, head: Head, column: Column) -> bool:
    texts = [cell.text.strip() for cell in cells_below(sheet, head, column.index)]
    return len(texts) > 3 and len(set(texts)) <= 0.6 * len(texts)


def _settle_targets(sheet: Sheet, head: Head) -> None:
    targets = head.all("target")
    total = head.one("total")
    if not targets:
        if total is not None:
            _rename(head, total, "target")
        return
    if len(targets) < 2:
        return
    numeric = [c for c in targets if _share(cells_below(sheet, head, c.index), _is_amount) >= 0.6]
    if len(numeric) == 1:
        for column in targets:
            if column is not numeric[0]:
                _rename(head, column, "target_text")
        return
    rivals = numeric or targets
    _by_year(head, targets, rivals)


def _by_year(head: Head, targets: list[Column], rivals: list[Column]) -> None:
    years = {column.index: re.search(r"20\d\d", "".join(column.path)) for column in rivals}
    stated = {index: int(match[0]) for index, match in years.items() if match}
    for column in targets:
        if column not in rivals:
            _rename(head, column, "target_text")
    if len(stated) == len(rivals) and len(set(stated.values())) == len(rivals):
        for column in rivals:
            _rename(head, column, f"target@{stated[column.index]}")
        return
    unnamed = [column for column in rivals if column.index not in stated]
    if stated and len(unnamed) == 1:
        for column in rivals:
            if column.index in stated:
                _rename(head, column, f"target@{stated[column.index]}")
        return
    labels = tuple(column.label for column in rivals)
    head.doubts.append((rivals[0], "有几栏都像目标值", labels))
    for column in rivals:
        _rename(head, column, "rival_target")
