"""A paragraph cut into sentences, items, clauses, with its figures in their places and the roles they have there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from zhicheng.claims.breakdowns import Breakdown, breakdowns
from zhicheng.claims.figures import Figure, Kind, find_figures
from zhicheng.claims.roles import role_of
from zhicheng.claims.said import UNTOLD, Said
from zhicheng.claims.topics import read_topic
from zhicheng.core.prose import Block, Prose

_SENTENCE = re.compile(r"[。!?\n]|\.(?=[\s\u4e00-\u9fff“\"]|$)")
_ITEM = re.compile(r"[;；]|(?<=[,;。:])[ ]?[一二三四五六七八九十]{1,2}是|[(][一二三四五六七八九十\d]{1,2}[)]|[①-⑳]")
_CLAUSE = re.compile(r"[,、:;。!?()\[\]\n—【】]|\.(?=[\s\u4e00-\u9fff]|$)")
_ASIDE = re.compile(r"\([^()\d]{1,14}\)")
_REMARK = re.compile(r"\([^()\d]{1,14}\)$")
_ENDS = ("。", "!", "?", ":", ";", "…", "”", '"', "」", ")", ".")


@dataclass(frozen=True)
class Passage:
    """A paragraph of a text: folded, with its figures. Positions are those of the whole text."""

    text: str
    start: int
    end: int
    where: str
    whole: str
    source: str

    def original(self, start: int, end: int) -> str:
        """The words as they were written."""
        return self.source[start:end]

    def between(self, start: int, end: int) -> str:
        """What stands between two positions of the whole text."""
        return self.whole[max(start, self.start) : min(end, self.end)]

    @cached_property
    def figures(self) -> list[Figure]:
        shift = self.start
        return [_moved(figure, shift) for figure in find_figures(self.text)]

    @cached_property
    def said(self) -> list[Said]:
        """The figures with their places and roles."""
        cuts = [self._cuts(pattern) for pattern in (_SENTENCE, _ITEM, _CLAUSE)]
        found: list[Said] = []
        last_role = ""
        for index, figure in enumerate(self.figures):
            one = self._place(index, figure, cuts)
            role = role_of(one, found[-1] if found else None, last_role)
            topic = UNTOLD if figure.kind in (Kind.COUNT, Kind.RANK) else read_topic(one)
            found.append(replace(one, role=role, topic=topic))
            last_role = role
        return found

    @cached_property
    def breakdowns(self) -> dict[int, Breakdown]:
        """The wholes that are divided into parts, by the index of each part."""
        return breakdowns(self.said, self.between)

    def divided(self, one: Said) -> Said | None:
        """The whole of the breakdown that a count closes; None where it closes none."""
        found = self.breakdowns.get(one.index)
        return found.whole if found is not None and found.last.index == one.index else None

    def past_parts(self, one: Said) -> int:
        """Where the parts of a divided count end; where the count itself ends if it is not divided."""
        follows = self.breakdowns.get(one.index + 1)
        return follows.last.end if follows is not None and follows.whole.index == one.index else one.end

    def lead_end(self, one: Said) -> int:
        """Where the words before a figure end: at it, or at the blanks that some put around digits."""
        end = one.start
        while end > self.start and self.whole[end - 1] == " ":
            end -= 1
        return end

    def _cuts(self, pattern: re.Pattern[str]) -> list[int]:
        """The ends of all separators that do not lie inside a figure."""
        spans = [(figure.start - self.start, figure.end - self.start) for figure in self.figures]
        starts = [start for start, _ in spans]
        cuts = []
        for match in pattern.finditer(self.text):
            place = bisect_right(starts, match.start()) - 1
            if place < 0 or match.start() >= spans[place][1]:
                cuts.append(match.end() + self.start)
        return cuts

    def _place(self, index: int, figure: Figure, cuts: list[list[int]]) -> Said:
        sentences, items, clauses = cuts
        clause = bisect_right(clauses, figure.start)
        begin = clauses[clause - 1] if clause else self.start
        close = clauses[clause] - 1 if clause < len(clauses) else self.end
        if close < self.end and self.whole[close] == "、":
            close = clauses[clause + 1] - 1 if clause + 1 < len(clauses) else self.end
        aside = _ASIDE.match(self.whole, close, min(self.end, close + 20)) if close < self.end else None
        if aside:
            later = bisect_right(clauses, aside.end())
            close = clauses[later] - 1 if later < len(clauses) else self.end
        previous = self.figures[index - 1].end if index else self.start
        stop = figure.start
        remark = _REMARK.search(self.whole, max(previous, begin - 16), begin) if begin == stop else None
        if remark:  # 配备食品安全“两员”（总监、安全员）1860 名
            stop = remark.start()
            before = bisect_right(clauses, stop)
            begin = clauses[before - 1] if before else self.start
        follows = self.figures[index + 1].start if index + 1 < len(self.figures) else self.end
        sentence = bisect_right(sentences, figure.start)
        return Said(
            figure=figure,
            index=index,
            sentence=sentence,
            item=bisect_right(items, figure.start) + sentence * 1000,
            clause=clause,
            before=self.whole[max(begin, previous) : stop].rstrip(" "),
            lead=self.whole[max(begin, stop - 80) : stop].rstrip(" "),
            after=_tail(self.whole[figure.end : max(figure.end, min(close, follows))], close <= follows),
            opened_by=self.whole[begin - 1] if begin > self.start else "",
            opening=self.whole[
                max(sentences[sentence - 1] if sentence else self.start, figure.start - 160) : figure.start
            ].rstrip(" "),
            heading=self.whole[max(self.start, begin - 14) : begin],
        )


def _tail(text: str, whole: bool) -> str:
    """The words after a figure; those after a 、 only where no other figure follows them."""
    text = _ASIDE.sub("", text).lstrip(" ")
    return text if whole else text.partition("、")[0]


def _moved(figure: Figure, shift: int) -> Figure:
    if not shift:
        return figure
    return Figure(
        figure.start + shift, figure.end + shift, figure.text, figure.value, figure.step, figure.exact, figure.unit,
        figure.kind, figure.bound, figure.upper, figure.weak,
    )  # fmt: skip


def passages(prose: Prose, plain: str) -> Iterator[Passage]:
    """The paragraphs of a text, lines of one paragraph that a file broke in two put together again."""
    pending: Block | None = None
    for block in prose.blocks:
        if block.table is not None:
            if pending is not None:
                yield _passage(pending, plain, prose.text)
                pending = None
            yield _passage(block, plain, prose.text)
            continue
        if pending is not None and _goes_on(plain, pending, block):
            pending = Block(pending.kind, pending.start, block.end, pending.where)
            continue
        if pending is not None:
            yield _passage(pending, plain, prose.text)
        pending = block
    if pending is not None:
        yield _passage(pending, plain, prose.text)


def _goes_on(plain: str, first: Block, second: Block) -> bool:
    """A line that breaks off in mid-sentence goes on in the next one; a heading or a list entry does not."""
    text = plain[first.start : first.end].rstrip()
    line = text.rsplit("\n", 1)[-1]
    if first.kind != second.kind or first.kind != "paragraph" or len(line) < 24 or text.endswith(_ENDS):
        return False
    if second.start - first.end > 2 or not plain[second.start : second.start + 1].strip():
        return False
    return not re.match(
        r"[(]?[一二三四五六七八九十\d]{1,2}[)、.]|[一二三四五六七八九十]是|第", plain[second.start : second.start + 6]
    )


def _passage(block: Block, plain: str, source: str) -> Passage:
    return Passage(plain[block.start : block.end], block.start, block.end, block.where, plain, source)
