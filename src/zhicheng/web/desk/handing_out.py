"""Invitations for many: one-time links on a page and in a sheet, shown this once and kept nowhere."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.accounts.actions import INVITATION_HOURS
from zhicheng.core.accounts.together import Invited
from zhicheng.core.intake import write_sheet
from zhicheng.registry.queries.people import posts_of_many
from zhicheng.web.shared.exports import XLSX
from zhicheng.web.shared.numbers import moment
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table


def handed_out(request: CityRequest, invited: Sequence[Invited], *, title: str, back: str) -> HttpResponse:
    """The page with the links and the sheet of them; it may not be kept by a browser or a proxy."""

    def address(row: Invited) -> str:
        return request.build_absolute_uri(reverse("invitation", args=[row.secret]))

    posts = posts_of_many([each.person for each in invited], on=request.today)
    table = Table(
        columns=[
            Column(lazy("姓名"), lambda row: row.name, lead=True),
            Column(
                lazy("单位"),
                lambda row: "、".join(dict.fromkeys(p.organisation_name for p in posts.get(row.person, ()))),
            ),
            Column(lazy("用户名"), lambda row: row.username),
            Column(
                lazy("邀请链接"), address, lambda row: format_html('<span class="text-break">{}</span>', address(row))
            ),
            Column(lazy("有效期至"), lambda row: moment(row.expires_at)),
        ],
        rows=invited,
        caption=lazy("邀请"),
        classes="links",
    )
    context = {"title": title, "table": table, "count": len(invited), "hours": INVITATION_HOURS, "back": back,
               "sheet": _sheet(table) if invited else ""}  # fmt: skip
    response = render(request, "desk/accounts/handed_out.html", context)
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "strict-origin"
    return response


def _sheet(table: Table) -> str:
    out = BytesIO()
    rows: list[list[Any]] = [[column.value(row) for column in table.columns] for row in table.rows]
    write_sheet([str(column.title) for column in table.columns], rows, out, name=_("邀请"))
    return f"data:{XLSX};base64,{base64.b64encode(out.getvalue()).decode()}"
