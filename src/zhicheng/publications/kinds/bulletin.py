"""通报: the period's progress, to all who hold tasks, with every figure from one edition."""

from zhicheng.core.text import Names
from zhicheng.publications.kinds.kind import DocumentKind

ZH = """# 关于{{期间}}质量强市重点任务进展情况的通报
// 以“//”开头的行是说明，不印出。{{ }} 中是数据名，可在右侧数据名表中查找。
现将《{{计划名称}}》{{期间}}进展情况通报如下。所列数据截至{{截止日期}}，均经牵头部门核实。

## 总体情况
全市{{全市.任务数}}项重点任务中，达到序时进度{{全市.达到序时进度}}项，需关注{{全市.需关注}}项，滞后{{全市.滞后}}项，未报送{{全市.未报送}}项【若 全市.未到报送期 > 0】，未到报送期{{全市.未到报送期}}项【完】【若 全市.不判定进度 > 0】，不判定进度{{全市.不判定进度}}项【完】。各项任务平均完成率{{全市.平均完成率|0.1}}，单项超过100%的按100%计入，超额部分不抵补其他任务的差额。
// 与上期比较时，先在“上期数据版本”选定上一期，再去掉下面一行开头的“//”：
// 与上期相比，达到序时进度的任务由{{上期.全市.达到序时进度}}项变为{{全市.达到序时进度}}项。

## 各领域进展
各领域任务数、进度状态和平均完成率如下。
[[表 领域进展]]
[[图 领域进展]]

## 需要加快推进的任务
【若 全市.滞后 > 0】以下任务滞后，请牵头单位会同责任单位查明原因，逐项列出追赶措施和完成时间。
[[表 滞后任务]]
【否则】本期没有滞后的任务。
【完】【若 全市.需关注 > 0】以下任务低于应达进度，须加强调度，防止转为滞后。
[[表 需关注任务]]
【完】【若 全市.未报送 > 0】以下任务有责任单位未按期报送，进度无法核实，请尽快补报。
[[表 未报送任务]]
【完】
## 下一步工作要求
### 压实责任
牵头单位要对滞后任务逐项会商，责任单位要明确整改措施、完成时限和责任人。
### 核准数据
各单位报送的名单须有证书编号或验收文件，同一对象不得重复计入；在办、已申报的不计入完成数。
### 按期报送
各责任单位要在报告期结束后按规定时限报送进展，遇有需协调事项及时提出。
"""

EN = """# Progress of the priority tasks of the quality-strong city programme, {{期间}}
// Lines that begin with // are notes and are not printed.
This bulletin reports the progress of the priority tasks. Figures are as of {{截止日期}} and were verified by the lead departments.

## Overview
Of {{全市.任务数}} tasks, {{全市.达到序时进度}} are on time, {{全市.需关注}} need care, {{全市.滞后}} are late and {{全市.未报送}} were not reported. Mean completion is {{全市.平均完成率|0.1}}; a task above 100 % counts as 100 %.

## Progress by field
[[表 领域进展]]
[[图 领域进展]]

## Tasks to speed up
[[表 滞后任务]]
"""

KIND = DocumentKind(
    slug="bulletin",
    place=1,
    names=Names("通报", "Bulletin"),
    purpose=Names("向各县（市、区）和部门通报一期进展", "Tells counties and departments the progress of a period"),
    required=("recipients", "basis", "edition"),
    templates={"zh-hans": ZH, "en": EN},
)
