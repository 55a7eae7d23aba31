"""What is said of a claim, in the languages of the interface. A text is never called wrong, nor is a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from zhicheng.claims.model import Audit, Reason, Verdict
from zhicheng.core.text import Names

VERDICTS: Mapping[Verdict, Names] = {
    Verdict.CONTRADICTED: Names(zh="与所列数不符", en="does not agree with the counts given"),
    Verdict.PREMATURE: Names(zh="将在办计入完成", en="counts work in progress as done"),
    Verdict.UNSTATED: Names(zh="未列完成率", en="rate not stated"),
    Verdict.UNCHECKABLE: Names(zh="无法复算", en="cannot be recomputed"),
    Verdict.HOLDS: Names(zh="相符", en="agrees"),
}

REASONS: Mapping[str, Names] = {
    "rate-holds": Names(zh="相符：%(stated)s（%(formula)s）", en="agrees: %(stated)s (%(formula)s)"),
    "rate-differs": Names(
        zh="与所列数不符：列 %(stated)s，按所列数计算为 %(computed)s（%(formula)s）",
        en="does not agree with the counts given: stated %(stated)s, computed %(computed)s (%(formula)s)",
    ),
    "rate-differs-needed": Names(
        zh="与所列数不符：列 %(stated)s，按所列数计算为 %(computed)s（%(formula)s）；达到 %(stated)s 需 %(needed)s",
        en="does not agree with the counts given: stated %(stated)s, computed %(computed)s (%(formula)s); "
        "%(stated)s takes %(needed)s",
    ),
    "rate-differs-either": Names(
        zh="与所列数不符：列 %(stated)s，按所列数计算为 %(computed)s 或 %(other)s",
        en="does not agree with the counts given: stated %(stated)s, computed %(computed)s or %(other)s",
    ),
    "rate-unstated": Names(
        zh="未列完成率，按所列数计算为 %(computed)s（%(formula)s）",
        en="rate not stated; the counts give %(computed)s (%(formula)s)",
    ),
    "not-exceeded": Names(
        zh="与所列数不符：称超额完成，按所列数计算为 %(computed)s（%(formula)s）",
        en="does not agree with the counts given: said to exceed the plan, computed %(computed)s (%(formula)s)",
    ),
    "progress-counted": Names(
        zh="将在办计入完成：列 %(stated)s，其中在办 %(count)s 不应计入完成",
        en="counts work in progress as done: stated %(stated)s, with %(count)s still in progress",
    ),
    "progress-among-done": Names(
        zh="将在办计入完成：已完成数中有 %(count)s 仍在办，扣除后为 %(computed)s",
        en="counts work in progress as done: %(count)s of those done are still in progress; without them %(computed)s",
    ),
    "plan-missing": Names(
        zh="无法复算：列 %(stated)s，缺少计划数（完成数 %(given)s）",
        en="cannot be recomputed: %(stated)s is stated with %(given)s done; the planned count is missing",
    ),
    "done-missing": Names(
        zh="无法复算：列 %(stated)s，缺少完成数（计划数 %(given)s）",
        en="cannot be recomputed: %(stated)s is stated with %(given)s planned; the count done is missing",
    ),
    "difference-holds": Names(zh="相符：差额 %(stated)s", en="agrees: difference %(stated)s"),
    "difference-differs": Names(
        zh="与所列数不符：差额列 %(stated)s，按所列数计算为 %(computed)s",
        en="does not agree with the counts given: difference stated %(stated)s, computed %(computed)s",
    ),
    "sum-holds": Names(zh="相符：%(formula)s = %(stated)s", en="agrees: %(formula)s = %(stated)s"),
    "sum-differs": Names(
        zh="与所列数不符：合计列 %(stated)s，按所列数计算为 %(computed)s（%(formula)s）",
        en="does not agree with the counts given: total stated %(stated)s, computed %(computed)s (%(formula)s)",
    ),
    "part-within": Names(
        zh="相符：其中数 %(computed)s 不大于总数 %(stated)s",
        en="agrees: the part %(computed)s is within the whole %(stated)s",
    ),
    "part-exceeds": Names(
        zh="与所列数不符：其中数 %(computed)s 大于总数 %(stated)s",
        en="does not agree with the counts given: the part %(computed)s is more than the whole %(stated)s",
    ),
    "hundred-holds": Names(zh="相符：各项占比合计 %(computed)s", en="agrees: the shares add up to %(computed)s"),
    "hundred-differs": Names(
        zh="与所列数不符：各项占比合计 %(computed)s，不等于 100%%",
        en="does not agree with the counts given: the shares add up to %(computed)s, not 100%%",
    ),
    "change-holds": Names(zh="相符：%(stated)s（%(formula)s）", en="agrees: %(stated)s (%(formula)s)"),
    "change-differs": Names(
        zh="与所列数不符：变动列 %(stated)s，按所列数计算为 %(computed)s（%(formula)s）",
        en="does not agree with the counts given: change stated %(stated)s, computed %(computed)s (%(formula)s)",
    ),
    "points-not-percent": Names(
        zh="与所列数不符：列 %(stated)s，两个百分比相差 %(points)s，按增长率计算为 %(computed)s",
        en="does not agree with the counts given: stated %(stated)s; the two percents differ by %(points)s, "
        "the growth is %(computed)s",
    ),
    "average-holds": Names(zh="相符：%(stated)s（%(formula)s）", en="agrees: %(stated)s (%(formula)s)"),
    "average-differs": Names(
        zh="与所列数不符：平均数列 %(stated)s，按所列数计算为 %(computed)s（%(formula)s）",
        en="does not agree with the counts given: average stated %(stated)s, computed %(computed)s (%(formula)s)",
    ),
    "rank-holds": Names(zh="相符：位次变动 %(stated)s", en="agrees: move of %(stated)s"),
    "rank-differs": Names(
        zh="与所列数不符：位次变动列 %(stated)s，按所列位次计算为 %(computed)s",
        en="does not agree with the ranks given: move stated %(stated)s, computed %(computed)s",
    ),
    "others-missing": Names(
        zh="缺少可比地区的数据，无法复算",
        en="the figures of the areas compared with are not given; it cannot be recomputed",
    ),
    "stated-again": Names(zh="相符：前后均为 %(stated)s", en="agrees: %(stated)s both times"),
    "stated-twice": Names(
        zh="与所列数不符：同一数前后不一，前为 %(first)s，后为 %(stated)s",
        en="does not agree with itself: the same count is %(first)s first and %(stated)s later",
    ),
    "known-holds": Names(
        zh="与本系统核实数相符：%(known)s（截至 %(as_of)s）",
        en="agrees with the verified figure: %(known)s (as of %(as_of)s)",
    ),
    "known-differs": Names(
        zh="与核实数不符：列 %(stated)s，%(indicator)s核实数为 %(known)s（截至 %(as_of)s）",
        en="does not agree with the verified figure: stated %(stated)s, verified %(known)s (as of %(as_of)s)",
    ),
    "known-older": Names(
        zh="文中数截至日较新：列 %(stated)s，核实数为 %(known)s（截至 %(as_of)s），待核实",
        en="the text counts to a later day: stated %(stated)s, verified %(known)s as of %(as_of)s",
    ),
    "one-reading-holds": Names(
        zh="按 %(formula)s 计算相符，另一种口径不符，口径待确认",
        en="agrees by %(formula)s, not by the other reading; the definition is to be confirmed",
    ),
    "stated-roughly": Names(zh="原文为约数", en="the text gives a rough figure"),
    "approved-as-done": Names(
        zh="按立项计作完成，口径待确认", en="approved projects count as done; the definition is to be confirmed"
    ),
    "text-too-long": Names(
        zh="文件过长，只核校了前 %(characters)s 字，其余请分开核校",
        en="the text is too long: the first %(characters)s characters were checked, check the rest apart",
    ),
    "paragraph-too-long": Names(
        zh="%(where)s过长，未核校，请分段后再核校", en="%(where)s is too long and was left out; check it in pieces"
    ),
    "too-many-figures": Names(
        zh="数据超过 %(figures)s 处，其余未核校，请分开核校",
        en="more than %(figures)s figures; the rest was not checked",
    ),
    "too-many-claims": Names(
        zh="已列出 %(claims)s 处，其余未核校，请分开核校", en="%(claims)s claims are listed, the rest was not checked"
    ),
}

_SILENT = Names(
    zh="识别数据 %(figures)s 处，未见与所列数不符。",
    en="%(figures)s figures read; none disagrees with the counts given.",
)
_FOUND = Names(zh="%(claims)s 处可复算：%(list)s。", en="%(claims)s claims can be recomputed: %(list)s.")
_EACH: Mapping[Verdict, Names] = {
    Verdict.HOLDS: Names(zh="%(n)s 处相符", en="%(n)s agree"),
    Verdict.CONTRADICTED: Names(zh="%(n)s 处与所列数不符", en="%(n)s do not agree with the counts given"),
    Verdict.PREMATURE: Names(zh="%(n)s 处将在办计入完成", en="%(n)s count work in progress as done"),
    Verdict.UNSTATED: Names(zh="%(n)s 处未列完成率", en="%(n)s state no rate"),
    Verdict.UNCHECKABLE: Names(zh="%(n)s 处无法复算", en="%(n)s cannot be recomputed"),
}
_COMPLETION = Names(zh="%(claims)s 处完成情况：%(list)s。", en="%(claims)s statements of progress: %(list)s.")
_MORE = Names(zh="另有 %(n)s 处无法复算。", en=" Another %(n)s cannot be recomputed.")
_JOIN = Names(zh="，", en=", ")
_ORDER = (Verdict.HOLDS, Verdict.CONTRADICTED, Verdict.PREMATURE, Verdict.UNSTATED, Verdict.UNCHECKABLE)


def sentence(reason: Reason, language: str | None = None) -> str:
    """The reason as a sentence, in the active language unless one is given."""
    names = REASONS[reason.code]
    template = names.in_language(language) if language else str(names)
    return template % reason.facts


def verdict_name(verdict: Verdict, language: str | None = None) -> str:
    """What the verdict is called."""
    names = VERDICTS[verdict]
    return names.in_language(language) if language else str(names)


def summary(audit: Audit, language: str | None = None) -> str:
    """The page's first sentence, counted from the claims themselves so that it can never disagree with them."""

    def said(names: Names) -> str:
        return names.in_language(language) if language else str(names)

    ranks = [claim for claim in audit.claims if claim.kind == "ranking" and claim.verdict == Verdict.UNCHECKABLE]
    if ranks:
        others = replace(audit, claims=tuple(claim for claim in audit.claims if claim not in ranks))
        return summary(others, language) + said(_MORE) % {"n": len(ranks)}
    counts = Counter(claim.verdict for claim in audit.claims)
    if not any(counts[verdict] for verdict in _ORDER if verdict != Verdict.HOLDS):
        return said(_SILENT) % {"figures": audit.figures}
    parts = [said(_EACH[verdict]) % {"n": counts[verdict]} for verdict in _ORDER if counts[verdict]]
    frame = _COMPLETION if all(claim.kind == "completion" for claim in audit.claims) else _FOUND
    return said(frame) % {"claims": len(audit.claims), "list": said(_JOIN).join(parts)}
