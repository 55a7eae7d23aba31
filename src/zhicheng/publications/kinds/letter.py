"""函: to those who are neither above nor below."""

from zhicheng.core.text import Names
from zhicheng.publications.kinds.kind import DocumentKind

ZH = """# 关于商请协助推进质量强市有关工作的函
根据重点任务安排，现就有关事项函商如下。

【请填写：商请的事项、理由和希望答复的时间】

特此函商，请予支持。
"""

KIND = DocumentKind(
    slug="letter",
    place=5,
    names=Names("函", "Letter"),
    purpose=Names("与不相隶属的单位商洽工作、询问和答复", "Asks or answers those who are not subordinate"),
    form="letter",
    letterhead="letter",
    required=("recipients", "contact"),
    disclosure="request",
    templates={"zh-hans": ZH},
)
