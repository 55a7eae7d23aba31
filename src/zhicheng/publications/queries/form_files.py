"""The file of a form as it goes back: made from its draft, for a look before it is approved, and for the approval itself."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from zhicheng.core.access import Actor
from zhicheng.core.evidence.storage import path_of
from zhicheng.core.intake import write_sheet
from zhicheng.publications.forms.answers import Draft
from zhicheng.publications.forms.opening import fill_form
from zhicheng.publications.forms.outgoing import outgoing
from zhicheng.publications.models import ArrivedForm
from zhicheng.publications.queries.form_materials import grid_of
from zhicheng.publications.queries.forms import seen_form


def filled_files(row: ArrivedForm) -> list[tuple[str, bytes]]:
    """The filled form, and its sources as a file of their own where the sender's may not get another page."""
    form, grid = grid_of(row.layout)
    made = outgoing(form, grid, Draft.from_plain(row.draft))
    content = fill_form(path_of(row.sha256), made.filling, name=row.file_name)
    name = Path(row.file_name)
    files = [(f"{name.stem}（已填）{name.suffix}", content)]
    if made.apart:
        sheet = BytesIO()
        write_sheet(list(made.apart[0]), [list(line) for line in made.apart[1:]], sheet, name="数据来源")
        files.append((f"{name.stem}（数据来源）.xlsx", sheet.getvalue()))
    return files


def trial_file(key: int, actor: Actor) -> tuple[str, bytes]:
    """The form filled as far as it is now, to be looked at. Raises: Missing."""
    name, content = filled_files(seen_form(key, actor))[0]
    return name.replace("（已填）", "（试填）"), content
