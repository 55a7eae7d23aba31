"""What the pages for documents share: lights of states, addresses, the editions to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from zhicheng.core.access import Actor
from zhicheng.indicators.queries import editions
from zhicheng.web.shared.request import CityRequest

LIGHTS: Mapping[str, str] = {
    "draft": "none", "checked": "waiting", "submitted": "care", "returned": "late", "approved": "care",
    "published": "ok", "superseded": "none", "withdrawn": "late", "dropped": "none", "open": "care", "taken": "waiting",
    "corrected": "ok", "dismissed": "none",
}  # fmt: skip
MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def document_url(code: str) -> str:
    """Where a document is shown."""
    return reverse("desk-document", args=[code])


def edition_choices(actor: Actor, *, none: str) -> list[tuple[str, str]]:
    """The editions that may be used, the newest first, after the choice of none."""
    found = [("", none)]
    for each in editions.editions(actor):
        if each.state != "withdrawn":
            facts = {
                "period": each.period_name,
                "title": each.title,
                "code": each.code,
                "day": each.cut_off.isoformat(),
            }
            words = _("%(period)s · %(title)s（截至 %(day)s，%(code)s）") % facts
            found.append((each.code, words if each.state != "frozen" else words + _("（未公开）")))
    return found


def pressed(request: CityRequest) -> forms.Form:
    """A form that asks nothing but the press of its button; valid as soon as that was pressed."""
    form = forms.Form(request.POST if request.method == "POST" else None)
    form.is_valid()
    return form


def download(content: bytes, form: str, name: str) -> HttpResponse:
    """A file to be saved, under its Chinese name where the browser knows one."""
    response = HttpResponse(content, content_type=MEDIA[form])
    response["Content-Disposition"] = f"attachment; filename=\"document.{form}\"; filename*=UTF-8''{quote(name)}.{form}"
    return response
