"""The editor: the template beside the palette of figures, the fields as offices have them, the real page as preview."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache

from zhicheng.core.refusal import WrongState
from zhicheng.publications.actions import documents as actions
from zhicheng.publications.actions.documents import NAMES, Overtaken, Written
from zhicheng.publications.drafting import compose, palette
from zhicheng.publications.drafting.drawing import CHART_NAMES
from zhicheng.publications.drafting.tables import TABLES
from zhicheng.publications.kinds import DISCLOSURES, KINDS, URGENCIES
from zhicheng.publications.permissions import P
from zhicheng.publications.printing import html_of
from zhicheng.publications.queries import documents
from zhicheng.publications.queries.materials import edition_or_none, printed
from zhicheng.publications.rules.comparing import changes
from zhicheng.web.desk.publications.frame import document_url, edition_choices
from zhicheng.web.shared.forms import attempt
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.wording import Form

SHOWN = 60
TEMPLATE, VERSION, PRINTED = ("template",), ("edition", "earlier", "language"), ("urgency", "signatory")


def _lines(rows: int, label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), help_text=help_text
    )


class TextForm(Form):
    """The template and the fields of a document."""

    stamp = forms.IntegerField(widget=forms.HiddenInput)
    template = forms.CharField(
        label=lazy("正文"), required=False, strip=False, max_length=220_000,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false", "class": "template"}),
    )  # fmt: skip
    edition = forms.ChoiceField(label=lazy("数据版本"), required=False)
    earlier = forms.ChoiceField(label=lazy("上期数据版本"), required=False)
    language = forms.ChoiceField(label=lazy("文字"), choices=())
    recipients = _lines(2, lazy("主送机关"), lazy("写全称或规范化简称，末尾用冒号。"))
    copies = _lines(2, lazy("抄送机关"))
    signatory = forms.CharField(label=lazy("签发人"), required=False, max_length=60)
    contact = forms.CharField(label=lazy("联系人及电话"), required=False, max_length=200)
    urgency = forms.ChoiceField(label=lazy("紧急程度"), required=False)
    basis = _lines(2, lazy("依据"), lazy("印发这份公文的依据，一行一条。"))
    attachments = _lines(2, lazy("附件名称"), lazy("一行一件。"))
    disclosure = forms.ChoiceField(label=lazy("公开属性"), required=False)
    disclosure_reason = _lines(2, lazy("不主动公开的理由"), lazy("依申请公开、不予公开的，写明理由和依据条款。"))
    reviewed = forms.BooleanField(
        label=lazy("已经公开审查"), required=False,
        help_text=lazy("已确认不涉及国家秘密、商业秘密、个人隐私，公开后不危及安全和稳定。"),
    )  # fmt: skip
    change_note = _lines(3, lazy("更正说明"), lazy("改了什么、为什么改。随更正版一并公布。"))

    def __init__(self, *args: Any, request: CityRequest, corrected: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[str, Any]]] = {
            "edition": edition_choices(request.actor, none=_("不引用冻结数据")),
            "earlier": edition_choices(request.actor, none=_("不与上期比较")),
            "language": [("zh-hans", _("简体中文")), ("zh-hant", _("繁体中文")), ("en", _("英文"))],
            "urgency": [("", _("不标注")), *((each, each) for each in URGENCIES)],
            "disclosure": [("", _("请选择")), *((slug, str(names)) for slug, names in DISCLOSURES.items())],
        }
        for name, values in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
            field.choices = self._with_own(name, values)
        if not corrected:
            del self.fields["change_note"]

    def _with_own(self, name: str, values: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
        """The choices and the value that stands, also where it can be chosen no more."""
        own = self.initial.get(name, "")
        return values if own in dict(values) else [*values, (own, own)]

    @property
    def written(self) -> Written:
        """What was written, for the action."""
        return Written(**{name: self.cleaned_data[name] for name in NAMES if name in self.cleaned_data})


@page(P.DOCUMENT_WRITE)
@never_cache
def edit(request: CityRequest, code: str) -> HttpResponse:
    """Write the text; save it, or save and check it."""
    detail = documents.document(code, request.actor, at=request.now)
    version = detail.version
    if "edit" not in detail.verbs:
        raise WrongState(_("这份公文现在是“%(state)s”，不能修改。"), state=detail.line.state_name)
    initial = {**{name: getattr(version, name) for name in NAMES}, "stamp": version.stamp}
    form = TextForm(request.POST or None, request=request, corrected=version.number > 1, initial=initial)
    overtaken = False
    if form.is_valid():
        done = attempt(form, lambda: _store(request, code, form))
        if done:
            return HttpResponseRedirect(str(done.value))
        overtaken = isinstance(getattr(form, "refusal", None), Overtaken)
    theirs: list[Any] = []
    if overtaken:
        theirs = changes(form.cleaned_data["template"].splitlines(), version.template.splitlines())
        form.data = _restamped(form.data, version.stamp)
    context = {
        "detail": detail, "version": version, "form": form, "overtaken": overtaken, "theirs": theirs,
        "kind": KINDS.get(detail.line.kind), "entries": _entries(request, detail, ""), "tables": TABLES,
        "charts": CHART_NAMES, "by_name": {field.name: field for field in form.visible_fields()},
    }  # fmt: skip
    return render(request, "desk/publications/edit.html", context, status=422 if form.errors else 200)


def _store(request: CityRequest, code: str, form: TextForm) -> str:
    """Save, and check where that was pressed; where to go then."""
    version = actions.save_document(
        code, written=form.written, stamp=form.cleaned_data["stamp"], by=request.actor, at=request.now
    )
    if request.POST.get("do") != "check":
        messages.success(request, _("已保存。"))
        return reverse("desk-document-edit", args=[code])
    actions.check_document(code, stamp=version.stamp, by=request.actor, at=request.now)
    messages.success(request, _("已保存并检查，结果列在正文旁边。"))
    return document_url(code)


def _restamped(data: Any, stamp: int) -> QueryDict:
    """What was typed, now upon what the other saved: the next press of the button is a decision."""
    copy: QueryDict = data.copy()
    copy["stamp"] = str(stamp)
    return copy


@page(P.DOCUMENT_WRITE)
def names(request: CityRequest, code: str) -> HttpResponse:
    """The palette: figures of the document's edition by name, searched."""
    detail = documents.document(code, request.actor, at=request.now)
    words = request.GET.get("q", "")[:60]
    context = {"detail": detail, "entries": _entries(request, detail, words), "words": words}
    template = "palette_part.html" if request.htmx else "palette.html"
    return render(request, f"desk/publications/{template}", context)


def _entries(request: CityRequest, detail: documents.DocumentDetail, words: str) -> list[Any]:
    return palette(edition_or_none(detail.version.edition, request.actor)).search(words, limit=SHOWN)


@page(P.DOCUMENT_WRITE, P.DOCUMENT_APPROVE, P.DOCUMENT_PUBLISH)
@never_cache
def preview(request: CityRequest, code: str) -> HttpResponse:
    """The real page of the text as it is typed, or as it is saved; nothing is stored."""
    detail = documents.document(code, request.actor, at=request.now)
    version = detail.version
    if request.method == "POST":
        for name in NAMES:
            if name in request.POST:
                setattr(version, name, request.POST[name])
    edition = edition_or_none(version.edition, request.actor)
    earlier = edition_or_none(version.earlier, request.actor)
    composed = compose(version.template, edition=edition, earlier=earlier, language=version.language)
    made = printed(detail.document, version, composed, status=_("草稿"))
    context = {
        "detail": detail, "title": made.title, "problems": composed.problems, "language": version.language,
        "body": mark_safe(html_of(made)),  # noqa: S308 - the rendering escapes every word
    }  # fmt: skip
    template = "preview_part.html" if request.htmx else "preview.html"
    return render(request, f"desk/publications/{template}", context)
