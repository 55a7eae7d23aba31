"""工作报告: upwards, with the signatory named at its head."""

from zhicheng.core.text import Names
from zhicheng.publications.kinds.kind import DocumentKind

ZH = """# {{城市}}关于{{期间}}质量强市工作情况的报告
现将{{期间}}质量强市工作情况报告如下，数据截至{{截止日期}}。

## 工作进展
### 总体进度
《{{计划名称}}》共安排{{全市.任务数}}项重点任务，达到序时进度{{全市.达到序时进度}}项，需关注{{全市.需关注}}项，滞后{{全市.滞后}}项，未报送{{全市.未报送}}项【若 全市.未到报送期 > 0】，未到报送期{{全市.未到报送期}}项【完】【若 全市.不判定进度 > 0】，不判定进度{{全市.不判定进度}}项【完】。各项任务平均完成率{{全市.平均完成率|0.1}}。
### 分领域进展
[[表 领域进展]]
[[图 领域进展]]

## 主要做法
【请填写：主要工作措施和成效】

## 存在问题
【若 全市.滞后 > 0】仍有{{全市.滞后}}项任务滞后，主要是以下各项。
[[表 滞后任务]]
【否则】各项任务没有滞后。
【完】
## 下一步打算
【请填写：下一阶段工作安排】

特此报告。
"""

KIND = DocumentKind(
    slug="work-report",
    place=3,
    names=Names("工作报告", "Work report"),
    purpose=Names("向上级机关报告工作情况", "Reports upwards"),
    required=("recipients", "signatory", "basis", "edition"),
    disclosure="request",
    shows_signatory=True,
    templates={"zh-hans": ZH},
)
