"""Errors of the API as problem documents (RFC 9457): each with a stable type, and where something was sent also where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from zhicheng.core.refusal import NotAllowed, Refusal, RuleBroken
from zhicheng.goals.actions.reporting import RosterRefused
from zhicheng.web.shared.faults import no_room, problem

AWAY_SECONDS = 30


class TokenNeeded(NotAllowed):
    """No token was shown, or none that opens anything."""

    code = "token-needed"
    status = 401


class Invalid(RuleBroken):
    """What was sent has not the shape that is described."""

    code = "invalid"


class NotJson(Refusal):
    """What was sent cannot be read at all."""

    code = "not-json"
    status = 400


class Changed(Refusal):
    """What stands there is not what the program has read."""

    code = "changed"
    status = 412


class Away(Refusal):
    """The database cannot be reached: what is published is still to be read, nothing can be reported."""

    code = "database-away"
    status = 503


def handle(api: NinjaAPI) -> None:
    """Let every error of these addresses be a problem document."""
    api.add_exception_handler(Refusal, _refused)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(AuthenticationError, _without_token)
    api.add_exception_handler(HttpError, _unreadable)
    # A value that the database refuses is a mistake of ours and stays loud.
    api.add_exception_handler(OperationalError, _away)
    api.add_exception_handler(InterfaceError, _away)


def _refused(_request: HttpRequest, refusal: Any) -> HttpResponse:
    if isinstance(refusal, Invalid):
        return problem(refusal, title=_("请求不合要求"))
    if not isinstance(refusal, RosterRefused):
        return problem(refusal)
    rows = [
        {"pointer": f"#/rows/{each.line - 1}/{each.column}", "detail": str(each.sentence)} for each in refusal.problems
    ]
    return problem(refusal, errors=rows)


def _invalid(_request: HttpRequest, error: Any) -> HttpResponse:
    told = [_told(each) for each in error.errors]
    first = "；".join(f"{each['pointer']}：{each['detail']}" for each in told[:3])
    said = Invalid(_("有 %(count)s 处不合要求，没有办理。%(first)s"), count=len(told), first=first)
    return problem(said, title=_("请求不合要求"), errors=told)


def _told(error: Mapping[str, Any]) -> dict[str, str]:
    """Where and what: a JSON pointer into the body, or the name of a parameter."""
    source, *rest = error["loc"]
    if source == "body":
        # The first part is our own name for the whole body.
        where = "#/" + "/".join(str(each) for each in rest[1:])
    else:
        where = f"{source}:" + ".".join(str(each) for each in rest)
    return {"pointer": where, "detail": _sentence(error)}


def _sentence(error: Mapping[str, Any]) -> str:
    kind, facts = str(error["type"]), error.get("ctx") or {}
    if kind == "missing":
        return _("缺少这一项。")
    if kind == "extra_forbidden":
        return _("没有这一项。请核对名称。")
    if kind.endswith(("_type", "_parsing")):
        return _("类型不对。")
    if kind in ("string_too_long", "too_long"):
        return _("超过 %(most)s。") % {"most": facts.get("max_length", "")}
    if kind in ("string_too_short", "too_short"):
        return _("少于 %(least)s。") % {"least": facts.get("min_length", "")}
    if kind.startswith(("greater_than", "less_than")):
        return _("超出范围（%(limits)s）。") % {"limits": "、".join(str(each) for each in facts.values())}
    return str(error["msg"])


def _without_token(_request: HttpRequest, _error: Any) -> HttpResponse:
    response = problem(
        TokenNeeded(_("需要有效的访问令牌。请在“我的账号”建立令牌，并在请求头写 Authorization: Bearer 令牌。"))
    )
    response["WWW-Authenticate"] = 'Bearer realm="zhicheng"'
    return response


def _unreadable(_request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(NotJson(_("内容不是有效的 JSON，没有办理。请核对后重发。")))


def _away(_request: HttpRequest, error: Any) -> HttpResponse:
    full = no_room(error)
    if full is not None:
        return problem(full)
    response = problem(Away(_("数据库暂时无法连接，没有办理。已公布的内容照常可读，请稍后重发。")))
    response["Retry-After"] = str(AWAY_SECONDS)
    return response
