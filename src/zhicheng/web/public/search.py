"""One search over everything public: tasks, fields, units, firms, documents and pages, in either script of Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from zhicheng.core.refusal import Refusal
from zhicheng.core.text import fold
from zhicheng.publications.queries.published import published_document
from zhicheng.web.public import reading
from zhicheng.web.public.addresses import document_url, field_url, firm_url, task_url, unit_url
from zhicheng.web.public.figures import fields_of, tasks_of
from zhicheng.web.public.kept import open_page
from zhicheng.web.public.numbered import leaf
from zhicheng.web.public.organisations import SHORTEST, asked_words, register
from zhicheng.web.shared.drawings import light_word

PAGE_SIZE = 20
AROUND = 36


@dataclass(frozen=True)
class Entry:
    """Something that can be found: what kind, its words, where it is, a note, and the folded text it is found in."""

    kind: str
    title: str
    url: str
    note: str
    text: str
    folded: str
    rank: int


@dataclass(frozen=True)
class Hit:
    """A found thing with the words marked."""

    kind: str
    title: SafeString
    url: str
    note: str
    passage: SafeString


def _entries() -> list[Entry]:
    return [*_pages(), *_fields_and_tasks(), *_units(), *_documents(), *_firms()]


def _entry(kind: str, title: str, url: str, note: str = "", text: str = "", *, rank: int) -> Entry:
    return Entry(kind, title, url, note, text, fold(f"{title}\n{text}"), rank)


def _pages() -> Iterator[Entry]:
    for name, title, text in (
        ("public-progress", _("目标与进展"), _("各领域、各项任务的目标、经核实的完成数和算式")),
        ("public-documents", _("公文"), _("通报、简报、通知和报告")),
        ("public-organisations", _("单位查询"), _("企业和责任单位查询，统一社会信用代码")),
        ("public-data", _("数据下载"), _("开放数据，CSV、Excel、JSON，数据字典，许可")),
        ("public-method", _("统计口径"), _("怎样统计，怎样判定进度：序时进度、滞后、需关注、未报送")),
        ("public-corrections", _("勘误"), _("更正和撤回的数据、公文")),
        ("public-feeds", _("订阅"), _("更新提醒")),
        ("public-about", _("关于本站"), _("谁负责、联系方式、许可")),
        ("public-accessibility", _("无障碍说明"), _("适老版、键盘、读屏软件")),
    ):
        yield _entry(_("网页"), title, reverse(name), text=text, rank=4)


def _fields_and_tasks() -> Iterator[Entry]:
    for programme in reading.programmes():
        if not programme.readable:
            continue
        edition = reading.edition(programme.current.code)
        for each in fields_of(edition):
            note = _("%(n)s 项任务") % {"n": each.tasks}
            yield _entry(
                _("领域"), each.name, field_url(programme.code, each.slug), f"{edition.title} · {note}", rank=0
            )
        for task in tasks_of(edition):
            said = [task.arithmetic, light_word(task.light), edition.period_name]
            text = " ".join((task.lead, task.field_name, task.subject.facts.get("standard", "")))
            yield _entry(_("任务"), task.subject.name, task_url(task), " · ".join(filter(None, said)), text, rank=1)


def _units() -> Iterator[Entry]:
    for each in register().units.values():
        note = _("牵头 %(n)s 项任务") % {"n": len(each.leads)} if each.leads else _("报送单位")
        yield _entry(_("单位"), each.name, unit_url(each.name), note, rank=2)


def _firms() -> Iterator[Entry]:
    for each in register().firms.values():
        note = ngettext("%(n)s 项经核实的成果", "%(n)s 项经核实的成果", len(each.items)) % {"n": len(each.items)}
        yield _entry(_("企业"), each.name, firm_url(each.code), f"{each.code} · {note}", each.code, rank=5)


def _documents() -> Iterator[Entry]:
    for head in reading.documents():
        try:
            text = published_document(reading.folder(), head.code).text
        except Refusal:
            text = ""
        note = " · ".join(filter(None, (head.number_text, head.issuer, f"{head.published_at:%Y-%m-%d}")))
        yield _entry(_("公文"), head.title, document_url(head.code), note, text, rank=3)


_INDEXES: dict[str, reading.PerStamp[list[Entry]]] = {}


def index() -> list[Entry]:
    """Everything that can be found, in the language of the page."""
    language = get_language() or ""
    return _INDEXES.setdefault(language, reading.PerStamp(_entries))()


def found(words: str) -> list[Entry]:
    """Entries that hold every one of the words: those with it in the title first, then by kind."""
    parts = words.split()
    rows = [each for each in index() if all(part in each.folded for part in parts)]
    return sorted(rows, key=lambda each: (not all(part in fold_title(each) for part in parts), each.rank))


def fold_title(entry: Entry) -> str:
    """The folded title alone."""
    return entry.folded[: len(entry.title)]


def hit(entry: Entry, words: str) -> Hit:
    """The entry with the words marked, and the passage of its text around the first of them."""
    part = words.split()[0]
    place = entry.folded.find(part, len(entry.title) + 1)
    passage = SafeString("")
    if entry.text and place >= 0 and part not in fold_title(entry):
        begin = max(0, place - len(entry.title) - 1 - AROUND)
        end = place - len(entry.title) - 1 + len(part) + AROUND
        lead, tail = "…" if begin else "", "…" if end < len(entry.text) else ""
        passage = format_html("{}{}{}", lead, marked(entry.text[begin:end], part), tail)
    return Hit(entry.kind, marked(entry.title, part), entry.url, entry.note, passage)


def marked(text: str, part: str) -> SafeString:
    """The text with the part marked where it first stands; folding keeps places, so the original is marked."""
    place = fold(text).find(part)
    if place < 0:
        return format_html("{}", text)
    end = place + len(part)
    return format_html("{}<mark>{}</mark>{}", text[:place], text[place:end], text[end:])


@open_page(query=("q", "page"), store=False)
def search(request: HttpRequest) -> HttpResponse:
    """The results in leaves; what to try where nothing was found."""
    typed, words = asked_words(request)
    enough = len(words.replace(" ", "")) >= SHORTEST
    rows = leaf(request, found(words) if enough else [], size=PAGE_SIZE)
    told = {"q": typed, "enough": enough, "leaf": rows, "hits": [hit(each, words) for each in rows.rows]}
    return render(request, "public/search.html", told)
