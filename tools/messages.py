"""Texts in three languages without gettext's programs: `python -m tools.messages [--check]`.

Collects what code and templates mark, brings the catalogues up to date and compiles them. Simplified Chinese is the
text itself. Traditional Chinese comes from it by OpenCC, save where `overrides.po` beside the catalogue says
otherwise. English is written by hand; what has none yet shows the Chinese.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

from zhicheng.core.text import to_traditional

SOURCE = Path(__file__).resolve().parent.parent / "src" / "zhicheng"
LOCALE = SOURCE / "locale"
# Django reads its settings where a template's text is taken out.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhicheng.config.settings")

KEYWORDS = ("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "lazy", "pgettext", "pgettext_lazy")
OPTIONS = {"encoding": "utf-8"}
QUOTES = str.maketrans({"“": "「", "”": "」", "‘": "『", "’": "』"})

Key = tuple[str, str, str]  # context, text, plural ("" for none)


def texts() -> dict[Key, list[str]]:
    """Every marked text with the files that hold it."""
    found: dict[Key, list[str]] = {}
    for file in sorted(
        (*SOURCE.rglob("*.py"), *SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("templates/**/*.txt"))
    ):
        place = file.relative_to(SOURCE).as_posix()
        for key in _texts_of(file):
            places = found.setdefault(key, [])
            if place not in places:
                places.append(place)
    return found


def _texts_of(file: Path) -> Iterator[Key]:
    content = file.read_text("utf-8")
    if file.suffix != ".py":
        content = templatize(content, origin=str(file))
    for _line, function, message, _comments in extract_python(
        io.BytesIO(content.encode()), KEYWORDS, (), OPTIONS
    ):  # fmt: skip
        parts = [part for part in (message if isinstance(message, tuple) else (message,)) if part]
        if not parts:
            continue
        if function in ("pgettext", "pgettext_lazy"):
            yield parts[0], parts[1], ""
        elif function in ("ngettext", "ngettext_lazy"):
            yield "", parts[0], parts[1]
        else:
            yield "", parts[0], ""


def traditional(text: str) -> str:
    """Simplified text of the interface in traditional characters with the quotation marks that belong to them."""
    return to_traditional(text).translate(QUOTES)


def catalogue(language: str) -> polib.POFile:
    """The catalogue of `zh_Hant` or `en` as it should be now; what was written by hand is kept."""
    old = {(each.msgctxt or "", each.msgid): each for each in _read(_po(language))}
    overrides = {each.msgid: each.msgstr for each in _read(_po(language).with_name("overrides.po"))}
    made = polib.POFile(wrapwidth=118)
    plural = "nplurals=1; plural=0;" if language == "zh_Hant" else "nplurals=2; plural=(n != 1);"
    made.metadata = {
        "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit", "Language": language,
        "Plural-Forms": plural,
    }  # fmt: skip
    for (context, text, plural_text), places in sorted(texts().items(), key=lambda each: (each[1][0], each[0])):
        entry = polib.POEntry(msgid=text, msgctxt=context or None, occurrences=[(place, "") for place in places])
        before = old.get((context, text))
        if language == "zh_Hant":
            _fill(entry, plural_text, overrides.get(text) or traditional(text), 1)
        elif plural_text:
            entry.msgid_plural = plural_text
            entry.msgstr_plural = dict(before.msgstr_plural) if before and before.msgstr_plural else {0: "", 1: ""}
        else:
            entry.msgstr = before.msgstr if before else ""
        if "%(" in text:
            entry.flags.append("python-format")
        made.append(entry)
    return made


def _fill(entry: polib.POEntry, plural_text: str, translation: str, forms: int) -> None:
    if plural_text:
        entry.msgid_plural = plural_text
        entry.msgstr_plural = dict.fromkeys(range(forms), translation)
    else:
        entry.msgstr = translation


def _po(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _read(file: Path) -> list[polib.POEntry]:
    return list(polib.pofile(str(file))) if file.exists() else []


def files() -> Iterator[tuple[Path, bytes]]:
    """Every file that the catalogues need, with what it should hold."""
    for language in ("zh_Hant", "en"):
        made = catalogue(language)
        yield _po(language), (str(made) + "\n").encode()
        yield _po(language).with_suffix(".mo"), made.to_binary()


def stale() -> list[Path]:
    """The files that do not hold what they should."""
    return [file for file, content in files() if not file.exists() or file.read_bytes() != content]


def main(arguments: list[str]) -> int:
    """Bring the catalogues up to date; with `--check` only say which are not."""
    if "--check" in arguments:
        old = stale()
        for file in old:
            print(f"{file}: not up to date, run: python -m tools.messages")
        return 1 if old else 0
    for file, content in files():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    written = [each for each in _read(_po("en")) if each.msgstr or any(each.msgstr_plural.values())]
    print(f"{len(texts())} texts; English: {len(written)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
