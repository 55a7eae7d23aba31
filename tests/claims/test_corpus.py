"""The labelled corpus keeps its promises: form, verbatim quotes, exact arithmetic, sizes, and two parts that are apart.

What fails is named by its id, never by its text: the held-out part is not to be read.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.claims_corpus import arithmetic
from benchmarks.claims_corpus.passages import BUILDING, HELD_OUT, Passage, passage, rows
from zhicheng.core.text import to_simplified

PARTS = (BUILDING, HELD_OUT)
VERDICTS = {"holds", "contradicted", "premature", "unstated", "uncheckable"}
FAMILIES = {"completion", "parts", "share", "rate", "change", "average", "ranking", "table", "repeated"} | {
    "new",
    "target",
    "noise",
    "uncheckable",
}
DIVISIONS = Path(__file__).resolve().parents[3] / "shared" / "data" / "admin-divisions"
MADE_UP = ("墨溪", "榴山", "芷垣", "澜圩")
NUMERAL = re.compile(r"[\d.,]+%?|[〇零一二三四五六七八九十百千万亿两]+")


def of(part: str) -> list[Passage]:
    return [passage(row) for row in rows(part)]


def everything() -> list[Passage]:
    return [one for part in PARTS for one in of(part)]


def verdicts(part: str) -> Counter[str]:
    return Counter(label.verdict for one in of(part) for label in one.labels)


@pytest.mark.parametrize("part", PARTS)
def test_each_line_has_its_fields(part):
    odd = [
        row["id"]
        for row in rows(part)
        if not {"id", "kind", "family", "script", "source", "claims"} <= row.keys()
        or ("text" in row) == ("table" in row)
        or row["family"] not in FAMILIES
        or row["script"] not in {"hans", "hant"}
        or ("table" in row and len({len(cells) for cells in row["table"]}) != 1)
        or any(claim["verdict"] not in VERDICTS or not claim["figures"] for claim in row["claims"])
    ]
    assert not odd


@pytest.mark.parametrize("part", PARTS)
def test_quotes_are_verbatim_and_stand_once(part):
    odd = []
    for one in of(part):
        for label in one.labels:
            quote = label.row["quote"]
            if one.prose.text[label.start : label.end] != quote:
                odd.append(one.id)
            if "cell" not in label.row and one.prose.text.count(quote) != 1:
                odd.append(one.id)
    assert not odd


@pytest.mark.parametrize("part", PARTS)
def test_what_is_clean_says_so(part):
    assert not [one.id for one in of(part) if one.clean != one.row.get("exhaustive", False)]


@pytest.mark.parametrize("part", PARTS)
def test_every_label_agrees_with_exact_arithmetic(part):
    odd = []
    for one in of(part):
        for label in one.labels:
            row = label.row
            readings = row.get("arithmetic", [])
            agrees = any(arithmetic.agrees(each, row["stated"]) for each in readings) if "stated" in row else None
            if (label.verdict == "holds" and agrees is False and readings) or (
                label.verdict == "contradicted" and agrees is not False
            ):
                odd.append((one.id, label.verdict))
            if label.verdict == "unstated" and not readings:
                odd.append((one.id, "no reading"))
            if row["computed_percent"] and row["computed_percent"] != [arithmetic.percent(each) for each in readings]:
                odd.append((one.id, "percents"))
    assert not odd


@pytest.mark.parametrize("part", PARTS)
def test_a_premature_rate_cannot_be_had_from_what_is_done(part):
    odd = [
        one.id
        for one in of(part)
        for label in one.labels
        if label.verdict == "premature"
        and any(arithmetic.agrees(each, label.row["stated"]) for each in label.row["arithmetic"])
    ]
    assert not odd


def test_the_corpus_is_large_and_many_sided():
    whole = everything()
    assert len(whole) >= 440
    assert len({one.id for one in whole}) == len(whole)
    assert len({one.kind for one in whole}) >= 25
    assert 0.45 <= sum(one.clean for one in whole) / len(whole) <= 0.6
    assert 0.28 <= sum(one.row["script"] == "hant" for one in whole) / len(whole) <= 0.42
    assert sum("table" in one.row for one in whole) >= 20


def test_the_held_out_part_is_large_enough_to_measure_by():
    held, counts = of(HELD_OUT), verdicts(HELD_OUT)
    assert 0.4 <= len(held) / len(everything()) <= 0.5
    assert len(held) >= 200
    assert sum(one.clean for one in held) >= 100
    assert counts["contradicted"] >= 60
    assert counts["premature"] >= 25
    assert counts["unstated"] >= 40


def test_each_kind_of_wording_is_in_both_parts():
    building, held = (Counter(row["kind"] for row in rows(part)) for part in PARTS)
    assert not [kind for kind, count in (building + held).items() if count >= 4 and not (building[kind] and held[kind])]


def test_no_passage_of_one_part_is_a_passage_of_the_other_with_other_numbers():
    shapes = {one.id: _pieces(one) for one in everything()}
    held = {one.id for one in of(HELD_OUT)}
    alike = [
        (one, other)
        for one in held
        for other in shapes.keys() - held
        if len(shapes[one] & shapes[other]) > 0.7 * len(shapes[one] | shapes[other])
    ]
    assert not alike


def test_traditional_passages_are_traditional():
    odd = [
        one.id
        for one in everything()
        if (to_simplified(one.prose.text) != one.prose.text) != (one.row["script"] == "hant")
    ]
    assert not odd


def test_made_up_places_are_made_up():
    if not DIVISIONS.exists():
        pytest.skip("the list of divisions is not here")
    for name in ("divisions_2026.csv", "townships_2026.csv"):
        with (DIVISIONS / name).open(encoding="utf-8", newline="") as lines:
            cells = {cell for row in csv.reader(lines) for cell in row}
        assert not [place for place in MADE_UP if any(place in cell for cell in cells)]


def test_arithmetic_rounds_half_up_or_half_even_at_the_last_printed_digit():
    assert arithmetic.agrees("77/80", "96.2%")
    assert arithmetic.agrees("77/80", "96.3%")
    assert not arithmetic.agrees("1598/1600", "99.87%")
    assert not arithmetic.agrees("95/120", "80%")
    assert arithmetic.agrees("95/120", "79.2%")
    assert not arithmetic.agrees("95/120", "79.20%")


def test_arithmetic_widens_only_what_is_printed_rounded():
    assert arithmetic.agrees("2.84-2.73", "0.12")
    assert not arithmetic.agrees("95-93", "2.1")
    assert arithmetic.agrees("5.3万/8.4万", "63.1%")
    assert arithmetic.agrees("3万/8万", "40%")
    assert not arithmetic.agrees("30000/80000", "40%")


def _pieces(one: Passage) -> frozenset[str]:
    """The wording without figures, in pieces of four characters; a swap of numbers or of script changes nothing."""
    words = NUMERAL.sub("#", unicodedata.normalize("NFKC", to_simplified(one.prose.text)))
    words = re.sub(r"[\s,。;:、()]", "", words)
    return frozenset(words[place : place + 4] for place in range(len(words) - 3))
