"""A city folder of its own with published editions and documents; no fixture here opens a database."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.public_face import made
from zhicheng.indicators.editions import published
from zhicheng.web.public.kept import SHELF


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """The city folder, empty."""
    settings.CITY = replace(settings.CITY, folder=tmp_path, made_up=True, name="演示市质量强市", region=made.REGION)
    published.forget()
    SHELF.clear()
    return tmp_path


@pytest.fixture
def city(folder: Path) -> Path:
    """The city folder with everything published."""
    made.publish(folder / "published")
    made.publish_documents(folder / "published")
    return folder


@pytest.fixture
def read(city: Path, client: Client) -> Any:
    """Open a page as a visitor; its text. Fails for anything but 200."""

    def opened(address: str, **headers: str) -> str:
        answer = client.get(address, headers=headers)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.content.decode()

    return opened
