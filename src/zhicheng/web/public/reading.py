"""What is published at this moment, read from the city folder and kept in memory until a file there changes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import Error as DatabaseError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import Missing
from zhicheng.core.text import to_traditional
from zhicheng.goals.kinds import ORIGINS
from zhicheng.goals.queries.opened import open_programmes
from zhicheng.indicators.editions import published
from zhicheng.indicators.editions.content import Correction, Edition, EditionHead
from zhicheng.publications.queries.published import FOLDER, INDEX, PublishedHead, published_documents

T = TypeVar("T")
STARTED = time.time()


def folder() -> Path:
    """Where publishing leaves its files."""
    return settings.CITY.folder / "published"


def _seen(place: Path) -> tuple[int, ...]:
    try:
        found = place.stat()
    except OSError:
        return (0,)
    return (found.st_mtime_ns, found.st_size, found.st_ino)


def stamp() -> tuple[object, ...]:
    """Changes whenever anything that public pages are made of changes: times of four files, no content."""
    place = folder()
    return (str(place), *(_seen(each) for each in (place / published.INDEX, place / FOLDER / INDEX, *_own_files())))


def _own_files() -> tuple[Path, ...]:
    """Beside what is published, what else of the city folder stands on public pages."""
    return (settings.CITY.folder / "about.toml", settings.CITY.folder / "map" / "outline.geojson")


def last_change() -> int:
    """The second of the last change of what is published; not before this process began, whose pages may be new."""
    return int(max(STARTED, *(each[0] / 1e9 for each in stamp()[1:] if isinstance(each, tuple))))


class PerStamp(Generic[T]):
    """A thing made once for as long as what is published stays the same."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._kept: tuple[tuple[object, ...], T] | None = None

    def __call__(self) -> T:
        """The thing, made anew only after a change."""
        now = stamp()
        kept = self._kept
        if kept is None or kept[0] != now:
            kept = self._kept = (now, self._make())
        return kept[1]


@dataclass(frozen=True)
class Programme:
    """A programme of which something was published: its editions, newest first, and the one that holds now."""

    code: str
    title: str
    heads: tuple[EditionHead, ...]

    @property
    def current(self) -> EditionHead:
        """The edition that its pages show; where all were withdrawn the newest of them."""
        return next((head for head in self.heads if head.state == "published"), self.heads[0])

    @property
    def readable(self) -> tuple[EditionHead, ...]:
        """Its editions whose content may be read: all but those that were withdrawn."""
        return tuple(head for head in self.heads if head.state != "withdrawn")


def _programmes() -> tuple[Programme, ...]:
    by_code: dict[str, list[EditionHead]] = {}
    for head in published.all_published(folder()):
        by_code.setdefault(head.programme, []).append(head)
    found = [Programme(code, _title(heads[0]), tuple(heads)) for code, heads in by_code.items()]
    return tuple(sorted(found, key=lambda each: (not each.readable, each.current.mark == QUOTED)))


QUOTED = ORIGINS["quoted"].zh


def _title(head: EditionHead) -> str:
    """The programme's name without the period that an edition's title bears."""
    return head.title.removesuffix(f"（{head.period_name}）")


# The programme that the home page speaks of comes first: the newest figures, and figures that are only quoted last.
programmes = PerStamp(_programmes)


def programme(code: str) -> Programme:
    """One programme of which something was published. Raises: Missing."""
    for each in programmes():
        if each.code == code:
            return each
    raise Missing(_("这个计划没有公布过数据。请回到首页查看已公布的内容。"))


def head_of(code: str) -> EditionHead:
    """The head of a published edition. Raises: Missing."""
    for each in programmes():
        for head in each.heads:
            if head.code == code:
                return head
    raise Missing(_("没有公布过这个数据版本。请从“数据”页查看已公布的版本。"))


def edition(code: str) -> Edition:
    """A published edition in the script of the page. Raises: Missing."""
    head_of(code)
    found = published.find(folder(), code)
    if found is None:
        raise Missing(_("没有公布过这个数据版本。请从“数据”页查看已公布的版本。"))
    return in_script(found)


def history(code: str) -> tuple[Edition, ...]:
    """Every published edition of a programme, the oldest first."""
    return tuple(edition(head.code) for head in reversed(programme(code).readable))


def corrections() -> list[Correction]:
    """Published editions that replaced another, the newest first, with every value that changed."""
    return list(published.corrections(folder()))


def coming(nothing_yet: bool) -> dict[str, Any]:
    """What a page says as long as nothing was published: which plans are open, and when figures will appear.

    The only question a public page ever puts to the database, and an answer it can do without.
    """
    if not nothing_yet:
        return {}
    try:
        return {"opened": open_programmes()}
    except DatabaseError:
        return {"opened": ()}


def documents() -> list[PublishedHead]:
    """Documents that everybody may read, the newest first."""
    return [head for head in published_documents(folder()) if head.disclosure == "open"]


def in_script(found: Edition) -> Edition:
    """The edition with its names in traditional characters where the page is; figures and codes stay."""
    if (get_language() or "") != "zh-hant":
        return found
    key = (found.code, found.content_hash)
    if key not in _TRADITIONAL:
        while len(_TRADITIONAL) >= MOST_TURNED:
            _TRADITIONAL.pop(next(iter(_TRADITIONAL)), None)
        _TRADITIONAL[key] = _turned(found)
    return _TRADITIONAL[key]


MOST_TURNED = 24
_TRADITIONAL: dict[tuple[str, str], Edition] = {}


def _turned(found: Edition) -> Edition:
    subjects = tuple(
        replace(each, name=to_traditional(each.name),
                facts={name: to_traditional(value) for name, value in each.facts.items()})
        for each in found.subjects
    )  # fmt: skip
    # One call for all names: there may be tens of thousands.
    names = to_traditional("\n".join(f"{each.name}\t{each.unit_name}" for each in found.items)).split("\n")
    parts = (line.partition("\t") for line in names)
    items = tuple(
        replace(item, name=name, unit_name=unit) for item, (name, _tab, unit) in zip(found.items, parts, strict=False)
    )
    return replace(
        found, title=to_traditional(found.title), period_name=to_traditional(found.period_name),
        reason=to_traditional(found.reason), mark=to_traditional(found.mark), subjects=subjects, items=items,
        areas=tuple(replace(each, name=to_traditional(each.name)) for each in found.areas),
    )  # fmt: skip


def named(chinese: str, english: str) -> str:
    """A name in the language of the page; Chinese where there is no English one."""
    language = get_language() or ""
    if language.startswith("en"):
        return english or chinese
    return to_traditional(chinese) if language == "zh-hant" else chinese
