"""The sentences of the command and its report: English, simplified Chinese, traditional Chinese."""

from __future__ import annotations

from hengliang.composite.translation import LANGUAGES

WORDS: dict[str, tuple[str, str, str]] = {
    "reading": ("Reading the data", "读取数据", "讀取資料"),
    "building": ("Building the index", "计算指数", "計算指數"),
    "varying": ("Varying the choices", "变动各项选择重算", "變動各項選擇重算"),
    "tables": ("Writing tables and workbook", "写出表格和工作簿", "寫出表格和活頁簿"),
    "drawing": ("Drawing", "绘图", "繪圖"),
    "reporting": ("Writing the report", "撰写报告", "撰寫報告"),
    "problems": (
        "{count} problems in the input; nothing was computed. They are also in {path}.",
        "输入有{count}处问题，未作计算。问题表另存于{path}。",
        "輸入有{count}處問題，未作計算。問題表另存於{path}。",
    ),
    "problem": (
        "1 problem in the input; nothing was computed. It is also in {path}.",
        "输入有1处问题，未作计算。问题表另存于{path}。",
        "輸入有1處問題，未作計算。問題表另存於{path}。",
    ),
    "problems_more": (
        "... and {count} more in problems.csv",
        "……另有{count}处见 problems.csv",
        "……另有{count}處見 problems.csv",
    ),
    "rank_of": ("rank of {node}", "{node}位次", "{node}位次"),
    "problem_head": ("rule | row | column | why", "规则 | 行 | 列 | 原因", "規則 | 行 | 列 | 原因"),
    "exists": (
        "{folder} is not empty. Name another folder, or say --force to write over the files of an earlier run.",
        "{folder}不是空文件夹。请另指定文件夹，或用 --force 覆盖上一次的结果。",
        "{folder}不是空資料夾。請另指定資料夾，或用 --force 覆蓋上一次的結果。",
    ),
    "finished": ("Done: {folder}", "完成：{folder}", "完成：{folder}"),
    "no_pictures": (
        "vl-convert is not installed, so the charts are Vega-Lite files only (pip install 'hengliang[pictures]').",
        "未安装 vl-convert，图表仅存为 Vega-Lite 文件（安装：pip install 'hengliang[pictures]'）。",
        "未安裝 vl-convert，圖表僅存為 Vega-Lite 檔案（安裝：pip install 'hengliang[pictures]'）。",
    ),
    "title": ("{name}: report", "{name}测算报告", "{name}測算報告"),
    "scope": (
        "{units} units, {indicators} indicators{years}. {scored} of {rows} rows have a score.",
        "共{units}个单位、{indicators}项指标{years}；{rows}条记录中有{scored}条得出分数。",
        "共{units}個單位、{indicators}項指標{years}；{rows}條記錄中有{scored}條得出分數。",
    ),
    "years": (", years {first} to {last}", "，{first}至{last}年", "，{first}至{last}年"),
    "result": ("Result", "结果", "結果"),
    "result_year": ("Result, {year}", "{year}年结果", "{year}年結果"),
    "rank_head": ("Rank | Unit | Score", "位次 | 单位 | 得分", "位次 | 單位 | 得分"),
    "rank_band_head": (
        "Rank | Unit | Score | 90 % of runs",
        "位次 | 单位 | 得分 | 90%的变动计算中",
        "位次 | 單位 | 得分 | 90%的變動計算中",
    ),
    "shown": (
        "The first ten and the last five; all are in ranks.csv.",
        "仅列前十和后五，全部见 ranks.csv。",
        "僅列前十和後五，全部見 ranks.csv。",
    ),
    "sure": ("How sure the ranks are", "位次有多可靠", "位次有多可靠"),
    "bands": (
        "Over {runs} runs with other defensible choices, {narrow} of {count} units keep to two neighbouring ranks in 90 % "
        "of the runs, {wide} range over more than ten.",
        "在{runs}次变动计算中，{count}个单位有{narrow}个的90%位次区间不超过两位，{wide}个跨十位以上。",
        "在{runs}次變動計算中，{count}個單位有{narrow}個的90%位次區間不超過兩位，{wide}個跨十位以上。",
    ),
    "fragile": (
        "{count} of {pairs} pairs keep their order in fewer than 90 % of the runs: their difference should not be reported "
        "as one.",
        "{pairs}对单位中有{count}对的先后在不到90%的变动计算中成立，不宜据此分出先后。",
        "{pairs}對單位中有{count}對的先後在不到90%的變動計算中成立，不宜據此分出先後。",
    ),
    "runs_all": (
        "{all} runs were made in all; the other {rest} serve only to tell the choices' shares apart.",
        "共计算{all}次，其余{rest}次只用于区分各项选择的影响。",
        "共計算{all}次，其餘{rest}次只用於區分各項選擇的影響。",
    ),
    "contributions": ("Contributions to the score", "得分构成", "得分構成"),
    "rank-bands": ("Rank bands", "位次区间", "位次區間"),
    "sensitivity": ("Sensitivity", "敏感性", "敏感性"),
    "no_study": (
        "The plan has no study: nothing is known about how sure the ranks are.",
        "方案未设变动测算，位次的可靠程度不明。",
        "方案未設變動測算，位次的可靠程度不明。",
    ),
    "matters": (
        "What matters: {told} (share of the variance of the mean rank change, with interactions).",
        "影响来源：{told}（占平均位次变动方差的份额，含交互作用）。",
        "影響來源：{told}（佔平均位次變動變異數的份額，含交互作用）。",
    ),
    "matters_unit": (
        "For the rank of {unit}: {told}.",
        "{unit}的位次，影响来源：{told}。",
        "{unit}的位次，影響來源：{told}。",
    ),
    "still_unit": (
        "The rank of {unit} is the same in every run.",
        "{unit}的位次在各次计算中都不变。",
        "{unit}的位次在各次計算中都不變。",
    ),
    "central": (
        "Under which weights a unit holds one of the first {count} ranks stands in central_weights.csv; units that ever "
        "come first: {units}.",
        "各单位在何种权重下居前{count}位，见 central_weights.csv；变动计算中曾居首位的单位：{units}。",
        "各單位在何種權重下居前{count}位，見 central_weights.csv；變動計算中曾居首位的單位：{units}。",
    ),
    "no_indices": ("Sobol' indices: {why}", "敏感性指数：{why}", "敏感性指數：{why}"),
    "changed": ("What was changed in the data", "对数据的改动", "對資料的改動"),
    "unchanged": ("No cell was changed.", "未改动任何数据。", "未改動任何資料。"),
    "counts": (
        "{step}: {count} cells of {codes} columns.",
        "{step}：{codes}列共{count}个数据。",
        "{step}：{codes}欄共{count}個資料。",
    ),
    "cleaned": ("Taken for errors", "判为错误", "判為錯誤"),
    "imputed": ("Gaps filled", "填补缺失", "填補缺失"),
    "winsorised": ("Winsorised", "缩尾", "縮尾"),
    "transformed": ("Transformed", "变换", "變換"),
    "clean_head": (
        "Unit | Year | Column | Value | Rule",
        "单位 | 年度 | 列 | 原值 | 规则",
        "單位 | 年度 | 欄 | 原值 | 規則",
    ),
    "clean_more": ("{count} more in cleaning.csv.", "其余{count}项见 cleaning.csv。", "其餘{count}項見 cleaning.csv。"),
    "method": ("Method", "方法", "方法"),
    "notes": ("To be known", "须知", "須知"),
    "no_notes": ("Nothing.", "无。", "無。"),
    "files": ("Files", "文件", "檔案"),
}


def word(language: str, key: str, **facts: object) -> str:
    """A sentence with its facts."""
    return WORDS[key][LANGUAGES.index(language)].format(**facts)
