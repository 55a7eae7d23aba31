"""What the made-up city sets out to do: the lines of its yearly decomposition table and of its five-year plan.

`pace` says how the story goes on each line: ok, ahead, care, late, silent (no report when due).
"""

from __future__ import annotations

from dataclasses import dataclass

EVERYWHERE = (0, 1, 2, 3, 4, 5, 6, 7, 8)
MARKET, ECONOMY, PLANNING, WORKS, ENVIRONMENT, FARM, TRADE, CULTURE, EMERGENCY = (
    "市场监管局", "经济和信息化局", "发展改革委", "住建局", "生态环境局", "农业农村局", "商务局", "文广旅游局", "应急管理局",
)  # fmt: skip
FINANCE = "财政局"


@dataclass(frozen=True)
class Line:
    """One line of a decomposition table, who answers for it, and how its year goes.

    `split` names the counties by their place in the list of places; `names` says what its rosters list: firms,
    `thing` (a project or certificate, called so), or nothing for a count without names. A rate has a yearly `base`.
    """

    field: str
    title: str
    kind: str
    target: int | None
    unit: str
    lead: str
    helpers: tuple[str, ...] = ()
    split: tuple[int, ...] = ()
    names: str = ""
    pace: str = "ok"
    basis: str = "new"
    direction: str = "at_least"
    base: int = 0
    steps: tuple[str, ...] = ()
    standard: str = ""
    co_lead: str = ""
    pipeline: int = 0
    before: int = 0


def _counted(field: str, title: str, target: int, unit: str, lead: str, *helpers: str, names: str = "firm",
             **facts: object) -> Line:  # fmt: skip
    standard = "以证书、批文或验收意见为准，附名单；立项、申报的不计" if names else "以主管部门统计台账为准"
    return Line(field, title, "counted", target, unit, lead, helpers, names=names,
                **{"standard": standard, **facts})  # type: ignore[arg-type]  # fmt: skip


def _rate(field: str, title: str, target: int, base: int, lead: str, *helpers: str, **facts: object) -> Line:
    standard = "合格（达标）数除以总数，分子、分母同时上报，累计到报送期末"
    return Line(field, title, "rate", target, "%", lead, helpers, base=base, standard=standard, **facts)  # type: ignore[arg-type]


def _coverage(field: str, title: str, lead: str, *helpers: str) -> Line:
    return Line(field, title, "coverage", 9, "个", lead, helpers, names="county",
                standard="九个县（市、区）逐个核实，缺一不算完成")  # fmt: skip


def _staged(field: str, title: str, lead: str, *helpers: str, steps: tuple[str, ...], **facts: object) -> Line:
    return Line(field, title, "qualitative", None, "", lead, helpers, steps=steps, standard="各节点成果文件齐全",
                **facts)  # type: ignore[arg-type]  # fmt: skip


SECTIONS = {
    "product": "一、提升产品质量", "works": "二、提升工程质量", "service": "三、提升服务质量",
    "environment": "四、提升环境质量", "standards": "五、强化标准引领", "brands": "六、培育质量品牌",
    "intellectual-property": "七、加强知识产权", "safety": "八、守牢质量安全底线", "economy": "九、提高经济运行质量",
}  # fmt: skip

YEAR = (
    _counted("product", "新增导入卓越绩效模式企业", 40, "家", MARKET, ECONOMY, split=EVERYWHERE, pace="ahead", before=36),
    _counted("product", "新增实施精细化管理企业", 45, "家", ECONOMY, MARKET, split=(0, 1, 5, 6)),
    _counted("product", "新增通过质量管理体系认证企业", 36, "家", MARKET, split=(0, 1, 7)),
    _rate("product", "制造业产品质量监督抽查合格率", 94, 640, MARKET, ECONOMY, before=93),
    _rate("product", "主要农产品质量安全监测合格率", 98, 900, FARM, FINANCE),
    _rate("product", "食品安全评价性抽检合格率", 98, 1200, MARKET, "卫生健康委"),
    _counted("product", "新设首席质量官的企业", 60, "家", MARKET, ECONOMY, split=(2, 6, 8), pace="care"),
    _staged("product", "完成三类重点产品质量比对分析", MARKET, ECONOMY,
            steps=("确定产品和样本", "完成抽样检验", "形成比对报告", "落实改进措施")),
    _coverage("product", "建成质量基础设施“一站式”服务站的县（市、区）", MARKET, FINANCE),
    _counted("product", "质量帮扶小微企业", 80, "家", MARKET, "金融办", split=(0, 1, 4, 8), pace="late", before=30),
    _rate("works", "房屋建筑工程竣工验收一次合格率", 98, 260, WORKS),
    _counted("works", "新建成标准化管理工地", 30, "个", WORKS, "应急管理局", split=(1, 3, 5), names="标准化工地"),
    _counted("works", "新评市级优质工程", 12, "项", WORKS, "公共资源交易中心", names="市级优质工程"),
    _rate("works", "交通建设工程质量监督覆盖率", 100, 48, "交通运输局"),
    _counted("works", "开展质量巡查的水利工程", 24, "项", "水利局", names="水利工程", pace="care"),
    _staged("works", "建立工程质量终身责任信息档案", WORKS, "自然资源和规划局",
            steps=("制定归档目录", "完成在建项目归档", "完成竣工项目补档", "通过抽查验收")),
    _counted("works", "新增装配式建筑示范项目", 20, "项", WORKS, split=(2, 6, 8), names="装配式建筑", pace="late"),
    _counted("works", "完成质量回访的老旧小区改造项目", 36, "个", WORKS, "综合执法局", split=(2, 5, 7), names="改造项目"),
    _counted("service", "新确立服务业标准化试点", 20, "个", PLANNING, MARKET, split=(0, 1, 7), names="服务业试点", pace="care",
             co_lead=TRADE, pipeline=8),
    _coverage("service", "开展政务服务质量测评的县（市、区）", "行政服务中心", "大数据局"),
    _counted("service", "新增品牌服务企业", 27, "家", TRADE, PLANNING, split=(0, 2, 8)),
    _rate("service", "消费投诉按期办结率", 95, 2400, MARKET, "司法局"),
    _rate("service", "政务服务事项一次办结率", 96, 5200, "行政服务中心", "大数据局", pace="care"),
    _counted("service", "新增放心旅游门店", 36, "家", CULTURE, MARKET, split=(4, 7, 8)),
    _counted("service", "新达标养老服务机构", 18, "个", "民政局", "卫生健康委", names="养老服务机构"),
    _staged("service", "完成公共服务满意度调查", "统计局", FINANCE,
            steps=("审定调查方案", "完成入户访问", "形成调查报告", "反馈各部门整改")),
    _staged("service", "实施银行网点服务质量提升行动", "金融办", MARKET,
            steps=("印发行动方案", "完成自查", "完成暗访", "通报结果")),
    _rate("service", "城区公交正点率", 92, 3600, "交通运输局"),
    _rate("environment", "空气质量优良天数比率", 92, 365, ENVIRONMENT, WORKS),
    _rate("environment", "地表水考核断面达标率", 96, 300, ENVIRONMENT, "水利局"),
    _rate("environment", "集中式饮用水水源地水质达标率", 100, 108, ENVIRONMENT, "水利局"),
    _counted("environment", "新创建绿色工厂", 20, "家", ECONOMY, ENVIRONMENT, split=(0, 2, 6)),
    _counted("environment", "新建成污水零直排园区", 40, "个", ENVIRONMENT, WORKS, split=(2, 5, 6), names="零直排园区",
             pace="care"),
    Line("environment", "较大以上突发环境事件", "counted", 2, "起", ENVIRONMENT, (EMERGENCY,), direction="at_most",
         standard="以应急值守记录为准"),
    _staged("environment", "完成排污许可证后监管专项检查", ENVIRONMENT, "公安局",
            steps=("印发检查清单", "完成重点企业检查", "完成问题整改", "形成总结报告")),
    _counted("environment", "通过清洁生产审核企业", 27, "家", ECONOMY, ENVIRONMENT, split=(1, 5, 7), pace="late"),
    _counted("standards", "采用国际标准和国外先进标准企业", 60, "家", MARKET, ECONOMY, split=(0, 1, 3, 4, 5, 8),
             basis="cumulative", before=40),
    _counted("standards", "建成农业标准化示范项目", 36, "个", FARM, MARKET, split=(0, 3, 8), names="农业标准化项目",
             pace="care"),
    _counted("standards", "主导制修订并发布的国家标准和行业标准", 8, "项", MARKET, "科技局", names="国家或行业标准",
             pace="late", pipeline=5, before=4),
    _counted("standards", "发布市级地方标准", 8, "项", MARKET, "司法局", names="市级地方标准"),
    _counted("standards", "新增企业标准自我声明公开企业", 72, "家", MARKET, split=(0, 2, 6)),
    _counted("standards", "新增团体标准", 16, "项", MARKET, "民政局", names="团体标准", pace="care"),
    _coverage("standards", "建立标准化工作协调机制的县（市、区）", MARKET),
    _staged("standards", "制定城市标准化行动方案", MARKET, PLANNING,
            steps=("形成初稿", "征求意见", "提请审议", "印发实施")),
    _counted("brands", "使用区域品牌标志企业", 54, "家", MARKET, TRADE, split=(0, 5, 7), before=30),
    _counted("brands", "新增区域品牌认证企业", 15, "家", MARKET, ECONOMY),
    _counted("brands", "新培育地理标志产品", 5, "个", MARKET, FARM, names="地理标志产品"),
    _counted("brands", "完成复评的老字号", 6, "家", TRADE, CULTURE),
    _staged("brands", "开展质量月主题活动", MARKET, "教育局", "综合执法局",
            steps=("印发活动方案", "完成进企业宣讲", "举办主场活动", "完成活动总结")),
    _counted("brands", "新建成放心消费示范店", 45, "家", MARKET, TRADE, split=(0, 3, 4, 6, 7), pace="care", before=36),
    _counted("intellectual-property", "高价值发明专利授权", 120, "件", "科技局", MARKET, names=""),
    _counted("intellectual-property", "备案专利密集型产品的企业", 30, "家", MARKET, "科技局"),
    _counted("intellectual-property", "新增知识产权合规管理企业", 36, "家", MARKET, ECONOMY, split=(1, 4, 8), pace="care"),
    _rate("intellectual-property", "专利侵权纠纷按期结案率", 95, 160, MARKET, "司法局"),
    _staged("intellectual-property", "建设知识产权快速维权平台", MARKET, "大数据局", pace="silent",
            steps=("完成方案论证", "完成采购", "上线试运行", "通过验收")),
    _rate("safety", "在用特种设备定期检验率", 98, 4800, MARKET, EMERGENCY, before=97),
    _counted("safety", "落实质量安全主体责任的重点工业产品企业", 72, "家", MARKET, EMERGENCY, split=(0, 4, 6)),
    _coverage("safety", "设立产品质量安全风险监测点的县（市、区）", MARKET),
    _counted("safety", "接入智慧监管平台的电梯", 600, "台", MARKET, WORKS, split=(0, 1, 6), names=""),
    _counted("safety", "开展缺陷产品召回演练", 8, "次", MARKET, EMERGENCY, names="召回演练", pace="late"),
    _rate("safety", "食品生产企业自查报告率", 95, 380, MARKET, pace="late"),
    _staged("safety", "修订质量安全事故应急预案", EMERGENCY, MARKET, "人力社保局", pace="silent",
            steps=("完成风险评估", "形成修订稿", "组织专家评审", "印发并演练")),
    _rate("economy", "有研发活动的规模以上工业企业占比", 60, 420, "科技局", "统计局", "国资委", pace="care"),
    _rate("economy", "国有企业采购合同质量条款覆盖率", 90, 350, "国资委", "审计局"),
)  # fmt: skip

FIVE_YEARS = (
    _counted("product", "累计培育导入卓越绩效模式企业", 260, "家", MARKET, ECONOMY, names="", basis="cumulative"),
    _counted("standards", "累计采用国际标准和国外先进标准企业", 420, "家", MARKET, names="", basis="cumulative"),
    _counted("works", "累计评定市级优质工程", 60, "项", WORKS, names="", basis="cumulative"),
    _counted("service", "累计确立服务业标准化试点", 50, "个", PLANNING, names="", basis="cumulative"),
    _counted("brands", "累计使用区域品牌标志企业", 300, "家", MARKET, TRADE, names="", basis="cumulative"),
    _rate("environment", "空气质量优良天数比率", 93, 365, ENVIRONMENT),
)  # fmt: skip
