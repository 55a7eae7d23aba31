"""Forms from above go when their declared time is over, never before, and never while somebody works on them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.publications.forms.test_actions import (
    Case,
    blank,
    case,
    office_at_work,
    published_folder,
    quiet_office,
    town,
)
from zhicheng.core.access import SYSTEM
from zhicheng.core.evidence.models import Attachment, File
from zhicheng.core.evidence.storage import path_of
from zhicheng.core.evidence.sweeping import sweep
from zhicheng.core.ledger.models import Entry
from zhicheng.core.ledger.verification import verify
from zhicheng.publications.actions.forms import answer_request, approve_form, hand_back, set_cell, withdraw_form
from zhicheng.publications.actions.forms.filling import Typed
from zhicheng.publications.actions.forms.forgetting import forget_forms
from zhicheng.publications.actions.forms.requests import Answered
from zhicheng.publications.models import ArrivedForm, FormTemplate
from zhicheng.statutes.queries import clocks_of

__all__ = ["blank", "case", "office_at_work", "published_folder", "quiet_office", "town"]


def later(case: Case, days: int) -> int:
    """How many forms go so many days after everything happened."""
    return forget_forms(by=SYSTEM, at=case.at + timedelta(days=days))


def test_an_abandoned_form_goes_after_half_a_year_with_its_file(case: Case) -> None:
    form = case.receive()
    assert later(case, 180) == 0
    assert later(case, 181) == 1
    assert not ArrivedForm.objects.exists()
    assert not Attachment.objects.filter(subject=form.subject).exists()
    assert not File.objects.filter(pk=form.sha256).exists()
    assert FormTemplate.objects.count() == 1, "what was remembered of its labels stays"
    entry = Entry.objects.latest("sequence")
    assert (entry.kind, entry.subject) == ("publications.form-forgotten", form.subject)
    assert form.sha256 in entry.payload
    assert verify().ok


def test_its_bytes_are_swept_in_the_night_after(case: Case) -> None:
    form = case.receive()
    place = path_of(form.sha256)
    sweep(by=SYSTEM, at=case.at + timedelta(days=4000))
    assert place.exists(), "what a form names is never touched"
    later(case, 400)
    sweep(by=SYSTEM, at=case.at + timedelta(days=4000))
    assert not place.exists()


def test_bytes_that_another_form_came_with_as_well_stay(case: Case) -> None:
    first = case.receive()
    case.at += timedelta(days=170)
    second = case.receive()
    assert first.sha256 == second.sha256
    assert later(case, 20) == 1
    assert list(ArrivedForm.objects.values_list("pk", flat=True)) == [second.pk]
    assert File.objects.filter(pk=second.sha256).exists()


def test_what_anybody_did_to_a_form_prolongs_its_time(case: Case) -> None:
    form = case.receive()
    case.ask(form)
    began = case.at
    case.at = began + timedelta(days=100)
    set_cell(form.pk, cells={"样表!D4": Typed("12", "台账")}, by=case.clerk, at=case.at)
    assert forget_forms(by=SYSTEM, at=began + timedelta(days=200)) == 0
    request = form.requests.get()
    answer_request(request.pk, answers={"样表!D4": Answered("128")}, by=case.county, at=began + timedelta(days=150))
    assert forget_forms(by=SYSTEM, at=began + timedelta(days=300)) == 0
    assert forget_forms(by=SYSTEM, at=began + timedelta(days=331)) == 1


def test_units_owe_nothing_to_a_form_that_is_gone(case: Case) -> None:
    request = case.ask(case.receive())
    assert later(case, 181) == 1
    clocks = clocks_of([request.subject], at=case.at + timedelta(days=182), closed=True)[request.subject]
    assert [each.state for each in clocks] == ["withdrawn"]


@pytest.mark.parametrize(("days", "gone"), [(3000, 0), (3651, 1)])
def test_a_form_that_went_back_is_kept_for_ten_years(case: Case, days: int, gone: int) -> None:
    form = case.ready()
    assert later(case, 2000) == 0, "what waits for approval is somebody's work"
    approve_form(form.pk, by=case.head, at=case.at)
    assert later(case, 4000) == 0, "and so is what was approved"
    row = hand_back(form.pk, by=case.clerk, at=case.at)
    assert later(case, days) == gone
    assert File.objects.filter(pk=row.filled_sha256).exists() is not bool(gone)


def test_a_form_that_was_given_up_goes_as_an_abandoned_one(case: Case) -> None:
    withdraw_form(case.receive().pk, reason="上级撤回此表", by=case.clerk, at=case.at)
    assert (later(case, 100), later(case, 200)) == (0, 1)


def test_the_city_may_declare_another_time(case: Case, settings: Any) -> None:
    case.receive()
    local = Path(settings.CITY.folder) / "parameters" / "retention.toml"
    local.parent.mkdir(exist_ok=True)
    local.write_text(
        '[[parameter]]\nslug = "retention-abandoned-days"\nzh = "搁置的上传保存天数"\nen = "Days"\nunit = "日"\n'
        '[[parameter.value]]\nvalue = 30\nvalid_from = 2025-01-01\ncitation = "演示市质量强市办会议纪要"\n', "utf-8",
    )  # fmt: skip
    try:
        assert (later(case, 29), later(case, 31)) == (0, 1)
    finally:
        local.unlink()
