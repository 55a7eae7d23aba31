"""The home page: first the answer, as a sentence; then the fields of work, what is new, and the ways to look things up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhicheng.web.public import progress, reading, sentences
from zhicheng.web.public.addresses import document_url, edition_url
from zhicheng.web.public.figures import fields_of
from zhicheng.web.public.kept import open_page

NEWS_SHOWN = 6


@dataclass(frozen=True)
class News:
    """Something new: what kind in a word, its light, the words of the link, when, and a line beneath."""

    at: datetime
    kind: str
    light: str
    words: str
    url: str
    note: str = ""


def news() -> list[News]:
    """What was published, corrected or withdrawn, the newest first."""
    found = [*_of_editions(), *_of_documents()]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _of_editions() -> list[News]:
    told = []
    for programme in reading.programmes():
        for head in programme.heads:
            if head.published_at is None:
                continue
            words = _("%(period)s数据公布：%(title)s") % {"period": head.period_name, "title": programme.title}
            if head.supersedes:
                words = _("%(period)s数据更正：%(title)s") % {"period": head.period_name, "title": programme.title}
                told.append(
                    News(head.published_at, _("更正"), "care", words, reverse("public-corrections"), head.reason)
                )
            else:
                told.append(News(head.published_at, _("公开"), "ok", words, edition_url(head.code)))
            if head.withdrawn_at is not None:
                words = _("%(period)s数据撤回：%(title)s") % {"period": head.period_name, "title": programme.title}
                told.append(
                    News(head.withdrawn_at, _("撤回"), "late", words, edition_url(head.code), head.withdrawn_reason)
                )
    return told


def _of_documents() -> list[News]:
    told = []
    for head in reading.documents():
        url = document_url(head.code)
        told.append(News(head.published_at, head.kind_name, "ok", head.title, url, head.number_text))
        if head.state in ("corrected", "withdrawn") and head.changed_at is not None:
            kind, light = (_("更正"), "care") if head.state == "corrected" else (_("撤回"), "late")
            told.append(News(head.changed_at, kind, light, head.title, url, head.corrected_reason))
    return told


@open_page()
def home(request: HttpRequest) -> HttpResponse:
    """The answer of the first programme; without anything published, what will appear here and when."""
    found = reading.programmes()
    told: dict[str, Any] = {"news": news()[:NEWS_SHOWN], "others": [], **reading.coming(not found)}
    if found and not found[0].readable:
        told |= {"programme": found[0], "head": found[0].current}
    elif found:
        edition = reading.edition(found[0].current.code)
        history = reading.history(found[0].code)
        told |= {
            **progress.frame(found[0], edition), "answer": sentences.answer(edition), "groups": fields_of(edition),
            "said": progress.said(edition, history),
            "others": [(each, sentences.answer(reading.edition(each.current.code))) for each in found[1:] if each.readable],
        }  # fmt: skip
    return render(request, "public/home.html", told)
