"""Facts of this module as the ledger keeps them: past tense, ids and codes only, a sentence in each language."""

from __future__ import annotations

from zhicheng.core.ledger import entry
from zhicheng.core.text import Names
from zhicheng.goals.kinds import VISIBILITIES
from zhicheng.goals.rules.periods import name_of
from zhicheng.goals.workflow import CHANGE, PROGRAMME


def beginning(digest: str) -> str:
    """Enough of a long digest to tell files apart; the whole of it is kept."""
    return digest[:12]


PERIOD = {"period": name_of}
FIELDS = {
    "target": Names("目标值", "target"), "deadline": Names("完成时限", "deadline"), "standard": Names("验收标准", "standard"),
    "title": Names("任务内容", "text"), "cut_off": Names("统计截止日", "cut-off day"), "share": Names("任务数", "share"),
    "leader": Names("责任领导", "leader"), "officer": Names("具体责任人", "officer"),
    "officer_phone": Names("具体责任人电话", "officer's telephone"),
}  # fmt: skip

TASK_FIELDS = {
    **FIELDS, "number": Names("序号", "number"), "section": Names("任务板块", "section"), "field": Names("质量领域", "field"),
    "measures": Names("工作措施", "measures"), "kind": Names("任务类型", "kind"), "direction": Names("目标方向", "direction"),
    "unit": Names("计量单位", "unit"), "basis": Names("计数口径", "basis"), "counted_from": Names("统计起始日", "counted from"),
    "approval_counts": Names("立项、获批即算完成", "approval counts"), "ongoing": Names("持续推进", "ongoing"),
    "points": Names("分值", "points"), "series": Names("往年同一任务", "series"), "contact": Names("联系人", "contact"),
    "remark": Names("备注", "remark"),
}  # fmt: skip


def fields_said(slugs: str) -> str:
    """What was changed of a task, in words."""
    return "、".join(str(TASK_FIELDS.get(slug, slug)) for slug in slugs.split("、"))


@entry("goals.programme-created", zh="建立计划 %(code)s", en="created programme %(code)s")
class ProgrammeCreated:
    """A programme exists."""

    programme: int
    code: str
    origin: str


@entry(
    "goals.programme-moved", zh="计划由“%(source)s”转为“%(target)s”", en="programme moved from %(source)s to %(target)s",
    words={"source": PROGRAMME.states, "target": PROGRAMME.states},
)  # fmt: skip
class ProgrammeMoved:
    """A programme was examined, sent back, issued or closed."""

    programme: int
    source: str
    target: str


@entry(
    "goals.programme-opened", zh="公开范围由“%(old)s”改为“%(new)s”：%(reason)s", en="visibility %(old)s → %(new)s: %(reason)s",
    words={"old": VISIBILITIES, "new": VISIBILITIES},
)  # fmt: skip
class ProgrammeOpened:
    """The office decided who may see a programme."""

    programme: int
    old: str
    new: str
    reason: str


@entry(
    "goals.source-recorded",
    zh="登记任务来源（%(sentences)s 句）",
    en="recorded a source of tasks (%(sentences)s sentences)",
)
class SourceRecorded:
    """A document that asks for tasks is on record."""

    programme: int
    source: int
    state: str
    sentences: int


@entry(
    "goals.source-moved", zh="任务来源由“%(old)s”转为“%(new)s”", en="source moved from %(old)s to %(new)s",
    words={"old": PROGRAMME.states, "new": PROGRAMME.states},
)  # fmt: skip
class SourceMoved:
    """A document was examined or issued."""

    source: int
    old: str
    new: str


@entry("goals.task-recorded", zh="新增任务", en="recorded a task")
class TaskRecorded:
    """A task was written by hand."""

    task: int
    target: str
    unit: str


@entry(
    "goals.task-amended", zh="修改任务：%(fields)s", en="amended a task: %(fields)s", words={"fields": fields_said}
)  # fmt: skip
class TaskAmended:
    """A task was changed before it was assigned."""

    task: int
    fields: str


@entry("goals.task-linked", zh="任务关联到来源语句 %(sentence)s", en="linked a task to sentence %(sentence)s")
class TaskLinked:
    """A task leads to the sentence that asks for it."""

    task: int
    sentence: int


@entry(
    "goals.import-begun", zh="上传任务分解表（SHA-256 %(sha256)s…）", en="uploaded a decomposition table (SHA-256 %(sha256)s…)",
    words={"sha256": beginning},
)  # fmt: skip
class ImportBegun:
    """A file came in."""

    session: int
    sha256: str


@entry(
    "goals.import-answered",
    zh="确认任务分解表中的问题 %(answers)s 个",
    en="answered %(answers)s questions of an import",
)
class ImportAnswered:
    """Questions of an import were answered."""

    session: int
    answers: int


@entry("goals.import-stored", zh="任务分解表入库 %(tasks)s 项", en="stored %(tasks)s tasks of an import")
class ImportStored:
    """A file's tasks are stored: one entry for the file, with the hash of its bytes and of its rows."""

    session: int
    sha256: str
    tasks: int
    manifest: str


@entry(
    "goals.import-undone",
    zh="任务分解表整表撤回 %(tasks)s 项：%(reason)s",
    en="undid an import of %(tasks)s tasks: %(reason)s",
)
class ImportUndone:
    """A file's tasks were taken out again."""

    session: int
    tasks: int
    reason: str


@entry("goals.tasks-planned", zh="拟定 %(tasks)s 项任务的责任分工", en="planned who answers for %(tasks)s tasks")
class TasksPlanned:
    """Units, standards and deadlines were planned for tasks."""

    programme: int
    tasks: int
    manifest: str


@entry("goals.tasks-delivered", zh="交办 %(parts)s 件", en="delivered %(parts)s parts")
class TasksDelivered:
    """Parts were handed to units; their clocks for signing run."""

    programme: int
    parts: int
    manifest: str


@entry("goals.assignment-signed", zh="%(organisation)s 签收任务", en="%(organisation)s signed for its part")
class AssignmentSigned:
    """A unit took its part."""

    assignment: int
    organisation: str


@entry(
    "goals.assignment-fixed",
    zh="%(organisation)s 五定完成（节点 %(milestones)s 个）",
    en="%(organisation)s fixed the five (%(milestones)s milestones)",
)
class AssignmentFixed:
    """Person, duty, standard, schedule and deadline of a part are fixed; from here on only by request."""

    assignment: int
    organisation: str
    milestones: int


@entry(
    "goals.assignment-split",
    zh="%(organisation)s 分解到 %(parts)s 个单位",
    en="%(organisation)s split its part among %(parts)s units",
)
class AssignmentSplit:
    """A county handed parts on to townships."""

    assignment: int
    organisation: str
    parts: int
    manifest: str


@entry(
    "goals.assignments-moved",
    zh="%(old)s 并入 %(new)s，转移任务 %(parts)s 件、时限 %(clocks)s 个",
    en="%(old)s merged into %(new)s: %(parts)s parts and %(clocks)s clocks moved",
)
class AssignmentsMoved:
    """A merged unit's open parts went to its successor."""

    old: str
    new: str
    parts: int
    clocks: int


@entry(
    "goals.unit-divided",
    zh="%(old)s拆分，所承担任务 %(parts)s 件转至%(into)s",
    en="%(old)s was divided: its %(parts)s parts went to %(into)s",
)
class UnitDivided:
    """A divided unit's open parts; `went` pairs each part with who holds it now."""

    old: str
    into: tuple[str, ...]
    parts: int
    went: tuple[str, ...]


@entry(
    "goals.parts-handed-over",
    zh="%(from_person)s负责的任务 %(count)s 件改由%(to_person)s负责",
    en="%(to_person)s took over %(count)s parts from %(from_person)s",
)
class PartsHandedOver:
    """Parts that named the one who handed the post over now name the one who took it."""

    from_person: str
    to_person: str
    count: int
    parts: tuple[int, ...]


@entry(
    "goals.reporting-opened", zh="开始%(period)s报送，应报 %(parts)s 件", en="opened reporting for %(period)s: %(parts)s parts",
    words=PERIOD,
)  # fmt: skip
class ReportingOpened:
    """A period ended; the clocks for its reports run."""

    programme: int
    period: str
    parts: int


@entry(
    "goals.report-submitted", zh="报送%(period)s进展（名单 %(rows)s 行）", en="reported on %(period)s (%(rows)s names)",
    words=PERIOD,
)  # fmt: skip
class ReportSubmitted:
    """A unit reported."""

    report: int
    assignment: int
    period: str
    rows: int
    unlisted: str
    manifest: str


@entry(
    "goals.sheet-submitted", zh="整表报送%(period)s进展 %(reports)s 件", en="reported on %(period)s by sheet: %(reports)s parts",
    words=PERIOD,
)  # fmt: skip
class SheetSubmitted:
    """A county's whole quarter came in as one sheet."""

    organisation: str
    period: str
    reports: int
    sha256: str
    manifest: str


@entry(
    "goals.report-verified", zh="核实%(period)s进展：累计 %(count)s，退回 %(returned)s 行", en="verified %(period)s: %(count)s in all, %(returned)s rows returned",
    words=PERIOD,
)  # fmt: skip
class ReportVerified:
    """Somebody else verified a report."""

    report: int
    assignment: int
    period: str
    count: str
    returned: int


@entry(
    "goals.report-returned", zh="退回%(period)s进展", en="returned the report on %(period)s",
    words=PERIOD,
)  # fmt: skip
class ReportReturned:
    """A report was sent back with its reason."""

    report: int
    assignment: int
    period: str


@entry(
    "goals.rows-corrected", zh="补正%(period)s名单 %(rows)s 行", en="corrected %(rows)s rows of %(period)s",
    words=PERIOD,
)  # fmt: skip
class RowsCorrected:
    """Returned rows were corrected and handed in again; the verified ones stay."""

    report: int
    period: str
    rows: int
    manifest: str


@entry(
    "goals.report-superseded", zh="更正%(period)s进展：%(reason)s", en="corrected the report on %(period)s: %(reason)s",
    words=PERIOD,
)  # fmt: skip
class ReportSuperseded:
    """A verified report is being corrected; the old one stays on record."""

    report: int
    period: str
    reason: str


@entry(
    "goals.change-requested", zh="申请变更 %(field)s", en="asked to change %(field)s",
    words={"field": FIELDS},
)  # fmt: skip
class ChangeRequested:
    """A unit or the office asks to change a frozen value."""

    change: int
    task: int
    field: str


@entry(
    "goals.change-decided", zh="变更 %(field)s：%(verdict)s", en="change of %(field)s: %(verdict)s",
    words={"field": FIELDS, "verdict": CHANGE.states},
)  # fmt: skip
class ChangeDecided:
    """The office decided on a change."""

    change: int
    task: int
    field: str
    verdict: str


@entry("goals.matter-answered", zh="答复需协调事项", en="answered a matter to coordinate")
class MatterAnswered:
    """The office answered what a unit cannot settle alone."""

    matter: int
    report: int
