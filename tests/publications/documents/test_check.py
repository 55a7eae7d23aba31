"""The check of the whole text: what it finds, how grave it is, and that it says what to do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.publications.documents.small import edition
from zhicheng.publications.checking import Finding, Material, examine, open_findings
from zhicheng.publications.checking.findings import FIX, KINDS, REASON, REMARK, as_plain, from_plain
from zhicheng.publications.checking.persons import mask_name
from zhicheng.publications.kinds import KINDS as DOCUMENT_KINDS

NOW = edition()
FIELDS = {
    "recipients": "各县",
    "basis": "《计划》",
    "edition": NOW.code,
    "contact": "样例乙，13800000000",
    "signatory": "样例甲",
}


def found(text: str, **more: Any) -> list[Finding]:
    """The findings in a bulletin with all its fields, and without hand-typed numbers."""
    material = Material(
        kind=DOCUMENT_KINDS["bulletin"],
        template="# 题目\n" + text,
        fields=FIELDS,
        disclosure="open",
        reviewed=True,
        edition=NOW,
        edition_state="published",
        names=frozenset({"赵样例", "样例乙", "钱二"}),
    )
    return list(examine(replace(material, **more)).findings)


def codes(text: str, **more: Any) -> list[str]:
    """Their codes."""
    return [each.code for each in found(text, **more)]


def test_a_clean_text_has_nothing_to_settle() -> None:
    assert open_findings(found("## 总体\n全市共{{全市.任务数}}项任务。\n"), {}) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{全市.没有}}", "template"),
        ("计划60家，已完成78家，完成率为100%。", "claim-differs"),
        ("请于【请填写：日期】前报送", "placeholder"),
        ("## 一\n有内容\n## 二\n", "empty-section"),
        ("联络请打13912345678", "phone"),
        ("总机0990-1234567请记下", "phone"),
        ("身份证号110101199003074218的人员", "identity-number"),
        ("经营者代码92330100MA2CDE0R4P已登记", "sole-trader"),
        ("其家庭住址墨溪区纸坊街3号", "home-address"),
        ("企业负责人赵样例到会", "person-name"),
        ("手工写了88家企业", "typed-numbers"),
        ("{{任务.2.墨溪区.核实数}}家", "figure-internal"),
    ],
)
def test_what_is_found_in_a_text(text: str, code: str) -> None:
    assert code in codes(text)


def test_contacts_are_no_finding() -> None:
    assert not {"phone", "person-name"} & set(codes("联系人：钱二，联系电话0990-1234567"))
    assert "person-name" not in codes("样例乙参加会议")


def test_a_name_is_masked_to_the_surname() -> None:
    assert [mask_name(each) for each in ("张三", "张三丰", "欧阳修", "上官婉儿")] == [
        "张某",
        "张某某",
        "欧阳某",
        "上官某某",
    ]
    (finding,) = [each for each in found("负责人赵样例到会") if each.code == "person-name"]
    assert "赵某某" in finding.sentence


def test_what_is_missing_in_the_fields_is_told_by_its_name() -> None:
    (finding,) = [each for each in found("正文。", fields={**FIELDS, "basis": " "}) if each.code == "field-missing"]
    assert "依据" in finding.sentence
    assert "通报" in finding.sentence
    assert finding.level == FIX


def test_disclosure_is_chosen_reasoned_and_reviewed() -> None:
    assert "disclosure-missing" in codes("正文。", disclosure="")
    assert "disclosure-reason" in codes("正文。", disclosure="closed")
    assert "disclosure-reason" not in codes("正文。", disclosure="request", disclosure_reason="第十六条")
    assert "review-missing" in codes("正文。", reviewed=False)


def test_an_empty_text_is_told() -> None:
    assert "empty-text" in codes("## 只有标题")


def test_an_edition_that_is_not_public_or_was_withdrawn_is_told() -> None:
    text = "共{{全市.任务数}}项。"
    assert "edition-frozen-only" in codes(text, edition_state="frozen")
    assert "edition-withdrawn" in codes(text, edition_state="withdrawn")
    assert "edition-frozen-only" not in codes(text, edition_state="frozen", disclosure="closed", disclosure_reason="x")


def test_a_stale_figure_is_told_with_its_new_value() -> None:
    newer = edition(number=2, t2="95")
    stale = [each for each in found("{{任务.2.核实数}}家", newest={newer.period: newer}) if each.code == "stale-figure"]
    assert [each.facts["new"] for each in stale] == ["95"]
    assert "90" in stale[0].sentence
    assert newer.code in stale[0].sentence
    assert stale[0].level == REASON
    assert "stale-edition" in codes("{{任务.1.核实数}}家", newest={newer.period: newer})


def test_a_derived_figure_and_one_of_the_earlier_edition_become_stale_too() -> None:
    newer, before, newer_before = edition(number=2, t2="95"), edition("2025Q2"), edition("2025Q2", number=2, t2="70")
    text = "设 差 = 任务.2.核实数 - 上期.任务.2.核实数\n增{{差}}家"
    stale = found(text, earlier=before, newest={newer.period: newer, before.period: before})
    assert [each.facts["new"] for each in stale if each.code == "stale-figure"] == ["7"]
    stale = found("上期{{上期.任务.2.核实数}}家", earlier=before, newest={NOW.period: NOW, before.period: newer_before})
    assert [each.facts["new"] for each in stale if each.code == "stale-figure"] == ["70"]


def test_a_later_period_is_a_remark() -> None:
    (finding,) = [
        each for each in found("{{上期.全市.任务数}}", edition=NOW, earlier=edition("2025Q2"), later=edition(number=2))
        if each.code == "stale-period"
    ]  # fmt: skip
    assert finding.level == REMARK


def test_a_reason_lets_pass_what_may_be_let_pass_and_nothing_else() -> None:
    everything = found("身份证号110101199003074218，负责人赵样例")
    waivers = {each.id: "经研究" for each in everything}
    assert [each.code for each in open_findings(everything, waivers)] == ["identity-number"]
    assert {each.code for each in open_findings(everything, {})} == {"identity-number", "person-name"}


def test_findings_keep_their_names_over_a_second_check_and_over_json() -> None:
    first, second = found("负责人赵样例到会"), found("先说别的。\n负责人赵样例到会")
    assert {each.id for each in first} & {each.id for each in second}
    assert from_plain(as_plain(first)) == first


def test_every_finding_says_what_to_do() -> None:
    for code, (level, sentence) in KINDS.items():
        assert level in (FIX, REASON, REMARK)
        if sentence:
            assert str(sentence).endswith("。"), code


@pytest.mark.parametrize("kind", sorted(DOCUMENT_KINDS))
def test_the_text_that_a_kind_begins_with_has_no_fault_of_its_own(kind: str) -> None:
    declared = DOCUMENT_KINDS[kind]
    fields = dict.fromkeys(declared.required, "有")
    for language in ("zh-hans", "zh-hant", "en"):
        told = found(
            "", template=declared.template(language), kind=declared, fields=fields, language=language,
            disclosure="open", edition=edition(t5="9"),
        )  # fmt: skip
        standing = {each.code for each in open_findings(told, {})} - {"placeholder"}
        problems = {each.facts["problem"] for each in told if each.code == "template"} - {"chart-empty"}
        assert standing <= {"template"}, [each.sentence for each in told]
        assert not problems, [each.sentence for each in told]
