"""People from a sheet: the template, the preview before anything is stored, and the links that are handed out once."""

from __future__ import annotations

import base64
import binascii
from io import BytesIO
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache

from zhicheng.core.access.roles import declared
from zhicheng.core.accounts.permissions import P as A
from zhicheng.core.intake.export import put
from zhicheng.core.refusal import RuleBroken
from zhicheng.registry.actions import PeoplePlan, plan_people_file, store_people_file
from zhicheng.registry.rules.people import HEADINGS
from zhicheng.web.desk.handing_out import handed_out
from zhicheng.web.desk.registry.organisations import role_name
from zhicheng.web.desk.registry.regions import upload_page
from zhicheng.web.shared.exports import XLSX
from zhicheng.web.shared.forms import attempt
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table
from zhicheng.web.shared.uploads import Arrived, SheetField, arrived
from zhicheng.web.shared.wording import Form

# The file travels with the preview and comes back with the confirmation, so that nothing lies stored in between.
LARGEST = 1024 * 1024
EXAMPLES = (
    (
        "张样例",
        "市市场监督管理局",
        "质量科科长",
        "质量强市日常工作",
        "市质量强市办",
        "2025-03-01",
        "zhangyl",
        "82001234",
        "",
    ),
    ("李样例", "墨溪区人民政府", "办公室副主任", "质量强区", "县（市、区）质量强县办", "2025.3.1", "liyl", "", ""),
)


class PeopleForm(Form):
    """A sheet of people."""

    sheet = SheetField(label=lazy("人员表"), help_text=lazy("Excel（.xlsx）或 CSV，不超过 1 MB、2000 行。"))

    def clean_sheet(self) -> Any:
        """A sheet that fits into its own preview."""
        upload = self.cleaned_data["sheet"]
        if upload.size > LARGEST:
            raise forms.ValidationError(_("人员表超过 1 MB。请删去图片、格式和无关的工作表，或分成几个文件上传。"))
        return upload


class ConfirmForm(Form):
    """The same file once more, with the mark of what was shown."""

    name = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    file = forms.CharField(max_length=2 * LARGEST, widget=forms.HiddenInput)
    expected = forms.CharField(max_length=64, widget=forms.HiddenInput)


@page(A.ACCOUNT_MANAGE)
def load(request: CityRequest) -> HttpResponse:
    """Take a sheet and show what it would make."""
    form = PeopleForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        upload = form.cleaned_data["sheet"]
        with arrived(upload) as file:
            done = attempt(form, lambda: _planned(request, file))
        if done and done.value is not None:
            upload.seek(0)
            return _preview(request, done.value, name=upload.name, content=upload.read())
    return _load_page(request, form)


@page(A.ACCOUNT_MANAGE)
@never_cache
def store(request: CityRequest) -> HttpResponse:
    """Store what was shown, and hand the invitations out once."""
    form = ConfirmForm(request.POST or None)
    if not form.is_valid():
        return HttpResponseRedirect(reverse("desk-people-load"))
    given = form.cleaned_data
    upload = SimpleUploadedFile(given["name"] or "sheet", _content(given["file"]))
    with arrived(upload) as file:
        done = attempt(
            form,
            lambda: store_people_file(
                file.path, name=file.name, region=settings.CITY.region, expected=given["expected"], on=request.today,
                by=request.actor, at=request.now,
            ),
        )  # fmt: skip
    if not done or done.value is None:
        return _shown_again(request, form, upload)
    stored = done.value
    facts = {"persons": stored.persons, "posts": stored.posts, "count": len(stored.invited)}
    title = _("已登记 %(persons)s 人、任职 %(posts)s 个，开通账号 %(count)s 个。") % facts
    return handed_out(request, stored.invited, title=title, back=reverse("desk-people"))


def _shown_again(request: CityRequest, refused: forms.Form, upload: SimpleUploadedFile) -> HttpResponse:
    """The preview as it would be now, or the sheet with its bad cells; and why nothing was stored."""
    form = PeopleForm({}, MultiValueDict({"sheet": [upload]}))
    if form.is_valid():
        with arrived(upload) as file:
            done = attempt(form, lambda: _planned(request, file))
        if done and done.value is not None:
            upload.seek(0)
            return _preview(request, done.value, name=upload.name or "", content=upload.read(), form=refused)
    return _load_page(request, form)


def _load_page(request: CityRequest, form: PeopleForm) -> HttpResponse:
    lead = _("一人一岗一行，兼岗的写几行、登录名相同。有一处不对就整表不导入，并逐处标明；先看预览，确认后才登记。")
    return upload_page(
        request, form, title=_("导入人员"), lead=lead, back=reverse("desk-people"),
        template="desk/registry/people_load.html",
    )  # fmt: skip


def _planned(request: CityRequest, file: Arrived) -> PeoplePlan:
    return plan_people_file(
        file.path, name=file.name, region=settings.CITY.region, on=request.today, by=request.actor
    )  # fmt: skip


def _content(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise RuleBroken(_("预览中的文件已不完整。请重新上传。")) from error


def _preview(
    request: CityRequest, plan: PeoplePlan, *, name: str, content: bytes, form: forms.Form | None = None
) -> HttpResponse:
    hidden = {"name": name, "file": base64.b64encode(content).decode(), "expected": plan.fingerprint}
    context = {
        "plan": plan, "table": _table(plan), "same": len(plan.posts) - len(plan.new), "posts": len(plan.new),
        "persons": plan.persons, "accounts": plan.accounts, "hidden": ConfirmForm(initial=hidden),
        "errors": form.non_field_errors() if form is not None else (),
    }  # fmt: skip
    status = 409 if form is not None else 200
    return render(request, "desk/registry/people_preview.html", context, status=status)


def _table(plan: PeoplePlan) -> Table:
    return Table(
        columns=[
            Column(lazy("姓名"), lambda post: post.row.name, lead=True),
            Column(lazy("单位"), lambda post: post.organisation_name),
            Column(lazy("职务"), lambda post: post.row.title),
            Column(lazy("岗位权限"), lambda post: role_name(post.row)),
            Column(lazy("任职日期"), lambda post: post.row.valid_from),
            Column(lazy("登录名"), lambda post: post.row.username),
            Column(lazy("将办理"), _what, whole=True),
        ],
        rows=plan.posts,
        caption=lazy("将要登记的人员"),
    )


def _what(post: Any) -> str:
    if post.unchanged:
        return _("已登记，不变")
    if post.again:
        return _("同一人再加一个岗位")
    if post.person:
        return _("为已登记人员加一个岗位")
    return _("登记并开通账号") if post.new_account else _("登记，不开账号")


@page(A.ACCOUNT_MANAGE)
def template(request: CityRequest) -> HttpResponse:
    """The empty sheet, with a second one that explains it."""
    # Heavy, and only this page writes a workbook of two sheets.
    import xlsxwriter

    out = BytesIO()
    roles = [str(role.names) for role in declared().values()]
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "border": 1, "bg_color": "#EEF2F7"})
        plain = book.add_format({"num_format": "@"})
        page_one, page_two = book.add_worksheet(_("人员")), book.add_worksheet(_("填写说明"))
        for column, heading in enumerate(HEADINGS):
            put(page_one, 0, column, heading, head)
            page_one.set_column(column, column, 18, plain)
        role = HEADINGS.index("岗位权限")
        page_one.data_validation(1, role, 2000, role, {"validate": "list", "source": roles})
        page_one.freeze_panes(1, 0)
        page_two.set_column(0, len(HEADINGS), 20)
        for number, line in enumerate(_explained(roles)):
            for column, value in enumerate(line):
                put(page_two, number, column, value, head if line == HEADINGS else None)
    response = HttpResponse(out.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = (
        "attachment; filename=\"people.xlsx\"; filename*=UTF-8''%E4%BA%BA%E5%91%98%E8%A1%A8.xlsx"
    )
    return response


def _explained(roles: list[str]) -> list[tuple[Any, ...]]:
    return [
        HEADINGS,
        *EXAMPLES,
        (),
        (_("姓名、单位、职务、岗位权限、任职日期必填；其余可不填。"),),
        (_("单位写全称、简称或代码；岗位权限为：%(roles)s。") % {"roles": "、".join(roles)},),
        (_("登录名填了就开通账号并得到一个邀请链接；不填只登记人员。一人兼几岗的，写几行，姓名和登录名相同。"),),
        (_("管理范围按地区管理的岗位才需要，填区划代码或名称；不填即单位所在地区。"),),
        (_("只登记办公电话，不登记私人手机和身份证号。"),),
    ]
