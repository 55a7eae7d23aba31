"""What the city says of itself on public pages: `about.toml` in its folder, with words of ours where it says nothing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhicheng.core.text import to_traditional
from zhicheng.web.public.reading import PerStamp

FILE = "about.toml"
LICENCE_CODE, LICENCE_URL = "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class AboutCity:
    """Who runs it and how to reach them; under which licence the data may be used; further paragraphs."""

    who: str
    address: str = ""
    phone: str = ""
    email: str = ""
    hours: str = ""
    licence: str = ""
    licence_code: str = LICENCE_CODE
    licence_url: str = LICENCE_URL
    paragraphs: tuple[str, ...] = ()


def _read() -> dict[str, Any]:
    try:
        return tomllib.loads((settings.CITY.folder / FILE).read_text("utf-8"))
    except (OSError, UnicodeError, tomllib.TOMLDecodeError):
        return {}


_written = PerStamp(_read)


def about_city() -> AboutCity:
    """In the language of the page: `[en]` in the file for English, traditional characters from the Chinese."""
    language = get_language() or ""
    told = {name: value for name, value in _written().items() if not isinstance(value, dict)}
    if language.startswith("en"):
        told |= _written().get("en", {})
    known = {name: value for name, value in told.items() if name in AboutCity.__dataclass_fields__}
    if language == "zh-hant":
        known = {name: _turned(value) for name, value in known.items()}
    return AboutCity(
        **{
            "who": settings.CITY.name, "licence": _("知识共享署名 4.0（可自由使用，请注明来源和下载日期）"), **known,
            "paragraphs": tuple(known.get("paragraphs", ())),
        }
    )  # fmt: skip


def _turned(value: Any) -> Any:
    if isinstance(value, list):
        return [to_traditional(str(each)) for each in value]
    return to_traditional(value) if isinstance(value, str) else value
