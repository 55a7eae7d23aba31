"""Publishing and taking back, each after a sentence that says what it means."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.indicators.actions import editions as actions
from zhicheng.indicators.permissions import P
from zhicheng.indicators.queries import editions as queries
from zhicheng.indicators.workflow import EDITION
from zhicheng.web.desk.indicators import told
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.numbers import long_date
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.wording import Form


@page(P.EDITION_PUBLISH)
def publish(request: CityRequest, code: str) -> HttpResponse:
    """Show an edition to everybody."""
    head = queries.edition_head(code, request.actor)
    EDITION.transition(head.state, "publish")
    name, back = told.name_of(head), reverse("desk-edition", args=[code])
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        done = attempt(form, lambda: actions.publish_edition(code, by=request.actor, at=request.now))
        if done:
            messages.success(request, _("已公开%(name)s。") % {"name": name})
            return HttpResponseRedirect(back)
    said = _("公开后，任何人都能看到%(name)s的数据（截至%(day)s），公开网页、大屏和接口随即改用这一版。") % {
        "name": name, "day": long_date(head.cut_off)
    }  # fmt: skip
    shown = queries.latest_of_period(head.programme, head.period, request.actor, state="published")
    if shown is not None:
        said += _("现已公开的%(name)s将被替代，两版的差别和替代理由会一并公开。") % {"name": told.name_of(shown)}
    return form_page(
        request, form, template="confirm.html", title=_("公开%(name)s") % {"name": name}, verb=_("公开"), back=back,
        consequence=said,
    )  # fmt: skip


class WithdrawForm(Form):
    """Why it is taken back."""

    reason = forms.CharField(
        label=lazy("撤回理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=lazy("公开网页会在原网址显示这一理由。"),
    )  # fmt: skip


@page(P.EDITION_PUBLISH)
def withdraw(request: CityRequest, code: str) -> HttpResponse:
    """Take a published edition back."""
    head = queries.edition_head(code, request.actor)
    EDITION.transition(head.state, "withdraw")
    name, back = told.name_of(head), reverse("desk-edition", args=[code])
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data["reason"]
        done = attempt(form, lambda: actions.withdraw_edition(code, reason=given, by=request.actor, at=request.now))
        if done:
            messages.success(request, _("已撤回%(name)s。") % {"name": name})
            return HttpResponseRedirect(back)
    said = _(
        "撤回后，%(name)s的数据不再公开，原网址只说明已撤回和理由；已被下载的文件无法收回。数据有误但可以更正的，"
        "请改为冻结一版替代它。撤回不能恢复。"
    ) % {"name": name}  # fmt: skip
    return form_page(
        request, form, template="confirm.html", title=_("撤回%(name)s") % {"name": name}, verb=_("撤回"), back=back,
        consequence=said,
    )  # fmt: skip
