"""The page that explains the API, made from its description: no script, nothing from another host."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from zhicheng.core.text import to_traditional
from zhicheng.web.api.door import A_MINUTE
from zhicheng.web.api.paging import DEFAULT, MOST
from zhicheng.web.api.urls import description
from zhicheng.web.public.kept import open_page
from zhicheng.web.public.own_words import about_city

# Chinese first, then the same in English, as the description has it for readers of either.
BOTH = re.compile(r"(?P<zh>.*[\u3002\u4e00-\u9fff])\s*(?P<en>[A-Z`].*)$", re.DOTALL)


@dataclass(frozen=True)
class Operation:
    """One operation as the page shows it."""

    method: str
    path: str
    name: str
    summary: str
    parameters: list[dict[str, Any]]
    personal: bool
    body: str
    answer: str
    answers: list[tuple[str, str]]


@open_page()
def documentation(request: HttpRequest) -> HttpResponse:
    """Every operation with its parameters, answers and an example."""
    found = description()
    groups: dict[str, list[Operation]] = {}
    for path, methods in found["paths"].items():
        for method, told in methods.items():
            groups.setdefault(told["tags"][0], []).append(_operation(path, method, told, found))
    told = {
        "groups": [(_script(name), operations) for name, operations in groups.items()],
        "about": about_city(), "a_minute": A_MINUTE, "rows": DEFAULT, "most_rows": MOST,
        "base": request.build_absolute_uri("/api/v1/"),
    }  # fmt: skip
    return render(request, "public/api.html", told)


def _operation(path: str, method: str, told: dict[str, Any], found: dict[str, Any]) -> Operation:
    english = get_language() == "en"
    body = next(iter(told["requestBody"]["content"].values()))["example"] if "requestBody" in told else None
    answer = next(iter(told["responses"]["200"]["content"].values()))["example"]
    return Operation(
        method.upper(), path, told["operationId"], told["description"] if english else _script(told["summary"]),
        [{**each, "description": _script(each.get("description", ""))} for each in told.get("parameters", ())],
        bool(told.get("security")), "" if body is None else _indented(body), _indented(answer),
        [(code, _script(_said(each, found))) for code, each in sorted(told["responses"].items())],
    )  # fmt: skip


def _said(answer: dict[str, Any], found: dict[str, Any]) -> str:
    if "$ref" not in answer:
        return str(answer["description"])
    return str(found["components"]["responses"][answer["$ref"].rpartition("/")[2]]["description"])


def _indented(example: Any) -> str:
    return json.dumps(example, ensure_ascii=False, indent=2)


def _script(text: str) -> str:
    """What the description says in both languages, in the language of the page."""
    found = BOTH.match(text)
    if get_language() == "en":
        return found["en"] if found else text
    chinese = found["zh"] if found else text
    return to_traditional(chinese) if get_language() == "zh-hant" else chinese
