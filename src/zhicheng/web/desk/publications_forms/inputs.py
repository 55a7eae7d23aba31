"""What a clerk fills in on a form's page: answers to its questions, and a cell typed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.publications.actions.forms.filling import LONGEST
from zhicheng.publications.forms.answers import Question
from zhicheng.web.shared.wording import Form

CELLS_NAMED = 6
AT_ONCE = 25


class QuestionsForm(Form):
    """A choice for each question; any may wait."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions[:AT_ONCE])
        self.later = max(0, len(questions) - AT_ONCE)
        for number, each in enumerate(self.questions):
            self.fields[f"q{number}"] = forms.ChoiceField(
                label=each.text, required=False, widget=forms.RadioSelect, help_text=_concerned(each),
                choices=[(option.value, option.words) for option in each.options],
            )  # fmt: skip

    @property
    def answers(self) -> dict[str, str]:
        """The answers given, by the question's key."""
        given = {each.key: self.cleaned_data.get(f"q{number}", "") for number, each in enumerate(self.questions)}
        return {key: value for key, value in given.items() if value}


def _concerned(question: Question) -> str:
    """Which cells it is about."""
    refs = [key.rpartition("!")[2] for key in question.cells]
    if not refs:
        return ""
    named = "、".join(refs[:CELLS_NAMED])
    if len(refs) > CELLS_NAMED:
        return _("涉及 %(n)s 格：%(cells)s 等") % {"n": len(refs), "cells": named}
    return _("涉及 %(n)s 格：%(cells)s") % {"n": len(refs), "cells": named}


class TypedForm(Form):
    """What is typed, and why."""

    value = forms.CharField(label=lazy("填写内容"), max_length=LONGEST, required=False)
    source = forms.CharField(
        label=lazy("数据来源或理由"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=lazy("人工填写须写明出处；内容空着、只写理由，这一格就留空。"),
    )  # fmt: skip
