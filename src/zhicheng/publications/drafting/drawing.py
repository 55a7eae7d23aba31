"""Charts by the name that clerks give them, and what may be said after the name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from zhicheng.core.refusal import Refusal
from zhicheng.indicators.editions.content import PROGRAMME, Edition
from zhicheng.publications.blocks import ChartBlock
from zhicheng.publications.charts import CHARTS, chart

_SHORT = {
    "progress-by-field": "领域进展", "completion-by-task": "任务完成", "counties": "分县进展", "trend": "历期变化",
    "corrections": "更正前后",
}  # fmt: skip
CHART_NAMES: Mapping[str, str] = {_SHORT.get(slug, kind.names.zh): slug for slug, kind in CHARTS.items()}


def _field(edition: Edition, about: str) -> dict[str, str]:
    return {"field": next((each.code for each in edition.fields() if each.name == about), about)}


def _task(edition: Edition, about: str) -> dict[str, str]:
    return {"task": next((each.code for each in edition.tasks() if each.number == about), about)}


def _subject(edition: Edition, about: str) -> dict[str, str]:
    """A field by its name or a task by its number; the whole where neither is."""
    field = next((each.code for each in edition.fields() if each.name == about), "")
    return {"subject": field or next((each.code for each in edition.tasks() if each.number == about), PROGRAMME)}


_ABOUT: Mapping[str, Callable[[Edition, str], dict[str, str]]] = {
    "completion-by-task": _field, "counties": _task, "trend": _subject,
}  # fmt: skip


def draw_chart(name: str, edition: Edition, earlier: Edition | None, *, about: str, language: str) -> ChartBlock | str:
    """The chart of that name from an edition and the one before; where it has no data, why, in a sentence."""
    slug = CHART_NAMES[name]
    options = _ABOUT[slug](edition, about) if about and slug in _ABOUT else {}
    before = (earlier,) if earlier is not None else ()
    try:
        return chart(slug, edition, *before, language=language, **options)
    except Refusal as refusal:
        return refusal.sentence
