"""What a person would say aloud about an edition: sentences made from the figures beneath, so that they cannot differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhicheng.goals.queries.programmes import sentence_of
from zhicheng.indicators.editions.content import PROGRAMME, Edition
from zhicheng.web.public.figures import FieldFigures, TaskFigures, counts_of, fields_of, half_up, plain, task_figures
from zhicheng.web.shared.numbers import long_date

# So many fields are named before the sentence says “and others”.
NAMED = 3


def listed(words: Iterable[str]) -> str:
    """Things in a row, as the language joins them."""
    return _("、").join(words)


def together(*sentences: str) -> str:
    """Sentences one after the other, with a space between them where the language wants one."""
    between = " " if (get_language() or "").startswith("en") else ""
    return between.join(filter(None, sentences))


def answer(edition: Edition, field: FieldFigures | None = None) -> str:
    """The first sentence: how many tasks are in which light."""
    return sentence_of(field.counts if field else counts_of(edition))


def when(edition: Edition) -> str:
    """Of when the figures are."""
    return _("%(title)s，数据截至%(day)s。") % {"title": edition.title, "day": long_date(edition.cut_off)}


def where_late(edition: Edition) -> str:
    """In which fields the late tasks are; "" where none is late."""
    late = sorted((each for each in fields_of(edition) if each.counts["late"]), key=lambda each: -each.counts["late"])
    if not late:
        return ""
    whole = sum(each.counts["late"] for each in late)
    if len(late) == 1:
        return _("滞后任务都在%(field)s领域。") % {"field": late[0].name}
    if late[0].counts["late"] * 2 >= whole and late[0].counts["late"] > late[1].counts["late"]:
        return _("滞后任务主要在%(field)s领域，有 %(n)s 项。") % {"field": late[0].name, "n": late[0].counts["late"]}
    words = listed(_("%(field)s %(n)s 项") % {"field": each.name, "n": each.counts["late"]} for each in late[:NAMED])
    said = _("滞后任务：%(listed)s。") if len(late) <= NAMED else _("滞后任务：%(listed)s，其余在别的领域。")
    return said % {"listed": words}


def mean(edition: Edition, subject: str = PROGRAMME) -> str:
    """How far the tasks are on average, surplus left out; "" where nothing has a percentage."""
    found = edition.value("mean-completion", subject)
    if found is None or found.value is None:
        return ""
    facts = {"n": plain(found.n), "mean": plain(half_up(found.value))}
    if not found.n:
        return _("平均完成 %(mean)s%%，超额部分不抵欠账。") % facts
    return _("%(n)s 项数量、比率和覆盖类任务平均完成 %(mean)s%%，超额部分不抵欠账。") % facts


def since_then(edition: Edition, before: Edition | None) -> str:
    """What became of the tasks that were late in the period before; "" where there was none."""
    if before is None:
        return ""
    then = {each.code: task_figures(before, each).light for each in before.tasks()}
    now = {each.code: task_figures(edition, each).light for each in edition.tasks()}
    late = [code for code, light in then.items() if light == "late" and code in now]
    if not late:
        return ""
    mended = sum(now[code] in ("ok", "care") for code in late)
    words = {"period": before.period_name, "n": len(late), "mended": mended}
    if mended == len(late):
        return _("%(period)s滞后的 %(n)s 项已全部转为正常或需关注。") % words
    if not mended:
        return _("%(period)s滞后的 %(n)s 项仍然滞后。") % words
    return _("%(period)s滞后的 %(n)s 项中，%(mended)s 项已转为正常或需关注。") % words


def before(edition: Edition, history: Sequence[Edition]) -> Edition | None:
    """The last edition of an earlier period of the same programme."""
    earlier = [each for each in history if each.cut_off < edition.cut_off and each.period != edition.period]
    return earlier[-1] if earlier else None


def task_sentence(task: TaskFigures) -> str:
    """One task in a sentence: what was verified of what, and how that stands."""
    if task.kind == "qualitative" and task.steps:
        return _("%(steps)s 个节点中完成 %(met)s 个。") % {"steps": plain(task.steps), "met": plain(task.met) or "0"}
    if task.verified is None:
        return _("尚无经核实的数据。责任单位报送、牵头部门核实并公布后列在这里。")
    if task.kind == "rate":
        return _("经核实为 %(verified)s，目标 %(target)s。") % {
            "verified": task.verified_text,
            "target": task.target_text,
        }
    facts = {"verified": f"{plain(task.verified)}{task.unit}", "target": task.target_text}
    if task.completion is None:
        return _("经核实 %(verified)s。") % facts
    said = _("目标 %(target)s，经核实完成 %(verified)s，完成率 %(share)s%%。")
    return said % {**facts, "share": plain(half_up(task.completion))}
