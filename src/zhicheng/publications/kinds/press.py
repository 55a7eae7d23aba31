"""新闻稿: for the media, without number and red head's number line."""

from zhicheng.core.text import Names
from zhicheng.publications.kinds.kind import DocumentKind

ZH = """# {{城市}}{{期间}}质量强市重点任务：{{全市.任务数}}项中{{全市.达到序时进度}}项达到序时进度
记者从市质量强市工作领导小组办公室获悉，截至{{截止日期}}，全市{{全市.任务数}}项质量强市重点任务中，达到序时进度{{全市.达到序时进度}}项，需关注{{全市.需关注}}项，滞后{{全市.滞后}}项，未报送{{全市.未报送}}项【若 全市.未到报送期 > 0】，未到报送期{{全市.未到报送期}}项【完】【若 全市.不判定进度 > 0】，不判定进度{{全市.不判定进度}}项【完】。
[[图 领域进展]]
各领域进展如下。
[[表 领域进展]]
完整数据、口径和每个数据的来源，可在质量强市网站查询和下载。
"""

EN = """# {{全市.达到序时进度}} of {{全市.任务数}} priority tasks are on time, {{期间}}
As of {{截止日期}}, {{全市.达到序时进度}} of the {{全市.任务数}} priority tasks of the quality-strong city programme are on time, {{全市.需关注}} need care, {{全市.滞后}} are late and {{全市.未报送}} were not reported.
[[图 领域进展]]
[[表 领域进展]]
All figures, how they are counted and where each comes from can be looked up and downloaded on the programme's site.
"""

KIND = DocumentKind(
    slug="press",
    place=6,
    names=Names("新闻稿", "Press text"),
    purpose=Names("供媒体和网站发布", "For the media and the site"),
    letterhead="press",
    numbered=False,
    required=("contact", "edition"),
    templates={"zh-hans": ZH, "en": EN},
)
