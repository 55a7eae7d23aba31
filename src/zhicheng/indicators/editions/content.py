"""The content of an edition: plain frozen values, the same from the database, from the snapshot and in a test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

PROGRAMME, FIELD, TASK = "programme", "field", "task"


@dataclass(frozen=True, slots=True)
class Area:
    """A region as it was on the edition's day. `kind` is "city", "county" or "town"; `parent` is a code or ""."""

    code: str
    name: str
    kind: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What values are about: the whole programme ("programme"), a field of work ("field:product") or a task ("task:12").

    `number` is the task's number as the table prints it; `parent` is the field's code. `facts` are the plain texts that
    a page shows beside the figures, by fixed keys: target, unit, deadline (ISO date), lead, kind, kind_name, basis_name,
    section, standard, light_words, reason, arithmetic, direction, cut_off (ISO date), ongoing ("1"); those without a
    text are left out. Nothing in them names a person.
    """

    code: str
    kind: str
    name: str
    number: str = ""
    parent: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Value:
    """One measured value: of which measure, about what, where, when; with the counts it was computed from.

    `value` is None where nothing was reported: never zero. `text` holds what is no number (a light's slug). `n` and
    `denominator` are the counts behind a rate. `source` names signed origins, most telling first: "ledger:1234" (an
    entry), "goals.report:88", "goals.task:12". `public` says whether it may be shown to everybody.
    """

    measure: str
    subject: str
    area: str
    period: str
    value: Decimal | None
    unit: str = ""
    text: str = ""
    n: Decimal | None = None
    denominator: Decimal | None = None
    source: tuple[str, ...] = ()
    definition: str = ""  # the version of the measure's definition
    public: bool = False

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells it from every other value of the edition."""
        return (self.measure, self.subject, self.area, self.period)


def key_of(text: str) -> tuple[str, str, str, str]:
    """The key of a value as figures in documents carry it, "measure|subject|area|period". Raises: ValueError."""
    measure, subject, area, period = text.split("|")
    return measure, subject, area, period


@dataclass(frozen=True, slots=True)
class Item:
    """One verified item behind a count (a firm, a certificate), public ones only; `quantity` adds up to the count.

    `name` is "" where it may not be shown; `code` is a credit code only where that is public.
    """

    subject: str
    area: str
    name: str
    code: str
    quantity: Decimal
    happened_on: date | None = None
    certificate: str = ""
    period: str = ""
    unit_name: str = ""  # who reported it
    source: str = ""


@dataclass(frozen=True)
class Edition:
    """A frozen, hashed, dated set of values of one programme for one period.

    `code` is its permanent name, "2026Q3" plus ".2" for the second edition of that period, prefixed by the programme:
    "annual-2026-2026Q3.2". `cut_off` is the last day whose verified facts are in it. `supersedes` is the code of the
    edition before it and `reason` why it replaces that one. `mark` says what kind of data it is ("虚构", "示例") and is
    "" for a real city's own. `content_hash` covers everything but itself and the number of the ledger entry that names it
    (`hashing.content_hash`); the public part of an edition keeps the hash of the whole.
    """

    code: str
    programme: str
    title: str
    period: str
    period_name: str
    cut_off: date
    frozen_at: datetime
    region: str
    subjects: tuple[Subject, ...]
    areas: tuple[Area, ...]
    values: tuple[Value, ...]
    items: tuple[Item, ...] = ()
    number: int = 1
    supersedes: str = ""
    reason: str = ""
    mark: str = ""
    code_version: str = ""
    ledger_entry: int | None = None
    content_hash: str = ""

    @cached_property
    def by_key(self) -> Mapping[tuple[str, str, str, str], Value]:
        """Each value by its key."""
        return {each.key: each for each in self.values}

    @cached_property
    def subject_by_code(self) -> Mapping[str, Subject]:
        """Each subject by its code."""
        return {each.code: each for each in self.subjects}

    @cached_property
    def area_by_code(self) -> Mapping[str, Area]:
        """Each area by its code."""
        return {each.code: each for each in self.areas}

    def value(self, measure: str, subject: str = PROGRAMME, *, area: str = "", period: str = "") -> Value | None:
        """The value of a measure; the whole region and the edition's own period unless told. None where there is none."""
        return self.by_key.get((measure, subject, area or self.region, period or self.period))

    def tasks(self, field_code: str = "") -> list[Subject]:
        """The tasks in the table's order, of one field where given."""
        return [each for each in self.subjects if each.kind == TASK and (not field_code or each.parent == field_code)]

    def fields(self) -> list[Subject]:
        """The fields of work in their declared order."""
        return [each for each in self.subjects if each.kind == FIELD]

    def public_part(self) -> Edition:
        """What everybody may see of it; the areas stay, because a map needs them.

        Where the office has not opened the counties of a task, its items say neither county nor unit: whoever added
        them up would have what is not public.
        """
        values = tuple(each for each in self.values if each.public)
        opened = {each.subject for each in values if each.area != self.region}
        items = tuple(
            each if each.subject in opened else replace(each, area=self.region, unit_name="") for each in self.items
        )
        return replace(self, values=values, items=items)


@dataclass(frozen=True)
class EditionHead:
    """An edition in a list. `state` is "frozen", "published", "superseded" or "withdrawn".

    `by_name` and `published_by_name` are told at desks only and are "" in the snapshot.
    `public_hash` is the hash of the part that was published, so that whoever downloads it can check it.
    """

    code: str
    programme: str
    title: str
    period: str
    period_name: str
    number: int
    cut_off: date
    frozen_at: datetime
    state: str
    period_end: date | None = None
    region: str = ""
    supersedes: str = ""
    superseded_by: str = ""
    reason: str = ""
    content_hash: str = ""
    public_hash: str = ""
    values: int = 0
    by_name: str = ""
    mark: str = ""
    published_at: datetime | None = None
    published_by_name: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = ""

    @property
    def key(self) -> str:
        """How actions and queries name it."""
        return self.code


@dataclass(frozen=True)
class Change:
    """One value that differs between two editions: what stood, what stands, and by whose report since when.

    `key` is the value's key. `by` is the name of a unit, "" where no report explains it; `at` when that was verified.
    `old` is None for a value that is new, `new` None for one that is no longer there.
    """

    key: tuple[str, str, str, str]
    subject: str
    old: Value | None
    new: Value | None
    source: str = ""
    by: str = ""
    at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class Correction:
    """A published edition that replaced another one: when, why, and every public value that changed."""

    edition: str
    before: str
    period: str
    period_name: str
    at: datetime
    reason: str
    changes: tuple[Change, ...]
    names: Mapping[str, str] = field(default_factory=dict)  # of the subjects and areas that changed, by code
