"""`python -m hengliang composite`: three files in, a folder out; problems as a table with an exit status."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from test_in_and_out import coin_tool

import hengliang.composite as cq
from hengliang.__main__ import main

HERE = Path(__file__).resolve()
EXAMPLE = HERE.parents[2] / "docs" / "examples" / "city-panel"
PANEL = HERE.parents[4] / "shared" / "data" / "city-statistics" / "prefecture_city_panel_2004_2012.csv"


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def files(tmp_path: Path, cities_framework: Any, cities_data: Any) -> dict[str, Path]:
    """A plan with a study, data and framework on disk."""
    plan = json.loads(cq.Plan().divide().impute().scale(cq.minmax(1, 100)).to_json())
    plan["study"] = {
        "factors": {"combine": ["arithmetic", "geometric"], "weights": {"kind": "jitter", "share": 0.2}},
        "runs": 128,
        "seed": 3,
    }
    paths = {name: tmp_path / f"{name}.{'json' if name == 'plan' else 'csv'}" for name in ("plan", "data", "framework")}
    paths["plan"].write_text(json.dumps(plan), encoding="utf-8")
    for name, rows in (("data", cities_data), ("framework", cities_framework)):
        cq.Table({key: ["" if row[key] is None else row[key] for row in rows] for key in rows[0]}).to_csv(paths[name])
    return paths | {"out": tmp_path / "out"}


def call(files: dict[str, Path], *more: str) -> int:
    named = [str(files[name]) for name in ("plan", "data", "framework")]
    return main(["composite", *named, "--out", str(files["out"]), *more])


def test_three_files_become_a_folder_of_results(files: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert call(files, "--no-pictures") == 0
    out = files["out"]
    rows = table(out / "ranks.csv")
    assert len(rows) == 18
    for row in rows:
        assert float(row["rank_best"]) <= float(row["rank_q05"]) <= float(row["rank_q95"]) <= float(row["rank_worst"])
    names = {path.name for path in out.iterdir()}
    assert {"scores.csv", "report.md", "index.xlsx", "changes.csv", "problems.csv", "sensitivity.csv"} <= names
    assert cq.Plan.from_json(out / "plan.json") == cq.Plan().divide().impute().scale(cq.minmax(1, 100))
    report = (out / "report.md").read_text(encoding="utf-8")
    assert "## Result, 2020" in report
    assert "Gaps filled: 1 cells" in report
    assert "[1/5] Reading the data" in capsys.readouterr().err


def test_the_same_seed_writes_the_same_bands(files: dict[str, Path]) -> None:
    written = []
    for seed in ("7", "7", "8"):
        assert call(files, "--no-pictures", "--force", "--quiet", "--seed", seed, "--runs", "64") == 0
        written.append((files["out"] / "bands.csv").read_bytes())
    assert written[0] == written[1] != written[2]


def test_an_earlier_run_is_not_written_over_unasked(files: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    files["out"].mkdir()
    (files["out"] / "mine.txt").write_text("keep", encoding="utf-8")
    assert call(files, "--no-pictures", "--language", "zh-hans") == 3
    assert "--force" in capsys.readouterr().err
    assert [path.name for path in files["out"].iterdir()] == ["mine.txt"]


def test_old_results_never_stand_beside_new_problems(files: dict[str, Path]) -> None:
    assert call(files, "--no-pictures", "--quiet") == 0
    (files["out"] / "mine.txt").write_text("keep", encoding="utf-8")
    files["data"].write_text("unit\nPorto\n", encoding="utf-8")
    assert call(files, "--no-pictures", "--quiet", "--force") == 1
    assert {path.name for path in files["out"].iterdir()} == {"mine.txt", "problems.csv"}


def test_problems_come_all_at_once_as_a_table(files: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    text = files["data"].read_text(encoding="utf-8-sig")
    broken = text.replace("Porto,north,2018,100", "Porto,north,2018,many").replace("Lyon,south,2019", "Lyon,south,2018")
    files["data"].write_text(broken, encoding="utf-8")
    assert call(files, "--quiet", "--language", "zh-hans") == 1
    found = {(row["规则代号"], row["行"], row["列"]): row["原因"] for row in table(files["out"] / "problems.csv")}
    assert found["not-a-number", "Porto 2018", "people"] == "'many'是文字，此处须为数字或留空"
    assert found["duplicate-unit", "Lyon", "unit"] == "在2018年的第5行和第6行重复出现"
    said = capsys.readouterr().err
    assert "未作计算" in said
    assert "单位重复" in said


def test_plan_study_data_and_framework_are_told_in_one_round(files: dict[str, Path]) -> None:
    plan = json.loads(files["plan"].read_text(encoding="utf-8"))
    plan |= {"luck": 1, "study": {"factors": {"scale": ["minmax", "zed"], "weights": {"kind": "jitter", "share": 2}}}}
    data, framework = (files[name].read_text(encoding="utf-8-sig") for name in ("data", "framework"))
    files["data"].write_text(data.replace("Porto,north,2018,100", "Porto,north,2018,many"), encoding="utf-8")
    files["framework"].write_text(framework + framework.splitlines()[-1] + "\n", encoding="utf-8")
    files["plan"].write_text(json.dumps(plan), encoding="utf-8")
    assert call(files, "--quiet") == 1
    assert {row["code"] for row in table(files["out"] / "problems.csv")} >= {
        "plan-json",
        "not-a-number",
        "duplicate-code",
    }
    del plan["luck"]
    files["framework"].write_text(framework, encoding="utf-8")
    files["plan"].write_text(json.dumps(plan), encoding="utf-8")
    assert call(files, "--quiet", "--force") == 1
    assert {row["code"] for row in table(files["out"] / "problems.csv")} >= {"not-a-number", "factor", "share"}
    assert call(files, "--quiet", "--force", "--runs", "0", "--seed", "-1") == 1
    assert {row["column"] for row in table(files["out"] / "problems.csv")} == {"runs", "seed"}


def test_a_key_that_stands_twice_in_the_plan_file_is_told(files: dict[str, Path]) -> None:
    files["plan"].write_text('{"hengliang.composite.plan": 1, "to": [0, 1], "to": [0, 2]}', encoding="utf-8")
    assert call(files, "--quiet") == 1
    assert table(files["out"] / "problems.csv")[0]["why"] == "the key stands twice in one object"


def test_errors_by_indicator_can_be_said_in_a_plan_file(files: dict[str, Path]) -> None:
    plan = json.loads(files["plan"].read_text(encoding="utf-8"))
    framework = table(files["framework"])
    leaf = next(row["code"] for row in framework if row["code"] not in {other["parent"] for other in framework})
    plan["study"] = {"factors": {"data": {"kind": "noise", "sd": {leaf: 0.5}}}, "runs": 64, "seed": 1}
    files["plan"].write_text(json.dumps(plan), encoding="utf-8")
    assert call(files, "--quiet", "--no-pictures") == 0


def test_steps_gates_and_thresholds_vary_as_a_plan_file_says(files: dict[str, Path]) -> None:
    tree = table(files["framework"])
    leaf = next(row["code"] for row in tree if row["code"] not in {other["parent"] for other in tree})
    plan = json.loads(
        cq.Plan().clean(ranges={leaf: (0, None)}).screen(0.5).impute().scale(cq.goalposts(0, 200)).to_json()
    )
    gate = {"kind": "gate", "node": leaf, "below": 30, "cap": 50}
    plan["study"] = {
        "factors": {
            "clean": [
                {"kind": "clean", "ranges": [[leaf, 0, None]]},
                {"kind": "clean", "ranges": [[leaf, 1, None]]},
                None,
            ],
            "screen": [0.5, {"kind": "screen", "present": 0.6}],
            "goalposts": {"kind": "jitter", "share": 0.1},
            "require": [0.0, 0.5],
            "gate": [None, gate],
        },
        "runs": 256,
        "seed": 1,
    }
    files["plan"].write_text(json.dumps(plan), encoding="utf-8")
    assert call(files, "--quiet", "--no-pictures", "--language", "zh-hans") == 0
    told = {row["因素"] for row in table(files["out"] / "sensitivity.csv")}
    assert told == {"清理规则", "筛选", "上下限", "完整率下限", "否决项"}


def test_central_weights_and_a_units_own_indices_come_where_they_are_asked_for(files: dict[str, Path]) -> None:
    plan = json.loads(files["plan"].read_text(encoding="utf-8"))
    plan["study"] |= {"central": 2, "units": ["Porto", "Lyon"], "runs": 512}
    files["plan"].write_text(json.dumps(plan), encoding="utf-8")
    assert call(files, "--quiet", "--no-pictures") == 0
    central = table(files["out"] / "central_weights.csv")
    assert {row["rank"] for row in central} == {"1", "2"}
    first: dict[str, float] = {}
    for row in [row for row in central if row["rank"] == "1"]:
        first[row["year"]] = first.get(row["year"], 0.0) + float(row["acceptability"])
    assert set(first.values()) == {1.0}
    own = table(files["out"] / "unit_sensitivity.csv")
    assert {(row["unit"], row["year"], row["factor"]) for row in own} == {
        (unit, "2020", factor) for unit in ("Porto", "Lyon") for factor in ("combine", "weights")
    }
    report = (files["out"] / "report.md").read_text(encoding="utf-8")
    assert "For the rank of Porto" in report
    assert "central_weights.csv" in report
    plan["study"]["units"] = ["Prto"]
    files["plan"].write_text(json.dumps(plan), encoding="utf-8")
    assert call(files, "--quiet", "--no-pictures", "--force") == 1
    assert {path.name for path in files["out"].iterdir()} == {"problems.csv"}


def test_a_units_name_never_becomes_a_formula(files: dict[str, Path]) -> None:
    data = files["data"].read_text(encoding="utf-8-sig").replace("Porto", "=1+1").replace("Lyon", "@SUM(A1)")
    files["data"].write_text(data, encoding="utf-8")
    assert call(files, "--quiet", "--no-pictures") == 0
    units = {row["unit"] for row in table(files["out"] / "scores.csv")}
    assert {"'=1+1", "'@SUM(A1)"} <= units
    assert not {unit for unit in units if unit[0] in "=+-@"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"study": {"factors": {"scale": ["minmax", "z"]}, "central": 3}}, "no weights are drawn"),
        ({"study": {"factors": {"weights": {"kind": "jitter"}}, "central": 0}}, "0 ranks are too few"),
        ({"study": {"factors": {"scale": ["minmax", "z"]}, "units": "Porto"}}, "a list of units"),
        ({"study": {"factors": {}}}, "at least one factor"),
        ({"study": {"factors": {"scale": ["minmax", "z"]}, "run": 5}}, "no key of study"),
        ({"study": {"factors": {"scale": ["minmax", {"kind": "zed"}]}}}, "no kind"),
        ({"study": {"factors": {"scale": ["minmax", {"kind": "z", "med": 1}]}}}, "z has no field med"),
        ({"study": {"factors": {"scale": ["minmax", "z"]}, "seed": "x"}}, "not a whole number"),
        ({"study": {"factors": {"treat": ["log", "boxcox"]}}}, "no such step"),
        ({"data": {"units": "unit"}}, "no key of data"),
        ({"study": {"factors": {"weights": {"kind": "jitter", "share": "x"}}}}, "a finite number is needed"),
        ({"study": {"factors": {"data": {"kind": "noise", "sd": {"a": []}}}}}, "is needed"),
        ({"study": {"factors": {"scale": ["minmax", "z"]}, "runs": 0}}, "0 runs are too few"),
        ({"study": {"factors": {"scale": ["minmax", "z"]}, "until": 2}}, "between 0 and 1"),
        ({"steps": [{"kind": "log"}]}, 'put it into "treatments"'),
        ({"hengliang.composite.plan": 99}, "version"),
    ],
)
def test_a_wrong_plan_file_is_told_before_anything_is_computed(files: dict[str, Path], change: Any, why: str) -> None:
    plan = json.loads(files["plan"].read_text(encoding="utf-8"))
    files["plan"].write_text(json.dumps(plan | change), encoding="utf-8")
    assert call(files, "--quiet") == 1
    assert why in " ".join(row["why"] for row in table(files["out"] / "problems.csv"))
    assert [path.name for path in files["out"].iterdir()] == ["problems.csv"]


def test_a_coin_tool_workbook_needs_no_framework_beside_it(tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    plan.write_text(cq.Plan().impute().scale("minmax").to_json(), encoding="utf-8")
    book = coin_tool(tmp_path / "tool.xlsx")
    out = tmp_path / "out"
    assert main(["composite", str(plan), str(book), "--out", str(out), "--no-pictures", "--quiet"]) == 0
    assert [row["unit"] for row in table(out / "ranks.csv")] == ["Porto", "Lyon", "Gent", "Graz"]
    data = tmp_path / "data.csv"
    data.write_text("unit,a\nx,1\n", encoding="utf-8")
    assert main(["composite", str(plan), str(data), "--out", str(tmp_path / "o2"), "--quiet"]) == 1


def test_pictures_are_written_where_they_can_be_drawn(files: dict[str, Path]) -> None:
    assert call(files, "--quiet", "--language", "zh-hant") == 0
    names = {path.stem for path in (files["out"] / "pictures").glob("*.json")}
    assert names == {"framework", "contributions", "correlations", "rank-bands", "sensitivity"}


@pytest.mark.skipif(not PANEL.exists(), reason="the shared data are not here: city-statistics")
def test_the_dirty_panel_becomes_an_index_with_every_change_on_record(tmp_path: Path) -> None:
    out = tmp_path / "out"
    sources = [str(EXAMPLE / "plan.json"), str(PANEL), str(EXAMPLE / "framework.csv")]
    assert main(["composite", *sources, "--out", str(out), "--language", "zh-hans", "--quiet", "--no-pictures"]) == 0
    cleaned = {(row["列"], float(row["原值"])) for row in table(out / "cleaning.csv")}
    # The impossible cells of the sheet: percentages of 362 and 386.64, an output of 0.53, populations of 110 million.
    for column, value in (
        ("生活垃圾无害化处理率_全市_百分比", 362.0),
        ("绿化覆盖率_市辖区_百分比%", 386.64),
        ("年末总人口_全市_万人", 11098.4),
        ("年末总人口_全市_万人", 9591.0),
    ):
        assert (column, value) in cleaned
    assert any(column.startswith("规模以上工业总产值") and value < 1 for column, value in cleaned)
    steps = [row["步骤"] for row in table(out / "changes.csv")]
    assert {"判为错误", "填补缺失", "缩尾", "变换"} <= set(steps)
    assert sum(row["是否保留"] == "否" for row in table(out / "screening.csv")) == 3
    ranks = table(out / "ranks.csv")
    assert {row["年份"] for row in ranks} == {str(year) for year in range(2004, 2013)}
    assert all(row["位次区间下端"] and row["位次区间上端"] for row in ranks)
    report = (out / "report.md").read_text(encoding="utf-8")
    assert "## 2012年结果" in report
    assert "筛选剔除1989条记录中的3条" in report
    assert "超出可能范围0至100" in report
