"""The ledger's work in the background: the signature by the clock, and the check that a page asked for."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from zhicheng.core.jobs import Progress
from zhicheng.core.ledger.actions import anchor
from zhicheng.core.ledger.verification import verify


def anchor_daily(job_args: dict[str, Any], *, progress: Progress) -> dict[str, str]:
    """Sign the head of the chain and send it away. Doing it twice changes nothing."""
    return {"file": anchor(at=progress.at).name}


def check_chain(job_args: dict[str, Any], *, progress: Progress) -> dict[str, Any]:
    """Walk the whole chain; what was found is the job's result, in codes. It writes nothing else."""
    found = verify(tell=progress)
    progress(found.entries, found.entries, _("全部记录核对完毕"))
    return asdict(found)
