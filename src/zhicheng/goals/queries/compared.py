"""What the registry says of a roster's names: told beside the row, for whoever verifies it to judge."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from zhicheng.goals.models import RosterRow
from zhicheng.goals.rules.rosters import code_key, name_key
from zhicheng.registry.queries import OrganisationFacts, organisations_by_code
from zhicheng.registry.queries.labels import is_misprinted, looks_like_uscc


def compared(rows: Iterable[RosterRow]) -> dict[int, str]:
    """What to say of each row by its key, one query for all; nothing of a name that the registry does not hold."""
    rows = list(rows)
    codes = {row.organisation for row in rows if row.organisation}
    known = organisations_by_code(codes) if codes else {}
    return {row.pk: _said(row, known.get(row.organisation)) for row in rows}


def _said(row: RosterRow, known: OrganisationFacts | None) -> str:
    code = code_key(row.code)
    if known is None:
        return _("校验码不符，可能抄错了某一位") if is_misprinted(code) else ""
    if known.uscc and looks_like_uscc(code) and code != known.uscc:
        return _("单位库登记的代码是 %(code)s，与此不同") % {"code": known.uscc}
    if code and code == known.uscc and name_key(row.name) != name_key(known.name):
        return _("单位库中此代码登记为“%(name)s”") % {"name": known.name}
    return _("单位库中有登记")
