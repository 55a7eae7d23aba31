"""The fonts of PDF and charts: those of the wheel, or a folder of licensed ones, and the characters that they lack.

An office that holds licences for 方正小标宋, 仿宋_GB2312, 楷体_GB2312 and 黑体 puts the files into `city/fonts`; nothing
else is to be set. Without them the text is set in Noto Serif SC and the headings in Noto Sans SC.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst
from django.conf import settings
from fontTools.ttLib import TTCollection, TTFont, TTLibError

from zhicheng.publications.layout.typefaces import FANGSONG, HEI, KAI, SONG, XIAOBIAO, family

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
FOLDER = "fonts"
_FILES = (".ttf", ".otf", ".ttc", ".otc")
# What a part of the text is set in where there is no licensed font for it.
_INSTEAD: Mapping[str, str] = {FANGSONG: SERIF, SONG: SERIF, XIAOBIAO: SERIF, KAI: SERIF, HEI: SANS}


def wheel() -> Path:
    """The folder of the fonts that come with the program."""
    return Path(pylopdf_fonts_zh_cn.serif_path()).parent


def licensed() -> Path | None:
    """The city's own folder of fonts; None where there is none."""
    if not settings.configured or not hasattr(settings, "CITY"):
        return None
    folder = Path(settings.CITY.folder) / FOLDER
    return folder if folder.is_dir() and any(each.suffix.lower() in _FILES for each in folder.iterdir()) else None


def folders(fonts: Path | None = None) -> list[Path]:
    """Where to look for fonts, licensed ones first."""
    own = fonts if fonts is not None else licensed()
    return [*([own] if own is not None else []), wheel()]


def faces(fonts: Path | None = None) -> dict[str, list[str]]:
    """For each part of an official text the names of fonts to set it in, best first, as typst names them."""
    own = fonts if fonts is not None else licensed()
    known = dict(_licensed(own, _stamp(own))) if own is not None else {}
    return {
        part: [*([known[part]] if part in known else []), instead, SERIF, SANS] for part, instead in _INSTEAD.items()
    }


def missing_glyphs(text: str, fonts: Path | None = None) -> list[str]:
    """The characters of a text that no font has, each once, in the order in which they come."""
    own = fonts if fonts is not None else licensed()
    known = _characters(wheel(), _stamp(wheel())) | (_characters(own, _stamp(own)) if own is not None else frozenset())
    return [each for each in dict.fromkeys(text) if ord(each) not in known and not each.isspace()]


def unreadable(folder: Path) -> list[str]:
    """Names of the files in a folder of fonts that hold no font, or half of one."""
    broken = []
    for name, _size, _time in _stamp(folder):
        with (folder / name).open("rb") as stream:
            try:
                several = name.lower().endswith((".ttc", ".otc"))
                for font in TTCollection(stream, lazy=True).fonts if several else (TTFont(stream, lazy=True),):
                    font.getBestCmap()
            except (TTLibError, OSError, EOFError, ValueError, AssertionError, struct.error):
                broken.append(name)
    return broken


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, size and time of each font file: what was read of a folder holds until one of them changes."""
    found = []
    for each in sorted(folder.iterdir()) if folder.is_dir() else ():
        if each.suffix.lower() in _FILES:
            state = each.stat()
            found.append((each.name, state.st_size, state.st_mtime_ns))
    return tuple(found)


@lru_cache(maxsize=8)
def _characters(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> frozenset[int]:
    found: set[int] = set()
    for name, _size, _time in stamp:
        for font in _opened(folder / name):
            found.update(font.getBestCmap() or ())
            font.close()
    return frozenset(found)


@lru_cache(maxsize=8)
def _licensed(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> tuple[tuple[str, str], ...]:
    """Which part of the text each font of a folder is for, by any of its names; the name that typst knows it by."""
    spoken = set(typst.Fonts(False, False, [str(folder)]).families())
    found: dict[str, str] = {}
    for name, _size, _time in stamp:
        for font in _opened(folder / name):
            names = {str(each) for each in font["name"].names if each.nameID in (1, 16)}
            font.close()
            part = next((family(each) for each in sorted(names) if family(each) in _INSTEAD), "")
            known = next((each for each in sorted(names) if each in spoken), "")
            if part and known:
                found.setdefault(part, known)
    return tuple(found.items())


def _opened(file: Path) -> Iterable[TTFont]:
    if file.suffix.lower() in (".ttc", ".otc"):
        return TTCollection(str(file), lazy=True).fonts
    return (TTFont(str(file), lazy=True),)
