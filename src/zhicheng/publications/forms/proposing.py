"""From what a cell wants to a proposal, a gap or a question. Pure: editions, rosters and answers come in as values."""

from __future__ import annotations

from decimal import Decimal

from zhicheng.core.quantities import round_half_up
from zhicheng.indicators.catalogue import MEASURES
from zhicheng.publications.forms.amounts import Amount, amount_of
from zhicheng.publications.forms.answers import AS_IT_IS, NOTHING, Proposal
from zhicheng.publications.forms.asking import ask_unit
from zhicheng.publications.forms.desk import OF_PROGRAMME, Answer, Desk, gap
from zhicheng.publications.forms.meaning import Want
from zhicheng.publications.forms.settling import settled
from zhicheng.publications.forms.telling import definition_of, period_words, source_words
from zhicheng.publications.forms.words import is_percent, same_kind, split_unit

FACTS = {"lead": "lead", "deadline": "deadline"}


def propose(want: Want, desk: Desk) -> Answer:
    """What a cell gets."""
    known = settled(want, desk)
    if not isinstance(known, Want):
        return known
    if known.measure in FACTS:
        return _fact(known, desk)
    amount = amount_of(known, desk)
    if not isinstance(amount, Amount):
        return amount
    return _said(known, amount, desk)


def _said(want: Want, amount: Amount, desk: Desk) -> Answer:
    """A found amount as a proposal in the unit that the form asks for."""
    if amount.none_reported:
        return gap(want, "none-reported")
    value, unit = amount.value, (want.unit or amount.unit) if amount.value is not None else ""
    if value is not None and not same_kind(want.unit, amount.unit):
        key = f"unit:{want.measure}:{amount.unit}→{want.unit}"
        given = desk.answers.get(key, "")
        if given != AS_IT_IS:
            return gap(want, "unit") if given == NOTHING else ask_unit(want, key, amount.unit)
    elif value is not None and want.unit and amount.unit and want.unit != amount.unit and not is_percent(unit):
        value = value * split_unit(amount.unit)[1] / split_unit(want.unit)[1]
    if value is not None:
        value = round_half_up(value, 4) if value != value.to_integral_value() else value.quantize(Decimal(1))
    cell = want.cell
    return Proposal(
        cell.key, cell.sheet, cell.ref, value, _light(amount.text) if want.measure == "light" else amount.text, unit,
        source_words(want, amount.edition or desk.edition, amount.derived),
        period_words((amount.edition or desk.edition).period), definition_of(want.measure),
        "derived" if amount.derived else "frozen", (amount.edition or desk.edition).code,
        tuple("|".join(each.key) for each in amount.values),
        tuple(dict.fromkeys(ref for each in amount.values for ref in each.source))[:5], label=want.label,
        rate=is_percent(amount.unit) or amount.unit == "个百分点",
    )  # fmt: skip


def _fact(want: Want, desk: Desk) -> Answer:
    subject = desk.edition.subject_by_code.get(want.subject)
    text = subject.facts.get(FACTS[want.measure], "") if subject else ""
    if not text:
        return gap(want, "not-held")
    cell = want.cell
    return Proposal(
        cell.key, cell.sheet, cell.ref, None, text, "", source_words(want, desk.edition, ""),
        period_words(desk.edition.period), "", "frozen", desk.edition.code, label=want.label,
    )  # fmt: skip


LIGHT_WORDS = {
    "ok": "达到序时进度",
    "care": "需关注",
    "late": "滞后",
    "none": "未报送",
    "waiting": "未到报送期",
    "undated": "不判定进度",
}


def _light(text: str) -> str:
    return LIGHT_WORDS.get(text, text)


def is_additive(measure: str, unit: str) -> bool:
    """May the values of areas be added up to their whole? Counts may, shares may not."""
    declared = MEASURES.get(measure)
    # A task that three counties share is one task of the city: counts of tasks do not add up either.
    return measure not in (*OF_PROGRAMME, "completion", "expected", "light") and not is_percent(unit) and (
        declared is None or declared.unit != "%"
    )  # fmt: skip
