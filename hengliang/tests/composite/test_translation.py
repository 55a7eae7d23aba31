"""What the library says reaches a Chinese reader in Chinese: every sentence in the code has its translation."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import hengliang.composite as cq
from hengliang.composite import translation
from hengliang.composite.problems import Problem
from hengliang.composite.workbook import SHEETS, tables_of

SOURCE = Path(cq.__file__).parent
PLACE = Path(translation.__file__).parent
# What only people meet who call plain functions from Python, with arrays and objects of their own.
FOR_PROGRAMMERS = frozenset({"shape", "times", "custom", "shapley", "estimator", "gap", "batches", "engine"})

# Sentences that are put together from parts, each tested whole below.
PARTS = frozenset(
    {
        "7 of 7 units are not 7, as the mean of 7 needs",
        "7 of 7 rows of the design hold a failed run: take the impossible ",
        "appears7 in 7 and 7",
        "7 is not 7",
    }
)


def sentence(node: ast.expr) -> str:
    """The text that a call says, with {} for every fact; '' where it is computed elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else _fact(part) for part in node.values]
        return "".join(map(str, parts))
    if isinstance(node, ast.BinOp):
        return sentence(node.left) + sentence(node.right)
    return ""


def _fact(part: ast.expr) -> str:
    """A hint, a table's name or a constant's text is part of the sentence; anything else is a fact."""
    assert isinstance(part, ast.FormattedValue)
    if isinstance(part.value, ast.Name) and part.value.id.isupper():
        return CONSTANTS.get(part.value.id, "7")
    if isinstance(part.value, ast.Name) and part.value.id == "what":
        return "data"
    hint = "is it" in ast.unparse(part.value) or "near(" in ast.unparse(part.value)
    return "" if hint else "7"


CONSTANTS = {
    name: value
    for path in SOURCE.rglob("*.py")
    for node in ast.parse(path.read_text(encoding="utf-8")).body
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    for name, value in [(node.targets[0].id, sentence(node.value))]
    if name.isupper() and " " in value
}


def said() -> Iterator[tuple[str, str, str]]:
    """Every rule and sentence that problems and notes are made of, with the place where it stands."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "why":
                yield "why", sentence(node.value), f"{path.name}:{node.lineno}"
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            rule = ""
            if name in ("add", "refuse") and len(node.args) >= 2 and isinstance(node.args[0], ast.Constant):
                rule, told = str(node.args[0].value), sentence(node.args[1])
            elif name == "append" and ast.unparse(node.func).endswith(("notes.append", "said.append")):
                rule, told = "note", sentence(node.args[0])
            if rule and told.strip():
                yield rule, told, f"{path.name}:{node.lineno}"


def english(text: str) -> bool:
    """Three English words in a row are a sentence, not a name or a method's word."""
    return re.search(r"[a-z]{2,} [a-z]+ [a-z]{2,}", text) is not None


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_every_sentence_of_a_problem_or_a_note_has_its_translation(language: str) -> None:
    untold = [
        f"{place}: {text}"
        for rule, text, place in said()
        if rule not in FOR_PROGRAMMERS
        and text not in PARTS
        and " " in text
        and re.search("[a-z]{3}", text.removeprefix("data: "))
        if not re.search("[\u4e00-\u9fff]", translation.told_in(language, text))
    ]
    assert untold == []


def test_the_catalogue_is_whole_and_its_facts_are_those_of_the_sentence() -> None:
    with (PLACE / "sentences.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert len({line["en"] for line in lines}) == len(lines)
    for line in lines:
        facts = len(re.findall(r"\{[~#]?\}", line["en"]))
        for language in ("zh-hans", "zh-hant"):
            assert line[language]
            assert {int(at) for at in re.findall(r"\{(\d)\}", line[language])} <= set(range(facts)), line
    with (PLACE / "names.csv").open(encoding="utf-8", newline="") as file:
        names = list(csv.DictReader(file))
    assert len({(line["kind"], line["name"]) for line in names}) == len(names)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("'4.5%' is no number (a per cent sign: write the number alone and name the unit in the framework)",
         "'4.5%'不是数字（带百分号：请只写数字，单位写在框架里）"),
        ("data: 3 columns have one name", "数据：有3列同名"),
        ("the parent pm is not in the framework (is it pm25?)", "框架中没有上级pm：请补上这一行，或改正代码（是否为pm25？）"),
        ("appears in 2019 in line 4 and line 9", "在2019年的第4行和第9行重复出现"),
        ("screening left out 8 of 30 rows: A 2001, B 2002 and 6 more", "筛选剔除30条记录中的8条：A 2001, B 2002等，另有6项"),
        ("safety: 2 of 6 rows have no score, too few children (A, B)", "safety：6条记录中有2条没有得分，下级数据太少（A, B）"),
        ("impossible, 25.0% of all runs: scale minmax, combine geometric: forbidden-value: row A, column b: 1 of 6 units "
         "are not > 0, as the mean of s needs (A)",
         "行不通的组合，占全部计算的25.0%：scale minmax, combine geometric：forbidden-value：A、b："
         "6个单位中有1个不满足“> 0”，s的合成方法要求如此（A）"),
        ("'x' is not a whole number", "'x'不是整数"),
        ("4 of 8 rows of the design hold a failed run: take the impossible alternatives out, or say complete=True for the "
         "other rows", "设计的8行中有4行含算不出的组合：请去掉行不通的备选方案"),
        ("1 of 6 units are not > 0, as the mean of s needs (A)", "6个单位中有1个不满足“> 0”，s的合成方法要求如此（A）"),
        ("outside anything to 100", "超出可能范围不限至100"),
        ("nothing of the kind was ever said", "nothing of the kind was ever said"),
        ("", ""),
    ],
)  # fmt: skip
def test_facts_stand_where_chinese_wants_them(text: str, told: str) -> None:
    assert translation.told_in("zh-hans", text) == told
    assert translation.told_in("en", text) == text
    with pytest.raises(cq.ProblemsFound, match="there are"):
        translation.told_in("de", text)


def test_problems_say_their_rule_by_name_and_keep_its_code() -> None:
    table = translation.problems_in(
        "zh-hant", [Problem("weight", "pm25", "weight", "-1 is not above 0; leave the node out instead")]
    )
    assert table == {
        "規則": ["權重"],
        "行": ["pm25"],
        "列": ["權重"],
        "原因": ["-1不大於0；不要的節點請從框架中刪去"],
        "規則代號": ["weight"],
    }


def study_of(cities_data: Any, cities_framework: Any) -> tuple[cq.Index, Any]:
    plan = cq.Plan().clean({"accidents": (0, 70)}).divide().screen(0.5).treat("winsorise", "log").scale("minmax")
    index = plan.fit(cities_data, cities_framework)
    return index, index.vary(scale=["minmax", "z"], weights=cq.jitter(0.2)).run(64, seed=1)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_no_heading_and_no_remark_in_a_chinese_workbook_is_english(
    language: str, cities_data: Any, cities_framework: Any, tmp_path: Path
) -> None:
    index, outcome = study_of(cities_data, cities_framework)
    assert index.notes
    path = index.to_workbook(tmp_path / "index.xlsx", study=outcome, language=language)
    theirs = {"unit", "year", *index.tree.codes}
    shown = {word for words in translation.tables._names(language) for word in words[1:]}
    book = openpyxl.load_workbook(path, read_only=True)
    assert not any(english(sheet.title) or sheet.title.isascii() for sheet in book.worksheets)
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        for heading in rows[0]:
            assert heading in theirs or heading not in shown, (sheet.title, heading)
        for row in rows:
            assert not any(isinstance(cell, str) and english(cell) for cell in row), (sheet.title, row)


def test_every_heading_of_every_table_has_its_translation(cities_data: Any, cities_framework: Any) -> None:
    index, outcome = study_of(cities_data, cities_framework)
    for key, table in tables_of(index, study=outcome).items():
        assert key in SHEETS
        if key in translation.tables.THEIRS or key == "problems":
            continue
        for name in table:
            if name not in (index.panel.unit_column, index.panel.year_column):
                assert translation.heading("zh-hans", key, name) != name, (key, name)


def test_the_users_own_columns_keep_their_names(cities_data: Any, cities_framework: Any) -> None:
    data = [{("name" if key == "unit" else key): value for key, value in row.items()} for row in cities_data]
    index = cq.Plan().scale("minmax").fit(data, cities_framework, unit="name")
    columns = translation.table_in(
        "zh-hans", "bands", {"name": ["A"], "rank": [1.0]}, theirs=(index.panel.unit_column,)
    )
    assert columns == {"name": ["A"], "本次位次": [1.0]}
    assert list(translation.table_in("zh-hans", "scores", {"name": [], "rank": []})) == ["name", "rank"]


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_no_text_in_a_chinese_picture_is_english(language: str, cities_data: Any, cities_framework: Any) -> None:
    index, outcome = study_of(cities_data, cities_framework)
    drawn = {
        "framework": cq.charts.framework(index, language=language),
        "contributions": cq.charts.contributions(index, language=language),
        "correlations": cq.charts.correlations(index, language=language),
        "rank_bands": cq.charts.rank_bands(outcome, language=language),
        "sensitivity": cq.charts.sensitivity(outcome, language=language),
    }
    for name, spec in drawn.items():
        for place, text in texts(spec):
            # What stands in a title, a legend or the text read aloud is a sentence or a name of the user's.
            told = re.sub("|".join(sorted(index.tree.codes, key=len, reverse=True)), "", text)
            assert re.search("[\u4e00-\u9fff]", told) or not re.search("[a-z]{3}", told), (name, place, text)


def texts(spec: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Titles, subtitles and descriptions of a specification, with the way to each."""
    if isinstance(spec, dict):
        for key, value in spec.items():
            if key in ("title", "subtitle", "description", "text") and isinstance(value, str | list):
                for text in [value] if isinstance(value, str) else value:
                    yield f"{place}.{key}", str(text)
            else:
                yield from texts(value, f"{place}.{key}")
    elif isinstance(spec, list):
        for at, value in enumerate(spec):
            yield from texts(value, f"{place}[{at}]")
