"""Between the web server and a page: the language, who acts, the second factor, and refusals turned into answers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from zhicheng.core.access import Actor, role
from zhicheng.core.access.queries import actor_of
from zhicheng.core.refusal import NotAllowed, Refusal
from zhicheng.web.shared.faults import OnlyByForm, no_room, refusal_response
from zhicheng.web.shared.request import nobody, over_loopback

logger = logging.getLogger(__name__)

Next = Callable[[HttpRequest], HttpResponseBase]

# What a person may still reach while the second factor has to be set up first.
_BEFORE_SECOND_FACTOR = ("/accounts/", "/static/", "/language/", "/appearance/")


class LanguageMiddleware(LocaleMiddleware):
    """The language that the visitor chose; else the script of Chinese the browser asks for; else the city's.

    Who has signed in is not known yet here: the account's own language is put in its place by ActorMiddleware.

    English is given to those who choose it: an office's browser set to English still wants the office's words.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language for this request."""
        translation.activate(language_of_visitor(request))
        request.LANGUAGE_CODE = translation.get_language()


def language_of_visitor(request: HttpRequest) -> str:
    """The language of a page for whoever asks, by choice or by the script that the browser wants."""
    return _chosen_language(request) or _script_asked_for(request) or settings.LANGUAGE_CODE


def _chosen_language(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else ""


def _script_asked_for(request: HttpRequest) -> str:
    first = request.headers.get("Accept-Language", "").lower().split(",")[0].split(";")[0].strip()
    return "zh-hant" if first.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")) else ""


class ActorMiddleware:
    """Gives a request its actor, its moment, its legal day and the language that goes with the account; asks for the
    second factor where a role needs one.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        """Answer one request."""
        request.now = timezone.now()
        request.today = timezone.localdate(request.now)
        request.actor = SimpleLazyObject(lambda: _actor(request))
        try:
            turned_away = self._turned_away(request)
        except DatabaseError:
            # Who this is cannot be found out. What everybody may read is shown as to anybody; nothing else is.
            if not is_open(request):
                raise
            take_for_visitor(request)
            turned_away = None
        return turned_away or self.get_response(request)

    def _turned_away(self, request: Any) -> HttpResponseBase | None:
        if request.path.startswith("/static/") or not request.user.is_authenticated:
            return None
        if request.user.language in dict(settings.LANGUAGES):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        if request.user.made_up and not may_use_made_up(request):
            logout(request)
            return refusal_response(
                request, NotAllowed(_("演示账号只能在本机使用。请用您自己的账号登录，或在安装本系统的电脑上打开。"))
            )
        if request.path.startswith(_BEFORE_SECOND_FACTOR) or not second_factor_missing(request):
            return None
        return HttpResponseRedirect(reverse("mfa_activate_totp"))


def is_open(request: HttpRequest) -> bool:
    """Is this the address of a page that everybody may read?"""
    try:
        declared = getattr(resolve(request.path_info).func, "page", None)
    except Resolver404:
        return False
    return declared is not None and declared.public


def take_for_visitor(request: Any) -> None:
    """Go on as for somebody without an account; the cookie stays in the browser for when the database is back."""
    request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
    request.session = type(request.session)()
    request.user, request.actor, request.database_away = AnonymousUser(), nobody(), True


def _actor(request: Any) -> Actor:
    user = request.user
    if not user.is_authenticated:
        return nobody()
    return actor_of(account_id=user.pk, person=user.person, name=user.name, on=request.today)


def may_use_made_up(request: HttpRequest) -> bool:
    """May an account of the made-up city be used for this request?"""
    return bool(settings.CITY.made_up) and over_loopback(request)


def asks_second_factor(actor: Actor) -> bool:
    """Does one of the actor's roles ask for a second factor?"""
    held = (role(grant.role) for grant in actor.grants)
    return any(each is not None and each.second_factor for each in held)


def second_factor_missing(request: Any) -> bool:
    """Must this person set up a second factor before anything else?"""
    if request.user.made_up or not asks_second_factor(request.actor):
        return False
    return not Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists()


class RefusalMiddleware:
    """Turns a Refusal into a page, a form message or a problem document; anything else stays a loud error."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request; an address that takes a form only says so, where Django's answer would be blank."""
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET":
            told = refusal_response(request, OnlyByForm())
            told["Allow"] = response.get("Allow", "POST")
            return told
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; a full disk is one too, and the log says so to those who can help."""
        if isinstance(exception, Refusal):
            return refusal_response(request, exception)
        full = no_room(exception)
        if full is None:
            return None
        logger.error("%s: the disk is full, nothing was stored", request.path, exc_info=exception)
        return refusal_response(request, full)
