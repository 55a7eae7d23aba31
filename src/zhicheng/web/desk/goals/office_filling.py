"""Filling many rows of the assigning table at once: the form, and what it makes of a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.goals.queries.planning import PlanLine
from zhicheng.web.desk.goals.office_frame import field_choices
from zhicheng.web.desk.goals.office_plan_rows import PlanRow, RowUnit, read_day, units_of, without_days
from zhicheng.web.shared.fields import DayField
from zhicheng.web.shared.wording import Form

# What a standard of acceptance commonly says, by kind of task.
STANDARDS = {
    "counted": lazy("完成数达到目标值，以经核实的名单为准"),
    "coverage": lazy("应覆盖的对象全部覆盖，以逐一列名的名单为准"),
    "rate": lazy("比率达到目标值，以列明分子、分母的统计资料为准"),
    "qualitative": lazy("各节点按期完成，以印发的文件或其他书面材料为准"),
}
SPLITS = (("", lazy("不分")), ("even", lazy("按任务数平均分")), ("each", lazy("各县（市、区）同一个数")))
OWN = (
    ("", lazy("不另定")), ("support", lazy("配合单位")), ("county", lazy("县（市、区）")), ("lead", lazy("牵头单位")),
    ("others", lazy("第一牵头单位以外的各单位")),
)  # fmt: skip
SCOPES = (("picked", lazy("勾选的任务")), ("page", lazy("本页全部任务")), ("all", lazy("符合条件的全部任务")))


@dataclass(frozen=True)
class Filling:
    """What is filled into many rows at once; `over` also where something stands already."""

    standard: str = ""
    suggested: bool = False
    deadline: str = ""
    quality: str = ""
    lead: str = ""
    support: str = ""
    split: str = ""
    each: str = ""
    over: bool = False
    own: str = ""
    own_day: date | None = None
    ahead: int | None = None

    def into(self, row: PlanRow, counties: Sequence[str]) -> PlanRow:
        """The row with what this fills in."""
        standard = str(STANDARDS[row.line.kind]) if self.suggested else self.standard
        changes: dict[str, Any] = {}
        for name, value in (
            ("standard", standard),
            ("quality", self.quality),
            ("lead", self.lead),
            ("support", self.support),
        ):
            if value and (self.over or not getattr(row, name)):
                changes[name] = value
        if self.deadline and (self.over or not (row.deadline or row.ongoing)):
            changes.update(deadline=self.deadline, ongoing=False)
        if self.split and (self.over or not any(row.shares.values())):
            shares = self._shares(row, counties)
            changes.update({"shares": shares} if shares else {})
        dues = dict(row.dues)
        for name in {"lead", "support"} & set(changes):
            changes[name], days = without_days(changes[name])
            dues.update(days)
        filled = replace(row, **changes, dues=dues)
        return replace(filled, dues={**filled.dues, **self._dues(filled)}) if self.own else filled

    def _dues(self, row: PlanRow) -> dict[str, str]:
        """The deadline of their own that the chosen units get; none where the task has no day to count back from."""
        day = self.own_day
        if day is None and self.ahead is not None and (whole := read_day(row.deadline)):
            day = whole - timedelta(days=self.ahead)
        if day is None:
            return {}
        written = "" if day == read_day(row.deadline) else day.isoformat()
        chosen = [unit.key for unit in units_of(row) if self._means(unit)]
        return {key: written for key in chosen if self.over or not row.dues.get(key)}

    def _means(self, unit: RowUnit) -> bool:
        if self.own == "others":
            return unit.role != "lead"
        return unit.role == self.own or (self.own == "lead" and unit.role == "co-lead")

    def _shares(self, row: PlanRow, counties: Sequence[str]) -> dict[str, str]:
        if self.split == "each":
            return dict.fromkeys(counties, self.each)
        return even_split(row.line, counties)


def even_split(line: PlanLine, counties: Sequence[str]) -> dict[str, str]:
    """The target shared out evenly, what is left over one by one to the first; empty where it is no whole number."""
    target = line.target_value
    if (
        line.kind not in ("counted", "coverage")
        or target is None
        or target != target.to_integral_value()
        or not counties
    ):
        return {}
    share, rest = divmod(int(target), len(counties))
    return {code: str(share + (place < rest)) for place, code in enumerate(counties)}


class FillForm(Form):
    """What is filled into many rows at once."""

    suggested = forms.BooleanField(label=lazy("按任务类型套用建议的验收标准"), required=False)
    standard = forms.CharField(label=lazy("验收标准"), max_length=2000, required=False)
    deadline = DayField(label=lazy("完成时限"), required=False)
    quality = forms.ChoiceField(label=lazy("质量领域"), required=False)
    lead = forms.CharField(
        label=lazy("牵头单位"), max_length=400, required=False, widget=forms.TextInput(attrs={"list": "departments"})
    )
    support = forms.CharField(label=lazy("配合单位"), max_length=800, required=False)
    split = forms.ChoiceField(label=lazy("分解到县（市、区）"), choices=SPLITS, required=False)
    each = forms.DecimalField(
        label=lazy("每县（市、区）"), min_value=0, max_digits=18, decimal_places=4, required=False
    )
    own = forms.ChoiceField(label=lazy("另定时限的单位"), choices=OWN, required=False)
    own_day = DayField(label=lazy("这些单位的时限"), required=False)
    ahead = forms.IntegerField(
        label=lazy("或较任务时限提前（日）"), min_value=0, max_value=366, required=False,
        help_text=lazy("填 0 即与任务时限相同。"),
    )  # fmt: skip
    scope = forms.ChoiceField(label=lazy("填到"), choices=SCOPES, initial="page")
    over = forms.BooleanField(label=lazy("已填的也改"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": "fill"})
        quality = self.fields["quality"]
        assert isinstance(quality, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
        quality.choices = field_choices(blank=_("不改"))

    def clean(self) -> dict[str, Any]:
        """The number that each county gets, and a deadline of some units' own, are asked for only where they are used."""
        given = super().clean() or {}
        if given.get("split") == "each" and given.get("each") is None:
            self.add_error("each", _("请填写每县（市、区）的任务数。"))
        ways = [name for name in ("own_day", "ahead") if given.get(name) is not None]
        if given.get("own") and len(ways) != 1 and not {"own_day", "ahead"} & set(self.errors):
            self.add_error("own", _("请填写这些单位的时限，或提前的日数，二选一。"))
        if ways and not given.get("own"):
            self.add_error("own", _("请选择哪些单位另定时限。"))
        return given

    def filling(self) -> Filling:
        """What it fills in."""
        given = self.cleaned_data
        return Filling(
            standard=given["standard"], suggested=given["suggested"],
            deadline=given["deadline"].isoformat() if given["deadline"] else "", quality=given["quality"],
            lead=given["lead"], support=given["support"], split=given["split"],
            each="" if given["each"] is None else f"{given['each']:f}", over=given["over"], own=given["own"],
            own_day=given["own_day"], ahead=given["ahead"],
        )  # fmt: skip
