"""The catalogues of the three languages are complete and compiled."""

from __future__ import annotations

import re

import polib
import pytest

from tools.messages import LOCALE, files, texts


def test_the_catalogues_are_up_to_date() -> None:
    old = [
        str(file.relative_to(LOCALE)) for file, content in files() if not file.exists() or file.read_bytes() != content
    ]
    assert old == [], "run: python -m tools.messages"


def test_every_text_has_a_traditional_form() -> None:
    catalogue = {
        (each.msgctxt or "", each.msgid): each for each in polib.pofile(str(LOCALE / "zh_Hant/LC_MESSAGES/django.po"))
    }
    missing = [text for context, text, _plural in texts() if not _translated(catalogue.get((context, text)))]
    assert missing == []


def _translated(entry: polib.POEntry | None) -> bool:
    return entry is not None and bool(entry.msgstr or entry.msgstr_plural)


@pytest.mark.parametrize("language", ["zh_Hant", "en"])
def test_translations_keep_their_places(language: str) -> None:
    places = re.compile(r"%\(\w+\)[sd]|%%")
    wrong = []
    for entry in polib.pofile(str(LOCALE / language / "LC_MESSAGES/django.po")):
        for form in [entry.msgstr, *entry.msgstr_plural.values()]:
            if form and sorted(places.findall(form)) != sorted(places.findall(entry.msgid)):
                wrong.append(entry.msgid)
    assert wrong == []
