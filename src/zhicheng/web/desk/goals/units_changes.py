"""After the five are fixed a unit changes nothing by itself: it asks, with its reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.goals.actions.changes import request_change
from zhicheng.goals.permissions import P
from zhicheng.goals.queries import parts as queries
from zhicheng.goals.queries.lines import plain
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.wording import Form

FIELDS = {
    "share": lazy("本单位任务数"), "deadline": lazy("完成时限"), "leader": lazy("责任领导"), "officer": lazy("具体责任人"),
    "officer_phone": lazy("具体责任人电话"),
}  # fmt: skip


class ChangeForm(Form):
    """What is to change, into what, and why."""

    field = forms.ChoiceField(label=lazy("变更内容"))
    new = forms.CharField(
        label=lazy("改为"), max_length=200, help_text=lazy("日期写作 2025-12-31；数量只写阿拉伯数字。")
    )
    reason = forms.CharField(label=lazy("理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, listed: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"] = forms.ChoiceField(label=lazy("变更内容"), choices=listed)


@page(P.CHANGE_REQUEST)
def ask(request: CityRequest, key: int) -> HttpResponse:
    """Ask the office to change what is fixed of a part."""
    part = queries.part(key, request.actor)
    line = part.line
    stands = {
        "share": plain(line.share), "deadline": (line.deadline or part.task.deadline or ""), "leader": line.leader,
        "officer": line.officer, "officer_phone": line.officer_phone,
    }  # fmt: skip
    listed = [
        (slug, _("%(what)s（现为 %(now)s）") % {"what": words, "now": stands[slug] or _("空")})
        for slug, words in FIELDS.items()
        if slug != "share" or part.task.kind != "qualitative"
    ]
    form = ChangeForm(request.POST or None, listed=listed)
    back = reverse("desk-part", args=[key])
    if form.is_valid():
        given = form.cleaned_data
        done = attempt(
            form,
            lambda: request_change(
                part.task.pk, assignment=key, field=given["field"], new=given["new"], reason=given["reason"],
                by=request.actor, at=request.now,
            ),
        )  # fmt: skip
        if done:
            messages.success(request, _("变更申请已提交市质量强市办审批；批准前仍按原内容执行。"))
            return HttpResponseRedirect(back)
    return form_page(
        request, form, title=_("申请变更“%(title)s”") % {"title": part.task.title}, verb=_("提交申请"), back=back,
        lead=_("五定之后不直接修改。申请和审批结果都会留下记录，原内容仍可查到。"),
    )  # fmt: skip
