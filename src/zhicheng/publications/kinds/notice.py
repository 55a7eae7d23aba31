"""通知: asks for something by a day."""

from zhicheng.core.text import Names
from zhicheng.publications.kinds.kind import DocumentKind

ZH = """# 关于做好质量强市重点任务进展报送工作的通知
为掌握重点任务进展，现就做好本期报送工作通知如下。

## 报送内容
各责任单位填报本单位承担任务的完成数、名单、存在问题和下一步措施，牵头单位核实本领域任务。

## 报送要求
- 数量类任务须附名单，写明名称、统一社会信用代码、证书编号和取得日期。
- 在办、已申报的事项单独填报，不计入完成数。
- 个体经营者的名称、代码按规定隐去部分内容。

## 报送时限
请于【请填写：某年某月某日】前通过质量强市工作系统报送。
"""

KIND = DocumentKind(
    slug="notice",
    place=4,
    names=Names("通知", "Notice"),
    purpose=Names("部署工作、提出要求", "Asks for work to be done"),
    required=("recipients", "basis", "contact"),
    templates={"zh-hans": ZH},
)
