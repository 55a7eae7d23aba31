"""A place among others that the text cannot prove: 名列全省前茅, 居全省第 3 位. What the others count is not in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhicheng.claims.drafts import Draft
from zhicheng.claims.model import Reason, Verdict
from zhicheng.claims.passages import Passage

_AREA = r"(?:全[国省市区州县]|世界|全球|国内|省内|同类城市|同行业|副省级城市|中西部|西部|东部|中部|长三角|珠三角|京津冀|大湾区)"
_AMONG = r"(?:各?(?:设区市|地级市|直辖市|省[区市]?|市州|市|州|县[市区]?|同类城市|城市|县区))?(?:中|的)?"
_VERB = r"(?:名列|位列|位居|位于|排名|排在|排|居于|居|列|稳居|跃居|跃升至|升至|上升到|处于|保持|走在了?|进入)"
_PLACE = (
    r"(?:前茅|前列|首位|榜首|前位|第一方阵|第一梯队|先进行列|领先(?:地位|水平|位置|行列)?"
    r"|第[ ]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[ ]?[位名]?(?![\u4e00-\u9fff]?(?:批|个|家|次|部|季|产业|线|时间|期|届|轮|类|例|条|张))"
    r"|前[ ]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[ ]?[位名强]?(?![ ]?个?[季月年]))"
)
_STANDING = re.compile(rf"(?P<verb>{_VERB})?{_AREA}{_AMONG}(?P<place>{_PLACE})|领[先跑]{_AREA}")
_HINT = re.compile(r"前茅|前列|[首前]位|榜首|第一|领[先跑]|先进行列|第[ ]?\d|第[二三四五六七八九十]|前[ ]?[\d三五十]")
_CLAUSE = re.compile(r"[,;。:!?()\n]")
_WISH = re.compile(
    r"力争|争取|努力|确保|目标|打造|争创|争当|争先|争做|创建|将|计划|到20\d\d年|推动|加快|奋力|必须|更好|要求|要|进一步|迈进|瞄准|对标|追赶|建成|建设|愿景|谋划|希望|期待|为了|以.{0,8}为"
)
_DONE = re.compile(r"已|均|继续保持|保持|连续|稳居|始终|一直|实现|达到?|升至|跃居|位居|位列|名列|排名|居")


def claims(passage: Passage) -> Iterator[Draft]:
    """One claim for each place among others that is said to be reached; wishes and mottoes are left in peace."""
    if not _HINT.search(passage.text):
        return
    cuts = [match.end() for match in _CLAUSE.finditer(passage.text)]
    for match in _STANDING.finditer(passage.text):
        begin = max((cut for cut in cuts if cut <= match.start()), default=0)
        end = match.end()
        follows = passage.text[end : end + 1]
        lead = passage.text[begin : match.start()]
        if follows in ("的", "之") or _WISH.search(lead) or _WISH.match(passage.text[end : end + 2]):
            continue
        if not _told(match, lead):
            continue
        begin = _with_subject(passage.text, begin, lead, cuts)
        if _WISH.search(passage.text[begin : match.start()]):
            continue
        quote = (passage.start + begin, passage.start + end)
        subject = passage.original(*quote)[: match.start() - begin].strip(" ,，、:：")
        yield Draft(
            "ranking", Verdict.UNCHECKABLE, Reason("others-missing", {}), (), subject=subject, sure=2, quote=quote,
        )  # fmt: skip


def _told(match: re.Match[str], lead: str) -> bool:
    """It is said to be so: a verb of place, or a subject right before it (增速全省第一)."""
    if match["verb"]:
        return not match["verb"].startswith("走在") or bool(_DONE.search(lead))
    return bool(
        re.search(r"(?:数量?|量|率|额|速|值|幅|度|分|规模|指数|水平|总数|占比|成绩|得分)$", lead)
        or _DONE.search(lead[-4:])
    )


def _with_subject(text: str, begin: int, lead: str, cuts: list[int]) -> int:
    """The start of the clause; of the one before it where this one names nothing: 得分 91.2 分，居全省第 3 位."""
    words = re.sub(r"[^\u4e00-\u9fff]|并|均|且|连续|继续|已|目前|也|都", "", lead)
    skip = len(lead) - len(lead.lstrip(" ,、"))
    if len(words) >= 2 or not begin or text[begin - 1] != ",":
        return begin + skip
    return max((cut for cut in cuts if cut < begin), default=0)
