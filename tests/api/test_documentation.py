"""The page that explains the API: whole, in three languages, and without anything from elsewhere."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from zhicheng.web.api.urls import description


@pytest.mark.clause("H2")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ("公布的数据，程序可以直接读取", "任务进展", "每页行数")),
        ("zh-hant", ("公佈的數據，程序可以直接讀取", "任務進展", "每頁行數")),
        ("en", ("Programs can read everything", "Progress of each task", "Rows a page.")),
    ],
)
def test_every_operation_is_explained_in_the_language_of_the_page(
    city: Any, client: Client, language: str, words: tuple[str, ...]
) -> None:
    client.cookies["django_language"] = language
    page = client.get("/data/api/").content.decode()
    for each in words:
        assert each in page, each
    for path, methods in description()["paths"].items():
        assert path in page
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in page
    if language == "en":
        assert "每页行数" not in page


def test_nothing_comes_from_another_host_and_no_script_is_needed(city: Any, client: Client) -> None:
    page = client.get("/data/api/").content.decode()
    loaded = re.findall(r'(?:src|<link[^>]+href)="(https?://[^"]+)"', page)
    assert loaded == []
    assert "<script>" not in page
