"""What a link has narrowed a list to stays narrowed, is named, and can be taken away."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    ("page", "query", "words"),
    [
        ("desk-parts", "due=2025Q3", "未报或退回：2025年三季度"),
        ("desk-reports", "period=2025Q3&show=", "报送期：2025年三季度"),
        ("desk-reports", "unit={county}&show=", "单位：墨溪区人民政府"),
    ],
)
def test_a_filter_set_by_a_link_is_kept_and_shown(desk: Any, as_: Any, page: str, query: str, words: str) -> None:
    query = query.format(county=desk.units["county"])
    name, _equals, value = query.partition("&")[0].partition("=")
    answer = text(as_("county").get(f"{reverse(page)}?{query}"))
    assert f'<input type="hidden" name="{name}" value="{value}"' in answer
    assert words in answer
    without = reverse(page) + ("?show=" if "show" in query else "")
    assert f'<li><a href="{without}"' in answer
    assert 'class="chips' not in text(as_("county").get(f"{reverse(page)}?show="))


def test_a_period_that_is_none_is_shown_as_it_was_written(desk: Any, as_: Any) -> None:
    assert "报送期：2025X" in text(as_("county").get(f"{reverse('desk-reports')}?period=2025X&show="))
