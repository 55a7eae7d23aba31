"""The data check: a file comes in, is read on this computer, and goes out again as the answer; nothing of it stays.

The answer to the upload is the page itself, not a redirect: what a redirect would lead to had to lie somewhere. The
copy with comments is part of that page; a copy too large for a page is made from the file sent once more. Neither
ledger nor session, database or log hears of the file.
"""

from __future__ import annotations

import base64
from pathlib import Path
from traceback import extract_tb
from typing import Any
from urllib.parse import quote

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from zhicheng.claims import Audit, KnownFigure, check, wording
from zhicheng.core.access import Actor
from zhicheng.core.prose import Prose, Reader, commented_copy
from zhicheng.core.refusal import Unreadable
from zhicheng.goals.permissions import P
from zhicheng.web.desk.claims_known import known_figures
from zhicheng.web.desk.claims_page import VERDICTS, findings, gravest_first, remarks_of, script_of, shown
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.uploads import Arrived, TextField, arrived
from zhicheng.web.shared.wording import Form

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# A copy larger than this is not put into the page.
LARGEST_IN_PAGE = 3_000_000
SCRIPTS = {"zh-hant": "zh-Hant", "en": "en"}
# From here on a list above the text leads to the places in it.
LONG = 3000


class FileForm(Form):
    """One file to check, and whether to hold it against what the house has verified."""

    file = TextField(label=lazy("文件"))
    compare = forms.BooleanField(
        required=False, label=lazy("同时与本系统的核实数比对"),
        help_text=lazy("核实数是全市本年度的累计数。只写一个县区、一个月的文字，请不要勾选。"),
    )  # fmt: skip

    def __init__(self, *arguments: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*arguments, **more)
        if not actor.holds(P.TASK_VIEW):
            del self.fields["compare"]


@page()
@never_cache
@sensitive_variables()
def ask(request: CityRequest) -> HttpResponse:
    """The form; the answer to a file that was sent is its text with what was found."""
    form = _form(request) if request.method == "POST" else FileForm(actor=request.actor)
    if form.is_bound and form.is_valid():
        with arrived(form.cleaned_data["file"]) as file, Reader() as reader:
            try:
                return _answer(request, file, reader, known=_known(request, form))
            except Unreadable as refusal:
                form.add_error("file", refusal.sentence)
    return render(request, "desk/claims/ask.html", {"form": form}, status=422 if form.errors else 200)


@page()
@never_cache
@require_POST
@sensitive_variables()
def copy(request: CityRequest) -> HttpResponse:
    """The copy with comments of a file that is too large for the page."""
    form = _form(request)
    if form.is_valid():
        with arrived(form.cleaned_data["file"]) as file, Reader() as reader:
            try:
                audit = _checked(reader.read(file.path, name=file.name), known=_known(request, form))
                body = commented_copy(file.path, audit.prose, remarks_of(audit), reader=reader)
            except Unreadable as refusal:
                form.add_error("file", refusal.sentence)
            else:
                response = HttpResponse(body, content_type=DOCX)
                name = quote(_copy_name(file.name))
                response["Content-Disposition"] = f"attachment; filename=\"copy.docx\"; filename*=UTF-8''{name}"
                return response
    return render(request, "desk/claims/ask.html", {"form": form}, status=422)


def _form(request: CityRequest) -> FileForm:
    return FileForm(request.POST, request.FILES, actor=request.actor)


def _known(request: CityRequest, form: FileForm) -> list[KnownFigure]:
    return known_figures(request.actor, on=request.today) if form.cleaned_data.get("compare") else []


def _answer(request: CityRequest, file: Arrived, reader: Reader, *, known: list[KnownFigure]) -> HttpResponse:
    audit = _checked(reader.read(file.path, name=file.name), known=known)
    found = findings(audit)
    context: dict[str, Any] = {
        "audit": audit,
        "name": file.name,
        "findings": found,
        "places": gravest_first(found),
        "rows": shown(audit, found),
        "summary": wording.summary(audit),
        "unfinished": wording.sentence(audit.unfinished) if audit.unfinished else "",
        "counted": [(each, n) for each in VERDICTS if (n := sum(one.verdict is each for one in found))],
        "quiet": all(one.is_quiet for one in found),
        "long": len(audit.prose.text) > LONG and any(not one.is_quiet for one in found),
        "script": script_of(audit.prose.text),
        "page_script": SCRIPTS.get(get_language() or "", "zh-Hans"),
        "form": FileForm(auto_id="again_%s", initial={"compare": bool(known)}, actor=request.actor),
        "copy_name": _copy_name(file.name),
        **_copy(audit, file, reader),
    }
    return render(request, "desk/claims/answer.html", context)


def _checked(prose: Prose, *, known: list[KnownFigure]) -> Audit:
    """The check; a bug in it is told by its kind and place alone, since its words may be those of the text."""
    try:
        return check(prose, known=known)
    except Exception as error:
        places = [f"{Path(each.filename).name}:{each.lineno}" for each in extract_tb(error.__traceback__)[-6:]]
        raise RuntimeError(f"checking failed: {type(error).__name__} at {' < '.join(reversed(places))}") from None


def _copy(audit: Audit, file: Arrived, reader: Reader) -> dict[str, Any]:
    """The copy as an address in the page; where there is nothing to remark, none."""
    remarks = remarks_of(audit)
    if not remarks:
        return {"copy": "", "copy_apart": False}
    body = commented_copy(file.path, audit.prose, remarks, reader=reader)
    if len(body) > LARGEST_IN_PAGE:
        return {"copy": "", "copy_apart": True}
    return {"copy": f"data:{DOCX};base64,{base64.b64encode(body).decode()}", "copy_apart": False}


def _copy_name(name: str) -> str:
    stem = name.rpartition(".")[0] or name
    return _("%(name)s（核校批注）.docx") % {"name": stem}


urlpatterns = [
    path("", ask, name="desk-claims"),
    path("copy/", copy, name="desk-claims-copy"),
]
