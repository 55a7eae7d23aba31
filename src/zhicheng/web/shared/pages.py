"""The table of every page and who may open it: each view is declared with its permission.

`@page` is the only door: a view without it is found by a test. The check here is "may this person do this anywhere at
all"; whether she may do it to this very thing is asked by the action or query, which knows where the thing stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Role
from zhicheng.core.refusal import NotAllowed
from zhicheng.web.shared.faults import problem
from zhicheng.web.shared.request import wants_json

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Page:
    """Who may open a page: anybody, whoever is signed in, or holders of one of the permissions."""

    permissions: tuple[str, ...] = ()
    public: bool = False

    def open_to(self, role: Role | None) -> bool:
        """May a holder of this role open it? None stands for a visitor who has not signed in."""
        if self.public:
            return True
        if role is None:
            return False
        return not self.permissions or bool(role.permissions & set(self.permissions))

    @property
    def condition(self) -> str:
        """The condition in a word, for the table in the handbook."""
        if self.public:
            return "公开"
        return "、".join(self.permissions) or "已登录"


@dataclass(frozen=True)
class Address:
    """One address of the site with the page that answers it."""

    pattern: str
    name: str
    page: Page | None


def page(*permissions: str, public: bool = False) -> Callable[[View], View]:
    """Declare a view's page: `@page(P.TASK_VIEW)`, `@page()` for whoever is signed in, `@page(public=True)`.

    With several permissions, holding one of them is enough.
    """
    declared = Page(permissions=permissions, public=public)

    def declare(view: View) -> View:
        @wraps(view)
        def checked(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not declared.public:
                if not request.user.is_authenticated:
                    return _to_sign_in(request)
                if permissions and not any(request.actor.holds(each) for each in permissions):
                    raise NotAllowed(
                        _("您的岗位不能打开本页。如工作需要，请联系本单位管理员核对岗位和任职日期。"),
                        permission=permissions[0],
                    )
            return view(request, *args, **kwargs)

        checked.page = declared  # type: ignore[attr-defined]
        return checked

    return declare


def _to_sign_in(request: Any) -> HttpResponseBase:
    """The sign-in page; to a machine a problem document, to htmx the order to leave the page."""
    if wants_json(request):
        return problem(SignInNeeded())
    if request.htmx:
        here = request.htmx.current_url_abs_path or request.get_full_path()
        response = HttpResponse(status=204)
        response["HX-Redirect"] = redirect_to_login(here)["Location"]
        return response
    return redirect_to_login(request.get_full_path())


class SignInNeeded(NotAllowed):
    """Nobody has signed in."""

    code = "sign-in-needed"
    status = 401

    def __init__(self) -> None:
        super().__init__(_("请先登录。"))


def addresses() -> list[Address]:
    """Every address of the site, in the order in which it is matched."""
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[Any], prefix: str) -> Iterator[Address]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, prefix + str(each.pattern))
        elif isinstance(each, URLPattern):
            yield Address("/" + prefix + str(each.pattern), each.name or "", getattr(each.callback, "page", None))
