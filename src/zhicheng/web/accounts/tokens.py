"""One's own tokens for programs: made, seen once, ended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zhicheng.core.accounts.tokens import DAYS, end_token, make_token, tokens_of
from zhicheng.web.shared.forms import attempt
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.wording import Form

READS, REPORTS = "read", "report"


class TokenForm(Form):
    """A new token."""

    name = forms.CharField(
        label=lazy("给哪个程序用"), max_length=60, help_text=lazy("如“统计系统每季报送”，停用时据此辨认。")
    )
    scope = forms.ChoiceField(
        label=lazy("可以做什么"), choices=((READS, lazy("只读取任务和报告")), (REPORTS, lazy("读取，并保存、报送进展"))),
        widget=forms.RadioSelect, initial=READS,
    )  # fmt: skip
    days = forms.TypedChoiceField(label=lazy("有效期"), coerce=int, initial=90)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = [(each, _("%(n)s 天") % {"n": each}) for each in DAYS]  # type: ignore[attr-defined]


@page()
@never_cache
def tokens(request: CityRequest) -> HttpResponse:
    """One's tokens, and a form for a new one; its secret stands on the answer to the form and nowhere else."""
    form, secret = TokenForm(request.POST or None), ""
    if form.is_valid():
        given = form.cleaned_data
        made = attempt(
            form,
            lambda: make_token(
                given["name"],
                days=given["days"],
                may_report=given["scope"] == REPORTS,
                by=request.actor,
                at=request.now,
            ),
        )
        if made:
            secret, form = made.value or "", TokenForm()
    told = {
        "form": form, "secret": secret, "tokens": tokens_of(request.user.pk, at=request.now),
        "example": f"curl -H 'Authorization: Bearer {secret}' {request.build_absolute_uri('/api/v1/my/parts')}",
    }  # fmt: skip
    response = render(request, "account/tokens.html", told, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store, private"
    return response


@require_POST
@page()
def end(request: CityRequest, number: int) -> HttpResponse:
    """End one at once."""
    end_token(number, by=request.actor, at=request.now)
    messages.success(request, _("令牌已停用，使用它的程序不能再读取和报送。"))
    return HttpResponseRedirect(reverse("my-tokens"))
