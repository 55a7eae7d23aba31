"""The 200 tasks of the sample tables, the same each time; how they are written badly is told beside."""

from __future__ import annotations

from dataclasses import dataclass

from zhicheng.demo.places import CITY_NAME, COUNTIES

YEAR = 2025
MARK = "虚构样例：地名、单位和数字均为编造，仅供试用"
TITLE = f"{CITY_NAME}{YEAR}年质量强市重点任务分解表"


@dataclass(frozen=True)
class Sample:
    """One made-up task as an office would write it."""

    number: int
    part: str
    section: str
    text: str
    value: int | None
    unit: str
    lead: str
    support: str
    deadline: str
    shares: tuple[int, ...] = ()


# Part, section, lead, support, subjects, patterns (text with {s} subject and {n} number, first number, unit).
_PLAN: tuple[tuple[str, str, str, str, tuple[str, ...], tuple[tuple[str, int, str], ...]], ...] = (
    ("一、提升产品质量", "（一）制造业质量", "市经信局", "市市监局、市发改委", ("五金制品", "智能家电", "纺织服装", "汽车零部件"), (
        ("新增{s}行业导入卓越绩效模式企业{n}家以上", 12, "家"), ("培育{s}行业质量标杆企业{n}家", 3, "家"),
        ("开展{s}行业质量比对研究，发布比对报告{n}份", 2, "份"), ("推动{s}企业建立首席质量官制度，力争{n}家", 20, "家"),
        ("完善{s}产业链质量协同机制，促进上下游质量联动", 0, ""))),
    ("一、提升产品质量", "（二）农产品质量", "市农业农村局", "市市监局，各县（市、区）政府", ("蔬菜", "茶叶", "水果", "畜禽产品"), (
        ("新增绿色食品、有机农产品（{s}）认证{n}个", 10, "个"), ("建设{s}标准化生产基地{n}个以上", 9, "个"),
        ("{s}例行监测合格率达到{n}%以上", 98, "%"), ("推行{s}承诺达标合格证，覆盖规模主体{n}家", 60, "家"),
        ("健全{s}质量安全网格化监管机制", 0, ""))),
    ("一、提升产品质量", "（三）食品药品与消费品安全", "市市监局", "市卫健委、市公安局", ("校园食品", "网络餐饮", "儿童用品", "电动自行车"), (
        ("完成{s}监督抽检{n}批次", 240, "批次"), ("{s}抽检合格率不低于{n}%", 97, "%"),
        ("开展{s}安全专项检查{n}次", 4, "次"), ("建立{s}风险监测点{n}个", 18, "个"),
        ("加强{s}安全宣传教育，提高公众安全意识", 0, ""))),
    ("二、提升工程质量", "（四）建设工程质量", "市住建局", "市交通局、市水利局", ("房屋建筑", "市政道路", "水利工程", "城市更新"), (
        ("创建省级{s}优质工程{n}项", 6, "项"), ("{s}竣工验收一次合格率达到{n}%", 100, "%"),
        ("培育{s}质量安全标准化工地{n}个以上", 27, "个"), ("推广{s}绿色建造技术，应用项目{n}项", 9, "项"),
        ("落实{s}各方主体质量终身责任", 0, ""))),
    ("三、提升服务质量", "（五）生产生活服务", "市商务局", "市文旅局、市金融办", ("家政服务", "旅游住宿", "现代物流", "电子商务"), (
        ("新增{s}品牌企业{n}家", 9, "家"), ("培训{s}从业人员{n}人次", 900, "人次"),
        ("{s}顾客满意率达到{n}%以上", 90, "%"), ("制定{s}服务规范{n}项", 2, "项"),
        ("推进{s}服务质量承诺和信用评价", 0, ""))),
    ("三、提升服务质量", "（六）公共服务", "市行政服务中心", "市大数据局、市教育局、市卫健委", ("政务服务", "义务教育", "医疗卫生", "养老服务"), (
        ("建成{s}标准化示范点{n}个", 18, "个"), ("{s}群众满意度达到{n}%以上", 92, "%"),
        ("实现9个县（市、区）{s}质量监测全覆盖", 9, "个"), ("推出{s}便民举措{n}项", 10, "项"),
        ("优化{s}流程，改进服务态度", 0, ""))),
    ("四、提升环境质量", "（七）生态环境", "市生态环境局", "市水利局、市住建局", ("城市空气", "地表水", "饮用水源", "工业园区"), (
        ("新建{s}自动监测站{n}座", 4, "座"), ("{s}环境质量达标率不低于{n}%", 93, "%"),
        ("完成{s}重点治理项目{n}项", 9, "项"), ("开展{s}环境执法检查{n}家次", 180, "家次"),
        ("深化{s}污染防治联防联控", 0, ""))),
    ("五、强化质量支撑", "（八）标准引领", "市市监局", "市经信局、市农业农村局", ("先进制造", "现代农业", "数字经济", "社会治理"), (
        ("主导或参与制修订{s}领域国家标准{n}项", 3, "项"), ("新增{s}领域标准化试点{n}个", 9, "个"),
        ("发布{s}领域团体标准{n}项以上", 12, "项"), ("{s}领域企业标准自我声明公开{n}家", 90, "家"),
        ("加强{s}领域标准实施情况监督", 0, ""))),
    ("五、强化质量支撑", "（九）品牌培育", "市市监局", "市商务局、市农业农村局", ("区域公共", "老字号", "外贸出口", "地理标志"), (
        ("新增{s}品牌{n}个", 9, "个"), ("组织{s}品牌推介活动{n}场", 3, "场"),
        ("培育{s}品牌示范企业{n}家以上", 18, "家"), ("新注册{s}商标{n}件", 45, "件"),
        ("讲好{s}品牌故事，扩大品牌影响", 0, ""))),
    ("五、强化质量支撑", "（十）创新与奖项", "市科技局", "市市监局、市人社局", ("高新技术", "数字安防", "新材料", "生物医药"), (
        ("新增{s}领域有效发明专利{n}件", 90, "件"), ("新认定{s}领域高新技术企业{n}家", 18, "家"),
        ("推荐{s}领域申报政府质量奖组织{n}家", 3, "家"), ("培训{s}领域质量专业人员{n}人次", 450, "人次"),
        ("支持{s}领域质量基础设施一站式服务", 0, ""))),
)  # fmt: skip
ASIDES = (57, 130)
"""After these tasks stands a row that must not come in: hidden, then struck out."""
_SPECIAL = {34: "按上级部署", 162: "6月底前出方案，12月底前完成"}
_DEADLINES = (
    "年底前",
    "12月底",
    f"{YEAR}年12月",
    f"{YEAR}.11.30",
    "三季度末",
    f"{YEAR}年10月底前",
    "上半年",
    "１２月３１日前",
)


def sample_tasks() -> list[Sample]:
    """The 200 tasks, the same each time."""
    tasks: list[Sample] = []
    for part, section, lead, support, subjects, patterns in _PLAN:
        for step, (pattern, first, unit) in enumerate(patterns):
            for turn, subject in enumerate(subjects):
                number = len(tasks) + 1
                value = first if unit == "%" or first < 9 or "全覆盖" in pattern else first + 9 * turn
                deadline = "持续推进" if not unit else _DEADLINES[(number * 3 + step) % len(_DEADLINES)]
                deadline = _SPECIAL.get(number, deadline)
                shared = unit not in ("", "%") and value >= 9 and "全覆盖" not in pattern and turn % 2 == 0
                tasks.append(
                    Sample(
                        number,
                        part,
                        section,
                        pattern.format(s=subject, n=value),
                        value if unit else None,
                        unit,
                        lead,
                        support,
                        deadline,
                        _shares(value, number) if shared else (),
                    )
                )
    return tasks


def _shares(value: int, number: int) -> tuple[int, ...]:
    """A value cut into nine parts that add up, not all alike."""
    base, rest = divmod(value, len(COUNTIES))
    return tuple(base + (1 if (place + number) % len(COUNTIES) < rest else 0) for place in range(len(COUNTIES)))
