"""A right document has no deviation; one thing spoilt gives exactly the deviation of that thing, however it is styled."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.publications.layout.papers import (
    FANGSONG,
    HEI,
    RED_LINE,
    SONG,
    THIN,
    WAYS,
    Line,
    Paper,
    Run,
    blank,
    bulletin,
    flat,
    letter,
    page_number,
    spoilt,
    written,
)
from zhicheng.core.intake.limits import Limits
from zhicheng.publications.layout.measuring import measure
from zhicheng.publications.layout.register import RULES
from zhicheng.publications.layout.report import worded

Change = Callable[[Paper], object]


def deviations(content: bytes, tmp_path: Path, *, form: str = "") -> dict[str, Any]:
    path = tmp_path / "x.docx"
    path.write_bytes(content)
    report = worded(measure(path, form, Limits()), "zh-hans")
    return {each.rule: each for each in report.deviations}


def sets(**values: object) -> Change:
    """Change something of the page."""

    def change(paper: Paper) -> None:
        for name, value in values.items():
            setattr(paper, name, value)

    return change


def of(words: str, **values: object) -> Change:
    """Change something of the line that begins so."""

    def change(paper: Paper) -> None:
        line = paper.find(words)
        for name, value in values.items():
            setattr(line, name, value)

    return change


def running(**values: object) -> Change:
    """Change all lines of the text."""

    def change(paper: Paper) -> None:
        for each in flat(paper):
            if each.size == 16.0 and each.text and not each.borders:
                for name, value in values.items():
                    setattr(each, name, value)

    return change


def looks(words: str, **values: object) -> Change:
    """Change the look of the first run of the line that begins so."""

    def change(paper: Paper) -> None:
        line = paper.find(words)
        line.runs[0] = replace(line.runs[0], **values)  # type: ignore[arg-type]

    return change


def put(after: str, *lines: Line) -> Change:
    def change(paper: Paper) -> None:
        place = paper.at(after) + 1
        paper.lines[place:place] = lines

    return change


def without(*words: str) -> Change:
    def change(paper: Paper) -> None:
        for each in words:
            del paper.lines[paper.at(each)]

    return change


def footer(kind: str, **values: object) -> Change:
    def change(paper: Paper) -> None:
        paper.footers[kind] = replace(paper.footers[kind], **values)  # type: ignore[arg-type]

    return change


def footers(**values: object) -> Change:
    def change(paper: Paper) -> None:
        for kind in ("default", "even"):
            footer(kind, **values)(paper)

    return change


def footer_words(before: str, after: str) -> Change:
    def change(paper: Paper) -> None:
        for line in paper.footers.values():
            line.runs[0] = replace(line.runs[0], text=before)
            line.runs[-1] = replace(line.runs[-1], text=after)

    return change


def number_font(paper: Paper) -> None:
    for line in paper.footers.values():
        line.runs = [replace(each, latin="Times New Roman") for each in line.runs]


def swap_annexes(paper: Paper) -> None:
    first, second = paper.find("附件1"), paper.find("附件2")
    first.text, second.text = "附件2", "附件1"
    one, other = paper.at("第三季度任务进展情况表"), paper.at("滞后任务清单")
    paper.lines[one], paper.lines[other] = paper.lines[other], paper.lines[one]


def printing_first(paper: Paper) -> None:
    copies, printed = paper.find("抄送"), paper.lines[-1]
    assert isinstance(printed, Line)
    paper.lines[-2:] = [replace(printed, borders=copies.borders), replace(copies, borders=printed.borders)]


def on_one_grid(pitch: int) -> Change:
    def change(paper: Paper) -> None:
        running(line=("auto", 1.0))(paper)
        paper.grid = ("lines", pitch, 0)
        if paper.way == "defaults":
            running(spacing=-0.2)(paper)

    return change


MUTATIONS: list[tuple[str, Change]] = [
    ("paper", sets(width=215.9, height=279.4)),
    ("paper", sets(width=182.0, height=257.0)),
    ("margin-top", sets(top=25.4)),
    ("margin-top", sets(top=38.5)),
    ("margin-left", sets(left=31.8)),
    ("margin-left", sets(gutter=5.0)),
    ("margin-right", sets(right=20.0)),
    ("margin-bottom", sets(bottom=25.4)),
    ("lines-per-page", on_one_grid(312)),
    ("lines-per-page", on_one_grid(640)),
    ("characters-per-line", running(spacing=1.0)),
    ("line-spacing", running(line=("exact", 22.0))),
    ("line-spacing", running(line=("exact", 32.0))),
    ("line-spacing", running(line=("auto", 1.5))),
    ("line-spacing", of("全市各级", line=("auto", 2.0))),
    ("paragraph-spacing", of("全市各级", before=7.8)),
    ("paragraph-spacing", of("全市各级", after=12.0)),
    ("body-font", of("全市各级", font=SONG)),
    ("body-font", of("各县（区）", font="微软雅黑")),
    ("body-font", of("2026年10月9日", font=SONG)),
    ("body-size", of("全市各级", size=14.0)),
    ("body-size", of("特此通报", size=15.0)),
    ("text-colour", of("全市各级", colour="0000FF")),
    ("text-colour", of("关于2026年", colour="FF0000")),
    ("first-line-indent", of("全市各级", first=0.0)),
    ("first-line-indent", of("一、总体", first=0.0)),
    ("first-line-indent", of("全市各级", first=4.0)),
    ("turnover-indent", of("全市各级", first=0.0, left=2.0)),
    ("turnover-indent", of("全市各级", right=2.0)),
    ("punctuation", of("特此通报", runs=[Run("以上情况,请各地各部门认真对照,抓好落实。")])),
    ("punctuation", of("特此通报", runs=[Run("以上情况(含各县)请认真对照。")])),
    ("punctuation", of("特此通报", runs=[Run("请认真对照\"四个重点\"抓好落实。")])),
    ("heading-1-font", of("一、总体", font=FANGSONG)),
    ("heading-1-font", of("一、总体", font="方正小标宋简体")),
    ("heading-2-font", of("（一）任务", font=HEI)),
    ("heading-2-font", looks("（一）进度", font=FANGSONG)),
    ("heading-3-font", looks("1.健全", font=HEI)),
    ("heading-4-font", of("（1）建立", font=HEI)),
    ("heading-size", of("一、总体", size=18.0)),
    ("heading-number", looks("一、总体", text="一.总体情况")),
    ("heading-number", looks("一、总体", text="一，总体情况")),
    ("heading-number", looks("（一）任务", text="(一)任务进度")),
    ("heading-number", looks("（一）任务", text="（一）、任务进度")),
    ("heading-number", looks("1.健全", text="1、健全机制。")),
    ("heading-number", looks("1.健全", text="1）健全机制。")),
    ("heading-number", looks("（1）建立", text="(1)建立台账，逐项销号。")),
    ("heading-number", looks("（1）建立", text="（1）、建立台账，逐项销号。")),
    ("heading-level", without("一、总体")),
    ("heading-sequence", looks("三、下一步", text="四、下一步工作")),
    ("copy-number", lambda paper: paper.lines.insert(0, Line([Run("0001")]))),
    ("copy-number", lambda paper: paper.lines.insert(0, Line([Run("000001")], jc="right"))),
    ("urgency-font", of("特急", font=FANGSONG)),
    ("urgency-align", of("特急", jc="right")),
    ("issuing-mark-colour", of("演示市质量强市工作领导小组办公室文件", colour="000000")),
    ("issuing-mark-align", of("演示市质量强市工作领导小组办公室文件", jc="left")),
    ("number-form", looks("演质强办〔", text="演质强办[2026]3号")),
    ("number-form", looks("演质强办〔", text="演质强办（2026）3号")),
    ("number-form", looks("演质强办〔", text="演质强办【2026】3号")),
    ("number-form", looks("演质强办〔", text="演质强办〔2026〕03号")),
    ("number-form", looks("演质强办〔", text="演质强办〔2026〕第3号")),
    ("number-form", looks("演质强办〔", text="演质强办〔26〕3号")),
    ("number-form", looks("演质强办〔", text="演质强办〔2026〕3")),
    ("number-size", of("演质强办〔", size=14.0)),
    ("number-align", of("演质强办〔", jc="left")),
    ("signatory", looks("关于2026年", text="关于增加质量工作任务的请示")),
    ("red-line", of("演质强办〔", borders="")),
    ("red-line", of("演质强办〔", borders=RED_LINE.replace("FF0000", "000000"))),
    ("red-line", of("演质强办〔", borders=RED_LINE, left=2.0, right=2.0)),
    ("title-font", of("关于2026年", font=HEI)),
    ("title-size", of("关于2026年", size=18.0)),
    ("title-align", of("关于2026年", jc="left")),
    ("title-align", of("关于2026年", first=2.0)),
    ("title-position", put("演质强办〔", blank(), blank())),
    ("recipients-align", of("各县（区）", first=2.0)),
    ("recipients-colon", looks("各县（区）", text="各县（区）人民政府，市直有关部门:")),
    ("recipients-colon", looks("各县（区）", text="各县（区）人民政府，市直有关部门")),
    ("attachment-note-form", looks("附件：1", text="附件:1.第三季度任务进展情况表")),
    ("attachment-note-form", looks("附件：1", text="附件：1、第三季度任务进展情况表")),
    ("attachment-note-form", looks("附件：1", text="附件：1.第三季度任务进展情况表；")),
    ("attachment-note-indent", of("附件：1", first=0.0)),
    ("date-missing", without("2026年10月9日")),
    ("date-form", looks("2026年10月9日", text="二〇二六年十月九日")),
    ("date-form", looks("2026年10月9日", text="2026年10月09日")),
    ("date-form", looks("2026年10月9日", text="2026-10-9")),
    ("date-position", of("2026年10月9日", right=0.0)),
    ("date-position", of("2026年10月9日", jc="left", right=0.0)),
    ("remark-form", looks("（联系人", text="(联系人：张演示，联系电话：0000-0000)")),
    ("remark-form", of("（联系人", first=0.0)),
    ("annex-mark-font", of("附件1", font=FANGSONG)),
    ("annex-mark-form", looks("附件1", text="附件1：")),
    ("annex-mark-form", of("附件1", first=2.0)),
    ("annex-page", of("附件2", new_page=False)),
    ("annex-order", swap_annexes),
    ("annex-order", without("2.滞后")),
    ("annex-title", looks("滞后任务清单", text="进度滞后任务一览表")),
    ("imprint-font", of("抄送", font=SONG)),
    ("imprint-font", of("抄送", size=16.0)),
    ("copies-form", looks("抄送", text="抄送:市人大常委会办公室，市政协办公室。")),
    ("copies-form", looks("抄送", text="抄送：市人大常委会办公室，市政协办公室")),
    ("imprint-lines", of("抄送", borders="")),
    ("imprint-lines", of("抄送", borders=f"<w:top {THIN.replace('6', '24')}/>")),
    ("imprint-order", printing_first),
    ("page-number", sets(footers={})),
    ("page-number-font", number_font),
    ("page-number-size", footers(size=9.0)),
    ("page-number-form", footer_words("- ", " -")),
    ("page-number-form", footer_words("第", "页")),
    ("page-number-form", footer_words("", "")),
    ("page-number-position", footers(jc="center", left=0.0, right=0.0)),
    ("page-number-position", sets(odd_and_even=False)),
    ("page-number-position", footer("default", right=0.0)),
    ("page-number-position", footer("even", jc="right", left=0.0, right=1.0)),
    ("page-number-distance", sets(footer=15.0)),
]  # fmt: skip

LETTERS: list[tuple[str, Change]] = [
    ("letter-lines", lambda paper: setattr(paper.footers["first"], "borders", "")),
    ("letter-lines", lambda paper: paper.headers["first"].__dict__.update(left=0.0, right=0.0)),
    ("letter-first-page", lambda paper: paper.footers.update(first=page_number("right", borders=paper.footers["first"].borders, left=-1.417, right=-1.417))),
    ("letter-number", of("演质强办函", jc="left")),
    ("letter-imprint", lambda paper: paper.lines.append(Line([Run("演示市质量强市工作领导小组办公室　　2026年1月5日印发")], size=14.0, left=1.0, right=1.0))),
    ("issuing-mark-colour", lambda paper: setattr(paper.headers["first"], "colour", "000000")),
    ("number-form", looks("演质强办函", text="演质强办函(2026)12号")),
    ("date-form", looks("2026年1月5日", text="2026年01月05日")),
]  # fmt: skip


def named(mutations: list[tuple[str, Change]]) -> list[Any]:
    return [pytest.param(rule, change, id=f"{place:02d}-{rule}") for place, (rule, change) in enumerate(mutations)]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("make", [bulletin, letter])
def test_a_right_document_has_no_deviation(make: Callable[[str], Paper], way: str, tmp_path: Path) -> None:
    assert deviations(written(make(way)), tmp_path) == {}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("rule", "change"), named(MUTATIONS))
def test_one_thing_spoilt_gives_its_rule_and_no_other(rule: str, change: Change, way: str, tmp_path: Path) -> None:
    assert list(deviations(spoilt(bulletin(way), change), tmp_path)) == [rule]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("rule", "change"), named(LETTERS))
def test_one_thing_spoilt_in_a_letter(rule: str, change: Change, way: str, tmp_path: Path) -> None:
    assert list(deviations(spoilt(letter(way), change), tmp_path)) == [rule]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(st.sampled_from(MUTATIONS), st.sampled_from(MUTATIONS), st.sampled_from(WAYS))
def test_two_things_spoilt_never_give_a_third(
    tmp_path: Path, one: tuple[str, Change], other: tuple[str, Change], way: str
) -> None:
    def change(paper: Paper) -> None:
        one[1](paper)
        # What the first has taken away, the second cannot spoil.
        with suppress(StopIteration):
            other[1](paper)

    found = set(deviations(spoilt(bulletin(way), change), tmp_path))
    assert found <= {one[0], other[0]}


def test_every_rule_is_broken_by_some_test() -> None:
    tried = {rule for rule, _change in [*MUTATIONS, *LETTERS]} | {"signatory-form", "printed-form"}
    assert tried == set(RULES)
