"""How a proposal says where it comes from: edition, task, area, measure and period in one line.

These words go into the sender's file, so they are simplified Chinese whatever language the clerk reads.
"""

from __future__ import annotations

from zhicheng.goals.rules.periods import name_of
from zhicheng.indicators.catalogue import MEASURES
from zhicheng.indicators.editions.content import PROGRAMME, Edition
from zhicheng.publications.forms.meaning import Want

_LETTERS = ("Q", "H", "M")


def period_words(period: str) -> str:
    """A period as offices say it; a slug that is none stays."""
    if len(period) >= 6 and period[4] in _LETTERS and period[5:].isdigit():
        return name_of(period)
    return f"{period}年" if period.isdigit() else period


def measure_words(slug: str) -> str:
    """A measure's name; its slug where nobody has named it."""
    found = MEASURES.get(slug)
    return found.names.zh if found else {"lead": "牵头单位", "deadline": "完成时限"}.get(slug, slug)


def definition_of(slug: str) -> str:
    """How a measure is counted, with the version of its definition."""
    found = MEASURES.get(slug)
    return f"{found.definition.zh}（口径第{found.version}版）" if found else ""


def source_words(want: Want, edition: Edition, derived: str) -> str:
    """Where a value comes from, most telling last."""
    subject = edition.subject_by_code.get(want.subject)
    area = edition.area_by_code.get(want.area)
    name = "全部任务" if want.subject == PROGRAMME or subject is None else f"{subject.number} {subject.name}".strip()
    place = area.name if area else want.area
    said = f"数据版本{edition.code}（截至{edition.cut_off}）：{name}，{place}，{measure_words(want.measure)}"
    return f"{said}；{derived}" if derived else said
