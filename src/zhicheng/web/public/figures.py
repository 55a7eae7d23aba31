"""Tasks, fields and areas of an edition as a page shows them: figures with their arithmetic, their light, their source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from zhicheng.goals.kinds import COUNT_BASES, TASK_KINDS
from zhicheng.indicators.editions.content import PROGRAMME, Edition, Subject, Value
from zhicheng.registry.kinds import FIELDS
from zhicheng.web.shared.drawings import LIGHTS, light_word
from zhicheng.web.shared.numbers import NOTHING, number

# The measure that counts each light.
COUNTED_BY = {
    "ok": "on-time", "care": "care", "late": "late", "none": "unreported", "waiting": "waiting", "undated": "undated",
}  # fmt: skip
HUNDRED = Decimal(100)


def plain(value: Decimal | None) -> str:
    """A number as it is reckoned with, without needless noughts: 120, 95.5; "" for None."""
    if value is None:
        return ""
    return f"{int(value)}" if value == value.to_integral_value() else f"{value.normalize():f}"


def half_up(value: Decimal, places: int = 2) -> Decimal:
    """Rounded once, half up, as official documents print it."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@dataclass(frozen=True)
class TaskFigures:
    """One task of an edition."""

    subject: Subject
    edition: str
    programme: str
    light: str
    target: Decimal | None
    verified: Decimal | None
    base: Decimal | None
    completion: Decimal | None
    expected: Decimal | None
    unlisted: Decimal | None
    met: Decimal | None
    steps: Decimal | None
    source: tuple[str, ...]
    definition: str

    @property
    def key(self) -> str:
        """The task's own part of its address."""
        return self.subject.code.partition(":")[2]

    @property
    def field(self) -> str:
        """The slug of its field of work."""
        return self.subject.parent.partition(":")[2]

    @property
    def field_name(self) -> str:
        """Its field of work in words."""
        return str(FIELDS[self.field].names) if self.field in FIELDS else _("其他工作")

    @property
    def kind(self) -> str:
        """counted, rate, coverage or qualitative."""
        return self.subject.facts.get("kind", "counted")

    @property
    def kind_name(self) -> str:
        """The kind in words."""
        return str(TASK_KINDS[self.kind]) if self.kind in TASK_KINDS else self.subject.facts.get("kind_name", "")

    @property
    def basis_name(self) -> str:
        """What a count counts, in words: 本年新增."""
        slug = self.subject.facts.get("basis", "")
        return str(COUNT_BASES[slug]) if slug in COUNT_BASES else self.subject.facts.get("basis_name", "")

    @property
    def unit(self) -> str:
        """The unit of the count."""
        return self.subject.facts.get("unit", "")

    @property
    def target_text(self) -> str:
        """The target as an official writes it."""
        return self.subject.facts.get("target", "") or (f"{plain(self.target)}{self.unit}" if self.target else "")

    @property
    def lead(self) -> str:
        """Who takes the lead."""
        return self.subject.facts.get("lead", "")

    @property
    def deadline(self) -> date | None:
        """Until when; None where it goes on or nobody said."""
        return _day(self.subject.facts.get("deadline", ""))

    @property
    def share(self) -> Decimal | None:
        """Verified as a share of the target, for the bar."""
        return None if self.completion is None else self.completion / HUNDRED

    @property
    def expected_share(self) -> Decimal | None:
        """Expected by the cut-off as a share, for the bar's upright line."""
        return None if self.expected is None else self.expected / HUNDRED

    @property
    def arithmetic(self) -> str:
        """What anybody can reckon again: 95 ÷ 120 = 79.17%; "" where nothing was verified."""
        if self.kind == "qualitative":
            return (
                _("%(whole)s 个节点中完成 %(met)s 个")
                % {"whole": plain(self.steps), "met": plain(self.met or Decimal(0))}
                if self.steps
                else ""
            )
        below = self.base if self.kind == "rate" else self.target
        if self.verified is None or not below:
            return ""
        above, share = self.verified, half_up(self.verified / below * HUNDRED)
        if self.kind != "rate" and self.completion is not None and half_up(self.completion) != share and above:
            above, below, share = below, above, half_up(self.completion)  # a ceiling: target ÷ verified
        return f"{plain(above)} ÷ {plain(below)} = {plain(share)}%"

    @property
    def verified_text(self) -> str:
        """The verified figure with its unit; of a rate the percentage. A dash where nothing was verified, never 0."""
        if self.kind == "qualitative":
            return f"{plain(self.met or Decimal(0))}/{plain(self.steps)}" if self.steps else NOTHING
        if self.verified is None:
            return NOTHING
        if self.kind == "rate":
            return f"{number(self.verified / self.base * HUNDRED, 2)}%" if self.base else NOTHING
        return f"{number(self.verified)}{self.unit}"

    @property
    def entry(self) -> int | None:
        """The place in the ledger where the figure was verified."""
        return entry_of(self.source)


def entry_of(source: Sequence[str]) -> int | None:
    """The ledger's entry among the origins of a value."""
    for each in source:
        kind, _colon, place = each.partition(":")
        if kind == "ledger" and place.isdigit():
            return int(place)
    return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def task_figures(edition: Edition, subject: Subject, *, area: str = "") -> TaskFigures:
    """A task's public figures in an edition, of the whole city unless an area is named."""

    def read(measure: str) -> Value | None:
        found = edition.value(measure, subject.code, area=area)
        return found if found is not None and found.public else None

    def amount(measure: str) -> Decimal | None:
        found = read(measure)
        return None if found is None else found.value

    light, verified = read("light"), read("verified")
    rate = subject.facts.get("kind") == "rate"
    telling = verified or read("completion") or light
    return TaskFigures(
        subject=subject, edition=edition.code, programme=edition.programme,
        light=light.text if light is not None and light.text in LIGHTS else "none", target=amount("target"),
        verified=None if verified is None else verified.n if rate else verified.value, base=None if verified is None else verified.denominator,
        completion=amount("completion"), expected=amount("expected"), unlisted=amount("unlisted"),
        met=amount("milestones-met"), steps=amount("milestones-set"),
        source=telling.source if telling is not None else (), definition=telling.definition if telling else "",
    )  # fmt: skip


@dataclass(frozen=True)
class FieldFigures:
    """A field of work, or the whole: how many tasks are in which light."""

    slug: str
    name: str
    tasks: int
    counts: Mapping[str, int]
    mean: Decimal | None

    @property
    def worst(self) -> tuple[str, str]:
        """The light that matters most, and the words beside it."""
        said = (("late", _("滞后 %(n)s 项")), ("none", _("未报送 %(n)s 项")), ("care", _("需关注 %(n)s 项")))
        for light, words in said:
            if self.counts[light]:
                return light, words % {"n": self.counts[light]}
        calm = next((light for light in ("ok", "waiting", "undated") if self.counts[light]), "waiting")
        return calm, light_word(calm)


def field_name(subject: Subject) -> str:
    """A field of work in the language of the page."""
    slug = subject.code.partition(":")[2]
    return str(FIELDS[slug].names) if slug in FIELDS else subject.name or _("其他工作")


def counts_of(edition: Edition, subject: str = PROGRAMME) -> dict[str, int]:
    """How many tasks are in which light, from the edition's own counts."""
    found = {light: edition.value(measure, subject) for light, measure in COUNTED_BY.items()}
    return {
        light: int(each.value) if each is not None and each.value is not None else 0 for light, each in found.items()
    }


def field_figures(edition: Edition, subject: Subject) -> FieldFigures:
    """One field of work in an edition."""
    counts, mean = counts_of(edition, subject.code), edition.value("mean-completion", subject.code)
    slug = subject.code.partition(":")[2]
    return FieldFigures(slug, field_name(subject), sum(counts.values()), counts, None if mean is None else mean.value)


def fields_of(edition: Edition) -> list[FieldFigures]:
    """The fields of work that have tasks, in their declared order."""
    order = {slug: place for place, slug in enumerate(FIELDS)}
    found = [field_figures(edition, each) for each in edition.fields()]
    return sorted((each for each in found if each.tasks), key=lambda each: order.get(each.slug, len(order)))


def tasks_of(edition: Edition, field_slug: str = "") -> list[TaskFigures]:
    """The tasks in the table's order, of one field where named."""
    return [task_figures(edition, each) for each in edition.tasks(f"field:{field_slug}" if field_slug else "")]


@dataclass(frozen=True)
class CountyFigures:
    """A county: in which light its parts of the city's tasks are."""

    code: str
    name: str
    counts: Mapping[str, int]

    @property
    def parts(self) -> int:
        """How many of the city's tasks it has a part in, with a figure."""
        return sum(self.counts.values())

    @property
    def on_time(self) -> Decimal | None:
        """The share that is on time, among those that can be judged."""
        judged = sum(self.counts[light] for light in ("ok", "care", "late", "none"))
        return Decimal(self.counts["ok"]) / judged if judged else None


def counties_of(edition: Edition) -> list[CountyFigures]:
    """Counties that the edition opened for comparison; an empty list where it opened none."""
    found: dict[str, dict[str, int]] = {}
    for value in edition.values:
        if value.measure != "light" or not value.public or value.area == edition.region or value.text not in LIGHTS:
            continue
        area = edition.area_by_code.get(value.area)
        if area is not None and area.kind == "county" and value.period == edition.period:
            found.setdefault(value.area, dict.fromkeys(LIGHTS, 0))[value.text] += 1
    return [CountyFigures(code, edition.area_by_code[code].name, found[code]) for code in sorted(found)]
