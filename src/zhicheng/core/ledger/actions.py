"""Signing the head of the chain and sending it away; asking for the whole chain to be checked."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor
from zhicheng.core.jobs import enqueue
from zhicheng.core.ledger import anchors, reading
from zhicheng.core.ledger.chain import GENESIS, moment_text
from zhicheng.core.ledger.queries import CHECK, last_check, require_view
from zhicheng.core.ledger.verification import verify
from zhicheng.core.refusal import Refusal, RuleBroken


def anchor(*, at: datetime) -> Path:
    """Sign the head and put it into the city folder's `anchors`, then send copies to the folder outside, if any.

    The chain is checked first: a signature under a broken chain would hide the break. Returns the anchor's file.
    Raises: RuleBroken (the chain does not stand), Refusal (the folder outside cannot be written; the anchor itself
    is kept and goes out next time).
    """
    verdict = verify()
    if not verdict.ok:
        raise RuleBroken(
            _("没有签名：%(finding)s 请先查明，再签新的锚点。"), code="ledger-broken", finding=verdict.sentence
        )
    folder = settings.CITY.folder / "anchors"
    head = reading.head() or reading.HeadRow(0, GENESIS)
    earlier = anchors.read_all(folder) if folder.is_dir() else []
    if earlier and earlier[-1][1].sequence == head.sequence:
        file = earlier[-1][0]
    else:
        first = earlier[-1][1].sequence + 1 if earlier else 1
        step = 1 + (head.sequence - first) // anchors.MOST_MARKS
        marks = b"".join(
            bytes.fromhex(text)[: anchors.MARK]
            for _sequence, text in reading.hashes(first=first, last=head.sequence, step=step)
        )
        key = anchors.signing_key(settings.CITY.anchor_key)
        made = anchors.signed(
            key, sequence=head.sequence, hash=head.hash, at=moment_text(at), first=first, step=step, marks=marks
        )
        file = anchors.write(made, folder, day=timezone.localdate(at))
    _send(folder)
    return file


def request_check(*, by: Actor, at: datetime) -> int:
    """Have the whole chain checked in the background; the number of the job.

    A check of the same person that is not over yet is that person's answer: pressing twice does not check twice.
    Raises: NotAllowed.
    """
    require_view(by)
    last = last_check(by)
    if last is not None and not last.is_over:
        return last.job
    return int(enqueue("core.ledger.verify", {}, by=by, at=at, subject=CHECK).pk)


def _send(folder: Path) -> None:
    outside = settings.CITY.anchors_to
    if not outside:
        return
    try:
        anchors.send(folder, Path(outside))
    except OSError as error:
        raise Refusal(
            _("锚点已签名并留在本机，但送不到 %(outside)s（%(cause)s）。请检查该目录是否已挂载、可写；下次会补送。"),
            code="anchor-not-sent", outside=outside, cause=error.strerror or type(error).__name__,
        )  # fmt: skip
