"""The unified social credit code: five published ones, our own, and every way to get one wrong."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from stdnum.cn import uscc as standard

from zhicheng.core.refusal import RuleBroken
from zhicheng.registry.rules.uscc import check_uscc, organisation_code_is_right

pytestmark = pytest.mark.clause("A1")
PUBLISHED = Path(__file__).parents[3] / "shared/data/enterprise-identity/uscc_published.csv"


def made(stem: str) -> str:
    """A code of ours with the right check digit; area 99xxxx is given to nobody."""
    return stem + standard.calc_check_digit(stem)


def test_the_published_codes_pass() -> None:
    if not PUBLISHED.is_file():
        pytest.skip("the published codes are not beside this checkout")
    with PUBLISHED.open(encoding="utf-8") as file:
        codes = [row["uscc"] for row in csv.DictReader(file)]
    assert len(codes) == 5
    for code in codes:
        assert check_uscc(code) == type(check_uscc(code))(code)
        assert organisation_code_is_right(code[8:17])


def test_full_width_blanks_and_small_letters_are_put_right() -> None:
    code = made("91990100MA2ABCDE0")
    spaced = f" {code[:4]} {code[4:].lower()} ".replace("9", "９")
    assert check_uscc(spaced).code == code


def test_letters_in_front_are_allowed_for_farmers_organisations() -> None:
    code = made("N2990100MF1234567")
    assert check_uscc(code).code == code


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("9199010012345", "13位"),
        ("91990100MA2ABCDEI0", "I、O、S、V、Z"),
        ("9199O100MA2ABCDE00", "I、O、S、V、Z"),
        ("91AB0100MA2ABCDE00", "数字"),
    ],
)
def test_a_code_of_wrong_form_is_refused_with_the_reason(code: str, said: str) -> None:
    with pytest.raises(RuleBroken, match=said):
        check_uscc(code)


def test_one_wrong_character_is_found_wherever_it_stands() -> None:
    code = made("91990100MA2ABCDE0")
    for place in range(18):
        wrong = "2" if code[place] != "2" else "3"
        with pytest.raises(RuleBroken, match="校验码"):
            check_uscc(code[:place] + wrong + code[place + 1 :])


def test_an_odd_organisation_code_and_an_odd_kind_only_warn() -> None:
    found = check_uscc(made("91990100123456780"), kind="institution")
    assert len(found.warnings) == 2


def test_the_organisation_code_writes_ten_as_x() -> None:
    digits = [f"{number:08d}" for number in range(12345600, 12345700)]
    ends = {code: [end for end in "0123456789X" if organisation_code_is_right(code + end)] for code in digits}
    assert all(len(found) == 1 for found in ends.values())
    assert {found[0] for found in ends.values()} == set("0123456789X")
