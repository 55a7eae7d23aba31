"""The content of an edition: its hash, its way to text and back, two of them compared."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhicheng.indicators.catalogue import MEASURES, Figures
from zhicheng.indicators.editions import published
from zhicheng.indicators.editions.comparing import Origin, compare
from zhicheng.indicators.editions.content import Area, Edition, Item, Subject, Value
from zhicheng.indicators.editions.hashing import content_hash
from zhicheng.indicators.editions.plain import edition_of, plain_edition

texts = st.text(alphabet=st.characters(blacklist_categories=("Cs",)), max_size=8)
decimals = st.one_of(st.none(), st.decimals(-(10**12), 10**12, places=4, allow_nan=False))
values = st.builds(
    Value, measure=st.sampled_from(sorted(MEASURES)), subject=st.sampled_from(["programme", "field:product", "task:1"]),
    area=st.sampled_from(["990100", "990101"]), period=st.just("2025Q3"), value=decimals, unit=texts, text=texts,
    n=decimals, denominator=decimals, source=st.lists(texts, max_size=3).map(tuple), definition=texts, public=st.booleans(),
)  # fmt: skip
items = st.builds(
    Item, subject=texts, area=texts, name=texts, code=texts, quantity=st.decimals(0, 10**6, places=4),
    happened_on=st.one_of(st.none(), st.dates()), certificate=texts, period=texts, unit_name=texts, source=texts,
)  # fmt: skip


def an_edition(found: list[Value], listed: list[Item] | None = None) -> Edition:
    return Edition(
        code="G-2025Q3", programme="G", title="样例", period="2025Q3", period_name="2025年三季度",
        cut_off=date(2025, 10, 22), frozen_at=datetime(2025, 10, 22, 2, tzinfo=UTC), region="990100",
        subjects=(Subject("programme", "programme", "样例"), Subject("task:1", "task", "任务", "1", "", {"unit": "家"})),
        areas=(Area("990100", "演示市", "city"), Area("990101", "墨溪区", "county", "990100")),
        values=tuple(found), items=tuple(listed or ()),
    )  # fmt: skip


def unique(found: list[Value]) -> list[Value]:
    return list({each.key: each for each in found}.values())


@given(st.lists(values, max_size=12).map(unique), st.lists(items, max_size=4), st.randoms())
def test_the_hash_does_not_depend_on_the_order_of_values(
    found: list[Value], listed: list[Item], random: object
) -> None:
    mixed = list(found)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert content_hash(an_edition(found, listed)) == content_hash(an_edition(mixed, listed))


@given(st.lists(values, min_size=1, max_size=8).map(unique), st.data())
def test_the_hash_changes_with_any_value(found: list[Value], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(found) - 1))
    name = data.draw(st.sampled_from([each.name for each in fields(Value)]))
    other = data.draw(values)
    old, new = getattr(found[place], name), getattr(other, name)
    changed = [*found[:place], replace(found[place], **{name: new}), *found[place + 1 :]]
    same = content_hash(an_edition(found)) == content_hash(an_edition(changed))
    assert same == (old == new)


@given(st.lists(values, max_size=8).map(unique), st.lists(items, max_size=4))
def test_an_edition_comes_back_as_it_was(found: list[Value], listed: list[Item]) -> None:
    made = an_edition(found, listed)
    back = edition_of(plain_edition(made))
    assert sorted(back.values, key=lambda each: each.key) == sorted(made.values, key=lambda each: each.key)
    assert back.items == made.items
    assert (back.subjects, back.areas, back.frozen_at) == (made.subjects, made.areas, made.frozen_at)
    assert content_hash(back) == content_hash(made)


@given(st.lists(values, max_size=8).map(unique))
def test_an_edition_compared_with_itself_has_no_change(found: list[Value]) -> None:
    assert compare(an_edition(found), an_edition(found)) == []


def a_value(number: int | None, source: str = "goals.report:1") -> Value:
    return Value(
        "verified", "task:1", "990101", "2025Q3", None if number is None else Decimal(number), source=(source,)
    )


def test_a_change_names_the_report_that_is_new_behind_it() -> None:
    moment = datetime(2025, 10, 23, tzinfo=UTC)
    told = {"goals.report:1": Origin("旧单位", moment), "goals.report:2": Origin("墨溪区人民政府", moment)}
    old, new = an_edition([a_value(5)]), replace(an_edition([a_value(7, "goals.report:2")]), reason="更正")
    (change,) = compare(old, new, origins=told)
    assert (change.by, change.at, change.reason, change.source) == ("墨溪区人民政府", moment, "更正", "goals.report:2")


def test_a_value_that_appears_or_disappears_is_a_change() -> None:
    nothing, something = an_edition([]), an_edition([a_value(5)])
    assert [(each.old, each.new) for each in compare(nothing, something)] == [(None, something.values[0])]
    assert [(each.old, each.new) for each in compare(something, nothing)] == [(something.values[0], None)]
    assert compare(nothing, an_edition([a_value(None)])) == []


@pytest.mark.parametrize("slug", MEASURES)
def test_every_measure_is_declared_whole(slug: str) -> None:
    measure = MEASURES[slug]
    assert all((measure.names.zh, measure.names.en, measure.definition.zh, measure.definition.en, measure.version))
    assert set() < set(measure.about) <= {"programme", "field", "task", "county"}
    known = Figures("counted", "ok", False, Decimal(60), Decimal(13), None, Decimal(0), Decimal("21.6667"),
                    Decimal(20), 1, 2, Decimal(1), "家")  # fmt: skip
    unknown = Figures("counted", "waiting", False, None, None, None, None, None, None, 0, 0, Decimal(1))
    for figures in (known, unknown):
        found = measure.read([figures])
        assert found is None or measure.is_text == bool(found.text)


def figures(**said: object) -> Figures:
    values = {
        "kind": "counted", "light": "ok", "complete": False, "target": Decimal(100), "verified": Decimal(50),
        "base": None, "unlisted": Decimal(0), "percent": Decimal(50), "expected": Decimal(40), "milestones_met": 0,
        "milestones_set": 0, "weight": Decimal(1), "unit": "家",
    }  # fmt: skip
    return Figures(**{**values, **said})  # type: ignore[arg-type]


def test_a_surplus_does_not_hide_a_shortfall() -> None:
    read = MEASURES["mean-completion"].read([figures(percent=Decimal(200)), figures(percent=Decimal(50))])
    assert (read.value, read.n) == (Decimal(75), 2)
    assert MEASURES["surplus-tasks"].read([figures(percent=Decimal(200)), figures()]).value == 1


def test_points_weigh_the_mean() -> None:
    group = [figures(percent=Decimal(100), weight=Decimal(3)), figures(percent=Decimal(0))]
    assert MEASURES["mean-completion"].read(group).value == 75


def test_a_rate_is_verified_as_its_own_quotient() -> None:
    read = MEASURES["verified"].read([figures(kind="rate", verified=Decimal(96), base=Decimal(100), unit="%")])
    assert (read.value, read.n, read.denominator, read.unit) == (96, 96, 100, "%")


def test_tasks_that_are_not_judged_do_not_lower_the_share() -> None:
    read = MEASURES["on-time-share"].read([figures(), figures(light="late"), figures(light="waiting")])
    assert (read.value, read.n, read.denominator) == (50, 1, 2)


def test_what_is_not_known_is_empty() -> None:
    assert MEASURES["verified"].read([figures(verified=None)]).value is None
    assert MEASURES["mean-completion"].read([figures(percent=None)]).value is None
    assert MEASURES["on-time-share"].read([figures(light="waiting")]).value is None


def test_an_edition_is_shown_from_the_folder(tmp_path: Path) -> None:
    made = an_edition([replace(a_value(5), public=True), replace(a_value(7), measure="target")])
    published.write(made, tmp_path)
    shown = published.current(tmp_path)
    assert [each.measure for each in shown.values] == ["verified"]
