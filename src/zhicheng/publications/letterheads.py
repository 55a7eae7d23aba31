"""Letterheads of the issuing bodies: `city/letterheads/*.toml`, and one made of the city's name where there is none.

issuer = "演示市质量强市工作领导小组办公室"
mark = "演示市质量强市工作领导小组办公室文件"
code = "演质强办"                 # 机关代字
seal = true
printed_by = "演示市质量强市工作领导小组办公室"

[letter]                         # what a kind has otherwise: letter, briefing, press
mark = "演示市质量强市工作领导小组办公室"
code = "演质强办函"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import Missing, RuleBroken
from zhicheng.publications.blocks import Letterhead
from zhicheng.publications.kinds import DocumentKind

FOLDER, DEFAULT = "letterheads", "office"
OFFICE = "质量强市工作领导小组办公室"
_KEYS = frozenset({"issuer", "mark", "code", "seal", "address", "printed_by"})
_SECTIONS = frozenset({"letter", "briefing", "press"})


def letterheads(folder: Path, *, city: str) -> dict[str, Mapping[str, Any]]:
    """Every letterhead of the city folder by its slug; the default one where there is none. Raises: RuleBroken."""
    found = {each.stem: _read(each) for each in sorted((folder / FOLDER).glob("*.toml"))}
    return found or {DEFAULT: _default(city)}


def letterhead(folder: Path, slug: str, kind: DocumentKind, *, city: str) -> Letterhead:
    """The letterhead over a document of this kind. Raises: Missing, RuleBroken."""
    known = letterheads(folder, city=city)
    if slug not in known:
        raise Missing(
            _("城市文件夹里没有发文机关标志“%(slug)s”（letterheads/%(slug)s.toml）。请补上该文件，或另选发文机关。"),
            slug=slug,
        )
    main = known[slug]
    values = {**{key: main[key] for key in _KEYS & set(main)}, **main.get(kind.letterhead, {})}
    values.setdefault("mark", f"{values['issuer']}文件")
    values.setdefault("printed_by", values["issuer"])
    return Letterhead(**{**values, "form": kind.form})


def _default(city: str) -> Mapping[str, Any]:
    """Made of the region's name alone, so that an office can begin before it has written its own."""
    place = re.sub(r"(质量强市.*|（.*)$", "", city) or "本市"
    issuer = f"{place}{OFFICE}"
    short = f"{place[0]}质强办" if place != "本市" else "质强办"
    return {
        "issuer": issuer, "mark": f"{issuer}文件", "code": short,
        "letter": {"mark": issuer, "code": f"{short}函"},
        "briefing": {"mark": "质量强市工作简报", "code": f"{short}简"},
        "press": {"mark": "新闻稿", "code": "", "seal": False},
    }  # fmt: skip


def _read(file: Path) -> Mapping[str, Any]:
    try:
        values = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise RuleBroken(
            _("发文机关标志文件 %(file)s 无法读取：%(error)s。请按 TOML 格式改正。"),
            file=file.name,
            error=str(error)[:200],
        ) from None
    sections = {key: value for key, value in values.items() if isinstance(value, dict)}
    unknown = sorted((set(values) - set(sections) - _KEYS) | (set(sections) - _SECTIONS))
    unknown += [key for section in sections.values() for key in section if key not in _KEYS]
    if unknown or not str(values.get("issuer", "")).strip() or not str(values.get("code", "")).strip():
        raise RuleBroken(
            _("发文机关标志文件 %(file)s 须写明 issuer（发文机关）和 code（机关代字）；不认识的项：%(unknown)s。请改正。"),
            file=file.name, unknown="、".join(unknown) or "—",
        )  # fmt: skip
    return values
