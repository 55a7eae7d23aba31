"""The questions of an import as a form: proposals to choose from, one's own answer, units looked up by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.goals.queries.imports import AskedQuestion
from zhicheng.web.desk.registry.fields import LookUp, OrganisationField

AT_ONCE = 40
# From so many questions of one kind on they may be answered alike.
ALIKE_FROM = 3
NO_UNIT, KEEP, OWN = "-", "已核对", "own"
GROUPS = {
    "year": lazy("年度"), "sheet": lazy("工作表"), "row": lazy("哪些行是任务"), "column": lazy("哪些栏要读"),
    "unit": lazy("单位库里对不上的单位"), "task": lazy("任务内容"), "no": lazy("序号"), "target": lazy("目标值"),
    "deadline": lazy("完成时限"), "lead_units": lazy("牵头单位"), "supporting_units": lazy("配合单位"),
    "splits": lazy("分县任务数"), "sum": lazy("合计"), "contact": lazy("联系人"),
}  # fmt: skip


@dataclass(frozen=True)
class ShownQuestion:
    """A question with the names of its inputs and what was typed."""

    asked: AskedQuestion
    number: int
    options: Sequence[tuple[str, str]]
    chosen: str
    own: str
    look_up: str
    error: str

    @property
    def name(self) -> str:
        """The name of the radio buttons."""
        return f"q{self.number}"


@dataclass(frozen=True)
class QuestionGroup:
    """Questions about the same thing; `whole` counts those that come later too, `alike` offers to answer all at once."""

    slug: str
    name: str
    questions: Sequence[ShownQuestion]
    whole: int
    alike: Sequence[tuple[str, str]]


def question_groups(questions: Sequence[AskedQuestion], typed: Mapping[str, str]) -> tuple[list[QuestionGroup], int]:
    """The first questions by what they are about, in the order of the file; and how many come after them."""
    ordered = sorted(
        questions, key=lambda asked: list(GROUPS).index(asked.field) if asked.field in GROUPS else len(GROUPS)
    )
    groups: dict[str, list[ShownQuestion]] = {}
    for number, asked in enumerate(ordered[:AT_ONCE]):
        groups.setdefault(asked.field, []).append(_shown(asked, number, typed))
    found = [
        QuestionGroup(slug, str(GROUPS.get(slug, lazy("其他"))), shown, *_alike(slug, questions))
        for slug, shown in groups.items()
    ]
    return found, max(0, len(questions) - AT_ONCE)


def _alike(slug: str, questions: Sequence[AskedQuestion]) -> tuple[int, list[tuple[str, str]]]:
    """How many questions a group has, and how all that are left open in it may be answered alike."""
    same = [asked for asked in questions if asked.field == slug]
    most = max((len(asked.options) for asked in same), default=0)
    if len(same) < ALIKE_FROM or slug == "unit":
        return len(same), []
    if most == 0:
        return len(same), [("keep", _("其余的都已核对，按读到的内容办"))]
    places = (_("其余的都选第一项"), _("其余的都选第二项"))
    return len(same), [(str(place), words) for place, words in enumerate(places[:most])]


def _shown(asked: AskedQuestion, number: int, typed: Mapping[str, str]) -> ShownQuestion:
    options = list(asked.options)
    if asked.about_unit:
        options.append((NO_UNIT, _("不列为责任单位")))
    elif not options:
        options.append((KEEP, _("已核对，按读到的内容办")))
    own = typed.get(f"q{number}-own", "")
    look_up = ""
    if asked.about_unit:
        widget = LookUp(
            "desk-organisation-options", {"class": "form-control form-control-sm", "aria-label": _("另选单位")}
        )
        look_up = widget.render(f"q{number}-own", own, {"id": f"id_q{number}_own"})
    return ShownQuestion(
        asked, number, options, typed.get(f"q{number}", ""), own, look_up, typed.get(f"q{number}-error", "")
    )


def given_answers(
    form: forms.Form, questions: Sequence[AskedQuestion], posted: Mapping[str, Any], *, adopt: bool
) -> tuple[dict[str, str], dict[str, str]]:
    """What was typed (for the page) and the answers by key; with `adopt`, single proposals fill what is left open.

    The page sends each question's key, so that an answer never lands on another question that has moved up meanwhile.
    """
    typed = {name: str(posted[name]) for name in posted if name.startswith("q")}
    known = {asked.key: asked for asked in questions}
    answers: dict[str, str] = {}
    for number in range(AT_ONCE):
        asked = known.get(typed.get(f"q{number}-key", ""))
        if asked is None:
            continue
        value, error = _answer(asked, typed.get(f"q{number}", ""), typed.get(f"q{number}-own", "").strip())
        if error:
            typed[f"q{number}-error"] = error
            form.add_error(None, f"{asked.where} {error}".strip())
        elif value:
            answers[asked.key] = value
    for asked in questions:
        value = _alike_answer(asked, str(posted.get(f"alike-{asked.field}", ""))) or (asked.only if adopt else "")
        if value:
            answers.setdefault(asked.key, value)
    return typed, answers


def _alike_answer(asked: AskedQuestion, how: str) -> str:
    """What "all the others alike" means for this question; empty where it does not reach it."""
    if how == "keep":
        return "" if asked.options else KEEP
    place = int(how) if how in ("0", "1") and not asked.about_unit else len(asked.options)
    return asked.options[place][0] if place < len(asked.options) else ""


def _answer(asked: AskedQuestion, chosen: str, own: str) -> tuple[str, str]:
    """The answer and, where one's own cannot be taken, why not. What one wrote oneself goes before the buttons."""
    if not own:
        return ("" if chosen == OWN else chosen), ""
    if not asked.about_unit:
        return own, ""
    try:
        return OrganisationField().clean(own).code, ""
    except forms.ValidationError as error:
        return "", " ".join(error.messages)
