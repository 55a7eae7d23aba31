"""The made-up city is built: told once from a fixed source of chance, and left as it is where it stands already."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.db import transaction
from django.utils.translation import gettext as _

from zhicheng.core.access import SYSTEM
from zhicheng.core.accounts.queries import accounts
from zhicheng.demo.people import USERNAMES
from zhicheng.demo.story import tell_story
from zhicheng.registry.queries.people import posts_of_many

SEED = 2025
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Member:
    """An account of the made-up city and the post behind it; it has no password and works on this computer only."""

    username: str
    says: str


@dataclass(frozen=True)
class BuiltCity:
    """What came of it: the accounts that may be signed in as, and whether the city had been there before."""

    accounts: tuple[Member, ...]
    stood_already: bool = False


def build(*, at: datetime, seed: int = SEED, tell: Tell = lambda _sentence: None) -> BuiltCity:
    """Tell the city's story up to that moment, whole or not at all; a city that stands is left as it is.

    The same seed and the same day give the same city.
    """
    members = _members(at)
    if members:
        return BuiltCity(members, stood_already=True)
    tell(_("正在生成演示市的一年…"))
    with transaction.atomic(), _no_collecting():
        tell_story(Random(seed), until=at)  # noqa: S311 - a story, not a secret
    return BuiltCity(_members(at))


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Thousands of acts leave few cycles behind, and looking for them all the time costs a sixth of the whole."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _members(at: datetime) -> tuple[Member, ...]:
    """The made-up accounts in the order in which they are shown, with the posts behind them."""
    today = at.date()
    found = {each.username: each for each in accounts(on=today, by=SYSTEM) if each.made_up}
    posts = posts_of_many([each.person for each in found.values()], on=today)
    return tuple(
        Member(name, "、".join(f"{post.organisation_name} {post.title}" for post in posts.get(found[name].person, ())))
        for name in USERNAMES if name in found
    )  # fmt: skip
