"""Parts: planned, delivered, signed for, fixed, split, and moved with the units and people that hold them."""

from __future__ import annotations

from zhicheng.core.ledger import entry


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
