"""Pages for what went wrong: refusals, wrong addresses, stale forms, and errors of ours."""

from __future__ import annotations

import errno
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from zhicheng.core.refusal import Missing, NotAllowed, Refusal
from zhicheng.web.shared.request import wants_json

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def refusal_response(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal as the asker can read it: problem document (RFC 9457), message beside the form, or a page."""
    if wants_json(request):
        return problem(refusal)
    if getattr(request, "htmx", False):
        response = render(request, "parts/refused.html", {"refusal": refusal}, status=refusal.status)
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML show:top"
        return response
    return render(request, "faults/refusal.html", {"refusal": refusal, "title": _title(refusal)}, status=refusal.status)


def problem(refusal: Refusal, **more: Any) -> JsonResponse:
    """A problem document, with what else there is to say to a program."""
    body = {
        "type": f"urn:zhicheng:{refusal.code}",
        "title": _title(refusal),
        "status": refusal.status,
        "detail": refusal.sentence,
        **more,
    }
    return JsonResponse(
        body, status=refusal.status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
    )


def _title(refusal: Refusal) -> str:
    titles = {
        400: _("请求无法读取"),
        401: _("请先登录"),
        403: _("不能办理"),
        404: _("没有找到"),
        405: _("本页不能直接打开"),
        409: _("现在不能办理"),
        412: _("内容已变化"),
        422: _("内容有误，未保存"),
        429: _("请求过于频繁"),
        500: _("系统出错"),
        503: _("暂时不能提供"),
        507: _("磁盘已满，没有保存"),
    }
    return titles.get(refusal.status, _("不能办理"))


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """No such address."""
    return refusal_response(
        request, Missing(_("没有这个网页，或您无权查看。请核对网址，或从上方导航进入。"), code="no-such-page")
    )


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Refused by Django itself."""
    if wants_json(request):
        return problem(NotAllowed(_("不能办理。")))
    return render(request, "faults/403.html", status=403)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """A request that could not be read."""
    if wants_json(request):
        return problem(
            Refusal(_("这个请求无法读取，没有办理。请核对网址和内容的格式、大小后重试。"), code="unreadable")
        )
    return _bare("faults/400.html", 400)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old."""
    if getattr(request, "htmx", False):
        response = render(request, "parts/stale.html", status=403)
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML show:top"
        return response
    return render(request, "faults/403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """An error of ours: logged by Django; the page says nothing technical and touches neither session nor tables."""
    if wants_json(request):
        return problem(Failed())
    return _bare("faults/500.html", 500)


class OnlyByForm(Refusal):
    """An address that a form sends to was opened by itself, as after signing in once more."""

    code = "only-by-form"
    status = 405

    def __init__(self) -> None:
        super().__init__(
            _(
                "这个网址只接收提交，不能直接打开。如果是登录过期后重新登录到了这里，刚才的提交没有办理，请从上方导航回到原来的网页重新提交。"
            )
        )


class NoRoom(Refusal):
    """The disk is full: nothing was stored, and those who look after the computer can put it right."""

    code = "disk-full"
    status = 507

    def __init__(self) -> None:
        super().__init__(
            _(
                "服务器磁盘空间不足，刚才的内容没有保存，之前的不受影响。请按浏览器的后退键保留已填写的内容，并联系系统管理员清理磁盘后重新提交。"
            )
        )


def no_room(exception: Exception) -> NoRoom | None:
    """The refusal where a database or a file could not be written because the disk is full; else None."""
    if isinstance(exception, OperationalError):
        full = any(words in str(exception) for words in ("disk is full", "No space left on device"))
    else:
        full = isinstance(exception, OSError) and exception.errno in NO_ROOM
    return NoRoom() if full else None


class Failed(Refusal):
    """Stands for an error of ours in a problem document."""

    code = "server-error"
    status = 500

    def __init__(self) -> None:
        super().__init__(_("系统出错，未完成本次操作。已记录，请稍后再试。"))


def _bare(template: str, status: int) -> HttpResponse:
    return HttpResponse(render_to_string(template, {"city": settings.CITY}), status=status)
