"""Numbers, bars, shares and clocks as pages show them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template

from zhicheng.web.shared import drawings, numbers
from zhicheng.web.shared.drawings import Progress


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "—"), (0, "0"), (1234567, "1\u2009234\u2009567"), (Decimal("-12.50"), "\u221212.5"), (10, "10"),
        (Decimal("1E+3"), "1\u2009000"), (float("nan"), "—"), ("95", "95"),
    ],
)  # fmt: skip
def test_numbers_have_thin_thousands(value: object, shown: str) -> None:
    assert numbers.number(value) == shown


def test_half_a_percent_is_rounded_up() -> None:
    assert numbers.percent(Decimal("0.79165"), 2) == "79.17%"
    assert numbers.percent(Decimal("0.125"), 0) == "13%"


def test_surplus_stays_visible_beyond_the_whole() -> None:
    drawn = drawings.bar(Progress(Decimal("1.3"), expected=Decimal("0.75")))
    assert 'fill="url(#hatch)"' in drawn
    assert "经核实 130.0%" in drawn
    assert "bar-expected" in drawn


def test_nothing_reported_is_not_nought_percent() -> None:
    nothing, nought = drawings.bar(Progress(None)), drawings.bar(Progress(Decimal(0)))
    assert "未报送" in nothing
    assert "bar-nothing" in nothing
    assert "经核实 0.0%" in nought
    assert "bar-nothing" not in nought


def test_what_is_not_verified_is_drawn_apart() -> None:
    drawn = drawings.bar(Progress(Decimal("0.5"), reported=Decimal("0.7")))
    assert "bar-reported" in drawn
    assert "连同待核实 70.0%" in drawn


def test_the_segments_of_a_share_fill_the_whole() -> None:
    drawn = drawings.share({"ok": 46, "care": 10, "late": 6, "none": 2})
    widths = [Decimal(width) for width in re.findall(r' width="([\d.]+)%" height="13"', drawn)]
    assert abs(sum(widths[-4:]) - 100) < Decimal("0.1")
    assert "46 项达到序时进度，10 项需关注，6 项滞后，2 项未报送" in drawn
    assert "style=" not in drawn


def test_an_empty_share_is_drawn_too() -> None:
    assert "<svg" in drawings.share({})


def test_status_is_colour_word_and_shape() -> None:
    assert drawings.status_mark("late") == '<span class="status is-late">滞后</span>'
    assert "is-none" in drawings.status_mark("no-such-light")


def test_what_people_wrote_is_escaped() -> None:
    assert "<b>" not in drawings.status_mark("late", "<b>x</b>")
    drawn = Template("{% load zhicheng %}{% source '/x/' words %}").render(Context({"words": "<i>y</i>"}))
    assert "<i>" not in drawn


def test_a_clock_says_what_is_left_until_when_and_why() -> None:
    drawn = Template(
        "{% load zhicheng %}{% clock left='逾期 2 个工作日' due=due explanation='督办规则第6条' tone='late' provisional=True %}"
    ).render(Context({"due": date(2025, 10, 20)}))
    for part in ("逾期 2 个工作日", "2025-10-20", "督办规则第6条", "暂定", "clock late"):
        assert part in drawn
