"""Pages that say how: the method of counting, who runs the site, and who can use it with what."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhicheng.indicators.catalogue import MEASURES
from zhicheng.statutes.queries import parameter
from zhicheng.web.public.kept import open_page
from zhicheng.web.public.own_words import about_city

PARAMETERS = ("goals-late-margin", "goals-care-margin", "goals-forecast-periods", "goals-forecast-minimum")


@open_page()
def method(request: HttpRequest) -> HttpResponse:
    """How a thing is counted, how the light is found, and what each measure means."""
    on = request.today  # type: ignore[attr-defined]
    found = [parameter(slug, on=on) for slug in PARAMETERS]
    told = {"parameters": found, "late": found[0], "care": found[1], "measures": list(MEASURES.values())}
    return render(request, "public/method.html", told)


@open_page()
def about(request: HttpRequest) -> HttpResponse:
    """Who runs it, how to reach them, under which licence, and that a made-up city is made up."""
    return render(request, "public/about.html", {"about": about_city(), "made_up": settings.CITY.made_up})


@open_page()
def accessibility(request: HttpRequest) -> HttpResponse:
    """For whom the pages are made, how that was checked, and whom to tell where they fail."""
    return render(request, "public/accessibility.html", {"about": about_city()})
