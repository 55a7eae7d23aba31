"""What can be found: told by the modules that own it, in their own transactions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from django.db import transaction

from zhicheng.core.search.engines import engine
from zhicheng.core.search.grams import START, key_of
from zhicheng.core.search.models import Indexed

BATCH = 2000
T = TypeVar("T")


def _quiet(_done: int, _total: int) -> None:
    return None


@dataclass(frozen=True)
class Findable:
    """A thing to be found. `text` holds its names, one a line: full, short, former, its code."""

    kind: str
    code: str
    text: str
    region: str = ""
    organisations: tuple[str, ...] = ()


def index(kind: str, code: str, text: str, *, region: str = "", organisations: Iterable[str] = ()) -> None:
    """Let a thing be found by this text, and no more by an earlier one."""
    index_many([Findable(kind, code, text, region, tuple(organisations))])


def index_many(things: Iterable[Findable]) -> int:
    """The same for many; the last one of a code counts. Returns how many texts were new or changed."""
    changed = 0
    for batch in _batches(things):
        changed += _index_batch({(each.kind, each.code): each for each in batch})
    return changed


@transaction.atomic
def forget(kind: str, code: str) -> None:
    """Let a thing be found no more."""
    _remove(list(Indexed.objects.filter(kind=kind, code=code)))


@transaction.atomic
def rebuild(*, tell: Callable[[int, int], None] = _quiet) -> int:
    """Make the index anew from the texts that it holds, after a change of folding or a doubt. Returns the rows.

    Whole or not at all: whoever searches meanwhile, or after it was killed, finds by the index as it was. `tell` is
    told how many rows are done, of how many.
    """
    search, count, total = engine(), 0, Indexed.objects.count()
    tell(0, total)
    search.clear()
    for batch in _batches(Indexed.objects.order_by("pk").iterator(chunk_size=BATCH)):
        changed = [row for row in batch if row.key != key_of(row.text)]
        for row in changed:
            row.key = key_of(row.text)
            row.start = row.key[:START]
        Indexed.objects.bulk_update(changed, ["key", "start"])
        search.add((row.pk, row.kind, row.key) for row in batch)
        count += len(batch)
        tell(count, total)
    return count


@transaction.atomic
def _index_batch(things: dict[tuple[str, str], Findable]) -> int:
    codes: dict[str, list[str]] = {}
    for kind, code in things:
        codes.setdefault(kind, []).append(code)
    there = {
        (row.kind, row.code): row
        for kind, some in codes.items()
        for row in Indexed.objects.filter(kind=kind, code__in=some)
    }
    fresh = {name: _row(thing) for name, thing in things.items()}
    changed = [name for name, row in fresh.items() if name not in there or _values(there[name]) != _values(row)]
    search = engine()
    search.remove((row.pk, row.kind, row.key) for row in (there[name] for name in changed if name in there))
    # Two people may tell the same thing at once: the later one's words stay, neither is refused. In one order always.
    made = Indexed.objects.bulk_create(
        [fresh[name] for name in sorted(changed)], update_conflicts=True, unique_fields=["kind", "code"],
        update_fields=["text", "key", "start", "region", "organisations"],
    )  # fmt: skip
    search.add((row.pk, row.kind, row.key) for row in made)
    return len(made)


def _row(thing: Findable) -> Indexed:
    key = key_of(thing.text)
    bars = f"|{'|'.join(sorted(thing.organisations))}|" if thing.organisations else ""
    return Indexed(
        kind=thing.kind, code=thing.code, text=thing.text, key=key, start=key[:START], region=thing.region,
        organisations=bars,
    )  # fmt: skip


def _values(row: Indexed) -> tuple[str, ...]:
    return row.text, row.key, row.region, row.organisations


def _remove(rows: Sequence[Indexed]) -> None:
    if rows:
        engine().remove((row.pk, row.kind, row.key) for row in rows)
        Indexed.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _batches(things: Iterable[T]) -> Iterator[list[T]]:
    source = iter(things)
    while batch := list(islice(source, BATCH)):
        yield batch
