"""The words by which offices head the columns of a decomposition table; matched folded, so in either script."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from zhicheng.core.text import fold

# A word in several lists can mean several things: the cells below decide, in the order in which fields stand here.
VOCABULARY: dict[str, str] = {
    "no": "编码 任务编码 指标编号 指标序号 序列 序号 编号 序 项次 任务编号 任务序号 项目编号 条目 no no. 序次 行号 号",
    "category": (
        "类别 任务类别 分类 任务分类 项目类别 工作类别 领域 重点领域 工作领域 任务领域 所属领域 板块 所属板块 大类 方面 "
        "一级指标 一级任务 质量类别 目标类别 指标类别 专项行动 重点工程 专项 章节 主要方面 重点方向 工作方向 类型 行动名称 "
        "工程名称 任务大类 工作板块 总体任务 目标分类"
    ),
    "target": (
        "目标值 年度目标 年度目标值 目标 指标值 数量 任务数 目标数 目标数值 计划数 任务量 工作目标 目标要求 预期目标 年度指标 "
        "量化指标 量化目标 绩效目标 具体目标 计划目标 考核目标 目标任务数 目标量 计划值 年度计划 年度任务数 任务指标 预期指标 "
        "量化标准 年度目标任务 任务目标 目标任务 年度任务 指标 年度工作目标 数值 指标数 年度计划数 年度计划目标 工作指标 "
        "指标目标值 总目标 目标及要求 年度目标要求 预期值 指标要求 目标指标"
    ),
    "task": (
        "重点任务 工作任务 主要任务 工作内容 具体任务 任务 任务内容 重点工作 工作事项 重点工作任务 工作要点 任务名称 事项 "
        "主要内容 重点事项 任务事项 重点内容 工作目标任务 项目名称 项目 任务描述 具体内容 具体工作 具体工作任务 二级指标 三级指标 "
        "指标名称 评价指标 考核指标 主要工作 工作项目 年度重点任务 内容 任务要点 二级任务 三级任务 具体事项 重点任务内容 "
        "年度重点工作 任务项目 重点工作内容 主要工作任务 工作任务内容 重点任务名称 任务具体内容 重点项目 主要指标 核心指标 "
        "目标任务 年度任务 年度目标任务 任务目标 工作目标 指标 任务及要求 工作任务及要求 重点任务及措施 任务清单 事项名称 "
        "重点任务事项 工作名称 目标任务内容"
    ),
    "unit": "计量单位 单位 量纲 度量单位 计数单位 数量单位 指标单位 统计单位",
    "lead": (
        "牵头科室 牵头处室 主办科室 主办处室 牵头股室 主责科室 牵头单位 牵头部门 主办单位 主办部门 牵头责任单位 牵头责任部门 第一责任单位 主责单位 主责部门 主办 牵头 第一牵头单位 "
        "主要责任单位 主要牵头单位 市级牵头单位 市级牵头部门 总牵头单位 主要负责单位 牵头负责单位 主牵头单位"
    ),
    "responsible": (
        "责任科室 责任处室 承办科室 责任股室 负责科室 责任单位 责任部门 承办单位 承办部门 负责单位 负责部门 主管部门 主管单位 实施单位 落实单位 责任主体 承担单位 部门 "
        "完成单位 单位 责任 责任单位和部门 实施主体 落实部门 任务单位 工作单位 责任落实单位 牵头及配合单位 牵头和配合单位 "
        "牵头配合单位 责任分工 职责分工 任务分工 分工 县市区 县 责任地区 责任县市区 地区 属地 归口单位 执行单位 具体责任单位"
    ),
    "support": (
        "配合科室 协办科室 配合处室 配合单位 配合部门 协办单位 协办部门 参与单位 参与部门 参加单位 协同单位 协同部门 协助单位 会办单位 协作单位 联合单位 "
        "配合 协办 协同 配合责任单位 责任配合单位 配合参与单位 协同配合单位 参与 会办部门 协同责任单位 支持单位 共同责任单位 "
        "其他责任单位 市级配合单位"
    ),
    "deadline": (
        "办结时间 办结日期 办结期限 结束时间 结束日期 终止时间 截止时限 计划完成日期 计划完成时限 预计完成日期 目标时限 完成时限 完成时间 时间节点 时限 完成期限 时限要求 时间要求 办结时限 截止时间 截止日期 完成日期 期限 完成节点 时间进度 "
        "进度要求 时间安排 完成时间节点 计划完成时间 预计完成时间 时间 进度安排 实施时间 起止时间 办理时限 节点 截止期限 "
        "完成时限要求 要求完成时间 目标完成时间 工作时限 任务时限 时间期限 进度时限 推进时限 落实时限 整改时限"
    ),
    "contact": (
        "联系人 联系方式 联络人 经办人 联系人及电话 联系人及联系电话 联系人及联系方式 联络员 具体联系人 联系人电话 联系人和电话 "
        "联系人联系电话 经办人及电话 联络员及电话 姓名"
    ),
    "person": "责任人 具体责任人 负责人 责任人及电话 责任人及联系电话 直接责任人 科室负责人 责任人员",
    "phone": "电话 联系电话 手机 手机号 手机号码 办公电话 电话号码 联系人电话号码",
    "leader": "分管领导 牵头领导 责任领导 市领导 分管市领导 包抓领导 挂点领导 包联领导 牵头市领导 市级领导 分管负责人 主要领导 联系领导",
    "note": "备注 说明 附注 注 其他 其它 备考",
    "standard": (
        "验收标准 完成标准 评价标准 认定标准 考核标准 完成标志 验收依据 成果形式 工作成效 预期成效 评分标准 验收要求 评价依据 "
        "佐证材料 考核要求 工作要求 工作标准 考核办法 验收方式 预期成果 成效要求 达标要求 目标标准"
    ),
    "measures": (
        "工作措施 主要措施 具体措施 推进措施 实施举措 主要举措 工作举措 重点举措 举措 措施 实施路径 实施步骤 工作举措及要求 "
        "保障措施 推进举措 落实举措 落实措施 进度安排 时间安排 进度要求 工作计划 具体举措 政策措施 工作安排 推进计划"
    ),
    "source": "任务来源 依据 文件依据 来源 任务依据 政策依据 出处 文号 来源文件 指标来源 任务出处 来源依据 文件出处",
    "total": "合计 总计 全市 小计 全市合计 总数 合计数 总任务数 全市总数 市合计 总量 共计 全市目标 全市任务数 全市总计 全市目标值 总目标数",
    "baseline": (
        "基期值 基数 上年完成 上年实绩 上年完成值 现状值 基准值 去年完成 上年完成数 上年值 现状 基础值 上年度完成情况 上年实际 "
        "去年实绩 历史值 上年基数 基期 完成值 完成数 实际完成 实际值 实绩 完成情况值 上年数 上年同期"
    ),
    "points": "分值 权重 分数 计分 得分 考核分值 满分 标准分 指标权重",
    "progress": (
        "完成情况 进展情况 工作进展 目前进展 完成率 进度 落实情况 推进情况 工作进展情况 自评 序时进度 存在问题 下一步打算 "
        "下步计划 当前进展 下一步工作 下步打算 完成进度 目前进展情况 当前进度 是否完成 问题 办理情况 状态 进展 督查情况 "
        "完成比例 已完成 存在的问题 自评得分"
    ),
    "target_text": "目标原文 目标表述",
    "unallocated": "未分解数 未分解 未分配 机动数 市级机动",
    "kind": "任务类型 任务性质 指标性质 指标类型 指标属性 属性 性质",
    "direction": "目标方向 指标方向",
    "basis": "计数口径 统计口径 口径 计算口径",
    "start": "开始时间 启动时间 起始时间 开始日期 下达时间 交办时间",
    "milestone": (
        "一季度 二季度 三季度 四季度 第一季度 第二季度 第三季度 第四季度 上半年 下半年 季度目标 季度安排 月度安排 1月 2月 3月 4月 5月 "
        "6月 7月 8月 9月 10月 11月 12月 1-3月 4-6月 7-9月 10-12月 一季度目标 二季度目标 三季度目标 四季度目标 上半年目标 "
        "阶段目标 阶段性目标 节点目标 半年目标"
    ),
    "placelist": "任务分解 分解情况 分县任务 各县市区任务 分解落实 目标分解 指标分解 各地任务 任务分配 各县市区分解 分解到县 县市区任务分解 县市区分解",
}
COMBINED = {
    "责任单位及责任人": ("lead", "person"),
    "责任单位责任人": ("lead", "person"),
    "责任单位和责任人": ("lead", "person"),
    "牵头单位及责任人": ("lead", "person"),
    "责任单位及联系人": ("lead", "contact"),
    "牵头单位及联系人": ("lead", "contact"),
}
GROUPS = re.compile(
    r"(各|分)?(县|区|市|地|旗|州){1,4}(任务|目标|分解|指标|数|完成)*|.*(分解|分配|下达|各地|各县|县市区|区县|属地).*"
)
PLACE = re.compile(
    r"[\u3400-\u9fff]{1,9}(?:自治县|自治旗|县|区|市|旗|开发区|高新区|经开区|新区|度假区|管委会|园区|街道|镇|乡|州)"
    r"|市本级|市直|市级|市属|经开区|高新区|开发区|新区|本级|城区|直属"
)
PLACE_COLUMN = re.compile(
    r"(?:责任|承担|实施|所在|任务)?(?:县\(市区\)|县市区|区县|县区|地区|属地|县\(区\)|区\(县\)|各县\(市区\)|地方|县)(?:名称)?"
)
NOT_PLACES = {"县市区", "市区", "各县市区", "地区", "城市", "全市", "本市", "我市", "区县"}
SUMS = re.compile(
    r"(?:全市|全部|分类|本页|以上|任务|总)?(?:合计|总计|小计|共计|累计|总数)(?:数|[:：])?(?:\d+[项个条家])?"
)
_YEAR_LEAD = re.compile(r"^(?:20\d\d|\d\d|二[〇零○]\w\w)年?(?:度)?(?:全市)?|^本年度|^今年|^全年|^全市")


@lru_cache(maxsize=4096)
def clean_label(text: str) -> str:
    """A heading for comparison: folded, without blanks, brackets and marks."""
    plain = re.sub(r"[\s\u3000\xa0\u200b*:：。.、,，/／\\&“”\"'《》\-—_]+", "", fold(text))
    return plain


@cache
def _index() -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for field, words in VOCABULARY.items():
        for word in words.split():
            index.setdefault(clean_label(word), []).append(field)
    return {word: tuple(fields) for word, fields in index.items()}


@lru_cache(maxsize=4096)
def fields_of(label: str) -> tuple[str, ...]:
    """The fields that a heading can name, the likeliest first; () where it names none."""
    plain = clean_label(re.sub(r"[（(][^（()）]*[)）]", "", label) or label)
    if not plain or len(plain) > 18:
        return ()
    whole = clean_label(re.sub(r"[（()）]", "", label))
    for combined, fields in COMBINED.items():
        if clean_label(combined) in (plain, whole):
            return ("+".join(fields),)
    index = _index()
    for form in (plain, whole, _YEAR_LEAD.sub("", plain)):
        if form in index:
            return index[form]
    joined = _joined(plain, index)
    if joined:
        return joined
    stripped = _YEAR_LEAD.sub("", plain)
    if re.match(r"(?:上年|去年|基期|20\d\d年).*(?:完成|实绩|基数|现状|实际)", plain):
        return ("baseline",)
    best = ""
    for word in index:
        if len(word) >= 3 and len(word) > len(best) and stripped.endswith(word):
            best = word
    return index[best] if best and len(stripped) <= len(best) + 8 else ()


_OF_ONE_KIND = {"task", "target", "measures", "standard"}


def _joined(plain: str, index: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """工作任务及目标 is headed by its first word, where both are words for what is to be done."""
    first, *rest = re.split("[及和与]", _YEAR_LEAD.sub("", plain))
    beside = set(index.get(rest[0], ())) if len(rest) == 1 else set()
    if set(index.get(first, ())) & _OF_ONE_KIND and beside & _OF_ONE_KIND:
        return index[first]
    if "task" in index.get(first, ()) and beside & {"responsible", "lead", "deadline"}:
        return ("task",)
    return ()


@lru_cache(maxsize=4096)
def is_place(label: str) -> bool:
    """The heading is the name of a county, a township or a development zone."""
    plain = clean_label(re.sub(r"[（(].*?[)）]", "", label))
    return plain not in NOT_PLACES and bool(PLACE.fullmatch(plain)) and not fields_of(label)


@lru_cache(maxsize=4096)
def is_sum(text: str) -> bool:
    """The text heads a row of sums."""
    return bool(SUMS.fullmatch(clean_label(re.sub(r"[（(].*?[)）]", "", text))))
