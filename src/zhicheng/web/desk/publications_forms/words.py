"""How the pages on forms say states, places of cells, and what a cell is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as lazy

from zhicheng.publications.queries.forms import FormDetail
from zhicheng.web.shared.drawings import status_mark

LIGHTS: Mapping[str, str] = {
    "drafted": "waiting", "asked": "care", "ready": "care", "approved": "ok", "returned": "ok", "withdrawn": "none",
    "answered": "ok",
}  # fmt: skip
HOW: Mapping[str, Any] = {
    "frozen": lazy("数据版本"), "derived": lazy("按数据版本计算"), "roster": lazy("核实名单"), "hand": lazy("人工填写"),
    "answer": lazy("单位答复"),
}  # fmt: skip
_PLACE = re.compile(r"(\d{1,3})-([A-Z]{1,3}\d{1,7})")


def form_url(key: int) -> str:
    """Where a form is shown."""
    return reverse("desk-form", args=[key])


def state_mark(row: Any) -> SafeString:
    """A form's or a request's state as a mark with its word."""
    return status_mark(LIGHTS.get(row.state, "none"), row.state_name)


def key_of(found: FormDetail, place: str) -> str:
    """A cell's key from its place in an address (0-C5); "" where there is none."""
    hit = _PLACE.fullmatch(place)
    if hit is None or int(hit[1]) >= len(found.form.sheets):
        return ""
    return f"{found.form.sheets[int(hit[1])].name}!{hit[2]}"


def place_of(found: FormDetail, key: str) -> str:
    """A cell's place for an address."""
    sheet, _mark, ref = key.rpartition("!")
    number = next((number for number, each in enumerate(found.form.sheets) if each.name == sheet), 0)
    return f"{number}-{ref}"
