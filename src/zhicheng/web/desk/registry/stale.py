"""Forms that notice when somebody else has changed the thing while one was typing."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from zhicheng.web.shared.wording import Form

CHANGED = _("您填写期间，登记内容已被他人修改，没有保存。您填的内容仍在下面，请与现行登记核对后再提交：%(now)s。")


def mark_of(*values: Any) -> str:
    """A short mark that changes with the values that a form began with."""
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]


class WatchfulForm(Form):
    """A form with a hidden mark of what it was opened upon; `now` says in words what stands there today."""

    mark = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, mark: str, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current, self.now = mark, now
        self.initial["mark"] = mark

    def clean(self) -> dict[str, Any]:
        """Nothing is saved over somebody else's change; sent once more, the form has seen it."""
        given = super().clean() or {}
        sent = given.pop("mark", "")
        if sent and sent != self.current:
            shown = MultiValueDict(dict(self.data.lists()) if isinstance(self.data, MultiValueDict) else {})
            shown[self.add_prefix("mark")] = self.current
            self.data = shown
            self.add_error(None, forms.ValidationError(CHANGED, params={"now": self.now}))
        return given
