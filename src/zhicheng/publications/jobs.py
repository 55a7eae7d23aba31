"""Background work of this module: publishing, opening corrections, mending the shelf."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhicheng.core.jobs import Progress
from zhicheng.publications.actions.corrections import open_corrections
from zhicheng.publications.actions.forms.forgetting import forget_forms
from zhicheng.publications.actions.publishing import NumberTaken, publish_document, render, write_index
from zhicheng.publications.actions.shelf import mend_shelf

MOST_TRIES = 5


def publish(args: Mapping[str, Any], *, progress: Progress) -> dict[str, Any]:
    """Render, number, publish. Where another took the number meanwhile, render again with the next."""
    for attempt in range(MOST_TRIES):
        rendered = render(
            args["document"], content=args.get("content", ""), tell=progress, by=progress.by, at=progress.at
        )
        try:
            with progress.once():
                document = publish_document(rendered, by=progress.by, at=progress.at)
            break
        except NumberTaken:
            if attempt == MOST_TRIES - 1:
                raise
    return {"document": document.code, "number": document.number_text}


def corrections(args: Mapping[str, Any], *, progress: Progress) -> dict[str, Any]:
    """Compare published documents with what is known now; run twice it opens nothing twice."""
    opened = open_corrections(by=progress.by, at=progress.at, tell=progress)
    return {"opened": opened}


def shelf(args: Mapping[str, Any], *, progress: Progress) -> dict[str, Any]:
    """Bring the shelf in line with the tables: what is missing is made again, what is too much is taken away."""
    mended = mend_shelf(tell=progress)
    write_index()
    return {"mended": mended}


def forget(args: Mapping[str, Any], *, progress: Progress) -> dict[str, Any]:
    """Let go of forms whose declared time is over; a second run finds none."""
    return {"forms": forget_forms(by=progress.by, at=progress.at)}
