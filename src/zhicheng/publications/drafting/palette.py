"""The palette: every figure of an edition under the name by which clerks insert it, with its value and its source."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache

from zhicheng.core.text import fold
from zhicheng.goals.kinds import LIGHTS
from zhicheng.indicators.editions.content import FIELD, PROGRAMME, TASK, Edition, Subject, Value
from zhicheng.publications.drafting.measures import decimals, definition, measure_name
from zhicheng.publications.drafting.printing import printed

WHOLE, FIELDS, TASKS, EARLIER = "全市", "领域", "任务", "上期"
# Plain texts of a subject that may be inserted: name in the template, key in `Subject.facts`.
TEXTS = (("单位", "unit"), ("时限", "deadline"), ("牵头单位", "lead"), ("类别", "kind_name"), ("验收标准", "standard"))
NOT_REPORTED = "—"


@dataclass(frozen=True)
class PaletteEntry:
    """One name of the palette. `value` is the edition's value, None for plain texts, which `text` holds."""

    name: str
    group: str
    about: str
    edition: str = ""
    value: Value | None = None
    text: str = ""
    keywords: str = ""
    text_en: str = ""

    @property
    def is_number(self) -> bool:
        """Can it be computed with?"""
        return self.value is not None and not self.value.text

    @property
    def number(self) -> Decimal | None:
        """Its exact number; None for texts and where nothing was reported."""
        return self.value.value if self.value is not None and self.is_number else None

    @property
    def unit(self) -> str:
        """Its unit."""
        return self.value.unit if self.value is not None else ""

    @property
    def places(self) -> int | None:
        """How many decimals are printed unless told otherwise."""
        return decimals(self.value.measure, self.value.unit) if self.value is not None else None

    @property
    def key(self) -> str:
        """The value's key as blocks keep it."""
        return "|".join(self.value.key) if self.value is not None else ""

    @property
    def shown(self) -> str:
        """As it is printed without a format."""
        if self.value is None:
            return self.text
        if self.value.text:
            return light_word(self.value.text)
        return NOT_REPORTED if self.number is None else printed(self.number, places=self.places, unit=self.unit)

    @property
    def definition(self) -> str:
        """How it is counted."""
        return definition(self.value.measure) if self.value is not None else ""

    @property
    def source(self) -> tuple[str, ...]:
        """The signed origins that the edition names."""
        return self.value.source if self.value is not None else ()

    @property
    def insert(self) -> str:
        """What a clerk puts into the text."""
        return "{{" + self.name + "}}"


def light_word(light: str) -> str:
    """A light in words; what is none stays."""
    names = LIGHTS.get(light)
    return names.zh if names else light


@dataclass(frozen=True)
class Palette:
    """The names of one edition, in the order of its subjects."""

    entries: Mapping[str, PaletteEntry] = field(default_factory=dict)

    def get(self, name: str) -> PaletteEntry | None:
        """The entry with this name."""
        return self.entries.get(name)

    def near(self, name: str, *, n: int = 3) -> tuple[str, ...]:
        """Names that look or sound like this one, nearest first."""
        found = difflib.get_close_matches(name, self._short(name), n=n, cutoff=0.6)
        if not found:
            found = [each.name for each in self.search(name.replace(".", " "), limit=n)]
        return tuple(found)

    def search(self, words: str, *, limit: int = 40) -> list[PaletteEntry]:
        """Entries in which every one of the words occurs, in either script; all where none is given."""
        wanted = fold(words).split()
        found: list[PaletteEntry] = []
        for name, entry in self.entries.items():
            folded = self._folded[name]
            if all(each in folded for each in wanted):
                found.append(entry)
                if len(found) >= limit:
                    break
        return found

    def _short(self, name: str) -> list[str]:
        """The names worth comparing: of a long palette only those that begin or end alike."""
        if len(self.entries) <= 2000:
            return list(self.entries)
        parts = name.split(".")
        return [each for each in self.entries if each.startswith(parts[0]) and each.endswith(parts[-1][-2:])]

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {name: fold(f"{name} {entry.about} {entry.keywords}") for name, entry in self.entries.items()}


NO_PALETTE = Palette()


def palette(edition: Edition | None) -> Palette:
    """The palette of an edition; an empty one where there is none."""
    if edition is None:
        return NO_PALETTE
    return _palette(_Keyed(edition))


@dataclass(frozen=True)
class _Keyed:
    """An edition as the key of a cache: told apart by its code and its content, not by comparing its values."""

    edition: Edition = field(compare=False)
    code: str = ""
    content: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "code", self.edition.code)
        object.__setattr__(self, "content", self.edition.content_hash or str(id(self.edition)))


@lru_cache(maxsize=8)
def _palette(keyed: _Keyed) -> Palette:
    found: dict[str, PaletteEntry] = {}
    for entry in _entries(keyed.edition):
        found.setdefault(entry.name, entry)
    return Palette(found)


def _entries(edition: Edition) -> Iterator[PaletteEntry]:
    region = edition.area_by_code.get(edition.region)
    year = edition.period[:4] if edition.period[:4].isdigit() else str(edition.cut_off.year)
    day = edition.cut_off
    plain = (
        ("期间", edition.period_name, edition.period),
        ("年度", f"{year}年", year),
        ("截止日期", f"{day.year}年{day.month}月{day.day}日", day.isoformat()),
        ("计划名称", edition.title.removesuffix(f"（{edition.period_name}）"), ""),
        ("数据版本", edition.code, ""),
        ("城市", region.name if region else "", ""),
    )
    for name, text, english in plain:
        yield PaletteEntry(name, "", edition.title, edition.code, text=text, text_en=english)
    order = {each.code: place for place, each in enumerate(edition.subjects)}
    kinds = {PROGRAMME: 0, FIELD: 1, TASK: 2}
    subjects = sorted(edition.subjects, key=lambda each: (kinds.get(each.kind, 3), order[each.code]))
    values: dict[str, list[Value]] = {}
    for value in edition.values:
        if value.period == edition.period:
            values.setdefault(value.subject, []).append(value)
    for subject in subjects:
        yield from _of(subject, values.get(subject.code, ()), edition)


def _of(subject: Subject, values: list[Value] | tuple[Value, ...], edition: Edition) -> Iterator[PaletteEntry]:
    prefix, group = prefix_of(subject), {PROGRAMME: WHOLE, FIELD: FIELDS}.get(subject.kind, TASKS)
    about = subject.name
    if subject.kind == TASK:
        yield PaletteEntry(f"{prefix}.名称", group, about, edition.code, text=subject.name)
        for name, key in TEXTS:
            if subject.facts.get(key):
                yield PaletteEntry(f"{prefix}.{name}", group, about, edition.code, text=subject.facts[key])
    for value in sorted(values, key=lambda each: bool(each.area) and each.area != edition.region):
        measure = measure_name(value.measure)
        if value.area in ("", edition.region):
            name = f"{prefix}.{measure}"
        else:
            area = edition.area_by_code.get(value.area)
            name = f"{prefix}.{area.name if area else value.area}.{measure}"
        yield PaletteEntry(name, group, about, edition.code, value, keywords=value.measure)


def prefix_of(subject: Subject) -> str:
    """How names about a subject begin: 全市, 领域.产品质量, 任务.12."""
    if subject.kind == PROGRAMME:
        return WHOLE
    if subject.kind == FIELD:
        return f"{FIELDS}.{subject.name}"
    return f"{TASKS}.{subject.number or subject.code.partition(':')[2]}"
