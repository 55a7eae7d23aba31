"""Ledger entries as the desk tells them: ids of tasks, documents, files and units said as names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from zhicheng.core.access import Actor
from zhicheng.core.ledger.queries import EntryRow
from zhicheng.goals.queries.named import sentences_told, subject_names
from zhicheng.web.desk.registry.names import named, told

_SUBJECT = re.compile(r"goals\.[a-z]+:\d+(?::\w+)?")
LINKED = "goals.task-linked"


def retold(rows: Sequence[EntryRow], actor: Actor, *, on: date) -> list[EntryRow]:
    """The rows with names in their sentences. As many queries as there are kinds of ids, however many rows."""
    rows = _with_sentences(rows, actor)
    subjects = {subject for row in rows for subject in _SUBJECT.findall(row.sentence)}
    names = subject_names(subjects, actor) if subjects else {}
    rows = [
        replace(row, sentence=_SUBJECT.sub(lambda hit: names.get(hit[0], hit[0]), row.sentence)) for row in rows
    ]  # fmt: skip
    return told(rows, on=on)


def _with_sentences(rows: Sequence[EntryRow], actor: Actor) -> list[EntryRow]:
    """Entries that link a task to a sentence, with the sentence instead of its id."""
    linked = {row.facts["sentence"] for row in rows if row.kind == LINKED}
    texts = sentences_told(linked, actor) if linked else {}
    return [
        replace(row, sentence=row.sentence.replace(str(row.facts["sentence"]), texts[row.facts["sentence"]]))
        if row.kind == LINKED and row.facts["sentence"] in texts
        else row
        for row in rows
    ]


def subjects_told(subjects: Iterable[str], actor: Actor, *, on: date) -> dict[str, str]:
    """What entries are about, by subject; a subject without a name is left out."""
    subjects = {each for each in subjects if each}
    return {**named(subjects, on=on), **subject_names(subjects, actor)}
