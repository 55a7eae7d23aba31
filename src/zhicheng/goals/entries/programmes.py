"""Programmes, and the documents that ask for their tasks."""

from __future__ import annotations

from zhicheng.core.ledger import entry
from zhicheng.goals.kinds import VISIBILITIES
from zhicheng.goals.workflow import PROGRAMME


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
