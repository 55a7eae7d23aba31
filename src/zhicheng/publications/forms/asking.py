"""Questions about a form, in an official's words, each with the answers it may have."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zhicheng.publications.forms.answers import AS_IT_IS, BLANK, NOTHING, Option, Question
from zhicheng.publications.forms.meaning import Want


def ask_label(want: Want, text: str, key: str) -> Question:
    """What a label means that may name a task, or that narrows one down."""
    options = [Option(f"subject:{each.name}", _("任务“%(name)s”") % {"name": each.name}) for each in want.options]
    asked = _("“%(label)s”对应哪一项？") % {"label": text}
    if want.subject:
        options.append(Option(AS_IT_IS, _("不影响，按该任务的数填")))
        asked = _("“%(label)s”是否改变该任务的口径？系统没有这样的分类。") % {"label": text}
    options += [Option(NOTHING, _("系统没有这项数据，向单位要数")), Option(BLANK, _("留空"))]
    return Question(key, asked, tuple(options), (want.cell.key,))


def ask_measure(want: Want, key: str, *, of_task: bool) -> Question:
    """Which figure of a task or field a label means that names only the task or field."""
    if of_task:
        options = [
            Option("verified", _("累计核实完成数")), Option("target", _("目标数")), Option("completion", _("完成率")),
            Option("new", _("本期新增数")),
        ]  # fmt: skip
        asked = _("“%(label)s”等栏只写了任务，没有写明填目标数还是完成数。填哪一个？")
    else:
        options = [
            Option("tasks", _("任务数")), Option("on-time", _("达到序时进度的任务数")), Option("done", _("已完成的任务数")),
            Option("mean-completion", _("平均完成率")),
        ]  # fmt: skip
        asked = _("“%(label)s”等栏只写了领域，没有写明填哪个数。填哪一个？")
    options.append(Option(BLANK, _("留空")))
    return Question(key, asked % {"label": want.column_label or want.row_label}, tuple(options), (want.cell.key,))


def ask_programme(want: Want, key: str) -> Question:
    """A figure of single tasks is asked for where no task is named."""
    options = (
        Option("mean-completion", _("各项任务的平均完成率")), Option("on-time-share", _("达到序时进度的比例")),
        Option("tasks", _("任务数")), Option("done", _("已完成的任务数")), Option("on-time", _("达到序时进度的任务数")),
        Option(NOTHING, _("系统没有这项数据，向单位要数")), Option(BLANK, _("留空")),
    )  # fmt: skip
    asked = _("“%(label)s”没有写明是哪项任务。按什么填？") % {"label": want.label}
    return Question(key, asked, options, (want.cell.key,))


def ask_period(want: Want, key: str) -> Question:
    """本期 or 新增 alone: what this period added, or what stands since the year began."""
    options = (Option("increment", _("本期新增（本期累计减上期累计）")), Option("sum", _("年初以来累计")))
    asked = _("“%(label)s”填本期新增的数，还是年初以来的累计数？") % {"label": want.column_label or want.row_label}
    return Question(key, asked, options, (want.cell.key,))


def ask_change(want: Want, key: str) -> Question:
    """增减 alone: against the year before, or against the period before."""
    options = (Option("year-on-year", _("与上年同期比")), Option("on-before", _("与上一期比")))
    asked = _("“%(label)s”与哪一期相比？") % {"label": want.column_label or want.row_label}
    return Question(key, asked, options, (want.cell.key,))


def ask_unassigned(want: Want, name: str) -> Question:
    """What stands for an area to which a task was not handed."""
    options = (
        Option("dash", _("填“—”")), Option("slash", _("填“/”")), Option("zero", _("填0")), Option(BLANK, _("留空")),
        Option(NOTHING, _("向单位要数")),
    )  # fmt: skip
    asked = _("有的任务没有分解到每个地区（例如“%(name)s”）。没有分解任务的格填什么？") % {"name": name}
    return Question("unassigned", asked, options, (want.cell.key,))


def ask_unit(want: Want, key: str, unit: str) -> Question:
    """The form's unit and ours count different things."""
    facts = {"label": want.label, "wanted": want.unit, "unit": unit}
    asked = _("“%(label)s”要求的单位是“%(wanted)s”，系统的数以“%(unit)s”计。怎样填？") % facts
    options = (Option(AS_IT_IS, _("按系统的数原样填")), Option(NOTHING, _("向单位要数")))
    return Question(key, asked, options, (want.cell.key,))


def ask_roster(table: str, names: list[str], key: str) -> Question:
    """Which task's names a list is for."""
    options = [Option(f"subject:{name}", _("任务“%(name)s”的核实名单") % {"name": name}) for name in names]
    options += [Option(BLANK, _("留空"))]
    return Question(key, _("“%(table)s”要填哪项任务的名单？") % {"table": table}, tuple(options))
