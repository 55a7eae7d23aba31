"""Where in a file something stands, in the reader's language: readers of files name places in Chinese only."""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

# What `core.prose` writes.
_PLACES: tuple[tuple[re.Pattern[str], str | Promise], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"第 (?P<n>\d+) 段", lazy("第 %(n)s 段")),
        (r"第 (?P<n>\d+) 页", lazy("第 %(n)s 页")),
        (r"第 (?P<first>\d+)—(?P<last>\d+) 页", lazy("第 %(first)s—%(last)s 页")),
        (
            r"第 (?P<page>\d+) 页表 (?P<n>\d+) 第 (?P<row>\d+) 行第 (?P<column>\d+) 列",
            lazy("第 %(page)s 页表 %(n)s 第 %(row)s 行第 %(column)s 列"),
        ),
        (r"表 (?P<n>\d+) 第 (?P<row>\d+) 行第 (?P<column>\d+) 列", lazy("表 %(n)s 第 %(row)s 行第 %(column)s 列")),
        (r"工作表“(?P<name>.+)”(?P<cell>.*)", lazy("工作表“%(name)s”%(cell)s")),
        (r"文本框", lazy("文本框")),
        (r"脚注 (?P<n>\d+)", lazy("脚注 %(n)s")),
        (r"尾注 (?P<n>\d+)", lazy("尾注 %(n)s")),
    )
)


def place_words(where: str) -> str:
    """A place in the active language; what is not known as a place stays as it was written."""
    for pattern, words in _PLACES:
        if match := pattern.fullmatch(where):
            return str(words) % match.groupdict()
    return where
