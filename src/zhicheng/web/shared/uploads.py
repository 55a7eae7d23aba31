"""A stranger's file on its way in: a temporary copy that is gone afterwards, and the hash of its bytes."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MEBI = 1024 * 1024
LARGEST = 20 * MEBI


@dataclass(frozen=True)
class Arrived:
    """A file as it lies on disk while it is read."""

    path: Path
    name: str
    sha256: str


@contextmanager
def arrived(upload: UploadedFile[Any]) -> Iterator[Arrived]:
    """The upload as a file, for as long as it is needed."""
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(prefix="zhicheng-") as copy:
        for chunk in upload.chunks():
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        yield Arrived(Path(copy.name), upload.name or "", digest.hexdigest())


class SheetField(forms.FileField):
    """A spreadsheet; what it really holds is found out when it is read."""

    widget = forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("表格文件"))
        kwargs.setdefault("help_text", _("Excel（.xlsx）或 CSV，不超过 20 MB。"))
        messages = {"required": _("请选择要上传的文件。"), "empty": _("文件是空的，请检查后重新选择。")}
        kwargs.setdefault("error_messages", messages)
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The upload, if it is not too large."""
        upload = super().clean(data, initial)
        if upload and upload.size > LARGEST:
            raise forms.ValidationError(
                _("文件有 %(size)s MB，超过 20 MB 的上限。请删去图片和多余的工作表，或分成几个文件上传。"),
                params={"size": round(upload.size / MEBI)},
            )
        return upload


class TextField(forms.FileField):
    """A text that somebody wrote; what it really holds is found out when it is read."""

    widget = forms.FileInput(attrs={"accept": ".docx,.pdf,.xlsx,.html,.htm,.txt,.md,.csv"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Word（.docx）、PDF、Excel（.xlsx）、网页或文本文件，不超过 20 MB。"))
        messages = {"required": _("请选择要核校的文件。"), "empty": _("文件是空的，请检查后重新选择。")}
        kwargs.setdefault("error_messages", messages)
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The upload, if it is not too large."""
        upload = super().clean(data, initial)
        if upload and upload.size > LARGEST:
            raise forms.ValidationError(
                _("文件有 %(size)s MB，超过 20 MB 的上限。请删去图片，或分成几个文件核校。"),
                params={"size": round(upload.size / MEBI)},
            )
        return upload
