"""Planned and done figures that belong together: one task, across clauses and sentences, in either order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from zhicheng.claims import lexicon
from zhicheng.claims.figures import Kind
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import ADDED, APPROVED, BASE, CHANGE, DONE, PLAIN, PLAN, PROGRESS, REMAIN, SURPLUS, TOTAL
from zhicheng.claims.said import Said, Topic
from zhicheng.claims.topics import COMPLETION, EXCESS, RATE, topic_of
from zhicheng.claims.units import alike

REACH = 3  # sentences that may lie between a plan and what was done of it
REAL = re.compile(r"已|实际|实[支收缴有到]|累计|截至|截止|目前|至今|迄今|为止|最终|最后|现|了|月[底末]?|季度|上半年")
_PLAN_AS_NOUN = re.compile(
    r"(?:任务|目标|指标|预算|计划|计画)(?:数|任务|总数|值|量)?(?:是|为|共|:|计|有)?[^,;。]{0,4}$"
)
_PLAN_AS_VERB = re.compile(rf"(?:计划|计画)(?:{lexicon.DONE_VERBS})[\u4e00-\u9fff]{{1,4}}$")  # 计划改造食堂
_COMING_TRUE = re.compile(r"完成|建成|实现|达|通过|获|办结|竣工|完工|验收|认定|新增|投用|.成|.好|.完")
_AT_FIRST = re.compile(r"(?:年初|全年|年度|原|当初|本年)(?:的)?(?:计划|预定|预计|定|订|拟)")
_AIM = re.compile(r"[ ]?(?:距|离|对照|对比|比照)")
_FUTURE = re.compile(
    r"下一步|明年|下半年|下阶段|接下来|力争|将|今后|未来|到20[2-9]\d年|末|2030|2035|三年内|五年内|下一年"
)


@dataclass
class Group:
    """One task: its plan, what was done, what is on the way, and the percents stated for it."""

    plan: Said | None = None
    implicit: bool = False
    members: list[Said] = field(default_factory=list)
    stated: list[tuple[Said, Topic]] = field(default_factory=list)

    @property
    def unit(self) -> str:
        return (self.plan or self.members[0]).unit

    @property
    def last(self) -> Said:
        figures = [*self.members, *([self.plan] if self.plan else []), *(said for said, _ in self.stated)]
        return max(figures, key=lambda said: said.index)

    def of(self, *roles: str) -> list[Said]:
        return [said for said in self.members if said.role in roles]

    @property
    def moving(self) -> bool:
        """Something is said of what became of the plan."""
        return bool(self.of(DONE, ADDED, PROGRESS, APPROVED, TOTAL, REMAIN))


def groups(passage: Passage, *, taken: frozenset[int] = frozenset()) -> Iterator[Group]:
    """The tasks of a paragraph; `taken` are figures that belong to a task already."""
    current: Group | None = None
    for one in passage.said:
        if one.index in taken:
            continue
        if current is not None and _divides(passage, current, one):
            continue
        if current is not None and _awaited(passage, current, one):
            one = one.as_role(DONE)
        if one.percent or one.figure.kind in (Kind.TIMES, Kind.POINTS):
            topic = topic_of(one)
            if current is not None and _accepts(passage, current, one, topic):
                current.stated.append((one, topic))
            continue
        if not one.counts or one.role in (BASE, CHANGE) or _elsewhere(one):
            continue
        if current is not None and _too_far(current, one):
            yield current
            current = None
        if one.role == PLAN and current is not None and (_forecast(current, one) or _named_again(current, one)):
            continue
        if one.role == PLAN and current is not None and _is_pipeline(passage, current, one):
            current.members.append(one.as_role(PROGRESS))
        elif one.role == PLAN:
            if current is not None and _takes_late_plan(passage, current, one):
                current.plan = one
            else:
                if current is not None:
                    yield current
                current = Group(plan=one)
        elif current is not None and _belongs(passage, current, one):
            current.members.append(one)
        elif current is None or current.plan is None or current.moving:
            if (
                current is not None
                and current.members
                and one.item == current.last.item
                and not current.stated
                and alike(current.unit, one.unit) == 2
            ):
                current.members.append(one)
                continue
            if current is not None and (
                current.plan is not None and one.item == current.last.item and not current.stated and one.role != PLAIN
            ):
                continue
            if current is not None:
                yield current
            current = Group(members=[one])
    if current is not None:
        yield current


def _divides(passage: Passage, group: Group, one: Said) -> bool:
    """安排 6400 万元，其中财政 3200 万元、其余 3200 万元，已支出 5760 万元: a part of what was set, not what came of it."""
    found = passage.breakdowns.get(one.index)
    return (
        found is not None
        and group.plan is not None
        and found.whole.index == group.plan.index
        and all(part.role in (PLAIN, PLAN, REMAIN) for part in found.parts)
        and found.parts[0].role != REMAIN
    )


def _elsewhere(one: Said) -> bool:
    """Figures that count money per head, ranks and the like stand outside of tasks."""
    return one.figure.weak and one.role == PLAIN


def _awaited(passage: Passage, group: Group, one: Said) -> bool:
    """培育指标 80 家，净增 62 家; 计划减免 600 万元，减免 540 万元: the plan waits, and its own verb comes again."""
    plan = group.plan
    if plan is None or group.moving or group.stated or one.index != plan.index + 1 or plan.sentence != one.sentence:
        return False
    if one.role not in (PLAIN, CHANGE) or one.opened_by not in (",", ";", ":") or alike(plan.unit, one.unit) < 2:
        return False
    if re.search(r"比|较|其中|含|包括|每|分|另", one.lead[-24:]):
        return False
    if one.role == CHANGE:
        real = re.search(r"(?:累计|已|实际|共)(?:提升|提高|增加|减少|压减|新增|降低)$", one.before)
        return bool(real or re.search(r"(?:净增加?|新增)$", one.before))
    if _PLAN_AS_NOUN.search(plan.before) and bare_verb(passage, one):
        return True
    verb = one.before[-2:]
    return len(words_of(verb)) == 2 and verb in plan.lead + plan.after[:12] and len(words_of(one.before)) <= 4


def bare_verb(passage: Passage, one: Said) -> bool:
    """试点任务 64 家，入盒 60 家: two signs that are no kind of the thing, and no list of kinds after them."""
    if not re.fullmatch(r"[\u4e00-\u9fff]{2}", one.before) or re.search(r"[级类县区市镇乡型种性品业域省]$", one.before):
        return False
    follows = passage.said[one.index + 1 : one.index + 2]
    return not (follows and follows[0].item == one.item and follows[0].unit == one.unit)


def _forecast(group: Group, one: Said) -> bool:
    """目标 150 件，预计完成 160 件: what is expected does not take the place of what was set."""
    plan = group.plan
    if plan is None or plan.item != one.item or alike(plan.unit, one.unit) < 2:
        return False
    return bool(re.search(r"(?:预计|有望|可望)[^,]{0,6}$", one.before)) and bool(_PLAN_AS_NOUN.search(plan.before))


def _named_again(group: Group, one: Said) -> bool:
    """定的是 10 家，落户 7 家，离 10 家的目标还有 3 家: the plan as it was told."""
    plan = group.plan
    return (
        plan is not None
        and plan.figure.value == one.figure.value
        and plan.unit == one.unit
        and _AIM.match(one.before) is not None
    )


def _own_noun(one: Said) -> str:
    """What a done count says of itself beside the verb of doing."""
    own = re.sub(r"^[实经]", "", words_of(one.lead + one.after[:8]))
    own = re.sub(r"(?:完毕|到位|结束|起来)$", "", own)
    return re.sub(rf"^(?:(?:{lexicon.DONE_VERBS}|{lexicon.DONE_ASPECT})了?)(?:(?:{lexicon.DONE_VERBS})+$)?", "", own)


def _words(passage: Passage, plan: Said) -> str:
    return passage.between(max(passage.start, plan.start - 80), plan.start).rpartition("。")[2] + plan.after[:24]


def _echo(passage: Passage, group: Group) -> tuple[str, ...]:
    """The pieces of the plan's words that a done count may repeat."""
    if group.plan is None:
        return ()
    words = re.sub(r"[^\u4e00-\u9fff]", "", _words(passage, group.plan))
    return tuple(words[i : i + n] for n in (1, 2, 3, 4, 5, 6) for i in range(len(words) - n + 1))


def _is_pipeline(passage: Passage, group: Group, one: Said) -> bool:
    """计划 10 家，已建成 5 家，计划再建成 3 家，完成率 80%: what is only planned, in front of a stated rate."""
    if group.plan is None or group.plan.item != one.item or group.stated or alike(group.unit, one.unit) < 2:
        return False
    if one.figure.value > group.plan.figure.value or _PLAN_AS_NOUN.search(one.before):
        return False
    follows = passage.said[one.index + 1 : one.index + 2]
    return (
        bool(follows) and follows[0].item == one.item and follows[0].percent and topic_of(follows[0]).name == COMPLETION
    )


def _too_far(group: Group, one: Said) -> bool:
    return one.sentence - group.last.sentence > REACH


def _accepts(passage: Passage, group: Group, one: Said, topic: Topic) -> bool:
    if topic.name not in (COMPLETION, EXCESS, RATE) or one.sentence - group.last.sentence > 1:
        return False
    if not group.members:
        return group.plan is not None and topic.name == COMPLETION and _right_after(group.plan, one)
    if topic.name == RATE:
        words = "".join(
            said.before + said.after[:6] for said in (*group.members, *([group.plan] if group.plan else []))
        )
        stem = topic.stem[-2:]
        if group.plan is None or stem in ("合格", "满意") or topic.stem.startswith(("不", "未")):
            return False
        if stem not in words and not any(
            sign in group.plan.lead and sign in group.members[0].lead[-6:]
            for sign in (stem[-1:], _due_verb(group.plan))
        ):
            return False
    if topic.name == COMPLETION and not _names_the_task(passage, group, one):
        return False
    return one.item == group.last.item or (group.last.sentence != one.sentence and not group.stated)


_DUE_VERB = re.compile(r"(?:应|须|需)([配检训办报建改查领缴])[\u4e00-\u9fff]{0,10}$")


def _due_verb(plan: Said) -> str:
    """应配 86 人: 配, which a rate may name by itself (配备率); "-" where there is none."""
    match = _DUE_VERB.search(plan.lead)
    return match[1] if match else "-"


_ANY_TASK = re.compile(
    rf"{lexicon.PLAN_NOUNS}|完成|达成|执行|兑现|实现|履约|支出|推进|办理|总体|综合|整体|总|平均|进度|工作|项目|事项|数量|投资|全年|年度|全市|全县|全区|累计|目前|达到?|为|的|率|比例|比率|其中|按|已"
)


_OF_WIDER = re.compile(r"占(全[国省])[^,;。]{0,8}(?:任务|计划|目标|指标)[^,;。]{0,4}的$")
_OF_DUE = re.compile(r"占应(?P<noun>[\u4e00-\u9fff]{1,8}?)(?:总?[人户件台家次批]?数)?的$")


def _right_after(plan: Said, one: Said) -> bool:
    """任务 60 项，完成率 95%，还有 3 项未完成: the rate stands before what it is made of."""
    return one.index == plan.index + 1 and one.item == plan.item and not one.figure.bound


def _names_the_task(passage: Passage, group: Group, one: Said) -> bool:
    """核查处置完成率 is the rate of another task than the one whose counts stand before it."""
    first = min([*group.members, *([group.plan] if group.plan else [])], key=lambda said: said.index)
    due = _OF_DUE.search(one.before)
    if due and len(due["noun"]) > 1 and due["noun"] not in (group.plan or first).phrase + (group.plan or first).after:
        return False  # 占应交流人数的 14.6%, and none of the counts says 交流
    wide = _OF_WIDER.search(one.before)
    if wide and wide[1] not in (group.plan or first).opening:
        return False  # 占全省任务量的 8.4%
    own = re.sub(r"[^\u4e00-\u9fff]", "", _ANY_TASK.sub("", one.before.partition("率")[0][-14:]))
    if len(own) < 2 or "率" not in one.before:
        return True
    words = passage.between(first.start - 60, group.last.end + 16)
    return any(own[i : i + 2] in words for i in range(len(own) - 1))


def _takes_late_plan(passage: Passage, group: Group, plan: Said) -> bool:
    """Done first, the plan after it: 已建成 58 个，年度目标为 72 个."""
    if group.plan is not None or group.stated or not group.of(DONE, TOTAL, ADDED, PROGRESS):
        return False
    if plan.sentence - group.last.sentence > 1 or alike(group.unit, plan.unit) < 2:
        return False
    if _FUTURE.search(plan.before):
        return False
    if _AIM.match(plan.before) and re.search(r"目标|任务|计划|指标", plan.before + plan.after[:8]):
        return True
    if _AT_FIRST.search(plan.before):
        return related(passage, group.members[0], plan)
    if not _PLAN_AS_NOUN.search(plan.before) or re.search(r"(?:计划|拟|预计)(?:再|继续|新|扩|增)", plan.before):
        return False
    if len(re.sub(lexicon.PLAN_NOUNS, "", words_of(plan.before))) > 2:
        return False
    for said in passage.said[plan.index + 1 : plan.index + 12]:
        if said.item != plan.item or said.role == PLAN:
            break
        if said.role in (DONE, PROGRESS) and alike(said.unit, plan.unit) == 2:
            return False
    return True


def _belongs(passage: Passage, group: Group, one: Said) -> bool:
    """A count of the same things said of the same task."""
    if group.plan is None:
        same = group.members[0].item == one.item or (
            one.sentence - group.last.sentence == 1 and one.role != PLAIN and related(passage, group.members[0], one)
        )
        return same and not group.stated and alike(group.unit, one.unit) == 2
    kin = alike(group.unit, one.unit)
    if kin < 2 and not (
        kin == 1
        and _own_noun(one) in ("", *_echo(passage, group))
        and one.role in (DONE, PROGRESS, APPROVED, ADDED)
        and not group.moving
    ):
        return False
    if one.item == group.last.item and not group.stated:
        return one.role != DONE or _same_task(passage, group, one)
    if group.stated:
        return (one.item == group.plan.item and one.role in (REMAIN, SURPLUS)) or (
            one.item == group.plan.item and bool(re.match(r"[ ]*(?:其中|另有|另|还有)", one.lead))
        )
    if one.role not in (DONE, PROGRESS, ADDED, APPROVED, TOTAL, REMAIN) or group.moving:
        return False
    if one.role == DONE and not REAL.search(one.lead + one.after[:6]) and len(own := _own_noun(one)) > 1:
        return any(own[i : i + 2] in _words(passage, group.plan) for i in range(len(own) - 1))
    return related(passage, group.plan, one)


def _same_task(passage: Passage, group: Group, one: Said) -> bool:
    """计划新增 A 80 家，培育 B 120 家 is two plans: without 已 or 实际 a done count with a noun of its own is another task."""
    plan = group.plan
    if (
        plan is None
        or group.implicit
        or (_PLAN_AS_NOUN.search(plan.before) and not _PLAN_AS_VERB.search(plan.before))
        or re.search(r"任务|目标|指标|预算", plan.before + plan.after[:8])
    ):
        return True
    if REAL.search((one.opening[-(one.start - plan.end) :] if one.start > plan.end else one.lead) + one.after[:6]):
        return True
    own = _own_noun(one)
    if len(own) <= 1:
        return True
    verb = re.match(rf"(?:{lexicon.DONE_VERBS})", words_of(one.lead))
    if verb and not _COMING_TRUE.match(verb[0]) and verb[0] not in _words(passage, plan):
        return False
    words = words_of(passage.between(plan.start - 40, plan.start).rpartition("。")[2] + plan.after[:16])
    return any(own[i : i + 3] in words for i in range(max(1, len(own) - 2)))


def related(passage: Passage, plan: Said, done: Said) -> bool:
    """Across sentences: the same words, or no noun of its own (已完成 15 个)."""
    own = _BROUGHT_ABOUT.sub("", words_of(done.lead + done.after[:12]))
    if len(own) <= 4:
        return True
    begin = max(passage.start, plan.start - 80)
    words = words_of(passage.between(begin, plan.start) + plan.after[:24])
    pairs = {words[i : i + 2] for i in range(len(words) - 1)}
    return any(own[i : i + 2] in pairs for i in range(len(own) - 1))


_BROUGHT_ABOUT = re.compile(r"建成|竣工|完工|投入(?:运营|使用|运行|营运)|交付|启用|验收|通过|办结|销号|并|且")
_NOISE = re.compile(
    rf"{lexicon.STOP_WORDS.pattern}|{lexicon.DONE_ASPECT}|如期|按期|按时|提前|圆满|顺利|先后|陆续|全部|全面|成功|[^\u4e00-\u9fff]"
)


def words_of(text: str) -> str:
    """What is left of a phrase without words that say nothing of what is counted."""
    return _NOISE.sub("", text)
