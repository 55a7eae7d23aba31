"""How a visitor wants to read: language and size of type, changed by plain forms and kept in cookies; the language of
whoever has signed in also with the account, so that it is there on another computer.
"""

from __future__ import annotations

from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from zhicheng.core.accounts.actions import choose_language
from zhicheng.web.shared.pages import View, page

YEAR = 365 * 24 * 3600


def _guarded_where_known(view: View) -> View:
    """Ask for the token only of whoever has a session: what a visitor chooses changes nothing but her own cookie, and
    the pages kept for visitors bear no token.
    """
    guarded = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def asked(request: HttpRequest) -> HttpResponseBase:
        known = settings.SESSION_COOKIE_NAME in request.COOKIES
        return guarded(request) if known else view(request)

    return asked


@page(public=True)
@_guarded_where_known
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language and go back."""
    response = _back(request)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            choose_language(request.user.pk, language=chosen)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, samesite="Lax")
    return response


@page(public=True)
@_guarded_where_known
@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Keep the chosen size of type and go back."""
    response = _back(request)
    response.set_cookie("large", "1" if request.POST.get("large") == "1" else "0", max_age=YEAR, samesite="Lax")
    return response


def _back(request: HttpRequest) -> HttpResponseRedirect:
    address = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(address if safe else "/")
