"""Who asks: the bearer of a personal token, with what her posts grant today and no more."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from zhicheng.core.access.queries import actor_of
from zhicheng.core.accounts.tokens import Shown, holder_of
from zhicheng.core.refusal import NotAllowed
from zhicheng.web.shared.middleware import may_use_made_up, second_factor_missing

LONGEST = 200


class PersonalToken(HttpBearer):
    """个人访问令牌。A personal token, made at 我的账号."""

    openapi_description = (
        "在“我的账号 → 访问令牌”建立。Made at My account → Access tokens; reaches as far as its owner's posts."
    )

    def authenticate(self, request: Any, token: str) -> Shown | None:
        """The holder, who becomes the request's actor. Raises: NotAllowed."""
        held = holder_of(token[:LONGEST], at=request.now)
        if held is None:
            return None
        request.user = held.account
        if held.account.made_up and not may_use_made_up(request):
            raise NotAllowed(_("演示账号的令牌只能在本机使用。"))
        request.actor = actor_of(
            account_id=held.account.pk, person=held.account.person, name=held.account.name, on=request.today
        )
        if second_factor_missing(request):
            raise NotAllowed(_("您的岗位须启用动态口令。请先登录网页启用，再使用令牌。"))
        return held


def refuse_reading_only(request: HttpRequest) -> None:
    """Raises: NotAllowed where the token may only read."""
    shown: Shown = request.auth  # type: ignore[attr-defined]
    if not shown.may_report:
        raise NotAllowed(_("这个令牌只能读取。请建立可以报送的令牌。"), code="token-reads-only")
