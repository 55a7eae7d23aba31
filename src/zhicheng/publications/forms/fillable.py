"""Whether a file that was read is a form to fill: it has a table, the table has blanks, and they may be filled."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import RuleBroken, Unreadable
from zhicheng.publications.forms.grid import Grid

MOST_WANTED = 20_000


def check_fillable(grid: Grid, name: str) -> None:
    """Raises: Unreadable (no table), RuleBroken (nothing blank, all locked, too many blanks)."""
    if not grid.tables:
        raise Unreadable(
            _("“%(name)s”里没有认出要填的表：没有表头，或表头下面没有空格。请核对是不是上级发来的空白表。"),
            code="no-form",
            name=name,
        )
    wanted = sum(len(table.wanted) for table in grid.tables)
    if not wanted:
        shut = sum(len(table.shut) for table in grid.tables)
        if shut:
            raise RuleBroken(
                _("“%(name)s”的空格都被工作表保护锁定，不能填写。请向发表单位索要未锁定的表。"),
                code="all-locked",
                name=name,
            )
        raise RuleBroken(_("“%(name)s”没有空格要填，可能已经填好。请上传空白表。"), code="nothing-blank", name=name)
    if wanted > MOST_WANTED:
        raise RuleBroken(
            _("“%(name)s”有%(wanted)s个空格，超过%(most)s个的上限。请删去表下多余的空行，或拆成几张表。"),
            code="too-many-blanks", name=name, wanted=wanted, most=MOST_WANTED,
        )  # fmt: skip
