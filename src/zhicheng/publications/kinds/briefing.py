"""简报: one page for those who decide."""

from zhicheng.core.text import Names
from zhicheng.publications.kinds.kind import DocumentKind

ZH = """# {{期间}}质量强市工作简报
## 一期概况
截至{{截止日期}}，全市{{全市.任务数}}项重点任务中，达到序时进度{{全市.达到序时进度}}项，需关注{{全市.需关注}}项，滞后{{全市.滞后}}项，未报送{{全市.未报送}}项【若 全市.未到报送期 > 0】，未到报送期{{全市.未到报送期}}项【完】【若 全市.不判定进度 > 0】，不判定进度{{全市.不判定进度}}项【完】。各项任务平均完成率{{全市.平均完成率|0.1}}。
[[图 领域进展]]

## 需要协调的事项
【若 全市.滞后 > 0】滞后任务{{全市.滞后}}项，见下表。
[[表 滞后任务]]
【否则】本期没有滞后任务。
【完】
## 工作动态
【请填写：本期重点活动、典型做法，每条一段】
"""

KIND = DocumentKind(
    slug="briefing",
    place=2,
    names=Names("简报", "Briefing"),
    purpose=Names("供领导小组成员了解一期情况", "Informs the leading group about a period"),
    letterhead="briefing",
    required=("recipients", "edition"),
    disclosure="request",
    templates={"zh-hans": ZH},
)
