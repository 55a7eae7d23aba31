"""How a form meets an action: shape is checked by the form, the rest by the action, and both speak beside the fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from zhicheng.core.refusal import Refusal

T = TypeVar("T")

# Not for this person, or no such thing: that is a page of its own and no matter of the form.
_NOT_THE_FORMS = (403, 404)


@dataclass(frozen=True)
class Attempt(Generic[T]):
    """Whether the action was done, and what it returned."""

    done: bool
    value: T | None = None

    def __bool__(self) -> bool:
        return self.done


def attempt(form: forms.BaseForm, call: Callable[[], T], *, fields: dict[str, str] | None = None) -> Attempt[T]:
    """Call the action; a refusal becomes an error of the form, at the field that `fields` names for its code.

    The refusal itself stays with the form as `form.refusal`, for pages that show more of it than its sentence.
    """
    try:
        return Attempt(True, call())
    except Refusal as refusal:
        if refusal.status in _NOT_THE_FORMS:
            raise
        form.refusal = refusal  # type: ignore[attr-defined]
        form.add_error((fields or {}).get(refusal.code), refusal.sentence)
        return Attempt(False)


def form_page(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    title: str,
    verb: str | Promise,
    lead: str = "",
    back: str = "",
    template: str = "form.html",
    **more: Any,
) -> HttpResponse:
    """A page with one form; the status says whether it came back with errors."""
    context = {"form": form, "title": title, "verb": verb, "lead": lead, "back": back, **more}
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)
